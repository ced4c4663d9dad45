"""How a record gets its place in a case: the next running number, and the day it is registered."""

from datetime import date
from typing import Required, TypedDict, Unpack

from sqlmodel import Session

from engine.cases.tables import Case, Record
from engine.journal import Act
from engine.rules.calendar import legal_day


class Particulars(TypedDict, total=False):
    """What is registered of a record (OSL 5:2). `text` is HTML that has been cleaned."""

    direction: Required[str]
    kind: Required[str]
    title: Required[str]
    correspondent: str | None
    received_on: date | None
    document_date: date | None
    way_in: str | None
    paper_location: str | None
    text: str | None


def place(case: Case, act: Act, **said: Unpack[Particulars]) -> Record:
    """A new record with the case's next running number, its body, its degree of secrecy and its mark; not saved."""
    case.records += 1
    return Record(
        organisation_id=case.organisation_id,
        body_id=case.body_id,
        secrecy=case.secrecy,
        case_id=case.id,
        number=case.records,
        registered_on=legal_day(act.now),
        registered_at=act.now,
        provision=case.provision,
        marked_on=case.marked_on,
        marked_by=case.marked_by,
        reconsider_on=case.reconsider_on,
        **said,
    )


def enter(session: Session, case: Case, act: Act, **said: Unpack[Particulars]) -> Record:
    """Adds a record to a locked case with the next running number; the caller notes the act (OSL 5:1–2)."""
    entered = place(case, act, **said)
    session.add_all([case, entered])
    session.flush()
    return entered
