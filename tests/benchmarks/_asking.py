"""What is read most: lists and searches over HTTP, in a large diary and a small one, by those who see some of it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlmodel import Session, col, select

from engine.db import Database
from engine.organisations import sessions
from engine.organisations.tables import Organisation, User, UserRole
from tests.at_work import token_for
from tests.benchmarks import Row, compare, spent
from tests.benchmarks._acts import Prepared, prepared
from tests.benchmarks._serving import Server, dnr

MANY, FEW = 100_000, 100
ASKED = 8
"""How many times one round asks."""
ROUNDS = 80
SECRET_EVERY = 10
"""Every tenth case is marked secret."""
AUDITOR = "revisor"
"""One who sees what is open in the whole organisation, and nothing that is secret."""
HITS = 50


@contextmanager
def diary(count: int) -> Iterator[Prepared]:
    """A database with so many cases, every tenth secret, and an auditor among those who ask."""
    with prepared(count) as cases:
        mark(cases.home / "dnr.sqlite")
        database = Database(f"sqlite:///{cases.home / 'dnr.sqlite'}")
        with database.write() as session:
            auditor(session)
        database.close()
        with closing(sqlite3.connect(cases.home / "dnr.sqlite")) as connection:
            connection.execute("ANALYZE")
            connection.commit()
        yield cases


def mark(file: Path) -> None:
    """Marks every tenth case, and what hangs on it, secret."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "UPDATE case_file SET secrecy = 'secret' WHERE id IN "
            "(SELECT case_id FROM search_entry WHERE number % ? = 0)",
            (SECRET_EVERY,),
        )
        for table in ("record", "task"):
            connection.execute(
                f"UPDATE {table} SET secrecy = 'secret' WHERE case_id IN "
                "(SELECT id FROM case_file WHERE secrecy = 'secret')"
            )
        connection.commit()


def auditor(session: Session) -> None:
    """Adds the auditor, with a token."""
    organisation = session.exec(select(Organisation.id)).one()
    user = User(organisation_id=organisation, username=AUDITOR, name="Revisor")
    session.add(user)
    session.flush()
    now = datetime.now(UTC)
    session.add(UserRole(user_id=user.id, role="auditor", from_day=now.date() - timedelta(days=1)))
    token_for(session, user, now)


def organisation_of(home: Path) -> UUID:
    """The one organisation of a database."""
    with closing(sqlite3.connect(home / "dnr.sqlite")) as connection:
        ((only,),) = connection.execute("SELECT id FROM organisation")
    return UUID(only)


def signed_in(home: Path, username: str) -> str:
    """The cookie of a browser that somebody is signed in by."""
    database = Database(f"sqlite:///{home / 'dnr.sqlite'}")
    try:
        with database.write() as session:
            user = session.exec(select(User).where(col(User.username) == username)).one()
            secret = sessions.begin_session(session, user.id, "", datetime.now(UTC))
    finally:
        database.close()
    return f"dnr={secret}"


def asked(server: Server, ask: Callable[[Server], object]) -> float:
    """The CPU seconds that the server takes for a round."""

    def work() -> None:
        for _ in range(ASKED):
            ask(server)

    return spent(work, server.process.pid)


def large_against_small(token: str, ask: Callable[[Server], object], goal: float) -> Row:
    """What it costs among 100,000 cases against among a hundred."""
    with ExitStack() as opened:
        homes = [opened.enter_context(diary(count)) for count in (MANY, FEW)]
        large, small = (opened.enter_context(dnr(cases.home, token)) for cases in homes)
        return compare(lambda: asked(large, ask), lambda: asked(small, ask), goal=goal, rounds=ROUNDS)
