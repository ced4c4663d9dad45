"""Inkorg: what waits for the one who is signed in, the most pressing first."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Response

from api.pages.frame import page
from api.pages.visits import Visit, viewing
from api.pages.words import SOON
from engine import reminders, steps
from engine.lifecycle.tables import Task
from engine.rules.calendar import legal_day

router = APIRouter(tags=["pages"])
SHOWN = 200
"""Most tasks on the page; what is due last is left out, and the page says so."""


@dataclass(frozen=True)
class Group:
    """Tasks that are as pressing as one another."""

    title: str
    tasks: tuple[Task, ...]


@router.get("/")
def inbox(visit: Annotated[Visit, viewing("self")]) -> Response:
    """What must I do first? Those who do no work in cases are told where they can go."""
    who = visit.who
    tasks, reminded = who.look(
        lambda session: (steps.inbox(session, who.actor, SHOWN + 1), reminders.mine(session, who.actor))
    )
    groups = grouped(tasks[:SHOWN], legal_day(who.now))
    return page(visit.request, "inbox", visit.signed, groups=groups, count=len(tasks), most=SHOWN, reminded=reminded)


def grouped(tasks: list[Task], today: date) -> list[Group]:
    """Late, within a week, later, and without a day; groups without tasks are left out."""
    week = today + timedelta(days=SOON)
    late = tuple(task for task in tasks if task.due_on and task.due_on < today)
    soon = tuple(task for task in tasks if task.due_on and today <= task.due_on <= week)
    later = tuple(task for task in tasks if task.due_on and task.due_on > week)
    without = tuple(task for task in tasks if not task.due_on)
    titles = ("Försenat", "Inom en vecka", "Senare", "Utan slutdag")
    return [Group(title, some) for title, some in zip(titles, (late, soon, later, without), strict=True) if some]
