"""How a sentence is written down so that an organisation can change it without programming.

A wording is plain text with

- `{movers}`: a fact; `{Organ}` with a capital begins a sentence; `{movers.genitive}`, `{person.name}` (without party)
  and `{number.ordinal}` are forms of it,
- `{ayes:ja-röst|ja-röster}`: the word that goes with the number of the fact,
- `[ i punkt {points}]`: text that stands only when all facts in it are there (not empty, not 0),
- `[then? därefter]`, `[!then? sedan]`, `[kind=own,assignment? beslutar att]`: text that stands on a condition.

Literal braces and brackets are doubled. There are no loops and no calls, so a wording from anywhere is harmless.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from engine.rules.procedure.phrases import Fact, Person, Proposal

WORDING_MAX: Final = 2_000
"""Longest wording, in characters."""
DEPTH_MAX: Final = 3
"""Deepest nesting of text that may be left out."""

SLOT = re.compile(r"\{([A-Za-zÅÄÖåäö_]+)(?:\.(genitive|name|ordinal)|:([^{}|\[\]]+)\|([^{}|\[\]]+))?\}")
CONDITION = re.compile(r"(!?)([a-z_]+)(?:=([a-z_,]+))?\?\s?")
DOUBLED: Final = ("{{", "}}", "[[", "]]")


class WordingError(ValueError):
    """A wording that cannot be read. `position` counts characters from 0."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"{reason} (position {position})")
        self.position = position


@dataclass(frozen=True)
class Slot:
    """The place of a fact in a form ("" for none); `words` (one, many) are picked from by its number."""

    name: str
    form: str = ""
    words: tuple[str, str] | None = None
    capital: bool = False


@dataclass(frozen=True)
class Bracket:
    """Text that may be left out: on the named condition, or where one of its facts is missing."""

    parts: tuple["Part", ...]
    name: str = ""
    values: tuple[str, ...] = ()
    negated: bool = False


Part = str | Slot | Bracket


@lru_cache(maxsize=4096)
def parse(text: str) -> tuple[Part, ...]:
    """Reads a wording; WordingError with the position of what is wrong."""
    if len(text) > WORDING_MAX:
        raise WordingError(WORDING_MAX, f"longer than {WORDING_MAX} characters")
    parts, position = read(text, 0, 0)
    if position < len(text):
        raise WordingError(position, "a bracket without its partner; write it twice for a literal one")
    return parts


def read(text: str, position: int, depth: int) -> tuple[tuple[Part, ...], int]:
    """The parts from a position to the end or to the bracket that closes them, and where that is."""
    parts: list[Part] = []
    literal = ""
    while position < len(text):
        character = text[position]
        if text[position : position + 2] in DOUBLED:
            literal, position = literal + character, position + 2
        elif character == "]":
            break
        elif character in "{}[":
            parts += [literal] if literal else []
            literal = ""
            part, position = read_bracket(text, position, depth) if character == "[" else read_slot(text, position)
            parts.append(part)
        else:
            literal, position = literal + character, position + 1
    return (*parts, *([literal] if literal else [])), position


def read_slot(text: str, position: int) -> tuple[Slot, int]:
    """The slot at a position, and where the text goes on."""
    found = SLOT.match(text, position)
    if found is None:
        raise WordingError(position, "not the place of a fact; write a literal brace twice")
    name, form, one, many = found.groups()
    words = (one, many) if one is not None else None
    return Slot(name.lower(), form or "", words, name[0].isupper()), found.end()


def read_bracket(text: str, position: int, depth: int) -> tuple[Bracket, int]:
    """The text in brackets at a position, and where the text goes on."""
    if depth == DEPTH_MAX:
        raise WordingError(position, f"brackets nested deeper than {DEPTH_MAX}")
    condition = CONDITION.match(text, position + 1)
    parts, end = read(text, condition.end() if condition else position + 1, depth + 1)
    if end == len(text):
        raise WordingError(position, "a bracket without its partner; write it twice for a literal one")
    if condition is None:
        return Bracket(parts), end + 1
    negated, name, values = condition.groups()
    return Bracket(parts, name, tuple(values.split(",")) if values else (), bool(negated)), end + 1


def slots(parts: tuple[Part, ...]) -> Iterator[Slot]:
    """All slots, those in brackets too; a condition counts as a slot of its own."""
    for part in parts:
        if isinstance(part, Slot):
            yield part
        elif isinstance(part, Bracket):
            if part.name:
                yield Slot(part.name)
            yield from slots(part.parts)


def check(text: str, example: Mapping[str, Fact]) -> None:
    """Refuses (ValueError) a wording that cannot be filled with facts like those of the example."""
    for slot in slots(parse(text)):
        if slot.name not in example:
            raise ValueError(f"there is no fact {slot.name} here; there are {', '.join(sorted(example)) or 'none'}")
        fact = example[slot.name]
        if slot.form == "genitive" and not (isinstance(fact, str | Person | Proposal) or is_people(fact)):
            raise ValueError(f"{slot.name} has no genitive")
        if slot.form == "name" and not isinstance(fact, Person):
            raise ValueError(f"{slot.name} is not a person")
        if slot.form == "ordinal" and (isinstance(fact, bool) or not isinstance(fact, int)):
            raise ValueError(f"{slot.name} has no ordinal")
        if slot.words and (isinstance(fact, bool | str) or not isinstance(fact, int | tuple)):
            raise ValueError(f"{slot.name} is not a number of anything")


def is_people(fact: Fact) -> bool:
    """Whether the fact is a list of persons."""
    return isinstance(fact, tuple) and all(isinstance(one, Person) for one in fact)


def genitive(name: str) -> str:
    """The Swedish genitive of a name: s, x and z take nothing ("Andreas förslag", "Sandströms förslag")."""
    return name if name[-1:].lower() in ("s", "x", "z") else f"{name}s"


def capital(text: str) -> str:
    """The text as it begins a sentence; only the first letter changes."""
    return text[:1].upper() + text[1:]


def small(name: str) -> str:
    """A body's name inside a sentence: "regionstyrelsen"; one that begins with an abbreviation stays ("IT-nämnden")."""
    return name if name[1:2].isupper() or name[1:2] in ("", "-") else name[:1].lower() + name[1:]
