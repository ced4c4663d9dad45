"""What is published of the records: masked versions, and how long they stand."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from engine.db import instant, new_id


class Publication(SQLModel, table=True):
    """A masked version of a record that has been approved for the public."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    record_id: UUID = Field(foreign_key="record.id", index=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    approved_by: UUID = Field(foreign_key="user_account.id")
    at: datetime = Field(sa_column=instant())
    title: str
    """The record's title without what is hidden."""
    hidden: str = Field(sa_type=Text)
    """What is hidden beside the marks, as JSON; told to nobody but those who see the original."""
    take_down_on: date
    ended_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    ended_reason: str | None = None
    pdf: int | None = None
    """The places of its files among the record's, once they are drawn."""
    html: int | None = None
