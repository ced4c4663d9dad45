"""What the auditors recommend, one row each, and what became of it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from engine.db import instant, new_id


class Recommendation(SQLModel, table=True):
    """Rekommendation, numbered from 1, with the body's answer and what it has promised."""

    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case_file.id")
    number: int
    text: str = Field(sa_type=Text)
    answer: str | None = Field(default=None, sa_type=Text)
    """Cleaned HTML."""
    measure: str | None = Field(default=None, sa_type=Text)
    owner: str | None = None
    promised_on: date | None = None


class RecommendationLink(SQLModel, table=True):
    """Which decision point takes a recommendation up: set by a named person, never inferred."""

    __tablename__ = "recommendation_link"

    recommendation_id: UUID = Field(foreign_key="recommendation.id", primary_key=True)
    paragraph_id: UUID = Field(foreign_key="paragraph.id", primary_key=True, index=True)
    point: int = Field(primary_key=True)
    """The number of the decision point in the §."""
    by_id: UUID | None = Field(default=None, foreign_key="user_account.id")
    by_name: str
    at: datetime = Field(sa_column=instant())


class UrgentDecision(SQLModel, table=True):
    """A decision in a matter that could not wait for the body's meeting (KL 6:39), reported at its next (6:40)."""

    __tablename__ = "urgent_decision"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    body_id: UUID = Field(foreign_key="body.id")
    secrecy: str = "open"
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    decided_on: date
    text: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    by_name: str
    record_id: UUID = Field(foreign_key="record.id", index=True)
    reported_id: UUID | None = Field(default=None, foreign_key="meeting.id", index=True)
    """The meeting at which it was reported."""
