"""Who may reserve themselves against a decision, KL 4:27."""

from engine.rules.calendar import STOCKHOLM
from engine.rules.procedure.facts import STANDING, Reserved
from engine.rules.procedure.state import Course, Settled
from engine.rules.refusal import Refusal, declare, first

RESERVATION_BEFORE_DECISION = declare("reservation_before_decision", "KL 4:27")
RESERVATION_WITHOUT_PERSON = declare("reservation_without_person", "KL 4:27")
RESERVATION_TOOK_NO_PART = declare("reservation_took_no_part", "KL 4:27", "name")
RESERVATION_DISQUALIFIED = declare("reservation_disqualified", "KL 4:27", "name")
RESERVATION_OUTSIDE = declare("reservation_outside", "KL 4:27", "name")
RESERVATION_ABSTAINED = declare("reservation_abstained", "KL 4:27", "name")
RESERVATION_AFTER_MEETING = declare("reservation_after_meeting", "KL 4:27", "closed")
RESERVATION_TWICE = declare("reservation_twice", None, "name")
RESERVATION_UNKNOWN_POINT = declare("reservation_unknown_point", None, "point")
RESERVATION_WITHOUT_OWN_CLAIM = declare("reservation_without_own_claim", None, "name")


def may_reserve(course: Course, event: Reserved) -> Refusal | None:
    """KL 4:27: those who took part may reserve themselves, in all points or some, before the meeting ends."""
    if not course.decided:
        return RESERVATION_BEFORE_DECISION.refuse()
    if not event.people:
        return RESERVATION_WITHOUT_PERSON.refuse()
    closed = course.sitting.closed
    if closed is not None and event.at is not None and event.at > closed:
        return RESERVATION_AFTER_MEETING.refuse(closed=f"{closed.astimezone(STOCKHOLM):%Y-%m-%d kl. %H.%M}")
    known = {point.id for point in course.points} | {claim.id for claim in course.put if claim.kind == "add"}
    unknown = next((point for point in event.points if point not in known), None)
    if unknown is not None:
        return RESERVATION_UNKNOWN_POINT.refuse(point=unknown)
    return first(*(person_may_reserve(course, event, person) for person in event.people))


def person_may_reserve(course: Course, event: Reserved, person: str) -> Refusal | None:
    """Whether one of those named took part in what they reserve themselves against."""
    sitting, name = course.sitting, course.sitting.name(person)
    if person in sitting.disqualified:
        return RESERVATION_DISQUALIFIED.refuse(name=name)
    if person not in sitting.serving:
        return RESERVATION_TOOK_NO_PART.refuse(name=name)
    if person in course.outside:
        return RESERVATION_OUTSIDE.refuse(name=name)
    if not sitting.abstainers_may_reserve and abstained(course, event.points, person):
        return RESERVATION_ABSTAINED.refuse(name=name)
    if any(person in earlier.people and overlaps(earlier, event) for earlier in course.reservations):
        return RESERVATION_TWICE.refuse(name=name)
    if event.own_claim and not any(person in claim.movers for claim in course.claims):
        return RESERVATION_WITHOUT_OWN_CLAIM.refuse(name=name)
    return None


def overlaps(one: Reserved, other: Reserved) -> bool:
    """Whether two reservations concern a point in common."""
    return not one.points or not other.points or bool(set(one.points) & set(other.points))


def abstained(course: Course, points: tuple[str, ...], person: str) -> bool:
    """Whether somebody abstained in the division that decided: in one of the points, or in all that was decided."""
    deciding = deciding_answers(course)
    abstentions = [done.division is not None and done.division.roll.get(person) == "abstain" for done in deciding]
    if not points:
        return bool(abstentions) and all(abstentions)
    return any(gone for done, gone in zip(deciding, abstentions, strict=True) if set(concerned(done)) & set(points))


def deciding_answers(course: Course) -> tuple[Settled, ...]:
    """The answers that decided the matter: the formal one that sent it away, or those to its own questions."""
    if course.sent_away is not None:
        return (course.sent_away.settled,) if course.sent_away.settled is not None else ()
    return tuple(done for done in course.settled if done.question.formal is None)


def concerned(done: Settled) -> tuple[str, ...]:
    """The points, or the addition, that an answer decided."""
    question = done.question
    if question.kind == "whole" and done.winner == STANDING:
        return ()
    return question.points or (question.options[:1] if question.kind == "addition" else ())
