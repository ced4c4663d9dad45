"""A record on its page, and its files."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response
from sqlmodel import Session

from api.pages.frame import page
from api.pages.visits import Visit, viewing
from api.resources import records as api
from api.resources.readings import read
from api.resources.record_views import FileView, belonging
from engine.cases.tables import Case, Record

router = APIRouter(tags=["pages"])


@router.get("/records/{record_id}")
def one(record_id: UUID, visit: Annotated[Visit, viewing("case.read")]) -> Response:
    """What the register says of a record, its text, its files. Reading a secret one is noted before it is sent."""
    who = visit.who

    def look(session: Session) -> tuple[Record, Case | None, list[FileView], list[str]]:
        record = api.seen(session, who.actor, record_id)
        held, recipients = belonging(session, [record_id])
        case = session.get(Case, record.case_id) if record.case_id else None
        return record, case, [FileView.of(one) for one in held.get(record_id, ())], recipients.get(record_id, [])

    record, case, held, recipients = who.look(look)
    read(who, record)
    return page(
        visit.request, "record", visit.signed, record=record, case=case, held=held, recipients=recipients
    )  # fmt: skip


@router.get("/records/{record_id}/files/{position}")
def content(
    record_id: UUID,
    position: Annotated[int, Path(ge=1, le=100_000)],
    visit: Annotated[Visit, viewing("case.read")],
) -> Response:
    """A file, saved and never shown inside our own pages. Reading a secret one is noted before it is sent."""
    return api.content(record_id, position, visit.who)
