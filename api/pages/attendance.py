"""Närvaro: the roll of a meeting, called by keyboard; who serves for whom, who else is there, who leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from sqlmodel import Session

from api.door import Answer
from api.pages.choices import Matter, people
from api.pages.fields import Filled
from api.pages.frame import page
from api.pages.meetings import told
from api.pages.sending import Raw, Sent, carried_out, sending
from api.pages.shown import Sheet, new_key
from api.pages.tasks import status
from api.pages.visits import Visit, viewing
from api.resources.meetings import listed_csv
from engine import meetings
from engine.errors import NotFound
from engine.meetings import lists
from engine.meetings.corrections import attendance_of, decided_at
from engine.meetings.forms import AttendanceForm, MomentForm
from engine.meetings.moments import note_moment, rows_of, undo_moment
from engine.meetings.sittings import as_id
from engine.meetings.tables import Attendance, Meeting, MeetingMoment
from engine.organisations.tables import Body, Person

router = APIRouter(tags=["pages"])
Chosen = Sequence[tuple[str, str]]
MOMENT = Sheet.of(MomentForm)


@dataclass(frozen=True)
class Called:
    """The roll as it is filled in, by short names."""

    here: frozenset[str] = frozenset()
    instead: Mapping[str, str] = field(default_factory=dict)
    """Member → the substitute who serves."""
    present: frozenset[str] = frozenset()
    presides: str = ""
    reason: str = ""

    def form(self) -> dict[str, Any]:
        """The answers, as the API would get them."""
        serving = [{"person": who, "serves_for": member} for member, who in self.instead.items() if who]
        taken = {one["person"] for one in serving}
        said: dict[str, Any] = {
            "members": sorted(self.here),
            "substitutes": serving,
            "present": sorted(self.present - taken - self.here),
            "presides": self.presides,
        }
        return {**said, "reason": self.reason} if self.reason.strip() else said


def as_recorded(rows: Sequence[Attendance], slugs: Mapping[UUID, str]) -> Called:
    """The roll as it was recorded last."""
    serving = {row.person_id: row.serving_for_id for row in rows if row.serving_for_id}
    return Called(
        here=frozenset(slugs[row.person_id] for row in rows if row.part == "member"),
        instead={slugs[member]: slugs[who] for who, member in serving.items()},
        present=frozenset(slugs[row.person_id] for row in rows if row.part == "present"),
        presides=next((slugs[row.person_id] for row in rows if row.presides), ""),
    )


def as_called(seats: Sequence[lists.Seat]) -> Called:
    """The roll before it is called: every member is there, and the chair leads."""
    chair = next((one.person.slug for one in seats if one.seat == "chair"), "")
    return Called(here=frozenset(one.person.slug for one in seats if one.member), presides=chair)


def as_typed(raw: Raw) -> Called:
    """The roll as it was sent."""
    ticked, more = names(raw.get("present")), names(raw.get("more"))
    return Called(
        here=frozenset(name for name, said in names(raw.get("here")).items() if said == "ja"),
        instead={member: who for member, who in names(raw.get("instead")).items() if who},
        present=frozenset(
            [name for name, said in ticked.items() if said == "ja"] + [who for who in more.values() if who]
        ),
        presides=str(raw.get("presides", "")),
        reason=str(raw.get("reason", "")),
    )


def names(branch: Any) -> dict[str, str]:
    """A branch of what was typed, its leaves only."""
    rows = branch if isinstance(branch, Mapping) else dict(enumerate(branch)) if isinstance(branch, list) else {}
    return {str(name): said for name, said in rows.items() if isinstance(said, str)}


@dataclass(frozen=True)
class Roll:
    """All that the page of the roll shows."""

    meeting: Meeting
    body: Body
    seats: list[lists.Seat]
    called: Called
    everybody: Chosen
    others: Chosen
    """Those without a seat who are ticked as present."""
    moments: list[MeetingMoment]
    moment: Filled
    first: str | None
    """The first § that has been decided: from it on a change is a correction, which takes a reason."""

    @property
    def members(self) -> list[lists.Seat]:
        """The members, the presidium first."""
        return [one for one in self.seats if one.member]

    @property
    def names(self) -> dict[str, str]:
        """Everybody with a seat, by id."""
        return {str(one.person.id): one.person.name for one in self.seats}

    @property
    def substitutes(self) -> list[lists.Seat]:
        """The substitutes."""
        return [one for one in self.seats if one.seat == "substitute"]


def look(session: Session, visit: Visit, meeting_id: UUID, typed: Raw | None) -> Roll:
    """The roll as it stands, or as it was typed."""
    meeting, body = lists.see_meeting(session, visit.who.actor, meeting_id)
    seats, rows = lists.seats_at(session, meeting), attendance_of(session, meeting_id)
    everybody = people(session, Matter(visit.who.actor))
    if typed is not None:
        called = as_typed(typed)
    elif rows:
        ids = {key for row in rows for key in (row.person_id, row.serving_for_id) if key}
        slugs = {one.id: one.slug for one in (session.get(Person, key) for key in ids) if one}
        called = as_recorded(rows, slugs)
    else:
        called = as_called(seats)
    seated = {one.person.slug for one in seats}
    others = [one for one in everybody if one[0] in called.present - seated]
    decided, moments = decided_at(session, meeting_id), rows_of(session, meeting_id)
    moment = MOMENT.first(session, Matter(visit.who.actor))
    first = decided[0][0].label if decided else None
    return Roll(meeting, body, seats, called, everybody, others, moments, moment, first)


def roll_page(visit: Visit, meeting_id: UUID, typed: Raw | None = None, refused: Exception | None = None) -> Response:
    """The page of the roll."""
    roll = visit.who.look(lambda session: look(session, visit, meeting_id, typed))
    return page(
        visit.request, "attendance", visit.signed, status=status(refused), one=roll, form=told(refused), key=new_key()
    )


@router.get("/meetings/{meeting_id}/attendance")
def ask(meeting_id: UUID, visit: Annotated[Visit, viewing("meeting.keep")]) -> Response:
    """The roll to be called."""
    return roll_page(visit, meeting_id)


@router.post("/meetings/{meeting_id}/attendance")
def attend(meeting_id: UUID, sent: Annotated[Sent, sending("meeting.keep")]) -> Response:
    """Records who is there and goes back to the meeting."""
    who, given = sent.who, as_typed(sent.raw).form()

    def do(session: Session) -> Answer:
        form = AttendanceForm.model_validate(given)
        meetings.record_attendance(session, who.actor, meeting_id, form, who.now)
        return Answer(None, 303, location=f"/meetings/{meeting_id}")

    return carried_out(sent, do, given, lambda refused: roll_page(sent.visit, meeting_id, sent.raw, refused))


@router.post("/meetings/{meeting_id}/moments")
def note(meeting_id: UUID, sent: Annotated[Sent, sending("meeting.keep")]) -> Response:
    """Notes that somebody leaves or comes, takes the chair, or that the meeting is adjourned or goes on."""
    who, given = sent.who, MOMENT.answers(sent)

    def do(session: Session) -> Answer:
        note_moment(session, who.actor, meeting_id, MomentForm.model_validate(given), who.now)
        return Answer(None, 303, location=f"/meetings/{meeting_id}/attendance")

    return carried_out(sent, do, given, lambda refused: roll_page(sent.visit, meeting_id, None, refused))


@router.post("/meetings/{meeting_id}/moments/undo")
def undo(meeting_id: UUID, sent: Annotated[Sent, sending("meeting.keep")]) -> Response:
    """Takes the last of them back."""
    who, moment = sent.who, as_id(str(sent.raw.get("moment", "")))
    if moment is None:
        raise NotFound(moment="none")

    def do(session: Session) -> Answer:
        undo_moment(session, who.actor, meeting_id, moment, who.now)
        return Answer(None, 303, location=f"/meetings/{meeting_id}/attendance")

    given = {"moment": str(moment)}
    return carried_out(sent, do, given, lambda refused: roll_page(sent.visit, meeting_id, None, refused))


@router.get("/meetings/{meeting_id}/attendance.csv")
def as_list(meeting_id: UUID, visit: Annotated[Visit, viewing("meeting.read")]) -> Response:
    """Närvarolistan with times, for those who pay fees."""
    return listed_csv(visit.who, meeting_id)
