"""Telling a sender that what they sent in has come and which dnr it has (FL 22 § lets that day count)."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from engine import jobs
from engine.access import Actor
from engine.acts import note, open_case, permit_work
from engine.cases.records import place
from engine.cases.tables import Case, Record
from engine.errors import require
from engine.forms import Form, Line
from engine.journal import Act
from engine.registry.indexing import reindex
from engine.rules.calendar import legal_day
from engine.rules.refusal import first
from engine.rules.register import may_act, may_confirm

TITLE: Final = "Bekräftelse på att handlingen har kommit in"


class ConfirmForm(Form):
    """To whom a confirmation goes."""

    addressee: Annotated[Line | None, Field(title="Till", description="Ärendets avsändare om fältet lämnas tomt.")] = (
        None
    )


def confirm(
    session: Session, actor: Actor, case_id: UUID, form: ConfirmForm, now: datetime, if_match: int | None = None
) -> Record:
    """Confirms to a sender that their case is registered: an outgoing record, whose letter is drawn afterwards.

    The letter gives the dnr, and who handles the case when that is known. One journal entry. Refused for a motion,
    which is confirmed by its own step, and where nobody is known as the sender.
    """
    case = open_case(session, actor, case_id, if_match)
    permit_work(session, actor, "record.add", case)
    addressee = form.addressee or case.sender
    require(first(may_act(case.voided_reason), may_confirm(case.kind, addressee)))
    act = actor.act(now)
    record = confirmation(case, act, addressee)
    facts = {"record": str(record.id), "number": record.number}
    note(session, case, act, "case:confirmed", facts, {"addressee": addressee})
    session.flush()
    session.add(record)
    session.flush()
    reindex(session, case)
    have_drawn(session, case, record, now)
    return record


def confirmation(case: Case, act: Act, addressee: str | None) -> Record:
    """The outgoing record, with the case's next number; not saved."""
    return place(
        case,
        act,
        direction="outgoing",
        kind="confirmation",
        title=TITLE,
        correspondent=addressee,
        document_date=legal_day(act.now),
    )


def have_drawn(session: Session, case: Case, record: Record, now: datetime) -> None:
    """Has the letter drawn after the act, whose entry in the journal is the case's newest."""
    payload = {"document": "confirmation", "record": str(record.id), "cause": str(case.rev)}
    jobs.post(session, case.organisation_id, "render", payload, now)
