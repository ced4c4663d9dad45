"""How a publication looks from outside: to those who approve it, and to anyone."""

from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Session

from engine.cases.tables import Record
from engine.db import found
from engine.minutes.publications import Preview, Publication
from engine.organisations.tables import User
from engine.rules.calendar import legal_day
from engine.rules.publications import is_published

Standing = Literal["drawing", "published", "taken_down"]


class MaskView(BaseModel):
    """A passage that is marked in the text, and on what ground."""

    text: str
    ground: str


class PreviewView(BaseModel):
    """What would be published: the page, the passages masked in it, and what looks like personal data still."""

    html: str
    marks: list[MaskView]
    suspects: list[str]

    @classmethod
    def of(cls, shown: Preview) -> Self:
        """The view of a preview."""
        marks = [MaskView(text=one.text, ground=one.ground) for one in shown.marks]
        return cls(html=shown.html, marks=marks, suspects=list(shown.suspects))


class PublicationView(BaseModel):
    """A masked version that somebody has approved. `pdf` and `html` are the places of its files among the record's."""

    id: UUID
    record_id: UUID
    state: Standing
    title: str
    approved_by: str
    at: datetime
    take_down_on: date
    ended_at: datetime | None
    ended_reason: str | None
    pdf: int | None
    html: int | None

    @classmethod
    def of(cls, session: Session, row: Publication, today: date) -> Self:
        """The view of a row, as it stands on a day."""
        own = row.model_dump(include=set(cls.model_fields) - {"state", "approved_by"})
        stands = is_published(row.take_down_on, ended=row.ended_at is not None, today=today)
        state: Standing = "taken_down" if not stands else "published" if row.pdf is not None else "drawing"
        return cls(**own, state=state, approved_by=found(session.get(User, row.approved_by)).name)


class PublicationList(BaseModel):
    """What has been published of a record, the newest first."""

    items: list[PublicationView]


class PublishedView(BaseModel):
    """A published document, as anyone sees it."""

    id: UUID
    dnr: str
    title: str
    published_on: date
    take_down_on: date
    pdf: str
    html: str

    @classmethod
    def of(cls, row: Publication, record: Record, dnr: str) -> Self:
        """The view of a row; the number is the record's in its case."""
        here = f"/api/v1/published/{row.id}/document"
        return cls(
            id=row.id,
            dnr=f"{dnr}-{record.number}" if record.number and record.case_id else dnr,
            title=row.title,
            published_on=legal_day(row.at),
            take_down_on=row.take_down_on,
            pdf=f"{here}.pdf",
            html=f"{here}.html",
        )


class PublishedList(BaseModel):
    """What an organisation has published, the newest first."""

    items: list[PublishedView]
