"""Answers kept for repeats: a client that sends the same act twice gets the first answer twice."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import LargeBinary, Uuid, bindparam, text
from sqlmodel import Field, SQLModel

from engine.db import UtcDateTime, instant

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


CLAIM = text(
    "INSERT INTO kept_answer (actor_id, key, request, status, body, at) "
    "VALUES (:actor_id, :key, :request, 0, :nothing, :at) "
    "ON CONFLICT (actor_id, key) DO UPDATE SET request = excluded.request, at = excluded.at "
    "WHERE kept_answer.at <= :expired RETURNING status"
).bindparams(
    bindparam("actor_id", type_=Uuid),
    bindparam("request", type_=LargeBinary),
    bindparam("nothing", b"", type_=LargeBinary),
    bindparam("at", type_=UtcDateTime),
    bindparam("expired", type_=UtcDateTime),
)
"""Claims a key, also one whose answer has been kept long enough; no row when it is another's still.

A second claim waits until the act of the first has ended, on both databases."""
