"""Forms that a process owner has made: what is held against them before they may be filled in."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.errors import Invalid
from engine.forms import Form
from engine.lifecycle.lint.faults import Fault
from engine.lifecycle.own_forms import ANSWER_MAX, LINE_MAX
from engine.lifecycle.variables import checked_name

SIZE_MAX: Final = 100_000
FIELDS_MAX: Final = 40
CHOICES_MAX: Final = 50
WORDS_MAX: Final = 500
HOUSE: Final = frozenset(
    {"council", "board", "executive_board", "deciding_body", "due_on", "meeting", "officer", "outcome", "paragraph"}
    | {"referral", "referrals", "referral_due", "assignment", "assignments", "remind_at", "escalate_at"}
)
"""Routing variables that the house's own steps set; a form that set them could send a case where it must not go."""
OF_TYPE: Final[Mapping[str, frozenset[str]]] = {
    "string": frozenset({"enum", "format", "maxLength"}),
    "integer": frozenset({"minimum", "maximum"}),
    "number": frozenset({"minimum", "maximum"}),
    "boolean": frozenset(),
}
"""What may be said of a field, by its type, besides `type`, `title` and `description`."""


def check_form(file: str, content: bytes) -> list[Fault]:
    """Every fault of a form, each at its field; none means that it can be filled in. Never raises."""
    said = loaded(content)
    if not isinstance(said, dict):
        return [Fault(file, "", "form_unreadable", "The form is not a JSON object.", "Send a JSON Schema as UTF-8.")]
    faults = [Fault(file, "", "form", message, advice) for message, advice in faults_of(said)]
    fields = said.get("properties")
    for name, field in fields.items() if isinstance(fields, dict) else ():
        faults += [Fault(file, str(name)[:80], "form_field", *one) for one in faults_of_field(name, field)]
    return faults


def loaded(content: bytes) -> Any:
    """The JSON, or None when there is none to be read."""
    if len(content) > SIZE_MAX:
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def faults_of(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with a form as a whole."""
    if unknown := sorted(said.keys() - {"title", "description", "type", "properties", "required", "$schema"}):
        yield f"It says {unknown[0]!r}, which is not used here.", "Take it out."
    if not is_words(said.get("title")):
        yield "The form has no title.", "Give it a title in Swedish."
    if said.get("type") != "object":
        yield "The form is no object.", 'Say "type": "object".'
    fields = said.get("properties")
    if not isinstance(fields, dict) or not 1 <= len(fields) <= FIELDS_MAX:
        yield "The form asks for nothing, or for too much.", f"Give it 1 to {FIELDS_MAX} properties."
        return
    needed = said.get("required", [])
    if not isinstance(needed, list) or any(one not in fields for one in needed):
        yield "Something is required that is not asked for.", "Name only properties under required."


def faults_of_field(name: str, field: Any) -> Iterator[tuple[str, str]]:
    """What is wrong with one field."""
    if not isinstance(field, dict):
        yield "The field is no object.", "Describe it with type and title."
        return
    try:
        checked_name(name)
    except Invalid as why:
        yield f"{why.reason}.", "Use a-z, 0-9 and _."
    if hasattr(Form, name) or name.startswith("model_"):
        yield "The name means something else here.", "Give the field another name."
    if name in HOUSE:
        yield "The house's own steps set a variable of that name.", "Give the field another name."
    if not is_words(field.get("title")):
        yield "The field has no title.", "Give it a title in Swedish."
    if "description" in field and not is_words(field["description"]):
        yield "The help is no text.", f"Write at most {WORDS_MAX} characters."
    kind = field.get("type")
    if not isinstance(kind, str) or kind not in OF_TYPE:
        yield f"The type {kind!r} is not used here.", f"Use one of: {', '.join(OF_TYPE)}."
        return
    if unknown := sorted(field.keys() - {"type", "title", "description"} - OF_TYPE[kind]):
        yield f"{unknown[0]!r} is not used for a {kind}.", "Take it out."
    yield from faults_of_limits(field)


def faults_of_limits(field: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with what a field says of its values."""
    choices = field.get("enum")
    if choices is not None and not is_choice(choices):
        yield "What one may choose is no list of different texts.", f"Give 1 to {CHOICES_MAX} texts."
    if field.get("format") not in (None, "date"):
        yield f"The format {field['format']!r} is not used here.", 'Use "date", or none.'
    longest = field.get("maxLength")
    if longest is not None and not (type(longest) is int and 1 <= longest <= ANSWER_MAX):
        yield "maxLength is out of bounds.", f"Give 1 to {ANSWER_MAX}."
    for limit in ("minimum", "maximum"):
        value = field.get(limit)
        if value is not None and not (type(value) in (int, float) and math.isfinite(value) and abs(value) < 2**53):
            yield f"{limit} is no number.", "Give a finite number."


def is_words(value: object) -> bool:
    """A text that people can read."""
    return isinstance(value, str) and 0 < len(value.strip()) <= WORDS_MAX and value.replace("\n", " ").isprintable()


def is_choice(choices: object) -> bool:
    """A list of different texts to choose from."""
    if not isinstance(choices, list) or not 1 <= len(choices) <= CHOICES_MAX:
        return False
    return all(is_words(one) and len(one) <= LINE_MAX for one in choices) and len(set(choices)) == len(choices)
