"""Meetings: planned, attended, closed; their agenda and §§."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel
from sqlmodel import Session, col, select

from api.door import Answer, Asked, acting, asked
from api.paging import After, Limit, cursor, position
from api.resource import resource
from engine import meetings
from engine.access import Actor, visible
from engine.db import found
from engine.meetings import moments
from engine.meetings.corrections import Line, attendance_corrections, names_in
from engine.meetings.forms import AttendanceForm, CloseForm, MeetingForm, MomentForm
from engine.meetings.tables import Attendance, Meeting, MeetingMoment, Paragraph
from engine.organisations.tables import Person

router = resource("meetings")
CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {}}}}


class MeetingView(BaseModel):
    """A meeting of a body."""

    id: UUID
    body_id: UUID
    day: date
    starts: str
    place: str
    closed_at: datetime | None
    rev: int

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        """The view of a row."""
        return cls.model_validate(meeting, from_attributes=True)


class MeetingList(BaseModel):
    """A page of meetings, the latest first."""

    items: list[MeetingView]
    next: str | None


class AttendanceView(BaseModel):
    """Somebody who was there."""

    person_id: UUID
    name: str
    part: str
    serving_for_id: UUID | None
    presides: bool


class AttendanceCorrection(BaseModel):
    """A correction of attendance made after a § had been decided: the persons who differ, before and since."""

    at: datetime
    by: str | None
    reason: str | None
    before: list[AttendanceView]
    after: list[AttendanceView]


class ParagraphView(BaseModel):
    """A § of the minutes, or a matter on the agenda that has not got its number."""

    id: UUID
    case_id: UUID | None
    label: str | None
    title: str
    outcome: str | None
    decided_at: datetime | None
    verified_on: date | None


class MomentView(BaseModel):
    """Something that changed who sat."""

    id: UUID
    at: datetime
    kind: str
    person_id: UUID | None
    substitute_id: UUID | None
    disqualification: bool

    @classmethod
    def of(cls, moment: MeetingMoment) -> Self:
        """The view of a row."""
        return cls.model_validate(moment, from_attributes=True)


class OneMeeting(MeetingView):
    """A meeting with who was there and its §§."""

    attendance: list[AttendanceView]
    moments: list[MomentView]
    corrections: list[AttendanceCorrection]
    paragraphs: list[ParagraphView]


@router.post("/meetings", status_code=201, response_model=MeetingView)
def plan(form: MeetingForm, who: Annotated[Asked, acting("meeting.keep")]) -> Response:
    """Plans a meeting of a body."""

    def do(session: Session) -> Answer:
        meeting = meetings.plan_meeting(session, who.actor, form, who.now)
        return Answer(MeetingView.of(meeting), 201, location=f"/api/v1/meetings/{meeting.id}")

    return who.act(do, form)


@router.get("/meetings", response_model=MeetingList)
def listed(who: Annotated[Asked, asked("meeting.read")], after: After = None, limit: Limit = 50) -> MeetingList:
    """The organisation's meetings, the latest planned first."""
    before = position(after, UUID)
    wanted = select(Meeting).where(col(Meeting.organisation_id) == who.actor.organisation_id)
    if before is not None:
        wanted = wanted.where(col(Meeting.id) < before[0])
    ordered = wanted.order_by(col(Meeting.id).desc()).limit(limit + 1)
    rows = who.look(lambda session: list(session.exec(ordered)))
    more = cursor(rows[limit - 1].id) if len(rows) > limit else None
    return MeetingList(items=[MeetingView.of(row) for row in rows[:limit]], next=more)


@router.get("/meetings/{meeting_id}", response_model=OneMeeting)
def one(meeting_id: UUID, who: Annotated[Asked, asked("meeting.read")]) -> OneMeeting:
    """A meeting with who was there and those of its §§ that you may see."""
    return who.look(lambda session: whole(session, who.actor, meeting_id))


def whole(session: Session, actor: Actor, meeting_id: UUID) -> OneMeeting:
    """The meeting in at most six statements; `NotFound` for another organisation's."""
    wanted = select(Meeting).where(col(Meeting.id) == meeting_id, col(Meeting.organisation_id) == actor.organisation_id)
    meeting = found(session.exec(wanted).first(), meeting=str(meeting_id))
    there = (
        select(Attendance, Person.name)
        .join(Person, col(Person.id) == col(Attendance.person_id))
        .where(col(Attendance.meeting_id) == meeting_id)
        .order_by(col(Attendance.id))
    )
    paragraphs = (
        select(Paragraph)
        .where(col(Paragraph.meeting_id) == meeting_id, visible(actor, Paragraph))
        .order_by(col(Paragraph.number), col(Paragraph.id))
    )
    return OneMeeting(
        **MeetingView.of(meeting).model_dump(),
        attendance=[AttendanceView(name=name, **row.model_dump()) for row, name in session.exec(there)],
        moments=[MomentView.of(row) for row in moments.rows_of(session, meeting_id)],
        corrections=corrections(session, meeting_id),
        paragraphs=[ParagraphView.model_validate(row, from_attributes=True) for row in session.exec(paragraphs)],
    )


def corrections(session: Session, meeting_id: UUID) -> list[AttendanceCorrection]:
    """The corrections of the meeting's attendance, in order."""
    made = attendance_corrections(session, meeting_id)
    names = names_in(session, made)

    def views(lines: Iterable[Line]) -> list[AttendanceView]:
        return [AttendanceView(name=names.get(line.person_id, ""), **asdict(line)) for line in lines]

    return [
        AttendanceCorrection(at=one.at, by=one.by, reason=one.reason, before=views(one.before), after=views(one.after))
        for one in made
    ]


@router.put("/meetings/{meeting_id}/attendance", status_code=204)
def attend(meeting_id: UUID, form: AttendanceForm, who: Annotated[Asked, acting("meeting.keep")]) -> Response:
    """Records who was there: serving members and substitutes, others present, and who presides (KL 5:66).

    Once a § has been decided this is a correction: it takes a reason, is shown with the meeting, and takes away nobody
    who took part in what has been decided.
    """

    def do(session: Session) -> Answer:
        meetings.record_attendance(session, who.actor, meeting_id, form, who.now)
        return Answer(None, 204)

    return who.act(do, form)


@router.post("/meetings/{meeting_id}/moments", status_code=201, response_model=MomentView)
def moment(meeting_id: UUID, form: MomentForm, who: Annotated[Asked, acting("meeting.keep")]) -> Response:
    """Notes that somebody leaves or comes, takes the chair, or that the meeting is adjourned or goes on.

    From then on each item is decided by those who sit (KL 5:17–20, 6:16–17).
    """

    def do(session: Session) -> Answer:
        return Answer(MomentView.of(moments.note_moment(session, who.actor, meeting_id, form, who.now)), 201)

    return who.act(do, form)


@router.post("/meetings/{meeting_id}/moments/{moment_id}/undo", status_code=204)
def undo_moment(meeting_id: UUID, moment_id: UUID, who: Annotated[Asked, acting("meeting.keep")]) -> Response:
    """Takes the last moment back, as long as no § has been decided since."""

    def do(session: Session) -> Answer:
        moments.undo_moment(session, who.actor, meeting_id, moment_id, who.now)
        return Answer(None, 204)

    return who.act(do)


@router.get("/meetings/{meeting_id}/attendance.csv", response_class=Response, responses=CSV)
def attendance_csv(meeting_id: UUID, who: Annotated[Asked, asked("meeting.read")]) -> Response:
    """Närvarolistan with times, for those who pay fees; UTF-8 with a mark, so that spreadsheets read it."""
    return listed_csv(who, meeting_id)


def listed_csv(who: Asked, meeting_id: UUID) -> Response:
    """The list as a file."""
    told = who.look(lambda session: moments.attendance_list(session, who.actor, meeting_id))
    headers = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="narvaro.csv"'}
    return Response(told.encode("utf-8-sig"), headers=headers, media_type="text/csv; charset=utf-8")


@router.post("/meetings/{meeting_id}/close", response_model=MeetingView)
def close(meeting_id: UUID, form: CloseForm, who: Annotated[Asked, acting("meeting.keep")]) -> Response:
    """Closes the meeting: attendance stands, and reservations can no longer be announced (KL 4:27)."""

    def do(session: Session) -> Answer:
        return Answer(MeetingView.of(meetings.close_meeting(session, who.actor, meeting_id, form, who.now)))

    return who.act(do, form)
