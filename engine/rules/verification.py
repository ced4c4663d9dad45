"""When and by whom minutes are verified: KL 5:69, which holds for boards too (6:35)."""

from datetime import date

from engine.rules.deadlines import verify_by
from engine.rules.refusal import Refusal, declare

VERIFIED_AHEAD = declare("verified_ahead", None, "day")
VERIFIED_BEFORE_MEETING = declare("verified_before_meeting", "KL 5:69", "day")
VERIFIED_BEFORE_CLOSE = declare("verified_before_close", "KL 5:69", "day")
VERIFIED_LATE = declare("verified_late", "KL 5:69", "last")
IMMEDIATE_AFTER_CLOSE = declare("immediate_after_close", None, "last")
VERIFIER_PRESIDING_MISSING = declare("verifier_presiding_missing", "KL 5:69", "name")


def may_verify_on(
    day: date, *, meeting: date, closed: date | None, today: date, immediate: bool, remark: str
) -> Refusal | None:
    """KL 5:69: within 14 days of the meeting's close; later only with a printed remark that says why.

    Immediate verification is made at the meeting; all other after it has closed.
    """
    if day > today:
        return VERIFIED_AHEAD.refuse(day=day.isoformat())
    if day < meeting:
        return VERIFIED_BEFORE_MEETING.refuse(day=meeting.isoformat())
    if immediate:
        return IMMEDIATE_AFTER_CLOSE.refuse(last=closed.isoformat()) if closed and day > closed else None
    if closed is None or day < closed:
        return VERIFIED_BEFORE_CLOSE.refuse(day=(closed or meeting).isoformat())
    last = verify_by(closed).last
    return VERIFIED_LATE.refuse(last=last.isoformat()) if day > last and not remark.strip() else None


def presiding_verifies(name: str, *, presides: bool) -> Refusal | None:
    """KL 5:69 and common local order: who presided is among those who verify."""
    return None if presides else VERIFIER_PRESIDING_MISSING.refuse(name=name)
