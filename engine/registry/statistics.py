"""How the cases stand in numbers: by kind, how long they take, where they wait; of what one sees, and no other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any

from sqlalchemy import select as core_select
from sqlmodel import Session, col, func, select

from engine.access import Actor, visible
from engine.cases.tables import Case
from engine.lifecycle.tables import Task


@dataclass(frozen=True)
class KindLine:
    """Cases of a kind that arrived in the period. `days` is the median from arrival to closing, None when none is."""

    kind: str
    arrived: int
    waiting: int
    closed: int
    days: int | None


@dataclass(frozen=True)
class StepLine:
    """A step that cases wait in: how many, and since when the oldest has."""

    name: str
    waiting: int
    oldest: datetime


@dataclass(frozen=True)
class Statistics:
    """Both tables."""

    from_day: date
    through_day: date
    kinds: tuple[KindLine, ...]
    steps: tuple[StepLine, ...]


def statistics(session: Session, actor: Actor, from_day: date, through_day: date) -> Statistics:
    """The cases that the actor sees and that arrived in the period, by kind; and the steps that wait. Two statements.

    Voided cases are not counted.
    """
    wanted = (
        core_select(col(Case.kind), col(Case.arrived_on), col(Case.closed_on), func.count())
        .where(
            visible(actor, Case),
            col(Case.voided_reason).is_(None),
            col(Case.arrived_on) >= from_day,
            col(Case.arrived_on) <= through_day,
        )
        .group_by(col(Case.kind), col(Case.arrived_on), col(Case.closed_on))
    )
    groups: dict[str, list[Any]] = {}
    for kind, arrived, closed, count in session.connection().execute(wanted):
        groups.setdefault(kind, []).append((arrived, closed, count))
    waits = (
        select(Task.name, func.count(), func.min(Task.since))
        .where(visible(actor, Task), col(Task.done_at).is_(None), col(Task.case_id).is_not(None))
        .group_by(col(Task.name))
    )
    steps = sorted((StepLine(*row) for row in session.exec(waits)), key=lambda one: (-one.waiting, one.name))
    kinds = sorted((kind_line(kind, rows) for kind, rows in groups.items()), key=lambda one: (-one.arrived, one.kind))
    return Statistics(from_day, through_day, tuple(kinds), tuple(steps))


def kind_line(kind: str, rows: Iterable[tuple[date, date | None, int]]) -> KindLine:
    """A kind's line, from how many arrived and were closed on which days."""
    arrived = waiting = 0
    days: list[int] = []
    for came, closed, count in rows:
        arrived += count
        waiting += count if closed is None else 0
        days += [(closed - came).days] * count if closed is not None else []
    return KindLine(kind, arrived, waiting, arrived - waiting, round(median(days)) if days else None)
