"""An initiative is raised at the board's meeting; the board decides it at once or hands it over for preparation."""

from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlmodel import col, select

from engine.db import found
from engine.errors import require
from engine.forms import Form
from engine.journal import Value
from engine.lifecycle.work import Done, Work
from engine.meetings.tables import Meeting
from engine.rules.raising import may_have_been_raised


class ReceiveForm(Form):
    """Ta emot initiativet: where it was raised, and whether the board decides it there and then."""

    meeting_id: Annotated[UUID, Field(title="Sammanträde", description="Sammanträdet där initiativet väcktes.")]
    at_once: Annotated[
        bool, Field(title="Avgörs på en gång", description="Nämnden beslutar utan beredning, vid samma sammanträde.")
    ]


def receive_initiative(work: Work, form: ReceiveForm) -> Done:
    """Notes the meeting at which the initiative was raised (KL 4:20); that day it was raised. Leaves `at_once`.

    Refused for a meeting of another body, or of another day than the one it arrived on.
    """
    wanted = select(Meeting).where(col(Meeting.id) == form.meeting_id, col(Meeting.body_id) == work.body_id)
    meeting = found(work.session.exec(wanted).first(), meeting=str(form.meeting_id))
    require(may_have_been_raised(work.case.arrived_on, meeting.day))
    work.case.raised_on = meeting.day
    facts: dict[str, Value] = {"meeting": str(meeting.id), "day": meeting.day.isoformat(), "at_once": form.at_once}
    return Done({"at_once": form.at_once}, facts)
