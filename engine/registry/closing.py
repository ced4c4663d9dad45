"""Closing a case: its checklist, the last step of a lifecycle, and by hand where there is no lifecycle."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field
from sqlmodel import Session, col, or_, select

from engine.access import Actor, permit, visible
from engine.acts import note, open_case
from engine.cases.tables import Case, Record, RecordFile, Watch
from engine.db import found
from engine.errors import Invalid, require
from engine.forms import Form, Line
from engine.journal import Value
from engine.lifecycle.tables import Task
from engine.lifecycle.work import Done, Work
from engine.rules.calendar import legal_day
from engine.rules.refusal import Refusal, first
from engine.rules.register import (
    decided,
    may_close_by_hand,
    nothing_waits,
    nothing_watched,
    open_still,
    records_hold_something,
)

Item = Literal["open", "outcome", "tasks", "watches", "records"]


class CloseForm(Form):
    """Avsluta ärendet: everything on the checklist is done, or left undone for a reason that is given."""

    despite: Annotated[
        tuple[Literal["watches", "records"], ...],
        Field(title="Trots", description="Punkter på checklistan som får stå kvar."),
    ] = ()
    reason: Annotated[Line | None, Field(title="Skäl", description="Krävs när något får stå kvar.")] = None


class CloseByHandForm(CloseForm):
    """Avsluta ett ärende som inte har några steg: what became of it, and the checklist."""

    outcome: Annotated[
        Literal["approved", "rejected", "answered", "partly_approved", "written_off", "withdrawn", "decided"],
        Field(title="Utfall", description="Vad ärendet ledde till."),
    ]


def close_case(work: Work, form: CloseForm) -> Done:
    """Closes the case when its checklist is done (OSL 5:1). Watches and empty records may remain for a given reason."""
    facts = finish(work.session, work.case, form, work.now)
    return Done({}, facts, {"reason": form.reason})


def close_by_hand(
    session: Session, actor: Actor, case_id: UUID, form: CloseByHandForm, now: datetime, if_match: int | None = None
) -> Case:
    """Closes a case that has no lifecycle left: one from an older diary, or whose own process has come to its end.

    One journal entry. Refused where a lifecycle runs: its own last step closes the case.
    """
    case = open_case(session, actor, case_id, if_match)
    permit(actor, "case.close", case.body_id)
    waits = col(Task.case_id) == case.id, col(Task.done_at).is_(None)
    steps = session.exec(select(Task.id).where(*waits).limit(1)).first()
    require(may_close_by_hand(has_lifecycle=steps is not None))
    case.outcome = case.outcome or form.outcome
    facts = {"outcome": case.outcome, **finish(session, case, form, now)}
    note(session, case, actor.act(now), "case:closed", facts, {"reason": form.reason})
    session.flush()
    return case


def finish(session: Session, case: Case, form: CloseForm, now: datetime) -> dict[str, Value]:
    """Closes the case if its checklist allows it; returns what the journal tells."""
    if form.despite and form.reason is None:
        raise Invalid("reason", "say why something may remain undone")
    answers = checklist(session, case)
    require(first(*(refusal for item, refusal in answers if item not in form.despite)))
    case.closed_on = legal_day(now)
    return {"closed_on": case.closed_on.isoformat(), "despite": ", ".join(form.despite)}


def closing_checklist(session: Session, actor: Actor, case_id: UUID) -> list[tuple[Item, Refusal | None]]:
    """What must be done before a case can be closed, each item with what is missing or None; for screens."""
    wanted = select(Case).where(col(Case.id) == case_id, visible(actor, Case))
    return checklist(session, found(session.exec(wanted).first(), case=str(case_id)))


def checklist(session: Session, case: Case) -> list[tuple[Item, Refusal | None]]:
    """The closing checklist of a case, in order."""
    return [
        ("open", open_still(case.closed_on)),
        ("outcome", decided(case.outcome)),
        ("tasks", nothing_waits(waiting_tasks(session, case))),
        ("watches", nothing_watched(open_watches(session, case))),
        ("records", records_hold_something(empty_records(session, case))),
    ]


def waiting_tasks(session: Session, case: Case) -> list[str]:
    """The names of other steps that wait."""
    waiting = select(Task.name).where(
        col(Task.case_id) == case.id, col(Task.done_at).is_(None), col(Task.step) != "close_case"
    )
    return list(session.exec(waiting.order_by(col(Task.since), col(Task.id))))


def open_watches(session: Session, case: Case) -> int:
    """How many watches are not done."""
    return len(session.exec(select(Watch.id).where(col(Watch.case_id) == case.id, col(Watch.done_at).is_(None))).all())


def empty_records(session: Session, case: Case) -> list[int]:
    """The running numbers of what has come in and cannot be found: no file, no text, no place of the original."""
    filed = select(RecordFile.id).where(col(RecordFile.record_id) == col(Record.id)).exists()
    empty = select(Record.number).where(
        col(Record.case_id) == case.id,
        col(Record.direction) == "incoming",
        col(Record.voided_at).is_(None),
        col(Record.paper_location).is_(None),
        or_(col(Record.text).is_(None), col(Record.text) == ""),
        ~filed,
    )
    return [number for number in session.exec(empty.order_by(col(Record.number))) if number is not None]
