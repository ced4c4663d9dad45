"""One form for every § of a meeting: the same step is done in each of its cases, each in an act of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine import steps
from engine.access import Actor, permit
from engine.db import Database
from engine.errors import DnrError
from engine.lifecycle.runtime import Engine
from engine.meetings.lists import AgendaRow, agenda_of, see_meeting


@dataclass(frozen=True)
class Turn:
    """What came of one §: refused for a reason, or done."""

    row: AgendaRow
    refused: DnrError | None


def every_paragraph(
    database: Database,
    moving: Engine,
    actor: Actor,
    meeting_id: UUID,
    step: str,
    answers: Mapping[str, Any],
    now: datetime,
) -> list[Turn]:
    """Does the step in every § of the meeting where it waits and which the actor sees, in their order.

    No act locks two processes, so each has a transaction of its own; what is refused in one stops no other, and is
    told. Done again, it does what was left.
    """
    with database.read() as session:
        meeting, body = see_meeting(session, actor, meeting_id)
        permit(actor, "meeting.keep", body.id)
        rows = [one for one in agenda_of(session, actor, meeting) if one.task is not None and one.task.step == step]
    return [Turn(row, taken(database, moving, actor, row, answers, now)) for row in rows]


def taken(
    database: Database, moving: Engine, actor: Actor, row: AgendaRow, answers: Mapping[str, Any], now: datetime
) -> DnrError | None:
    """One § in its turn."""
    if row.task is None:
        return None
    try:
        with database.write() as session:
            steps.complete(session, moving, actor, row.task.id, answers, now)
    except DnrError as refused:
        return refused
    return None
