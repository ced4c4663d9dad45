"""The files of a record: the bytes are in the file store before any row names them."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final
from uuid import UUID

from sqlmodel import Session, col, func, select

from engine import files as store
from engine.cases.tables import Record, RecordFile
from engine.db import Database
from engine.errors import Invalid
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
