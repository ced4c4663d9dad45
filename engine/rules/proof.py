"""The points that the minutes of an item must hold (KL 5:66–67, for boards by 6:35), as they stand while it goes on.

`completeness` says whether a § may be verified; this says during the meeting what is there and what is left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.rules.procedure.facts import Vote
from engine.rules.procedure.offers import voters
from engine.rules.procedure.state import Course

Standing = Literal["done", "now", "left", "later"]


@dataclass(frozen=True)
class ProofPoint:
    """One point: `key` names it, `facts` count what there is of it."""

    key: str
    standing: Standing
    facts: Mapping[str, int] = field(default_factory=dict)


def proof(course: Course, roll: Mapping[str, Vote]) -> tuple[ProofPoint, ...]:
    """What KL 5:67 wants of the item, in the law's own order, and how far each point has come."""
    return (
        claims(course),
        order(course),
        division(course, roll),
        decision(course),
        taking_part(course),
        reservations(course),
    )


def claims(course: Course) -> ProofPoint:
    """KL 5:67: which claims have been made and not withdrawn."""
    return ProofPoint("claims", "done" if course.locked or course.decided else "now", {"count": len(course.claims)})


def order(course: Course) -> ProofPoint:
    """KL 5:67: in which order the propositions were put."""
    if course.decided:
        return ProofPoint("order", "done", {"put": len(course.settled), "left": 0})
    left = len(course.pending)
    return ProofPoint("order", "now" if course.locked else "left", {"put": len(course.settled), "left": left})


def division(course: Course, roll: Mapping[str, Vote]) -> ProofPoint:
    """KL 5:67: which divisions were held and how everybody voted in the open ones."""
    held = sum(done.division is not None for done in course.settled)
    asked = any(open_.requested for open_ in course.open)
    if asked:
        return ProofPoint("division_now", "now", {"given": len(roll), "called": len(voters(course))})
    return ProofPoint("division" if held else "division_none", "done" if course.begun else "later", {"held": held})


def decision(course: Course) -> ProofPoint:
    """KL 5:67: which decisions were made, in every point."""
    return ProofPoint("decision", "done" if course.decided else "left", {"points": len(course.points)})


def taking_part(course: Course) -> ProofPoint:
    """KL 5:66–67: who took part, and who led the item."""
    sitting = course.sitting
    there = bool(sitting.serving) and sitting.presiding in sitting.serving
    return ProofPoint("taking_part", "done" if there else "left", {"serving": len(sitting.serving)})


def reservations(course: Course) -> ProofPoint:
    """KL 4:27, 5:67: reservations, which may be announced until the meeting ends."""
    people = {person for event in course.reservations for person in event.people}
    closed = course.sitting.closed is not None
    return ProofPoint("reservations_closed" if closed else "reservations", "done" if people or closed else "later", {
        "count": len(people)
    })  # fmt: skip
