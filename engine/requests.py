"""Answers kept for repeats: a client that sends the same act twice gets the first answer twice."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import LargeBinary, Uuid, bindparam, text
from sqlmodel import Field, SQLModel, col

from engine import db
from engine.db import Database, UtcDateTime, instant
from engine.statements import Prepared

KEPT = timedelta(hours=24)


class KeptAnswer(SQLModel, table=True):
    """The answer to one request, unique on (actor, key), written in the act's own transaction."""

    __tablename__ = "kept_answer"

    actor_id: UUID = Field(primary_key=True)
    key: str = Field(primary_key=True)
    request: bytes = Field(sa_type=LargeBinary)
    status: int
    body: bytes = Field(sa_type=LargeBinary)
    etag: str | None = None
    location: str | None = None
    at: datetime = Field(sa_column=instant(index=True))


KEEP = Prepared(
    text(
        "INSERT INTO kept_answer (actor_id, key, request, status, body, etag, location, at) "
        "VALUES (:actor_id, :key, :request, :status, :body, :etag, :location, :at) "
        "ON CONFLICT (actor_id, key) DO UPDATE SET request = excluded.request, status = excluded.status, "
        "body = excluded.body, etag = excluded.etag, location = excluded.location, at = excluded.at "
        "WHERE kept_answer.at <= :expired RETURNING status"
    ).bindparams(
        bindparam("actor_id", type_=Uuid),
        bindparam("request", type_=LargeBinary),
        bindparam("body", type_=LargeBinary),
        bindparam("at", type_=UtcDateTime),
        bindparam("expired", type_=UtcDateTime),
    )
)
"""Keeps an answer, also in place of one that has been kept long enough; no row when another is kept under the key.

It waits for an act at the same time under the same key to end first, on both databases.
"""


def forget(database: Database, now: datetime) -> int:
    """Erases the answers that have been kept long enough; returns how many. Waits for no writer when there are none."""
    return db.forget(database, KeptAnswer, col(KeptAnswer.at) <= now - KEPT)
