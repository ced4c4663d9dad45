"""How a rule says no.

A rule is declared once, as a constant of the module that carries it out, and its refusals are made from that
constant. So the keys, the sections and the facts of every "no" in the program can be listed (`every_rule`) and
held against the Swedish sentences that users read and against docs/law.md.
"""

import importlib
import pkgutil
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Fact = str | int

NO_FACTS: Mapping[str, Fact] = MappingProxyType({})
KEY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@dataclass(frozen=True)
class Refusal:
    """A "no" with its reason. `facts` fill the Swedish sentence of `rule`; dates are ISO strings.

    `section` is the section of law as docs/law.md writes it, or None for a rule of the house or of local order.
    """

    rule: str
    section: str | None
    facts: Mapping[str, Fact] = field(default_factory=lambda: NO_FACTS)


@dataclass(frozen=True)
class Rule:
    """A rule that can say no: its key, its section of law and the names of the facts that its refusals state."""

    key: str
    section: str | None
    facts: frozenset[str]

    def refuse(self, **facts: Fact) -> Refusal:
        """The refusal with its facts; ValueError when they are not exactly the declared ones."""
        if facts.keys() != self.facts:
            raise ValueError(f"{self.key} states {sorted(self.facts)}, not {sorted(facts)}")
        return Refusal(self.key, self.section, MappingProxyType(facts))


def declare(key: str, section: str | None, *facts: str) -> Rule:
    """Declares a rule. Keys are snake_case and say what is wrong, not what is right."""
    if not KEY.fullmatch(key):
        raise ValueError(f"not a rule key: {key}")
    return Rule(key, section, frozenset(facts))


def first(*refusals: Refusal | None) -> Refusal | None:
    """The first "no" among several answers, or None when all allow."""
    return next((refusal for refusal in refusals if refusal is not None), None)


def every_rule() -> Mapping[str, Rule]:
    """All rules declared in `engine.rules`, by key; ValueError when two different rules share a key."""
    package = importlib.import_module("engine.rules")
    found: dict[str, Rule] = {}
    for info in pkgutil.walk_packages(package.__path__, "engine.rules."):
        for value in vars(importlib.import_module(info.name)).values():
            if isinstance(value, Rule) and found.setdefault(value.key, value) is not value:
                raise ValueError(f"two rules are called {value.key}")
    return MappingProxyType(found)
