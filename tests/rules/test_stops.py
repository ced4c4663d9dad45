"""Hinner ärendet? Every stop back from a meeting, as a secretary would count it."""

from datetime import date

import pytest

from engine.rules.stops import Interval, days_of, reach, stop_day

BOARD = date(2020, 10, 7)
MANUSCRIPT = Interval("Manusstopp", 19, "report")
CHAIR = Interval("Ordförandens beredning", 14, "report")
SUMMONS = Interval("Kallelse", 7, "agenda")
OWN = (MANUSCRIPT, CHAIR, SUMMONS)


def states(today: date, *done: str) -> list[str]:
    return [one.state for one in reach(BOARD, OWN, frozenset(done), today).stops]  # type: ignore[arg-type]


def test_the_stops_of_a_board_meeting_are_counted_back_from_it() -> None:
    assert [(name, day) for name, day, _ in days_of(BOARD, OWN, council=False)] == [
        ("Manusstopp", date(2020, 9, 18)),
        ("Ordförandens beredning", date(2020, 9, 23)),
        ("Kallelse", date(2020, 9, 30)),
    ]


@pytest.mark.parametrize(
    ("meeting", "days", "weekdays", "day"),
    [
        (date(2020, 10, 7), 4, False, date(2020, 10, 2)),  # a Saturday: the Friday before
        (date(2020, 4, 15), 2, False, date(2020, 4, 9)),  # Easter Monday: Maundy Thursday
        (date(2020, 6, 23), 2, True, date(2020, 6, 18)),  # over Midsummer, whose eve is no weekday
        (date(2021, 1, 8), 1, True, date(2021, 1, 7)),  # the day after Epiphany
        (date(2020, 10, 7), 0, False, date(2020, 10, 7)),
    ],
)
def test_a_stop_of_the_organisation_never_falls_on_a_day_of_rest(
    meeting: date, days: int, weekdays: bool, day: date
) -> None:
    assert stop_day(meeting, Interval("Manusstopp", days, "report", weekdays)) == day


def test_the_summons_to_the_council_is_the_laws_own_day_and_is_not_moved() -> None:
    sunday_before = days_of(date(2020, 11, 29), (), council=True)
    assert [(name, day) for name, day, _ in sunday_before] == [("Kungörelse och kallelse", date(2020, 11, 22))]
    assert days_of(date(2020, 11, 25), OWN, council=True)[-1][1] == date(2020, 11, 18)


def test_a_stop_is_missed_on_the_day_after_it() -> None:
    assert states(date(2020, 9, 14)) == ["next", "ahead", "ahead"]
    assert states(date(2020, 9, 18)) == ["today", "ahead", "ahead"]
    assert states(date(2020, 9, 19)) == ["missed", "next", "ahead"]


def test_what_is_done_misses_nothing() -> None:
    assert states(date(2020, 9, 28), "report") == ["done", "done", "next"]
    assert states(date(2020, 10, 6), "report", "agenda") == ["done", "done", "done"]


@pytest.mark.parametrize(
    ("today", "done", "answer", "first"),
    [
        (date(2020, 9, 1), (), "yes", "Manusstopp"),
        (date(2020, 9, 11), (), "yes", "Manusstopp"),
        (date(2020, 9, 12), (), "soon", "Manusstopp"),
        (date(2020, 9, 18), (), "soon", "Manusstopp"),
        (date(2020, 9, 19), (), "no", "Ordförandens beredning"),
        (date(2020, 9, 19), ("report",), "yes", "Kallelse"),
        (date(2020, 10, 7), ("report", "agenda"), "yes", None),
        (date(2020, 10, 8), ("report", "agenda"), "past", None),
    ],
)
def test_whether_a_case_makes_its_meeting(today: date, done: tuple[str, ...], answer: str, first: str | None) -> None:
    told = reach(BOARD, OWN, frozenset(done), today)  # type: ignore[arg-type]
    assert (told.answer, told.next.name if told.next else None) == (answer, first)
