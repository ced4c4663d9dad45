"""What changes in the register of cases: new names, corrections, voids, relations. The old always shows."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select as core_select
from sqlalchemy import update
from sqlmodel import Session, SQLModel, col, or_, select

from engine.access import Actor, permit
from engine.acts import note, open_case, permit_work
from engine.cases.tables import Case, Relation
from engine.db import found
from engine.errors import NotFound, require
from engine.forms import Form
from engine.journal import Value
from engine.lifecycle.tables import Task, process
from engine.organisations.profiles import current_profile
from engine.registry.forms import CaseCorrectionForm, ReasonForm, RelationForm
from engine.registry.indexing import reindex
from engine.registry.opening import find_case
from engine.rules import deadlines
from engine.rules.calendar import legal_day
from engine.rules.numbering import may_void
from engine.rules.refusal import first
from engine.rules.register import may_act, may_correct_register, may_have_arrived, may_relate, may_void_case

CORRECTABLE = ("title", "sender", "arrived_on", "class_code", "decide_by")
Changes = dict[str, tuple[object, object]]


def changed(row: SQLModel, form: Form, fields: Iterable[str]) -> Changes:
    """Which of the fields the form changes, with the old and the new value; what it leaves out stays."""
    pairs = {name: (getattr(row, name), getattr(form, name)) for name in fields}
    return {name: (old, new) for name, (old, new) in pairs.items() if new is not None and new != old}


def old_and_new(changes: Changes, reason: str | None) -> dict[str, Value]:
    """Old and new values as the journal keeps them, with the reason."""
    said: dict[str, Value] = {"reason": reason}
    for name, (old, new) in changes.items():
        said[f"{name}:old"], said[f"{name}:new"] = text_of(old), text_of(new)
    return said


def text_of(value: object) -> str | None:
    """A value of the register as text; days as ISO dates."""
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def correct_case(
    session: Session,
    actor: Actor,
    case_id: UUID,
    form: CaseCorrectionForm,
    now: datetime,
    if_match: int | None = None,
) -> Case:
    """Renames a case or corrects other facts of it; old and new stand in the journal and on the case sheet.

    A new title also shows on the waiting tasks. The dnr never changes, not even with the class code. Where a motion's
    year counts from its arrival (KL 5:35), an announced motion's follows the corrected day unless `decide_by` is given.
    """
    case = open_case(session, actor, case_id, if_match)
    permit(actor, "case.correct", case.body_id)
    changes = changed(case, form, CORRECTABLE)
    today = legal_day(now)
    require(
        first(
            may_act(case.voided_reason),
            may_correct_register(list(changes)),
            may_have_arrived(form.arrived_on or today, today),
        )
    )
    if "arrived_on" in changes and form.arrived_on:
        changes = {**year_from(session, case, form.arrived_on), **changes}
    for name, (_, new) in changes.items():
        setattr(case, name, new)
    if "title" in changes:
        session.execute(update(Task).where(col(Task.case_id) == case.id).values(title=case.title))
    tag = "case:renamed" if list(changes) == ["title"] else "case:corrected"
    note(session, case, actor.act(now), tag, {"fields": list(changes)}, old_and_new(changes, form.reason))
    session.flush()
    reindex(session, case)
    return case


def year_from(session: Session, case: Case, arrived: date) -> Changes:
    """How the clock of an announced motion moves with the day it arrived, where the profile counts from that day."""
    _, profile = current_profile(session, case.organisation_id)
    if case.kind != "motion" or case.raised_on is None or profile.rules.raised_clock != "arrived":
        return {}
    moved: Changes = {
        "raised_on": (case.raised_on, arrived),
        "decide_by": (case.decide_by, deadlines.decide_within(arrived)),
    }
    return {name: (old, new) for name, (old, new) in moved.items() if old != new}


def void_case(
    session: Session, actor: Actor, case_id: UUID, form: ReasonForm, now: datetime, if_match: int | None = None
) -> Case:
    """Voids a case registered by mistake: it stays in the diary with its number and the reason, and ends.

    Its process ends and its waiting tasks fall away. Refused once a body has decided in the case.
    """
    session.execute(core_select(process.c.id).where(process.c.case_id == case_id).with_for_update())
    case = open_case(session, actor, case_id, if_match)
    permit(actor, "case.void", case.body_id)
    require(first(may_void_case(case.voided_reason, decided=case.outcome is not None), may_void(form.reason)))
    case.voided_reason, case.closed_on = form.reason, case.closed_on or legal_day(now)
    waiting = (col(Task.case_id) == case.id, col(Task.done_at).is_(None))
    session.execute(update(Task).where(*waiting).values(done_at=now))
    ended = update(process).where(process.c.case_id == case.id)
    session.connection().execute(ended.values(status="completed", next_due=None, rev=process.c.rev + 1))
    note(session, case, actor.act(now), "case:voided", {"dnr": case.dnr}, {"reason": form.reason})
    session.flush()
    return case


def relate(session: Session, actor: Actor, case_id: UUID, form: RelationForm, now: datetime) -> Relation:
    """Relates two cases; it shows from both, and both journals tell of it. Refused when it stands already.

    Raises `Forbidden` unless the actor may do so in both.
    """
    other_id = find_case(session, actor, form.other, "other")
    case, other = open_two(session, actor, case_id, other_id)
    for one in (case, other):
        permit_work(session, actor, "case.relate", one)
    standing = select(Relation.id).where(
        col(Relation.kind) == form.kind,
        col(Relation.ended_at).is_(None),
        or_(
            (col(Relation.case_id) == case.id) & (col(Relation.other_id) == other.id),
            (col(Relation.case_id) == other.id) & (col(Relation.other_id) == case.id),
        ),
    )
    require(may_relate(same=case.id == other.id, stands=session.exec(standing).first() is not None))
    relation = Relation(case_id=case.id, other_id=other.id, kind=form.kind, at=now)
    for one, its_other in ((case, other), (other, case)):
        facts: dict[str, Value] = {"relation": str(relation.id), "kind": form.kind, "other": str(its_other.id)}
        note(session, one, actor.act(now), "case:related", facts)
    session.add(relation)
    session.flush()
    return relation


def end_relation(session: Session, actor: Actor, case_id: UUID, relation_id: UUID, now: datetime) -> Relation:
    """Ends a relation, from either case. It stays in the register with the instant it ended."""
    relation = found(session.get(Relation, relation_id), relation=str(relation_id))
    if case_id not in (relation.case_id, relation.other_id):
        raise NotFound(relation=str(relation_id))
    case, other = open_two(session, actor, relation.case_id, relation.other_id)
    session.refresh(relation)  # another may have ended it while the cases were waited for
    if relation.ended_at is not None:
        raise NotFound(relation=str(relation_id))
    permit_work(session, actor, "case.relate", case if case.id == case_id else other)
    relation.ended_at = now
    session.add(relation)
    for one in (case, other):
        note(session, one, actor.act(now), "case:unrelated", {"relation": str(relation.id), "kind": relation.kind})
    session.flush()
    return relation


def open_two(session: Session, actor: Actor, one: UUID, other: UUID) -> tuple[Case, Case]:
    """Locks two cases, always in order of id, and returns them in the order asked for."""
    locked = {key: open_case(session, actor, key) for key in sorted({one, other})}
    return locked[one], locked[other]
