"""The act that is measured: a manager sends a report back with the reason, over HTTP, in a case prepared beforehand."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import event, update
from sqlalchemy.engine import Engine

from api.app import create_app
from api.door import House
from engine.db import Database
from engine.jobs import Outbox
from engine.migrations import upgrade
from engine.organisations.tables import User, UserRole
from engine.settings import Settings
from tests.at_work import AtWork, report
from tests.benchmarks import ROUNDS, WARM_UP
from tests.benchmarks._copies import copied, nth
from tests.benchmarks._serving import Server, complete

STEP = "review"
SENT_BACK: Mapping[str, Any] = {"approved": False, "reason": "Komplettera med påverkan på jämställdheten."}
MANAGER, OFFICER = "dnr_chef", "dnr_handlaggare"
"""The tokens of those who ask."""
ACTS = 8
"""How many acts make one round."""
COLLEAGUES = 300
NEEDED = ACTS * (ROUNDS + WARM_UP)


@dataclass
class Prepared:
    """A database with just so many cases, each of which waits for its review."""

    home: Path
    first: UUID
    """The case that the others were copied from."""
    count: int
    turn: int = 0
    """Whose turn it is, counted on and on; after the last case comes the first."""

    def round(self, server: Server, acts: int = ACTS) -> None:
        """Completes the review of the next cases."""
        for _ in range(acts):
            complete(server, self.task(self.turn), SENT_BACK)
            self.turn += 1

    def hand_in_again(self, server: Server, acts: int = ACTS) -> None:
        """The officer hands in the reports of the round anew, so their cases wait for review when they are next."""
        for turn in range(self.turn - acts, self.turn):
            complete(server, self.task(turn), report(), Authorization=f"Bearer {OFFICER}")

    def task(self, turn: int) -> UUID:
        """What the case whose turn it is waits for."""
        number = turn % self.count
        case = nth(self.first, number) if number else self.first
        with closing(sqlite3.connect(self.home / "dnr.sqlite")) as connection:
            wanted = "SELECT id FROM task WHERE case_id = ? AND done_at IS NULL"
            ((waiting,),) = connection.execute(wanted, (case.hex,))
        return UUID(waiting)


@contextmanager
def prepared(count: int, *, returned: int = 0) -> Iterator[Prepared]:
    """A database with so many cases that wait for their review, sent back so many times before."""
    home = Path(tempfile.mkdtemp(prefix="dnr-bench-"))
    try:
        database = Database(f"sqlite:///{home / 'dnr.sqlite'}")
        upgrade(database)
        at_work = AtWork.begin(database, datetime.now(UTC))
        colleagues(at_work)
        case = at_work.brought_to(STEP)
        for _ in range(returned):
            at_work.does(case, STEP, **SENT_BACK)
            at_work.does(case, "draft_report")
        with database.write() as session:  # what a worker would do later is done
            session.connection().execute(update(Outbox).values(done_at=at_work.now))
        database.close()
        copied(home / "dnr.sqlite", case, count - 1)
        yield Prepared(home, case, count)
    finally:
        shutil.rmtree(home)


def colleagues(at_work: AtWork) -> None:
    """Makes it an organisation of ordinary size, so that its people are looked up as they would be."""
    since = at_work.now.date() - timedelta(days=365)
    with at_work.database.write() as session:
        staff = [
            User(organisation_id=at_work.organisation_id, username=f"u{n}", name=f"Nr {n}") for n in range(COLLEAGUES)
        ]
        session.add_all(staff)
        session.flush()
        session.add_all([UserRole(user_id=user.id, role="officer", from_day=since) for user in staff])


@dataclass
class Counted:
    """What one act asked of the database."""

    statements: list[tuple[str, Any]]
    commits: int


@contextmanager
def counting(*engines: Engine) -> Iterator[Counted]:
    """Counts statements, BEGIN and COMMIT excepted, and commits."""
    counted = Counted([], 0)

    def asked(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if not statement.startswith("BEGIN"):
            counted.statements.append((statement, parameters[0] if many else parameters))

    def kept(connection: Any) -> None:
        counted.commits += 1

    for engine in engines:
        event.listen(engine, "before_cursor_execute", asked)
        event.listen(engine, "commit", kept)
    try:
        yield counted
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", asked)
            event.remove(engine, "commit", kept)


async def counted_act(prepared: Prepared) -> Counted:
    """Does one act in this process, after another that warms the caches up, and tells what it asked of the database."""
    from engine import steps

    settings = Settings(home=prepared.home)
    database = Database(settings.url)
    app = create_app(House(database, steps.engine(), settings.files), settings)
    transport, headers = httpx.ASGITransport(app), {"Authorization": f"Bearer {MANAGER}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://dnr.invalid", headers=headers) as client:
        for key in ("first", "second"):
            path = f"/api/v1/tasks/{prepared.task(prepared.turn)}/complete"
            prepared.turn += 1
            with counting(database.read_engine, database.write_engine) as counted:
                answer = await client.post(path, json=SENT_BACK, headers={"Idempotency-Key": key})
            answer.raise_for_status()
    database.close()
    return counted
