"""Work that comes after an act: one outbox row in the act's transaction, done by a runner afterwards.

The row's id is the job's id, so handing a job over twice is harmless. The runner here works inline: it takes
the oldest undone row, prepares it, and writes what came of it in the transaction that marks it done. A job
that fails waits longer for each try and after `MAX_ATTEMPTS` lies as a dead letter for a person to act on.
"""

import json
from collections.abc import Callable, Mapping
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
    job = new_id()
    session.connection().execute(
        insert(Outbox),
        {
            "id": job,
            "organisation_id": organisation_id,
            "kind": kind,
            "payload": json.dumps(payload, sort_keys=True),
            "at": now,
            "not_before": now,
            "attempts": 0,
        },
    )
    return job


def drain(database: Database, workers: Mapping[str, Worker], now: datetime, limit: int = 10_000) -> int:
    """Does what is due, oldest first, each job in a transaction of its own; returns how many were done."""
    done = 0
    for _ in range(limit):
        outcome = work_once(database, workers, now)
        if outcome is None:
            break
        done += outcome
    return done


def work_once(database: Database, workers: Mapping[str, Worker], now: datetime) -> bool | None:
    """Does the oldest due job: True done, False failed and put off, None when nothing is due.

    What a worker could not foresee puts the job off too, so that it does not stand in the way, and is raised.
    """
    job: Job | None = None
    try:
        with database.read() as session:
            job = next_job(session, now)
            if job is None:
                return None
            finish = workers[job.kind](session, job, now)
        with database.write() as session:
            if mark_done(session, job, now):
                finish(session)
        return True
    except Exception as fault:
        if job is None:
            raise
        put_off(database, job, now, f"{type(fault).__name__}: {fault}")
        if not isinstance(fault, DnrError | OSError | ValueError | LookupError | SQLAlchemyError):
            raise
        return False


def mark_done(session: Session, job: Job, now: datetime) -> bool:
    """Marks the job done in the transaction that does it; False when another has done it meanwhile."""
    undone = update(Outbox).where(col(Outbox.id) == job.id, col(Outbox.done_at).is_(None))
    return bool(session.connection().execute(undone.values(done_at=now)).rowcount)


def next_job(session: Session, now: datetime) -> Job | None:
    """The oldest job that is due."""
    row = (
        session.connection()
        .execute(
            select(Outbox.id, Outbox.organisation_id, Outbox.kind, Outbox.payload, Outbox.attempts)  # type: ignore[call-overload]
            .where(col(Outbox.done_at).is_(None), col(Outbox.not_before) <= now, col(Outbox.attempts) < MAX_ATTEMPTS)
            .order_by(Outbox.id)
            .limit(1)
        )
        .first()
    )
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
