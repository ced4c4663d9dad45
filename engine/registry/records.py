"""Records: added to a case or to the diary alone, noted, moved, corrected, voided. Nothing is erased."""

import html
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from engine.access import Actor, permit
from engine.acts import note, open_case, permit_work
from engine.cases.records import Particulars, place
from engine.cases.tables import Case, Record
from engine.errors import require
from engine.journal import Act, Value
from engine.registry import series
from engine.registry.attachments import KeptFile, attach
from engine.registry.changes import changed, old_and_new
from engine.registry.forms import LooseRecordForm, MoveForm, NoteForm, ReasonForm, RecordCorrectionForm, RecordForm
from engine.registry.indexing import reindex
from engine.registry.opening import Opened, find_case, open_record
from engine.registry.registering import complete, place_of
from engine.registry.secrecy import inherit, put_mark
from engine.rules.calendar import legal_day
from engine.rules.numbering import may_void
from engine.rules.refusal import first
from engine.rules.register import may_act, may_correct_register, may_have_arrived, may_move, may_touch_record

CORRECTABLE = ("title", "correspondent", "received_on", "document_date", "way_in", "paper_location")


def particulars(form: RecordForm) -> Particulars:
    """What the form says of the record."""
    return {
        "direction": form.direction,
        "kind": form.kind,
        "title": form.title,
        "correspondent": form.correspondent,
        "received_on": form.received_on,
        "document_date": form.document_date,
        "way_in": form.way_in,
        "paper_location": form.paper_location,
    }


def in_order(form: RecordForm, record: Record, act: Act) -> None:
    """Refuses a record that the register could not hold (OSL 5:2), and marks it when the form says so."""
    today = legal_day(act.now)
    require(first(complete(record), may_have_arrived(form.received_on or today, today)))
    if form.secrecy:
        put_mark(record, form.secrecy, today)


def describe(record: Record, files: Sequence[KeptFile]) -> tuple[dict[str, Value], dict[str, Value]]:
    """What the journal tells of a new record: facts, and the particulars that can be erased."""
    facts: dict[str, Value] = {
        "record": str(record.id),
        "number": record.number,
        "direction": record.direction,
        "kind": record.kind,
        "secrecy": record.secrecy,
        "files": [file.sha256 for file in files],
    }
    return facts, {"title": record.title, "correspondent": record.correspondent}


def add_record(
    session: Session,
    actor: Actor,
    case_id: UUID,
    form: RecordForm,
    now: datetime,
    files: Sequence[KeptFile] = (),
    if_match: int | None = None,
) -> Record:
    """Registers a record in a case: the next running number, one journal entry (OSL 5:1–2).

    Refused in a voided case, and when what OSL 5:2 asks for is missing.
    """
    case = open_case(session, actor, case_id, if_match)
    permit_work(session, actor, "record.add", case)
    require(may_act(case.voided_reason))
    act = actor.act(now)
    record = place(case, act, **particulars(form))
    in_order(form, record, act)
    return save(session, case, record, act, "record:added", files)


def save(session: Session, case: Case, record: Record, act: Act, tag: str, files: Sequence[KeptFile] = ()) -> Record:
    """Saves a new record of a case with its files, and the act's one entry."""
    facts, personal = describe(record, files)
    note(session, case, act, tag, facts, personal)
    session.flush()
    session.add(record)
    session.flush()
    attach(session, record, files, act.now)
    reindex(session, case)
    return record


def add_note(session: Session, actor: Actor, case_id: UUID, form: NoteForm, now: datetime) -> Record:
    """Notes something to the file (tjänsteanteckning): an internal record whose text is its own. One journal entry."""
    case = open_case(session, actor, case_id)
    permit_work(session, actor, "case.note", case)
    require(may_act(case.voided_reason))
    said = "".join(f"<p>{html.escape(part)}</p>" for part in form.text.split("\n") if part.strip())
    record = place(
        case,
        actor.act(now),
        direction="internal",
        kind="file_note",
        title=form.title,
        document_date=legal_day(now),
        text=said,
    )
    return save(session, case, record, actor.act(now), "note:added")


def add_loose_record(
    session: Session, actor: Actor, form: LooseRecordForm, now: datetime, files: Sequence[KeptFile] = ()
) -> Record:
    """Registers a record without a case: it gets a dnr from the diary's series and a journal stream of its own."""
    diary, body, _, _ = place_of(session, actor.organisation_id, form.diary, form.body)
    permit(actor, "record.add", body.id)
    act, today = actor.act(now), legal_day(now)
    record = Record(
        organisation_id=actor.organisation_id,
        body_id=body.id,
        registered_on=today,
        registered_at=now,
        **particulars(form),
    )
    in_order(form, record, act)
    record.dnr = series.take(session, actor.organisation_id, series.of_diary(diary, today.year), today, form.class_code)
    facts, personal = describe(record, files)
    Opened(record, None).tell(session, act, "record:added", {"dnr": record.dnr, **facts}, personal)
    attach(session, record, files, now)
    return record


def add_files(
    session: Session,
    actor: Actor,
    record_id: UUID,
    files: Sequence[KeptFile],
    now: datetime,
    if_match: int | None = None,
) -> Record:
    """Adds files to a record, as when an annex comes later. One journal entry with their hashes."""
    opened = open_record(session, actor, record_id, if_match)
    if opened.case is not None:
        permit_work(session, actor, "record.add", opened.case)
    else:
        permit(actor, "record.add", opened.record.body_id)
    require(may_touch_record(opened.record.voided_reason))
    rows = attach(session, opened.record, files, now)
    facts: dict[str, Value] = {"files": [row.sha256 for row in rows], "from": rows[0].position if rows else None}
    opened.tell(session, actor.act(now), "record:filed", facts, {"filenames": [row.filename for row in rows]})
    return opened.record


def correct_record(
    session: Session,
    actor: Actor,
    record_id: UUID,
    form: RecordCorrectionForm,
    now: datetime,
    if_match: int | None = None,
) -> Record:
    """Corrects what the register says of a record; old and new stand in the journal and on the case sheet.

    The case is no longer found by what was wrong.
    """
    opened = open_record(session, actor, record_id, if_match)
    record, today = opened.record, legal_day(now)
    permit(actor, "record.correct", record.body_id)
    changes = changed(record, form, CORRECTABLE)
    require(first(may_touch_record(record.voided_reason), may_correct_register(list(changes))))
    for name, (_, new) in changes.items():
        setattr(record, name, new)
    require(first(complete(record), may_have_arrived(record.received_on or today, today)))
    opened.tell(
        session, actor.act(now), "record:corrected", {"fields": list(changes)}, old_and_new(changes, form.reason)
    )
    reindex(session, opened.case)
    return record


def void_record(
    session: Session, actor: Actor, record_id: UUID, form: ReasonForm, now: datetime, if_match: int | None = None
) -> Record:
    """Voids a record registered by mistake. It stays with its number and the reason; the number is never used again.

    The case is no longer found by it.
    """
    opened = open_record(session, actor, record_id, if_match)
    permit(actor, "record.correct", opened.record.body_id)
    require(first(may_touch_record(opened.record.voided_reason), may_void(form.reason)))
    opened.record.voided_at, opened.record.voided_reason = now, form.reason
    opened.tell(session, actor.act(now), "record:voided", {}, {"reason": form.reason})
    reindex(session, opened.case)
    return opened.record


def move_record(session: Session, actor: Actor, record_id: UUID, form: MoveForm, now: datetime) -> Record:
    """Moves a record to another case, where it gets the next running number; the old number stays empty and is shown.

    Both cases' journals tell of it. A record that lay alone keeps its dnr, so that it can still be found by it.
    """
    other_id = find_case(session, actor, form.case, "case")
    opened, other = open_both(session, actor, record_id, other_id)
    record, act = opened.record, actor.act(now)
    permit(actor, "record.correct", record.body_id)
    permit(actor, "record.correct", other.body_id)
    require(
        first(
            may_move(there=record.case_id == other.id),
            may_touch_record(record.voided_reason),
            may_act(other.voided_reason),
        )
    )
    other.records += 1
    facts: dict[str, Value] = {
        "from": str(record.case_id) if record.case_id else None,
        "from_number": record.number,
        "to": str(other.id),
        "to_number": other.records,
    }
    opened.tell(session, act, "record:moved", facts, {"reason": form.reason, "title": record.title})
    settle(record, other)
    Opened(record, other).tell(session, act, "record:moved", facts, {"reason": form.reason, "title": record.title})
    reindex(session, opened.case)
    reindex(session, other)
    return record


def settle(record: Record, case: Case) -> None:
    """Puts a record in its new case: number, body, and at least the case's degree of secrecy.

    The mark of a marked case that it leaves becomes its own: that it lies elsewhere makes nothing public.
    """
    record.case_id, record.number, record.body_id = case.id, case.records, case.body_id
    record.own_mark = record.secrecy == "secret"
    if case.secrecy == "secret" and not record.own_mark:
        inherit(record, case)


def open_both(session: Session, actor: Actor, record_id: UUID, case_id: UUID) -> tuple[Opened, Case]:
    """Locks two cases and the record, the cases in order of id so that two moves never wait for each other."""
    before = open_record_case(session, record_id)
    if before is not None and case_id < before:
        other = open_case(session, actor, case_id)
        return open_record(session, actor, record_id), other
    opened = open_record(session, actor, record_id)
    return opened, open_case(session, actor, case_id)


def open_record_case(session: Session, record_id: UUID) -> UUID | None:
    """The case in which a record lies, if any; whether the actor sees it is asked when it is opened."""
    row = session.get(Record, record_id)
    return row.case_id if row else None
