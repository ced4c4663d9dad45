"""The whole at a glance: what is late and soon late, how many cases of each kind stand where, and who has how much.

Everything is counted over what the one who looks may see, in as many statements however many cases there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from engine.access import Actor, permit, visible
from engine.cases.tables import Case
from engine.lifecycle.tables import Task
from engine.organisations.tables import User

SOON = timedelta(days=7)
"""So many days ahead something is soon late."""
SHOWN = 50
"""Most tasks that are listed as late, and as soon late."""


@dataclass(frozen=True)
class Pressing:
    """A step that is late, or soon will be."""

    case_id: UUID
    dnr: str
    title: str
    step: str
    role: str
    officer: str | None
    due_on: date


@dataclass(frozen=True)
class Standing:
    """So many cases of a kind wait at a step."""

    kind: str
    step: str
    name: str
    count: int


@dataclass(frozen=True)
class Load:
    """What somebody has: open cases as their officer, steps that wait for them, and how many of those are late."""

    name: str
    cases: int
    tasks: int
    late: int


@dataclass(frozen=True)
class Overview:
    """The whole, on a day. `late` and `soon` hold at most fifty each; the counts are whole."""

    day: date
    open_cases: int
    late_count: int
    soon_count: int
    unallocated: int
    late: tuple[Pressing, ...]
    soon: tuple[Pressing, ...]
    standing: tuple[Standing, ...]
    load: tuple[Load, ...]


def overview(session: Session, actor: Actor, today: date) -> Overview:
    """What there is, over the cases that the actor sees. Six statements."""
    permit(actor, "overview.read")
    seen = visible(actor, Task), col(Task.done_at).is_(None), col(Task.case_id).is_not(None)
    late, soon = col(Task.due_on) < today, col(Task.due_on).between(today, today + SOON)
    mine = visible(actor, Case), col(Case.closed_on).is_(None), col(Case.voided_reason).is_(None)
    cases = session.execute(
        select(func.count(), func.sum(case((col(Case.officer_id).is_(None), 1), else_=0))).where(*mine)
    ).one()
    counts = session.execute(
        select(func.sum(case((late, 1), else_=0)), func.sum(case((soon, 1), else_=0))).where(*seen)
    ).one()
    return Overview(
        day=today,
        open_cases=int(cases[0]),
        unallocated=int(cases[1] or 0),
        late_count=int(counts[0] or 0),
        soon_count=int(counts[1] or 0),
        late=pressing(session, *seen, late),
        soon=pressing(session, *seen, soon),
        standing=standing(session, *seen),
        load=load(session, mine, seen, late),
    )


def pressing(session: Session, *which: object) -> tuple[Pressing, ...]:
    """The steps, the most pressing first."""
    wanted = (
        select(Task, col(User.name))
        .outerjoin(User, col(User.id) == col(Task.assigned_id))
        .where(*which)  # type: ignore[arg-type]
        .order_by(col(Task.due_on), col(Task.id))
        .limit(SHOWN)
    )
    return tuple(
        Pressing(task.case_id, task.dnr or "", task.title, task.name, task.role, officer, task.due_on)
        for task, officer in session.execute(wanted)
    )


def standing(session: Session, *which: object) -> tuple[Standing, ...]:
    """How many cases of each kind wait at each step; a case that waits at two counts at both."""
    wanted = (
        select(Case.kind, Task.step, func.max(col(Task.name)), func.count(func.distinct(col(Task.case_id))))  # type: ignore[call-overload]
        .join(Case, col(Case.id) == col(Task.case_id))
        .where(*which)
        .group_by(Case.kind, Task.step)
        .order_by(Case.kind, func.count(func.distinct(col(Task.case_id))).desc(), Task.step)
    )
    return tuple(Standing(kind, step, name, int(count)) for kind, step, name, count in session.execute(wanted))


def load(session: Session, mine: Sequence[object], seen: Sequence[object], late: object) -> tuple[Load, ...]:
    """What each officer has, the most first."""
    having: Any = (
        select(col(User.name), func.count())
        .join(Case, col(Case.officer_id) == col(User.id))
        .where(*mine)  # type: ignore[arg-type]
        .group_by(User.id, User.name)  # type: ignore[arg-type]
    )
    waiting: Any = (
        select(col(User.name), func.count(), func.sum(case((late, 1), else_=0)))  # type: ignore[arg-type]
        .join(Task, col(Task.assigned_id) == col(User.id))
        .where(*seen)  # type: ignore[arg-type]
        .group_by(User.id, User.name)  # type: ignore[arg-type]
    )
    cases = {name: int(count) for name, count in session.execute(having)}
    tasks = {name: (int(count), int(some or 0)) for name, count, some in session.execute(waiting)}
    rows = [Load(name, cases.get(name, 0), *tasks.get(name, (0, 0))) for name in {**cases, **tasks}]
    return tuple(sorted(rows, key=lambda one: (-one.cases, -one.tasks, one.name)))
