"""What a secretary looks through: a body's meetings, one agenda, what waits to be put on it, who has a seat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from sqlmodel import Session, col, func, select

from engine.access import Actor, visible
from engine.cases.tables import Case
from engine.db import found
from engine.lifecycle.tables import Task
from engine.meetings.tables import Meeting, Paragraph
from engine.organisations.tables import Body, Mandate, Person
from engine.rules.attendance import MEMBER_SEATS

STEPS = ("decide", "verify_minutes", "send_extracts")
"""The steps of a § that its secretary does, in their order."""
SEATS_IN_ORDER = ("chair", "first_vice_chair", "second_vice_chair", "member", "substitute", "commissioner")
Standing = Literal["planned", "held", "closed", "verified"]


@dataclass(frozen=True)
class Listed:
    """A meeting in a list, with how many items of it one sees and how far they have come."""

    meeting: Meeting
    body: str
    items: int
    decided: int
    verified: int

    def standing(self, today: date) -> Standing:
        """How far the meeting itself has come."""
        if self.meeting.closed_at is None:
            return "held" if self.meeting.day <= today else "planned"
        return "verified" if self.items and self.verified == self.items else "closed"


def meetings_of(session: Session, actor: Actor, body_id: UUID | None, limit: int) -> list[Listed]:
    """The organisation's meetings, or those of one body, the latest day first, in two statements."""
    wanted = (
        select(Meeting, Body.name)
        .join(Body, col(Body.id) == col(Meeting.body_id))
        .where(col(Meeting.organisation_id) == actor.organisation_id)
        .order_by(col(Meeting.day).desc(), col(Meeting.starts).desc(), col(Meeting.id))
        .limit(limit)
    )
    if body_id is not None:
        wanted = wanted.where(col(Meeting.body_id) == body_id)
    rows = session.exec(wanted).all()
    counts = counted(session, actor, [one.id for one, _ in rows])
    return [Listed(one, name, *counts.get(one.id, (0, 0, 0))) for one, name in rows]


def counted(session: Session, actor: Actor, meetings: Sequence[UUID]) -> Mapping[UUID, tuple[int, int, int]]:
    """For each meeting, of the items that the actor sees: all, those decided, those verified."""
    if not meetings:
        return {}
    wanted = (
        select(
            Paragraph.meeting_id,
            func.count(col(Paragraph.id)),
            func.count(col(Paragraph.decided_at)),
            func.count(col(Paragraph.verified_on)),
        )
        .where(col(Paragraph.meeting_id).in_(meetings), visible(actor, Paragraph))
        .group_by(col(Paragraph.meeting_id))
    )
    return {meeting: (every, decided, verified) for meeting, every, decided, verified in session.exec(wanted)}


def see_meeting(session: Session, actor: Actor, meeting_id: UUID) -> tuple[Meeting, Body]:
    """A meeting of the actor's organisation with its body, to be read; NotFound for another's."""
    wanted = (
        select(Meeting, Body)
        .join(Body, col(Body.id) == col(Meeting.body_id))
        .where(col(Meeting.id) == meeting_id, col(Meeting.organisation_id) == actor.organisation_id)
    )
    return found(session.exec(wanted).first(), meeting=str(meeting_id))


@dataclass(frozen=True)
class AgendaRow:
    """A matter on the agenda, or its §: with its case, and the step that waits in it."""

    paragraph: Paragraph
    case: Case | None
    task: Task | None


def agenda_of(session: Session, actor: Actor, meeting: Meeting) -> list[AgendaRow]:
    """What one sees of the agenda, in its order: §§ by number, then what is not decided. Two statements."""
    wanted = (
        select(Paragraph, Case)
        .join(Case, col(Case.id) == col(Paragraph.case_id), isouter=True)
        .where(col(Paragraph.meeting_id) == meeting.id, visible(actor, Paragraph))
        .order_by(col(Paragraph.number).is_(None), col(Paragraph.number), col(Paragraph.id))
    )
    rows = session.exec(wanted).all()
    tasks = tasks_of(session, actor, meeting.body_id, [one.case_id for one, _ in rows if one.case_id])
    return [AgendaRow(one, case, task_of(one, tasks)) for one, case in rows]


def tasks_of(session: Session, actor: Actor, body_id: UUID, cases: Sequence[UUID]) -> Mapping[tuple[UUID, str], Task]:
    """The steps of a § that wait in these cases with the body, by case and step."""
    if not cases:
        return {}
    wanted = select(Task).where(
        col(Task.case_id).in_(cases),
        col(Task.body_id) == body_id,
        col(Task.step).in_(STEPS),
        col(Task.done_at).is_(None),
        visible(actor, Task),
    )
    return {(task.case_id, task.step): task for task in session.exec(wanted) if task.case_id}


def task_of(paragraph: Paragraph, tasks: Mapping[tuple[UUID, str], Task]) -> Task | None:
    """The step that waits in this § itself: a case may have been decided at an earlier meeting too."""
    if paragraph.case_id is None:
        return None
    step = "decide" if paragraph.decided_at is None else "send_extracts" if paragraph.verified_on else "verify_minutes"
    return tasks.get((paragraph.case_id, step))


def waiting_cases(session: Session, actor: Actor, body_id: UUID) -> list[Task]:
    """The steps "put up on the agenda" that wait with the body: cases that are ready, the oldest first."""
    wanted = select(Task).where(
        col(Task.organisation_id) == actor.organisation_id,
        col(Task.body_id) == body_id,
        col(Task.step) == "schedule",
        col(Task.done_at).is_(None),
        visible(actor, Task),
    )
    return list(session.exec(wanted.order_by(col(Task.since), col(Task.id))))


@dataclass(frozen=True)
class Seat:
    """Somebody with a seat in the body on the day of a meeting. With several seats the first of the order counts."""

    person: Person
    party: str
    seat: str

    @property
    def member(self) -> bool:
        """Whether they are one of the body's members."""
        return self.seat in MEMBER_SEATS


def seats_at(session: Session, meeting: Meeting) -> list[Seat]:
    """Everybody with a seat on the day: the presidium, the members and the substitutes as they were entered."""
    lasts = col(Mandate.through_day).is_(None) | (col(Mandate.through_day) >= meeting.day)
    wanted = (
        select(Mandate, Person)
        .join(Person, col(Person.id) == col(Mandate.person_id))
        .where(col(Mandate.body_id) == meeting.body_id, col(Mandate.from_day) <= meeting.day, lasts)
        .order_by(col(Mandate.id))
    )
    held = sorted(session.exec(wanted).all(), key=lambda row: SEATS_IN_ORDER.index(row[0].seat))
    first: dict[UUID, Seat] = {}
    for mandate, person in held:
        first.setdefault(person.id, Seat(person, mandate.party or person.party or "", mandate.seat))
    return list(first.values())
