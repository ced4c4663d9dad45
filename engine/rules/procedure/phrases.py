"""The sentences of a § that follow from recorded facts: their keys, the facts of each, an example of each.

No Swedish stands in the rules: `templates/phrases/*.toml` makes the prose from a key and its facts, and a profile
may say it in its own way. What the facts are:

- `organ`, `council`: names of the deciding body and of the council, in lower case ("regionstyrelsen").
- `kind`: what a decision point is, `own`, `assignment` (both "beslutar att") or `to_council` ("föreslår … besluta
  att").
- `clause`: a decision's words after "att", without a full stop; `clauses`: several, numbered; `sentence`: a decision
  that is a sentence of its own, as recorded.
- `points`: numbers of the decision points concerned, () for the whole decision.
- `movers`, `people`: persons in the order they spoke; `person`: one of them.
- `target`: what a claim is about: `standing_proposal`, `motion`, `initiative`.
- `found`, `yes`, `no`, `main`, `first`, `second`, `options`: proposals (`Proposal`); in the `formal` sentences `today`,
  `refer_back` or `table`; in the `addition`, `whole` and `raised` sentences `approve` or `reject`.
- `then`: True when another proposition was put before this one ("därefter").
- `ayes`, `noes`, `abstaining`, `votes`, `requesting`, `present`: numbers.
- `to`, `reason`, `until`, `annex`: as recorded, "" where nothing was.
- `office`: the seat of one who leads in the chair's place; `substitute`: who serves in somebody's place, "" for nobody.
- `disputed`: True when the body decided that somebody is disqualified, who had not said so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple


class Person(NamedTuple):
    """Somebody as the minutes name them: "Marianne Sandström (SD)". `party` is "" for one without."""

    name: str
    party: str = ""


class Proposal(NamedTuple):
    """A proposal as a procedure names it: the standing one has no movers; other ones are named by theirs.

    `number` tells a mover's proposals apart where the same people put several in one proposition (1, 2, …), else 0.
    """

    movers: tuple[Person, ...] = ()
    number: int = 0

    @property
    def standing(self) -> bool:
        """Whether this is the prepared proposal (liggande förslaget)."""
        return not self.movers


class Clause(NamedTuple):
    """One numbered decision: its words after "att"."""

    number: int
    text: str


class Count(NamedTuple):
    """Votes given for one candidate."""

    person: Person
    votes: int


Fact = (
    str
    | int
    | Person
    | Proposal
    | tuple[int, ...]
    | tuple[Person, ...]
    | tuple[Proposal, ...]
    | tuple[Clause, ...]
    | tuple[Count, ...]
)


@dataclass(frozen=True)
class Sentence:
    """A sentence to be made: its phrase key, its facts, and the section of the § where it stands.

    Sections are the canonical keys `decision`, `handling`, `procedure`, `reservation`, `statement`. `handling` tells
    what was claimed and announced; a body that has a section of its own for claims prints the `claim_…` keys there.
    """

    key: str
    facts: Mapping[str, Fact]
    section: str


BOARD: Mapping[str, Fact] = {"organ": "regionstyrelsen"}
TO_COUNCIL: Mapping[str, Fact] = {**BOARD, "council": "regionfullmäktige", "kind": "to_council"}
ANNA, BO, CARIN = Person("Anna Alm", "M"), Person("Bo Berg", "KD"), Person("Carin Ceder", "L")
STANDING, ANNAS, BOS = Proposal(), Proposal((ANNA,)), Proposal((BO, CARIN))
BALLOT: Mapping[str, Fact] = {**BOARD, "ayes": 8, "noes": 5, "abstaining": 2, "annex": "3"}
TIE: Mapping[str, Fact] = {**BOARD, "votes": 6, "abstaining": 0, "annex": ""}

EXAMPLES: Mapping[str, Mapping[str, Fact]] = MappingProxyType(
    {
        # decision
        "decision_one": {**TO_COUNCIL, "clause": "avslå motionen"},
        "decision_many": {
            **TO_COUNCIL,
            "kind": "own",
            "clauses": (Clause(1, "fastställa basutbudet"), Clause(2, "följa upp det varje år")),
        },
        "decision_sentence": {"sentence": "Motionen anses besvarad."},
        "decision_rejected": {**BOARD, "points": (2,)},
        "decision_refer_back": {**BOARD, "to": "regiondirektören", "reason": "Kostnaden ska belysas."},
        "decision_table": {**BOARD, "until": "nästa sammanträde"},
        # handling: claims, announcements
        "claim_approve": {"movers": (ANNA, BO, CARIN), "target": "motion", "points": ()},
        "claim_reject": {"movers": (ANNA,), "target": "motion", "points": (2,)},
        "claim_amend": {"movers": (ANNA,), "clause": "basutbudet införs från 2023", "points": (2,)},
        "claim_add": {"movers": (CARIN,), "clause": "uppdra åt regiondirektören att redovisa kostnaden"},
        "claim_refer_back": {"movers": (ANNA,), "to": "regiondirektören", "reason": "Kostnaden ska belysas."},
        "claim_table": {"movers": (BO,), "reason": ""},
        "consent_withdraw": {**BOARD, "movers": (ANNA,)},
        "consent_claim": {**BOARD, "movers": (ANNA,)},
        "outside_decision": {"people": (ANNA,)},
        "disqualified_board": {**BOARD, "person": ANNA, "substitute": BO, "disputed": False},
        "disqualified_board_empty_seat": {**BOARD, "person": ANNA, "disputed": True},
        "disqualified_council": {"organ": "regionfullmäktige", "person": ANNA, "substitute": "", "disputed": False},
        "absent_at_item": {"person": ANNA, "substitute": BO},
        "vice_presides": {"office": "first_vice_chair", "person": BO},
        # procedure: propositions
        "one_proposal": {**BOARD, "then": False},
        "one_proposal_points": {**BOARD, "points": (1, 3), "then": False},
        "two_proposals": {**BOARD, "first": STANDING, "second": ANNAS, "found": STANDING, "points": (), "then": False},
        "several_proposals": {
            **BOARD,
            "options": (STANDING, ANNAS, BOS),
            "found": STANDING,
            "points": (),
            "then": False,
        },
        "raised_approve_or_reject": {**TO_COUNCIL, "target": "motion", "found": "reject", "points": (), "then": False},
        "whole_approve_or_reject": {**BOARD, "movers": (BO,), "found": "approve", "then": False},
        "formal": {"formal": "refer_back", "found": "today", "then": False},
        "addition": {**BOARD, "movers": (CARIN,), "found": "reject"},
        "addition_fell": {"movers": (CARIN,)},
        "proposition_refused": {"movers": (CARIN,), "reason": "Yrkandet väcker ett nytt ärende."},
        # procedure: divisions
        "division_requested": {},
        "main_proposal": {"main": STANDING},
        "counter_proposal": {"options": (ANNAS, BOS), "found": ANNAS},
        "vote_question": {**BOARD, "yes": STANDING, "no": ANNAS},
        "vote_question_formal": {**BOARD, "yes": "today", "no": "refer_back"},
        "vote_question_addition": {**BOARD, "movers": (CARIN,), "yes": "approve", "no": "reject"},
        "vote_question_raised": {**BOARD, "target": "motion", "yes": "approve", "no": "reject"},
        "vote_question_whole": {**BOARD, "yes": "approve", "no": "reject"},
        "division_count": {**BALLOT},
        "division_result": {**BALLOT, "found": STANDING},
        "division_result_counter": {**BALLOT, "found": ANNAS},
        "division_result_formal": {**BALLOT, "formal": "refer_back", "found": "refer_back"},
        "division_result_addition": {**BALLOT, "movers": (CARIN,), "found": "approve"},
        "division_result_raised": {**BALLOT, **TO_COUNCIL, "target": "motion", "found": "reject"},
        "division_result_whole": {**BALLOT, "found": "approve"},
        "tie": {**TIE, "found": STANDING},
        "tie_decision": {**TIE, **TO_COUNCIL, "clause": "avslå motionen"},
        "tie_counter": {**TIE, "found": ANNAS},
        "tie_formal": {**TIE, "formal": "table", "found": "today"},
        "tie_addition": {**TIE, "movers": (CARIN,), "found": "reject"},
        "tie_raised": {**TIE, **TO_COUNCIL, "target": "motion", "found": "reject"},
        "tie_whole": {**TIE, "found": "reject"},
        "minority": {"requesting": 21, "present": 61, "formal": "refer_back", "reason": "Kostnaden ska belysas."},
        # procedure: elections
        "election_tellers": {"people": (ANNA, BO)},
        "election_closed": {"counts": (Count(ANNA, 29), Count(BO, 29)), "blank": 3, "invalid": 0},
        "election_lot": {"person": ANNA},
        "elected": {**BOARD, "person": ANNA},
        # reservation, statement
        "reservation": {"people": (ANNA, BO), "points": (2, 3), "own_claim": True, "annex": "2"},
        "separate_statement": {"people": (ANNA,), "annex": "2"},
        "minutes_note": {"people": (ANNA,), "annex": ""},
        # words that forms suggest for a claim's clause
        "clause_approve": {"target": "motion"},
        "clause_reject": {"target": "motion"},
        "clause_answered": {"target": "motion"},
        # the whole §
        "immediate_verification": {},
    }
)
"""One set of facts per phrase key: what a phrase may use, and what its test is rendered with."""

PHRASES: Mapping[str, frozenset[str]] = MappingProxyType({key: frozenset(facts) for key, facts in EXAMPLES.items()})
"""Every phrase key with the names of its facts."""
