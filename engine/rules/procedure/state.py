"""How far an item has come: what stands, what is being put, what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.rules.meeting import Ground
from engine.rules.procedure.agenda import Question, agenda
from engine.rules.procedure.facts import (
    STANDING,
    Claim,
    DecisionPoint,
    Divided,
    MinorityRequested,
    Reserved,
    Sitting,
)
from engine.rules.procedure.phrases import Sentence


@dataclass(frozen=True)
class Open:
    """A question being put: what was found, and once a division is asked for what it stands against."""

    question: Question
    found: str = ""
    counter: str = ""
    requested: bool = False


@dataclass(frozen=True)
class Settled:
    """A question that is answered: by which option, and by which division if there was one."""

    question: Question
    winner: str
    division: Divided | None = None


@dataclass(frozen=True)
class SentAway:
    """The matter was referred back or tabled: by the majority (`settled`) or at a minority's request."""

    ground: Ground
    settled: Settled | None = None
    request: MinorityRequested | None = None


@dataclass(frozen=True)
class Course:
    """The state of an item. `claims` are those not withdrawn; `said` tells of the propositions so far.

    `refused` are claims that the chair does not put, with the reasons; `consents` tell of what was unanimously allowed.
    """

    sitting: Sitting
    points: tuple[DecisionPoint, ...]
    claims: tuple[Claim, ...] = ()
    seen: frozenset[str] = frozenset()
    refused: Mapping[str, str] = field(default_factory=dict)
    outside: tuple[str, ...] = ()
    locked: bool = False
    whole_first: bool = True
    open: tuple[Open, ...] = ()
    settled: tuple[Settled, ...] = ()
    sent_away: SentAway | None = None
    reservations: tuple[Reserved, ...] = ()
    consents: tuple[Sentence, ...] = ()
    said: tuple[Sentence, ...] = ()

    def claim(self, claim: str) -> Claim:
        """The claim with this id, which must be among those that stand."""
        return next(other for other in self.claims if other.id == claim)

    @cached_property
    def put(self) -> tuple[Claim, ...]:
        """The claims that the chair puts."""
        return tuple(claim for claim in self.claims if claim.id not in self.refused)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions of the item, in their order."""
        return agenda(self.points, self.put, whole_first=self.whole_first)

    @cached_property
    def pending(self) -> tuple[Question, ...]:
        """The questions not yet answered that have not fallen."""
        answered = {settled.question.key for settled in self.settled}
        return tuple(asked for asked in self.questions if asked.key not in answered and not self.fallen(asked))

    @property
    def begun(self) -> bool:
        """Whether a proposition has been put."""
        return bool(self.open or self.settled)

    @property
    def decided(self) -> bool:
        """Whether the item is decided, or sent away."""
        return self.sent_away is not None or (self.locked and not self.open and not self.pending)

    @property
    def current(self) -> Open | None:
        """The question being put, or the next to put; None while the debate is open and when all is decided."""
        if self.open:
            return self.open[-1]
        return Open(self.pending[0]) if self.locked and not self.decided else None

    @property
    def lost_whole(self) -> Settled | None:
        """The answer to the question of the whole, when the standing proposal lost it."""
        return next((done for done in self.settled if done.question.kind == "whole" and done.winner != STANDING), None)

    def winners(self) -> frozenset[str]:
        """The options that have won a question, with all claims behind them."""
        backers = (claim for done in self.settled for claim in done.question.backers[done.winner])
        return frozenset(backers) | {done.winner for done in self.settled}

    def fallen(self, question: Question) -> bool:
        """Whether a question is not put because of how another was answered."""
        if question.kind == "points":
            return self.lost_whole is not None
        if question.kind != "addition":
            return False
        rejected = self.lost_whole is not None and self.claim(self.lost_whole.winner).rejects_standing
        presumes = self.claim(question.options[0]).presumes
        return rejected or (bool(presumes) and presumes not in self.winners() and self.material_settled)

    @property
    def material_settled(self) -> bool:
        """Whether every question of the matter itself is answered."""
        answered = {done.question.key for done in self.settled}
        return all(asked.key in answered for asked in self.questions if asked.kind in ("points", "whole"))
