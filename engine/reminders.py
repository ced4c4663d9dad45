"""Reminders: what the clock tells somebody. A row in the inbox of those whose it is, until one of them has seen it."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Index, or_
from sqlmodel import Field, Session, SQLModel, col, select

from engine.access import Actor, visible
from engine.db import found, instant, new_id
from engine.journal import Value
from engine.lifecycle.owning import belongs_to
from engine.lifecycle.runtime import due_on
from engine.lifecycle.tables import waiting_for
from engine.lifecycle.work import Done, Work

SHOWN: Final = 50
"""Most reminders in an inbox at a time; the rest come when these have been seen."""
UNSEEN = "seen_at IS NULL"


class Reminder(SQLModel, table=True):
    """Påminnelse about a case: to a named user, or to whoever holds the role in the body."""

    __table_args__ = (Index("ix_reminder_waiting", "organisation_id", "at", **waiting_for(UNSEEN)),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    body_id: UUID = Field(foreign_key="body.id")
    secrecy: str = "open"
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    role: str
    assigned_id: UUID | None = Field(default=None, foreign_key="user_account.id")
    kind: str
    """What it is about; the Swedish sentence stands in `templates/pages/words.sv.toml` under `[reminder]`."""
    title: str
    dnr: str
    due_on: date | None = None
    at: datetime = Field(sa_column=instant())
    seen_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    seen_by: UUID | None = Field(default=None, foreign_key="user_account.id")


def remind(work: Work) -> Done:
    """Tells those whose role and body the service task names; parameters `kind` and `role`.

    An officer's reminder is the case's officer's, if there is one. The day is the routing variable `due_on`.
    """
    role, kind = work.parameters["role"], work.parameters["kind"]
    work.session.add(
        Reminder(
            organisation_id=work.case.organisation_id,
            body_id=work.body_id,
            secrecy=work.case.secrecy,
            case_id=work.case.id,
            role=role,
            assigned_id=work.case.officer_id if role == "officer" else None,
            kind=kind,
            title=work.case.title,
            dnr=work.case.dnr,
            due_on=due_on(work.variables.get("due_on")),
            at=work.now,
        )
    )
    work.session.flush()
    facts: dict[str, Value] = {"kind": kind, "role": role}
    return Done(facts=facts)


def mine(session: Session, actor: Actor) -> list[Reminder]:
    """The reminders that nobody has seen and that are the actor's, the newest first."""
    wanted = select(Reminder).where(*unseen(actor)).order_by(col(Reminder.at).desc(), col(Reminder.id)).limit(SHOWN)
    return list(session.exec(wanted))


def unseen(actor: Actor) -> list[Any]:
    """What makes a reminder one that waits for the actor."""
    here = col(Reminder.organisation_id) == actor.organisation_id
    return [here, col(Reminder.seen_at).is_(None), visible(actor, Reminder), or_(*belongs_to(actor, Reminder))]


def see(session: Session, actor: Actor, reminder_id: UUID, now: datetime) -> Reminder:
    """Takes a reminder out of the inboxes it is in. NotFound when it is not the actor's; a second time changes nothing.

    No act on the case: nothing in it changes.
    """
    wanted = select(Reminder).where(
        col(Reminder.id) == reminder_id, visible(actor, Reminder), or_(*belongs_to(actor, Reminder))
    )
    reminder = found(session.exec(wanted.with_for_update()).first(), reminder=str(reminder_id))
    if reminder.seen_at is None:
        reminder.seen_at, reminder.seen_by = now, actor.user_id
        session.add(reminder)
        session.flush()
    return reminder
