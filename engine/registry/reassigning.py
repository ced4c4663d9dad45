"""A case changes hands: given to another officer, or taken over by one. With a reason, which stands in the journal."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, or_, select

from engine.access import Actor
from engine.acts import note, open_case, permit_work
from engine.cases.tables import Case, CaseParty
from engine.errors import require
from engine.lifecycle.tables import Task
from engine.organisations.setup import named
from engine.organisations.tables import User, UserRole
from engine.registry.forms import ReassignForm
from engine.rules.calendar import legal_day
from engine.rules.refusal import first
from engine.rules.register import may_act, may_handle, may_reassign

LEADS = frozenset({"manager", "director"})
"""Roles that give work to others."""


def reassign(
    session: Session, actor: Actor, case_id: UUID, form: ReassignForm, now: datetime, if_match: int | None = None
) -> Case:
    """Gives the case to another officer; an officer may take it over, those who lead may give it to anyone of them.

    The waiting steps of the officer follow. Whoever had it is no longer a party to it. One entry in the journal, with
    the reason. Refused in a case that is closed or void, and to somebody who is no officer of those who prepare it.
    """
    case = open_case(session, actor, case_id, if_match)
    permit_work(session, actor, "case.reassign", case)
    officer = named(session, User, case.organisation_id, "officer", form.officer)
    require(
        first(
            may_act(case.voided_reason),
            may_reassign(
                closed=case.closed_on is not None,
                has_it=case.officer_id == officer.id,
                to_self=officer.id == actor.user_id,
                leads=any(actor.holds(LEADS, body_id) for body_id in bodies_of(session, case)),
            ),
            may_handle(officer.name, officer_there=is_officer_for(session, officer, case, legal_day(now))),
        )
    )
    former = session.get(User, case.officer_id) if case.officer_id else None
    hand_over(session, case, former, officer)
    note(
        session,
        case,
        actor.act(now),
        "case:reassigned",
        {"officer": str(officer.id), "from": str(former.id) if former else None},
        {"officer_name": officer.name, "from_name": former.name if former else None, "reason": form.reason},
    )
    session.flush()
    return case


def hand_over(session: Session, case: Case, former: User | None, officer: User) -> None:
    """The case, its party and its waiting steps become the new officer's."""
    if former is not None:
        mine = (
            col(CaseParty.case_id) == case.id,
            col(CaseParty.user_id) == former.id,
            col(CaseParty.reason) == "officer",
        )
        for party in session.exec(select(CaseParty).where(*mine)):
            session.delete(party)
    session.add(CaseParty(case_id=case.id, user_id=officer.id, reason="officer"))
    waiting = col(Task.case_id) == case.id, col(Task.done_at).is_(None), col(Task.role) == "officer"
    session.connection().execute(update(Task).where(*waiting).values(assigned_id=officer.id))
    case.officer_id = officer.id


def bodies_of(session: Session, case: Case) -> list[UUID]:
    """The case's body, and those that it was sent to."""
    sent = select(CaseParty.body_id).where(col(CaseParty.case_id) == case.id, col(CaseParty.body_id).is_not(None))
    return [case.body_id, *(one for one in session.exec(sent) if one)]


def is_officer_for(session: Session, user: User, case: Case, today: date) -> bool:
    """Whether the user is an officer, on the day, of the case's body or of one that it was sent to."""
    held = select(UserRole.id).where(
        col(UserRole.user_id) == user.id,
        col(UserRole.role) == "officer",
        or_(col(UserRole.body_id).is_(None), col(UserRole.body_id).in_(bodies_of(session, case))),
        col(UserRole.from_day) <= today,
        or_(col(UserRole.through_day).is_(None), col(UserRole.through_day) >= today),
    )
    return user.active and session.exec(held.limit(1)).first() is not None
