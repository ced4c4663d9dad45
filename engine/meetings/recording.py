"""What happens at an item is recorded, undone, prepared: each an act of the secretary, in the meeting's journal.

The log is a draft of the § until its decision is recorded; what was recorded wrongly is undone, and shows as undone.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from engine.access import Actor
from engine.db import found
from engine.errors import Invalid, require
from engine.forms import Form
from engine.meetings.deciding_forms import ItemForm
from engine.meetings.event_forms import EventForm, VotedForm
from engine.meetings.sittings import noted
from engine.meetings.table import Happened, Matter, at_table, event_of, log_of, open_item, people_in, votes_of
from engine.meetings.tables import ItemEvent, Meeting, Paragraph
from engine.rules.attendance import may_decide_on
from engine.rules.calendar import legal_day
from engine.rules.procedure.allowed import ITEM_DECIDED, may_happen
from engine.rules.procedure.conduct import check
from engine.rules.procedure.offers import may_vote
from engine.rules.refusal import Refusal


def record_event(
    session: Session, actor: Actor, paragraph_id: UUID, event_id: UUID, form: EventForm, now: datetime
) -> ItemEvent:
    """Records what has happened at the item, as the next of its log; the same id again is the same event.

    Consequences: one row, one entry in the meeting's journal. Refused, with the section, when it may not happen now;
    after the decision of the § has been recorded nothing happens at the item any more.
    """
    matter = open_item(session, actor, paragraph_id)
    paragraph, meeting = matter.paragraph, matter.meeting
    known = session.get(ItemEvent, event_id)
    if known is not None:
        return same_event(known, paragraph)
    require(open_for_recording(paragraph, meeting, now))
    row = ItemEvent(
        id=event_id,
        paragraph_id=paragraph.id,
        position=places(session, paragraph) + 1,
        kind=form.event,
        form=written(form),
        at=now,
        by_id=actor.user_id,
    )
    judge(session, actor, matter, Happened(row, form), now)
    session.add(row)
    facts: dict[str, Any] = {"item": str(paragraph.id), "event": form.event, "id": str(event_id)}
    noted(session, meeting, actor.act(now), "meeting:recorded", facts, {"form": row.form})
    return row


def written(form: Form) -> str:
    """A form as it is kept."""
    return form.model_dump_json(exclude_none=True)


def same_event(known: ItemEvent, paragraph: Paragraph) -> ItemEvent:
    """The event that was recorded under the id; Invalid when it is another item's."""
    if known.paragraph_id != paragraph.id:
        raise Invalid("id", "belongs to something else")
    return known


def open_for_recording(paragraph: Paragraph, meeting: Meeting, now: datetime) -> Refusal | None:
    """Whether events of the item may be recorded: from the day of the meeting, until its decision is recorded."""
    if paragraph.decided_at is not None:
        return ITEM_DECIDED.refuse()
    return may_decide_on(meeting.day, legal_day(now))


def places(session: Session, paragraph: Paragraph) -> int:
    """How many events have been recorded of the item, those that were undone too."""
    wanted = select(ItemEvent.position).where(col(ItemEvent.paragraph_id) == paragraph.id)
    return session.exec(wanted.order_by(col(ItemEvent.position).desc()).limit(1)).first() or 0


def judge(session: Session, actor: Actor, matter: Matter, happened: Happened, now: datetime) -> None:
    """Raises `RuleBroken` when the event may not happen as the item stands."""
    table = at_table(session, actor, matter, now, people_in(happened.form))
    course = table.course
    if isinstance(happened.form, VotedForm):
        require(may_vote(course, table.roll, votes_of(table.item, happened.form)))
        return
    event = event_of(table.item, table.procedure, happened, table.roll)
    require(may_happen(course, event))


def undo_event(session: Session, actor: Actor, paragraph_id: UUID, event_id: UUID, now: datetime) -> None:
    """Takes back what was recorded last; what is undone shows as undone. Again, it does nothing more.

    Refused once the decision is recorded, and for an event that others have followed.
    """
    matter = open_item(session, actor, paragraph_id)
    paragraph, meeting = matter.paragraph, matter.meeting
    row = found(session.get(ItemEvent, event_id), event=str(event_id))
    same_event(row, paragraph)
    if row.undone_at is not None:
        return
    require(open_for_recording(paragraph, meeting, now))
    last = log_of(session, paragraph).happened[-1].row
    if last.id != row.id:
        raise Invalid("event", "is not the last one")
    row.undone_at = now
    session.add(row)
    noted(session, meeting, actor.act(now), "meeting:undone", {"item": str(paragraph.id), "id": str(event_id)})


def prepare_item(session: Session, actor: Actor, paragraph_id: UUID, form: ItemForm, now: datetime) -> None:
    """Notes who is not there at the item, who leads it, and what is proposed when that differs from what was prepared.

    Refused when what has happened at the item already would not be allowed then.
    """
    matter = open_item(session, actor, paragraph_id)
    paragraph, meeting = matter.paragraph, matter.meeting
    require(open_for_recording(paragraph, meeting, now))
    paragraph.prepared = written(form)
    session.add(paragraph)
    session.flush()
    require(check(at_table(session, actor, matter, now).procedure))
    facts: dict[str, Any] = {"item": str(paragraph.id), "event": "prepared"}
    noted(session, meeting, actor.act(now), "meeting:recorded", facts, {"form": paragraph.prepared})
