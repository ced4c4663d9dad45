"""The journal: who did what, when, in an order nobody can change.

Each stream (a case, a meeting, an organisation, an organisation's readings of secret records) is a chain:
an entry's hash covers its own canonical bytes, and those name the hash before. The head lies on the row that
the act has locked already, so an entry costs no lock of its own. Personal particulars lie in a table of their
own; the entry holds only their salted hash, so disposal can erase them and the chain still proves itself.
"""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Index, LargeBinary, Uuid, bindparam, insert, inspect, select, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Field, Session, SQLModel

from engine.db import instant
from engine.errors import BrokenChain
from engine.statements import Prepared

Value = str | int | bool | None | list[str] | list[int]
START = b""


class JournalEntry(SQLModel, table=True):
    """One act. `body` is the canonical bytes that are hashed; the other columns repeat what lists need."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_organisation_id_at", "organisation_id", "at"),)

    stream_id: UUID = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    stream: str
    organisation_id: UUID
    at: datetime = Field(sa_column=instant())
    actor_id: UUID | None
    tag: str
    body: bytes = Field(sa_type=LargeBinary)
    hash: bytes = Field(sa_type=LargeBinary)


class JournalPayload(SQLModel, table=True):
    """The personal particulars of an entry, with the salt that keeps their hash from being guessed."""

    __tablename__ = "journal_payload"

    stream_id: UUID = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    salt: bytes = Field(sa_type=LargeBinary)
    payload: bytes = Field(sa_type=LargeBinary)


class JournalSeal(SQLModel, table=True):
    """A day's hash over all heads and counts, chained to the seal before: a removed tail shows against it."""

    __tablename__ = "journal_seal"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    day: date
    at: datetime = Field(sa_column=instant())
    streams: int
    entries: int
    hash: bytes = Field(sa_type=LargeBinary)


class SealedHead(SQLModel, table=True):
    """Where a stream stood at the first seal after it had moved."""

    __tablename__ = "journal_sealed_head"
    __table_args__ = (Index("ix_journal_sealed_head_seal", "seal", "stream_id"),)

    stream_id: UUID = Field(primary_key=True)
    rev: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seal: int = Field(foreign_key="journal_seal.number")
    head: bytes = Field(sa_type=LargeBinary)


ADD_ENTRY = Prepared(
    insert(JournalEntry), "stream_id", "seq", "stream", "organisation_id", "at", "actor_id", "tag", "body", "hash"
)
ADD_PAYLOAD = Prepared(insert(JournalPayload), "stream_id", "seq", "salt", "payload")


class Head(Protocol):
    """A locked row that carries a stream's head."""

    id: UUID
    rev: int
    head: bytes


@dataclass(frozen=True)
class Act:
    """Who does something, and when: it goes with every call that changes anything."""

    organisation_id: UUID
    actor_id: UUID | None
    name: str
    now: datetime


def canonical(value: Mapping[str, object]) -> bytes:
    """The one way a mapping is written as bytes: sorted keys, no spaces, UTF-8."""
    return CANONICAL.encode(value).encode()


CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def digest(salt: bytes, payload: bytes) -> str:
    """The salted hash that stands in the entry for its personal particulars."""
    return hashlib.sha256(salt + payload).hexdigest()


SYSTEM = "dnr"
"""The name under which the journal tells what the program did by itself."""


@dataclass(frozen=True)
class Entry:
    """What one entry tells. `facts` stand in the chain for ever; `personal` can be erased at disposal."""

    act: Act
    tag: str
    facts: Mapping[str, Value]
    personal: Mapping[str, Value] | None = None


@dataclass(frozen=True)
class Caused:
    """What the program did because of an act."""

    tag: str
    facts: Mapping[str, Value]

    def entry(self, act: Act, cause: int) -> Entry:
        """The entry of it: by the system, at the act's instant, with the number of the act's own entry as `cause`."""
        return Entry(Act(act.organisation_id, None, SYSTEM, act.now), self.tag, {**self.facts, "cause": cause})


def record(
    session: Session,
    stream: str,
    head: Head,
    act: Act,
    tag: str,
    facts: Mapping[str, Value],
    personal: Mapping[str, Value] | None = None,
    caused: Sequence[Caused] = (),
) -> None:
    """Writes an act's entry and moves the head on the row given; what else has changed of it, the caller's act saves.

    What the program did because of it (`caused`) gets entries of its own after it, in the same two statements.
    """
    cause = head.rev + 1
    chain(session, stream, head, [Entry(act, tag, facts, personal), *(one.entry(act, cause) for one in caused)])


def chain(session: Session, stream: str, head: Head, entries: Sequence[Entry]) -> None:
    """Writes entries one after another, in two statements, and moves the head."""
    rows, payloads = [], []
    seq, before = head.rev, head.head
    for seq, entry in enumerate(entries, head.rev + 1):
        act, salt = entry.act, secrets.token_bytes(16)
        payload = canonical({"actor": act.name, **(entry.personal or {})})
        own: dict[str, object] = {
            "stream": stream,
            "organisation": act.organisation_id.hex,
            "id": head.id.hex,
            "seq": seq,
            "at": act.now.astimezone(UTC).isoformat(),
            "actor": act.actor_id.hex if act.actor_id else None,
            "tag": entry.tag,
            "facts": dict(entry.facts),
            "before": before.hex(),
            "personal": digest(salt, payload),
        }
        body = canonical(own)
        before = hashlib.sha256(body).digest()
        rows.append(
            {
                "stream_id": head.id,
                "seq": seq,
                "stream": stream,
                "organisation_id": act.organisation_id,
                "at": act.now,
                "actor_id": act.actor_id,
                "tag": entry.tag,
                "body": body,
                "hash": before,
            }
        )
        payloads.append({"stream_id": head.id, "seq": seq, "salt": salt, "payload": payload})
    ADD_ENTRY.run_all(session, rows)
    ADD_PAYLOAD.run_all(session, payloads)
    move(session, head, seq, before)


def move(session: Session, head: Head, rev: int, hashed: bytes) -> None:
    """Moves a stream's head: at once when nothing else of its row has changed, else when the act saves the row."""
    state = inspect(head, raiseerr=False)
    if state is None or state.modified or not state.persistent:
        head.rev, head.head = rev, hashed
        return
    head_of(type(head)).run(session, {"row": head.id, "to": rev, "hashed": hashed})
    set_committed_value(head, "rev", rev)
    set_committed_value(head, "head", hashed)


@cache
def head_of(table: Any) -> Prepared:
    """The statement that moves the heads of one kind of stream."""
    moved = update(table).where(table.id == bindparam("row", type_=Uuid))
    return Prepared(moved.values(rev=bindparam("to"), head=bindparam("hashed")))


@dataclass(frozen=True)
class Told:
    """An entry as people read it. `personal` is None after disposal."""

    seq: int
    at: datetime
    tag: str
    facts: Mapping[str, Value]
    personal: Mapping[str, Value] | None


def entries(session: Session, stream_id: UUID, after: int = 0, limit: int = 200) -> list[Told]:
    """A stream's entries in order, from the one after `after`."""
    return told(session, stream_id, JournalEntry.seq > after, limit)


TAGGED_MAX = 1000


def tagged(session: Session, stream_id: UUID, tags: Collection[str]) -> list[Told]:
    """A stream's first thousand entries with these tags, in order."""
    return told(session, stream_id, JournalEntry.tag.in_(tags), TAGGED_MAX)  # type: ignore[attr-defined]


def told(session: Session, stream_id: UUID, which: Any, limit: int) -> list[Told]:
    """Some of a stream's entries, in order."""
    rows = session.connection().execute(
        select(JournalEntry.seq, JournalEntry.at, JournalEntry.tag, JournalEntry.body, JournalPayload.payload)  # type: ignore[call-overload]
        .outerjoin(
            JournalPayload,
            (JournalPayload.stream_id == JournalEntry.stream_id) & (JournalPayload.seq == JournalEntry.seq),
        )
        .where(JournalEntry.stream_id == stream_id, which)
        .order_by(JournalEntry.seq)
        .limit(limit)
    )
    return [
        Told(seq, at, tag, json.loads(body)["facts"], json.loads(payload) if payload is not None else None)
        for seq, at, tag, body, payload in rows
    ]


def verify(session: Session, heads: Iterator[tuple[UUID, int, bytes]]) -> int:
    """Checks every stream against its head; returns the number of entries, raises `BrokenChain` at the first fault."""
    return sum(verify_stream(session, *head) for head in heads)


def verify_stream(session: Session, stream_id: UUID, rev: int, head: bytes) -> int:
    """Checks one stream: no entry missing, each hash right, each payload its own, and the head the last.

    The columns that repeat what the bytes say are checked too, since lists are made from them.
    """
    before, count = START, 0
    rows = session.connection().execute(
        select(JournalEntry.__table__, JournalPayload.salt, JournalPayload.payload)  # type: ignore[attr-defined, call-overload]
        .outerjoin(
            JournalPayload,
            (JournalPayload.stream_id == JournalEntry.stream_id) & (JournalPayload.seq == JournalEntry.seq),
        )
        .where(JournalEntry.stream_id == stream_id)
        .order_by(JournalEntry.seq)
    )
    for row in rows:
        count += 1
        if fault := fault_of(row, count, before):
            raise BrokenChain(stream=str(stream_id), entry=count, fault=fault)
        before = row.hash
    if (count, before) != (rev, head):
        raise BrokenChain(stream=str(stream_id), entry=count, fault=f"the head is at {rev}")
    return count


def fault_of(row: Any, count: int, before: bytes) -> str | None:
    """What is wrong with an entry, given its place and the hash before it; None when it is sound."""
    if hashlib.sha256(row.body).digest() != row.hash:
        return "its bytes do not have its hash"
    said = json.loads(row.body)
    repeated = {
        "stream": row.stream,
        "organisation": row.organisation_id.hex,
        "id": row.stream_id.hex,
        "seq": row.seq,
        "at": row.at.isoformat(),
        "actor": row.actor_id.hex if row.actor_id else None,
        "tag": row.tag,
    }
    if row.seq != count or said["before"] != before.hex():
        return "it does not follow on the one before"
    if any(said.get(name) != value for name, value in repeated.items()):
        return "its columns do not say what its bytes say"
    if row.payload is None or digest(row.salt, row.payload) != said["personal"]:
        return "its particulars are not those that were written"
    return None
