"""What a backup holds, and the proof that it still does."""

import hashlib
import os
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, BinaryIO, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from engine.errors import BackupDamaged
from engine.files import sync_directory

MANIFEST = "manifest.json"
CHUNK = 1 << 20


def within(name: str) -> str:
    """Refuses a name that leads out of the backup."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
        raise ValueError("leads out of the backup")
    return name


class Kept(BaseModel):
    """A file of the backup."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> "Kept":
        """The size and hash of a file as it is."""
        with path.open("rb") as file:
            return digested(file)


class Manifest(BaseModel):
    """`manifest.json`: when, which schema, and every file with its hash. `faults` were there when it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    made_at: datetime
    database: Literal["database.sqlite", "database.dump"]
    revision: str
    kept: dict[Annotated[str, AfterValidator(within)], Kept]
    faults: list[str]

    def prove(self, source: Path) -> None:
        """Compares every file with what the manifest says of it; raises `BackupDamaged` at the first that differs."""
        if self.database not in self.kept:
            raise BackupDamaged(file=MANIFEST)
        for name, kept in self.kept.items():
            path = source / name
            if not path.is_file() or Kept.of(path) != kept:
                raise BackupDamaged(file=name)


def read(source: Path) -> Manifest:
    """Reads a backup's manifest; raises `BackupDamaged` when there is none or it cannot be read."""
    try:
        return Manifest.model_validate_json((source / MANIFEST).read_bytes())
    except (OSError, ValidationError) as fault:
        raise BackupDamaged(file=MANIFEST) from fault


def finish(making: Path, target: Path, made: Manifest) -> None:
    """Writes the manifest last and gives the folder its name, each safely on disk."""
    with (making / MANIFEST).open("w", encoding="utf-8") as file:
        file.write(made.model_dump_json(indent=1))
        file.flush()
        os.fsync(file.fileno())
    sync_directory(making)
    making.rename(target)
    sync_directory(target.parent)


def copy(source: Path, to: Path) -> Kept:
    """Copies a file so that a crash leaves the whole of it or none; returns what was copied."""
    to.parent.mkdir(parents=True, exist_ok=True)
    new = to.with_name(f".new-{to.name}")
    with source.open("rb") as file, new.open("wb") as out:
        kept = digested(file, out)
        out.flush()
        os.fsync(out.fileno())
    new.rename(to)
    sync_directory(to.parent)
    return kept


def digested(file: BinaryIO, out: BinaryIO | None = None) -> Kept:
    """Reads a file to its end, writing it to `out` on the way."""
    hashed, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        hashed.update(chunk)
        size += len(chunk)
        if out is not None:
            out.write(chunk)
    return Kept(size=size, sha256=hashed.hexdigest())
