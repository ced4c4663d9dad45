"""Statements that every act runs: compiled once for each kind of database, then handed to its driver.

Building, looking up and unwrapping a statement costs several times what running it does, and an act runs a dozen.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

Values = Mapping[str, Any]
Bind = Callable[[Values], Any]
Make = Callable[[Any], Any]


class Prepared:
    """A statement with named parameters. What it reads is of the columns' types where the statement knows them."""

    def __init__(self, statement: Executable, *columns: str) -> None:
        """`columns` are the parameters of an INSERT that does not name them itself."""
        self.statement, self.columns = statement, columns
        self.ready: dict[str, Ready] = {}

    def run(self, session: Session | Connection, values: Values) -> "Ran":
        """Runs it once, in the session's or the connection's transaction."""
        line = Line(session) if isinstance(session, Connection) else line_of(session)
        ready = self.ready.get(line.kind) or self.compile(line.connection.dialect)
        return Ran(line.send(ready.words, ready.bind(values)), ready)

    def run_all(self, session: Session, rows: Sequence[Values]) -> None:
        """Runs it once for each row; not at all for none."""
        if len(rows) == 1:
            self.run(session, rows[0])
        elif rows:
            line = line_of(session)
            ready = self.ready.get(line.kind) or self.compile(line.connection.dialect)
            line.send(ready.words, [ready.bind(row) for row in rows])

    def compile(self, dialect: Dialect) -> "Ready":
        """The statement in the words of a kind of database."""
        compiled: Any = self.statement.compile(dialect=dialect, column_keys=list(self.columns) or None)  # type: ignore[attr-defined]
        names: list[str] = compiled.positiontup or list(compiled.binds)
        binds = [compiled.binds[name] for name in names]
        makers = [each.type.dialect_impl(dialect).bind_processor(dialect) for each in binds]
        fixed = {name: each.value for name, each in zip(names, binds, strict=True) if not each.required}
        bind = binder(names, makers, fixed, by_place=bool(compiled.positiontup))
        read = [each.type.dialect_impl(dialect).result_processor(dialect, None) for each in returned(self.statement)]
        ready = self.ready[dialect.name] = Ready(str(compiled), bind, read)
        return ready


def returned(statement: Any) -> Sequence[Any]:
    """The columns of a statement's rows; of a plain text they are not known."""
    return list(getattr(statement, "exported_columns", ()))


def binder(names: list[str], makers: list[Any], fixed: Values, *, by_place: bool) -> Bind:
    """What turns values into a driver's parameters; `fixed` are those that the statement holds itself."""
    plan = list(zip(names, makers, strict=True))

    def named(values: Values) -> dict[str, Any]:
        given = {**values, **fixed} if fixed else values
        return {name: given[name] if make is None else make(given[name]) for name, make in plan}

    def placed(values: Values) -> tuple[Any, ...]:
        given = {**values, **fixed} if fixed else values
        return tuple([given[name] if make is None else make(given[name]) for name, make in plan])

    return placed if by_place else named


@dataclass
class Ready:
    """A statement in the words of one kind of database: what makes its parameters, and what its cells are read by."""

    words: str
    bind: Bind
    makers: Sequence[Make | None]
    row: Any = None
    """The shape of its rows, known when it has first been run."""

    def rows(self, cursor: Any) -> list[Any]:
        """All rows, by place and by name, so that nothing of the statement is under way at the commit."""
        if self.row is None:
            self.row = shaped([each[0] for each in cursor.description])
        make = self.row._make
        if not self.makers:
            return [make(cells) for cells in cursor.fetchall()]
        return [
            make([cell if read is None else read(cell) for read, cell in zip(self.makers, cells, strict=True)])
            for cells in cursor.fetchall()
        ]


def shaped(names: list[str]) -> Any:
    """Rows by place and by name; of two columns of one name the first has it."""
    return namedtuple("Row", names, rename=True)


@dataclass(frozen=True)
class Ran:
    """What came of a statement that was run."""

    cursor: Any
    ready: Ready

    @property
    def rowcount(self) -> int:
        """How many rows it touched."""
        return int(self.cursor.rowcount)

    def all(self) -> list[Any]:
        """Its rows; to be asked once."""
        return self.ready.rows(self.cursor)

    def first(self) -> Any | None:
        """Its first row, if any."""
        rows = self.all()
        return rows[0] if rows else None


class Line:
    """The way to the driver of a connection that is in use; what listens to statements hears of each."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.kind = connection, connection.dialect.name
        self.driver: Any = connection.connection.dbapi_connection
        self.heard_by = connection.dispatch.before_cursor_execute

    def send(self, words: str, parameters: Any) -> Any:
        """Hands a statement to the driver, a list of parameters as many times; returns its cursor.

        Raises the driver's errors as SQLAlchemy does.
        """
        cursor, many = self.driver.cursor(), isinstance(parameters, list)
        for hear in self.heard_by:
            hear(self.connection, cursor, words, parameters, None, many)
        errors = self.connection.dialect.loaded_dbapi.Error
        try:
            cursor.executemany(words, parameters) if many else cursor.execute(words, parameters)
        except errors as fault:
            raise DBAPIError.instance(words, parameters, fault, errors) from fault
        return cursor


LINE = "line"


def line_of(session: Session) -> Line:
    """The session's way to the driver, found once in each of its transactions."""
    line: Line | None = session.info.get(LINE)
    if line is None or line.connection.closed:
        line = session.info[LINE] = Line(session.connection())
    return line
