"""Who may be recorded as present, as serving and as presiding, and which meeting a matter may be taken up at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.rules.raising import BodyKind
from engine.rules.refusal import Refusal, declare, first

MEMBER_SEATS = frozenset({"member", "chair", "first_vice_chair", "second_vice_chair"})
"""Seats that count for quorum; the presidium is chosen among the members (KL 5:11, 6:15)."""

SEAT_MISSING = declare("seat_missing", None, "name", "day")
SUBSTITUTE_SEAT_MISSING = declare("substitute_seat_missing", None, "name", "day")
SERVED_FOR_IS_PRESENT_COUNCIL = declare("served_for_is_present_council", "KL 5:17", "name", "member")
SERVED_FOR_IS_PRESENT_BOARD = declare("served_for_is_present_board", "KL 6:17", "name", "member")
SERVED_FOR_TWICE = declare("served_for_twice", None, "member")
RECORDED_TWICE = declare("recorded_twice", None, "name")
PRESIDES_WITHOUT_SERVING = declare("presides_without_serving", None, "name")
SEAT_SERVED_TWICE = declare("seat_served_twice", None, "name", "member")
LEAVES_WITHOUT_SERVING = declare("leaves_without_serving", None, "name")
STAND_IN_UNRECORDED = declare("stand_in_unrecorded", None, "name")
STAND_IN_SERVES = declare("stand_in_serves", None, "name")
MEETING_CLOSED = declare("meeting_closed", None, "day")
MEETING_OF_OTHER_BODY = declare("meeting_of_other_body", None, "body")
MEETING_CLOSED_EARLY = declare("meeting_closed_early", None, "day")
MEETING_AHEAD = declare("meeting_ahead", None, "day")
ATTENDANCE_MISSING = declare("attendance_missing", "KL 5:66", "day")
ATTENDANCE_REASON_MISSING = declare("attendance_reason_missing", "KL 5:66", "paragraph")
SERVED_AT_PARAGRAPH = declare("served_at_paragraph", "KL 5:66", "name", "paragraph")
HEARD_AT_PARAGRAPH = declare("heard_at_paragraph", "KL 5:66", "name", "paragraph")
PRESIDED_AT_PARAGRAPH = declare("presided_at_paragraph", "KL 5:66", "name", "paragraph")


@dataclass(frozen=True)
class Decided:
    """What a decided § says of who was there, by id.

    `served` served or stepped out for jäv; `heard` made a claim or stood in for somebody; `presided` led it.
    """

    label: str
    served: frozenset[str]
    heard: frozenset[str]
    presided: str


@dataclass(frozen=True)
class Roll:
    """Who is recorded at a meeting, by id: those who serve, all who are there, and who leads it."""

    serving: frozenset[str]
    there: frozenset[str]
    presides: str


def may_serve_as_member(name: str, seats: frozenset[str], day: str) -> Refusal | None:
    """A member serves by a mandate that holds on the day. `seats` are the person's in the body then."""
    return None if seats & MEMBER_SEATS else SEAT_MISSING.refuse(name=name, day=day)


def may_serve_as_substitute(
    kind: BodyKind, name: str, seats: frozenset[str], day: str, member: str, *, member_present: bool
) -> Refusal | None:
    """KL 5:17, 6:17: a substitute, elected for the day, serves in the place of a member who is not there."""
    if "substitute" not in seats:
        return SUBSTITUTE_SEAT_MISSING.refuse(name=name, day=day)
    if not member_present:
        return None
    rule = SERVED_FOR_IS_PRESENT_COUNCIL if kind == "council" else SERVED_FOR_IS_PRESENT_BOARD
    return rule.refuse(name=name, member=member)


def may_leave_item(name: str, *, serving: bool) -> Refusal | None:
    """Who steps out of one item, for jäv or otherwise, serves at the meeting and steps out once."""
    return None if serving else LEAVES_WITHOUT_SERVING.refuse(name=name)


def may_stand_in(name: str, seats: frozenset[str], day: str, *, there: bool, serves: bool) -> Refusal | None:
    """KL 5:17, 6:17: a substitute who is there and does not serve already takes the place for one item."""
    return first(
        None if "substitute" in seats else SUBSTITUTE_SEAT_MISSING.refuse(name=name, day=day),
        None if there else STAND_IN_UNRECORDED.refuse(name=name),
        STAND_IN_SERVES.refuse(name=name) if serves else None,
    )


def one_to_a_seat(name: str, member: str, *, both_serve: bool) -> Refusal | None:
    """A member who came late, or has left, and the substitute for that member do not serve at the same item."""
    return SEAT_SERVED_TWICE.refuse(name=name, member=member) if both_serve else None


def may_preside(name: str, *, serving: bool) -> Refusal | None:
    """Who leads the meeting serves at it."""
    return None if serving else PRESIDES_WITHOUT_SERVING.refuse(name=name)


def may_take_up(day: str, body: str, *, same_body: bool, closed: bool) -> Refusal | None:
    """A matter is put on the agenda of the body that is to decide it, at a meeting that has not been closed."""
    if not same_body:
        return MEETING_OF_OTHER_BODY.refuse(body=body)
    return MEETING_CLOSED.refuse(day=day) if closed else None


def may_record_attendance(day: str, *, closed: bool) -> Refusal | None:
    """Attendance is recorded until the meeting is closed."""
    return MEETING_CLOSED.refuse(day=day) if closed else None


def may_correct_attendance(
    decided: Sequence[Decided], before: Roll, after: Roll, reason: str, names: Mapping[str, str]
) -> Refusal | None:
    """KL 5:66: once a § is decided, attendance is changed with a reason that shows, and never against that §.

    Who served at it goes on as serving, who was heard or stood in as present, and who led it as the one who leads the
    meeting. Whoever comes later is added.
    """
    if decided and not reason.strip():
        return ATTENDANCE_REASON_MISSING.refuse(paragraph=decided[0].label)
    return first(*(against(one, before, after, names) for one in decided))


def against(decided: Decided, before: Roll, after: Roll, names: Mapping[str, str]) -> Refusal | None:
    """What in the new attendance contradicts a decided §."""
    unseated = sorted(decided.served - after.serving)
    unheard = sorted(decided.heard - after.there)
    led = decided.presided if decided.presided == before.presides != after.presides else None
    return first(
        *(SERVED_AT_PARAGRAPH.refuse(name=names.get(one, one), paragraph=decided.label) for one in unseated),
        *(HEARD_AT_PARAGRAPH.refuse(name=names.get(one, one), paragraph=decided.label) for one in unheard),
        PRESIDED_AT_PARAGRAPH.refuse(name=names.get(led, led), paragraph=decided.label) if led else None,
    )


def may_decide_on(day: date, today: date) -> Refusal | None:
    """What was decided is recorded on the day of the meeting at the earliest."""
    return None if day <= today else MEETING_AHEAD.refuse(day=day.isoformat())
