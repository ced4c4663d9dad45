"""Timers that ask the process what time it is, so that an act of 2020 is played with the clock of 2020.

The library's own timers read the machine's clock, take a naive time for the zone the program was imported in,
and count a month from 31 January to 3 March. These replace them when a diagram is read.
"""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.timer import (
    CycleTimerEventDefinition,
    DurationTimerEventDefinition,
    TimeDateEventDefinition,
    TimerEventDefinition,
)

from engine.errors import ProcessFailed

NEVER = ""
"""What a date timer is armed with when its variable is empty: it waits for nothing."""

period_pattern = re.compile(
    r"P(?=\d|T\d)(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,7})S)?)?"
)
cycle_pattern = re.compile(r"R(?P<times>[1-9]\d?)/(?P<period>P.+)")


class NotATime(ValueError):
    """The text is no time, period or cycle that a timer accepts; the message says why."""


def instant(text: str) -> datetime:
    """An ISO 8601 time with an offset or Z, in UTC; raises `NotATime` for a naive one, since it means no instant."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise NotATime(f"{text!r} is not an ISO 8601 time such as 2026-03-01T00:00:00Z") from None
    if moment.tzinfo is None:
        raise NotATime(f"{text!r} lacks Z or an offset from UTC")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise NotATime(f"{text!r} is outside the calendar") from None


def after(start: datetime, period: str) -> datetime:
    """The instant an ISO 8601 period later: calendar years and months first (31 January + P1M is 28 February)."""
    read = period_pattern.fullmatch(period)
    if read is None:
        raise NotATime(f"{period!r} is not an ISO 8601 period such as P60D or PT2H")
    parts = {unit: int(count or 0) for unit, count in read.groupdict().items()}
    months = start.month - 1 + parts.pop("months") + 12 * parts.pop("years")
    try:
        year, month = start.year + months // 12, months % 12 + 1
        day = min(start.day, monthrange(year, month)[1])
        return start.replace(year=year, month=month, day=day) + timedelta(**parts)
    except (ValueError, OverflowError):
        raise NotATime(f"{period!r} ends outside the calendar") from None


def cycle(text: str) -> tuple[int, str]:
    """How many times and the period between, of a cycle such as R3/P7D; at most 99 times."""
    read = cycle_pattern.fullmatch(text)
    if read is None or not period_pattern.fullmatch(read["period"]):
        raise NotATime(f"{text!r} is not a cycle such as R3/P7D, of 1 to 99 times")
    return int(read["times"]), read["period"]


def current(task: Any) -> datetime:
    """The instant of the act that the task's process is in."""
    now: datetime = task.workflow.top_workflow.now
    return now


def armed_with(task: Any, expression: str) -> str:
    """What the timer's expression says for this task; an empty or missing value means never."""
    value = task.workflow.script_engine.evaluate(task, expression)
    if value is None or value == NEVER:
        return NEVER
    if not isinstance(value, str):
        raise NotATime(f"{value!r} is not a text")
    return value


class Timer(TimerEventDefinition):  # type: ignore[misc]  # the library has no types
    """A timer that fires once, at an instant fixed when it is armed and kept with the task in `event_value`."""

    def has_fired(self, my_task: Any) -> bool:
        """Arms the timer the first time it is asked; says whether its instant has come."""
        due = my_task.internal_data.get("event_value")
        if due is None:
            due = my_task.internal_data["event_value"] = self.due(my_task)
        if due != NEVER and datetime.fromisoformat(due) <= current(my_task):
            my_task.internal_data["event_fired"] = True
        return bool(my_task.internal_data.get("event_fired", False))

    def due(self, my_task: Any) -> str:
        """The instant as ISO 8601 in UTC, or `NEVER`; a value that is no time stops the act."""
        try:
            value = armed_with(my_task, self.expression)
            return value if value == NEVER else self.moment(my_task, value).isoformat()
        except NotATime as fault:
            raise ProcessFailed(element=my_task.task_spec.name, reason=str(fault)) from None

    def moment(self, my_task: Any, value: str) -> datetime:
        """When a timer with this value fires."""
        raise NotImplementedError


class OnDate(Timer, TimeDateEventDefinition):  # type: ignore[misc]
    """Fires at the instant that a variable or a quoted text gives."""

    def moment(self, my_task: Any, value: str) -> datetime:
        """The instant itself."""
        return instant(value)


class AfterPeriod(Timer, DurationTimerEventDefinition):  # type: ignore[misc]
    """Fires a period after it was armed."""

    def moment(self, my_task: Any, value: str) -> datetime:
        """The period counted from the act that armed the timer."""
        return after(current(my_task), value)


class Repeatedly(CycleTimerEventDefinition):  # type: ignore[misc]
    """Fires a number of times with a period between; each firing starts its branch anew."""

    def cycle_complete(self, my_task: Any) -> bool:
        """Whether a firing is due now; counts it off and moves to the next. Called once for each refresh."""
        value = my_task.internal_data.get("event_value")
        if value is None:
            value = my_task.internal_data["event_value"] = self.first(my_task)
        if value["cycles"] == 0 or datetime.fromisoformat(value["next"]) > current(my_task):
            return False
        following = after(datetime.fromisoformat(value["next"]), value["period"])
        my_task.internal_data["event_value"] = {
            "cycles": value["cycles"] - 1,
            "next": following.isoformat(),
            "period": value["period"],
        }
        return True

    def first(self, my_task: Any) -> dict[str, Any]:
        """The state of a cycle that has just been armed."""
        try:
            text = armed_with(my_task, self.expression)
            times, period = (0, "PT1S") if text == NEVER else cycle(text)
            return {"cycles": times, "next": after(current(my_task), period).isoformat(), "period": period}
        except NotATime as fault:
            raise ProcessFailed(element=my_task.task_spec.name, reason=str(fault)) from None


replacements: dict[type[Any], type[Any]] = {
    TimeDateEventDefinition: OnDate,
    DurationTimerEventDefinition: AfterPeriod,
    CycleTimerEventDefinition: Repeatedly,
}


def due_of(task: Any) -> datetime | None:
    """When the timer that this waiting task has armed is due; None for messages, spent cycles and `NEVER`."""
    value = task.internal_data.get("event_value")
    if isinstance(value, dict):
        value = value["next"] if value["cycles"] else NEVER
    return datetime.fromisoformat(value) if value else None
