"""The answer is to be decided before the day that the auditors have set: at the body's last meeting before it."""

from datetime import timedelta
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import col, select

from engine.errors import require
from engine.forms import Form, Text
from engine.journal import Value
from engine.lifecycle.variables import Flat
from engine.lifecycle.work import Done, Work
from engine.meetings.tables import Meeting
from engine.rules.calendar import legal_day, start_of_day
from engine.rules.deadlines import last_meeting
from engine.rules.urgency import may_decide_urgently

PREPARED_BEFORE: Final = timedelta(days=21)
"""How long before the meeting the secretary is told that the opinion must be ready."""


class PlanForm(Form):
    """Bestäm hur svaret beslutas: at a meeting, or at once by the chair with a reason."""

    urgent: Annotated[
        bool, Field(title="Kan inte vänta", description="Ordföranden beslutar i stället för nämnden (KL 6:39).")
    ] = False
    reason: Annotated[Text, Field(title="Skäl", description="Varför det inte kan vänta. Krävs då.")] = ""


def watch_last_meeting(work: Work) -> Done:
    """Finds the body's last meeting before the auditors' day: `due_on` is it, or their day where none is planned.

    `remind_at` is the beginning of the day three weeks before, "" where that has been or no day was set.
    """
    by = work.case.decide_by
    if by is None:
        return Done({"due_on": "", "remind_at": ""})
    today = legal_day(work.now)
    planned = select(col(Meeting.day)).where(
        col(Meeting.body_id) == work.body_id, col(Meeting.day) >= today, col(Meeting.closed_at).is_(None)
    )
    meeting = last_meeting(by, work.session.exec(planned))
    due = meeting or by
    before = start_of_day(due - PREPARED_BEFORE)
    left: dict[str, Flat] = {"due_on": due.isoformat(), "remind_at": before.isoformat() if before > work.now else ""}
    facts: dict[str, Value] = {"meeting": meeting.isoformat() if meeting else None, "answer_by": by.isoformat()}
    return Done(left, facts)


def plan_decision(work: Work, form: PlanForm) -> Done:
    """Leaves `urgent`. Refused without the reason that the minutes must hold (KL 6:39)."""
    if form.urgent:
        require(may_decide_urgently(form.reason))
    return Done({"urgent": form.urgent}, {"urgent": form.urgent}, {"reason": form.reason or None})
