"""Secrecy marks (OSL 5:5): put on and taken off visibly, spread to what hangs on a case; readings are noted."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col
from sqlmodel.main import default_registry

from engine.access import Actor, permit
from engine.acts import note, open_case
from engine.cases.tables import Case, Record
from engine.db import found
from engine.errors import require
from engine.journal import Act, Value, record
from engine.organisations.tables import AccessStream
from engine.registry.forms import MarkForm, UnmarkForm
from engine.registry.indexing import reindex
from engine.registry.opening import Opened, open_record
from engine.rules.calendar import legal_day
from engine.rules.register import may_act, may_touch_record
from engine.rules.secrecy import may_mark

SHARED = frozenset({"case_id", "organisation_id", "body_id", "secrecy"})
"""The access columns: every table that has them follows the mark of its case."""


def put_mark(subject: Case | Record, form: MarkForm, today: date) -> None:
    """Marks a row that is about to be saved. Refused without provision, authority or a day that has been."""
    marked_on = form.marked_on or today
    require(may_mark(form.provision, marked_on, form.authority, today))
    subject.secrecy = "secret"
    subject.provision, subject.marked_by = form.provision, form.authority
    subject.marked_on, subject.reconsider_on = marked_on, form.reconsider_on
    if isinstance(subject, Record):
        subject.own_mark = True


def take_mark(subject: Case | Record) -> None:
    """Unmarks a row that is about to be saved."""
    subject.secrecy = "open"
    subject.provision = subject.marked_by = subject.marked_on = subject.reconsider_on = None
    if isinstance(subject, Record):
        subject.own_mark = False


def marked(form: MarkForm, subject: Case | Record) -> dict[str, Value]:
    """What the journal tells of a mark."""
    days = {"marked_on": subject.marked_on, "reconsider_on": form.reconsider_on}
    said = {name: day.isoformat() for name, day in days.items() if day}
    return {"provision": form.provision, "authority": form.authority, **said}


def mark_case(
    session: Session, actor: Actor, case_id: UUID, form: MarkForm, now: datetime, if_match: int | None = None
) -> Case:
    """Marks a case secret, and everything in it that carries the access columns: records, tasks, drafts, watches.

    A mark is a warning; release is judged each time (OSL 5:5). One journal entry.
    """
    case = open_case(session, actor, case_id, if_match)
    permit(actor, "case.mark", case.body_id)
    require(may_act(case.voided_reason))
    put_mark(case, form, legal_day(now))
    follow(session, case)
    session.execute(update(Record).where(*without_own(case)).values(secrecy="secret", **marks_of(case)))
    note(session, case, actor.act(now), "case:marked", marked(form, case))
    session.flush()
    reindex(session, case)
    return case


def unmark_case(
    session: Session, actor: Actor, case_id: UUID, form: UnmarkForm, now: datetime, if_match: int | None = None
) -> Case:
    """Takes the mark off a case and what follows it; records with a mark of their own keep it. One journal entry."""
    case = open_case(session, actor, case_id, if_match)
    permit(actor, "case.mark", case.body_id)
    facts: dict[str, Value] = {"provision": case.provision, "authority": case.marked_by}
    take_mark(case)
    follow(session, case)
    session.execute(update(Record).where(*without_own(case)).values(secrecy="open", **marks_of(case)))
    note(session, case, actor.act(now), "case:unmarked", facts, {"reason": form.reason})
    session.flush()
    reindex(session, case)
    return case


def without_own(case: Case) -> tuple[ColumnElement[bool], ...]:
    """The condition for the case's records that have no mark of their own."""
    return col(Record.case_id) == case.id, col(Record.own_mark).is_(False)


def marks_of(case: Case) -> dict[str, Any]:
    """The case's mark, or its lack of one, as its records get it."""
    return {name: getattr(case, name) for name in ("provision", "marked_on", "marked_by", "reconsider_on")}


def follow(session: Session, case: Case) -> None:
    """Gives every row that hangs on the case its degree of secrecy, whatever room it belongs to; records aside."""
    session.add(case)
    session.flush()
    for mapper in default_registry.mappers:
        row = mapper.class_
        if set(mapper.columns.keys()) >= SHARED and row not in (Case, Record):
            session.execute(update(row).where(row.case_id == case.id).values(secrecy=case.secrecy))


def mark_record(
    session: Session, actor: Actor, record_id: UUID, form: MarkForm, now: datetime, if_match: int | None = None
) -> Record:
    """Marks one record. One journal entry, on its case or its own stream."""
    opened = to_mark(session, actor, record_id, if_match)
    require(may_touch_record(opened.record.voided_reason))
    put_mark(opened.record, form, legal_day(now))
    opened.tell(session, actor.act(now), "record:marked", marked(form, opened.record))
    reindex(session, opened.case)
    return opened.record


def unmark_record(
    session: Session, actor: Actor, record_id: UUID, form: UnmarkForm, now: datetime, if_match: int | None = None
) -> Record:
    """Takes the mark off one record. In a case that is marked as a whole it stays as secret as the case."""
    opened = to_mark(session, actor, record_id, if_match)
    facts: dict[str, Value] = {"provision": opened.record.provision, "authority": opened.record.marked_by}
    take_mark(opened.record)
    if opened.case and opened.case.secrecy == "secret":
        inherit(opened.record, opened.case)
    opened.tell(session, actor.act(now), "record:unmarked", facts, {"reason": form.reason})
    reindex(session, opened.case)
    return opened.record


def inherit(record: Record, case: Case) -> None:
    """Gives a record without a mark of its own its case's."""
    record.secrecy = case.secrecy
    for name, value in marks_of(case).items():
        setattr(record, name, value)


def to_mark(session: Session, actor: Actor, record_id: UUID, if_match: int | None) -> Opened:
    """The record, locked for its mark."""
    opened = open_record(session, actor, record_id, if_match)
    permit(actor, "case.mark", opened.record.body_id)
    return opened


def note_reading(session: Session, actor: Actor, subject: Case | Record, now: datetime) -> bool:
    """Notes in the organisation's access stream that a secret case or record is read; call it before the body is sent.

    Returns whether there was anything to note. The case's own `rev` does not move.
    """
    return note_reading_by(session, actor.act(now), subject)


def note_listing(
    session: Session, actor: Actor, kind: Literal["case", "record"], ids: Sequence[UUID], now: datetime
) -> None:
    """Notes in the same stream, as one entry, that secret cases or records have stood in a list that was shown."""
    stream = access_stream(session, actor.organisation_id)
    record(session, "access", stream, actor.act(now), f"{kind}:listed", {f"{kind}s": [str(one) for one in ids]})
    session.add(stream)
    session.flush()


def access_stream(session: Session, organisation_id: UUID) -> AccessStream:
    """The organisation's stream of readings, locked."""
    return found(session.get(AccessStream, organisation_id, with_for_update=True, populate_existing=True))


def note_reading_by(session: Session, act: Act, subject: Case | Record) -> bool:
    """The same for one who has no account, such as the recipient of a secret extract."""
    if subject.secrecy != "secret":
        return False
    stream = access_stream(session, act.organisation_id)
    kind = "case" if isinstance(subject, Case) else "record"
    facts: dict[str, Value] = {kind: str(subject.id), "provision": subject.provision}
    record(session, "access", stream, act, f"{kind}:read", facts)
    session.add(stream)
    session.flush()
    return True
