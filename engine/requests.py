"""Answers kept for repeats: a client that sends the same act twice gets the first answer twice."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from engine.db import instant

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
    at: datetime = Field(sa_column=instant(index=True))
