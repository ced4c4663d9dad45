"""Days in Sweden: public holidays, days of rest, and the instants at which a legal day begins and ends.

A legal day is a date in Europe/Stockholm. It lasts 23 or 25 hours when the clocks change.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

import holidays

STOCKHOLM: Final = ZoneInfo("Europe/Stockholm")
DAY: Final = timedelta(days=1)
SATURDAY: Final = 5


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of a year (lag 1989:253), ordinary Sundays not counted."""
    return frozenset(holidays.country_holidays("SE", years=year, include_sundays=False))


def is_public_holiday(day: date) -> bool:
    """Whether the day is a Sunday or another public holiday (lag 1989:253)."""
    return day.isoweekday() == 7 or day in public_holidays(day.year)


def is_eve_of_rest(day: date) -> bool:
    """Whether the day is Midsummer Eve, Christmas Eve or New Year's Eve."""
    midsummer = day.month == 6 and 19 <= day.day <= 25 and day.isoweekday() == 5
    return midsummer or (day.month, day.day) in ((12, 24), (12, 31))


def is_rest_day(day: date) -> bool:
    """Whether a time may not run out on this day (lag 1930:173 2 §): weekend, public holiday or eve."""
    return day.weekday() >= SATURDAY or is_public_holiday(day) or is_eve_of_rest(day)


def next_weekday(day: date) -> date:
    """The day itself, or the nearest later weekday when it is a day of rest (lag 1930:173 2 §)."""
    while is_rest_day(day):
        day += DAY
    return day


def weekday_before(day: date) -> date:
    """The nearest weekday before the day. A Saturday does not count, so that nobody is told too late."""
    day -= DAY
    while is_rest_day(day):
        day -= DAY
    return day


def add_weekdays(day: date, count: int) -> date:
    """The day `count` weekdays later, or earlier when negative; 0 gives the day itself, of rest or not."""
    for _ in range(abs(count)):
        day = next_weekday(day + DAY) if count > 0 else weekday_before(day)
    return day


def legal_day(instant: datetime) -> date:
    """The date in Sweden at an instant; ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone has no legal day")
    return instant.astimezone(STOCKHOLM).date()


def start_of_day(day: date) -> datetime:
    """The instant, in UTC, at which a legal day begins."""
    return datetime.combine(day, time(), STOCKHOLM).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The instant, in UTC, at which a legal day has ended: midnight in Sweden, when the next begins."""
    return start_of_day(day + DAY)
