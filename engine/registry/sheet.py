"""Dagboksbladet: everything the register knows of a case, with what was voided, moved and corrected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlmodel import Session, col, or_, select

from engine.access import Actor, uncovered, visible
from engine.cases.tables import Case, Clause, Mover, Record, RecordFile, Relation, Watch
from engine.journal import Told
from engine.lifecycle.tables import Task
from engine.organisations.tables import Body, Diary, User
from engine.registry.telling import told_of

CORRECTIONS = ("case:renamed", "case:corrected", "record:corrected")
MOVES = ("record:moved",)


@dataclass(frozen=True)
class FileLine:
    """A file of a record."""

    position: int
    filename: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class RecordLine:
    """A record of the case; voided ones stay, with the reason."""

    id: UUID
    number: int | None
    dnr: str | None
    direction: str
    kind: str
    title: str
    correspondent: str | None
    received_on: date | None
    registered_on: date
    document_date: date | None
    way_in: str | None
    paper_location: str | None
    secrecy: str
    provision: str | None
    voided_reason: str | None
    files: tuple[FileLine, ...]
    text: str | None = None
    """A file note's own text, as HTML."""


@dataclass(frozen=True)
class MoverLine:
    """Who raised the matter."""

    name: str
    party: str | None
    person_id: UUID | None


@dataclass(frozen=True)
class ClauseLine:
    """Att-sats with what came of it."""

    number: int
    text: str
    outcome: str | None


@dataclass(frozen=True)
class RelationLine:
    """A relation as it looks from this case: `direction` is "to" when it was made here, "from" when in the other."""

    id: UUID
    kind: str
    direction: Literal["to", "from"]
    other_id: UUID
    other_dnr: str
    other_title: str
    at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class WatchLine:
    """A watch and whose it is."""

    id: UUID
    owner: str
    due_on: date
    text: str
    done_at: datetime | None


@dataclass(frozen=True)
class CorrectionLine:
    """What the register said before and says now. `record` is None for the case's own facts."""

    at: datetime
    by: str | None
    record: UUID | None
    number: int | None
    field: str
    old: str | None
    new: str | None
    reason: str | None


@dataclass(frozen=True)
class MoveLine:
    """A record that came from or went to another case; `other_dnr` is None for none, or a hidden one."""

    at: datetime
    by: str | None
    record: UUID
    went: Literal["in", "out"]
    number: int | None
    other_dnr: str | None
    reason: str | None


@dataclass(frozen=True)
class StepLine:
    """A step that waits."""

    id: UUID
    step: str
    name: str
    role: str
    assigned: str | None
    due_on: date | None
    since: datetime


@dataclass(frozen=True)
class CaseSheet:
    """The whole sheet. `case` is the row itself, read and not to be changed."""

    case: Case
    body: str
    diary: str
    officer: str | None
    movers: tuple[MoverLine, ...]
    clauses: tuple[ClauseLine, ...]
    records: tuple[RecordLine, ...]
    relations: tuple[RelationLine, ...]
    watches: tuple[WatchLine, ...]
    corrections: tuple[CorrectionLine, ...]
    moves: tuple[MoveLine, ...]
    waiting: tuple[StepLine, ...]


def case_sheet(session: Session, actor: Actor, case: Case) -> CaseSheet:
    """The sheet of a case that the actor has been shown to see; hidden records and hidden other cases are left out.

    At most ten statements, however much there is. Note the reading of a secret case with `note_reading`.
    """
    body, diary, officer = names(session, case)
    told = told_of(session, actor, case.id, (*CORRECTIONS, *MOVES))
    return CaseSheet(
        case=case,
        body=body,
        diary=diary,
        officer=officer,
        movers=movers(session, case),
        clauses=clauses(session, case),
        records=record_lines(session, actor, case),
        relations=relations(session, actor, case),
        watches=watches(session, actor, case),
        corrections=tuple(line for entry in told if entry.tag in CORRECTIONS for line in corrections(entry)),
        moves=moves(session, actor, case, [entry for entry in told if entry.tag in MOVES]),
        waiting=waiting(session, actor, case),
    )


def names(session: Session, case: Case) -> tuple[str, str, str | None]:
    """The names of the case's body, diary and officer."""
    wanted = (
        select(Body.name, Diary.name, User.name)
        .select_from(Body)
        .join(Diary, col(Diary.id) == case.diary_id)
        .outerjoin(User, col(User.id) == case.officer_id)
        .where(col(Body.id) == case.body_id)
    )
    body, diary, officer = session.exec(wanted).one()
    return body, diary, officer


def movers(session: Session, case: Case) -> tuple[MoverLine, ...]:
    """The movers in their order."""
    rows = session.exec(select(Mover).where(col(Mover.case_id) == case.id).order_by(col(Mover.position)))
    return tuple(MoverLine(row.name, row.party, row.person_id) for row in rows)


def clauses(session: Session, case: Case) -> tuple[ClauseLine, ...]:
    """The att-satser by number."""
    rows = session.exec(select(Clause).where(col(Clause.case_id) == case.id).order_by(col(Clause.number)))
    return tuple(ClauseLine(row.number, row.text, row.outcome) for row in rows)


def record_lines(session: Session, actor: Actor, case: Case) -> tuple[RecordLine, ...]:
    """The records that the actor sees, by number, with the files that the actor may open.

    An original in which passages are marked that the actor may not read is left out; its masked version stands.
    """
    mine = (col(Record.case_id) == case.id, visible(actor, Record))
    opens = or_(col(RecordFile.marked).is_(False), uncovered(actor, Record))
    wanted = select(RecordFile).join(Record, col(Record.id) == col(RecordFile.record_id)).where(*mine, opens)
    held = session.exec(wanted).all()
    rows = session.exec(select(Record).where(*mine).order_by(col(Record.number)))
    return tuple(record_line(row, [file for file in held if file.record_id == row.id]) for row in rows)


def record_line(row: Record, files: Iterable[RecordFile]) -> RecordLine:
    """One record with its files."""
    lines = [FileLine(one.position, one.filename, one.media_type, one.size, one.sha256) for one in files]
    return RecordLine(
        id=row.id,
        number=row.number,
        dnr=row.dnr,
        direction=row.direction,
        kind=row.kind,
        title=row.title,
        correspondent=row.correspondent,
        received_on=row.received_on,
        registered_on=row.registered_on,
        document_date=row.document_date,
        way_in=row.way_in,
        paper_location=row.paper_location,
        secrecy=row.secrecy,
        provision=row.provision,
        voided_reason=row.voided_reason,
        files=tuple(sorted(lines, key=lambda line: line.position)),
        text=row.text,
    )


def relations(session: Session, actor: Actor, case: Case) -> tuple[RelationLine, ...]:
    """Relations made here and in other cases, ended ones too; those to hidden cases are left out."""
    rows = session.exec(
        select(Relation, Case)
        .join(
            Case,
            or_(
                (col(Relation.case_id) == case.id) & (col(Case.id) == col(Relation.other_id)),
                (col(Relation.other_id) == case.id) & (col(Case.id) == col(Relation.case_id)),
            ),
        )
        .where(or_(col(Relation.case_id) == case.id, col(Relation.other_id) == case.id), visible(actor, Case))
        .order_by(col(Relation.id))
    )
    return tuple(
        RelationLine(
            id=row.id,
            kind=row.kind,
            direction="to" if row.case_id == case.id else "from",
            other_id=other.id,
            other_dnr=other.dnr,
            other_title=other.title,
            at=row.at,
            ended_at=row.ended_at,
        )
        for row, other in rows
    )


def watches(session: Session, actor: Actor, case: Case) -> tuple[WatchLine, ...]:
    """The case's watches by day, with their owners."""
    rows = session.exec(
        select(Watch, User.name)
        .join(User, col(User.id) == col(Watch.owner_id))
        .where(col(Watch.case_id) == case.id, visible(actor, Watch))
        .order_by(col(Watch.due_on), col(Watch.id))
    )
    return tuple(WatchLine(row.id, owner, row.due_on, row.text, row.done_at) for row, owner in rows)


def corrections(entry: Told) -> Iterable[CorrectionLine]:
    """What one entry corrected, a line per fact; without values when they are withheld or disposed of."""
    said = entry.personal or {}
    record, fields = entry.facts.get("record"), entry.facts.get("fields")
    for field in fields if isinstance(fields, list) else ():
        yield CorrectionLine(
            at=entry.at,
            by=text(said.get("actor")),
            record=UUID(str(record)) if record else None,
            number=number(entry.facts.get("number")),
            field=str(field),
            old=text(said.get(f"{field}:old")),
            new=text(said.get(f"{field}:new")),
            reason=text(said.get("reason")),
        )


def moves(session: Session, actor: Actor, case: Case, told: list[Told]) -> tuple[MoveLine, ...]:
    """The records that came and went, with the other case's dnr when the actor sees it."""
    if not told:
        return ()
    others = {UUID(str(entry.facts[way])) for entry in told for way in ("from", "to") if entry.facts[way]}
    wanted = select(Case.id, Case.dnr).where(col(Case.id).in_(others), visible(actor, Case))
    known = {str(key): dnr for key, dnr in session.exec(wanted)}
    return tuple(move(entry, case, known) for entry in told)


def move(entry: Told, case: Case, known: dict[str, str]) -> MoveLine:
    """One move as it looks from this case."""
    out = entry.facts["from"] == str(case.id)
    here, there = ("from", "to") if out else ("to", "from")
    said = entry.personal or {}
    return MoveLine(
        at=entry.at,
        by=text(said.get("actor")),
        record=UUID(str(entry.facts["record"])),
        went="out" if out else "in",
        number=number(entry.facts[f"{here}_number"]),
        other_dnr=known.get(str(entry.facts[there])),
        reason=text(said.get("reason")),
    )


def waiting(session: Session, actor: Actor, case: Case) -> tuple[StepLine, ...]:
    """The steps that wait, oldest first, with the name of whom they wait for when somebody is named."""
    rows = session.exec(
        select(Task, User.name)
        .outerjoin(User, col(User.id) == col(Task.assigned_id))
        .where(col(Task.case_id) == case.id, col(Task.done_at).is_(None), visible(actor, Task))
        .order_by(col(Task.since), col(Task.id))
    )
    return tuple(
        StepLine(row.id, row.step, row.name, row.role, assigned, row.due_on, row.since) for row, assigned in rows
    )


def text(value: object) -> str | None:
    """A value of the journal as text."""
    return str(value) if value is not None else None


def number(value: object) -> int | None:
    """A value of the journal as a number."""
    return value if isinstance(value, int) else None
