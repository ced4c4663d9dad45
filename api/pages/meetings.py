"""Sammanträden: a body's meetings, one with its agenda, putting cases up, ending it, its minutes."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session, col, select

from api.door import Answer
from api.messages import refusal_sentence
from api.pages.choices import Matter
from api.pages.fields import Filled, faults_of
from api.pages.frame import headers, page
from api.pages.sending import Sent, carried_out, sending
from api.pages.shown import Sheet, new_key
from api.pages.tasks import status
from api.pages.visits import Visit, viewing
from api.pages.words import words
from api.resources.printed import drawn, minutes_of
from api.resources.printed import page as document
from api.resources.sheets import PAGE
from engine import meetings, steps
from engine.access import POLICY, Actor
from engine.errors import NotFound
from engine.lifecycle.tables import Task
from engine.meetings import lists
from engine.meetings.corrections import attendance_of
from engine.meetings.forms import CloseForm, MeetingForm
from engine.meetings.sittings import as_id
from engine.meetings.tables import Attendance, Meeting
from engine.organisations.tables import Body
from engine.rules.calendar import legal_day
from engine.rules.meeting import has_quorum, quorum

router = APIRouter(tags=["pages"])
SHOWN = 200
PLAN, CLOSE = Sheet.of(MeetingForm), Sheet.of(CloseForm)


def keeps(actor: Actor, body_id: UUID) -> bool:
    """Whether the actor is the body's secretary."""
    return actor.holds(POLICY["meeting.keep"].roles, body_id)


@router.get("/meetings")
def listed(
    visit: Annotated[Visit, viewing("meeting.read")], body: Annotated[str, Query(max_length=80)] = ""
) -> Response:
    """The meetings ahead and those that have been, the nearest first."""
    who = visit.who

    def look(session: Session) -> tuple[list[lists.Listed], list[Body]]:
        own = select(Body).where(col(Body.organisation_id) == who.actor.organisation_id).order_by(col(Body.id))
        bodies = list(session.exec(own))
        chosen = next((one.id for one in bodies if one.slug == body), None)
        return lists.meetings_of(session, who.actor, chosen, SHOWN), bodies

    rows, bodies = who.look(look)
    today = legal_day(who.now)
    return page(
        visit.request,
        "meetings",
        visit.signed,
        ahead=[one for one in reversed(rows) if one.meeting.closed_at is None and one.meeting.day >= today],
        left_open=[one for one in rows if one.meeting.closed_at is None and one.meeting.day < today],
        past=[one for one in rows if one.meeting.closed_at is not None],
        bodies=[(one.slug, one.name) for one in bodies],
        chosen=body,
        plans=who.actor.holds(POLICY["meeting.keep"].roles),
        today=today,
    )


def planning(visit: Visit, sent: Sent | None = None, refused: Exception | None = None) -> Response:
    """The form for a new meeting. Who keeps one body's meetings finds it chosen."""
    who = visit.who

    def look(session: Session) -> Filled:
        matter = Matter(who.actor)
        if sent is not None:
            return PLAN.again(session, matter, sent, refused)
        everywhere, own = who.actor.bodies(POLICY["meeting.keep"].roles)
        body = session.get(Body, own[0]) if len(own) == 1 and not everywhere else None
        return PLAN.first(session, matter, {"body": body.slug} if body else {})

    form = who.look(look)
    return page(visit.request, "meeting_new", visit.signed, status=status(refused), form=form, key=new_key())


@router.get("/meetings/new")
def ask_plan(visit: Annotated[Visit, viewing("meeting.keep")]) -> Response:
    """A meeting to be planned."""
    return planning(visit)


@router.post("/meetings")
def plan(sent: Annotated[Sent, sending("meeting.keep")]) -> Response:
    """Plans a meeting and goes to it."""
    who, given = sent.who, PLAN.answers(sent)

    def do(session: Session) -> Answer:
        meeting = meetings.plan_meeting(session, who.actor, MeetingForm.model_validate(given), who.now)
        return Answer(None, 303, location=f"/meetings/{meeting.id}")

    return carried_out(sent, do, given, lambda refused: planning(sent.visit, sent, refused))


@dataclass(frozen=True)
class Held:
    """A meeting with all that its page shows."""

    meeting: Meeting
    body: Body
    agenda: list[lists.AgendaRow]
    waiting: list[Task]
    roll: list[Attendance]
    seats: list[lists.Seat]

    @property
    def serving(self) -> list[Attendance]:
        """Those who serve."""
        return [one for one in self.roll if one.part != "present"]

    @property
    def members(self) -> int:
        """How many seats the body has."""
        return sum(one.member for one in self.seats)

    @property
    def needed(self) -> int:
        """How many must serve for the body to decide."""
        return quorum(self.members)

    @property
    def quorate(self) -> str | None:
        """Why the body cannot decide; None when it can."""
        refused = has_quorum(self.body.kind, self.members, len(self.serving))  # type: ignore[arg-type]
        return refusal_sentence(refused) if refused else None

    def name(self, person_id: UUID | None) -> str:
        """Somebody with a seat, with party."""
        seat = next((one for one in self.seats if one.person.id == person_id), None)
        return "" if seat is None else f"{seat.person.name} ({seat.party})" if seat.party else seat.person.name

    def listed(self) -> lists.Listed:
        """The meeting as it stands in a list."""
        decided = sum(one.paragraph.decided_at is not None for one in self.agenda)
        verified = sum(one.paragraph.verified_on is not None for one in self.agenda)
        return lists.Listed(self.meeting, self.body.name, len(self.agenda), decided, verified)


def look(session: Session, actor: Actor, meeting_id: UUID) -> Held:
    """The meeting as the actor may see it, in at most seven statements."""
    meeting, body = lists.see_meeting(session, actor, meeting_id)
    waiting = lists.waiting_cases(session, actor, body.id) if meeting.closed_at is None else []
    return Held(
        meeting,
        body,
        lists.agenda_of(session, actor, meeting),
        waiting if keeps(actor, body.id) else [],
        attendance_of(session, meeting.id),
        lists.seats_at(session, meeting),
    )


@router.get("/meetings/{meeting_id}")
def one(meeting_id: UUID, visit: Annotated[Visit, viewing("meeting.read")]) -> Response:
    """A meeting: its agenda or its §§, what may be put up, who was there, what is left to do."""
    return meeting_page(visit, meeting_id)


def meeting_page(visit: Visit, meeting_id: UUID, refused: Exception | None = None) -> Response:
    """The page of a meeting; after a refusal with what was refused."""
    who = visit.who
    held = who.look(lambda session: look(session, who.actor, meeting_id))
    return page(
        visit.request,
        "meeting",
        visit.signed,
        status=status(refused),
        one=held,
        standing=held.listed().standing(legal_day(who.now)),
        keeps=keeps(who.actor, held.body.id),
        steps=words()["item_step"],
        form=told(refused),
        key=new_key(),
    )


def told(refused: Exception | None) -> Filled:
    """What a refusal says, for a page without a form of its own."""
    return Filled((), tuple(faults_of(refused, set())) if refused else ())


@router.post("/meetings/{meeting_id}/items")
def put_up(meeting_id: UUID, sent: Annotated[Sent, sending("task.act")]) -> Response:
    """Puts a case that is ready up on the agenda: completes its step with this meeting."""
    who, task = sent.who, as_id(str(sent.raw.get("task", "")))
    if task is None:
        raise NotFound(task="none")

    def do(session: Session) -> Answer:
        steps.complete(session, who.house.engine, who.actor, task, {"meeting_id": str(meeting_id)}, who.now)
        return Answer(None, 303, location=f"/meetings/{meeting_id}#agenda")

    return carried_out(sent, do, {"task": str(task)}, lambda refused: meeting_page(sent.visit, meeting_id, refused))


def closing(visit: Visit, meeting_id: UUID, sent: Sent | None = None, refused: Exception | None = None) -> Response:
    """The form that ends a meeting, with what has not been decided."""
    who = visit.who

    def ask(session: Session) -> tuple[Held, Filled]:
        held, matter = look(session, who.actor, meeting_id), Matter(who.actor)
        return held, CLOSE.first(session, matter) if sent is None else CLOSE.again(session, matter, sent, refused)

    held, form = who.look(ask)
    undecided = [one.paragraph.title for one in held.agenda if one.paragraph.decided_at is None]
    return page(
        visit.request, "meeting_close", visit.signed, status=status(refused), one=held, form=form, undecided=undecided,
        key=new_key(),
    )  # fmt: skip


@router.get("/meetings/{meeting_id}/close")
def ask_close(meeting_id: UUID, visit: Annotated[Visit, viewing("meeting.keep")]) -> Response:
    """The end of the meeting, before it is noted."""
    return closing(visit, meeting_id)


@router.post("/meetings/{meeting_id}/close")
def close(meeting_id: UUID, sent: Annotated[Sent, sending("meeting.keep")]) -> Response:
    """Ends the meeting and goes back to it."""
    who, given = sent.who, CLOSE.answers(sent)

    def do(session: Session) -> Answer:
        meetings.close_meeting(session, who.actor, meeting_id, CloseForm.model_validate(given), who.now)
        return Answer(None, 303, location=f"/meetings/{meeting_id}")

    return carried_out(sent, do, given, lambda refused: closing(sent.visit, meeting_id, sent, refused))


@router.get("/meetings/{meeting_id}/minutes")
def minutes(meeting_id: UUID, visit: Annotated[Visit, viewing("meeting.read")]) -> Response:
    """Protokollet as it reads now: the cover and those of its §§ that one sees."""
    html = document(visit.who, minutes_of(visit.who.actor, meeting_id))
    return HTMLResponse(html, headers={**headers(visit.request), **PAGE})


@router.get("/meetings/{meeting_id}/minutes.pdf")
def minutes_pdf(meeting_id: UUID, visit: Annotated[Visit, viewing("meeting.read")]) -> Response:
    """The same as a PDF."""
    return drawn(visit.who, document(visit.who, minutes_of(visit.who.actor, meeting_id)), "protokoll")
