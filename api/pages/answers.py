"""What was typed, made into the answers that the form itself checks; and answers made into what stands in the fields.

Nothing is judged here: what is no day or number goes on as it was written, and the form says what is wrong with it.
A field left empty is left out, so that the form's own default stands; a row left empty falls away.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from api.pages.days import day_of, instant_of, written_instant
from api.pages.prose import html_of, text_of
from api.pages.schemas import Asked

YES = "ja"
NO = "nej"
Answers = dict[str, Any]
Raw = Mapping[str, Any]


def pruned(asked: Sequence[Asked], raw: Raw) -> dict[str, Any]:
    """What was typed, without fields that the form does not have and without rows that hold nothing.

    Sections that are yet to be written come after those that are, so that answers keep the places of their rows.
    """
    kept: dict[str, Any] = {}
    for one in asked:
        value = raw.get(one.name)
        if one.kind == "group":
            kept[one.name] = pruned(one.below, value if isinstance(value, Mapping) else {})
        elif one.kind == "rows":
            rows = value if isinstance(value, list) else []
            written = [row for row in rows if holds(one.below[0], row)]
            places = [row for row in rows if is_section(one.below[0]) and row not in written]
            kept[one.name] = [of_row(one.below[0], row) for row in (*written, *places)]
        elif isinstance(value, str):
            kept[one.name] = value
    return kept


def of_row(asked: Asked, row: Any) -> Any:
    """One row, pruned."""
    if asked.kind == "group":
        return pruned(asked.below, row if isinstance(row, Mapping) else {})
    return row if isinstance(row, str) else ""


def is_section(asked: Asked) -> bool:
    """Whether rows are sections of a document: an empty one keeps its place on the page, and is no answer."""
    return asked.kind == "group" and any(one.kind == "rich" for one in asked.below)


def holds(asked: Asked, value: Any) -> bool:
    """Whether somebody has written something here: more than what stood in the empty field.

    A section of a document is its text: the choice of section alone is nothing.
    """
    if asked.kind == "group":
        telling = [one for one in asked.below if one.kind == "rich" or not is_section(asked)]
        return isinstance(value, Mapping) and any(holds(one, value.get(one.name)) for one in telling)
    if asked.kind == "rows":
        return isinstance(value, list) and any(holds(asked.below[0], row) for row in value)
    if asked.kind == "check" or not isinstance(value, str):
        return False
    return bool(value.strip()) and value != str(asked.default)


def answers(asked: Sequence[Asked], raw: Raw, today: date) -> Answers:
    """The answers as the API would get them."""
    given: Answers = {}
    for one in asked:
        value = raw.get(one.name)
        if one.kind == "check":
            given[one.name] = value == YES
        elif one.kind == "group":
            if one.required or holds(one, value):
                given[one.name] = answers(one.below, value if isinstance(value, Mapping) else {}, today)
        elif one.kind == "rows":
            rows = [answer(one.below[0], row, today) for row in value or () if holds(one.below[0], row)]
            if rows or one.required:
                given[one.name] = rows
        elif isinstance(value, str) and value.strip():
            given[one.name] = answer(one, value, today)
    return given


def answer(asked: Asked, value: Any, today: date) -> Any:
    """One value."""
    if asked.kind == "group":
        return answers(asked.below, value, today)
    text = str(value)
    if asked.kind == "day":
        return day_of(text, today)
    if asked.kind == "instant":
        return instant_of(text, today)
    if asked.kind == "yesno":
        return {YES: True, NO: False}.get(text, text)
    if asked.kind == "numbers":
        return [figure(part) for part in text.replace(",", " ").split()]
    if asked.kind == "number" or asked.numeric:
        return figure(text)
    if asked.kind == "rich":
        return html_of(text)
    return text


def figure(text: str) -> int | str:
    """A number when it is one."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 10 else text


def written(asked: Sequence[Asked], given: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the fields when the answers are these; the inverse of `answers`."""
    raw: dict[str, Any] = {}
    for one in asked:
        value = given.get(one.name, one.default)
        if value is not None:
            raw[one.name] = written_one(one, value)
        elif one.kind in ("group", "rows"):
            raw[one.name] = {} if one.kind == "group" else []
    return raw


def written_one(asked: Asked, value: Any) -> Any:
    """One value as it is written."""
    if asked.kind == "group":
        return written(asked.below, value if isinstance(value, Mapping) else {})
    if asked.kind == "rows":
        return [written_one(asked.below[0], row) for row in value] if isinstance(value, list | tuple) else []
    if isinstance(value, bool):
        return YES if value else NO
    if asked.kind == "numbers" and isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if asked.kind == "instant":
        return written_instant(str(value))
    return text_of(str(value)) if asked.kind == "rich" else str(value)
