"""The files of a record: the bytes are in the file store before any row names them."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final
from uuid import UUID

from sqlalchemy import and_, or_
from sqlmodel import Session, col, func, select

from engine import files as store
from engine.access import Actor, uncovered
from engine.cases.tables import Record, RecordFile
from engine.db import Database, found
from engine.errors import Forbidden, Invalid
from engine.forms import printable
from engine.organisations.tables import Organisation
from engine.registry.tables import PileFile

NAME_MAX: Final = 200
MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}")
UNKNOWN_TYPE: Final = "application/octet-stream"


@dataclass(frozen=True)
class KeptFile:
    """A file that lies safely in the store, on its way to a record. Only the door makes one, from bytes it was sent."""

    filename: str
    media_type: str
    size: int
    sha256: str


def keep_file(root: Path, organisation_id: UUID, filename: str, media_type: str, content: bytes | BinaryIO) -> KeptFile:
    """Writes the bytes into the organisation's store. Invalid for an empty file or a name that cannot be printed."""
    name = plain_name(filename)
    kind = media_type.partition(";")[0].strip().lower()
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    sha256, size = store.keep_from(root, organisation_id, source)
    if not size:
        raise Invalid("files", "the file is empty")
    return KeptFile(name, kind if MEDIA_TYPE.fullmatch(kind) else UNKNOWN_TYPE, size, sha256)


def sweep_files(database: Database, root: Path, now: datetime) -> int:
    """Removes the files of organisations that neither a record nor the pile names and that are older than a day."""
    swept = 0
    with database.read() as session:
        for organisation_id in session.exec(select(Organisation.id)).all():
            named = {
                *session.exec(select(RecordFile.sha256).where(col(RecordFile.organisation_id) == organisation_id)),
                *session.exec(select(PileFile.sha256).where(col(PileFile.organisation_id) == organisation_id)),
            }
            swept += store.sweep(root, organisation_id, named, now)
    return swept


def plain_name(filename: str) -> str:
    """The last part of a file name, without folders and characters that do not print."""
    name = PurePosixPath(filename.replace("\\", "/")).name.strip()
    try:
        printable(name)
    except ValueError as fault:
        raise Invalid("filename", str(fault)) from None
    if not name or name in (".", "..") or any(character in name for character in "\n\t"):
        raise Invalid("filename", "not a file name")
    stem, dot, ending = name.rpartition(".")
    return name if len(name) <= NAME_MAX else stem[: NAME_MAX - len(ending) - 1] + dot + ending[:20]


def attach(session: Session, record: Record, files: Sequence[KeptFile], now: datetime) -> list[RecordFile]:
    """Adds files to a saved record, after those it has; the caller's entry in the journal tells of them."""
    if not files:
        return []
    last = session.exec(select(func.max(RecordFile.position)).where(col(RecordFile.record_id) == record.id)).one()
    rows = [
        RecordFile(
            record_id=record.id,
            organisation_id=record.organisation_id,
            position=position,
            filename=one.filename,
            media_type=one.media_type,
            size=one.size,
            sha256=one.sha256,
            at=now,
        )
        for position, one in enumerate(files, (last or 0) + 1)
    ]
    session.add_all(rows)
    session.flush()
    return rows


def sees_marked(session: Session, actor: Actor, record: Record) -> bool:
    """Whether the actor may read passages that are marked as secret in a record."""
    wanted = select(Record.id).where(col(Record.id) == record.id, uncovered(actor, Record))
    return session.exec(wanted).first() is not None


def open_file(session: Session, actor: Actor, record: Record, position: int) -> RecordFile:
    """A file of a record that the actor sees. NotFound when there is none at that place.

    Forbidden for an original in which passages are marked that the actor may not read; a masked version is for all.
    """
    wanted = select(RecordFile).where(col(RecordFile.record_id) == record.id, col(RecordFile.position) == position)
    file = found(session.exec(wanted).first(), record=str(record.id), file=position)
    if file.marked and not sees_marked(session, actor, record):
        raise Forbidden(record=str(record.id), file=position, marked=True)
    return file


def outgoing_pdf(session: Session, record_id: UUID) -> RecordFile | None:
    """Our PDF of a record as it goes to those outside: where passages of it are marked, the newest masked version.

    A record that is secret as a whole goes as it is, to those whom somebody has judged may have it. None when nothing
    is drawn, or only what is marked.
    """
    secret = col(Record.secrecy) != "open"
    wanted = (
        select(RecordFile)
        .join(Record, col(Record.id) == col(RecordFile.record_id))
        .where(col(RecordFile.record_id) == record_id, col(RecordFile.media_type) == "application/pdf")
        .where(col(RecordFile.made_with).is_not(None))
        .where(or_(and_(secret, col(RecordFile.variant) == "original"), and_(~secret, ~col(RecordFile.marked))))
    )
    rows = session.exec(wanted.order_by(col(RecordFile.position))).all()
    originals = [row for row in rows if row.variant == "original"]
    return next(iter(originals), rows[-1] if rows else None)
