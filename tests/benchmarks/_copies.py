"""Many cases from one: rows of a case are copied within SQLite, with ids, dnr and the engine's state of their own.

The copies' journal entries are of the right number and size, but their bytes tell of the case they were copied from.
"""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

TAIL = 8
"""Hex digits at the end of an id that tell copies apart."""
ID = re.compile(rb'"([0-9a-f]{24})[0-9a-f]{8}"')


def copied(file: Path, case_id: UUID, count: int) -> None:
    """Copies a case with everything that hangs on it; the copies' ids end in 1 … count, as eight hex digits."""
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        family = own_ids(connection, case_id)
        if len({one[:-TAIL] for one in family}) != len(family):
            raise RuntimeError("two ids differ only where copies do")
        connection.execute("CREATE TEMP TABLE copy (n INTEGER PRIMARY KEY, tail TEXT)")
        connection.executemany("INSERT INTO copy VALUES (?, ?)", ((n, tail(n)) for n in range(1, count + 1)))
        connection.execute("CREATE TEMP TABLE family (id TEXT PRIMARY KEY) WITHOUT ROWID")
        connection.executemany("INSERT INTO family VALUES (?)", ((one,) for one in family))
        connection.create_function("renamed", 2, renamed, deterministic=True)
        for table in tables(connection):
            copy_rows(connection, table)
        connection.commit()
        if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
            raise RuntimeError(f"a copy points to nothing: {broken}")
    connection.close()


def tail(number: int) -> str:
    """How the ids of a copy end."""
    return f"{number:0{TAIL}x}"


def nth(original: UUID, number: int) -> UUID:
    """The id of a copy."""
    return UUID(original.hex[:-TAIL] + tail(number))


def tables(connection: sqlite3.Connection) -> Iterator[str]:
    """The tables with rows of their own."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
    names = [str(name) for (name,) in rows]
    virtual = [str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%VIRTUAL%'")]
    for name in names:
        if not name.startswith("sqlite_") and not any(name.startswith(f"{one}_") for one in virtual):
            yield name


def columns(connection: sqlite3.Connection, table: str) -> list[tuple[str, bool]]:
    """The columns of a table, and whether each is a number that the database gives."""
    rows = connection.execute(f"PRAGMA table_info({table})").fetchall()
    return [(str(name), kind == "INTEGER" and key == 1) for _, name, kind, _, _, key in rows]


def id_columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """The columns that hold ids."""
    rows = connection.execute(f"PRAGMA table_info({table})").fetchall()
    return [str(row[1]) for row in rows if row[2] == "CHAR(32)"]


def own_ids(connection: sqlite3.Connection, case_id: UUID) -> set[str]:
    """The ids of the case and of every row that points to one of them."""
    family, before = {case_id.hex}, 0
    while len(family) != before:
        before = len(family)
        for table in tables(connection):
            names = id_columns(connection, table)
            if "id" in names:
                rows = connection.execute(f"SELECT id, {', '.join(names)} FROM {table}")
                family |= {str(row[0]) for row in rows if family.intersection(row[1:])}
    return family


def renamed(state: bytes, tail: str) -> bytes:
    """The engine's state with the ids of a copy, those of tasks that are only foreseen too."""
    return ID.sub(rb'"\g<1>' + tail.encode() + b'"', state)


def copy_rows(connection: sqlite3.Connection, table: str) -> None:
    """Copies the rows of one table that belong to the case."""
    ids = id_columns(connection, table)
    if not ids:
        return
    named = [name for name, given in columns(connection, table) if not given or name in ids]
    told = ", ".join(column_of_copy(name, is_id=name in ids) for name in named)
    mine = " OR ".join(f"o.{name} IN (SELECT id FROM family)" for name in ids)
    connection.execute(f"INSERT INTO {table} ({', '.join(named)}) SELECT {told} FROM {table} o, copy WHERE {mine}")


def column_of_copy(name: str, *, is_id: bool) -> str:
    """What stands in one column of a copy."""
    if is_id:
        own = f"substr(o.{name}, 1, {32 - TAIL}) || copy.tail"
        return f"CASE WHEN o.{name} IN (SELECT id FROM family) THEN {own} ELSE o.{name} END"
    if name == "dnr":
        return "o.dnr || '/' || copy.n"
    return "renamed(o.state, copy.tail)" if name == "state" else f"o.{name}"
