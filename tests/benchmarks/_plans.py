"""How SQLite means to find what an act asks for, once it knows how large the tables are."""

import re
import sqlite3
from contextlib import closing

from tests.benchmarks._acts import Counted, Prepared

SCAN = re.compile(r"\bSCAN (?!CONSTANT ROW|json_each|\d+ CONSTANT)")


def scans(prepared: Prepared, counted: Counted) -> list[str]:
    """The steps of the act's plans, after ANALYZE, that read a table or an index from end to end."""
    with closing(sqlite3.connect(prepared.home / "dnr.sqlite")) as connection:
        connection.execute("ANALYZE")
        found = [
            f"{step} in: {statement[:200]}"
            for statement, parameters in counted.statements
            for step in plan(connection, statement, parameters)
            if SCAN.search(step)
        ]
        connection.rollback()
    return found


def plan(connection: sqlite3.Connection, statement: str, parameters: object) -> list[str]:
    """The steps of a statement's plan."""
    rows = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
    return [str(row[3]) for row in rows]
