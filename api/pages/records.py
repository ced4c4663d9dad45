"""A record on its page, and its files."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response
from sqlmodel import Session, col, select

from api.pages.frame import may, page
from api.pages.visits import Visit, viewing
from api.resources import records as api
from api.resources.readings import read
from api.resources.record_views import FileView, belonging
from engine.access import Actor, visible
from engine.cases.tables import Case, Record
from engine.meetings.tables import Paragraph

router = APIRouter(tags=["pages"])


@router.get("/records/{record_id}")
def one(record_id: UUID, visit: Annotated[Visit, viewing("case.read")]) -> Response:
    """What the register says of a record, its text, its files. Reading a secret one is noted before it is sent."""
    who = visit.who

    def look(session: Session) -> tuple[Record, Case | None, list[FileView], list[str], UUID | None]:
        record = api.seen(session, who.actor, record_id)
        held, recipients = belonging(session, [record_id])
        case = session.get(Case, record.case_id) if record.case_id else None
        paragraph = decided_in(session, who.actor, record) if record.kind == "extract" else None
        views = [FileView.of(one) for one in held.get(record_id, ())]
        return record, case, views, recipients.get(record_id, []), paragraph

    record, case, held, recipients, paragraph = who.look(look)
    read(who, record)
    return page(
        visit.request,
        "record",
        visit.signed,
        record=record,
        case=case,
        held=held,
        recipients=recipients,
        paragraph=paragraph if may(who.actor, "dispatch.read") else None,
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
