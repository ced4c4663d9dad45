"""An item at the table: what has been recorded of it, what may come next, and each event as it happens."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel
from sqlmodel import Session

from api.door import Answer, Asked, acting, asked
from api.messages import proof_sentence, refusal_sentence
from api.resource import resource
from api.resources.readings import read
from engine.cases.tables import Case
from engine.meetings.deciding_forms import ItemForm
from engine.meetings.event_forms import EventAtTableForm
from engine.meetings.recording import prepare_item, record_event, undo_event
from engine.meetings.table import AtTable, Happened, at_table, see_item
from engine.rules.procedure.offers import offers, voters
from engine.rules.procedure.state import Open
from engine.rules.proof import proof

router = resource("items")


class PersonView(BaseModel):
    """Somebody who serves at the item; `vote` in the division that is being held."""

    id: str
    name: str
    party: str
    presides: bool
    votes: bool
    vote: str | None


class QuestionView(BaseModel):
    """A question: the proposals that are put in it, and what has been found of it."""

    kind: str
    formal: str | None
    points: list[str]
    options: list[str]
    found: str
    counter: str
    winner: str | None


class OfferView(BaseModel):
    """A kind of event: whether it may be recorded now, and if not why, in Swedish with the section."""

    event: str
    allowed: bool
    reason: str | None


class ProofView(BaseModel):
    """A point that the minutes must hold (KL 5:66–67): `done`, `now`, `left` or `later`, and its Swedish sentence."""

    key: str
    standing: str
    said: str


class EventView(BaseModel):
    """An event of the log that stands."""

    id: UUID
    position: int
    event: str
    at: datetime
    form: dict[str, Any]

    @classmethod
    def of(cls, happened: Happened) -> Self:
        """The view of an event."""
        row, form = happened.row, happened.form
        said = form.model_dump(mode="json", exclude_none=True, exclude={"event"})
        return cls(id=row.id, position=row.position, event=row.kind, at=row.at, form=said)


class ProcedureView(BaseModel):
    """An item as it stands at the table."""

    item: UUID
    meeting_id: UUID
    title: str
    serving: list[PersonView]
    questions: list[QuestionView]
    current: QuestionView | None
    offers: list[OfferView]
    proof: list[ProofView]
    events: list[EventView]


class PositionView(BaseModel):
    """Where in the log an event was recorded."""

    id: UUID
    position: int


def people(table: AtTable) -> Iterable[PersonView]:
    """Those who serve, by name, with the one who leads last, as they are called."""
    course = table.course
    sitting, called = course.sitting, voters(course)
    for one in sorted(sitting.serving, key=lambda one: (one == sitting.presiding, sitting.name(one))):
        person = sitting.people[one]
        yield PersonView(
            id=one,
            name=person.name,
            party=person.party,
            presides=one == sitting.presiding,
            votes=one in called,
            vote=table.roll.get(one),
        )


def question(put: Open, winner: str | None = None) -> QuestionView:
    """A question as it stands."""
    asked_of = put.question
    return QuestionView(
        kind=asked_of.kind,
        formal=asked_of.formal,
        points=list(asked_of.points),
        options=list(asked_of.options),
        found=put.found,
        counter=put.counter,
        winner=winner,
    )


def proof_of(table: AtTable) -> list[ProofView]:
    """The points that the minutes must hold, as they stand."""
    points = proof(table.course, table.roll)
    return [ProofView(key=one.key, standing=one.standing, said=proof_sentence(one)) for one in points]


def view(table: AtTable) -> ProcedureView:
    """The item with all that is derived of it."""
    course = table.course
    return ProcedureView(
        item=table.matter.paragraph.id,
        meeting_id=table.matter.meeting.id,
        title=table.matter.paragraph.title,
        serving=list(people(table)),
        questions=[question(Open(done.question, done.winner), done.winner) for done in course.settled]
        + [question(Open(one)) for one in course.pending if course.locked],
        current=question(course.current) if course.current else None,
        offers=[
            OfferView(event=kind, allowed=no is None, reason=refusal_sentence(no) if no else None)
            for kind, no in offers(course, table.roll).items()
        ],
        proof=proof_of(table),
        events=[EventView.of(one) for one in table.log],
    )


@router.get("/items/{paragraph_id}/procedure", response_model=ProcedureView)
def procedure(paragraph_id: UUID, who: Annotated[Asked, asked("meeting.read")]) -> ProcedureView:
    """Beslutsgången of an item as it has been recorded: claims, questions, votes, what may come next, what is left."""

    def look(session: Session) -> tuple[Case, ProcedureView]:
        matter = see_item(session, who.actor, paragraph_id)
        return matter.case, view(at_table(session, who.actor, matter, who.now))

    case, found = who.look(look)
    read(who, case)
    return found


@router.post("/items/{paragraph_id}/events", status_code=201, response_model=PositionView)
def record(paragraph_id: UUID, form: EventAtTableForm, who: Annotated[Asked, acting("meeting.keep")]) -> Response:
    """Records what has happened, as the next event. The id is the sender's own: sent twice, it happens once."""

    def do(session: Session) -> Answer:
        row = record_event(session, who.actor, paragraph_id, form.id, form.happened, who.now)
        return Answer(PositionView(id=row.id, position=row.position), 201)

    return who.act(do, form)


@router.post("/items/{paragraph_id}/events/{event_id}/undo", status_code=204)
def undo(paragraph_id: UUID, event_id: UUID, who: Annotated[Asked, acting("meeting.keep")]) -> Response:
    """Takes back what was recorded last, until the decision is recorded; it shows as undone."""

    def do(session: Session) -> Answer:
        undo_event(session, who.actor, paragraph_id, event_id, who.now)
        return Answer(None, 204)

    return who.act(do)


@router.put("/items/{paragraph_id}", status_code=204)
def prepare(paragraph_id: UUID, form: ItemForm, who: Annotated[Asked, acting("meeting.keep")]) -> Response:
    """Notes jäv and absence at the item, who leads it, and what is proposed when that was not prepared."""

    def do(session: Session) -> Answer:
        prepare_item(session, who.actor, paragraph_id, form, who.now)
        return Answer(None, 204)

    return who.act(do, form)
