"""Attendance that has been decided upon: what the §§ lean on, and the corrections that show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from engine.journal import Value, tagged
from engine.meetings.facts import read
from engine.meetings.tables import Attendance, Paragraph
from engine.organisations.tables import Person
from engine.rules.attendance import Decided, Roll, may_correct_attendance
from engine.rules.procedure.facts import Claimed, Sitting
from engine.rules.refusal import Refusal

CORRECTED = "meeting:attendance_corrected"


@dataclass(frozen=True)
class Line:
    """One person's attendance."""

    person_id: UUID
    part: str
    serving_for_id: UUID | None
    presides: bool


@dataclass(frozen=True)
class Correction:
    """What attendance said before and says since, the persons who differ only. `reason` is gone after disposal."""

    at: datetime
    by: str | None
    reason: str | None
    before: tuple[Line, ...]
    after: tuple[Line, ...]


def attendance_of(session: Session, meeting_id: UUID) -> list[Attendance]:
    """Who is recorded, in the order they were recorded."""
    wanted = select(Attendance).where(col(Attendance.meeting_id) == meeting_id)
    return list(session.exec(wanted.order_by(col(Attendance.id))))


def decided_at(session: Session, meeting_id: UUID) -> list[tuple[Decided, Sitting]]:
    """What each § decided at the meeting says of who was there, by number."""
    wanted = select(Paragraph.label, Paragraph.facts).where(
        col(Paragraph.meeting_id) == meeting_id, col(Paragraph.decided_at).is_not(None)
    )
    rows = session.exec(wanted.order_by(col(Paragraph.number)))
    return [leaning(label or "", facts) for label, facts in rows if facts is not None]


def leaning(label: str, facts: str) -> tuple[Decided, Sitting]:
    """What one § leans on: who served or stepped out for jäv, who made a claim or stood in, and who led it."""
    procedure = read(facts).procedure
    sitting = procedure.sitting
    claims = (event.claim for event in procedure.events if isinstance(event, Claimed))
    stood_in = frozenset(sitting.stand_ins.values())
    heard = stood_in | {mover for claim in claims for mover in claim.movers}
    served = (sitting.serving | sitting.disqualified) - stood_in
    return Decided(label, served, heard, sitting.presiding), sitting


def correction_refusal(
    session: Session,
    decided: Sequence[tuple[Decided, Sitting]],
    before: Sequence[Attendance],
    after: Sequence[Attendance],
    reason: str,
) -> Refusal | None:
    """Why attendance may not be changed so; None while nothing has been decided."""
    if not decided:
        return None
    names = {key: person.name for _, sitting in decided for key, person in sitting.people.items()}
    return may_correct_attendance([one for one, _ in decided], roll_of(before), roll_of(after), reason, names)


def roll_of(rows: Sequence[Attendance]) -> Roll:
    """The rows as the rules know them."""
    return Roll(
        serving=frozenset(str(row.person_id) for row in rows if row.part != "present"),
        there=frozenset(str(row.person_id) for row in rows),
        presides=next((str(row.person_id) for row in rows if row.presides), ""),
    )


def line_of(row: Attendance) -> Line:
    """A row as it is compared and shown."""
    return Line(row.person_id, row.part, row.serving_for_id, row.presides)


def corrected(before: Sequence[Attendance], after: Sequence[Attendance]) -> dict[str, Value]:
    """What the journal tells of a correction: the lines that went and the lines that came."""
    old, new = ({line_of(row) for row in rows} for rows in (before, after))
    return {"before": sorted(map(written, old - new)), "after": sorted(map(written, new - old))}


def written(line: Line) -> str:
    """A line as one text: person, part, for whom, whether they lead."""
    serving_for = str(line.serving_for_id) if line.serving_for_id else "-"
    return f"{line.person_id} {line.part} {serving_for} {'presides' if line.presides else '-'}"


def read_line(text: str) -> Line:
    """A line as it was written."""
    person, part, serving_for, presides = text.split(" ")
    return Line(UUID(person), part, UUID(serving_for) if serving_for != "-" else None, presides == "presides")


def attendance_corrections(session: Session, meeting_id: UUID) -> list[Correction]:
    """Every correction of a meeting's attendance since its first decided §, in order."""
    return [
        Correction(
            at=entry.at,
            by=text_of(entry.personal, "actor"),
            reason=text_of(entry.personal, "reason"),
            before=lines(entry.facts.get("before")),
            after=lines(entry.facts.get("after")),
        )
        for entry in tagged(session, meeting_id, (CORRECTED,))
    ]


def lines(value: Value) -> tuple[Line, ...]:
    """The lines of an entry."""
    return tuple(read_line(str(one)) for one in value) if isinstance(value, list) else ()


def text_of(personal: Mapping[str, Value] | None, name: str) -> str | None:
    """A particular of an entry, if it has not been erased."""
    value = (personal or {}).get(name)
    return str(value) if value is not None else None


def names_in(session: Session, corrections: Sequence[Correction]) -> dict[UUID, str]:
    """The names of everybody whom the corrections concern."""
    ids = {line.person_id for one in corrections for line in (*one.before, *one.after)}
    if not ids:
        return {}
    wanted = select(Person.id, Person.name).where(col(Person.id).in_(ids))
    return dict(session.exec(wanted).all())
