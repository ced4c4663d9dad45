"""What the registry keeps beside cases and records: why a number series jumps."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
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
