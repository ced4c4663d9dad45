"""Statements that every act runs: compiled once for each kind of database, then handed to its driver.

Building, looking up and unwrapping a statement costs several times what running it does, and an act runs a dozen.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.engine import Connection, Dialect
from sqlmodel import Session

Values = Mapping[str, Any]
Bind = Callable[[Values], Any]


class Prepared:
    """A statement with named parameters. It returns rows as the driver gives them: on SQLite an id is a text."""

    def __init__(self, statement: Executable, *columns: str) -> None:
        """`columns` are the parameters of an INSERT that does not name them itself."""
        self.statement, self.columns = statement, columns
        self.ready: dict[str, tuple[str, Bind]] = {}

    def run(self, session: Session | Connection, values: Values) -> CursorResult[Any]:
        """Runs it once, in the session's or the connection's transaction."""
        connection = session if isinstance(session, Connection) else session.connection()
        words, bind = self.ready.get(connection.dialect.name) or self.compile(connection.dialect)
        return connection.exec_driver_sql(words, bind(values))

    def run_all(self, session: Session, rows: Sequence[Values]) -> None:
        """Runs it once for each row; not at all for none."""
        if len(rows) == 1:
            self.run(session, rows[0])
        elif rows:
            connection = session.connection()
            words, bind = self.ready.get(connection.dialect.name) or self.compile(connection.dialect)
            connection.exec_driver_sql(words, [bind(row) for row in rows])

    def compile(self, dialect: Dialect) -> tuple[str, Bind]:
        """The statement in the words of a kind of database, and what makes its parameters out of values."""
        compiled: Any = self.statement.compile(dialect=dialect, column_keys=list(self.columns) or None)  # type: ignore[attr-defined]
        names: list[str] = compiled.positiontup or list(compiled.binds)
        binds = [compiled.binds[name] for name in names]
        makers = [each.type.dialect_impl(dialect).bind_processor(dialect) for each in binds]
        fixed = {name: each.value for name, each in zip(names, binds, strict=True) if not each.required}
        ready = str(compiled), binder(names, makers, fixed, by_place=bool(compiled.positiontup))
        self.ready[dialect.name] = ready
        return ready


def binder(names: list[str], makers: list[Any], fixed: Values, *, by_place: bool) -> Bind:
    """What turns values into a driver's parameters; `fixed` are those that the statement holds itself."""
    plan = list(zip(names, makers, strict=True))

    def one(values: Values, name: str, make: Any) -> Any:
        value = values[name] if name in values else fixed[name]
        return make(value) if make is not None else value

    def placed(values: Values) -> tuple[Any, ...]:
        return tuple([one(values, name, make) for name, make in plan])

    def named(values: Values) -> dict[str, Any]:
        return {name: one(values, name, make) for name, make in plan}

    return placed if by_place else named
