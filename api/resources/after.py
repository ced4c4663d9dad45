"""After the notice: appeals and legal force, and what is left to do after a meeting."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel
from sqlmodel import Session

from api.door import Answer, Asked, acting, asked
from api.messages import refusal_sentence
from api.resource import resource
from engine.dispatch.after import After, StandingNotice, after_meeting
from engine.minutes import standing
from engine.minutes.forms import AppealForm, AppealResultForm, LegalForceForm
from engine.minutes.tables import Appeal
from engine.rules.calendar import legal_day

router = resource("after")


class StandingView(BaseModel):
    """A notice with the last day of appeal, the day it may come down, and why it does not count, if it does not."""

    id: UUID
    paragraphs: str
    up: date
    down: date | None
    last: date
    earliest: date
    missing: str | None

    @classmethod
    def of(cls, one: StandingNotice) -> Self:
        """The view of a notice that stands."""
        notice, missing = one.notice, refusal_sentence(one.broken) if one.broken else None
        return cls(
            id=notice.id,
            paragraphs=one.paragraphs,
            up=notice.up,
            down=notice.down,
            last=one.last,
            earliest=one.earliest,
            missing=missing,
        )


class AppealView(BaseModel):
    """An appeal of a §."""

    id: UUID
    paragraph_id: UUID
    received_on: date
    court_number: str | None
    stayed_on: date | None
    result: str | None
    ended_on: date | None

    @classmethod
    def of(cls, appeal: Appeal) -> Self:
        """The view of a row."""
        return cls.model_validate(appeal, from_attributes=True)


class LeftView(BaseModel):
    """How far a § has come: `force` is not_noticed, not_appealable, running, earliest, confirmed or appealed."""

    paragraph_id: UUID
    label: str | None
    title: str
    verified_on: date | None
    recipients: int
    reached: int
    force: str
    to_council: bool
    appeals: list[AppealView]


class AfterView(BaseModel):
    """What is left to do after a meeting."""

    paragraphs: list[LeftView]
    notices: list[StandingView]
    verify_by: date | None
    notice_by: date | None


class ConfirmedView(BaseModel):
    """The §§ whose legal force was confirmed."""

    paragraphs: list[UUID]


def view(found: After) -> AfterView:
    """The view of what is left."""
    return AfterView(
        paragraphs=[
            LeftView(
                paragraph_id=one.row.paragraph.id,
                label=one.row.paragraph.label,
                title=one.row.paragraph.title,
                verified_on=one.row.paragraph.verified_on,
                recipients=one.recipients,
                reached=one.reached,
                force=one.force,
                to_council=one.to_council,
                appeals=[AppealView.of(each) for each in one.appeals],
            )
            for one in found.paragraphs
        ],
        notices=[StandingView.of(one) for one in found.notices],
        verify_by=found.verify.last if found.verify else None,
        notice_by=found.notice.last if found.notice else None,
    )


@router.get("/meetings/{meeting_id}/after", response_model=AfterView)
def after(meeting_id: UUID, who: Annotated[Asked, asked("meeting.read")]) -> AfterView:
    """What is left to do after a meeting: verification, notice, extracts, appeals, legal force, § by §."""
    return who.look(lambda session: view(after_meeting(session, who.actor, meeting_id, legal_day(who.now))))


@router.post("/notices/{notice_id}/appeals", status_code=201, response_model=AppealView)
def appeal(notice_id: UUID, form: AppealForm, who: Annotated[Asked, acting("meeting.keep")]) -> Response:
    """Registers that a § of the notice has been appealed."""

    def do(session: Session) -> Answer:
        return Answer(AppealView.of(standing.register_appeal(session, who.actor, notice_id, form, who.now)), 201)

    return who.act(do, form)


@router.post("/appeals/{appeal_id}", response_model=AppealView)
def court(appeal_id: UUID, form: AppealResultForm, who: Annotated[Asked, acting("meeting.keep")]) -> Response:
    """Notes the court's number, a stay, or how the appeal ended."""

    def do(session: Session) -> Answer:
        return Answer(AppealView.of(standing.note_appeal(session, who.actor, appeal_id, form, who.now)))

    return who.act(do, form)


@router.post("/notices/{notice_id}/legal-force", response_model=ConfirmedView)
def confirm(notice_id: UUID, form: LegalForceForm, who: Annotated[Asked, acting("meeting.keep")]) -> Response:
    """Confirms the legal force of the §§ that are not appealed, once the court has been asked (KL 13:4–6)."""

    def do(session: Session) -> Answer:
        confirmed = standing.confirm_legal_force(session, who.actor, notice_id, form, who.now)
        return Answer(ConfirmedView(paragraphs=confirmed))

    return who.act(do, form)
