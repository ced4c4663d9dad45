"""What is kept of a process. Its table is Core only: `rev` and the row lock guard it, no ORM row is ever loaded."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Uuid, text
from sqlmodel import Field, SQLModel

from engine.db import UtcDateTime, instant, metadata, new_id

OPEN = text("done_at IS NULL AND assigned_id IS NULL")
NAMED = text("done_at IS NULL AND assigned_id IS NOT NULL")
"""A waiting task is in one index only: of those open to a role, or of those that somebody is named for."""
DUE = text("next_due IS NOT NULL")


def waiting_for(condition: str) -> dict[str, Any]:
    """An index over the rows that somebody still has before them, on either kind of database."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class BundleFile(SQLModel, table=True):
    """A file of a deployed bundle; the bundle's sha256 covers all of them, and no row is ever changed."""

    __tablename__ = "bundle_file"

    sha: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)


class Deployment(SQLModel, table=True):
    """Which bundle new processes of a kind start with: the one deployed last."""

    __table_args__ = (Index("ix_deployment_latest", "organisation_id", "key", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    key: str
    name: str
    """The process's own name, in Swedish."""
    version: int
    sha: str
    at: datetime = Field(sa_column=instant())


process = Table(
    "process",
    metadata(),
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, ForeignKey("organisation.id"), nullable=False),
    Column("case_id", Uuid, ForeignKey("case_file.id"), nullable=True, unique=True),
    Column("key", String, nullable=False),
    Column("sha", String, nullable=False),
    Column("status", String, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("next_due", UtcDateTime, nullable=True),
    Column("state", LargeBinary, nullable=False),
    Column("state_before", LargeBinary, nullable=True),
    Index("ix_process_next_due", "next_due", sqlite_where=DUE, postgresql_where=DUE),
)
"""`status` is `running` or `completed`; `state_before` is the blob that undo of the last step goes back to."""


class Task(SQLModel, table=True):
    """A step that waits for a person, or has waited: who did it and when stays. Carries the access columns."""

    __table_args__ = (
        Index("ix_task_role", "organisation_id", "role", "since", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_task_assigned_id", "assigned_id", "since", "id", sqlite_where=NAMED, postgresql_where=NAMED),
    )

    id: UUID = Field(primary_key=True)
    """The engine's own id of the task."""
    process_id: UUID = Field(foreign_key="process.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="case_file.id", index=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    body_id: UUID = Field(foreign_key="body.id")
    secrecy: str = "open"
    step: str
    name: str
    form: str | None = None
    """The process owner's own form, a file of the process's bundle; None for a step of the house."""
    role: str
    assigned_id: UUID | None = Field(default=None, foreign_key="user_account.id")
    title: str
    dnr: str | None = None
    due_on: date | None = None
    since: datetime = Field(sa_column=instant())
    done_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    done_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    """Empty for a step that fell away without being done."""


class TaskDraft(SQLModel, table=True):
    """What somebody has begun to fill in for a waiting task; private, and gone when the task is."""

    __tablename__ = "task_draft"

    task_id: UUID = Field(primary_key=True, foreign_key="task.id", ondelete="CASCADE")
    user_id: UUID = Field(primary_key=True, foreign_key="user_account.id")
    form: str
    at: datetime = Field(sa_column=instant())


class PendingMessage(SQLModel, table=True):
    """A message that a case has not yet been ready for, once per case, source and kind."""

    __tablename__ = "pending_message"

    case_id: UUID = Field(primary_key=True, foreign_key="case_file.id")
    source: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    payload: str
    at: datetime = Field(sa_column=instant())
    delivered_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class ProcessMove(SQLModel, table=True):
    """A process that has been moved: from which bundle to which, by whom, and how it was stored before."""

    __tablename__ = "process_move"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    process_id: UUID = Field(foreign_key="process.id", index=True)
    from_sha: str
    to_sha: str
    state_before: bytes = Field(sa_type=LargeBinary)
    by_name: str
    at: datetime = Field(sa_column=instant())
