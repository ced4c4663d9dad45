"""What the journal says was drawn, held against the rows of the files: who changes a row cannot change the entry."""

import json
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from uuid import UUID

from sqlmodel import Session, col, select

from engine.cases.tables import RecordFile
from engine.journal import JournalEntry
from engine.minutes.rendering import RENDERED

NO_ENTRY = "no entry in the journal"
NO_ROW = "only in the journal"


def drawn_records(session: Session, organisation_id: UUID | None, limit: int | None) -> list[UUID]:
    """The records that hold a document of ours, by the journal or by their rows, the newest first."""
    rows = select(RecordFile.record_id, RecordFile.id).where(col(RecordFile.made_with).is_not(None))
    entries = select(JournalEntry.body).where(JournalEntry.tag == RENDERED)
    if organisation_id is not None:
        rows = rows.where(RecordFile.organisation_id == organisation_id)
        entries = entries.where(JournalEntry.organisation_id == organisation_id)
    told = session.exec(entries.order_by(col(JournalEntry.at).desc()).limit(limit))
    named = (UUID(json.loads(body)["facts"]["record"]) for body in told)
    held = (record for record, _ in session.exec(rows.order_by(col(RecordFile.id).desc()).limit(limit)))
    return list(islice(dict.fromkeys(chain(named, held)), limit))


def differing(session: Session, record_id: UUID, rows: Sequence[RecordFile]) -> tuple[str, ...]:
    """What of a record's drawn files the journal says otherwise; none when both say the same.

    Names of files whose sha256 is another, "made_with" for what they were made with, or that one of the two is missing.
    """
    if not rows:
        return (NO_ROW,)
    at = col(JournalEntry.organisation_id) == rows[0].organisation_id, col(JournalEntry.at) == rows[0].at
    bodies = session.exec(select(JournalEntry.body).where(*at, JournalEntry.tag == RENDERED))
    every = (json.loads(body)["facts"] for body in bodies)
    mine = (str(record_id), rows[0].variant)
    told = [facts for facts in every if (facts["record"], facts.get("variant", "original")) == mine]
    if not told:
        return (NO_ENTRY,)
    return tuple(other_than(told[-1]["sha256"], str(told[-1]["made_with"]), rows))


def other_than(sums: Sequence[str], made_with: str, rows: Sequence[RecordFile]) -> Iterable[str]:
    """What is not as the entry tells."""
    yield from (row.filename for row in rows if row.sha256 not in sums)
    if any(row.made_with != made_with for row in rows):
        yield "made_with"
    if {row.sha256 for row in rows} < set(sums):
        yield NO_ROW
