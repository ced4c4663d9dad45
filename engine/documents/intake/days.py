"""Days as Swedish documents write them: 2023-08-07, 7 augusti 2023, den 7 augusti 2023."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from engine.documents.intake.decoding import folded
from engine.documents.intake.labels import table


@cache
def pattern() -> re.Pattern[str]:
    """What a day looks like."""
    months = "|".join(table()["words"]["months"])
    return re.compile(
        rf"\b(?:(?P<y>[12][0-9]{{3}})-(?P<m>[01][0-9])-(?P<d>[0-3][0-9])"
        rf"|(?:den\s+)?(?P<day>[0-3]?[0-9])\s+(?P<month>{months})\s+(?P<year>[12][0-9]{{3}}))\b",
        re.IGNORECASE,
    )


def days_in(text: str) -> Iterator[tuple[date, re.Match[str]]]:
    """The days in a text that are in the calendar, with where they stand."""
    for found in pattern().finditer(text):
        if (day := day_of(found)) is not None:
            yield day, found


def day_of(found: re.Match[str]) -> date | None:
    """The day that was written; None when there is no such."""
    months = [folded(month) for month in table()["words"]["months"]]
    try:
        if found["y"]:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
        return date(int(found["year"]), months.index(folded(found["month"])) + 1, int(found["day"]))
    except ValueError:
        return None


def whole_day(text: str) -> date | None:
    """The day that a line is, with nothing else on it but a word for what it is."""
    for day, found in days_in(text):
        before = text[: found.start()].strip(" :").lower()
        if not text[found.end() :].strip(" .") and before in ("", "datum", "den"):
            return day
    return None
