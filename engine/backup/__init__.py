"""A copy of everything while the system runs, and back.

A backup is a folder: the database as it stood at one instant, every file that its rows name, and `manifest.json` with
the size and sha256 of each. The database is copied first and the files after it, and rows that name files are never
taken away, so a file that the copy names is always there.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select
from sqlmodel import Session, col

from engine import files
from engine.backup import postgresql, sqlite
from engine.backup.manifest import Kept, Manifest, copy, finish, read
from engine.cases.tables import RecordFile
from engine.db import Database
from engine.errors import Misconfigured, WouldOverwrite
from engine.migrations import config

FILES = "files"


@dataclass(frozen=True)
class Restored:
    """What came back: the day of the backup, the entries of its journals (all proved) and its files."""

    made_at: datetime
    entries: int
    files: int


def backup(database: Database, files_root: Path, target: Path, now: datetime) -> Manifest:
    """Writes a backup to the folder `target`, which must not exist yet, while others go on working.

    It holds every act that was acknowledged before it began. The folder gets its name when all is written, so half a
    backup never looks like a whole one. A file that is gone or altered does not stop the rest: it stands among the
    manifest's `faults`. `Misconfigured` names the package when PostgreSQL's programs are missing.
    """
    making = target.with_name(f"{target.name}.unfinished")
    for place in (target, making):
        if place.exists():
            raise WouldOverwrite(place=str(place))
    making.mkdir(parents=True)
    kind = sqlite if database.sqlite else postgresql
    kind.dump(database, making / kind.NAME)
    with database.read() as session:
        revision = MigrationContext.configure(session.connection()).get_current_revision() or ""
        named = named_files(session)
    kept, faults = copy_files(files_root, making / FILES, named)
    kept[kind.NAME] = Kept.of(making / kind.NAME)
    made = Manifest(made_at=now, database=kind.NAME, revision=revision, kept=kept, faults=faults)
    finish(making, target, made)
    return made


def named_files(session: Session) -> list[Path]:
    """Every file that a row names, as its path in the file store."""
    rows = session.connection().execute(
        select(col(RecordFile.organisation_id), col(RecordFile.sha256)).distinct().order_by(col(RecordFile.sha256))
    )
    return [files.place(Path(), organisation_id, sha256) for organisation_id, sha256 in rows]


def copy_files(root: Path, to: Path, named: list[Path]) -> tuple[dict[str, Kept], list[str]]:
    """Copies the files; returns what was copied, and those that are gone or do not have their own hash."""
    kept, faults = dict[str, Kept](), list[str]()
    for path in named:
        name = f"{FILES}/{path.as_posix()}"
        if not (root / path).exists():
            faults.append(f"{name} is gone")
            continue
        kept[name] = copy(root / path, to / path)
        if kept[name].sha256 != path.name:
            faults.append(f"{name} has been altered")
    return kept, faults


def restore(source: Path, database: Database, files_root: Path, *, force: bool = False) -> Restored:
    """Puts a backup back, into an empty place unless `force`; the system must not be running there.

    Everything is compared with the manifest first (`BackupDamaged`), and nothing that stands is touched without `force`
    (`WouldOverwrite`). The database is brought to this program's schema and every journal is proved (`BrokenChain`).
    On SQLite that happens before it takes its place, and what stood there stays beside it as `.before-restore`.
    """
    made = read(source)
    kind = sqlite if database.sqlite else postgresql
    if made.database != kind.NAME:
        raise Misconfigured(backup=made.database, database=kind.NAME)
    if made.revision not in known_revisions():
        raise Misconfigured(backup_revision=made.revision, reason="made by a newer version of dnr")
    made.prove(source)
    if not force and (kind.stands(database) or (files_root.exists() and any(files_root.iterdir()))):
        raise WouldOverwrite(place=str(files_root.parent))
    for name in made.kept:
        if name.startswith(f"{FILES}/"):
            copy(source / name, files_root / Path(name).relative_to(FILES))
    entries = kind.load(database, source / kind.NAME)
    return Restored(made.made_at, entries, len(made.kept) - 1)


def known_revisions() -> set[str]:
    """The revisions this program can bring up to date."""
    return {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
