"""Expediering: who has got an extract, by which way and with what answer; sent again, acknowledged, come back."""

from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel
from sqlmodel import Session

from api.door import Answer, Asked, acting, asked
from api.paging import After, Limit, cursor, position
from api.resource import resource
from engine import dispatch
from engine.dispatch.lists import Sending, of_paragraph, unsettled
from engine.dispatch.tables import Dispatch

router = resource("dispatches")


class DispatchView(BaseModel):
    """An extract on its way to one recipient, or there."""

    id: UUID
    case_id: UUID
    paragraph_id: UUID
    position: int
    recipient: str
    purpose: str
    way: str
    address: str | None
    state: str
    sha256: str | None
    """Of the very PDF that went."""
    attempts: int
    ambiguous: int
    """Tries that may have arrived though the answer was lost."""
    answer: str | None
    at: datetime
    sent_at: datetime | None
    received_on: date | None
    received_by: str | None
    reason: str | None
    replaced_by: UUID | None

    @classmethod
    def of(cls, row: Dispatch) -> Self:
        """The view of a row."""
        return cls.model_validate(row, from_attributes=True)


class SendingView(DispatchView):
    """The same with the § and the case it is about."""

    paragraph: str
    title: str
    dnr: str

    @classmethod
    def told(cls, one: Sending) -> Self:
        """The view of a row and its names."""
        row = DispatchView.of(one.row).model_dump()
        return cls(**row, paragraph=one.paragraph, title=one.title, dnr=one.dnr)


class SendingList(BaseModel):
    """A page of sendings."""

    items: list[SendingView]
    next: str | None


@router.get("/paragraphs/{paragraph_id}/dispatches", response_model=SendingList)
def of(paragraph_id: UUID, who: Annotated[Asked, asked("dispatch.read")]) -> SendingList:
    """Who has got the extract of the §, and who has not."""
    rows = who.look(lambda session: of_paragraph(session, who.actor, paragraph_id))
    return SendingList(items=[SendingView.told(row) for row in rows], next=None)


@router.get("/dispatches/unsettled", response_model=SendingList)
def waiting(who: Annotated[Asked, asked("dispatch.read")], after: After = None, limit: Limit = 50) -> SendingList:
    """Everything that has not reached its recipient, or has been served and not acknowledged; the oldest first."""
    since = position(after, UUID)
    rows = who.look(lambda session: unsettled(session, who.actor, since[0] if since else None, limit + 1))
    more = cursor(rows[limit - 1].row.id) if len(rows) > limit else None
    return SendingList(items=[SendingView.told(row) for row in rows[:limit]], next=more)


def done(who: Asked, verb: Any, dispatch_id: UUID, form: BaseModel, status: int = 200) -> Response:
    """Does one act on a sending and answers with it."""

    def do(session: Session) -> Answer:
        return Answer(DispatchView.of(verb(session, who.actor, dispatch_id, form, who.now)), status)

    return who.act(do, form)


@router.post("/dispatches/{dispatch_id}/again", status_code=201, response_model=DispatchView)
def again(dispatch_id: UUID, form: dispatch.AgainForm, who: Annotated[Asked, acting("dispatch.keep")]) -> Response:
    """Sends the extract again to this recipient, and to nobody else; answers with the new sending."""
    return done(who, dispatch.send_again, dispatch_id, form, 201)


@router.post("/dispatches/{dispatch_id}/receipt", response_model=DispatchView)
def receipt(dispatch_id: UUID, form: dispatch.ReceiptForm, who: Annotated[Asked, acting("dispatch.keep")]) -> Response:
    """Notes that the recipient has acknowledged the extract."""
    return done(who, dispatch.note_receipt, dispatch_id, form)


@router.post("/dispatches/{dispatch_id}/bounce", response_model=DispatchView)
def bounce(dispatch_id: UUID, form: dispatch.BounceForm, who: Annotated[Asked, acting("dispatch.keep")]) -> Response:
    """Notes that the extract has come back, and why."""
    return done(who, dispatch.note_bounce, dispatch_id, form)
