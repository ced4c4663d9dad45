"""A form as fields on a page: label, help, what was typed, what is wrong, rows to add and take away."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from api.messages import fault_sentence, field_sentence, sentence
from api.pages.answers import holds
from api.pages.schemas import Asked
from api.pages.words import choice, words
from engine.errors import DnrError, Invalid

Options = Mapping[str, Sequence[tuple[str, str]]]
"""What may be chosen of each kind of thing: (what is sent, what is read)."""
NAMED = re.compile(r"(\w+): ")
"""A reason that begins with the name of the field that it is about."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field; without a path it is about the whole form."""

    path: str
    text: str


@dataclass(frozen=True)
class Field:
    """One field as the template draws it."""

    path: str
    asked: Asked
    title: str
    help: str
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    fields: tuple["Field", ...] = ()
    """A group's fields, or a list's rows."""
    fault: str | None = None
    filled: bool = False
    """Whether anything has been written in it, or below."""

    @property
    def id(self) -> str:
        """Its id on the page; what is wrong with it is told at `{id}-fault`."""
        return "f-" + self.path.replace(".", "-")

    @property
    def described(self) -> str:
        """The ids of the texts that describe it."""
        return " ".join(f"{self.id}-{name}" for name, there in (("help", self.help), ("fault", self.fault)) if there)

    @property
    def heading(self) -> str | None:
        """What a section of a document is called, when it has been chosen: it then needs no choice on the page."""
        if not any(one.asked.rich for one in self.fields):
            return None
        chosen = [one for one in self.fields if one.asked.reference == "section" and one.value]
        return next((text for one in chosen for value, text in one.options if value == one.value), None)

    @property
    def wrong(self) -> bool:
        """Whether something is wrong with it, or below it."""
        return self.fault is not None or any(one.wrong for one in self.fields)


@dataclass(frozen=True)
class Filled:
    """A whole form on a page: its fields, and what is wrong."""

    fields: tuple[Field, ...]
    faults: tuple[Fault, ...] = field(default=())

    def __getitem__(self, name: str) -> Field:
        return next(one for one in self.fields if one.asked.name == name)

    def besides(self, *names: str) -> tuple[Field, ...]:
        """The fields that are not among those named."""
        return tuple(one for one in self.fields if one.asked.name not in names)

    @property
    def listed(self) -> list[tuple[str, str]]:
        """The faults for the summary: where each leads ("" for the form as a whole), and what it says."""
        at = {one.path: one for one in every(self.fields)}
        return [
            (target(at[one.path]), f"{at[one.path].title}: {one.text}") if one.path in at else ("", one.text)
            for one in self.faults
        ]


def explained(form: Filled, said: Mapping[str, str]) -> Filled:
    """The form with where its suggestions come from told before the help of those fields."""
    fields = tuple(
        replace(one, help=f"{said[one.path]} {one.help}".strip()) if one.path in said else one for one in form.fields
    )
    return replace(form, fields=fields)


def target(at: Field) -> str:
    """The id of what takes the focus for a field."""
    return f"{at.id}-{at.options[0][0]}" if at.asked.kind == "yesno" and at.options else at.id


def every(fields: Iterable[Field]) -> Iterable[Field]:
    """All fields, those of groups and rows too."""
    for one in fields:
        yield one
        yield from every(one.fields)


def filled(
    asked: Sequence[Asked], raw: Mapping[str, Any], options: Options, refused: Exception | None = None
) -> Filled:
    """The form with what was typed and with what the refusal says of it."""
    bare = tuple(drawn(one, one.name, raw.get(one.name), options) for one in asked)
    if refused is None:
        return Filled(bare)
    paths = {one.path for one in every(bare)}
    faults = tuple(Fault(nearest(fault.path, paths), fault.text) for fault in faults_of(refused, paths))
    said = {fault.path: fault.text for fault in reversed(faults) if fault.path}
    return Filled(tuple(marked(one, said) for one in bare), faults)


def drawn(asked: Asked, path: str, value: Any, options: Options) -> Field:
    """One field, with those below it."""
    below: tuple[Field, ...] = ()
    if asked.kind == "group":
        inside = value if isinstance(value, Mapping) else {}
        below = tuple(drawn(one, f"{path}.{one.name}", inside.get(one.name), options) for one in asked.below)
    elif asked.kind == "rows":
        rows = value if isinstance(value, list) else []
        made = [drawn(asked.below[0], f"{path}.{number}", row, options) for number, row in enumerate(rows)]
        below = tuple(sorted(made, key=section_order))
    text = (
        value if isinstance(value, str) else str(asked.default) if asked.default is not None and value is None else ""
    )
    if asked.kind == "secret":
        text = ""  # what is secret is typed anew
    title, said = named(asked)
    open_to = chosen_from(asked, text, options)
    if asked.kind == "choice" and asked.required and not text and len(open_to) == 1:
        text = open_to[0][0]
    return Field(path, asked, title, said, text if not below else "", open_to, below, filled=holds(asked, value))


def section_order(row: Field) -> int:
    """The place of a section among the organisation's own; other rows stand as they are."""
    chosen = next((one for one in row.fields if one.asked.reference == "section" and row.heading), None)
    return [value for value, _ in chosen.options].index(chosen.value) if chosen else 0


def named(asked: Asked) -> tuple[str, str]:
    """The title and the help; the page's own where the form's are written for those who call the API."""
    own = words()["fields"]
    key = f"{asked.form}.{asked.name}"
    for_programs = asked.reference or any(f"{value}:" in asked.help for value in asked.values)
    return own.get(f"{key}#title", asked.title), own.get(key, "" if for_programs else asked.help)


def chosen_from(asked: Asked, value: str, options: Options) -> tuple[tuple[str, str], ...]:
    """What may be chosen; what was chosen before stays among it, so that nothing is changed by being looked at."""
    if asked.kind == "yesno":
        return (("ja", "Ja"), ("nej", "Nej"))
    if asked.kind != "choice":
        return ()
    if asked.reference is None:
        return tuple((one, choice(asked.form, asked.name, one)) for one in asked.values)
    known = tuple(options.get(asked.reference, ()))
    return known if not value or value in {one for one, _ in known} else (*known, (value, value))


def marked(one: Field, said: Mapping[str, str]) -> Field:
    """The field with what is wrong with it and with those below."""
    below = tuple(marked(each, said) for each in one.fields)
    return replace(one, fields=below, fault=said.get(one.path))


def nearest(path: str, paths: set[str]) -> str:
    """The field at a path, or the nearest one above it; "" when there is none."""
    while path and path not in paths:
        path = path.rpartition(".")[0]
    return path


def faults_of(refused: Exception, paths: set[str]) -> list[Fault]:
    """What a refusal says, field by field, in the words of the API."""
    if isinstance(refused, Invalid) and not isinstance(refused.__context__, ValidationError):
        return [Fault(refused.field, field_sentence(refused))]
    told = refused.__context__ if isinstance(refused, Invalid) else refused
    if isinstance(told, ValidationError):
        return [Fault(place(dict(fault), paths), fault_sentence(dict(fault))) for fault in told.errors()]
    if isinstance(refused, DnrError):
        return [Fault("", sentence(refused))]
    raise refused


def place(fault: Mapping[str, Any], paths: set[str]) -> str:
    """Where a fault belongs: its own path, or the field that its reason begins with."""
    own = ".".join(map(str, fault["loc"]))
    about = NAMED.match(str(fault.get("ctx", {}).get("error", "")))
    below = f"{own}.{about[1]}".strip(".") if about else ""
    return below if below in paths else own
