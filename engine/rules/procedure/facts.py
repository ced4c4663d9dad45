"""What is recorded of one item at a meeting: who sits, what is proposed, claimed, put, found and voted.

Ids are opaque strings. A `Procedure` is its sitting, its decision points and a log of events in the order they
happened; everything else (what to put next, outcomes, sentences) is derived from it, so replaying it gives the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal

from engine.rules.deadlines import PointKind
from engine.rules.meeting import Ground
from engine.rules.procedure.phrases import Person
from engine.rules.raising import BodyKind

ClaimKind = Literal["approve", "reject", "amend", "add", "refer_back", "table"]
Formal = Literal["refer_back", "table"]
Target = Literal["standing_proposal", "motion", "initiative"]
Meaning = Literal["adopted", "approved", "rejected", "answered", "written_off"]
Result = Literal[
    "adopted",
    "approved",
    "rejected",
    "answered",
    "written_off",
    "partly_approved",
    "not_adopted",
    "replaced",
    "referred_back",
    "tabled",
]
Vote = Literal["yes", "no", "abstain"]

STANDING: Final = "standing"
"""The option that stands for the standing proposal (liggande förslaget)."""
TODAY: Final = "today"
"""The option of a formal question that the matter is decided today."""
NO: Final = "no"
"""The option of an addition that it is rejected."""


@dataclass(frozen=True)
class DecisionPoint:
    """One point of the standing proposal.

    `clause` is its words after "att", "" where there is no standing proposal; with `sentence` it is a sentence of its
    own ("Initiativärendet avslås."). `means` is what adopting it does to the motion or initiative.
    """

    id: str
    kind: PointKind
    clause: str
    means: Meaning = "adopted"
    sentence: bool = False


@dataclass(frozen=True)
class Claim:
    """A claim (yrkande). `movers` are persons in the order they spoke; `points` are ids, () for the whole matter.

    `clauses` are the words to decide: one for the whole matter, or one for each of `points`. `means` says what they do
    to the motion or initiative (for approve and reject of one it follows). An addition has its own `point_kind`, and
    falls unless the proposal `presumes` wins, when it names one. `to`, `reason` and `until` belong to formal claims.
    """

    id: str
    kind: ClaimKind
    movers: tuple[str, ...]
    target: Target = "standing_proposal"
    points: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    means: Meaning = "adopted"
    point_kind: PointKind = "own"
    presumes: str = ""
    to: str = ""
    reason: str = ""
    until: str = ""

    @property
    def formal(self) -> bool:
        """Whether it asks that the matter is not decided today."""
        return self.kind in ("refer_back", "table")

    @property
    def material(self) -> bool:
        """Whether it is a proposal, or supports one, for what is to be decided."""
        return self.kind in ("approve", "reject", "amend")

    @property
    def supports_standing(self) -> bool:
        """Whether it is for the standing proposal."""
        return self.kind == "approve" and self.target == "standing_proposal"

    @property
    def rejects_standing(self) -> bool:
        """Whether it is for no decision according to the standing proposal."""
        return self.kind == "reject" and self.target == "standing_proposal"

    @property
    def meaning(self) -> Meaning:
        """What its words do to the motion or initiative."""
        if self.target == "standing_proposal":
            return self.means
        return {"approve": "approved", "reject": "rejected"}.get(self.kind, self.means)  # type: ignore[return-value]

    def clause_for(self, point: str) -> str:
        """The words it wants decided in a point, "" when it has none."""
        if not self.clauses:
            return ""
        return self.clauses[self.points.index(point)] if point in self.points else self.clauses[0]


@dataclass(frozen=True)
class Sitting:
    """Who sits at the item. `organ` and `council` are names in lower case; `seats` the number of members, for quorum.

    `serving` are those who serve at this item, the disqualified left out; `presiding` is one of them. `may_propose`
    are others with the right to make proposals (KL 5:39). `minority_spent` tells whether a minority has used its right
    in this matter before. `abstainers_may_reserve` is a setting. `closed` is when the meeting closed.

    `absent` serve at the meeting but were not there at the item. `stand_ins` says who serves in the place of somebody
    disqualified or absent; without one the seat is empty. `disputed` are those whose disqualification the body decided.
    `led_as` is the seat of one who leads the item in the chair's place, "" when the chair of the meeting does.
    `election` tells that the item is an election, in which a minority has no right (KL 5:50).
    """

    kind: BodyKind
    organ: str
    council: str
    people: Mapping[str, Person]
    serving: frozenset[str]
    presiding: str
    seats: int
    disqualified: frozenset[str] = frozenset()
    may_propose: frozenset[str] = frozenset()
    minority_spent: bool = False
    abstainers_may_reserve: bool = False
    closed: datetime | None = None
    absent: frozenset[str] = frozenset()
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()
    led_as: str = ""
    election: bool = False

    @property
    def emptied(self) -> int:
        """How many seats stand empty because of disqualification."""
        return len(self.disqualified - self.stand_ins.keys())

    def name(self, person: str) -> str:
        """The person's name, or the id of one who is not known at the sitting."""
        return self.people[person].name if person in self.people else person

    def named(self, people: tuple[str, ...]) -> tuple[Person, ...]:
        """The persons as the minutes name them."""
        return tuple(self.people[person] for person in people)


# Events, in the order they may happen


@dataclass(frozen=True)
class Claimed:
    """Somebody makes a claim. After the gavel on the claims only if nobody objects (`unanimous`)."""

    claim: Claim
    unanimous: bool = False


@dataclass(frozen=True)
class Withdrawn:
    """A claim is withdrawn. After the gavel on the claims only if nobody objects (`unanimous`)."""

    claim: str
    unanimous: bool = False


@dataclass(frozen=True)
class StoodOutside:
    """Somebody announces that they take no part in the decision, before the propositions (KL 4:25)."""

    person: str


@dataclass(frozen=True)
class PropositionRefused:
    """The chair refuses to put a claim that raises a new matter or is unlawful; the council only (KL 5:57)."""

    claim: str
    reason: str


@dataclass(frozen=True)
class MinorityRequested:
    """One third of those present in the council have the matter tabled or referred back (KL 5:50)."""

    formal: Formal
    people: frozenset[str]
    reason: str = ""
    to: str = ""
    until: str = ""


@dataclass(frozen=True)
class DebateClosed:
    """The chair has gone through the claims and the gavel falls: they are locked."""

    whole_first: bool = True
    """The order approved: a proposal for the whole matter is put before those for single points, or after."""


@dataclass(frozen=True)
class Found:
    """The chair puts the proposals of the question and states the finding: which option is carried."""

    option: str


@dataclass(frozen=True)
class DivisionRequested:
    """Somebody asks for a division before the gavel falls on the finding (KL 5:54)."""

    person: str


@dataclass(frozen=True)
class Divided:
    """The division. `yes` and `no` are options; `roll` holds the vote of everybody who served and took part.

    `casting` is who gave the casting vote, at a tie; it goes as their own vote. `ground` is stated by the chair when a
    formal claim is carried both by majority and by minority. `annex` is the number of the roll's annex.
    """

    yes: str
    no: str
    roll: Mapping[str, Vote]
    casting: str = ""
    ground: Ground | None = None
    annex: str = ""

    def count(self, vote: Vote) -> int:
        """How many voted so."""
        return sum(1 for cast in self.roll.values() if cast == vote)


@dataclass(frozen=True)
class Gavel:
    """The gavel falls on the finding."""


@dataclass(frozen=True)
class Reserved:
    """A reservation by named persons (KL 4:27), in the points given or in the whole. `at` is when it was announced."""

    people: tuple[str, ...]
    at: datetime | None = None
    points: tuple[str, ...] = ()
    own_claim: bool = False
    annex: str = ""


Event = (
    Claimed
    | Withdrawn
    | StoodOutside
    | PropositionRefused
    | MinorityRequested
    | DebateClosed
    | Found
    | DivisionRequested
    | Divided
    | Gavel
    | Reserved
)


@dataclass(frozen=True)
class Procedure:
    """One item's procedure: its sitting, the points of the standing proposal, and what happened."""

    sitting: Sitting
    points: tuple[DecisionPoint, ...]
    events: tuple[Event, ...] = ()

    def then(self, *events: Event) -> "Procedure":
        """The procedure with further events; whether they are allowed is for `may_record` to say."""
        return replace(self, events=(*self.events, *events))


@dataclass(frozen=True)
class Outcome:
    """What became of one point. `text` is the winner's words; `proposal` the option that won, "" when none was put.

    `point` is the standing proposal's point or, for an addition, its claim; `number` its place in the decision, 0 when
    it has none.
    """

    point: str
    kind: PointKind
    result: Result
    text: str = ""
    proposal: str = ""
    number: int = 0
    sentence: bool = False
