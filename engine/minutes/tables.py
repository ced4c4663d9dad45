"""The notices of minutes: what stood on the notice board, from when until when, for which §§ (KL 8:12)."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from engine.db import instant, new_id


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
