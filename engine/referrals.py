"""2 prepared: referrals to those who know or are concerned, and their replies."""

from datetime import date
from uuid import UUID

from sqlmodel import Field, SQLModel

from engine.db import new_id


class Referral(SQLModel, table=True):
    """Remiss to one recipient: sent, then answered, declined or left without answer."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    body_id: UUID = Field(foreign_key="body.id")
    secrecy: str = "open"
    recipient: str
    question: str
    sent_on: date
    due_on: date
    outcome: str | None = None
    answered_on: date | None = None
    record_id: UUID | None = Field(default=None, foreign_key="record.id")
    reminded_on: date | None = None
