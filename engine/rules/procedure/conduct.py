"""The whole of an item's procedure: what to put next, what was decided, and what the minutes say."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from engine.rules.meeting import Ground
from engine.rules.procedure.allowed import may_happen
from engine.rules.procedure.course import advance
from engine.rules.procedure.facts import (
    NO,
    STANDING,
    TODAY,
    Claim,
    Claimed,
    DebateClosed,
    DecisionPoint,
    Event,
    Found,
    Gavel,
    Outcome,
    Procedure,
    Reserved,
    Result,
    Sitting,
)
from engine.rules.procedure.outcomes import NotPut, not_put, outcomes, result
from engine.rules.procedure.phrases import Sentence
from engine.rules.procedure.state import Course, Open
from engine.rules.procedure.telling import told
from engine.rules.refusal import Refusal


class NotAllowed(ValueError):
    """A recorded event that the rules do not allow. `refusal` says why, `place` is its place in the log, from 0."""

    def __init__(self, refusal: Refusal, place: int) -> None:
        super().__init__(f"event {place}: {refusal.rule}")
        self.refusal, self.place = refusal, place


@dataclass(frozen=True)
class Conduct:
    """What follows from a procedure.

    `next` is the question being put or to put, None while the debate is open and when all is decided. `result` is what
    became of the matter as a whole, `ground` why it was sent away. `not_put` gives for each claim that was not put why:
    `refused`, `sent_away` or `fell`. `sentences` are in the order of the minutes.
    """

    decided: bool
    next: Open | None
    result: Result | None
    ground: Ground | None
    outcomes: tuple[Outcome, ...]
    not_put: Mapping[str, NotPut]
    sentences: tuple[Sentence, ...]
    course: Course

    def section(self, section: str) -> tuple[Sentence, ...]:
        """The sentences of one section."""
        return tuple(sentence for sentence in self.sentences if sentence.section == section)


def replay(procedure: Procedure) -> Course:
    """The state after all events; NotAllowed at the first that the rules refuse."""
    course = Course(procedure.sitting, procedure.points)
    for place, event in enumerate(procedure.events):
        if refusal := may_happen(course, event):
            raise NotAllowed(refusal, place)
        course = advance(course, event)
    return course


def check(procedure: Procedure) -> Refusal | None:
    """The first "no" among the recorded events, or None when all of them are allowed."""
    try:
        replay(procedure)
    except NotAllowed as error:
        return error.refusal
    return None


def may_record(procedure: Procedure, event: Event) -> Refusal | None:
    """Whether an event may be recorded next, the recorded ones being allowed."""
    return may_happen(replay(procedure), event)


def conduct(procedure: Procedure) -> Conduct:
    """Outcomes and sentences of a procedure; NotAllowed when an event in it is not."""
    course = replay(procedure)
    decided = outcomes(course) if course.decided else ()
    away = course.sent_away
    return Conduct(
        decided=course.decided,
        next=course.current,
        result=result(course, decided),
        ground=away.ground if away else None,
        outcomes=decided,
        not_put=not_put(course) if course.decided else {},
        sentences=told(course, decided),
        course=course,
    )


def acclaimed(
    sitting: Sitting,
    points: Sequence[DecisionPoint],
    claims: Sequence[Claim] = (),
    winners: Collection[str] = (),
    reservations: Sequence[Reserved] = (),
) -> Procedure:
    """A procedure by acclamation throughout, with the gavel on each finding.

    `winners` are the claims that were found carried; where none is, the standing proposal is, a formal claim is put
    aside and an addition rejected. Whether it is allowed is for `check` to say; it ends with the first event that is
    not.
    """
    procedure = Procedure(sitting, tuple(points)).then(*(Claimed(claim) for claim in claims), DebateClosed())
    if check(procedure):
        return procedure
    while (question := replay(procedure).current) is not None:
        procedure = procedure.then(Found(choose(question, winners)))
        if check(procedure):
            return procedure
        procedure = procedure.then(Gavel())
    return procedure.then(*reservations)


def choose(asked: Open, winners: Collection[str]) -> str:
    """The option that is found: one backed by a winner, else the one that leaves things as proposed."""
    question = asked.question
    backed = [option for option in question.options if option in winners or winning(question.backers[option], winners)]
    default = [option for option in question.options if option in (STANDING, TODAY, NO)]
    return (*backed, *default, *question.options)[0]


def winning(backers: Collection[str], winners: Collection[str]) -> bool:
    """Whether a claim behind an option is among the winners."""
    return any(claim in winners for claim in backers)
