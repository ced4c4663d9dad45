"""Meetings as such: planned, attended, closed. Each act is journalled on the meeting's own stream."""

from collections.abc import Collection, Iterable, Mapping, Set
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from engine.access import Actor, permit
from engine.db import found
from engine.errors import Invalid, require
from engine.journal import Act, Value, record
from engine.meetings.corrections import (
    CORRECTED,
    attendance_of,
    corrected,
    correction_refusal,
    decided_at,
    line_of,
)
from engine.meetings.forms import AttendanceForm, CloseForm, MeetingForm, ServingForm
from engine.meetings.tables import Attendance, Meeting
from engine.organisations.setup import named
from engine.organisations.tables import Body, Mandate, Person
from engine.rules.attendance import (
    MEETING_CLOSED_EARLY,
    RECORDED_TWICE,
    SERVED_FOR_TWICE,
    may_preside,
    may_record_attendance,
    may_serve_as_member,
    may_serve_as_substitute,
    may_take_up,
)
from engine.rules.calendar import legal_day
from engine.rules.raising import BodyKind
from engine.rules.refusal import Refusal, first

CLOSED = "meeting:closed"
"""The journal's word for the end of a meeting, told by the secretary who kept it."""


def plan_meeting(session: Session, actor: Actor, form: MeetingForm, now: datetime) -> Meeting:
    """Plans a meeting of a body. Invalid when the body has one at that time already."""
    body = named(session, Body, actor.organisation_id, "body", form.body)
    permit(actor, "meeting.keep", body.id)
    session.get(Body, body.id, with_for_update=True)  # two who plan at once take turns
    same = (
        col(Meeting.body_id) == body.id,
        col(Meeting.day) == form.day,
        col(Meeting.starts) == form.starts,
    )
    if session.exec(select(Meeting.id).where(*same)).first():
        raise Invalid("starts", "the body has a meeting then")
    meeting = Meeting(
        organisation_id=actor.organisation_id, body_id=body.id, day=form.day, starts=form.starts, place=form.place
    )
    session.add(meeting)
    session.flush()
    facts: dict[str, Value] = {"body": body.slug, "day": form.day.isoformat(), "starts": form.starts}
    return noted(session, meeting, actor.act(now), "meeting:planned", facts)


def open_meeting(session: Session, actor: Actor, meeting_id: UUID) -> Meeting:
    """Locks a meeting for an act of its secretary; NotFound when there is none in the organisation."""
    wanted = select(Meeting).where(col(Meeting.id) == meeting_id, col(Meeting.organisation_id) == actor.organisation_id)
    meeting = found(session.exec(wanted.with_for_update()).first(), meeting=str(meeting_id))
    permit(actor, "meeting.keep", meeting.body_id)
    return meeting


def noted(
    session: Session,
    meeting: Meeting,
    act: Act,
    tag: str,
    facts: Mapping[str, Value],
    personal: Mapping[str, Value] | None = None,
) -> Meeting:
    """Writes the act into the meeting's journal and saves the meeting."""
    record(session, "meeting", meeting, act, tag, facts, personal)
    session.add(meeting)
    session.flush()
    return meeting


def record_attendance(
    session: Session, actor: Actor, meeting_id: UUID, form: AttendanceForm, now: datetime
) -> list[Attendance]:
    """Records who was there, in the place of what was recorded before (KL 5:66).

    Refuses people without a mandate on the day, a substitute for a member who is there, and one who presides without
    serving; refuses everything once the meeting is closed. From the first decided § on it is a correction: it takes a
    reason, shows with the meeting, and contradicts no §. Where it changes nothing then, nothing is written.
    """
    meeting = open_meeting(session, actor, meeting_id)
    require(may_record_attendance(meeting.day.isoformat(), closed=meeting.closed_at is not None))
    before = attendance_of(session, meeting_id)
    decided = decided_at(session, meeting_id)
    rows = rows_of(session, meeting, form, {UUID(person) for one, _ in decided for person in one.served})
    if decided and set(map(line_of, before)) == set(map(line_of, rows)):
        return before
    require(correction_refusal(session, decided, before, rows, form.reason))
    session.connection().execute(delete(Attendance).where(col(Attendance.meeting_id) == meeting.id))
    session.add_all(rows)
    session.flush()
    if decided:
        correction = corrected(before, rows)
        noted(session, meeting, actor.act(now), CORRECTED, correction, {"reason": form.reason})
        return rows
    facts: dict[str, Value] = {
        "serving": [str(row.person_id) for row in rows if row.part != "present"],
        "present": [str(row.person_id) for row in rows if row.part == "present"],
        "presides": next(str(row.person_id) for row in rows if row.presides),
    }
    noted(session, meeting, actor.act(now), "meeting:attended", facts)
    return rows


def rows_of(session: Session, meeting: Meeting, form: AttendanceForm, settled: Set[UUID]) -> list[Attendance]:
    """The attendance as rows, every one checked. `settled` have served at a § that is decided."""
    body = found(session.get(Body, meeting.body_id))
    keys = [*form.members, *form.present, form.presides]
    keys += [key for one in form.substitutes for key in (one.person, one.serves_for)]
    people = people_of(session, meeting.organisation_id, keys)
    check_seats(session, body, meeting, form, people, settled)
    rows = [Attendance(meeting_id=meeting.id, person_id=people[key].id, part="member") for key in form.members]
    for one in form.substitutes:
        member = people[one.serves_for].id
        person = people[one.person].id
        rows.append(
            Attendance(meeting_id=meeting.id, person_id=person, part="serving_substitute", serving_for_id=member)
        )
    rows += [Attendance(meeting_id=meeting.id, person_id=people[key].id, part="present") for key in form.present]
    refuse_twice(rows, people)
    chair = people[form.presides]
    leading = next((row for row in rows if row.person_id == chair.id and row.part != "present"), None)
    require(may_preside(chair.name, serving=leading is not None))
    if leading is not None:
        leading.presides = True
    return rows


def check_seats(
    session: Session,
    body: Body,
    meeting: Meeting,
    form: AttendanceForm,
    people: Mapping[str, Person],
    settled: Set[UUID],
) -> None:
    """Everybody who serves holds a seat that lets them, on the day of the meeting.

    A member who comes, or leaves, after a § has been decided stands beside the substitute, one of whom served at it;
    at each later item is recorded who of them was not there.
    """
    seats = seats_on(session, body.id, meeting)
    day = meeting.day.isoformat()
    there = {people[key].id for key in form.members}
    for key in form.members:
        require(may_serve_as_member(people[key].name, seats.get(people[key].id, frozenset()), day))
    for one in form.substitutes:
        relieved = bool({people[one.person].id, people[one.serves_for].id} & settled)
        require(substitute_refusal(body, one, people, seats, set() if relieved else there, day))


def substitute_refusal(
    body: Body,
    one: ServingForm,
    people: Mapping[str, Person],
    seats: Mapping[UUID, frozenset[str]],
    there: Collection[UUID],
    day: str,
) -> Refusal | None:
    """Whether a substitute may serve for that member."""
    person, member = people[one.person], people[one.serves_for]
    return first(
        may_serve_as_member(member.name, seats.get(member.id, frozenset()), day),
        may_serve_as_substitute(
            kind_of(body),
            person.name,
            seats.get(person.id, frozenset()),
            day,
            member.name,
            member_present=member.id in there,
        ),
    )


def kind_of(body: Body) -> BodyKind:
    """The body's kind, as the rules know it."""
    return cast("BodyKind", body.kind)


def refuse_twice(rows: Iterable[Attendance], people: Mapping[str, Person]) -> None:
    """Nobody is recorded twice, and each member's seat is filled once."""
    names = {person.id: person.name for person in people.values()}
    seen: set[UUID] = set()
    filled: set[UUID] = set()
    for row in rows:
        if row.person_id in seen:
            require(RECORDED_TWICE.refuse(name=names[row.person_id]))
        if row.serving_for_id is not None and row.serving_for_id in filled:
            require(SERVED_FOR_TWICE.refuse(member=names[row.serving_for_id]))
        seen.add(row.person_id)
        filled |= {row.serving_for_id} if row.serving_for_id else set()


def people_of(
    session: Session, organisation_id: UUID, keys: Collection[str], field: str = "person"
) -> dict[str, Person]:
    """The people with these slugs or ids; Invalid for one that there is not."""
    wanted = col(Person.slug).in_(keys) | col(Person.id).in_([known for key in keys if (known := as_id(key))])
    rows = session.exec(select(Person).where(col(Person.organisation_id) == organisation_id, wanted)).all()
    people = {person.slug: person for person in rows} | {str(person.id): person for person in rows}
    if unknown := next((key for key in keys if key not in people), None):
        raise Invalid(field, "there is none with that name", name=unknown)
    return {key: people[key] for key in keys}


def as_id(key: str) -> UUID | None:
    """The text as an id, or None."""
    try:
        return UUID(key)
    except ValueError:
        return None


def seats_on(session: Session, body_id: UUID, meeting: Meeting) -> dict[UUID, frozenset[str]]:
    """The seats that people hold in the body on the day of the meeting."""
    lasts = col(Mandate.through_day).is_(None) | (col(Mandate.through_day) >= meeting.day)
    wanted = select(Mandate).where(col(Mandate.body_id) == body_id, col(Mandate.from_day) <= meeting.day, lasts)
    held: dict[UUID, frozenset[str]] = {}
    for mandate in session.exec(wanted):
        held[mandate.person_id] = held.get(mandate.person_id, frozenset()) | {mandate.seat}
    return held


def close_meeting(session: Session, actor: Actor, meeting_id: UUID, form: CloseForm, now: datetime) -> Meeting:
    """Ends the meeting: from its day the time for verification runs (KL 5:69). Refused twice, and before the day."""
    meeting = open_meeting(session, actor, meeting_id)
    day = meeting.day.isoformat()
    require(may_take_up(day, "", same_body=True, closed=meeting.closed_at is not None))
    closed = form.closed_at or now
    if closed > now:
        raise Invalid("closed_at", "is ahead of now")
    if legal_day(closed) < meeting.day:
        require(MEETING_CLOSED_EARLY.refuse(day=day))
    meeting.closed_at = closed
    return noted(session, meeting, actor.act(now), CLOSED, {"closed_at": closed.isoformat()})
