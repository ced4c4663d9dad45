"""How the cases stand in numbers."""

from datetime import date, datetime
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from api.door import Asked, asked
from api.resource import resource
from engine import registry
from engine.forms import Day
from engine.rules.calendar import legal_day

router = resource("statistics")


class KindView(BaseModel):
    """Cases of a kind that arrived in the period; `days` is the median from arrival to closing."""

    kind: str
    arrived: int
    waiting: int
    closed: int
    days: int | None


class StepView(BaseModel):
    """A step that cases wait in now."""

    name: str
    waiting: int
    oldest: datetime


class StatisticsView(BaseModel):
    """Cases by kind in a period, and steps that wait now, of what you may see."""

    from_day: date
    through_day: date
    kinds: list[KindView]
    steps: list[StepView]


def counted(who: Asked, from_day: date | None, through_day: date | None) -> registry.Statistics:
    """The numbers of a period; without days, of the year so far."""
    today = legal_day(who.now)
    begins, ends = from_day or today.replace(month=1, day=1), through_day or today
    return who.look(lambda session: registry.statistics(session, who.actor, begins, ends))


@router.get("/statistics", response_model=StatisticsView)
def one(
    who: Annotated[Asked, asked("case.read")],
    from_day: Annotated[Day | None, Query(alias="from", description="The first day of arrival.")] = None,
    through_day: Annotated[Day | None, Query(alias="through", description="The last day of arrival.")] = None,
) -> StatisticsView:
    """Cases by kind and how long they take, and where they wait; the year so far when no days are given."""
    return StatisticsView.model_validate(counted(who, from_day, through_day), from_attributes=True)
