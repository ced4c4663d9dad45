"""Statistik: tables that are also charts; and what is left before a case is closed."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlmodel import Session

from api.messages import refusal_sentence
from api.pages.diary import day
from api.pages.frame import page
from api.pages.visits import Visit, viewing
from api.resources import statistics as api
from api.resources.readings import read
from engine import registry
from engine.acts import see_case
from engine.cases.tables import Case
from engine.rules.calendar import legal_day
from engine.rules.refusal import Refusal

router = APIRouter(tags=["pages"])
Text = Annotated[str, Query(max_length=40)]


@router.get("/statistics")
def one(
    visit: Annotated[Visit, viewing("case.read")],
    from_day: Annotated[str, Query(alias="from", max_length=40)] = "",
    through_day: Annotated[str, Query(alias="through", max_length=40)] = "",
) -> Response:
    """The numbers of a period, the year so far when none is asked for."""
    today = legal_day(visit.who.now)
    found = api.counted(visit.who, day(from_day, today), day(through_day, today))
    return page(visit.request, "statistics", visit.signed, found=found)


@router.get("/cases/{case_id}/checklist")
def checklist(case_id: UUID, visit: Annotated[Visit, viewing("case.read")]) -> Response:
    """What must be done before the case is closed, each point with what is missing."""
    who = visit.who

    def look(session: Session) -> tuple[Case, list[tuple[str, Refusal | None]]]:
        case = see_case(session, who.actor, case_id)
        return case, [(item, refusal) for item, refusal in registry.closing_checklist(session, who.actor, case_id)]

    case, items = who.look(look)
    read(who, case)
    told = [(item, refusal_sentence(refusal) if refusal else None) for item, refusal in items]
    return page(visit.request, "checklist", visit.signed, case=case, items=told)
