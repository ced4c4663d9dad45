"""The notices of verified minutes: put up, taken down, and their certificate (KL 8:12, 13:5)."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel
from sqlmodel import Session

from api.door import Answer, Asked, acting, asked
from api.resource import resource
from api.resources.printed import HTML, PDF, drawn, page, shown
from engine import minutes
from engine.minutes import NoticeForm, Posted, TakeDownForm
from engine.rules.deadlines import appeal_by

router = resource("notices")


class NoticeView(BaseModel):
    """A notice: the §§ it is about, when it went up, the last day for appeal, and when it came or may come down."""

    id: UUID
    meeting_id: UUID
    paragraphs: str
    up: date
    appeal_by: date
    comes_down: date
    down: date | None
    broken: bool
    kept: str
    signer: str

    @classmethod
    def of(cls, posted: Posted) -> Self:
        """The view of a notice."""
        return cls(
            paragraphs=posted.named,
            comes_down=posted.comes_down,
            appeal_by=appeal_by(posted.notice.up).last,
            **posted.notice.model_dump(include={"id", "meeting_id", "up", "down", "broken", "kept", "signer"}),
        )


@router.post("/meetings/{meeting_id}/notices", status_code=201, response_model=NoticeView)
def put_up(meeting_id: UUID, form: NoticeForm, who: Annotated[Asked, acting("meeting.keep")]) -> Response:
    """Notes that the verification of the meeting's §§ is announced on the notice board (KL 8:12).

    It is about every verified § that no other notice is about. The time for appeal runs from the day it went up.
    """

    def do(session: Session) -> Answer:
        return Answer(NoticeView.of(minutes.put_up(session, who.actor, meeting_id, form, who.now)), 201)

    return who.act(do, form)


@router.get("/meetings/{meeting_id}/notices", response_model=list[NoticeView])
def listed(meeting_id: UUID, who: Annotated[Asked, asked("meeting.read")]) -> list[NoticeView]:
    """The notices of a meeting in the order they were put up."""
    return [NoticeView.of(one) for one in who.look(lambda session: minutes.notices_of(session, who.actor, meeting_id))]


@router.post("/meetings/{meeting_id}/notices/{notice_id}/down", response_model=NoticeView)
def take_down(
    meeting_id: UUID, notice_id: UUID, form: TakeDownForm, who: Annotated[Asked, acting("meeting.keep")]
) -> Response:
    """Notes that a notice has come down: after the time for appeal, or before it with the reason for the break."""

    def do(session: Session) -> Answer:
        return Answer(NoticeView.of(minutes.take_down(session, who.actor, meeting_id, notice_id, form, who.now)))

    return who.act(do, form)


@router.get("/meetings/{meeting_id}/notices/{notice_id}/certificate.html", response_class=Response, responses=HTML)
def certificate_page(meeting_id: UUID, notice_id: UUID, who: Annotated[Asked, asked("meeting.read")]) -> Response:
    """Anslagsbeviset as a page."""
    return shown(certificate(meeting_id, notice_id, who))


@router.get("/meetings/{meeting_id}/notices/{notice_id}/certificate.pdf", response_class=Response, responses=PDF)
def certificate_pdf(meeting_id: UUID, notice_id: UUID, who: Annotated[Asked, asked("meeting.read")]) -> Response:
    """Anslagsbeviset as a PDF, drawn by the pool."""
    return drawn(who, certificate(meeting_id, notice_id, who), "anslagsbevis")


def certificate(meeting_id: UUID, notice_id: UUID, who: Asked) -> str:
    """The certificate as HTML. A notice stands where everybody reads it: no case is told of but by its §."""
    return page(who, lambda session: (minutes.notice_document(session, who.actor, meeting_id, notice_id), ()))
