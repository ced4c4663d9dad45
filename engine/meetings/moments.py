"""The ledger of a meeting: who leaves and comes, takes the chair, when it is adjourned; each noted as it happens."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import cast
from uuid import UUID

from sqlmodel import Session, col, select

from engine.access import Actor
from engine.db import found
from engine.errors import Invalid, require
from engine.journal import Value
from engine.meetings.corrections import attendance_of
from engine.meetings.forms import MomentForm
from engine.meetings.lists import seats_at, see_meeting
from engine.meetings.sittings import kind_of, noted, open_meeting, people_of, seats_on
from engine.meetings.tables import Attendance, Meeting, MeetingMoment, Paragraph
from engine.organisations.tables import Body, Person
from engine.rules.attendance import (
    ATTENDANCE_MISSING,
    may_record_attendance,
    may_serve_as_member,
    may_stand_in,
)
from engine.rules.calendar import STOCKHOLM, legal_day
from engine.rules.ledger import Moment, MomentKind, breaks, may_note_moment, sitting_at, stretches

ROLES = {"member": "ledamot", "serving_substitute": "tjänstgörande ersättare", "present": "närvarande"}


def moments_of(session: Session, meeting_id: UUID) -> list[Moment]:
    """The moments of a meeting in their order, as the rules know them."""
    return [as_moment(row) for row in rows_of(session, meeting_id)]


def rows_of(session: Session, meeting_id: UUID) -> list[MeetingMoment]:
    """The moments as they are kept, in their order."""
    wanted = select(MeetingMoment).where(col(MeetingMoment.meeting_id) == meeting_id)
    return list(session.exec(wanted.order_by(col(MeetingMoment.at), col(MeetingMoment.id))))


def as_moment(row: MeetingMoment) -> Moment:
    """A row as the rules know it."""
    return Moment(
        row.at,
        cast("MomentKind", row.kind),
        str(row.person_id or ""),
        str(row.substitute_id or ""),
        row.disqualification,
    )


def note_moment(session: Session, actor: Actor, meeting_id: UUID, form: MomentForm, now: datetime) -> MeetingMoment:
    """Notes that somebody leaves or comes, takes the chair, or that the meeting is adjourned or goes on.

    Consequences: from then on each item is decided by those who sit; a member who comes late is recorded as serving
    from there, and the substitute in the seat serves no more. One entry in the meeting's journal. Refused before the
    roll, after the meeting, out of order, and for people who may not (KL 5:17–20, 6:16–17).
    """
    meeting = open_meeting(session, actor, meeting_id)
    require(may_record_attendance(meeting.day.isoformat(), closed=meeting.closed_at is not None))
    at = form.at or now
    if at > now:
        raise Invalid("at", "is ahead of now")
    if legal_day(at) < meeting.day:
        raise Invalid("at", "is before the meeting")
    body = found(session.get(Body, meeting.body_id))
    keys = [key for key in (form.person, form.substitute) if key]
    people = people_of(session, meeting.organisation_id, keys) if keys else {}
    person = people[form.person] if form.person else None
    substitute = people[form.substitute] if form.substitute and form.kind == "left" else None
    rows = attendance_of(session, meeting_id)
    new = Moment(at, form.kind, id_of(person), id_of(substitute), form.disqualification)
    check_moment(session, body, meeting, rows, new, person, substitute)
    if form.kind == "arrived" and person is not None and all(row.person_id != person.id for row in rows):
        session.add(Attendance(meeting_id=meeting.id, person_id=person.id, part="member"))
    moment = MeetingMoment(
        meeting_id=meeting.id,
        at=at,
        kind=form.kind,
        person_id=person.id if person else None,
        substitute_id=substitute.id if substitute else None,
        disqualification=form.disqualification,
    )
    session.add(moment)
    facts: dict[str, Value] = {"kind": form.kind, "at": at.isoformat(), "person": id_of(person)}
    noted(session, meeting, actor.act(now), "meeting:moment", {**facts, "substitute": id_of(substitute)})
    return moment


def id_of(person: Person | None) -> str:
    """A person's id as the rules know it, "" for nobody."""
    return str(person.id) if person else ""


def check_moment(
    session: Session,
    body: Body,
    meeting: Meeting,
    rows: Sequence[Attendance],
    new: Moment,
    person: Person | None,
    substitute: Person | None,
) -> None:
    """Raises `RuleBroken` when the moment may not be noted."""
    if not rows:
        require(ATTENDANCE_MISSING.refuse(day=meeting.day.isoformat()))
    serving = frozenset(str(row.person_id) for row in rows if row.part != "present")
    chair = next(str(row.person_id) for row in rows if row.presides)
    moments = moments_of(session, meeting.id)
    require(may_note_moment(kind_of(body), serving, chair, moments, new, person.name if person else ""))
    seats, day = seats_on(session, body.id, meeting), meeting.day.isoformat()
    if new.kind == "arrived" and person is not None:
        recorded = {row.person_id: row.part for row in rows}
        if recorded.get(person.id) != "serving_substitute":
            require(may_serve_as_member(person.name, seats.get(person.id, frozenset()), day))
        if recorded.get(person.id) == "present":
            raise Invalid("person", "is recorded as present: correct the roll instead")
    if substitute is not None:
        there = substitute.id in {row.person_id for row in rows}
        away = sitting_at(chair, moments, new.at).away
        serves = str(substitute.id) in serving or str(substitute.id) in away.values()
        held = seats.get(substitute.id, frozenset())
        require(may_stand_in(substitute.name, held, day, there=there, serves=serves))


def undo_moment(session: Session, actor: Actor, meeting_id: UUID, moment_id: UUID, now: datetime) -> None:
    """Takes the last moment back, as long as no § has been decided since; the journal keeps both.

    Who was recorded as serving because they came late is recorded no more.
    """
    meeting = open_meeting(session, actor, meeting_id)
    require(may_record_attendance(meeting.day.isoformat(), closed=meeting.closed_at is not None))
    rows = rows_of(session, meeting_id)
    moment = found(next((row for row in rows if row.id == moment_id), None), moment=str(moment_id))
    if rows[-1].id != moment.id:
        raise Invalid("moment", "is not the last one")
    since = col(Paragraph.meeting_id) == meeting_id, col(Paragraph.decided_at) >= moment.at
    if session.exec(select(Paragraph.id).where(*since).limit(1)).first():
        raise Invalid("moment", "a paragraph has been decided since")
    session.delete(moment)
    if moment.kind == "arrived" and sum(row.person_id == moment.person_id for row in rows) == 1:
        came = session.exec(
            select(Attendance).where(
                col(Attendance.meeting_id) == meeting_id, col(Attendance.person_id) == moment.person_id
            )
        ).first()
        session.delete(found(came, attendance="of who came"))
    facts: dict[str, Value] = {"kind": moment.kind, "at": moment.at.isoformat()}
    noted(session, meeting, actor.act(now), "meeting:moment_undone", facts)


def adjournments(session: Session, meeting_id: UUID) -> tuple[str, ...]:
    """The breaks as they are minuted: "kl. 12.00–13.00"."""
    rests = breaks(moments_of(session, meeting_id))
    return tuple(f"kl. {clock(begins)}–{clock(ends)}" for begins, ends in rests if ends is not None)


def clock(at: datetime) -> str:
    """An instant as Swedish local time: "15.02"."""
    return f"{at.astimezone(STOCKHOLM):%H.%M}"


def attendance_list(session: Session, actor: Actor, meeting_id: UUID) -> str:
    """Närvarolistan as CSV for those who pay fees: a line for each stretch that somebody was there.

    Times are local; minutes are empty while the meeting goes on. Semicolons, as Swedish spreadsheets read them.
    """
    meeting, body = see_meeting(session, actor, meeting_id)
    rows, moments = attendance_of(session, meeting_id), moments_of(session, meeting_id)
    names = named(session, meeting, rows)
    hour, minute = map(int, meeting.starts.split("."))
    begins = datetime.combine(meeting.day, time(hour, minute), STOCKHOLM)
    out = io.StringIO()
    sheet = csv.writer(out, delimiter=";", lineterminator="\r\n")
    sheet.writerow(["Organ", "Dag", "Namn", "Parti", "Som", "För", "Från", "Till", "Minuter"])
    for row in rows:
        name, party = names[row.person_id]
        instead = names[row.serving_for_id][0] if row.serving_for_id else ""
        for start, end in stretches(str(row.person_id), moments, begins, meeting.closed_at):
            minutes = int((end - start).total_seconds() // 60) if end else ""
            cells = [body.name, meeting.day.isoformat(), name, party, ROLES[row.part], instead]
            sheet.writerow([safe(one) for one in cells] + [clock(start), clock(end) if end else "", minutes])
    return out.getvalue()


def safe(cell: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell


def named(session: Session, meeting: Meeting, rows: Sequence[Attendance]) -> Mapping[UUID, tuple[str, str]]:
    """Name and party of everybody who is recorded."""
    seats = {one.person.id: (one.person.name, one.party) for one in seats_at(session, meeting)}
    ids = {key for row in rows for key in (row.person_id, row.serving_for_id) if key} - seats.keys()
    people = session.exec(select(Person).where(col(Person.id).in_(ids))) if ids else ()
    return {**seats, **{one.id: (one.name, one.party or "") for one in people}}
