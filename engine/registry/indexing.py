"""What a case is found by: its numbers, title, sender, movers, att-satser, and records that all who see it may see."""

from sqlalchemy import CompoundSelect
from sqlmodel import Session, col, or_, select, union_all

from engine.cases.tables import Case, Clause, Mover, Record
from engine.search import index_case


def texts_of(case: Case) -> list[str | None]:
    """What the case's own row is found by."""
    return [case.dnr, case.sub_number, case.title, case.sender, case.class_code]


def reindex(session: Session, case: Case | None) -> None:
    """Writes the case's search entry anew, in two statements; the act's rows must have been flushed.

    A record that is more secret than its case is left out, and so is a voided one.
    """
    if case is None:
        return
    shown = or_(col(Record.secrecy) == "open", col(Record.secrecy) == case.secrecy)
    mine = (col(Record.case_id) == case.id, shown, col(Record.voided_at).is_(None))
    texts: CompoundSelect[str] = union_all(
        select(col(Mover.name)).where(col(Mover.case_id) == case.id),
        select(col(Clause.text)).where(col(Clause.case_id) == case.id),
        select(col(Record.title)).where(*mine),
        select(col(Record.correspondent)).where(*mine),
        select(col(Record.dnr)).where(*mine),
    )
    index_case(session, case, [*texts_of(case), *session.connection().execute(texts).scalars()])
