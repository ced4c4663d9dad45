"""Hinner ärendet? The stops on the way to a meeting, counted back from it, and whether a case still makes them.

What the organisation has set itself is moved to the weekday before when it falls on a day of rest, since somebody must
be at work to keep it. The council's summons is the law's own day and is not moved (KL 5:13, 5:15).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from engine.rules.calendar import add_weekdays, is_rest_day, weekday_before
from engine.rules.deadlines import summon_by

Need = Literal["report", "agenda"]
"""What must be done by a stop: the report is finished, or the case stands on the agenda."""
State = Literal["done", "missed", "today", "next", "ahead"]
Answer = Literal["yes", "soon", "no", "past"]
SOON = timedelta(days=7)
"""So near a stop the answer is that it is close."""


@dataclass(frozen=True)
class Interval:
    """A stop of the organisation's own: its name, how many days before the meeting, and what must be done by then."""

    name: str
    days: int
    need: Need
    weekdays: bool = False
    """Whether only weekdays are counted."""


@dataclass(frozen=True)
class Stop:
    """A stop with its day, and how the case stands to it."""

    name: str
    day: date
    state: State


@dataclass(frozen=True)
class Reach:
    """Whether a case makes a meeting. `next` is the stop that it must make first, None when none is left."""

    answer: Answer
    stops: tuple[Stop, ...]
    next: Stop | None


def stop_day(meeting: date, interval: Interval) -> date:
    """The day of a stop: so many days, or weekdays, before the meeting; never on a day of rest."""
    if interval.weekdays:
        return add_weekdays(meeting, -interval.days)
    day = meeting - timedelta(days=interval.days)
    return weekday_before(day) if is_rest_day(day) else day


def days_of(meeting: date, intervals: Iterable[Interval], *, council: bool) -> list[tuple[str, date, Need]]:
    """Every stop before a meeting by day. The council's summons stands among them (KL 5:13)."""
    own = [(one.name, stop_day(meeting, one), one.need) for one in intervals]
    law: list[tuple[str, date, Need]] = [("Kungörelse och kallelse", summon_by(meeting), "agenda")] if council else []
    return sorted([*own, *law], key=lambda one: one[1])


def reach(
    meeting: date, intervals: Sequence[Interval], done: frozenset[Need], today: date, *, council: bool = False
) -> Reach:
    """Whether a case makes a meeting, by what is done of it today. A stop is missed on the day after it."""
    stops: list[Stop] = []
    for name, day, need in days_of(meeting, intervals, council=council):
        ahead = "today" if day == today else "ahead" if any(one.state in ("today", "next") for one in stops) else "next"
        state: State = "done" if need in done else "missed" if day < today else ahead  # type: ignore[assignment]
        stops.append(Stop(name, day, state))
    first = next((one for one in stops if one.state in ("today", "next")), None)
    return Reach(answer(meeting, stops, first, today), tuple(stops), first)


def answer(meeting: date, stops: Sequence[Stop], first: Stop | None, today: date) -> Answer:
    """Yes, close, no, or that the meeting has been."""
    if meeting < today:
        return "past"
    if any(one.state == "missed" for one in stops):
        return "no"
    return "soon" if first is not None and first.day - today < SOON else "yes"
