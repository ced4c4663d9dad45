"""Work over many cases: who handles them, whether they make their meetings, and the whole at a glance."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel
from sqlmodel import Session

from api.door import Answer, Asked, asked, matching
from api.resource import resource
from api.resources.case_views import CaseView
from api.resources.readings import read
from engine import meetings, registry
from engine.acts import see_case
from engine.cases.tables import Case
from engine.registry.overview import Overview, overview
from engine.rules.calendar import legal_day

router = resource("handling")


class ComingView(BaseModel):
    """A meeting ahead."""

    id: UUID
    body: str
    day: date
    council: bool


class StopView(BaseModel):
    """A stop on the way: `done`, `missed`, `today`, `next` or `ahead`."""

    name: str
    day: date
    state: str


class ReachView(BaseModel):
    """Hinner ärendet? `answer` is `yes`, `soon` (a stop within a week), `no`, `past`, or nothing without a meeting."""

    meeting: ComingView | None
    answer: str | None
    stops: list[StopView]
    council: ComingView | None
    last_council: date | None
    offered: list[ComingView]

    @classmethod
    def of(cls, told: meetings.Reaching) -> Self:
        """The view of what was counted."""
        said = {name: getattr(told, name) for name in ("meeting", "council", "last_council", "offered")}
        reach = told.reach
        return cls.model_validate(
            {**said, "answer": reach.answer if reach else None, "stops": reach.stops if reach else ()},
            from_attributes=True,
        )


@router.get("/cases/{case_id}/stops", response_model=ReachView)
def stops(
    case_id: UUID,
    who: Annotated[Asked, asked("case.read")],
    meeting: Annotated[
        UUID | None, Query(description="The meeting to count back from; else the first it makes.")
    ] = None,
) -> ReachView:
    """Every stop on the case's way to a meeting, counted back from it, and whether the case still makes it."""

    def look(session: Session) -> tuple[Case, ReachView]:
        told = meetings.reaching(session, who.actor, case_id, legal_day(who.now), meeting)
        return see_case(session, who.actor, case_id), ReachView.of(told)

    case, view = who.look(look)
    read(who, case)
    return view


@router.post("/cases/{case_id}/officer", response_model=CaseView)
def reassign(case_id: UUID, form: registry.ReassignForm, who: Annotated[Asked, matching("case.reassign")]) -> Response:
    """Gives the case to another officer, or takes it over, with a reason that stands in the journal."""

    def do(session: Session) -> Answer:
        return CaseView.answer(registry.reassign(session, who.actor, case_id, form, who.now, who.seen))

    return who.act(do, form)


@router.get("/overview", response_model=Overview)
def whole(who: Annotated[Asked, asked("overview.read")]) -> Overview:
    """What is late and soon late, cases by kind and step, and what each officer has, over what you may see."""
    return who.look(lambda session: overview(session, who.actor, legal_day(who.now)))
