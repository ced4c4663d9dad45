"""Two engines, one transaction per act, and the column types that every room shares.

On SQLite a pool of one write connection is the writer lock: it is fair, where the busy handler is not.
Reads have connections of their own that refuse to write. On PostgreSQL both are the same pool.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

import uuid_utils.compat
from sqlalchemy import (
    Column,
    ColumnElement,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Uuid,
    bindparam,
    create_engine,
    delete,
    event,
    inspect,
    literal,
    select,
    text,
)
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import OperationalError, TimeoutError  # noqa: A004 (of the pool)
from sqlalchemy.orm import Mapper, make_transient_to_detached
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, Session, SQLModel

from engine.errors import Busy, NotFound
from engine.statements import Line

T = TypeVar("T")

WRITER_PATIENCE = 30
"""Seconds an act waits for its turn to write before it gives up."""

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def metadata() -> MetaData:
    """The tables of all rooms that have been imported."""
    return SQLModel.metadata


def new_id() -> UUID:
    """A time-ordered id (uuid7), made by the application so that nothing is asked of the database."""
    return uuid_utils.compat.uuid7()


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Refuses naive values on the way in and always returns UTC (SQLite drops the offset)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Takes an aware datetime; a naive one is a programming error."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a naive datetime reached the database")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Returns the instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def instant(*, nullable: bool = False, index: bool = False) -> Column[datetime]:
    """A column for `UtcDateTime`."""
    return Column(UtcDateTime, nullable=nullable, index=index)


class Database:
    """The two engines of one installation."""

    def __init__(self, url: str, patience: float = WRITER_PATIENCE) -> None:
        self.url = url
        self.sqlite = url.startswith("sqlite")
        if self.sqlite:
            self.write_engine = sqlite_engine(url, patience, reading=False)
            self.read_engine = sqlite_engine(url, patience, reading=True)
        else:
            address = url.replace("postgresql://", "postgresql+psycopg://", 1)
            self.write_engine = create_engine(
                address, pool_size=8, max_overflow=8, pool_timeout=patience, pool_pre_ping=True
            )
            limit_waits(self.write_engine, patience)
            self.read_engine = self.write_engine.execution_options(
                postgresql_readonly=True, isolation_level="REPEATABLE READ"
            )

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One act: everything inside is kept when the block ends, and nothing of it when it raises.

        Raises `Busy` when others have written, or held a row that it needs, for as long as an act waits.
        """
        with (
            in_turn(),
            Session(self.write_engine, expire_on_commit=False, autoflush=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that cannot write, and sees the database as it was at its first question.

        Raises `Busy` as `write` does: on PostgreSQL readers wait too, where somebody holds a whole table.
        """
        with in_turn(), Session(self.read_engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """What `read` gives, without the mapper: for the one question of who it is that asks."""
        with in_turn(), self.read_engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Lets go of every connection."""
        self.write_engine.dispose()
        self.read_engine.dispose()


NO_TURN = ("40P01", "55P03")
"""PostgreSQL's names for a deadlock that it broke, and for a lock that was not given in time."""


@contextmanager
def in_turn() -> Iterator[None]:
    """Says `Busy` of a turn that did not come, and lets every other fault through."""
    try:
        yield
    except (TimeoutError, OperationalError) as fault:
        if waited_in_vain(fault):
            raise Busy from fault
        raise


def waited_in_vain(fault: Exception) -> bool:
    """Whether the fault is that no turn came: in this process's own queue, or between processes in the database's."""
    if isinstance(fault, TimeoutError) or "database is locked" in str(fault):
        return True
    return getattr(getattr(fault, "orig", None), "sqlstate", None) in NO_TURN


def limit_waits(engine: Engine, patience: float) -> None:
    """Lets nobody on PostgreSQL wait longer for another's lock than an act waits for its turn on SQLite."""

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {max(1, round(patience * 1000))}")
        connection.commit()


def sqlite_engine(url: str, patience: float, *, reading: bool) -> Engine:
    """An engine whose transactions begin as they must: IMMEDIATE to write, deferred and `query_only` to read."""
    size = 8 if reading else 1
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=patience,
        connect_args={"check_same_thread": False, "timeout": patience, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: object) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "recursive_triggers=ON",
            f"query_only={'ON' if reading else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        Line(connection).send("BEGIN" if reading else "BEGIN IMMEDIATE", ())

    return engine


def found(row: T | None, **facts: str | int | None) -> T:
    """Returns the row, or says that there is none (which is also what is said of a hidden one)."""
    if row is None:
        raise NotFound(**facts)
    return row


def adopt(session: Session, table: type[T], values: Mapping[str, Any]) -> T:
    """The row of a statement that was run outside the mapper, as the session would have it had it loaded it.

    A row that the session holds already stays as it is.
    """
    mapper: Mapper[T] = mapper_of(table)  # type: ignore[arg-type]  # a class can be hashed
    held: T | None = session.identity_map.get(mapper.identity_key_from_primary_key((values["id"],)))
    if held is not None:
        return held
    row: T = mapper.class_manager.new_instance()
    row.__dict__.update(values)
    make_transient_to_detached(row)
    session.add(row)
    return row


@cache
def mapper_of(table: Any) -> Mapper[Any]:
    """The mapper of a table's class."""
    mapper: Mapper[Any] = inspect(table)
    return mapper


def forget(database: Database, table: type[SQLModel], old: ColumnElement[bool]) -> int:
    """Erases the rows that have had their time; returns how many. Waits for no writer when there are none."""
    with database.read() as session:
        if session.connection().execute(select(literal(1)).select_from(table).where(old).limit(1)).first() is None:
            return 0
    with database.write() as session:
        return session.connection().execute(delete(table).where(old)).rowcount


class Installation(SQLModel, table=True):
    """What kind of installation this database is. It has one row, made with the tables, and never changes."""

    id: int = Field(default=1, primary_key=True)
    rehearsal: bool


def is_made(database: Database) -> bool:
    """Whether the database has our tables."""
    with database.write_engine.connect() as connection:
        return inspect(connection).has_table("installation")


def is_rehearsal(database: Database) -> bool:
    """Whether the database was made for rehearsal; only there may stories be played, with a clock of their own."""
    with database.read() as session:
        row = session.get(Installation, 1)
        return row is not None and row.rehearsal


def declare(database: Database, *, rehearsal: bool) -> None:
    """Says once, in a new database, what it is for; an existing one keeps what it is."""
    with database.write() as session:
        if session.get(Installation, 1) is None:
            session.add(Installation(rehearsal=rehearsal))


class Counter(SQLModel, table=True):
    """The next number of one series. The row is locked from the moment an act takes a number until it ends."""

    organisation_id: UUID = Field(primary_key=True)
    series: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    next: int


TAKE = text(
    "INSERT INTO counter (organisation_id, series, year, next) VALUES (:organisation, :series, :year, 2) "
    "ON CONFLICT (organisation_id, series, year) DO UPDATE SET next = counter.next + 1 RETURNING next - 1"
).bindparams(bindparam("organisation", type_=Uuid), bindparam("series", type_=String), bindparam("year", type_=Integer))


def take_number(session: Session, organisation_id: UUID, series: str, year: int) -> int:
    """Takes the next number of a series within the act's transaction, as late in it as possible.

    A rolled-back act leaves no gap and no number is given twice. A series that has not begun starts at 1;
    one that never restarts has year 0.
    """
    key = {"organisation": organisation_id, "series": series, "year": year}
    return int(session.connection().execute(TAKE, key).scalar_one())
