"""Requests for official records: received, judged, answered, refused in writing, appealed."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel
from sqlmodel import Session

from api.door import Answer, Asked, acting, asked
from api.resource import resource
from engine import registry
from engine.registry import ReleaseRequest
from engine.rules.calendar import legal_day
from engine.rules.release import appeal_by, pace, weekdays_taken

router = resource("release")


class ReleaseView(BaseModel):
    """A request. `waited` is how many weekdays it has taken; `appeal_by` the last day to appeal the decision."""

    id: UUID
    dnr: str
    record_id: UUID
    body_id: UUID
    asks: str
    received_on: date
    answered_on: date | None
    decided_on: date | None
    authority: str | None
    court: str | None
    reasons: str | None
    told_on: date | None
    appealed_on: date | None
    court_case: str | None
    waited: int
    pace: str
    appeal_by: date | None

    @classmethod
    def of(cls, row: ReleaseRequest, today: date) -> Self:
        """The view of a row on a day."""
        until = row.answered_on or today
        plain = row.model_dump(include=set(cls.model_fields))
        return cls(
            **plain,
            waited=weekdays_taken(row.received_on, until),
            pace=pace(row.received_on, until),
            appeal_by=appeal_by(row.told_on).last if row.told_on else None,
        )


class JudgedView(BaseModel):
    """What has been judged of one record."""

    record_id: UUID
    dnr: str
    number: int | None
    title: str
    judgement: str
    provision: str | None
    reason: str | None
    by_name: str
    at: datetime


class OneRelease(ReleaseView):
    """A request with what has been judged, of records that you may see."""

    judged: list[JudgedView]


class ReleaseList(BaseModel):
    """Requests: those that wait first, by day; then the answered ones."""

    items: list[ReleaseView]


def whole(session: Session, who: Asked, request_id: UUID) -> OneRelease:
    """A request with its judgements."""
    row = registry.see_request(session, who.actor, request_id)
    judged = [
        JudgedView.model_validate(one, from_attributes=True) for one in registry.judgements(session, who.actor, row)
    ]
    return OneRelease(**ReleaseView.of(row, legal_day(who.now)).model_dump(), judged=judged)


@router.get("/release-requests", response_model=ReleaseList)
def listed(who: Annotated[Asked, asked("release.read")]) -> ReleaseList:
    """The requests that you may see."""
    today = legal_day(who.now)
    rows = who.look(lambda session: registry.requests(session, who.actor))
    return ReleaseList(items=[ReleaseView.of(row, today) for row in rows])


@router.post("/release-requests", status_code=201, response_model=ReleaseView)
def receive(form: registry.AskForm, who: Annotated[Asked, acting("release.keep")]) -> Response:
    """Registers a request, with a dnr. Who asks need not be said (TF 2:18)."""

    def do(session: Session) -> Answer:
        row = registry.receive_request(session, who.actor, form, who.now)
        return Answer(ReleaseView.of(row, legal_day(who.now)), 201)

    return who.act(do, form)


@router.get("/release-requests/{request_id}", response_model=OneRelease)
def one(request_id: UUID, who: Annotated[Asked, asked("release.read")]) -> OneRelease:
    """A request with what has been judged."""
    return who.look(lambda session: whole(session, who, request_id))


@router.post("/release-requests/{request_id}/judgements", response_model=ReleaseView)
def judge(request_id: UUID, form: registry.JudgeForm, who: Annotated[Asked, acting("release.keep")]) -> Response:
    """Judges one record: it is let out whole, with something masked, or not at all, by a provision."""

    def do(session: Session) -> Answer:
        row = registry.judge(session, who.actor, request_id, form, who.now)
        return Answer(ReleaseView.of(row, legal_day(who.now)))

    return who.act(do, form)


@router.post("/release-requests/{request_id}/answer", response_model=ReleaseView)
def answer(request_id: UUID, form: registry.AnswerForm, who: Annotated[Asked, acting("release.keep")]) -> Response:
    """Notes that whoever asked has been answered."""

    def do(session: Session) -> Answer:
        row = registry.answer(session, who.actor, request_id, form, who.now)
        return Answer(ReleaseView.of(row, legal_day(who.now)))

    return who.act(do, form)


@router.post("/release-requests/{request_id}/refusal", response_model=ReleaseView)
def refuse(request_id: UUID, form: registry.RefusalForm, who: Annotated[Asked, acting("release.keep")]) -> Response:
    """Decides in writing that something is not let out, with how it is appealed; the letter is drawn afterwards."""

    def do(session: Session) -> Answer:
        row = registry.refuse(session, who.actor, request_id, form, who.now)
        return Answer(ReleaseView.of(row, legal_day(who.now)))

    return who.act(do, form)


@router.post("/release-requests/{request_id}/appeal", response_model=ReleaseView)
def appeal(request_id: UUID, form: registry.AppealForm, who: Annotated[Asked, acting("release.keep")]) -> Response:
    """Notes that the decision has been appealed."""

    def do(session: Session) -> Answer:
        row = registry.appeal(session, who.actor, request_id, form, who.now)
        return Answer(ReleaseView.of(row, legal_day(who.now)))

    return who.act(do, form)
