"""How the case sheet (dagboksbladet) looks from outside."""

from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel

from api.resources.case_views import CaseView, ClauseView, MoverView
from engine import registry


class SheetFile(BaseModel):
    """A file of a record."""

    position: int
    filename: str
    media_type: str
    size: int
    sha256: str


class SheetRecord(BaseModel):
    """A record of the case; voided ones stay, with the reason."""

    id: UUID
    number: int | None
    dnr: str | None
    direction: str
    kind: str
    title: str
    correspondent: str | None
    received_on: date | None
    registered_on: date
    document_date: date | None
    way_in: str | None
    paper_location: str | None
    secrecy: str
    provision: str | None
    voided_reason: str | None
    files: list[SheetFile]


class SheetRelation(BaseModel):
    """A relation: `direction` is "to" when it was made in this case, "from" when in the other."""

    id: UUID
    kind: str
    direction: Literal["to", "from"]
    other_id: UUID
    other_dnr: str
    other_title: str
    at: datetime
    ended_at: datetime | None


class SheetWatch(BaseModel):
    """A watch and whose it is."""

    id: UUID
    owner: str
    due_on: date
    text: str
    done_at: datetime | None


class SheetCorrection(BaseModel):
    """What the register said before and says now; `record` is missing for the case's own facts."""

    at: datetime
    by: str | None
    record: UUID | None
    number: int | None
    field: str
    old: str | None
    new: str | None
    reason: str | None


class SheetMove(BaseModel):
    """A record that came from or went to another case; `other_dnr` is missing for none, or a hidden one."""

    at: datetime
    by: str | None
    record: UUID
    went: Literal["in", "out"]
    number: int | None
    other_dnr: str | None
    reason: str | None


class SheetStep(BaseModel):
    """A step that waits, and for whom when somebody is named."""

    id: UUID
    step: str
    name: str
    role: str
    assigned: str | None
    due_on: date | None
    since: datetime


class SheetView(BaseModel):
    """The whole sheet."""

    case: CaseView
    body: str
    diary: str
    officer: str | None
    movers: list[MoverView]
    clauses: list[ClauseView]
    records: list[SheetRecord]
    relations: list[SheetRelation]
    watches: list[SheetWatch]
    corrections: list[SheetCorrection]
    moves: list[SheetMove]
    waiting: list[SheetStep]

    @classmethod
    def of(cls, sheet: registry.CaseSheet) -> Self:
        """The view of what the register has put together."""
        return cls.model_validate(sheet, from_attributes=True)
