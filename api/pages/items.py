"""Sammanträdet vid bordet: the item in hand, its claims, propositions and votes, and the § as it will read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Response
from sqlmodel import Session

from api.door import Answer
from api.messages import refusal_sentence
from api.pages.choices import Matter as Choosing
from api.pages.fields import Filled
from api.pages.frame import page
from api.pages.meetings import Held, keeps, look, told
from api.pages.sending import Raw, Sent, carried_out, sending
from api.pages.shown import Sheet, new_key
from api.pages.table_words import Claims, Put, claims_of, puts_of, to_choose
from api.pages.tasks import status
from api.pages.visits import Visit, viewing
from api.resources.items import ProofView, people, proof_of
from api.resources.readings import read
from engine import steps
from engine.access import Actor
from engine.documents.html import View
from engine.documents.models import Paragraph as Told
from engine.errors import DnrError, Invalid, NotFound, RuleBroken
from engine.meetings.deciding_forms import ItemForm
from engine.meetings.event_forms import EVENT_FORMS, EventAtTableForm
from engine.meetings.recording import prepare_item, record_event, undo_event
from engine.meetings.sittings import as_id
from engine.meetings.table import AtTable, Matter, at_table, log_of, see_item
from engine.minutes import paragraph_at_table, paragraph_document
from engine.organisations.profiles import current_profile
from engine.rules.attendance import ATTENDANCE_MISSING
from engine.rules.procedure.offers import offers

router = APIRouter(tags=["pages"])
SHEETS = {kind: Sheet.of(form) for kind, form in EVENT_FORMS.items()}
PREPARE = Sheet.of(ItemForm)
NOTHING_TYPED: Mapping[str, Any] = dict.fromkeys(
    ("event", "kind", "movers", "points", "texts", "to", "until", "reason", "text"), ""
)


@dataclass(frozen=True)
class Item:
    """An item with all that its page shows. Without `table` it cannot be conducted yet, and `why` says why."""

    held: Held
    matter: Matter
    table: AtTable | None
    why: DnrError | None
    text: Told | None
    view: View
    events: int

    @property
    def rev(self) -> str:
        """What tells this showing from another: a second tab asks for what is new since."""
        paragraph = self.matter.paragraph
        return f"{self.matter.meeting.rev}.{self.events}.{int(paragraph.decided_at is not None)}"

    @property
    def roll_first(self) -> bool:
        """Whether the roll must be called before anything."""
        return isinstance(self.why, RuleBroken) and self.why.refusal.rule == ATTENDANCE_MISSING.key

    @property
    def points_first(self) -> bool:
        """Whether it must be said what is proposed."""
        return isinstance(self.why, Invalid)

    @property
    def task(self) -> UUID | None:
        """The step of the case by which the decision is recorded, while it waits."""
        row = next((one for one in self.held.agenda if one.paragraph.id == self.matter.paragraph.id), None)
        return row.task.id if row and row.task and row.task.step == "decide" else None

    def offers(self) -> Mapping[str, str | None]:
        """For each kind of event why it may not be recorded now, in the words of the API."""
        if self.table is None:
            return {}
        found = offers(self.table.course, self.table.roll)
        return {kind: refusal_sentence(no) if no else None for kind, no in found.items()}

    def proof(self) -> list[ProofView]:
        """What the minutes must hold, and how far each point has come."""
        return proof_of(self.table) if self.table else []

    def claims(self) -> Claims:
        """The claims as they are listed."""
        return claims_of(self.table) if self.table else Claims((), ())

    def puts(self) -> list[Put]:
        """The questions in their order."""
        return puts_of(self.table) if self.table else []

    def voters(self) -> list[Any]:
        """The roll as it is called."""
        return list(people(self.table)) if self.table else []

    def choose(self) -> list[tuple[str, str]]:
        """Those who may be named as movers and the like."""
        return to_choose(self.table) if self.table else []


def seen(session: Session, actor: Actor, visit: Visit, paragraph_id: UUID) -> Item:
    """The item as the actor may see it."""
    matter = see_item(session, actor, paragraph_id)
    held = look(session, actor, matter.meeting.id)
    _, profile = current_profile(session, actor.organisation_id)
    table, why, text = None, None, None
    if matter.paragraph.decided_at is not None:
        text = paragraph_document(session, matter.paragraph)
    else:
        try:
            table = at_table(session, actor, matter, visit.who.now)
            text = paragraph_at_table(session, table)
        except (RuleBroken, Invalid) as refused:
            why = refused
    events = len(log_of(session, matter.paragraph).happened)
    return Item(held, matter, table, why, text, View(profile), events)


def item_page(
    visit: Visit, paragraph_id: UUID, typed: Raw | None = None, refused: Exception | None = None, since: str = ""
) -> Response:
    """The page of an item; 204 when nothing has happened since the showing that is named."""
    who = visit.who
    item = who.look(lambda session: seen(session, who.actor, visit, paragraph_id))
    if since and since == item.rev:
        return Response(status_code=204, headers={"Cache-Control": "no-store"})
    read(who, item.matter.case)
    return page(
        visit.request,
        "item",
        visit.signed,
        status=status(refused),
        one=item,
        typed={**NOTHING_TYPED, **(typed or {})},
        keeps=keeps(who.actor, item.matter.body.id),
        form=told(refused),
        reason=told(item.why).listed[0][1] if item.why is not None else "",
        key=new_key(),
        fresh=lambda: str(uuid4()),
    )


@router.get("/items/{paragraph_id}")
def one(
    paragraph_id: UUID,
    visit: Annotated[Visit, viewing("meeting.read")],
    seen: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """The item in hand. `seen` is the showing that a second tab has: nothing new is nothing to send."""
    return item_page(visit, paragraph_id, since=seen)


@router.post("/items/{paragraph_id}/events")
def record(paragraph_id: UUID, sent: Annotated[Sent, sending("meeting.keep")]) -> Response:
    """Records what has happened and shows the item as it stands then."""
    who, kind = sent.who, str(sent.raw.get("event", ""))
    if kind not in SHEETS:
        raise NotFound(event=kind[:40])
    given = {"id": str(sent.raw.get("id", "")), "happened": {**happened(kind, sent), "event": kind}}

    def do(session: Session) -> Answer:
        form = EventAtTableForm.model_validate(given)
        record_event(session, who.actor, paragraph_id, form.id, form.happened, who.now)
        return Answer(None, 303, location=f"/items/{paragraph_id}")

    return carried_out(sent, do, given, lambda refused: item_page(sent.visit, paragraph_id, sent.raw, refused))


def happened(kind: str, sent: Sent) -> dict[str, Any]:
    """What was filled in of an event; in a roll only the rows where somebody has voted."""
    said = SHEETS[kind].answers(sent)
    if kind == "voted":
        said["votes"] = [one for one in said.get("votes", []) if isinstance(one, dict) and one.get("vote")]
    return said


@router.post("/items/{paragraph_id}/undo")
def undo(paragraph_id: UUID, sent: Annotated[Sent, sending("meeting.keep")]) -> Response:
    """Takes back what was recorded last."""
    who, event = sent.who, as_id(str(sent.raw.get("event", "")))
    if event is None:
        raise NotFound(event="none")

    def do(session: Session) -> Answer:
        undo_event(session, who.actor, paragraph_id, event, who.now)
        return Answer(None, 303, location=f"/items/{paragraph_id}")

    given = {"event": str(event)}
    return carried_out(sent, do, given, lambda refused: item_page(sent.visit, paragraph_id, None, refused))


@router.post("/items/{paragraph_id}/decide")
def decide(paragraph_id: UUID, sent: Annotated[Sent, sending("task.act")]) -> Response:
    """Records the decision as it was recorded at the table: completes the case's own step, which draws the §."""
    who = sent.who
    item = who.look(lambda session: seen(session, who.actor, sent.visit, paragraph_id))
    task, given = item.task, {"as_recorded": True}
    if task is None:
        raise NotFound(item="to be decided")

    def do(session: Session) -> Answer:
        steps.complete(session, who.house.engine, who.actor, task, given, who.now)
        return Answer(None, 303, location=f"/items/{paragraph_id}")

    return carried_out(sent, do, given, lambda refused: item_page(sent.visit, paragraph_id, None, refused))


def preparing(visit: Visit, paragraph_id: UUID, sent: Sent | None = None, refused: Exception | None = None) -> Response:
    """The form of who is not there at the item, who leads it, and what is proposed."""
    who = visit.who

    def ask(session: Session) -> tuple[Matter, Filled]:
        matter = see_item(session, who.actor, paragraph_id)
        choosing = Choosing(who.actor, matter.case, matter.body.id)
        if sent is not None:
            return matter, PREPARE.again(session, choosing, sent, refused)
        given = log_of(session, matter.paragraph).prepared.model_dump(mode="json", exclude_none=True)
        return matter, PREPARE.first(session, choosing, given)

    matter, form = who.look(ask)
    read(who, matter.case)
    return page(
        visit.request, "item_prepare", visit.signed, status=status(refused), one=matter, form=form, key=new_key()
    )


@router.get("/items/{paragraph_id}/prepare")
def ask_prepare(paragraph_id: UUID, visit: Annotated[Visit, viewing("meeting.keep")]) -> Response:
    """Jäv, absence, another in the chair, another proposal."""
    return preparing(visit, paragraph_id)


@router.post("/items/{paragraph_id}/prepare")
def prepare(paragraph_id: UUID, sent: Annotated[Sent, sending("meeting.keep")]) -> Response:
    """Notes them and goes back to the item."""
    who, given = sent.who, PREPARE.answers(sent)

    def do(session: Session) -> Answer:
        prepare_item(session, who.actor, paragraph_id, ItemForm.model_validate(given), who.now)
        return Answer(None, 303, location=f"/items/{paragraph_id}")

    return carried_out(sent, do, given, lambda refused: preparing(sent.visit, paragraph_id, sent, refused))
