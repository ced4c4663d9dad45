"""The whole case to take along: as one PDF with bookmarks, or as a zip; and a stamped copy of one record's PDF."""

from collections.abc import Iterator
from typing import IO, Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import Path, Response
from fastapi.responses import StreamingResponse
from sqlmodel import Session, col, select

from api.door import Asked, asked
from api.resource import resource
from api.resources.readings import read
from api.resources.records import seen
from api.resources.sheets import PREVIEW
from engine import archive, registry
from engine.access import visible
from engine.acts import see_case
from engine.cases.tables import Case, Record, RecordFile
from engine.errors import NotFound
from engine.files import PIECE
from engine.organisations.forms import slug_of

router = resource("bundles")
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}}}
ZIP: dict[int | str, dict[str, Any]] = {200: {"content": {"application/zip": {}}}}
Position = Annotated[int, Path(ge=1, le=100_000, description="The file's place, from 1.")]


def gathered(who: Asked, case_id: UUID) -> archive.Bundle:
    """What the bundle is made of; the reading of what is secret is journalled before anything is sent."""

    def look(session: Session) -> tuple[Case, list[Record], archive.Bundle]:
        case = see_case(session, who.actor, case_id)
        mine = col(Record.case_id) == case.id, col(Record.secrecy) == "secret", visible(who.actor, Record)
        secret = list(session.exec(select(Record).where(*mine)))
        return case, secret, archive.gathered(session, who.actor, case, who.now)

    case, secret, bundle = who.look(look)
    read(who, case)
    for record in secret:
        read(who, record)
    return bundle


def named(bundle: archive.Bundle, ending: str) -> dict[str, str]:
    """The headers of a file called after its case."""
    name = f"akt-{slug_of(bundle.contents.dnr)}.{ending}"
    return {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}


@router.get("/cases/{case_id}/bundle.pdf", response_class=Response, responses=PDF)
def pdf(case_id: UUID, who: Annotated[Asked, asked("case.read")]) -> Response:
    """The whole case as one PDF: contents with page numbers, every record stamped with its number, bookmarks."""
    bundle = gathered(who, case_id)
    made = archive.bundle_pdf(who.house.files, bundle, lambda html: who.house.printer.draw(html, within=PREVIEW))
    return Response(made, headers=named(bundle, "pdf"), media_type="application/pdf")


@router.get("/cases/{case_id}/bundle.zip", response_class=Response, responses=ZIP)
def packed(case_id: UUID, who: Annotated[Asked, asked("case.read")]) -> Response:
    """The whole case as a zip: the case sheet, a list, and every file as it was sent in or made."""
    bundle = gathered(who, case_id)
    made = archive.bundle_zip(who.house.files, bundle)
    return StreamingResponse(pieces(made), headers=named(bundle, "zip"), media_type="application/zip")


def pieces(made: IO[bytes]) -> Iterator[bytes]:
    """A file's content, a piece at a time; it is closed at the end."""
    with made:
        while piece := made.read(PIECE):
            yield piece


@router.get("/records/{record_id}/files/{position}/stamped.pdf", response_class=Response, responses=PDF)
def stamped(record_id: UUID, position: Position, who: Annotated[Asked, asked("case.read")]) -> Response:
    """A copy of a record's PDF with dnr and number on each page. The kept file stays as it is; others have no copy."""

    def look(session: Session) -> tuple[Record, str, RecordFile]:
        record = seen(session, who.actor, record_id)
        held = registry.open_file(session, who.actor, record, position)
        case = session.get(Case, record.case_id) if record.case_id else None
        return record, (case.dnr if case is not None else record.dnr) or "", held

    record, dnr, held = who.look(look)
    made = archive.stamped(who.house.files, held, dnr, record.number)
    if made is None:
        raise NotFound(record=str(record_id), file=position)
    read(who, record)
    headers = {**HEADERS, "Content-Disposition": f"inline; filename*=UTF-8''{quote(held.filename, safe='')}"}
    return Response(made, headers=headers, media_type="application/pdf")
