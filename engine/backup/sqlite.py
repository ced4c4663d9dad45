"""The embedded database copied by SQLite's own backup, which reads one snapshot while others write."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Literal

from engine.backup.manifest import copy
from engine.db import Database
from engine.errors import Misconfigured
from engine.files import sync_directory
from engine.migrations import upgrade
from engine.seals import verify_all

NAME: Literal["database.sqlite"] = "database.sqlite"


def place(database: Database) -> Path:
    """The database's file."""
    name = database.write_engine.url.database
    assert name is not None
    return Path(name).absolute()


def dump(database: Database, to: Path) -> None:
    """Writes the database as it stands to a file of its own. Takes no lock that an act would wait for."""
    source = place(database)
    if not source.exists():
        raise Misconfigured(database=str(source), reason="there is no database; make it with: dnr db upgrade")
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(to)) as taken,
    ):
        live.backup(taken)
        taken.execute("PRAGMA journal_mode=DELETE")
    with to.open("rb") as file:
        os.fsync(file.fileno())


def stands(database: Database) -> bool:
    """Is there a database already?"""
    return place(database).exists()


def load(database: Database, source: Path) -> int:
    """Brings a copy up to date, proves its journals, and puts it in its place; returns the number of entries."""
    there = place(database)
    copied = there.with_name(f"{there.name}.restoring")
    for left in (copied, copied.with_name(f"{copied.name}-wal"), copied.with_name(f"{copied.name}-shm")):
        left.unlink(missing_ok=True)
    copy(source, copied)
    staged = Database(f"sqlite:///{copied}")
    try:
        upgrade(staged)
        with staged.read() as session:
            entries = verify_all(session)
    finally:
        staged.close()
    database.close()
    set_aside(there)
    copied.rename(there)
    sync_directory(there.parent)
    return entries


def set_aside(there: Path) -> None:
    """Moves the database that stood there to a name beside it; raises `Misconfigured` when somebody has it open."""
    if not there.exists():
        return
    with closing(sqlite3.connect(there)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if there.with_name(f"{there.name}-wal").exists():
        raise Misconfigured(database=str(there), reason="it is in use; stop dnr first")
    there.rename(there.with_name(f"{there.name}.before-restore"))
