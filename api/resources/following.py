"""What has been decided and is to be done, and what the clock reminds you of."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel
from sqlmodel import Session

from api.door import Answer, Asked, acting, asked
from api.resource import resource
from engine import following, reminders

router = resource("following")


class AssignmentView(BaseModel):
    """An assignment from a decision that nobody has reported back."""

    id: UUID
    case_id: UUID
    dnr: str
    title: str
    point: int | None
    text: str
    assigned_to: str | None
    report_by: date | None
    given_at: datetime


class AssignmentList(BaseModel):
    """Assignments, the nearest day first."""

    items: list[AssignmentView]


class ReminderView(BaseModel):
    """What the clock tells you about a case."""

    id: UUID
    case_id: UUID
    dnr: str
    title: str
    kind: str
    due_on: date | None
    at: datetime
    seen_at: datetime | None


class ReminderList(BaseModel):
    """Reminders, the newest first."""

    items: list[ReminderView]


@router.get("/assignments", response_model=AssignmentList)
def assignments(who: Annotated[Asked, asked("case.read")]) -> AssignmentList:
    """What has been decided and not reported back: assignments, and motions that were approved."""
    rows = who.look(lambda session: following.open_assignments(session, who.actor))
    return AssignmentList(
        items=[
            AssignmentView(
                id=one.id,
                case_id=case.id,
                dnr=case.dnr,
                title=case.title,
                point=one.point,
                text=one.text,
                assigned_to=one.assigned_to,
                report_by=one.report_by,
                given_at=one.given_at,
            )
            for one, case in rows
        ]
    )


@router.get("/reminders", response_model=ReminderList)
def mine(who: Annotated[Asked, asked("task.read")]) -> ReminderList:
    """Your reminders that nobody has seen, the newest first."""
    rows = who.look(lambda session: reminders.mine(session, who.actor))
    return ReminderList(items=[ReminderView.model_validate(one, from_attributes=True) for one in rows])


@router.post("/reminders/{reminder_id}/seen", response_model=ReminderView)
def seen(reminder_id: UUID, who: Annotated[Asked, acting("task.act")]) -> Response:
    """Takes a reminder out of the inboxes that it is in; a second time changes nothing."""

    def do(session: Session) -> Answer:
        one = reminders.see(session, who.actor, reminder_id, who.now)
        return Answer(ReminderView.model_validate(one, from_attributes=True))

    return who.act(do)
