"""The act that is measured: a manager sends a report back with the reason, over HTTP, in a case prepared beforehand."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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
from tests.at_work import AtWork
from tests.benchmarks import ROUNDS, WARM_UP
from tests.benchmarks._copies import copied, nth
from tests.benchmarks._serving import Server, complete

STEP = "review"
SENT_BACK: Mapping[str, Any] = {"approved": False, "reason": "Komplettera med påverkan på jämställdheten."}
MANAGER = "dnr_chef"
"""The token of the one who asks."""
ACTS = 8
"""How many acts make one round."""
COLLEAGUES = 300
NEEDED = ACTS * (ROUNDS + WARM_UP)


@dataclass
class Prepared:
    """A database with cases that wait for their review, each to be used once."""

    home: Path
    task: UUID
    count: int
    used: int = 0

    def round(self, server: Server, acts: int = ACTS) -> None:
        """Completes the review of the next cases."""
        for _ in range(acts):
            self.used += 1
            complete(server, nth(self.task, self.used), SENT_BACK)


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
        task = at_work.task(case, STEP)
        database.close()
        copied(home / "dnr.sqlite", case, count)
        yield Prepared(home, task, count)
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
            prepared.used += 1
            path = f"/api/v1/tasks/{nth(prepared.task, prepared.used)}/complete"
            with counting(database.read_engine, database.write_engine) as counted:
                answer = await client.post(path, json=SENT_BACK, headers={"Idempotency-Key": key})
            answer.raise_for_status()
    database.close()
    return counted
