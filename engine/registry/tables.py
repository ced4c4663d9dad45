"""What the registry keeps beside cases and records: why a number series jumps, and what waits to be registered."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from engine.db import instant, new_id
from engine.organisations.tables import one_of


class SeriesNote(SQLModel, table=True):
    """Why a gap-free series jumps: it was started at a number, or a number was voided (JO 4639-2007)."""

    __tablename__ = "series_note"
    __table_args__ = (
        one_of("kind", ("started", "voided", "imported")),
        Index("ix_series_note_series", "organisation_id", "series", "year", "number"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    series: str
    """As the counter names it; `registry.series` makes the names."""
    year: int
    """0 for a series that does not restart."""
    kind: str
    number: int
    """The number voided, or the one that the series goes on from."""
    label: str | None = None
    """A voided number as it would have been written."""
    reason: str
    at: datetime = Field(sa_column=instant())
    by_id: UUID | None = None
    by_name: str


class PileItem(SQLModel, table=True):
    """Something that has come in and waits to be registered (högen): a scan, a mail with what came along in it."""

    __tablename__ = "pile_item"
    __table_args__ = (
        one_of("state", ("waiting", "registered", "put_aside")),
        Index("ix_pile_item_waiting", "organisation_id", "state", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    title: str
    """What it is called until it is registered."""
    arrived_on: date
    way_in: str
    hints: str = Field(default="[]", sa_type=Text)
    """What was read in it, as JSON; erased when it is registered or put aside."""
    state: str = "waiting"
    at: datetime = Field(sa_column=instant())
    by_name: str
    record_id: UUID | None = Field(default=None, foreign_key="record.id", index=True)
    ended_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    reason: str | None = None
    """Why it was put aside without being registered (OSL 5:1)."""


class PileFile(SQLModel, table=True):
    """A file of something in the pile: the bytes lie in the file store under their sha256."""

    __tablename__ = "pile_file"
    __table_args__ = (UniqueConstraint("item_id", "position"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    item_id: UUID = Field(foreign_key="pile_item.id")
    organisation_id: UUID = Field(foreign_key="organisation.id")
    position: int
    filename: str
    media_type: str
    size: int
    sha256: str


class SavedSearch(SQLModel, table=True):
    """A search in the diary that somebody keeps for themselves."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.id")
    name: str
    query: str
    at: datetime = Field(sa_column=instant())
