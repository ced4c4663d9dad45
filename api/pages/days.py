"""Days and times as people write them."""

import re
from datetime import date, datetime, timedelta

from engine.rules.calendar import STOCKHOLM

SAID = {"i förrgår": -2, "i går": -1, "igår": -1, "i dag": 0, "idag": 0, "i morgon": 1, "imorgon": 1}
WRITTEN = re.compile(r"(\d{4})[-./ ]?(\d{2})[-./ ]?(\d{2})")
SHORT = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[-/. ](\d{4}))?")
CLOCK = re.compile(r"(.*?\S)[ T,]+(?:kl\.? ?)?(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?", re.IGNORECASE)


def day_of(text: str, today: date) -> str:
    """The day that a text means, as `2021-03-09`; the text itself when it means none, for the form to refuse.

    "i går", "5/3" (the nearest, of this year, the one before or the one after), "5/3 2021", "20210309".
    """
    said = " ".join(text.split()).lower()
    if said in SAID:
        return (today + timedelta(days=SAID[said])).isoformat()
    if found := WRITTEN.fullmatch(said):
        return "-".join(found.groups())
    if found := SHORT.fullmatch(said):
        return short_day(int(found[1]), int(found[2]), found[3], today) or text
    return text


def short_day(day: int, month: int, year: str | None, today: date) -> str | None:
    """The fifth of the third, nearest to today when no year is given; None when there is no such day."""
    years = [int(year)] if year else [today.year - 1, today.year, today.year + 1]
    there = []
    for one in years:
        try:
            there.append(date(one, month, day))
        except ValueError:
            continue
    return min(there, key=lambda found: abs(found - today)).isoformat() if there else None


def instant_of(text: str, today: date) -> str:
    """The instant that a text in Swedish local time means, with its offset: "i dag 15.30", "2021-03-09 15:30"."""
    found = CLOCK.fullmatch(" ".join(text.split()))
    if not found:
        return text
    try:
        day = date.fromisoformat(day_of(found[1], today))
        at = datetime(day.year, day.month, day.day, int(found[2]), int(found[3]), int(found[4] or 0), tzinfo=STOCKHOLM)
    except ValueError:
        return text
    return at.isoformat()


def written_instant(value: str) -> str:
    """An instant as it is written in a field, in Swedish local time."""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return f"{at.astimezone(STOCKHOLM):%Y-%m-%d %H.%M}" if at.tzinfo else value
