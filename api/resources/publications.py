"""Masked versions of records: looked at, approved for the public, taken down; and what the public gets."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import Depends, Query, Response
from fastapi.responses import StreamingResponse
from sqlmodel import Session

from api.door import Answer, Asked, House, acting, asked, house, matching, open_route
from api.resource import resource
from api.resources.printed import HTML, PDF
from api.resources.publication_views import PreviewView, PublicationList, PublicationView, PublishedList, PublishedView
from api.resources.readings import read
from api.resources.record_views import rev_of
from api.resources.records import seen
from api.resources.sheets import PAGE
from engine import files
from engine.cases.tables import Record
from engine.db import found
from engine.minutes import publications as room
from engine.minutes.publications import MaskForm, PublishForm, WithdrawForm
from engine.rules.calendar import legal_day

router = resource("publications")
PUBLISHED_MAX = 500
Organisation = Annotated[str, Query(min_length=1, max_length=80, description="The organisation's short name.")]


@router.post("/records/{record_id}/publication/preview", response_model=PreviewView)
def preview(record_id: UUID, form: MaskForm, who: Annotated[Asked, acting("record.publish")]) -> PreviewView:
    """What a record would say to the public, what is masked in it, and what looks like personal data still."""

    def look(session: Session) -> tuple[Record, PreviewView]:
        shown = room.preview(session, who.actor, record_id, form)
        return seen(session, who.actor, record_id), PreviewView.of(shown)

    record, view = who.look(look)
    read(who, record)
    return view


@router.post("/records/{record_id}/publication", status_code=201, response_model=PublicationView)
def publish(record_id: UUID, form: PublishForm, who: Annotated[Asked, matching("record.publish")]) -> Response:
    """Approves that a masked version is published until a day; it is drawn after the act.

    What looks like personal data is masked, or left with a reason. What was published of the record before comes down.
    """

    def do(session: Session) -> Answer:
        row = room.publish(session, who.actor, record_id, form, who.now, who.seen)
        rev = rev_of(session, found(session.get(Record, record_id)))
        return Answer(PublicationView.of(session, row, legal_day(who.now)), 201, rev)

    return who.act(do, form)


@router.get("/records/{record_id}/publication", response_model=PublicationList)
def listed(record_id: UUID, who: Annotated[Asked, asked("case.read")]) -> PublicationList:
    """What has been published of a record, the newest first; what is hidden in it is not told."""

    def look(session: Session) -> PublicationList:
        seen(session, who.actor, record_id)
        rows = room.publications_of(session, record_id)
        return PublicationList(items=[PublicationView.of(session, row, legal_day(who.now)) for row in rows])

    return who.look(look)


@router.post("/records/{record_id}/publication/take-down", response_model=PublicationView)
def take_down(record_id: UUID, form: WithdrawForm, who: Annotated[Asked, acting("record.publish")]) -> Response:
    """Takes down what is published of a record before its day. Its files stay with the record."""

    def do(session: Session) -> Answer:
        row = room.withdraw(session, who.actor, record_id, form, who.now)
        return Answer(PublicationView.of(session, row, legal_day(who.now)))

    return who.act(do, form)


@router.get("/published", response_model=PublishedList, dependencies=[open_route()])
def published(inside: Annotated[House, Depends(house)], organisation: Organisation) -> PublishedList:
    """What an organisation has published, for anyone: the newest first, without what is hidden."""
    today = legal_day(inside.clock())
    with inside.database.read() as session:
        rows = room.published(session, organisation, today, PUBLISHED_MAX)
        return PublishedList(items=[PublishedView.of(row, record, dnr) for row, record, dnr in rows])


@router.get(
    "/published/{publication_id}/document.pdf", response_class=Response, responses=PDF, dependencies=[open_route()]
)
def public_pdf(publication_id: UUID, inside: Annotated[House, Depends(house)]) -> Response:
    """A published document as a PDF, for anyone; 404 from the day it is taken down."""
    return public_file(inside, publication_id, "application/pdf")


@router.get(
    "/published/{publication_id}/document.html", response_class=Response, responses=HTML, dependencies=[open_route()]
)
def public_html(publication_id: UUID, inside: Annotated[House, Depends(house)]) -> Response:
    """A published document as a page, for anyone; 404 from the day it is taken down."""
    return public_file(inside, publication_id, "text/html")


def public_file(inside: House, publication_id: UUID, media_type: str) -> Response:
    """A published file, proved against its checksum."""
    with inside.database.read() as session:
        held = room.public_file(session, publication_id, media_type, legal_day(inside.clock()))
    path = files.sound(inside.files, held.organisation_id, held.sha256)
    headers = {
        **PAGE,
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(held.filename, safe='')}",
        "Content-Length": str(held.size),
    }
    kind = f"{media_type}; charset=utf-8" if media_type == "text/html" else media_type
    return StreamingResponse(files.pieces(path), headers=headers, media_type=kind)
