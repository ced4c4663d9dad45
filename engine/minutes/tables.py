"""The notices of minutes: what stood on the notice board, from when until when, for which §§ (KL 8:12)."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from engine.db import instant, new_id
from engine.organisations.tables import one_of

RESULTS = ("dismissed", "rejected", "repealed")
"""What a court may do: not take the appeal up, reject it, repeal the decision."""


class Notice(SQLModel, table=True):
    """Tillkännagivande that minutes have been verified. It says where they are, and when it was put up."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    meeting_id: UUID = Field(foreign_key="meeting.id", index=True)
    up: date
    kept: str
    """Where the minutes can be read."""
    signer: str
    """Who certifies it, as printed."""
    down: date | None = None
    broken: bool = False
    """It came down before the time for appeal had run out, so that time never does: another notice is put up."""
    at: datetime = Field(sa_column=instant())


class NoticedParagraph(SQLModel, table=True):
    """A § that a notice is about."""

    __tablename__ = "noticed_paragraph"

    notice_id: UUID = Field(foreign_key="notice.id", primary_key=True)
    paragraph_id: UUID = Field(foreign_key="paragraph.id", primary_key=True, index=True)


class NoticeShown(SQLModel, table=True):
    """A stretch of days in which the notice was seen to stand on the board, both included (KL 13:5)."""

    __tablename__ = "notice_shown"

    notice_id: UUID = Field(foreign_key="notice.id", primary_key=True)
    from_day: date = Field(primary_key=True)
    through_day: date


class Appeal(SQLModel, table=True):
    """Överklagande of a §: when it came in, the court's number, and what came of it."""

    __table_args__ = (one_of("result", RESULTS),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    paragraph_id: UUID = Field(foreign_key="paragraph.id", index=True)
    received_on: date
    court_number: str | None = None
    stayed_on: date | None = None
    """Inhibition: the decision is not carried out for the time being."""
    result: str | None = None
    ended_on: date | None = None


class LegalForce(SQLModel, table=True):
    """Laga kraft of a §, confirmed once the court has been asked (KL 13:4–6)."""

    __tablename__ = "legal_force"

    paragraph_id: UUID = Field(foreign_key="paragraph.id", primary_key=True)
    asked_on: date
    confirmed_on: date
