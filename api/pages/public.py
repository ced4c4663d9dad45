"""The diary for whoever comes, at addresses that stay: nobody signs in, what is hidden is not there."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from api.door import open_route
from api.pages.diary import asked_for
from api.pages.frame import leave, page
from api.pages.post_list import around, asked_day
from api.paging import cursor, position
from api.resources.public import Anyone
from engine import registry
from engine.errors import Invalid
from engine.rules.calendar import legal_day

router = APIRouter(tags=["pages"], dependencies=[open_route()])
SHOWN = 50
Text = Annotated[str, Query(max_length=5_000)]
After = Annotated[str, Query(max_length=200)]


@router.get("/{organisation}/diarium")
def diary(reader: Anyone, q: Text = "", after: After = "") -> Response:
    """The open cases, the newest first."""
    words, fault = asked_for(q)
    try:
        last = position(after or None, UUID)
    except Invalid:
        return leave(f"/{reader.slug}/diarium")
    here, (rows, more) = reader.look(
        lambda session, here: (
            here,
            ([], None) if fault else registry.public_cases(session, here, words, last[0] if last else None, SHOWN),
        )
    )
    return page(
        reader.request, "public_diary", place=here, rows=rows, q=q.strip(), fault=fault, paged=bool(after),
        next_page=cursor(more) if more else None,
    )  # fmt: skip


@router.get("/{organisation}/diarium/{case_id}")
def case(reader: Anyone, case_id: UUID) -> Response:
    """A case with its official records."""
    here, found = reader.look(lambda session, here: (here, registry.public_case(session, here, case_id)))
    return page(reader.request, "public_case", place=here, case=found)


@router.get("/{organisation}/postlista")
def post_list(reader: Anyone, day: Annotated[str, Query(max_length=40)] = "") -> Response:
    """What came in and went out on a day."""
    today = legal_day(reader.house.clock())
    on = asked_day(day, today)
    here, found = reader.look(lambda session, here: (here, registry.public_post_list(session, here.id, on)))
    return page(reader.request, "public_post_list", place=here, found=found, around=around(on, today))
