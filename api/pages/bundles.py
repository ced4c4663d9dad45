"""The whole case to take along, by page; and a record's PDF with its stamp."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response

from api.pages.visits import Visit, viewing
from api.resources import bundles as api

router = APIRouter(tags=["pages"])


@router.get("/cases/{case_id}/bundle.pdf")
def pdf(case_id: UUID, visit: Annotated[Visit, viewing("case.read")]) -> Response:
    """The whole case as one PDF."""
    return api.pdf(case_id, visit.who)


@router.get("/cases/{case_id}/bundle.zip")
def packed(case_id: UUID, visit: Annotated[Visit, viewing("case.read")]) -> Response:
    """The whole case as a zip."""
    return api.packed(case_id, visit.who)


@router.get("/records/{record_id}/files/{position}/stamped.pdf")
def stamped(
    record_id: UUID,
    position: Annotated[int, Path(ge=1, le=100_000)],
    visit: Annotated[Visit, viewing("case.read")],
) -> Response:
    """A stamped copy of a PDF."""
    return api.stamped(record_id, position, visit.who)
