"""Högen: what has come in and waits to be registered, one thing at a time; nothing of it is lost on the way.

The pile is the registrars' own. What lies in it is official from the day it came in (TF 2:9), so nothing is taken out
of it but by being registered, or put aside for a reason that is kept.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field
from sqlmodel import Session, col, func, select

from engine.access import Actor, permit
from engine.cases.tables import Case, Record
from engine.db import found
from engine.errors import require
from engine.forms import Form, Line
from engine.journal import Value
from engine.organisations.setup import open_organisation, say
from engine.registry.attachments import KeptFile
from engine.registry.forms import ReasonForm, RecordForm, WayIn
from engine.registry.opening import find_case
from engine.registry.records import add_record
from engine.registry.tables import PileFile, PileItem
from engine.registry.unpacking import Hint, Unpacked
from engine.rules.calendar import legal_day
from engine.rules.refusal import first
from engine.rules.register import may_have_arrived, may_put_aside, waits_in_pile

SHOWN: Final = 100
"""Most things of the pile that are listed; it is worked off from the oldest."""


class PileForm(Form):
    """How a pile of files came in, and whether they are one thing."""

    arrived_on: Annotated[date | None, Field(title="Inkom", description="Dagen då de kom in; i dag om tomt.")] = None
    way_in: Annotated[WayIn, Field(title="Hur de kom in")] = "post"
    together: Annotated[bool, Field(title="Filerna hör ihop", description="De registreras som en handling.")] = False


class PlaceForm(RecordForm):
    """A record out of the pile, and the case that it is put in."""

    case: Annotated[Line, Field(title="Ärende", description="Ärendets diarienummer eller id.")]


@dataclass(frozen=True)
class InPile:
    """Something in the pile with its files and what was read in it."""

    item: PileItem
    files: tuple[PileFile, ...]
    hints: tuple[Hint, ...]


@dataclass(frozen=True)
class Pile:
    """What waits, the oldest first, and how many things that is."""

    items: tuple[PileItem, ...]
    count: int


def add_to_pile(
    session: Session, actor: Actor, form: PileForm, unpacked: Sequence[Unpacked], now: datetime
) -> list[PileItem]:
    """Lays files in the pile, each as a thing of its own unless they belong together. One entry, the organisation's."""
    permit(actor, "case.register")
    today = legal_day(now)
    arrived = form.arrived_on or today
    require(may_have_arrived(arrived, today))
    organisation = open_organisation(session, actor.organisation_id)
    some = [merged(unpacked)] if form.together and unpacked else list(unpacked)
    items = [laid(session, actor, form, one, arrived, now) for one in some]
    facts: dict[str, Value] = {
        "items": [str(item.id) for item in items],
        "files": [file.sha256 for one in some for file in one.files],
    }
    say(session, organisation, actor.act(now), "pile:added", facts, {"titles": [item.title for item in items]})
    return items


def merged(unpacked: Sequence[Unpacked]) -> Unpacked:
    """Files that belong together; the first that hints at a field is believed."""
    hints: dict[str, Hint] = {}
    for one in unpacked:
        for hint in one.hints:
            hints.setdefault(hint.field, hint)
    return Unpacked(tuple(file for one in unpacked for file in one.files), tuple(hints.values()))


def laid(session: Session, actor: Actor, form: PileForm, one: Unpacked, arrived: date, now: datetime) -> PileItem:
    """One thing, saved."""
    said = {hint.field: hint.value for hint in one.hints}
    item = PileItem(
        organisation_id=actor.organisation_id,
        title=said.get("title", one.files[0].filename),
        arrived_on=arrived,
        way_in=said.get("way_in", form.way_in),
        hints=json.dumps([asdict(hint) for hint in one.hints]),
        at=now,
        by_name=actor.name,
    )
    session.add(item)
    session.flush()
    session.add_all(
        PileFile(item_id=item.id, organisation_id=actor.organisation_id, position=position, **asdict(file))
        for position, file in enumerate(one.files, 1)
    )
    session.flush()
    return item


def waiting_pile(session: Session, actor: Actor) -> Pile:
    """What waits to be registered; two statements. Forbidden for others than registrars."""
    permit(actor, "case.register")
    mine = col(PileItem.organisation_id) == actor.organisation_id, col(PileItem.state) == "waiting"
    rows = session.exec(select(PileItem).where(*mine).order_by(col(PileItem.id)).limit(SHOWN)).all()
    return Pile(tuple(rows), int(session.exec(select(func.count()).select_from(PileItem).where(*mine)).one()))


def see_in_pile(session: Session, actor: Actor, item_id: UUID) -> InPile:
    """Something that waits, with its files. NotFound when it is another organisation's, or waits no longer."""
    permit(actor, "case.register")
    mine = (
        col(PileItem.id) == item_id,
        col(PileItem.organisation_id) == actor.organisation_id,
        col(PileItem.state) == "waiting",
    )
    item = found(session.exec(select(PileItem).where(*mine)).first(), item=str(item_id))
    files = session.exec(select(PileFile).where(col(PileFile.item_id) == item.id).order_by(col(PileFile.position)))
    return InPile(item, tuple(files), tuple(Hint(**one) for one in json.loads(item.hints)))


def take_from_pile(session: Session, actor: Actor, item_id: UUID) -> tuple[PileItem, tuple[KeptFile, ...]]:
    """Locks something in the pile for the act that registers it, with its files. Refused when that was done before."""
    permit(actor, "case.register")
    mine = col(PileItem.id) == item_id, col(PileItem.organisation_id) == actor.organisation_id
    item = found(session.exec(select(PileItem).where(*mine).with_for_update()).first(), item=str(item_id))
    require(waits_in_pile(item.state))
    rows = session.exec(select(PileFile).where(col(PileFile.item_id) == item.id).order_by(col(PileFile.position)))
    return item, kept(rows)


def kept(rows: Iterable[PileFile]) -> tuple[KeptFile, ...]:
    """Files of the pile, as a record takes them."""
    return tuple(KeptFile(row.filename, row.media_type, row.size, row.sha256) for row in rows)


def registered_from_pile(session: Session, item: PileItem, record_id: UUID | None, now: datetime) -> None:
    """Notes that a thing has been registered; what was read in it is forgotten. The act's own entry tells of it."""
    item.state, item.record_id, item.ended_at, item.hints = "registered", record_id, now, "[]"
    session.add(item)
    session.flush()


def opening_record_of(session: Session, case: Case) -> UUID | None:
    """The record that opened a case."""
    wanted = select(Record.id).where(col(Record.case_id) == case.id, col(Record.number) == 1)
    return session.exec(wanted).first()


def place_from_pile(session: Session, actor: Actor, item_id: UUID, form: PlaceForm, now: datetime) -> Record:
    """Registers something in the pile as a record of a case that is there. One journal entry, the case's."""
    item, files = take_from_pile(session, actor, item_id)
    case_id = find_case(session, actor, form.case, "case")
    plain = RecordForm.model_validate(form.model_dump(exclude={"case"}))
    record = add_record(session, actor, case_id, plain, now, files)
    registered_from_pile(session, item, record.id, now)
    return record


def put_aside(session: Session, actor: Actor, item_id: UUID, form: ReasonForm, now: datetime) -> PileItem:
    """Takes something out of the pile without registering it (OSL 5:1): it stays, with the reason. One entry."""
    organisation = open_organisation(session, actor.organisation_id)
    item, files = take_from_pile(session, actor, item_id)
    require(first(may_put_aside(form.reason)))
    item.state, item.reason, item.ended_at, item.hints = "put_aside", form.reason, now, "[]"
    session.add(item)
    facts: dict[str, Value] = {"item": str(item.id), "files": [file.sha256 for file in files]}
    say(session, organisation, actor.act(now), "pile:put_aside", facts, {"title": item.title, "reason": form.reason})
    return item
