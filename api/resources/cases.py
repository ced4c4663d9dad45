"""Cases: registered, found, shown, corrected, voided; and what hangs on them."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel
from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from api.description import takes
from api.door import Answer, Asked, acting, asked, matching, shown
from api.paging import After, Limit, cursor, instant, number, position
from api.resource import resource
from api.resources.case_views import CaseView, OneCase, RelationView, WatchView, whole
from api.resources.readings import listed as noted
from api.resources.readings import read
from api.resources.record_views import RecordList, RecordView, records_of
from api.resources.sheet_views import SheetView
from api.resources.tasks import TaskView
from api.uploads import Sent, taking
from engine import registry, steps
from engine.access import visible
from engine.acts import see_case
from engine.cases.tables import Case
from engine.lifecycle.tables import Task

router = resource("cases")


class CaseTask(TaskView):
    """A waiting step of a case, and whether it is yours to do."""

    mine: bool


class CaseTaskList(BaseModel):
    """A page of a case's waiting steps, the oldest first."""

    items: list[CaseTask]
    next: str | None


class EntryView(BaseModel):
    """An entry of the journal. `personal` is missing when it has been erased or may not be seen."""

    seq: int
    at: datetime
    tag: str
    facts: dict[str, Any]
    personal: dict[str, Any] | None


class Journal(BaseModel):
    """A page of a case's journal, the oldest first."""

    items: list[EntryView]
    next: str | None


@router.post("/cases", status_code=201, response_model=CaseView, openapi_extra=takes("RegisterForm"))
def register(sent: Annotated[Sent[registry.RegisterForm], taking("case.register", registry.RegisterForm)]) -> Response:
    """Registers a case: it gets its dnr, the record that opened it is number 1, and its lifecycle starts."""
    who = sent.who

    def do(session: Session) -> Answer:
        case = steps.register(session, who.house.engine, who.actor, sent.form, who.now, sent.files)
        return Answer(CaseView.of(case), 201, case.rev, f"/api/v1/cases/{case.id}")

    return who.act(do, sent.whole)


@router.get("/cases/{case_id}", response_model=OneCase)
def one(case_id: UUID, who: Annotated[Asked, asked("case.read")]) -> Response:
    """A case with its movers, att-satser, parties, relations and watches, and the steps that wait."""
    case, view = who.look(lambda session: whole(session, who.actor, case_id))
    read(who, case)
    return shown(view, case.rev)


@router.patch("/cases/{case_id}", response_model=CaseView)
def correct(
    case_id: UUID, form: registry.CaseCorrectionForm, who: Annotated[Asked, matching("case.correct")]
) -> Response:
    """Renames a case or corrects other facts of it. Old and new stay visible."""

    def do(session: Session) -> Answer:
        return CaseView.answer(registry.correct_case(session, who.actor, case_id, form, who.now, who.seen))

    return who.act(do, form)


@router.post("/cases/{case_id}/void", response_model=CaseView)
def void(case_id: UUID, form: registry.ReasonForm, who: Annotated[Asked, matching("case.void")]) -> Response:
    """Voids a case registered by mistake. It stays in the diary with its number and the reason."""

    def do(session: Session) -> Answer:
        return CaseView.answer(registry.void_case(session, who.actor, case_id, form, who.now, who.seen))

    return who.act(do, form)


@router.post("/cases/{case_id}/secrecy", response_model=CaseView)
def mark(case_id: UUID, form: registry.MarkForm, who: Annotated[Asked, matching("case.mark")]) -> Response:
    """Marks a case and everything in it as secret (OSL 5:5)."""

    def do(session: Session) -> Answer:
        return CaseView.answer(registry.mark_case(session, who.actor, case_id, form, who.now, who.seen))

    return who.act(do, form)


@router.post("/cases/{case_id}/secrecy/lift", response_model=CaseView)
def unmark(case_id: UUID, form: registry.UnmarkForm, who: Annotated[Asked, matching("case.mark")]) -> Response:
    """Takes the mark off a case. Records that were marked by themselves keep theirs."""

    def do(session: Session) -> Answer:
        return CaseView.answer(registry.unmark_case(session, who.actor, case_id, form, who.now, who.seen))

    return who.act(do, form)


@router.post("/cases/{case_id}/relations", status_code=201, response_model=RelationView)
def relate(case_id: UUID, form: registry.RelationForm, who: Annotated[Asked, acting("case.relate")]) -> Response:
    """Relates the case to another. It shows from both, and both journals tell of it."""

    def do(session: Session) -> Answer:
        relation = registry.relate(session, who.actor, case_id, form, who.now)
        return Answer(RelationView.of(relation, session.get_one(Case, relation.other_id)), 201)

    return who.act(do, form)


@router.delete("/cases/{case_id}/relations/{relation_id}", status_code=204)
def unrelate(case_id: UUID, relation_id: UUID, who: Annotated[Asked, acting("case.relate")]) -> Response:
    """Ends a relation. It stays in the register with the instant it ended."""

    def do(session: Session) -> Answer:
        registry.end_relation(session, who.actor, case_id, relation_id, who.now)
        return Answer(None, 204)

    return who.act(do)


@router.post("/cases/{case_id}/notes", status_code=201, response_model=RecordView)
def note(case_id: UUID, form: registry.NoteForm, who: Annotated[Asked, acting("case.note")]) -> Response:
    """Notes something to the file (tjänsteanteckning): an internal record with its own text."""

    def do(session: Session) -> Answer:
        record = registry.add_note(session, who.actor, case_id, form, who.now)
        return RecordView.answer(session, record, 201)

    return who.act(do, form)


@router.post("/cases/{case_id}/confirmations", status_code=201, response_model=RecordView)
def confirm(case_id: UUID, form: registry.ConfirmForm, who: Annotated[Asked, matching("record.add")]) -> Response:
    """Confirms to the sender that the case is registered: a letter with its dnr and officer, drawn afterwards."""

    def do(session: Session) -> Answer:
        record = registry.confirm(session, who.actor, case_id, form, who.now, who.seen)
        return RecordView.answer(session, record, 201)

    return who.act(do, form)


@router.post("/cases/{case_id}/watches", status_code=201, response_model=WatchView)
def watch(case_id: UUID, form: registry.WatchForm, who: Annotated[Asked, acting("case.watch")]) -> Response:
    """Sets a watch (bevakning): somebody is to look at the case on a day."""

    def do(session: Session) -> Answer:
        return Answer(WatchView.of(registry.set_watch(session, who.actor, case_id, form, who.now)), 201)

    return who.act(do, form)


@router.post("/cases/{case_id}/watches/{watch_id}/done", response_model=WatchView)
def watched(case_id: UUID, watch_id: UUID, who: Annotated[Asked, acting("case.watch")]) -> Response:
    """Marks a watch as done; a second time changes nothing."""

    def do(session: Session) -> Answer:
        return Answer(WatchView.of(registry.finish_watch(session, who.actor, case_id, watch_id, who.now)))

    return who.act(do)


@router.get("/cases/{case_id}/journal", response_model=Journal)
def journal(
    case_id: UUID, who: Annotated[Asked, asked("journal.read")], after: After = None, limit: Limit = 50
) -> Journal:
    """What has been done in the case, by whom and when. Particulars of records that you may not see are left out."""
    since = position(after, number)
    last = since[0] if since else 0
    case, told = who.look(
        lambda session: (
            see_case(session, who.actor, case_id),
            registry.case_journal(session, who.actor, case_id, last, limit + 1),
        )
    )
    read(who, case)
    more = cursor(told[limit - 1].seq) if len(told) > limit else None
    return Journal(items=[EntryView.model_validate(one, from_attributes=True) for one in told[:limit]], next=more)


@router.get("/cases/{case_id}/tasks", response_model=CaseTaskList)
def tasks(
    case_id: UUID, who: Annotated[Asked, asked("task.read")], after: After = None, limit: Limit = 50
) -> CaseTaskList:
    """The steps that wait in the case, the oldest first."""
    since = position(after, instant, UUID)
    wanted = (
        select(Task)
        .where(col(Task.case_id) == case_id, col(Task.done_at).is_(None), visible(who.actor, Task))
        .order_by(col(Task.since), col(Task.id))
        .limit(limit + 1)
    )
    if since is not None:
        wanted = wanted.where(tuple_(col(Task.since), col(Task.id)) > (since[0].astimezone(UTC), since[1]))

    def look(session: Session) -> list[Task]:
        see_case(session, who.actor, case_id)
        return list(session.exec(wanted))

    rows = who.look(look)
    more = cursor(rows[limit - 1].since.isoformat(), rows[limit - 1].id) if len(rows) > limit else None
    items = [CaseTask(**TaskView.of(row).model_dump(), mine=steps.may_do(who.actor, row)) for row in rows[:limit]]
    return CaseTaskList(items=items, next=more)


@router.get("/cases/{case_id}/sheet", response_model=SheetView)
def sheet(case_id: UUID, who: Annotated[Asked, asked("case.read")]) -> Response:
    """Dagboksbladet: everything the register knows of the case, with what was voided, moved and corrected."""

    def look(session: Session) -> tuple[Case, SheetView]:
        case = see_case(session, who.actor, case_id)
        return case, SheetView.of(registry.case_sheet(session, who.actor, case))

    case, view = who.look(look)
    read(who, case)
    return shown(view, case.rev)


@router.get("/cases/{case_id}/records", response_model=RecordList)
def records(
    case_id: UUID, who: Annotated[Asked, asked("case.read")], after: After = None, limit: Limit = 50
) -> RecordList:
    """The case's records by running number, those that you may see; voided ones among them."""
    since = position(after, number)
    found = who.look(lambda session: records_of(session, who.actor, case_id, since[0] if since else 0, limit))
    noted(who, "record", found.items)
    return found


@router.post("/cases/{case_id}/records", status_code=201, response_model=RecordView, openapi_extra=takes("RecordForm"))
def add_record(
    case_id: UUID,
    sent: Annotated[Sent[registry.RecordForm], taking("record.add", registry.RecordForm, seen=True)],
) -> Response:
    """Registers a record in the case, with its files: it gets the next running number (OSL 5:1–2)."""
    who = sent.who

    def do(session: Session) -> Answer:
        record = registry.add_record(session, who.actor, case_id, sent.form, who.now, sent.files, who.seen)
        return RecordView.answer(session, record, 201)

    return who.act(do, sent.whole)
