"""Documents that are made when they are asked for: minutes, the list of undecided motions, cover notes."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Response
from sqlmodel import Session, col, select

from api.door import Asked, asked
from api.resource import resource
from api.resources.readings import read
from api.resources.sheets import PAGE, PREVIEW
from engine.access import Actor, visible
from engine.cases.tables import Case
from engine.db import found
from engine.documents.html import render_html
from engine.documents.models import Document
from engine.drafting import see_draft, working_content
from engine.meetings.tables import Paragraph, Recipient
from engine.minutes import cover_note_document, decided_paragraphs, minutes_document, prepared_document
from engine.minutes.publications import as_seen
from engine.organisations.profiles import current_profile
from engine.registry.undecided import undecided_motions
from engine.rules.calendar import legal_day

router = resource("documents")
HTML: dict[int | str, dict[str, Any]] = {200: {"content": {"text/html": {}}}}
PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}}}
DRAFT_PAGE = {
    **PAGE,
    "Content-Security-Policy": f"{PAGE['Content-Security-Policy']}; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
}
"""What a document carries that may be shown inside our own pages, and inside no others."""
Found = tuple[Document, Sequence[Case]]
"""A document, and the cases that it tells of."""


@router.get("/meetings/{meeting_id}/minutes.html", response_class=Response, responses=HTML)
def minutes_page(meeting_id: UUID, who: Annotated[Asked, asked("meeting.read")]) -> Response:
    """Protokollet as a page: the cover, and those of its decided §§ that you may see."""
    return shown(page(who, minutes_of(who.actor, meeting_id)))


@router.get("/meetings/{meeting_id}/minutes.pdf", response_class=Response, responses=PDF)
def minutes_pdf(meeting_id: UUID, who: Annotated[Asked, asked("meeting.read")]) -> Response:
    """Protokollet as a PDF, drawn by the pool; 503 when others are before you for too long."""
    return drawn(who, page(who, minutes_of(who.actor, meeting_id)), "protokoll")


@router.get("/motions/undecided.html", response_class=Response, responses=HTML)
def undecided_page(who: Annotated[Asked, asked("case.read")]) -> Response:
    """Förteckning över obesvarade motioner as a page (KL 5:35)."""
    return shown(page(who, lambda session: (undecided_motions(session, who.actor, legal_day(who.now)), ())))


@router.get("/motions/undecided.pdf", response_class=Response, responses=PDF)
def undecided_pdf(who: Annotated[Asked, asked("case.read")]) -> Response:
    """Förteckning över obesvarade motioner as a PDF, drawn by the pool."""
    html = page(who, lambda session: (undecided_motions(session, who.actor, legal_day(who.now)), ()))
    return drawn(who, html, "obesvarade-motioner")


@router.get("/paragraphs/{paragraph_id}/recipients/{position}/cover-note.html", response_class=Response, responses=HTML)
def cover_note_page(paragraph_id: UUID, position: int, who: Annotated[Asked, asked("meeting.read")]) -> Response:
    """Följebrevet to one recipient of an extract as a page."""
    return shown(page(who, cover_note_of(who, paragraph_id, position)))


@router.get("/paragraphs/{paragraph_id}/recipients/{position}/cover-note.pdf", response_class=Response, responses=PDF)
def cover_note_pdf(paragraph_id: UUID, position: int, who: Annotated[Asked, asked("meeting.read")]) -> Response:
    """Följebrevet to one recipient of an extract as a PDF, drawn by the pool."""
    return drawn(who, page(who, cover_note_of(who, paragraph_id, position)), "foljebrev")


@router.get("/drafts/{draft_id}/preview.html", response_class=Response, responses=HTML)
def draft_page(draft_id: UUID, who: Annotated[Asked, asked("draft.read")]) -> Response:
    """A draft as it would be printed now, as a page. Marked as a draft: it is no record (TF 2:12)."""
    return shown(page(who, draft_of(who.actor, draft_id)))


@router.get("/drafts/{draft_id}/preview.pdf", response_class=Response, responses=PDF)
def draft_pdf(draft_id: UUID, who: Annotated[Asked, asked("draft.read")]) -> Response:
    """A draft as it would be printed now, as a PDF drawn by the pool; 503 when others are before you for too long."""
    return drawn(who, page(who, draft_of(who.actor, draft_id)), "utkast")


def draft_of(actor: Actor, draft_id: UUID) -> Callable[[Session], Found]:
    """How a draft is found, with what is written in it now."""

    def find(session: Session) -> Found:
        draft = see_draft(session, actor, draft_id)
        case = found(session.get(Case, draft.case_id))
        return prepared_document(session, case, draft, working_content(session, draft)[0]), (case,)

    return find


def minutes_of(actor: Actor, meeting_id: UUID) -> Callable[[Session], Found]:
    """How the minutes of a meeting are found."""

    def find(session: Session) -> Found:
        meeting, paragraphs = decided_paragraphs(session, actor, meeting_id)
        return minutes_document(session, meeting, paragraphs), cases_of(session, paragraphs)

    return find


def cover_note_of(who: Asked, paragraph_id: UUID, position: int) -> Callable[[Session], Found]:
    """How the cover note to one recipient is found; NotFound for a § that is hidden."""

    def find(session: Session) -> Found:
        seen = col(Paragraph.id) == paragraph_id, visible(who.actor, Paragraph)
        paragraph = found(session.exec(select(Paragraph).where(*seen)).first(), paragraph=str(paragraph_id))
        recipient = found(session.get(Recipient, (paragraph.id, position)), recipient=position)
        return cover_note_document(session, recipient, legal_day(who.now)), cases_of(session, [paragraph])

    return find


def cases_of(session: Session, paragraphs: Sequence[Paragraph]) -> Sequence[Case]:
    """The cases that the §§ are about."""
    wanted = [one.case_id for one in paragraphs if one.case_id]
    return session.exec(select(Case).where(col(Case.id).in_(wanted))).all() if wanted else ()


def page(who: Asked, find: Callable[[Session], Found]) -> str:
    """The document as HTML; the reading of secret cases is journalled before anything is sent."""

    def look(session: Session) -> tuple[str, Sequence[Case]]:
        document, cases = find(session)
        document = as_seen(session, who.actor, document, cases)
        _, profile = current_profile(session, who.actor.organisation_id)
        return render_html(document, profile), cases

    html, cases = who.look(look)
    for case in cases:
        read(who, case)
    return html


def shown(html: str) -> Response:
    """The page."""
    return Response(html, headers=PAGE, media_type="text/html; charset=utf-8")


def drawn(who: Asked, html: str, name: str) -> Response:
    """The page as a PDF, drawn while the reader waits."""
    headers = {**PAGE, "Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(who.house.printer.draw(html, within=PREVIEW), headers=headers, media_type="application/pdf")
