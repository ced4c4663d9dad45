"""When timers are due: instants with a zone, calendar periods, counted cycles."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.errors import ProcessFailed
from engine.lifecycle.bundles import Bundle
from engine.lifecycle.machine import Machine
from engine.lifecycle.timers import NotATime, after, cycle, instant
from tests.lifecycles.sketch import sketch


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2025-03-15", "P60D", "2025-05-14"),
        ("2025-03-15", "P1Y", "2026-03-15"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2025-01-31", "P1M", "2025-02-28"),
        ("2024-01-31", "P1M", "2024-02-29"),
        ("2025-11-30", "P3M", "2026-02-28"),
        ("2025-12-31", "P1M", "2026-01-31"),
        ("2025-03-15", "P2W", "2025-03-29"),
        ("2025-03-15", "P1DT2H30M5S", "2025-03-16T02:30:05"),
        ("2025-03-15", "PT48H", "2025-03-17"),
    ],
)
def test_a_period_is_counted_by_the_calendar(start: str, period: str, end: str) -> None:
    begun, due = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (start, end))
    assert after(begun, period) == due


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1", "60D", "P5BD", "P1.5D", "P-1D", "PT0.5S", "P1D2H", "P999Y999M", "P99999999D"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(NotATime):
        after(datetime(9900, 1, 1, tzinfo=UTC), text)


def test_an_instant_has_a_zone() -> None:
    assert instant("2026-07-01T12:00:00+02:00") == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert instant("2026-07-01T12:00:00Z").utcoffset() == timedelta(0)
    for text in ("2026-07-01T12:00:00", "2026-07-01", "0001-01-01T00:00:00+10:00", "snart", ""):
        with pytest.raises(NotATime):
            instant(text)


def test_a_cycle_is_counted() -> None:
    assert cycle("R3/P7D") == (3, "P7D")
    for text in ("R/P7D", "R0/P7D", "R100/P7D", "R3/7D", "R3", "0 9 * * *", "R3/2026-01-01T00:00:00Z/P1D"):
        with pytest.raises(NotATime):
            cycle(text)


NAGGING = """
nagging
  begin start
  reply user
  nag boundary on=reply cycle="R3/P7D" beside=1
  remind service operator=remind
  reminded end
  done end
  begin > reply > done
  nag > remind > reminded
"""


def test_reminders_go_out_as_often_as_the_cycle_says_and_no_more() -> None:
    bundle = Bundle.load({"n.bpmn": sketch(NAGGING)}, {"remind"})
    reminded: list[str] = []

    def room(operator: str, params: object, data: object) -> dict[str, object]:
        reminded.append(operator)
        return {}

    now = datetime(2020, 3, 2, tzinfo=UTC)
    machine = Machine.start(bundle, {}, room, now)
    for week in (1, 2, 3):
        assert machine.next_due == now + timedelta(weeks=week)
        machine.tick(now + timedelta(weeks=week, hours=1))
        assert len(reminded) == week
        machine = Machine.restore(bundle, machine.dump(), room)
    assert machine.next_due is None
    machine.tick(now + timedelta(weeks=60))
    assert len(reminded) == 3
    machine.complete(machine.waiting[0].id, {}, now + timedelta(weeks=61))
    assert machine.completed


def test_reminders_missed_while_nothing_ran_go_out_at_once_and_no_more() -> None:
    bundle = Bundle.load({"n.bpmn": sketch(NAGGING)}, {"remind"})
    reminded: list[str] = []
    now = datetime(2020, 3, 2, tzinfo=UTC)

    def room(operator: str, params: object, data: object) -> dict[str, object]:
        reminded.append(operator)
        return {}

    machine = Machine.start(bundle, {}, room, now)
    machine.tick(now + timedelta(weeks=60))
    assert len(reminded) == 3
    assert machine.next_due is None


def test_a_period_counts_from_the_act_that_armed_it() -> None:
    text = """
        hearing
          begin start
          reply user
          over boundary on=reply period="P30D"
          done end
          begin > reply > done
          over > done
    """
    machine = Machine.start(
        Bundle.load({"h.bpmn": sketch(text)}, ()), {}, lambda *asked: {}, datetime(2020, 3, 2, 9, tzinfo=UTC)
    )
    assert machine.next_due == datetime(2020, 4, 1, 9, tzinfo=UTC)
    machine.tick(datetime(2020, 4, 1, 9, tzinfo=UTC))
    assert machine.completed


@pytest.mark.parametrize(
    ("due", "reason"), [("R/P7D", "is not a cycle"), ("P7D", "is not a cycle"), (7, "is not a text")]
)
def test_a_cycle_that_is_none_stops_the_act(due: object, reason: str) -> None:
    bundle = Bundle.load({"n.bpmn": sketch(NAGGING.replace('"R3/P7D"', "rhythm"))}, {"remind"})
    with pytest.raises(ProcessFailed, match=reason):
        Machine.start(bundle, {"rhythm": due}, lambda *asked: {}, datetime(2020, 3, 2, tzinfo=UTC))


def test_a_cycle_without_a_value_never_fires() -> None:
    bundle = Bundle.load({"n.bpmn": sketch(NAGGING.replace('"R3/P7D"', "rhythm"))}, {"remind"})
    machine = Machine.start(bundle, {"rhythm": ""}, lambda *asked: {}, datetime(2020, 3, 2, tzinfo=UTC))
    assert machine.next_due is None
    assert machine.tick(datetime(2026, 3, 2, tzinfo=UTC)) is False
