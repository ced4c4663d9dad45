"""What may happen next at an item, kind by kind, and if not why: what makes a button at the table grey."""

from collections.abc import Mapping

from engine.rules.meeting import MINORITY_RIGHT_COUNCIL_ONLY
from engine.rules.procedure.allowed import (
    DIVISION_NOT_REQUESTED,
    ITEM_DECIDED,
    PROPOSITIONS_BEGUN,
    REFUSING_COUNCIL_ONLY,
    may_change_claims,
    may_happen,
    missing,
    vote_by_stranger,
)
from engine.rules.procedure.facts import DebateClosed, DivisionRequested, Found, Gavel, Vote
from engine.rules.procedure.reserving import RESERVATION_BEFORE_DECISION
from engine.rules.procedure.state import Course
from engine.rules.refusal import Refusal, declare, first

CHAIR_VOTES_LAST = declare("chair_votes_last", None, "name")
ITEM_STILL_OPEN = declare("item_still_open", "KL 5:67")

Roll = Mapping[str, Vote]


def offers(course: Course, roll: Roll) -> Mapping[str, Refusal | None]:
    """For each kind of event why it may not be recorded now, None when it may; `decide` is the § itself.

    `roll` are the votes of the division that is being held. Where an event names somebody, one who takes part stands
    for all.
    """
    over = ITEM_DECIDED.refuse() if course.decided else None
    council = course.sitting.kind == "council"
    begun = PROPOSITIONS_BEGUN.refuse() if course.begun else None
    return {
        "claimed": first(over, may_change_claims(course, unanimous=False)),
        "claimed_late": first(over, may_change_claims(course, unanimous=True)),
        "outside": first(over, begun),
        "refused": first(over, None if council else REFUSING_COUNCIL_ONLY.refuse(), begun),
        "minority": first(over, None if council else MINORITY_RIGHT_COUNCIL_ONLY.refuse()),
        "debate_closed": may_happen(course, DebateClosed()),
        "found": may_happen(course, Found(first_option(course))),
        "division_requested": may_happen(course, DivisionRequested(somebody(course))),
        "voted": first(over, division_held(course)),
        "divided": first(over, division_held(course), votes_missing(course, roll)),
        "gavel": may_happen(course, Gavel()),
        "reserved": None if course.decided else RESERVATION_BEFORE_DECISION.refuse(),
        "decide": None if course.decided else ITEM_STILL_OPEN.refuse(),
    }


def first_option(course: Course) -> str:
    """An option of the question being put, "" when none is."""
    return course.current.question.options[0] if course.current else ""


def somebody(course: Course) -> str:
    """One who takes part in the decision, "" when nobody does."""
    return next(iter(sorted(course.sitting.serving - set(course.outside))), "")


def division_held(course: Course) -> Refusal | None:
    """KL 5:54: votes are given once a division has been asked for and main and counter-proposal stand."""
    top = course.current
    return None if top is not None and top.counter else DIVISION_NOT_REQUESTED.refuse()


def voters(course: Course) -> frozenset[str]:
    """Those who are called: all who serve, less those who stand outside the decision (KL 4:25)."""
    return course.sitting.serving - set(course.outside)


def votes_missing(course: Course, roll: Roll) -> Refusal | None:
    """KL 5:55: a division closes when everybody who is called has voted or abstained."""
    return first(*missing(course, sorted(voters(course) - roll.keys(), key=course.sitting.name)))


def may_vote(course: Course, roll: Roll, votes: Roll) -> Refusal | None:
    """Whether these votes may be given now, those of `roll` having been given.

    A division is held (KL 5:54), nobody votes who may not (5:55), and who presides votes last (common local order).
    """
    given = {**roll, **votes}
    chair = course.sitting.presiding
    early = chair in votes and bool(voters(course) - given.keys())
    return first(
        ITEM_DECIDED.refuse() if course.decided else None,
        division_held(course),
        *(vote_by_stranger(course, person) for person in sorted(votes)),
        CHAIR_VOTES_LAST.refuse(name=course.sitting.name(chair)) if early else None,
    )
