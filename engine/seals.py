"""The seal over all journals, and the check of all of them.

A chain proves that nothing before its head was changed, but whoever can write to the database can take away the
last entries and move the head back. A seal, written each day, says where every stream stood; each seal names the
hash of the seal before. The hash that `seal` returns belongs on paper, or in another system.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, func, insert, or_, select, true, union_all
from sqlmodel import Session, col

from engine.cases.tables import Case, Record
from engine.errors import BrokenChain
from engine.journal import JournalEntry, JournalSeal, SealedHead, canonical, verify
from engine.meetings.tables import Meeting
from engine.organisations.tables import AccessStream, Organisation
from engine.rules.calendar import legal_day


@dataclass(frozen=True)
class Stood:
    """Where a stream stood."""

    stream: str
    rev: int
    head: bytes


def heads(organisation_id: UUID | None = None) -> Subquery:
    """Every stream that has an entry, as (id, rev, head): of organisations, readings, cases, records and meetings."""

    def of(table: Any, owner: Any) -> Any:
        owned: ColumnElement[bool] = true() if organisation_id is None else owner == organisation_id
        return select(table.id, table.rev, table.head).where(table.rev > 0, owned)

    return union_all(
        of(Organisation, Organisation.id),
        *(of(table, table.organisation_id) for table in (AccessStream, Case, Record, Meeting)),
    ).subquery("heads")


def verify_all(session: Session, organisation_id: UUID | None = None) -> int:
    """Checks every journal and every seal, or one organisation's journals; returns the number of entries.

    Raises `BrokenChain` at the first fault. The session must be one of `Database.read`: what it sees stands still.
    """
    found = heads(organisation_id)
    every = [(row.id, row.rev, row.head) for row in session.connection().execute(select(found).order_by(found.c.id))]
    count = verify(session, iter(every))
    owned = true() if organisation_id is None else col(JournalEntry.organisation_id) == organisation_id
    kept = session.connection().execute(select(func.count()).select_from(JournalEntry).where(owned)).scalar_one()
    if kept != count:
        raise BrokenChain(entries=kept, accounted_for=count)
    if organisation_id is None:
        verify_seals(session)
    return count


def seal(session: Session, now: datetime) -> JournalSeal:
    """Writes the next seal: the streams that have moved since the last, and the totals; returns it.

    Runs in the caller's transaction. All heads are read in one question, so they stood so together.
    """
    session.flush()
    found = heads()
    sealed = and_(col(SealedHead.stream_id) == found.c.id, col(SealedHead.rev) == found.c.rev)
    rows = session.connection().execute(
        select(found, col(SealedHead.seal)).select_from(found).outerjoin(SealedHead, sealed)
    )
    streams = entries = 0
    moved: dict[UUID, Stood] = {}
    for row in rows:
        streams, entries = streams + 1, entries + row.rev
        if row.seal is None:
            moved[row.id] = Stood(row.id.hex, row.rev, row.head)
    last = latest(session)
    made = JournalSeal(
        number=last.number + 1 if last else 1,
        day=legal_day(now),
        at=now.astimezone(UTC),
        streams=streams,
        entries=entries,
        hash=b"",
    )
    made.hash = sealed_hash(made, last.hash if last else b"", moved.values())
    session.add(made)
    session.flush()
    if moved:
        session.connection().execute(
            insert(SealedHead),
            [
                {"stream_id": stream, "rev": stood.rev, "seal": made.number, "head": stood.head}
                for stream, stood in moved.items()
            ],
        )
    return made


def latest(session: Session) -> JournalSeal | None:
    """The last seal."""
    return session.scalars(select(JournalSeal).order_by(col(JournalSeal.number).desc()).limit(1)).first()


def sealed_hash(made: JournalSeal, before: bytes, moved: Iterable[Stood]) -> bytes:
    """The hash of a seal: its own figures, the seal before, and each stream that moved."""
    said = {
        "number": made.number,
        "day": made.day.isoformat(),
        "at": made.at.isoformat(),
        "streams": made.streams,
        "entries": made.entries,
        "before": before.hex(),
    }
    hashed = hashlib.sha256(canonical(said))
    for stood in sorted(moved, key=lambda one: one.stream):
        hashed.update(canonical({"id": stood.stream, "rev": stood.rev, "head": stood.head.hex()}))
    return hashed.digest()


def verify_seals(session: Session) -> None:
    """Checks that the seals follow on each other and that every stream still has the entry it was sealed at."""
    moved: defaultdict[int, list[Stood]] = defaultdict(list)
    for row in session.connection().execute(select(SealedHead.__table__)):  # type: ignore[attr-defined]
        moved[row.seal].append(Stood(row.stream_id.hex, row.rev, row.head))
    before, stood = b"", dict[str, int]()
    for number, made in enumerate(session.scalars(select(JournalSeal).order_by(col(JournalSeal.number))), 1):
        stood.update({one.stream: one.rev for one in moved[number]})
        figures = (made.number, made.streams, made.entries) == (number, len(stood), sum(stood.values()))
        if not figures or sealed_hash(made, before, moved[number]) != made.hash:
            raise BrokenChain(seal=number)
        before = made.hash
    verify_sealed_heads(session)


def verify_sealed_heads(session: Session) -> None:
    """Checks that no entry that was sealed has been taken away or replaced."""
    same = and_(col(JournalEntry.stream_id) == col(SealedHead.stream_id), col(JournalEntry.seq) == col(SealedHead.rev))
    lost = (
        session.connection()
        .execute(
            select(col(SealedHead.stream_id), col(SealedHead.rev), col(SealedHead.seal))
            .select_from(SealedHead)
            .outerjoin(JournalEntry, same)
            .where(or_(col(JournalEntry.hash).is_(None), col(JournalEntry.hash) != col(SealedHead.head)))
            .order_by(col(SealedHead.seal))
            .limit(1)
        )
        .first()
    )
    if lost is not None:
        raise BrokenChain(stream=str(lost.stream_id), entry=lost.rev, seal=lost.seal)
