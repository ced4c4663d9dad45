"""Högen: files that have come in and wait to be registered, with what was read in them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import Path, Response
from pydantic import BaseModel
from sqlmodel import Session

from api.description import FILE_ANSWER, takes
from api.door import Answer, Asked, acting, asked
from api.resource import resource
from api.resources.case_views import CaseView
from api.resources.record_views import RecordView
from api.resources.sent_files import sent_file
from api.uploads import Sent, taking
from engine import registry, steps
from engine.cases.tables import Case
from engine.db import found
from engine.organisations.profiles import current_profile
from engine.registry.tables import PileFile, PileItem

router = resource("pile")
Position = Annotated[int, Path(ge=1, le=100_000, description="The file's place, from 1.")]


class PileItemView(BaseModel):
    """Something that waits."""

    id: UUID
    title: str
    arrived_on: date
    way_in: str
    at: datetime
    by_name: str

    @classmethod
    def of(cls, item: PileItem) -> Self:
        """The view of a row."""
        return cls.model_validate(item, from_attributes=True)


class PileView(BaseModel):
    """What waits, the oldest first, at most a hundred; `count` is how many things that is in all."""

    items: list[PileItemView]
    count: int


class PileFileView(BaseModel):
    """A file of something in the pile."""

    position: int
    filename: str
    media_type: str
    size: int
    sha256: str


class HintView(BaseModel):
    """What a field of the register may be, and where that was read; `page` is 0 where there are none."""

    field: str
    value: str
    where: str
    page: int


class AlikeView(BaseModel):
    """A case or record of yours that may be the same, and why: `file`, `title` or `sender`."""

    case_id: UUID | None
    record_id: UUID | None
    dnr: str
    title: str
    day: date
    why: list[str]


class OneInPile(PileItemView):
    """Something that waits with its files, what was read in it, and what you can see that may be the same."""

    files: list[PileFileView]
    hints: list[HintView]
    alike: list[AlikeView]


def unpacked(who: Asked, files: Sequence[registry.KeptFile]) -> list[registry.Unpacked]:
    """What the files say of themselves, read before the act."""
    _, profile = who.look(lambda session: current_profile(session, who.actor.organisation_id))
    return [registry.unpack(who.house.files, who.actor.organisation_id, one, profile) for one in files]


def alike(session: Session, who: Asked, there: registry.InPile) -> list[registry.Alike]:
    """What may be the same as something in the pile."""
    said = {hint.field: hint.value for hint in there.hints}
    return registry.possible_duplicates(
        session,
        who.actor,
        title=said.get("title", ""),
        sender=said.get("sender", ""),
        day=there.item.arrived_on,
        hashes=[file.sha256 for file in there.files],
    )


@router.get("/pile", response_model=PileView)
def listed(who: Annotated[Asked, asked("case.register")]) -> PileView:
    """What has come in and waits to be registered."""
    pile = who.look(lambda session: registry.waiting_pile(session, who.actor))
    return PileView(items=[PileItemView.of(item) for item in pile.items], count=pile.count)


@router.post("/pile", status_code=201, response_model=PileView, openapi_extra=takes("PileForm"))
def add(sent: Annotated[Sent[registry.PileForm], taking("case.register", registry.PileForm)]) -> Response:
    """Lays files in the pile: each is a thing of its own unless they belong together; a mail brings its attachments."""
    who = sent.who
    some = unpacked(who, sent.files)

    def do(session: Session) -> Answer:
        items = registry.add_to_pile(session, who.actor, sent.form, some, who.now)
        return Answer(PileView(items=[PileItemView.of(item) for item in items], count=len(items)), 201)

    return who.act(do, sent.whole)


@router.get("/pile/{item_id}", response_model=OneInPile)
def one(item_id: UUID, who: Annotated[Asked, asked("case.register")]) -> OneInPile:
    """Something in the pile, what was read in it, and what may be the same."""

    def look(session: Session) -> OneInPile:
        there = registry.see_in_pile(session, who.actor, item_id)
        return OneInPile(
            **PileItemView.of(there.item).model_dump(),
            files=[PileFileView.model_validate(file, from_attributes=True) for file in there.files],
            hints=[HintView.model_validate(hint, from_attributes=True) for hint in there.hints],
            alike=[AlikeView.model_validate(same, from_attributes=True) for same in alike(session, who, there)],
        )

    return who.look(look)


@router.get("/pile/{item_id}/files/{position}", response_class=Response, responses=FILE_ANSWER)
def file(item_id: UUID, position: Position, who: Annotated[Asked, asked("case.register")]) -> Response:
    """A file of something in the pile."""
    there = who.look(lambda session: registry.see_in_pile(session, who.actor, item_id))
    return sent_file(who, file_at(there, position))


def file_at(there: registry.InPile, position: int) -> PileFile:
    """The file at a place; NotFound when there is none."""
    return found(next((one for one in there.files if one.position == position), None), file=position)


@router.post("/pile/{item_id}/register", status_code=201, response_model=CaseView)
def register(item_id: UUID, form: registry.RegisterForm, who: Annotated[Asked, acting("case.register")]) -> Response:
    """Registers something in the pile as a case of its own, with its files."""

    def do(session: Session) -> Answer:
        case = registered(session, who, item_id, form, ())
        return Answer(CaseView.of(case), 201, case.rev, f"/api/v1/cases/{case.id}")

    return who.act(do, form)


def registered(
    session: Session, who: Asked, item_id: UUID | None, form: registry.RegisterForm, more: Sequence[registry.KeptFile]
) -> Case:
    """Registers a case, with the files of something in the pile when that is where it came from, and `more`."""
    item, files = registry.take_from_pile(session, who.actor, item_id) if item_id else (None, ())
    case = steps.register(session, who.house.engine, who.actor, form, who.now, (*files, *more))
    if item is not None:
        registry.registered_from_pile(session, item, registry.opening_record_of(session, case), who.now)
    return case


@router.post("/pile/{item_id}/record", status_code=201, response_model=RecordView)
def place(item_id: UUID, form: registry.PlaceForm, who: Annotated[Asked, acting("case.register")]) -> Response:
    """Registers something in the pile as a record of a case that is there."""

    def do(session: Session) -> Answer:
        record = registry.place_from_pile(session, who.actor, item_id, form, who.now)
        return RecordView.answer(session, record, 201)

    return who.act(do, form)


@router.post("/pile/{item_id}/put-aside", response_model=PileItemView)
def put_aside(item_id: UUID, form: registry.ReasonForm, who: Annotated[Asked, acting("case.register")]) -> Response:
    """Takes something out of the pile without registering it, for a reason that is kept (OSL 5:1)."""

    def do(session: Session) -> Answer:
        return Answer(PileItemView.of(registry.put_aside(session, who.actor, item_id, form, who.now)))

    return who.act(do, form)
