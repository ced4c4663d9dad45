"""The case sheet as a page and as a PDF, and what is left to do before a case is closed."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel
from sqlmodel import Session

from api.door import Answer, Asked, asked, matching
from api.messages import refusal_sentence
from api.resource import resource
from api.resources.case_views import CaseView, WatchView
from api.resources.readings import read
from engine import archive, registry
from engine.acts import see_case
from engine.cases.tables import Case

router = resource("cases")

PREVIEW = 25.0
"""Seconds that a reader waits for a PDF that is drawn while they wait."""
PAGE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:",
    "X-Content-Type-Options": "nosniff",
}


class ItemView(BaseModel):
    """A point of the closing checklist; `reason` says why it is not done."""

    item: str
    done: bool
    reason: str | None


class Checklist(BaseModel):
    """What must be done, or left for a reason, before the case is closed."""

    items: list[ItemView]


class MyWatch(WatchView):
    """A watch with the case it is on."""

    case_id: UUID
    dnr: str
    title: str


class WatchList(BaseModel):
    """Watches, the next day first."""

    items: list[MyWatch]


@router.get("/cases/{case_id}/sheet.html", response_class=Response, responses={200: {"content": {"text/html": {}}}})
def sheet_page(case_id: UUID, who: Annotated[Asked, asked("case.read")]) -> Response:
    """Dagboksbladet as a page."""
    return Response(page(case_id, who), headers=PAGE, media_type="text/html; charset=utf-8")


@router.get(
    "/cases/{case_id}/sheet.pdf", response_class=Response, responses={200: {"content": {"application/pdf": {}}}}
)
def sheet_pdf(case_id: UUID, who: Annotated[Asked, asked("case.read")]) -> Response:
    """Dagboksbladet as a PDF, drawn by the pool; 503 when others are before you for too long."""
    headers = {**PAGE, "Content-Disposition": 'inline; filename="dagboksblad.pdf"'}
    pdf = who.house.printer.draw(page(case_id, who), within=PREVIEW)
    return Response(pdf, headers=headers, media_type="application/pdf")


def page(case_id: UUID, who: Asked) -> str:
    """The sheet as HTML; the reading of a secret case is journalled before anything is sent."""

    def look(session: Session) -> tuple[Case, str]:
        case = see_case(session, who.actor, case_id)
        return case, archive.sheet_page(session, who.actor, case, who.now)

    case, html = who.look(look)
    read(who, case)
    return html


@router.get("/cases/{case_id}/checklist", response_model=Checklist)
def checklist(case_id: UUID, who: Annotated[Asked, asked("case.read")]) -> Checklist:
    """What is left before the case can be closed, each point with its reason."""
    listed = who.look(lambda session: registry.closing_checklist(session, who.actor, case_id))
    return Checklist(
        items=[
            ItemView(item=item, done=refusal is None, reason=refusal_sentence(refusal) if refusal else None)
            for item, refusal in listed
        ]
    )


@router.post("/cases/{case_id}/close", response_model=CaseView)
def close(case_id: UUID, form: registry.CloseByHandForm, who: Annotated[Asked, matching("case.close")]) -> Response:
    """Closes a case without a lifecycle: one from an older diary, or of a kind that has no diagram yet."""

    def do(session: Session) -> Answer:
        return CaseView.answer(registry.close_by_hand(session, who.actor, case_id, form, who.now, who.seen))

    return who.act(do, form)


@router.get("/watches", response_model=WatchList)
def watches(who: Annotated[Asked, asked("case.read")]) -> WatchList:
    """Your watches that are not done, the next day first."""
    mine = who.look(lambda session: registry.my_watches(session, who.actor))
    items = [
        MyWatch(**WatchView.of(watch).model_dump(), case_id=case.id, dnr=case.dnr, title=case.title)
        for watch, case in mine
    ]
    return WatchList(items=items)
