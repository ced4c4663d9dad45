"""Lists of cases and records, newest first, a page at a time; and what a dnr stands for."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from engine.access import Actor, visible
from engine.cases.tables import Case, Record
from engine.errors import Invalid, NotFound

LIMIT_MAX: Final = 200
Row = TypeVar("Row", Case, Record)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list; `next` is the cursor of the page after, None on the last."""

    items: tuple[Row, ...]
    next: UUID | None


@dataclass(frozen=True)
class CaseFilters:
    """Which cases are asked for; None asks for all. `open` False asks for closed ones, voided ones among them.

    Days are those that cases arrived on. `unallocated` asks for open ones that no officer has.
    """

    kind: str | None = None
    open: bool | None = None
    body_id: UUID | None = None
    diary_id: UUID | None = None
    officer_id: UUID | None = None
    dnr: str | None = None
    from_day: date | None = None
    through_day: date | None = None
    unallocated: bool = False


@dataclass(frozen=True)
class RecordFilters:
    """Which records are asked for. `loose` True asks for those without a case; days are those of registration."""

    case_id: UUID | None = None
    loose: bool | None = None
    direction: str | None = None
    from_day: date | None = None
    through_day: date | None = None
    dnr: str | None = None


def list_cases(
    session: Session, actor: Actor, filters: CaseFilters, cursor: UUID | None = None, limit: int = 50
) -> Page[Case]:
    """The cases that the actor sees, newest first, one statement. `cursor` is the `next` of the page before."""
    return page(session, cases(actor, filters, cursor, limit), limit)


def cases(actor: Actor, filters: CaseFilters, cursor: UUID | None, limit: int) -> SelectOfScalar[Case]:
    """The question behind `list_cases`. Invalid for a limit out of range."""
    wanted = select(Case).where(visible(actor, Case), *asked(filters))
    if cursor is not None:
        wanted = wanted.where(col(Case.id) < cursor)
    return wanted.order_by(col(Case.id).desc()).limit(bounded(limit) + 1)


def asked(filters: CaseFilters) -> list[ColumnElement[bool]]:
    """What the filters ask of a case."""
    found: list[Any] = [
        col(column) == value
        for column, value in (
            (Case.kind, filters.kind),
            (Case.body_id, filters.body_id),
            (Case.diary_id, filters.diary_id),
            (Case.officer_id, filters.officer_id),
            (Case.dnr, filters.dnr),
        )
        if value is not None
    ]
    if filters.open is not None:
        found.append(col(Case.closed_on).is_(None) if filters.open else col(Case.closed_on).is_not(None))
    if filters.unallocated:
        found += [col(Case.officer_id).is_(None), col(Case.closed_on).is_(None)]
    if filters.from_day is not None:
        found.append(col(Case.arrived_on) >= filters.from_day)
    if filters.through_day is not None:
        found.append(col(Case.arrived_on) <= filters.through_day)
    return found


def list_records(
    session: Session, actor: Actor, filters: RecordFilters, cursor: UUID | None = None, limit: int = 50
) -> Page[Record]:
    """The records that the actor sees, newest first, voided ones among them; one statement."""
    return page(session, records(actor, filters, cursor, limit), limit)


def records(actor: Actor, filters: RecordFilters, cursor: UUID | None, limit: int) -> SelectOfScalar[Record]:
    """The question behind `list_records`. Invalid for a limit out of range."""
    wanted = select(Record).where(visible(actor, Record))
    if filters.case_id is not None:
        wanted = wanted.where(col(Record.case_id) == filters.case_id)
    if filters.loose is not None:
        wanted = wanted.where(col(Record.case_id).is_(None) if filters.loose else col(Record.case_id).is_not(None))
    for column, value in ((Record.direction, filters.direction), (Record.dnr, filters.dnr)):
        if value is not None:
            wanted = wanted.where(col(column) == value)
    if filters.from_day is not None:
        wanted = wanted.where(col(Record.registered_on) >= filters.from_day)
    if filters.through_day is not None:
        wanted = wanted.where(col(Record.registered_on) <= filters.through_day)
    if cursor is not None:
        wanted = wanted.where(col(Record.id) < cursor)
    return wanted.order_by(col(Record.id).desc()).limit(bounded(limit) + 1)


def bounded(limit: int) -> int:
    """The page's size, or Invalid."""
    if not 1 <= limit <= LIMIT_MAX:
        raise Invalid("limit", f"between 1 and {LIMIT_MAX}")
    return limit


def page(session: Session, wanted: SelectOfScalar[Row], limit: int) -> Page[Row]:
    """One page, and whether there is another: one row more than shown is asked for."""
    rows = session.exec(wanted).all()
    more = len(rows) > limit
    return Page(tuple(rows[:limit]), rows[limit - 1].id if more else None)


def find_by_dnr(session: Session, actor: Actor, dnr: str) -> Case | Record:
    """What a dnr stands for: a case, or a record that was registered without one. NotFound when hidden."""
    case = session.exec(select(Case).where(visible(actor, Case), col(Case.dnr) == dnr)).first()
    if case is not None:
        return case
    record = session.exec(select(Record).where(visible(actor, Record), col(Record.dnr) == dnr)).first()
    if record is None:
        raise NotFound(dnr=dnr)
    return record
