"""Urgent decisions: the chair decides what cannot wait, with the reason, and it is reported at the next meeting."""

from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlmodel import col, select

from engine.auditing.tables import UrgentDecision
from engine.cases.records import enter
from engine.db import found
from engine.documents.richtext import from_text
from engine.errors import require
from engine.forms import Day, Form, Text
from engine.journal import Value
from engine.lifecycle.work import Done, Work
from engine.meetings.tables import Meeting
from engine.registry.indexing import reindex
from engine.rules.calendar import legal_day
from engine.rules.register import may_have_arrived
from engine.rules.urgency import may_decide_urgently, may_report_urgent


class UrgentForm(Form):
    """Besluta i brådskande ärende: what is decided, when, and why it could not wait."""

    decided_on: Annotated[Day, Field(title="Beslutat", description="Dagen för beslutet.")]
    text: Annotated[Text, Field(min_length=1, title="Beslut", description="Vad som beslutas, i nämndens ställe.")]
    reason: Annotated[Text, Field(title="Skäl", description="Varför nämndens sammanträde inte kan avvaktas.")] = ""


class ReportUrgentForm(Form):
    """Anmäl beslutet: the meeting at which the body was told."""

    meeting_id: Annotated[UUID, Field(title="Sammanträde", description="Nämndens nästa sammanträde efter beslutet.")]


def decide_urgently(work: Work, form: UrgentForm) -> Done:
    """Records the decision as an internal record and the opinion as sent to who asked for it; the case is decided.

    KL 6:39. Leaves `outcome`.
    """
    require(may_decide_urgently(form.reason))
    require(may_have_arrived(form.decided_on, legal_day(work.now)))
    record = enter(
        work.session,
        work.case,
        work.act,
        direction="internal",
        kind="urgent_decision",
        title=f"Beslut i brådskande ärende: {work.case.title}",
        document_date=form.decided_on,
        text=from_text(f"{form.text}\n\nSkäl: {form.reason}"),
    )
    sent = enter(
        work.session,
        work.case,
        work.act,
        direction="outgoing",
        kind="opinion",
        title=f"Yttrande: {work.case.title}",
        correspondent=work.case.sender,
        document_date=form.decided_on,
        text=from_text(form.text),
    )
    work.session.add(
        UrgentDecision(
            organisation_id=work.case.organisation_id,
            body_id=work.body_id,
            secrecy=work.case.secrecy,
            case_id=work.case.id,
            decided_on=form.decided_on,
            text=form.text,
            reason=form.reason,
            by_name=work.act.name,
            record_id=record.id,
        )
    )
    work.case.outcome = "decided"
    work.session.flush()
    reindex(work.session, work.case)
    facts: dict[str, Value] = {"record": str(record.id), "number": record.number, "sent": sent.number}
    return Done({"outcome": "decided"}, facts, {"reason": form.reason})


def report_urgent(work: Work, form: ReportUrgentForm) -> Done:
    """Notes at which meeting the body was told of the decision. Refused for another than its next one (KL 6:40)."""
    untold = select(UrgentDecision).where(
        col(UrgentDecision.case_id) == work.case.id, col(UrgentDecision.reported_id).is_(None)
    )
    decision = found(work.session.exec(untold.order_by(col(UrgentDecision.id).desc())).first(), decision="urgent")
    own = col(Meeting.body_id) == work.body_id
    meeting = found(
        work.session.exec(select(Meeting).where(col(Meeting.id) == form.meeting_id, own)).first(),
        meeting=str(form.meeting_id),
    )
    following = select(col(Meeting.day)).where(own, col(Meeting.day) > decision.decided_on).order_by(col(Meeting.day))
    require(may_report_urgent(decision.decided_on, meeting.day, work.session.exec(following.limit(1)).first()))
    decision.reported_id = meeting.id
    work.session.add(decision)
    work.session.flush()
    return Done(facts={"meeting": str(meeting.id), "day": meeting.day.isoformat()})
