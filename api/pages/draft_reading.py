"""A draft as it is read: as it will be printed, two versions side by side, and what its page asks for as time goes."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel
from sqlmodel import Session

from api.door import Asked
from api.pages import frame
from api.pages.desk import look, standing
from api.pages.frame import page
from api.pages.visits import Visit, viewing
from api.resources.draft_views import ComparisonView, DraftView, NoticeView
from api.resources.printed import DRAFT_PAGE, drawn
from api.resources.readings import read
from engine import drafting
from engine.acts import permit_work, see_case
from engine.cases.tables import Case
from engine.db import found
from engine.documents.html import render_html
from engine.drafting import Draft
from engine.drafting.comparing import compare_versions
from engine.minutes import prepared_document
from engine.organisations.profiles import current_profile

router = APIRouter(tags=["pages"])
Older = Annotated[int | None, Query(ge=1, le=100_000)]


def printed(case_id: UUID, who: Asked) -> str:
    """The report as it would be printed now; reading it in a secret case is noted before it is sent."""

    def make(session: Session) -> tuple[Case, str]:
        case = see_case(session, who.actor, case_id)
        permit_work(session, who.actor, "draft.read", case)
        draft, content = standing(session, who, case)
        _, profile = current_profile(session, case.organisation_id)
        return case, render_html(prepared_document(session, case, draft or blank(session, case, who), content), profile)

    case, html = who.look(make)
    read(who, case)
    return html


def blank(session: Session, case: Case, who: Asked) -> Draft:
    """The round that nobody has begun: it is no row."""
    return Draft(
        case_id=case.id,
        organisation_id=case.organisation_id,
        body_id=drafting.preparing_body(session, case),
        kind="report",
        author_id=who.actor.user_id,
    )


@router.get("/cases/{case_id}/draft/preview")
def preview(case_id: UUID, visit: Annotated[Visit, viewing("draft.read")]) -> Response:
    """The report as it will be printed, to be shown beside what is written."""
    return Response(printed(case_id, visit.who), headers=DRAFT_PAGE, media_type="text/html; charset=utf-8")


@router.get("/cases/{case_id}/draft/preview.pdf")
def preview_pdf(case_id: UUID, visit: Annotated[Visit, viewing("draft.read")]) -> Response:
    """The very PDF, drawn by the pool while one waits; a page that says so when others are before for too long."""
    return drawn(visit.who, printed(case_id, visit.who), "utkast")


@router.get("/cases/{case_id}/draft/comparison")
def comparison(
    case_id: UUID, visit: Annotated[Visit, viewing("draft.read")], old: Older = None, new: Older = None
) -> Response:
    """Two versions compared, word by word and item by item; without a number the newer is what is written now."""
    who = visit.who

    def compare(session: Session) -> tuple[Case, str, DraftView, ComparisonView]:
        desk = look(session, who, case_id)
        draft = found(desk.view, draft="report")
        told = compare_versions(session, who.actor, draft.id, old, new)
        return desk.case, desk.name, draft, ComparisonView.of(told)

    case, name, draft, told = who.look(compare)
    read(who, case)
    labels = who.look(lambda session: labels_of(session, case))
    return page(
        visit.request, "comparison", visit.signed, case=case, name=name, draft=draft, told=told, labels=labels
    )  # fmt: skip


def labels_of(session: Session, case: Case) -> dict[str, str]:
    """What the organisation calls the sections of the document."""
    _, profile = current_profile(session, case.organisation_id)
    return {one.key: one.label.rstrip(":") for one in drafting.sheet_for(profile, case).sections}


class State(BaseModel):
    """What the page of a draft asks for now and then: who is signed in and may send its form, and who writes."""

    user: UUID
    token: str
    rev: int
    may_write: bool
    reason: str | None
    why_not_take: str | None
    lease: str | None
    mine: bool
    saved_by: str | None
    notices: list[NoticeView]


@router.get("/cases/{case_id}/draft/state")
def state(case_id: UUID, visit: Annotated[Visit, viewing("draft.read")]) -> Response:
    """Who writes, and what there is to tell; with the token of the session, for a form that outlived another."""
    desk = visit.who.look(lambda session: look(session, visit.who, case_id))
    read(visit.who, desk.case)
    view = desk.view
    told = State(
        user=visit.who.actor.user_id,
        token=visit.signed.csrf,
        rev=desk.rev,
        may_write=desk.why_not_write is None,
        reason=desk.why_not_write,
        why_not_take=desk.why_not_take,
        lease=view.lease.name if view and view.lease else None,
        mine=bool(view and view.lease and view.lease.mine),
        saved_by=view.saved_by if view else None,
        notices=view.notices if view else [],
    )
    return Response(told.model_dump_json(), headers=frame.HEADERS, media_type="application/json")
