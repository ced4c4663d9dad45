"""Uppdrag: what has been decided and not reported back; and the reminders of the inbox, which are seen and gone."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from sqlmodel import Session

from api.door import Answer
from api.pages.frame import leave, page
from api.pages.sending import Sent, sending
from api.pages.visits import Visit, viewing
from engine import following, reminders

router = APIRouter(tags=["pages"])
SHOWN = 200


@router.get("/assignments")
def assignments(visit: Annotated[Visit, viewing("case.read")]) -> Response:
    """What has been decided and remains to be done or told of, the nearest day first."""
    who = visit.who
    rows = who.look(lambda session: following.open_assignments(session, who.actor, SHOWN + 1))
    return page(visit.request, "assignments", visit.signed, rows=rows[:SHOWN], more=len(rows) > SHOWN)


@router.post("/reminders/{reminder_id}/seen")
def seen(reminder_id: UUID, sent: Annotated[Sent, sending("task.act")]) -> Response:
    """Takes a reminder out of the inbox."""

    def do(session: Session) -> Answer:
        reminders.see(session, sent.who.actor, reminder_id, sent.who.now)
        return Answer(None, 303, location="/")

    sent.who.act(do, {})
    return leave("/")
