"""The Swedish sentences: one per error and one per rule, from `messages.sv.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from engine.errors import DnrError, RuleBroken
from engine.rules.refusal import Refusal


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """The tables `errors` (by slug) and `rules` (by rule key)."""
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
