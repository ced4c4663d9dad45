"""Days of rest and legal days, as an almanac shows them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.calendar import (
    add_weekdays,
    end_of_day,
    is_public_holiday,
    is_rest_day,
    legal_day,
    next_weekday,
    start_of_day,
    weekday_before,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2021-01-01", "nyårsdagen"),
        ("2021-01-06", "trettondedag jul"),
        ("2021-04-02", "långfredagen"),
        ("2021-04-04", "påskdagen"),
        ("2021-04-05", "annandag påsk"),
        ("2021-05-01", "första maj"),
        ("2021-05-13", "Kristi himmelsfärdsdag"),
        ("2021-05-23", "pingstdagen"),
        ("2021-06-06", "nationaldagen"),
        ("2021-06-26", "midsommardagen"),
        ("2021-11-06", "alla helgons dag"),
        ("2021-12-25", "juldagen"),
        ("2021-12-26", "annandag jul"),
        ("2021-08-01", "en söndag"),
    ],
)
def test_public_holidays(day: str, name: str) -> None:
    assert is_public_holiday(date.fromisoformat(day)), name
    assert is_rest_day(date.fromisoformat(day)), name


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2021-06-25", "midsommarafton"),
        ("2020-06-19", "midsommarafton"),
        ("2021-12-24", "julafton"),
        ("2021-12-31", "nyårsafton"),
        ("2021-07-31", "en lördag"),
    ],
)
def test_days_on_which_no_time_runs_out_although_they_are_no_public_holidays(day: str, name: str) -> None:
    assert not is_public_holiday(date.fromisoformat(day)), name
    assert is_rest_day(date.fromisoformat(day)), name


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2021-04-01", "skärtorsdagen"),
        ("2021-04-30", "valborgsmässoafton"),
        ("2021-05-24", "annandag pingst, helgdag till och med 2004"),
        ("2021-06-18", "fredagen veckan före midsommar"),
        ("2021-05-14", "klämdagen efter Kristi himmelsfärd"),
    ],
)
def test_weekdays_that_feel_like_holidays(day: str, name: str) -> None:
    assert not is_rest_day(date.fromisoformat(day)), name


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        ("2021-06-24", "2021-06-24"),  # Thursday
        ("2021-06-25", "2021-06-28"),  # Midsummer Eve → Monday
        ("2021-12-24", "2021-12-27"),  # Christmas Eve on a Friday
        ("2022-12-24", "2022-12-27"),  # Christmas Eve on a Saturday, Boxing Day on the Monday
        ("2021-12-31", "2022-01-03"),  # New Year's Eve
        ("2021-04-02", "2021-04-06"),  # Good Friday → Tuesday after Easter
    ],
)
def test_time_that_would_run_out_on_a_day_of_rest_runs_out_on_the_next_weekday(day: str, moved: str) -> None:
    assert next_weekday(date.fromisoformat(day)) == date.fromisoformat(moved)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2021-06-08", "2021-06-07"),  # Tuesday → Monday
        ("2021-06-07", "2021-06-04"),  # Monday → Friday, past the national day on the Sunday
        ("2021-04-06", "2021-04-01"),  # Tuesday after Easter → Maundy Thursday
    ],
)
def test_nearest_weekday_before(day: str, before: str) -> None:
    assert weekday_before(date.fromisoformat(day)) == date.fromisoformat(before)


def test_weekdays_are_counted_past_weekends_and_holidays() -> None:
    maundy_thursday = date(2021, 4, 1)
    assert add_weekdays(maundy_thursday, 0) == maundy_thursday
    assert add_weekdays(maundy_thursday, 2) == date(2021, 4, 7)
    assert add_weekdays(date(2021, 4, 7), -2) == maundy_thursday
    assert add_weekdays(date(2021, 4, 3), 1) == date(2021, 4, 6)


@given(DAYS)
def test_next_weekday_is_the_first_that_is_none_of_rest(day: date) -> None:
    moved = next_weekday(day)
    assert not is_rest_day(moved)
    assert all(is_rest_day(day + timedelta(n)) for n in range((moved - day).days))
    assert weekday_before(moved + timedelta(1)) == moved


@given(DAYS, st.integers(-60, 60))
def test_weekdays_there_and_back_again(day: date, count: int) -> None:
    start = next_weekday(day)
    assert add_weekdays(add_weekdays(start, count), -count) == start


@pytest.mark.parametrize(
    ("day", "begins", "ends"),
    [
        ("2021-01-15", "2021-01-14T23:00", "2021-01-15T23:00"),
        ("2021-07-15", "2021-07-14T22:00", "2021-07-15T22:00"),
        ("2021-03-28", "2021-03-27T23:00", "2021-03-28T22:00"),  # clocks go forward: 23 hours
        ("2021-10-31", "2021-10-30T22:00", "2021-10-31T23:00"),  # clocks go back: 25 hours
    ],
)
def test_legal_day_begins_and_ends_at_midnight_in_sweden(day: str, begins: str, ends: str) -> None:
    legal = date.fromisoformat(day)
    assert start_of_day(legal) == datetime.fromisoformat(begins).replace(tzinfo=UTC)
    assert end_of_day(legal) == datetime.fromisoformat(ends).replace(tzinfo=UTC)


@given(DAYS)
def test_every_instant_belongs_to_one_legal_day(day: date) -> None:
    tick = timedelta(microseconds=1)
    assert legal_day(start_of_day(day)) == legal_day(end_of_day(day) - tick) == day
    assert legal_day(end_of_day(day)) == day + timedelta(1)


def test_an_instant_without_time_zone_has_no_legal_day() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        legal_day(datetime(2021, 1, 1))  # noqa: DTZ001 - the naive instant is the point
