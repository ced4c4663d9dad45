"""At the table: what happens at an item is recorded as it happens, kept as a draft of the §, and derived each time.

`recording` keeps the events; here they are read and become what `rules.procedure` knows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from engine.access import Actor, permit, visible
from engine.cases.tables import Case
from engine.db import found
from engine.drafting.forms import PointForm
from engine.errors import Invalid, RuleBroken, require
from engine.lifecycle.work import Work
from engine.meetings.deciding_forms import DecideForm, ItemForm, ReservationForm
from engine.meetings.event_forms import (
    ClaimedForm,
    DebateClosedForm,
    DividedForm,
    DivisionRequestedForm,
    EventForm,
    FoundForm,
    GavelForm,
    MinorityRequestedForm,
    OutsideForm,
    PropositionRefusedForm,
    ReservedForm,
    VotedForm,
    WithdrawnForm,
)
from engine.meetings.proceeding import Item, claim_of, item_of, point_of, reserved
from engine.meetings.standing import standing_points
from engine.meetings.tables import ItemEvent, Meeting, Paragraph
from engine.organisations.profiles import current_profile
from engine.organisations.tables import Body
from engine.rules.procedure.conduct import NotAllowed, replay
from engine.rules.procedure.facts import (
    Claimed,
    DebateClosed,
    Divided,
    DivisionRequested,
    Event,
    Found,
    Gavel,
    MinorityRequested,
    Procedure,
    PropositionRefused,
    StoodOutside,
    Vote,
    Withdrawn,
)
from engine.rules.procedure.offers import ITEM_STILL_OPEN
from engine.rules.procedure.state import Course

EVENT: TypeAdapter[EventForm] = TypeAdapter(EventForm)


@dataclass(frozen=True)
class Happened:
    """An event of the log: its form, when it was recorded, and by whom."""

    row: ItemEvent
    form: EventForm


@dataclass(frozen=True)
class Matter:
    """An item of an agenda with what it belongs to."""

    paragraph: Paragraph
    case: Case
    meeting: Meeting
    body: Body


@dataclass(frozen=True)
class AtTable:
    """An item as it stands at the table. `roll` are the votes given in the division being held, by id."""

    matter: Matter
    prepared: ItemForm
    item: Item
    proposed: tuple[PointForm, ...]
    log: tuple[Happened, ...]
    procedure: Procedure
    roll: Mapping[str, Vote]

    @property
    def course(self) -> Course:
        """How far the item has come."""
        return replay(self.procedure)


@dataclass(frozen=True)
class Log:
    """What has been recorded of an item, before it is derived: what was prepared, and the events that stand."""

    prepared: ItemForm
    happened: tuple[Happened, ...]

    @property
    def people(self) -> list[str]:
        """Everybody that the events name."""
        return [key for one in self.happened for key in people_in(one.form)]

    def as_decided(self, form: DecideForm) -> DecideForm:
        """The decision's form with what the log says in its places. Invalid when the form says some of it too."""
        free = {"as_recorded", "attachments", "recipients"}
        fields = DecideForm.model_fields
        own = next((name for name in fields if name not in free and getattr(form, name) != fields[name].default), None)
        if own:
            raise Invalid(own, "is taken from what was recorded at the table")
        said = {name: getattr(self.prepared, name) for name in ItemForm.model_fields}
        if self.happened and self.prepared.taken_up_at is None:
            said["taken_up_at"] = self.happened[0].row.at
        reservations = [one for one in self.happened if isinstance(one.form, ReservedForm)]
        return form.model_copy(
            update={
                **said,
                "claims": tuple(one.form for one in self.happened if isinstance(one.form, ClaimedForm)),
                "reservations": tuple(reservation_of(one) for one in reservations),
            }
        )


def reservation_of(happened: Happened) -> ReservationForm:
    """A reservation of the log, announced when it was recorded unless it says otherwise."""
    said = found(happened.form if isinstance(happened.form, ReservedForm) else None)
    return said.model_copy(update={"announced_at": said.announced_at or happened.row.at})


def log_of(session: Session, paragraph: Paragraph) -> Log:
    """What has been recorded of the item and stands, in its order."""
    wanted = select(ItemEvent).where(col(ItemEvent.paragraph_id) == paragraph.id, col(ItemEvent.undone_at).is_(None))
    rows = session.exec(wanted.order_by(col(ItemEvent.position))).all()
    prepared = ItemForm.model_validate_json(paragraph.prepared) if paragraph.prepared else ItemForm()
    return Log(prepared, tuple(Happened(row, EVENT.validate_json(row.form)) for row in rows))


def see_item(session: Session, actor: Actor, paragraph_id: UUID) -> Matter:
    """An item that the actor sees; NotFound when it is hidden, or is not about a case."""
    wanted = select(Paragraph).where(col(Paragraph.id) == paragraph_id, visible(actor, Paragraph))
    paragraph = found(session.exec(wanted).first(), item=str(paragraph_id))
    case = found(session.get(Case, paragraph.case_id) if paragraph.case_id else None, item="with a case")
    meeting = found(session.get(Meeting, paragraph.meeting_id))
    return Matter(paragraph, case, meeting, found(session.get(Body, paragraph.body_id)))


def open_item(session: Session, actor: Actor, paragraph_id: UUID) -> Matter:
    """The same, for an act of its body's secretary: the meeting is locked, and the item read again behind the lock."""
    matter = see_item(session, actor, paragraph_id)
    permit(actor, "meeting.keep", matter.body.id)
    session.refresh(matter.meeting, with_for_update=True)
    session.refresh(matter.paragraph)
    return matter


def at_table(session: Session, actor: Actor, matter: Matter, now: datetime, also: Sequence[str] = ()) -> AtTable:
    """The item as it stands; refused before the roll has been called (KL 5:66). `also` are people to look up with it.

    Invalid when nothing has been proposed, so that the points must be prepared first.
    """
    paragraph, case = matter.paragraph, matter.case
    _, profile = current_profile(session, paragraph.organisation_id)
    log = log_of(session, paragraph)
    work = Work(session, case, actor.act(now), "decide", matter.body.id, {})
    form = log.as_decided(DecideForm(as_recorded=True))
    item = item_of(work, matter.meeting, matter.body, profile, form, (*log.people, *also))
    proposed = log.prepared.points or standing_points(session, case, paragraph, matter.body)
    procedure, roll = derived(item, proposed, log.happened)
    return AtTable(matter, log.prepared, item, proposed, log.happened, procedure, roll)


def procedure_at_table(item: Item, proposed: Sequence[PointForm], log: Log) -> Procedure:
    """The procedure that was recorded at the table; refused where the rules now refuse it, or while it is not over."""
    procedure, _ = derived(item, proposed, log.happened)
    try:
        course = replay(procedure)
    except NotAllowed as refused:
        raise RuleBroken(refused.refusal) from None
    require(None if course.decided else ITEM_STILL_OPEN.refuse())
    return procedure


def people_in(form: EventForm) -> list[str]:
    """Everybody an event names."""
    match form:
        case ClaimedForm():
            return list(form.movers)
        case MinorityRequestedForm():
            return list(form.people)
        case VotedForm():
            return [vote.person for vote in form.votes]
        case OutsideForm() | DivisionRequestedForm() | ReservedForm():
            return [form.person]
        case _:
            return []


def derived(
    item: Item, proposed: Sequence[PointForm], happened: Sequence[Happened]
) -> tuple[Procedure, Mapping[str, Vote]]:
    """The procedure that a log makes, and the votes given in the division that is being held."""
    procedure = Procedure(item.sitting, tuple(point_of(number, one) for number, one in enumerate(proposed, 1)))
    roll: dict[str, Vote] = {}
    for one in happened:
        if isinstance(one.form, VotedForm):
            roll |= votes_of(item, one.form)
        else:
            procedure = procedure.then(event_of(item, procedure, one, roll))
            roll = roll if isinstance(one.form, ReservedForm) else {}
    return procedure, roll


def votes_of(item: Item, form: VotedForm) -> dict[str, Vote]:
    """The votes by id; Invalid when somebody stands twice."""
    people = item.ids([one.person for one in form.votes])
    if len(set(people)) < len(people):
        raise Invalid("votes", "somebody has two votes")
    return dict(zip(people, (one.vote for one in form.votes), strict=True))


def event_of(item: Item, procedure: Procedure, happened: Happened, roll: Mapping[str, Vote]) -> Event:
    """An event as the rules know it."""
    form = happened.form
    match form:
        case ClaimedForm():
            number = 1 + sum(isinstance(one, Claimed) for one in procedure.events)
            return Claimed(claim_of(item, number, form, len(procedure.points)), form.unanimous)
        case WithdrawnForm():
            return Withdrawn(str(form.claim), form.unanimous)
        case OutsideForm():
            return StoodOutside(one_id(item, form.person))
        case PropositionRefusedForm():
            return PropositionRefused(str(form.claim), form.reason)
        case MinorityRequestedForm():
            people = frozenset(item.ids(form.people))
            return MinorityRequested(form.kind, people, form.reason, form.to, form.until)
        case DebateClosedForm():
            return DebateClosed(form.whole_first)
        case ReservedForm():
            return reserved(item, 0, reservation_of(happened))
        case _:
            return put(item, form, roll)


def put(item: Item, form: EventForm, roll: Mapping[str, Vote]) -> Event:
    """An event of the propositions as the rules know it."""
    match form:
        case FoundForm():
            return Found(str(form.option))
        case DivisionRequestedForm():
            return DivisionRequested(one_id(item, form.person))
        case DividedForm():
            casting = item.sitting.presiding if form.casting_vote else ""
            return Divided(str(form.yes), str(form.no), dict(roll), casting, form.ground, str(form.annex or ""))
        case GavelForm():
            return Gavel()
        case _:
            raise TypeError(f"{type(form).__name__} is no event of the propositions")


def one_id(item: Item, key: str) -> str:
    """The id of somebody named by slug or id."""
    return item.ids([key])[0]
