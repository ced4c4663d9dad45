"""The file store: `organisation/aa/sha256`, written so that a crash leaves a whole file or none.

Files are never shared between organisations. The row that names a file is inserted after the file is safely on
disk; a file whose act was rolled back is swept away when it is older than a day.
"""

import hashlib
import io
import os
import tempfile
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from engine.errors import Misconfigured

KEEP_UNREFERENCED = timedelta(days=1)
UNFINISHED = ".new-"
PIECE = 1 << 20
"""Bytes read at a time from a large file."""


def place(root: Path, organisation_id: UUID, sha256: str) -> Path:
    """Where a file with that content lies."""
    return root / organisation_id.hex / sha256[:2] / sha256


def keep(root: Path, organisation_id: UUID, content: bytes) -> str:
    """Writes the bytes durably and returns their sha256; a file that is there already is left alone."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = place(root, organisation_id, sha256)
    if path.exists():
        os.utime(path)
        return sha256
    return keep_from(root, organisation_id, io.BytesIO(content))[0]


def keep_from(root: Path, organisation_id: UUID, source: BinaryIO) -> tuple[str, int]:
    """Writes what the source holds durably, a piece at a time; returns its sha256 and its size in bytes."""
    folder = root / organisation_id.hex
    make_folder(folder)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=folder, prefix=UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            while piece := source.read(PIECE):
                digest.update(piece)
                size += file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        path = place(root, organisation_id, digest.hexdigest())
        make_folder(path.parent)
        Path(name).rename(path)
    finally:
        Path(name).unlink(missing_ok=True)
    sync_directory(path.parent)
    return digest.hexdigest(), size


def make_folder(path: Path) -> None:
    """Makes a folder and those above it, each named durably in the one above."""
    if not path.exists():
        make_folder(path.parent)
        path.mkdir(exist_ok=True)
        sync_directory(path.parent)


def sync_directory(path: Path) -> None:
    """Makes a rename in the directory survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(root: Path, organisation_id: UUID, sha256: str) -> bytes:
    """The bytes, checked against their name; OSError when the file is gone, ValueError when it was altered."""
    content = place(root, organisation_id, sha256).read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(f"file {sha256} has been altered")
    return content


def sound(root: Path, organisation_id: UUID, sha256: str) -> Path:
    """The file's path, once its content has been checked against its name a piece at a time.

    Raises `Misconfigured` when the file is gone or has been altered.
    """
    path = place(root, organisation_id, sha256)
    try:
        with path.open("rb") as file:
            whole = hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError as fault:
        raise Misconfigured(file=sha256, fault=type(fault).__name__) from fault
    if not whole:
        raise Misconfigured(file=sha256, fault="altered")
    return path


def pieces(path: Path) -> Iterator[bytes]:
    """A file's content, a piece at a time."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def sweep(root: Path, organisation_id: UUID, referenced: Collection[str], now: datetime) -> int:
    """Removes an organisation's files that no row of its own names and that are older than a day; returns how many."""
    folder = root / organisation_id.hex
    limit = (now - KEEP_UNREFERENCED).timestamp()
    kept = [*folder.glob("*/*"), *folder.glob(f"{UNFINISHED}*")]
    stray = [path for path in kept if path.name not in referenced and path.stat().st_mtime < limit]
    for path in stray:
        path.unlink()
    return len(stray)
