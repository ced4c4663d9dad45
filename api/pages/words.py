"""How the pages say things: the Swedish of a value, and days as people speak of them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from engine.rules.calendar import STOCKHOLM
from engine.settings import data

WEEKDAYS = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")
LONG_WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MONTHS = ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")
SOON = 7
"""Days within which something is soon due."""
SIZES = ((1_000_000, "MB"), (1_000, "kB"))


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """The tables of `templates/pages/words.sv.toml`."""
    return tomllib.loads(data("templates", "pages", "words.sv.toml").read_text(encoding="utf-8"))


def choice(form: str, field: str, value: str) -> str:
    """The Swedish of one of the values that a form's field may have; the value itself when nobody has named it."""
    if value.isdecimal():
        return f"Yrkande {value}"
    known = words()["choices"]
    return known.get(f"{form}.{field}.{value}", known.get(value, value))


@dataclass(frozen=True)
class Due:
    """When something is to be done, as people say it, and how pressing it is."""

    text: str
    color: str | None = None


@dataclass(frozen=True)
class Saying:
    """Days and values as they are said on a given day."""

    today: date

    def day(self, day: date) -> str:
        """A day: "i dag", "fre 14 maj", "14 maj", "14 maj 2021"."""
        away = (day - self.today).days
        if named := {-1: "i går", 0: "i dag", 1: "i morgon"}.get(away):
            return named
        said = f"{day.day} {MONTHS[day.month - 1]}"
        if 0 < away <= SOON:
            return f"{WEEKDAYS[day.weekday()]} {said}"
        return said if day.year == self.today.year else f"{said} {day.year}"

    def long_day(self, day: date) -> str:
        """A day with its weekday: "onsdag 12 maj 2021"."""
        return f"{LONG_WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"

    def instant(self, at: datetime) -> str:
        """An instant in Swedish time: "i dag 10.42", "9 sep 14.05"."""
        local = at.astimezone(STOCKHOLM)
        return f"{self.day(local.date())} {local:%H.%M}"

    def due(self, day: date) -> Due:
        """When something is due: late in red, today and soon in orange; the words say it too."""
        away = (day - self.today).days
        if away < 0:
            return Due(f"{-away} {'dag' if away == -1 else 'dagar'} sen", "danger")
        if away == 0:
            return Due("i dag", "warning")
        if away <= SOON:
            return Due(f"om {away} {'dag' if away == 1 else 'dagar'}", "warning")
        return Due(self.day(day))

    def word(self, table: str, value: str | None) -> str:
        """The Swedish of a value of the register: `say.word("kind", case.kind)`."""
        return words()[table].get(value, value) if value else ""

    def size(self, size: int) -> str:
        """A file's size: "1,2 MB"."""
        for unit, name in SIZES:
            if size >= unit:
                return f"{size / unit:.1f} {name}".replace(".", ",").replace(",0 ", " ")
        return f"{size} byte"

    def yesterday(self) -> date:
        """The day before."""
        return self.today - timedelta(days=1)
