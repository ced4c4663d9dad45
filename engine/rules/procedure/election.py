"""Election of one person: by acclamation, or with closed ballots when somebody asks for it (KL 5:54–55).

At a tie the lot decides, never a casting vote, and closed ballots leave no roll. An election can be tabled by simple
majority only. Proportional elections are not handled.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.rules.meeting import has_quorum
from engine.rules.procedure.facts import Sitting
from engine.rules.procedure.phrases import Count, Fact, Person, Sentence
from engine.rules.refusal import Refusal, declare, first

ELECTION_CANDIDATE_UNKNOWN = declare("election_candidate_unknown", None)
ELECTION_WITHOUT_BALLOTS = declare("election_without_ballots", "KL 5:54")
ELECTION_WITHOUT_TELLERS = declare("election_without_tellers", None)
ELECTION_TOO_MANY_BALLOTS = declare("election_too_many_ballots", "KL 5:55", "given", "serving")
ELECTION_LOT_MISSING = declare("election_lot_missing", "KL 5:55")
ELECTION_LOT_WITHOUT_TIE = declare("election_lot_without_tie", "KL 5:55")
ELECTION_LOT_NOT_TIED = declare("election_lot_not_tied", "KL 5:55", "name")
ELECTION_CASTING_VOTE = declare("election_casting_vote", "KL 5:55")
ELECTION_ROLL = declare("election_roll", "KL 5:54")


@dataclass(frozen=True)
class Election:
    """One election. `ballots` are the votes for each candidate, None when it was by acclamation for `acclaimed`.

    `lot` is who the lot fell on. `casting` and `roll` are what a careless record might hold: both are refused.
    """

    sitting: Sitting
    candidates: Mapping[str, Person]
    acclaimed: str = ""
    requested: bool = False
    ballots: Mapping[str, int] | None = None
    blank: int = 0
    invalid: int = 0
    lot: str = ""
    tellers: tuple[str, ...] = ()
    casting: str = ""
    roll: Mapping[str, str] = field(default_factory=dict)

    @property
    def leading(self) -> frozenset[str]:
        """The candidates with the most votes; none without ballots."""
        most = max((self.ballots or {}).values(), default=0)
        return frozenset(who for who, votes in (self.ballots or {}).items() if votes == most and most > 0)

    @property
    def given(self) -> int:
        """How many ballots were given, blank and invalid ones included."""
        return sum((self.ballots or {}).values()) + self.blank + self.invalid


def may_elect(election: Election) -> Refusal | None:
    """Whether an election is in order: with a quorum (KL 5:45, 6:27), and held as the law wants it."""
    sitting = election.sitting
    return first(has_quorum(sitting.kind, sitting.seats, len(sitting.serving), sitting.emptied), held(election))


def held(election: Election) -> Refusal | None:
    """Whether it was by acclamation for somebody nominated, or by ballots that are in order; never by roll."""
    if election.casting:
        return ELECTION_CASTING_VOTE.refuse()
    if election.roll:
        return ELECTION_ROLL.refuse()
    if election.ballots is None:
        known = election.acclaimed in election.candidates
        asked = ELECTION_WITHOUT_BALLOTS.refuse() if election.requested else None
        return first(asked, None if known else ELECTION_CANDIDATE_UNKNOWN.refuse())
    return first(ballots_in_order(election, election.ballots), lot_in_order(election))


def ballots_in_order(election: Election, ballots: Mapping[str, int]) -> Refusal | None:
    """Closed ballots are counted by tellers, one at most for each who serves, for known candidates."""
    serving = len(election.sitting.serving)
    if not ballots.keys() <= election.candidates.keys():
        return ELECTION_CANDIDATE_UNKNOWN.refuse()
    if not election.tellers:
        return ELECTION_WITHOUT_TELLERS.refuse()
    if election.given > serving:
        return ELECTION_TOO_MANY_BALLOTS.refuse(given=election.given, serving=serving)
    return None


def lot_in_order(election: Election) -> Refusal | None:
    """KL 5:55: at a tie, and only then, the lot decides among those who lead."""
    if len(election.leading) == 1:
        return ELECTION_LOT_WITHOUT_TIE.refuse() if election.lot else None
    if not election.lot:
        return ELECTION_LOT_MISSING.refuse()
    drawn = election.leading or election.candidates.keys()
    name = election.candidates[election.lot].name if election.lot in election.candidates else election.lot
    return None if election.lot in drawn else ELECTION_LOT_NOT_TIED.refuse(name=name)


def elected(election: Election) -> str:
    """Who is elected, by an election that is in order."""
    return election.acclaimed or election.lot or next(iter(election.leading))


def election_told(election: Election) -> tuple[Sentence, ...]:
    """What the minutes say of an election that is in order."""
    person = election.candidates[elected(election)]
    outcome = Sentence("elected", {"organ": election.sitting.organ, "person": person}, "decision")
    if election.ballots is None:
        return (outcome,)
    counts = tuple(Count(election.candidates[who], votes) for who, votes in election.ballots.items())
    ballots: dict[str, Fact] = {"counts": counts, "blank": election.blank, "invalid": election.invalid}
    tellers = Sentence("election_tellers", {"people": election.sitting.named(election.tellers)}, "procedure")
    lot = (Sentence("election_lot", {"person": person}, "procedure"),) if election.lot else ()
    return (outcome, tellers, Sentence("election_closed", ballots, "procedure"), *lot)
