"""How a record looks from outside."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Session, col, select

from api.door import Answer
from api.paging import cursor
from engine.access import Actor, visible
from engine.acts import see_case
from engine.cases.tables import Case, Record, RecordFile
from engine.meetings.tables import Paragraph, Recipient


class FileView(BaseModel):
    """A file of a record. `made_here` when this program rendered it.

    `variant` is `original` or `masked`; passages are `marked` in an original that not all who see the record may open.
    """

    position: int
    filename: str
    media_type: str
    size: int
    sha256: str
    variant: str
    marked: bool
    made_here: bool

    @classmethod
    def of(cls, file: RecordFile) -> Self:
        """The view of a row."""
        made_here = file.made_with is not None
        return cls(**file.model_dump(include=set(cls.model_fields) - {"made_here"}), made_here=made_here)


class RecordView(BaseModel):
    """A record as the register has it (OSL 5:2). `recipients` are those that an extract goes to, as decided."""

    id: UUID
    case_id: UUID | None
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
    voided_reason: str | None
    recipients: list[str]
    files: list[FileView]

    @classmethod
    def of(cls, record: Record, files: Sequence[RecordFile] = (), recipients: Sequence[str] = ()) -> Self:
        """The view of a row with what belongs to it."""
        own = record.model_dump(include=set(RecordView.model_fields))
        return cls(**own, recipients=list(recipients), files=[FileView.of(file) for file in files])

    @classmethod
    def answer(cls, session: Session, record: Record, status: int = 200) -> Answer:
        """The answer to an act on a record; its tag is that of its case, or its own when it lies in none."""
        files, recipients = belonging(session, [record.id])
        view = cls.of(record, files.get(record.id, ()), recipients.get(record.id, ()))
        return Answer(view, status, rev_of(session, record), f"/api/v1/records/{record.id}" if status == 201 else None)


class OneRecord(RecordView):
    """A record with its text and its mark."""

    text: str | None
    """A file note's own text, as HTML."""
    body_id: UUID
    registered_at: datetime
    provision: str | None
    marked_on: date | None
    marked_by: str | None
    reconsider_on: date | None


class RecordList(BaseModel):
    """A page of records; `next` is the cursor of the page after it."""

    items: list[RecordView]
    next: str | None


def rev_of(session: Session, record: Record) -> int:
    """The revision of the stream that tells of the record."""
    case = session.get(Case, record.case_id) if record.case_id else None
    return case.rev if case else record.rev


def belonging(session: Session, records: Sequence[UUID]) -> tuple[dict[UUID, list[RecordFile]], dict[UUID, list[str]]]:
    """The files and the recipients of records, in two statements."""
    files: dict[UUID, list[RecordFile]] = {}
    wanted = select(RecordFile).where(col(RecordFile.record_id).in_(records))
    for file in session.exec(wanted.order_by(col(RecordFile.position))):
        files.setdefault(file.record_id, []).append(file)
    recipients: dict[UUID, list[str]] = {}
    decided = (
        select(Paragraph.record_id, Recipient.text)
        .join(Recipient, col(Recipient.paragraph_id) == col(Paragraph.id))
        .where(col(Paragraph.record_id).in_(records))
    )
    for record_id, text in session.exec(decided.order_by(col(Recipient.position))):
        if record_id:
            recipients.setdefault(record_id, []).append(text)
    return files, recipients


def views(session: Session, rows: Sequence[Record]) -> list[RecordView]:
    """The views of rows with what belongs to them."""
    files, recipients = belonging(session, [row.id for row in rows])
    return [RecordView.of(row, files.get(row.id, ()), recipients.get(row.id, ())) for row in rows]


def records_of(session: Session, actor: Actor, case_id: UUID, after: int, limit: int) -> RecordList:
    """A page of a case's records by running number, in four statements."""
    see_case(session, actor, case_id)
    wanted = (
        select(Record)
        .where(col(Record.case_id) == case_id, col(Record.number) > after, visible(actor, Record))
        .order_by(col(Record.number))
        .limit(limit + 1)
    )
    rows = list(session.exec(wanted))
    more = cursor(rows[limit - 1].number) if len(rows) > limit else None
    return RecordList(items=views(session, rows[:limit]), next=more)
