"""Records: registered without a case, shown, corrected, moved, voided; and their files."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response
from sqlmodel import Session, col, select

from api.description import FILE_ANSWER, takes
from api.door import Answer, Asked, acting, asked, matching, shown
from api.paging import After, Limit, cursor, position
from api.resource import resource
from api.resources.readings import listed as noted
from api.resources.readings import read
from api.resources.record_views import OneRecord, RecordList, RecordView, belonging, rev_of, views
from api.resources.sent_files import sent_file
from api.uploads import FilesForm, Sent, taking
from engine import registry
from engine.access import Actor, visible
from engine.cases.tables import Record, RecordFile
from engine.db import found
from engine.forms import Line

router = resource("records")
Position = Annotated[int, Path(ge=1, le=100_000, description="The file's place, from 1.")]


@router.post("/records", status_code=201, response_model=RecordView, openapi_extra=takes("LooseRecordForm"))
def add(sent: Annotated[Sent[registry.LooseRecordForm], taking("record.add", registry.LooseRecordForm)]) -> Response:
    """Registers a record without a case, with its files: it gets a dnr of its own in the diary."""
    who = sent.who

    def do(session: Session) -> Answer:
        record = registry.add_loose_record(session, who.actor, sent.form, who.now, sent.files)
        return RecordView.answer(session, record, 201)

    return who.act(do, sent.whole)


@router.get("/records", response_model=RecordList)
def listed(
    who: Annotated[Asked, asked("case.read")],
    dnr: Annotated[Line | None, Query(description="Exactly this dnr.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> RecordList:
    """The records that lie without a case and that you may see, the newest first."""
    since = position(after, UUID)

    def look(session: Session) -> RecordList:
        filters = registry.RecordFilters(loose=True, dnr=dnr)
        page = registry.list_records(session, who.actor, filters, since[0] if since else None, limit)
        return RecordList(items=views(session, page.items), next=cursor(page.next) if page.next else None)

    found = who.look(look)
    noted(who, "record", found.items)
    return found


def seen(session: Session, actor: Actor, record_id: UUID) -> Record:
    """The record, to be read. `NotFound` when it is hidden."""
    wanted = select(Record).where(col(Record.id) == record_id, visible(actor, Record))
    return found(session.exec(wanted).first(), record=str(record_id))


@router.get("/records/{record_id}", response_model=OneRecord)
def one(record_id: UUID, who: Annotated[Asked, asked("case.read")]) -> Response:
    """A record with its text and its files. Reading a secret one is noted before it is sent."""

    def look(session: Session) -> tuple[Record, OneRecord, int]:
        record = seen(session, who.actor, record_id)
        held, recipients = belonging(session, [record_id])
        basic = RecordView.of(record, held.get(record_id, ()), recipients.get(record_id, ()))
        rest = record.model_dump(include=set(OneRecord.model_fields) - set(RecordView.model_fields))
        return record, OneRecord(**basic.model_dump(), **rest), rev_of(session, record)

    record, view, rev = who.look(look)
    read(who, record)
    return shown(view, rev)


@router.patch("/records/{record_id}", response_model=RecordView)
def correct(
    record_id: UUID, form: registry.RecordCorrectionForm, who: Annotated[Asked, matching("record.correct")]
) -> Response:
    """Corrects what the register says of a record. Old and new stay visible."""

    def do(session: Session) -> Answer:
        record = registry.correct_record(session, who.actor, record_id, form, who.now, who.seen)
        return RecordView.answer(session, record)

    return who.act(do, form)


@router.post("/records/{record_id}/void", response_model=RecordView)
def void(record_id: UUID, form: registry.ReasonForm, who: Annotated[Asked, matching("record.correct")]) -> Response:
    """Voids a record registered by mistake. It stays with its number and the reason."""

    def do(session: Session) -> Answer:
        record = registry.void_record(session, who.actor, record_id, form, who.now, who.seen)
        return RecordView.answer(session, record)

    return who.act(do, form)


@router.post("/records/{record_id}/move", response_model=RecordView)
def move(record_id: UUID, form: registry.MoveForm, who: Annotated[Asked, acting("record.correct")]) -> Response:
    """Moves a record to another case, where it gets the next running number. Both journals tell of it."""

    def do(session: Session) -> Answer:
        return RecordView.answer(session, registry.move_record(session, who.actor, record_id, form, who.now))

    return who.act(do, form)


@router.post("/records/{record_id}/secrecy", response_model=RecordView)
def mark(record_id: UUID, form: registry.MarkForm, who: Annotated[Asked, matching("case.mark")]) -> Response:
    """Marks one record as secret (OSL 5:5)."""

    def do(session: Session) -> Answer:
        record = registry.mark_record(session, who.actor, record_id, form, who.now, who.seen)
        return RecordView.answer(session, record)

    return who.act(do, form)


@router.post("/records/{record_id}/secrecy/lift", response_model=RecordView)
def unmark(record_id: UUID, form: registry.UnmarkForm, who: Annotated[Asked, matching("case.mark")]) -> Response:
    """Takes the mark off one record. In a case that is marked as a whole it stays as secret as the case."""

    def do(session: Session) -> Answer:
        record = registry.unmark_record(session, who.actor, record_id, form, who.now, who.seen)
        return RecordView.answer(session, record)

    return who.act(do, form)


@router.post(
    "/records/{record_id}/files",
    status_code=201,
    response_model=RecordView,
    openapi_extra=takes("FilesForm", alone=True),
)
def file(record_id: UUID, sent: Annotated[Sent[FilesForm], taking("record.add", FilesForm, seen=True)]) -> Response:
    """Adds files to a record, as when an annex comes later."""
    who = sent.who

    def do(session: Session) -> Answer:
        record = registry.add_files(session, who.actor, record_id, sent.files, who.now, who.seen)
        return RecordView.answer(session, record, 201)

    return who.act(do, sent.whole)


@router.get("/records/{record_id}/files/{position}", response_class=Response, responses=FILE_ANSWER)
def content(record_id: UUID, position: Position, who: Annotated[Asked, asked("case.read")]) -> Response:
    """A file of a record, as it was sent in or made. Reading a secret one is noted before it is sent.

    An original with marked passages is only for those who may read them; its masked version stands beside it.
    """

    def look(session: Session) -> tuple[Record, RecordFile]:
        record = seen(session, who.actor, record_id)
        return record, registry.open_file(session, who.actor, record, position)

    record, held = who.look(look)
    answer = sent_file(who, held)
    read(who, record)
    return answer
