"""Work that comes after an act: one outbox row in the act's transaction, done by a runner afterwards.

The row's id is the job's id, so handing a job over twice is harmless. The runner here works inline: it takes
the oldest undone row, prepares it, and writes what came of it in the transaction that marks it done. A job
that fails waits longer for each try and after `MAX_ATTEMPTS` lies as a dead letter for a person to act on.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import Index, Text, insert, text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Field, Session, SQLModel, col, select

from engine.db import Database, instant, new_id
from engine.errors import DnrError, NotFound

MAX_ATTEMPTS = 8
log = structlog.get_logger()
UNDONE = text("done_at IS NULL")


class Outbox(SQLModel, table=True):
    """A job: what, with which facts, and how it has gone."""

    __table_args__ = (Index("ix_outbox_undone", "id", sqlite_where=UNDONE, postgresql_where=UNDONE),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID
    kind: str
    payload: str = Field(sa_type=Text)
    at: datetime = Field(sa_column=instant())
    not_before: datetime = Field(sa_column=instant())
    attempts: int = 0
    error: str | None = None
    done_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


@dataclass(frozen=True)
class Job:
    """An outbox row as its worker sees it."""

    id: UUID
    organisation_id: UUID
    kind: str
    payload: Mapping[str, str]
    attempts: int


Finish = Callable[[Session], None]
Worker = Callable[[Session, Job, datetime], Finish]
"""Prepares a job with a session that only reads, for as long as it takes, and returns what is to be written.

So nobody waits for the writer while a document is drawn.
"""


def post(session: Session, organisation_id: UUID, kind: str, payload: Mapping[str, str], now: datetime) -> UUID:
    """Adds a job to the act's own transaction: it is done if and only if the act is kept."""
    return post_all(session, organisation_id, kind, [payload], now)[0]


def post_all(
    session: Session, organisation_id: UUID, kind: str, payloads: Sequence[Mapping[str, str]], now: datetime
) -> list[UUID]:
    """Adds jobs of one kind to the act's own transaction, in one statement; returns their ids."""
    same = {"organisation_id": organisation_id, "kind": kind, "at": now, "not_before": now, "attempts": 0}
    ids = [new_id() for _ in payloads]
    if ids:
        rows = [
            {**same, "id": job, "payload": json.dumps(payload, sort_keys=True)}
            for job, payload in zip(ids, payloads, strict=True)
        ]
        session.connection().execute(insert(Outbox), rows)
    return ids


def drain(database: Database, workers: Mapping[str, Worker], now: datetime, at_once: int = 1) -> int:
    """Does what is due, oldest first, each job in a transaction of its own; returns how many were done.

    With `at_once` above 1 so many are prepared side by side, so one that takes long does not keep the others waiting.
    """
    if at_once == 1:
        outcomes = iter(lambda: work_once(database, workers, now), None)
        return sum(outcome is True for outcome in outcomes)
    done, running = 0, dict[Future[bool], UUID]()
    with ThreadPoolExecutor(at_once) as threads:
        while True:
            while len(running) < at_once and (job := due(database, now, running.values())):
                running[threads.submit(work, database, workers, job, now)] = job.id
            if not running:
                return done
            for ended in wait(running, return_when=FIRST_COMPLETED).done:
                del running[ended]
                done += ended.result()


def due(database: Database, now: datetime, taken: Collection[UUID] = ()) -> Job | None:
    """The oldest job that is due and that nobody here has taken."""
    with database.read() as session:
        return next_job(session, now, taken)


def work_once(database: Database, workers: Mapping[str, Worker], now: datetime) -> bool | None:
    """Does the oldest due job: True done, False failed and put off, None when nothing is due."""
    job = due(database, now)
    return work(database, workers, job, now) if job else None


def work(database: Database, workers: Mapping[str, Worker], job: Job, now: datetime) -> bool:
    """Does a job: True done, False failed and put off.

    What a worker could not foresee puts the job off too, so that it does not stand in the way, and is raised.
    """
    try:
        with database.read() as session:
            finish = workers[job.kind](session, job, now)
        with database.write() as session:
            if mark_done(session, job, now):
                finish(session)
        return True
    except Exception as fault:
        put_off(database, job, now, f"{type(fault).__name__}: {fault}")
        if not isinstance(fault, DnrError | OSError | ValueError | LookupError | SQLAlchemyError):
            raise
        return False


def mark_done(session: Session, job: Job, now: datetime) -> bool:
    """Marks the job done in the transaction that does it; False when another has done it meanwhile."""
    undone = update(Outbox).where(col(Outbox.id) == job.id, col(Outbox.done_at).is_(None))
    return bool(session.connection().execute(undone.values(done_at=now)).rowcount)


def next_job(session: Session, now: datetime, taken: Collection[UUID] = ()) -> Job | None:
    """The oldest job that is due, those that are taken excepted."""
    wanted = (
        select(Outbox.id, Outbox.organisation_id, Outbox.kind, Outbox.payload, Outbox.attempts)  # type: ignore[call-overload]
        .where(col(Outbox.done_at).is_(None), col(Outbox.not_before) <= now, col(Outbox.attempts) < MAX_ATTEMPTS)
        .order_by(Outbox.id)
        .limit(1)
    )
    if taken:
        wanted = wanted.where(col(Outbox.id).not_in(taken))
    row = session.connection().execute(wanted).first()
    return Job(row.id, row.organisation_id, row.kind, json.loads(row.payload), row.attempts) if row else None


def put_off(database: Database, job: Job, now: datetime, error: str) -> None:
    """Notes what went wrong and when to try again: 1, 2, 4 … minutes. The last try is logged for a person to act on."""
    with database.write() as session:
        session.connection().execute(
            update(Outbox)
            .where(col(Outbox.id) == job.id)
            .values(attempts=job.attempts + 1, error=error[:2000], not_before=now + timedelta(minutes=2**job.attempts))
        )
    if job.attempts + 1 >= MAX_ATTEMPTS:
        log.error("job given up", job=str(job.id), kind=job.kind, attempts=job.attempts + 1, error=error[:500])


def undone(session: Session) -> list[Outbox]:
    """The jobs that wait, have failed or have been given up, oldest first."""
    return list(session.exec(select(Outbox).where(col(Outbox.done_at).is_(None)).order_by(col(Outbox.id))))


def retry(session: Session, now: datetime, job_id: UUID | None = None) -> int:
    """Lets a job be tried again at once and as often as a new one, or all that have failed; returns how many.

    Raises `NotFound` when the job named does not exist or is done.
    """
    failed = update(Outbox).where(col(Outbox.done_at).is_(None), col(Outbox.attempts) > 0)
    again = update(Outbox).where(col(Outbox.done_at).is_(None), col(Outbox.id) == job_id) if job_id else failed
    count = session.connection().execute(again.values(attempts=0, not_before=now)).rowcount
    if job_id is not None and not count:
        raise NotFound(job=str(job_id))
    return count
