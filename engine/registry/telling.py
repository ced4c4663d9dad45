"""A case's journal as people read it: what tells of a record they do not see is said without particulars."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session, col, select

from engine.access import Actor, visible
from engine.cases.tables import Case, Record
from engine.db import found
from engine.journal import Told, entries, tagged


def case_journal(session: Session, actor: Actor, case_id: UUID, after: int = 0, limit: int = 200) -> list[Told]:
    """A case's entries from the one after `after`. NotFound when the case is hidden."""
    wanted = select(Case.id).where(col(Case.id) == case_id, visible(actor, Case))
    found(session.exec(wanted).first(), case=str(case_id))
    return withheld(session, actor, entries(session, case_id, after, limit))


def told_of(session: Session, actor: Actor, stream_id: UUID, tags: Collection[str]) -> list[Told]:
    """The entries with these tags, in order, as the actor may read them."""
    return withheld(session, actor, tagged(session, stream_id, tags))


def withheld(session: Session, actor: Actor, told: Iterable[Told]) -> list[Told]:
    """The entries, those about records that are hidden from the actor reduced to who did something.

    Which hidden case a record came from or went to, and its number there, is not told either.
    """
    told = without_hidden_cases(session, actor, list(told))
    named = {entry.seq: UUID(str(key)) for entry in told if (key := entry.facts.get("record"))}
    if not named:
        return told
    seen = select(Record.id).where(col(Record.id).in_(set(named.values())), visible(actor, Record))
    shown = set(session.exec(seen))
    return [entry if named.get(entry.seq) in {None, *shown} else reduced(entry) for entry in told]


CASES = ("from", "to", "other")
"""The facts that name another case."""
TELLING_OF_CASES = ("record:moved", "case:related")


def without_hidden_cases(session: Session, actor: Actor, told: list[Told]) -> list[Told]:
    """The entries, without what they say of cases that are hidden from the actor."""
    named = {
        str(key) for entry in told if entry.tag in TELLING_OF_CASES for one in CASES if (key := entry.facts.get(one))
    }
    if not named:
        return told
    seen = select(Case.id).where(col(Case.id).in_([UUID(key) for key in named]), visible(actor, Case))
    hidden = named - {str(key) for key in session.exec(seen)}
    return [closed(entry, hidden) if entry.tag in TELLING_OF_CASES else entry for entry in told]


def closed(entry: Told, hidden: Collection[str]) -> Told:
    """An entry with neither the id of a hidden case nor the number that a record had or got there."""
    secret = [name for name in CASES if str(entry.facts.get(name)) in hidden]
    blank = {fact: None for name in secret for fact in (name, f"{name}_number") if fact in entry.facts}
    return replace(entry, facts={**entry.facts, **blank})


def reduced(entry: Told) -> Told:
    """An entry without its particulars; who did it stays."""
    by = {"actor": entry.personal["actor"]} if entry.personal and "actor" in entry.personal else None
    return Told(entry.seq, entry.at, entry.tag, entry.facts, by)
