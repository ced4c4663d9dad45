"""Watches (bevakningar): somebody is to look at a case on a day."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from engine.access import Actor, visible
from engine.acts import note, open_case, permit_work
from engine.cases.tables import Case, Watch
from engine.db import found
from engine.errors import require
from engine.journal import Value
from engine.organisations.setup import named
from engine.organisations.tables import User
from engine.registry.forms import WatchForm
from engine.rules.calendar import legal_day
from engine.rules.deadlines import may_set_due
from engine.rules.register import may_act

WATCHES_SHOWN = 200


def set_watch(session: Session, actor: Actor, case_id: UUID, form: WatchForm, now: datetime) -> Watch:
    """Sets a watch for oneself or another user. One journal entry. Refused for a day that is not ahead."""
    case = open_case(session, actor, case_id)
    permit_work(session, actor, "case.watch", case)
    require(may_act(case.voided_reason))
    require(may_set_due(form.due_on, legal_day(now)))
    owner = named(session, User, actor.organisation_id, "owner", form.owner).id if form.owner else actor.user_id
    watch = Watch(
        case_id=case.id,
        organisation_id=case.organisation_id,
        body_id=case.body_id,
        secrecy=case.secrecy,
        owner_id=owner,
        due_on=form.due_on,
        text=form.text,
    )
    facts: dict[str, Value] = {"watch": str(watch.id), "owner": str(owner), "due_on": form.due_on.isoformat()}
    note(session, case, actor.act(now), "watch:set", facts, {"text": form.text})
    session.add(watch)
    session.flush()
    return watch


def finish_watch(session: Session, actor: Actor, case_id: UUID, watch_id: UUID, now: datetime) -> Watch:
    """Marks a watch as done. One journal entry; a second time changes nothing."""
    case = open_case(session, actor, case_id)
    permit_work(session, actor, "case.watch", case)
    wanted = select(Watch).where(col(Watch.id) == watch_id, col(Watch.case_id) == case.id)
    watch = found(session.exec(wanted).first(), watch=str(watch_id))
    if watch.done_at is None:
        watch.done_at = now
        session.add(watch)
        note(session, case, actor.act(now), "watch:done", {"watch": str(watch.id)})
        session.flush()
    return watch


def my_watches(session: Session, actor: Actor, through: date | None = None) -> list[tuple[Watch, Case]]:
    """The actor's watches that are not done, nearest day first, with their cases; those due by `through` if given."""
    wanted = (
        select(Watch, Case)
        .join(Case, col(Case.id) == col(Watch.case_id))
        .where(col(Watch.owner_id) == actor.user_id, col(Watch.done_at).is_(None), visible(actor, Watch))
        .order_by(col(Watch.due_on), col(Watch.id))
        .limit(WATCHES_SHOWN)
    )
    if through is not None:
        wanted = wanted.where(col(Watch.due_on) <= through)
    return [(watch, case) for watch, case in session.exec(wanted)]
