"""A record on its page, and its files."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response
from sqlmodel import Session, col, select

from api.pages.frame import may, page
from api.pages.visits import Visit, viewing
from api.resources import records as api
from api.resources.publication_views import PublicationView
from api.resources.readings import read
from api.resources.record_views import FileView, belonging
from engine import registry
from engine.access import Actor, visible
from engine.cases.tables import Case, Record
from engine.meetings.tables import Paragraph
from engine.minutes import publications
from engine.rules.calendar import legal_day

router = APIRouter(tags=["pages"])


@dataclass(frozen=True)
class Shown:
    """A record with all that its page shows; `opens` says whether the actor may read marked passages in it."""

    record: Record
    case: Case | None
    held: list[FileView]
    recipients: list[str]
    paragraph: UUID | None
    told: list[PublicationView]
    opens: bool


@router.get("/records/{record_id}")
def one(record_id: UUID, visit: Annotated[Visit, viewing("case.read")]) -> Response:
    """What the register says of a record, its text, its files. Reading a secret one is noted before it is sent."""
    who = visit.who

    def look(session: Session) -> Shown:
        record = api.seen(session, who.actor, record_id)
        held, recipients = belonging(session, [record_id])
        files = [FileView.of(one) for one in held.get(record_id, ())]
        told = publications.publications_of(session, record_id)
        return Shown(
            record=record,
            case=session.get(Case, record.case_id) if record.case_id else None,
            held=files,
            recipients=recipients.get(record_id, []),
            paragraph=decided_in(session, who.actor, record) if record.kind == "extract" else None,
            told=[PublicationView.of(session, one, legal_day(who.now)) for one in told],
            opens=not any(one.marked for one in files) or registry.sees_marked(session, who.actor, record),
        )

    found = who.look(look)
    read(who, found.record)
    drawn = any(one.made_here and one.variant == "original" for one in found.held)
    return page(
        visit.request,
        "record",
        visit.signed,
        **(vars(found) | {"paragraph": found.paragraph if may(who.actor, "dispatch.read") else None}),
        publishes=drawn and may(who.actor, "record.publish"),
    )


def decided_in(session: Session, actor: Actor, record: Record) -> UUID | None:
    """The § that an extract is of."""
    wanted = select(Paragraph.id).where(col(Paragraph.record_id) == record.id, visible(actor, Paragraph))
    return session.exec(wanted).first()


@router.get("/records/{record_id}/files/{position}")
def content(
    record_id: UUID,
    position: Annotated[int, Path(ge=1, le=100_000)],
    visit: Annotated[Visit, viewing("case.read")],
) -> Response:
    """A file, saved and never shown inside our own pages. Reading a secret one is noted before it is sent."""
    return api.content(record_id, position, visit.who)
