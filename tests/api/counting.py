"""Counts what a request asks of the database: every statement but BEGIN, COMMIT and ROLLBACK, and every commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from engine.db import Database


@dataclass
class Counted:
    """The statements in order, and how many transactions were kept."""

    statements: list[str] = field(default_factory=list)
    commits: int = 0


@contextmanager
def counting(database: Database) -> Iterator[Counted]:
    """Counts on every engine of the database while the block runs."""
    counted = Counted()

    def asked(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        counted.statements.append(" ".join(statement.split()))

    def kept(connection: Any) -> None:
        counted.commits += 1

    engines = {database.write_engine} | ({database.read_engine} if database.sqlite else set())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", asked)
        event.listen(engine, "commit", kept)
    try:
        yield counted
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", asked)
            event.remove(engine, "commit", kept)
        counted.statements = [one for one in counted.statements if not one.startswith("BEGIN")]
