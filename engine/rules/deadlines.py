"""Times that the law sets. Days are legal days; who gives them to a diagram converts with `calendar.end_of_day`.

Two kinds are kept apart. A time that runs out moves from a day of rest to the next weekday (lag 1930:173 2 §): being
late is counted from the moved day, warnings from the unmoved. A time counted backwards from a meeting never moves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from engine.rules.calendar import DAY, next_weekday, weekday_before
from engine.rules.refusal import Refusal, declare

VERIFICATION: Final = timedelta(days=14)
NOTICE: Final = timedelta(days=2)
APPEAL: Final = timedelta(weeks=3)
SUMMONS: Final = timedelta(weeks=1)

RaisedClock = Literal["announced", "arrived"]
Standing = Literal["running", "near", "due", "overdue"]
PointKind = Literal["own", "to_council", "assignment"]

SUMMONS_TOO_LATE = declare("summons_too_late", "KL 5:13", "last")
LATE_ITEM_TOO_LATE = declare("late_item_too_late", "KL 5:14", "last")
NOTICE_WITHOUT_VERIFICATION = declare("notice_without_verification", "KL 8:12")
NOTICE_BEFORE_VERIFICATION = declare("notice_before_verification", "KL 8:12", "earliest")
NOTICE_AHEAD = declare("notice_ahead", "KL 8:12", "today")
NOTICE_TAKEN_DOWN_EARLY = declare("notice_taken_down_early", "KL 8:12", "earliest")
NOTICE_INTERRUPTED = declare("notice_interrupted", "KL 13:5", "missing")
LEGAL_FORCE_EARLY = declare("legal_force_early", "KL 13:5", "earliest")
LEGAL_FORCE_UNASKED = declare("legal_force_unasked", "KL 13:4")
LEGAL_FORCE_APPEALED = declare("legal_force_appealed", "KL 13:14")
DUE_DATE_PASSED = declare("due_date_passed", None, "due")


@dataclass(frozen=True)
class Clock:
    """A time that runs out: `day` as counted, `last` as moved to a weekday by lag 1930:173 2 §."""

    day: date
    last: date

    def standing(self, today: date, warn_days: int = 3) -> Standing:
        """How it stands: `near` in the last `warn_days` days before `day`, `due` from it, `overdue` after `last`."""
        if today > self.last:
            return "overdue"
        if today >= self.day:
            return "due"
        return "near" if today >= self.day - timedelta(days=warn_days) else "running"


def runs_out(day: date) -> Clock:
    """The clock that runs out on a day, moved when that is a day of rest (lag 1930:173 2 §)."""
    return Clock(day, next_weekday(day))


# The one-year rule


def raised_on(clock: RaisedClock, arrived: date, announced: date | None) -> date | None:
    """The day a motion was raised by the body's setting; None when it counts from an announcement not yet made."""
    return arrived if clock == "arrived" else announced


def decide_within(raised: date) -> date:
    """The last day of the year within which the council should decide a motion, KL 5:35.

    The same date next year; a motion raised on 29 February should be decided by 28 February.
    """
    leap_day = (raised.month, raised.day) == (2, 29)
    return raised.replace(year=raised.year + 1, day=28 if leap_day else raised.day)


def last_meeting(within: date, meetings: Iterable[date]) -> date | None:
    """The last of the council's meetings that is in time for `within`, that day included; None when there is none."""
    return max((day for day in meetings if day <= within), default=None)


# Summons


def summon_by(meeting: date) -> date:
    """The last day for the council's notice and summons: a week before, same weekday, not moved (KL 5:13, 5:15)."""
    return meeting - SUMMONS


def late_item_by(meeting: date) -> date:
    """The last day to announce a matter that could not wait: the nearest weekday before (KL 5:14–15)."""
    return weekday_before(meeting)


def may_summon(meeting: date, reached: date) -> Refusal | None:
    """KL 5:13 and 5:15: the notice is up and the summons has reached everybody a week before the council meets."""
    last = summon_by(meeting)
    return None if reached <= last else SUMMONS_TOO_LATE.refuse(last=last.isoformat())


def may_announce_late_item(meeting: date, reached: date) -> Refusal | None:
    """KL 5:14 and 5:15: a late matter is announced by the nearest weekday before the council meets."""
    last = late_item_by(meeting)
    return None if reached <= last else LATE_ITEM_TOO_LATE.refuse(last=last.isoformat())


# Verification, notice and appeal


def verify_by(closed: date) -> Clock:
    """Within 14 days of the day the meeting closed the minutes are to be verified, KL 5:69."""
    return runs_out(closed + VERIFICATION)


def notice_by(verified: date) -> Clock:
    """At latest on the second day after verification the notice is to be up, KL 8:12."""
    return runs_out(verified + NOTICE)


def may_put_up(up: date, today: date, verified: date | None) -> Refusal | None:
    """KL 8:12: what is announced has been verified (`verified` is the last day of it), and the notice is up already."""
    if verified is None:
        return NOTICE_WITHOUT_VERIFICATION.refuse()
    if up < verified:
        return NOTICE_BEFORE_VERIFICATION.refuse(earliest=verified.isoformat())
    return NOTICE_AHEAD.refuse(today=today.isoformat()) if up > today else None


def appeal_by(up: date) -> Clock:
    """Three weeks from the day of the notice a decision may be appealed, KL 13:5."""
    return runs_out(up + APPEAL)


def earliest_legal_force(up: date) -> date:
    """The first day after the time for appeal, when the notice may come down and legal force is possible (KL 13:5)."""
    return appeal_by(up).last + DAY


def may_take_down(up: date, today: date) -> Refusal | None:
    """KL 8:12: the notice stays up through the time for appeal; the day after its last is the earliest."""
    earliest = earliest_legal_force(up)
    return None if today >= earliest else NOTICE_TAKEN_DOWN_EARLY.refuse(earliest=earliest.isoformat())


def notice_stood(up: date, shown: Sequence[tuple[date, date]]) -> Refusal | None:
    """KL 13:5: the time for appeal runs out only if the notice stood unbroken.

    `shown` are the first and last days of each stretch in which its display was logged. A missing day is stated; the
    cure is a new notice with a new date.
    """
    day, last = up, appeal_by(up).last
    for start, end in sorted(shown):
        if start <= day:
            day = max(day, end + DAY)
    return None if day > last else NOTICE_INTERRUPTED.refuse(missing=day.isoformat())


def may_confirm_legal_force(up: date, today: date, *, court_asked: bool, appealed: bool) -> Refusal | None:
    """Legal force is confirmed after the time for appeal, once the court has no appeal (KL 13:4–6)."""
    earliest = earliest_legal_force(up)
    if today < earliest:
        return LEGAL_FORCE_EARLY.refuse(earliest=earliest.isoformat())
    if not court_asked:
        return LEGAL_FORCE_UNASKED.refuse()
    return LEGAL_FORCE_APPEALED.refuse() if appealed else None


def appealable(kind: PointKind) -> bool:
    """KL 13:2: a decision of the body's own can be appealed; one that only prepares or executes cannot."""
    return kind == "own"


# Times that somebody sets: referrals, audits, remittals


def may_set_due(due: date, today: date) -> Refusal | None:
    """A due date set for a referral, an audit's answer or a remittal must be ahead. It is never moved."""
    return None if due > today else DUE_DATE_PASSED.refuse(due=due.isoformat())
