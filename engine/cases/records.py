"""How a record gets its place in a case: the next running number, and the day it is registered."""

from datetime import date

from sqlmodel import Session

from engine.cases.tables import Case, Record
from engine.journal import Act
from engine.rules.calendar import legal_day


def enter(
    session: Session,
    case: Case,
    act: Act,
    *,
    direction: str,
    kind: str,
    title: str,
    correspondent: str | None = None,
    received_on: date | None = None,
    document_date: date | None = None,
    way_in: str | None = None,
    text: str | None = None,
) -> Record:
    """Adds a record to a locked case with the next running number; the caller notes the act (OSL 5:1–2).

    `text` is HTML that has been cleaned. The record is kept with the case's body and its degree of secrecy.
    """
    case.records += 1
    entered = Record(
        organisation_id=case.organisation_id,
        body_id=case.body_id,
        secrecy=case.secrecy,
        case_id=case.id,
        number=case.records,
        direction=direction,
        kind=kind,
        title=title,
        correspondent=correspondent,
        received_on=received_on,
        registered_on=legal_day(act.now),
        registered_at=act.now,
        document_date=document_date,
        way_in=way_in,
        text=text,
        provision=case.provision,
        marked_on=case.marked_on,
        marked_by=case.marked_by,
    )
    session.add_all([case, entered])
    session.flush()
    return entered
