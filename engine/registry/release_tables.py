"""What is kept of requests for official records (begäran om utlämnande)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from engine.db import instant, new_id
from engine.organisations.tables import one_of


class ReleaseRequest(SQLModel, table=True):
    """Somebody asks for official records. The request is itself a record in the diary, whose journal tells of it."""

    __tablename__ = "release_request"
    __table_args__ = (Index("ix_release_request_list", "organisation_id", "answered_on", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    body_id: UUID = Field(foreign_key="body.id")
    secrecy: str = "open"
    case_id: UUID | None = Field(default=None, foreign_key="case_file.id", index=True)
    """Always empty: a request lies in the diary by itself."""
    record_id: UUID = Field(foreign_key="record.id", unique=True)
    dnr: str
    asks: str = Field(sa_type=Text)
    received_on: date
    answered_on: date | None = None
    decided_on: date | None = None
    authority: str | None = None
    """Whose decision the refusal is."""
    court: str | None = None
    reasons: str | None = Field(default=None, sa_type=Text)
    told_on: date | None = None
    """The day that whoever asked got the decision."""
    appealed_on: date | None = None
    court_case: str | None = None


class ReleaseJudgement(SQLModel, table=True):
    """What was judged of one record that is asked for; a later judgement takes an earlier one's place."""

    __tablename__ = "release_judgement"
    __table_args__ = (
        UniqueConstraint("request_id", "record_id"),
        one_of("judgement", ("whole", "masked", "refused")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    request_id: UUID = Field(foreign_key="release_request.id")
    record_id: UUID = Field(foreign_key="record.id", index=True)
    judgement: str
    provision: str | None = None
    reason: str | None = None
    by_name: str
    at: datetime = Field(sa_column=instant())
