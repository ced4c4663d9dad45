"""Where a case stands in its lifecycle: the steps that are done, those that wait, in words and as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from api.pages.words import words
from engine.access import Actor, visible
from engine.cases.tables import Case
from engine.lifecycle.tables import Task
from engine.organisations.tables import User

SHOWN = 100
"""Most steps of a case on its page, the last ones."""


@dataclass(frozen=True)
class Stage:
    """A step of the case, done or waiting. One that fell away without being done is not told."""

    id: UUID
    name: str
    role: str
    done_at: datetime | None
    by: str | None
    due_on: date | None


def stages(session: Session, actor: Actor, case: Case) -> list[Stage]:
    """The case's steps in the order they came, in one statement."""
    wanted = (
        select(Task, User.name)
        .join(User, col(User.id) == col(Task.done_by), isouter=True)
        .where(
            col(Task.case_id) == case.id,
            visible(actor, Task),
            col(Task.done_at).is_(None) | col(Task.done_by).is_not(None),
        )
        .order_by(col(Task.done_at).is_(None).desc(), col(Task.since).desc(), col(Task.id).desc())
        .limit(SHOWN)
    )
    rows = [
        Stage(task.id, task.name, task.role, task.done_at, by, task.due_on) for task, by in session.exec(wanted).all()
    ]
    return ordered(rows)


def ordered(rows: Sequence[Stage]) -> list[Stage]:
    """Done steps by the instant they were done, then those that wait."""
    done = sorted((one for one in rows if one.done_at), key=lambda one: str(one.done_at))
    return [*done, *(one for one in rows if one.done_at is None)]


def sentence(case: Case, found: Sequence[Stage]) -> str:
    """Where the case is, as one would say it."""
    if case.voided_reason is not None:
        return "Ärendet är makulerat."
    if case.closed_on is not None:
        return f"Ärendet är avslutat {case.closed_on.isoformat()}."
    waiting = [one for one in found if one.done_at is None]
    done = len(found) - len(waiting)
    if not waiting:
        return "Inget steg väntar i ärendet just nu."
    roles = list(dict.fromkeys(words()["doer"].get(one.role, one.role) for one in waiting))
    who = roles[0] if len(roles) == 1 else f"{', '.join(roles[:-1])} och {roles[-1]}"
    counted = {0: "Inget steg är klart än.", 1: "Ett steg är klart."}.get(done, f"{done} steg är klara.")
    return f"Ärendet väntar på {who}. {counted}"
