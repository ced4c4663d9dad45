"""Vad som ändrats: the organisation's own journal in words, with what stood before and after."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from engine.db import found
from engine.journal import Told, entries
from engine.organisations.tables import Organisation, Person, User
from engine.settings import data

LATEST = 100
"""Changes told at a time."""
PEOPLE = ("person", "user", "absent", "deputy")
"""Facts that name somebody by id."""


@dataclass(frozen=True)
class Change:
    """One change as people read it."""

    seq: int
    at: datetime
    by: str
    tag: str
    text: str
    details: tuple[str, ...]


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """The tables `acts` and `facts`."""
    return tomllib.loads(data("templates", "phrases", "changes.sv.toml").read_text(encoding="utf-8"))


def changes(session: Session, organisation_id: UUID, before: int | None = None) -> list[Change]:
    """The latest changes, the newest first; those before an entry, when one is named."""
    head = found(session.get(Organisation, organisation_id)).rev
    last = min(head, before - 1) if before is not None else head
    told = entries(session, organisation_id, max(0, last - LATEST), min(LATEST, max(0, last)))
    called = people_of(session, organisation_id, told)
    return [in_words(entry, called) for entry in reversed(told)]


def people_of(session: Session, organisation_id: UUID, told: list[Told]) -> dict[str, str]:
    """The names of those whom the entries name by id, as they are called today."""
    if not any(name in entry.facts for entry in told for name in PEOPLE):
        return {}
    found_: dict[str, str] = {}
    for table in (Person, User):
        kind: Any = table
        rows = session.exec(select(kind.id, kind.name).where(kind.organisation_id == organisation_id))
        found_ |= {str(key): name for key, name in rows}
    return found_


def in_words(entry: Told, called: Mapping[str, str]) -> Change:
    """One entry in Swedish."""
    personal = entry.personal or {}
    text = words()["acts"].get(entry.tag, entry.tag)
    return Change(entry.seq, entry.at, str(personal.get("actor", "")), entry.tag, text, details(entry, called))


def details(entry: Told, called: Mapping[str, str]) -> tuple[str, ...]:
    """What is known of a change: before and after where something was changed; each fact once."""
    personal = entry.personal or {}
    changed = entry.facts.get("fields")
    fields = changed if isinstance(changed, list) else []
    told: dict[str, str] = {}
    for name, value in {**entry.facts, **personal}.items():
        label = words()["facts"].get(name)
        if label and value not in (None, "", []):
            told[label] = f"{label}: {plain(called.get(str(value), value))}"
    for name in map(str, fields):
        label = words()["facts"].get(name)
        if label and name in personal:
            told[label] = f"{label}: {plain(personal.get(f'{name}_before'))} → {plain(personal[name])}"
    return tuple(told.values())


def plain(value: Any) -> str:
    """A fact as it is read."""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(value) if value not in (None, "") else "tomt"
