"""A process owner's own form: a small JSON Schema that becomes a form class like those of the house.

It lies beside the diagrams as `name.json`; a user task asks for it by the property `form`. What is answered becomes
routing variables of the same names, which gateways can ask about, and a record in the case.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Final, Literal, cast

from pydantic import Field, create_model

from engine.forms import Day, Form, Line, Text
from engine.lifecycle.variables import Flat

LINE_MAX: Final = 200
"""A text whose `maxLength` is above this is written in a box of several lines."""
ANSWER_MAX: Final = 2_000
"""Longest answer, since it becomes a routing variable."""


@dataclass(frozen=True, eq=False)
class OwnForm:
    """A form that has been read and holds."""

    title: str
    form: type[Form]
    titles: Mapping[str, str]
    """The question of each field, in the form's order."""

    def variables(self, answers: Form) -> dict[str, Flat]:
        """What was answered as routing variables: days as ISO text, what was left empty as None."""
        given = ((name, getattr(answers, name)) for name in self.titles)
        return {name: one.isoformat() if isinstance(one, date) else one for name, one in given}

    def told(self, answers: Form) -> list[tuple[str, str]]:
        """What was answered in words that can stand in a record: question and answer."""
        given = ((title, getattr(answers, name)) for name, title in self.titles.items())
        return [(title, in_words(value)) for title, value in given if value not in (None, "")]


def in_words(value: object) -> str:
    """An answer as one reads it in Swedish."""
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    return value.isoformat() if isinstance(value, date) else str(value).replace(".", ",", isinstance(value, float))


@lru_cache(maxsize=512)
def read_form(content: bytes) -> OwnForm:
    """The form class of a schema that `check_form` has found no fault in; the same one for the same bytes."""
    said = json.loads(content)
    needed = frozenset(said.get("required", ()))
    fields = {name: asked(field, required=name in needed) for name, field in said["properties"].items()}
    made: type[Form] = create_model("OwnAnswers", __base__=Form, __doc__=said["title"], **cast("Any", fields))
    return OwnForm(said["title"], made, {name: field["title"] for name, field in said["properties"].items()})


def asked(field: Mapping[str, Any], *, required: bool) -> tuple[Any, Any]:
    """A field's type and default. What need not be answered may be left empty; a question of yes or no is then no."""
    about = Field(
        title=field["title"],
        description=field.get("description", ""),
        max_length=field.get("maxLength"),
        ge=field.get("minimum"),
        le=field.get("maximum"),
    )
    kind = type_of(field)
    if required:
        return Annotated[kind, about], ...
    return (Annotated[bool, about], False) if kind is bool else (Annotated[kind | None, about], None)


def type_of(field: Mapping[str, Any]) -> Any:
    """The type of a field's answer."""
    if "enum" in field:
        return Literal[tuple(field["enum"])]
    if field.get("format") == "date":
        return Day
    if field["type"] == "string":
        return Line if field.get("maxLength", ANSWER_MAX) <= LINE_MAX else Annotated[Text, Field(max_length=ANSWER_MAX)]
    return {"integer": int, "number": float, "boolean": bool}[field["type"]]
