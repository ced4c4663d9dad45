"""A form on a page, whatever it is for: as it is first shown, as it comes back, as a row is added or taken away."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from api.pages.answers import answers, pruned, written
from api.pages.choices import Matter, options
from api.pages.fields import Filled, filled
from api.pages.schemas import Asked, asked
from api.pages.sending import Sent
from engine.forms import Form


@dataclass(frozen=True)
class Sheet:
    """A form as it is asked for on a page."""

    asked: tuple[Asked, ...]

    @classmethod
    def of(cls, form: type[Form]) -> "Sheet":
        """The sheet of a form class, by the schema that the API publishes for it."""
        return cls(asked(form.model_json_schema()))

    def first(self, session: Session, matter: Matter, given: Mapping[str, Any] | None = None) -> Filled:
        """The form as it is first shown, with what is known already."""
        return filled(self.asked, written(self.asked, given or {}), options(session, self.asked, matter))

    def again(self, session: Session, matter: Matter, sent: Sent, refused: Exception | None) -> Filled:
        """The form with all that was typed in it: a row more or less, or what is wrong."""
        raw = pressed(self.asked, pruned(self.asked, sent.raw), sent.pressed or "")
        return filled(self.asked, raw, options(session, self.asked, matter), refused)

    def answers(self, sent: Sent) -> dict[str, Any]:
        """What was answered, as the API would get it."""
        from engine.rules.calendar import legal_day

        return answers(self.asked, pruned(self.asked, sent.raw), legal_day(sent.who.now))


def new_key() -> str:
    """A key for one showing of a form: sent twice, it does one thing."""
    return uuid4().hex


def pressed(asked: Sequence[Asked], raw: dict[str, Any], button: str) -> dict[str, Any]:
    """What was typed, after a button that adds a row (`add:movers`) or takes one away (`drop:movers.1`)."""
    act, _, path = button.partition(":")
    if act not in ("add", "drop") or not path:
        return raw
    made = deepcopy(raw)
    *way, last = path.split(".")
    if act == "add":
        rows, row = rows_at(asked, made, path.split("."))
        if rows is not None and row is not None:
            rows.append({} if row.kind == "group" else "")
    else:
        rows, _ = rows_at(asked, made, way)
        if rows is not None and last.isdecimal() and int(last) < len(rows):
            del rows[int(last)]
    return made


def rows_at(asked: Sequence[Asked], raw: Any, way: Sequence[str]) -> tuple[list[Any] | None, Asked | None]:
    """The rows that lie at a path of the form, and what each of them is; nothing for a path that it does not have."""
    one = next((each for each in asked if way and each.name == way[0]), None)
    if one is None or not isinstance(raw, dict):
        return None, None
    here = raw.setdefault(one.name, [] if one.kind == "rows" else {})
    if one.kind == "rows" and isinstance(here, list):
        if len(way) == 1:
            return here, one.below[0]
        inside = int(way[1]) if way[1].isdecimal() else len(here)
        return rows_at(one.below[0].below, here[inside], way[2:]) if inside < len(here) else (None, None)
    return rows_at(one.below, here, way[1:]) if one.kind == "group" else (None, None)
