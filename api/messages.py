"""The Swedish sentences of `messages.sv.toml`: for an error, for a rule that says no, for a fault in a field."""

import re
import string
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from engine.errors import DnrError, Invalid, RuleBroken
from engine.rules.numbering import PatternError
from engine.rules.proof import ProofPoint
from engine.rules.refusal import Refusal


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """The tables: `errors` (by slug), `rules` (by key), `fields` (by pydantic's type), `reasons` and `library`."""
    return tomllib.loads(Path(__file__).with_name("messages.sv.toml").read_text(encoding="utf-8"))


def sentence(error: DnrError) -> str:
    """The one Swedish sentence that says what is wrong and, where it helps, what to do."""
    if isinstance(error, RuleBroken):
        return refusal_sentence(error.refusal)
    sentences = messages()["errors"]
    kinds = (kind.slug() for kind in type(error).__mro__ if issubclass(kind, DnrError))
    return next(sentences[slug] for slug in kinds if slug in sentences)


def refusal_sentence(refusal: Refusal) -> str:
    """Why a rule says no, with its section of law: the same words in the refusal and beside the grey button."""
    said = messages()["rules"][refusal.rule].format_map(dict(refusal.facts))
    return f"{said} ({refusal.section})" if refusal.section else said


def proof_sentence(point: ProofPoint) -> str:
    """How far one of the points that minutes must hold has come."""
    return messages()["proof"][point.key].format_map(dict(point.facts))


def field_sentence(error: Invalid) -> str:
    """What is wrong with the field that the error names. A form that did not hold says it by its first fault."""
    if isinstance(error.__context__, ValidationError):
        return fault_sentence(dict(error.__context__.errors()[0]))
    return reason_sentence(error.reason, error.facts)


def fault_sentence(fault: Mapping[str, Any]) -> str:
    """What pydantic found wrong with a field; a kind of fault that is not listed gets the general sentence."""
    context = fault.get("ctx", {})
    if fault["type"] == "value_error":
        return value_sentence(context["error"])
    known = messages()["fields"]
    facts = {key: str(value) for key, value in context.items()}
    return known.get(fault["type"], known["other"]).format_map(
        {**facts, "expected": choices(facts.get("expected", ""))}
    )


def value_sentence(error: ValueError) -> str:
    """What a validator of ours has said. A pattern that cannot be used is explained by the rule that it breaks."""
    for told in (error, error.__context__):
        if isinstance(told, PatternError):
            return refusal_sentence(told.refusal)
    return reason_sentence(str(error))


def choices(expected: str) -> str:
    """Pydantic's list of what may stand in a field, without its quotes and its "or"."""
    return ", ".join(one.strip("'") for one in re.split(r", | or ", expected))


def reason_sentence(reason: str, facts: Mapping[str, object] | None = None) -> str:
    """The Swedish of an English reason, with the facts that stand in it; the general sentence when it is not ours.

    `facts` are those that came beside the reason. A fact that is called `reason` is a reason in its turn.
    """
    for pattern, said in templates():
        if found := pattern.fullmatch(reason):
            read: dict[str, object] = {**(facts or {}), **found.groupdict()}
            for name in ("reason", "expected"):
                if name in found.groupdict():
                    read[name] = (reason_sentence if name == "reason" else choices)(found[name])
            return said.format_map(read)
    return messages()["fields"]["other"]


@cache
def templates() -> list[tuple[re.Pattern[str], str]]:
    """The tables `reasons` and `library` as patterns with their sentences, in the order in which they are tried.

    Those that hold another reason come first, then those with most words of their own.
    """
    known = {**messages()["library"], **messages()["reasons"]}
    tried = sorted(known, key=lambda key: ("{reason}" not in key, -len(literal(key)), key))
    return [(as_pattern(key), known[key]) for key in tried]


def literal(key: str) -> str:
    """The words of a key, its places left out."""
    return "".join(words for words, *_ in string.Formatter().parse(key))


def as_pattern(key: str) -> re.Pattern[str]:
    """A key with {places} as a pattern that reads the facts out of a reason."""
    parts = (
        re.escape(words) + (f"(?P<{name}>.*?)" if name else "") for words, name, *_ in string.Formatter().parse(key)
    )
    return re.compile("".join(parts), re.DOTALL)
