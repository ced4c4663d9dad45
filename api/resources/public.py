"""The diary as anyone may read it, where the organisation lets them: nobody signs in, and nothing secret is told."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Depends, Path, Query, Request
from pydantic import BaseModel
from sqlmodel import Session

from api.door import House, open_route
from api.paging import After, Limit, cursor, position
from api.resource import resource
from api.resources.post_lists import PostListView
from engine import registry
from engine.forms import Day as LegalDay
from engine.forms import Line
from engine.registry import Published
from engine.rules.calendar import legal_day

router = resource("public")
View = TypeVar("View")
Slug = Annotated[str, Path(max_length=80, description="The organisation's short name.")]
Words = Annotated[Line | None, Query(description="Words in titles, or parts of a dnr.")]
OPEN = [open_route()]


class PublicRecordView(BaseModel):
    """An official record. `title` and `correspondent` are null where they are left out (OSL 5:2) or not published."""

    number: int | None
    direction: str
    day: date
    title: str | None
    correspondent: str | None


class PublicCaseView(BaseModel):
    """An open case."""

    id: UUID
    dnr: str
    title: str
    kind: str
    body: str
    arrived_on: date
    outcome: str | None
    closed_on: date | None


class OnePublicCase(PublicCaseView):
    """An open case with who raised it, what they ask for, and its official records."""

    movers: list[str]
    clauses: list[str]
    records: list[PublicRecordView]


class PublicCaseList(BaseModel):
    """A page of open cases, the newest first; `next` is the cursor of the page after it."""

    items: list[PublicCaseView]
    next: str | None


class Reader:
    """Somebody who has not said who they are, at an organisation that publishes its diary."""

    def __init__(self, request: Request, organisation: Slug) -> None:
        self.request = request
        self.house: House = request.app.state.house
        self.slug = organisation

    def look(self, view: Callable[[Session, Published], View]) -> View:
        """Reads, and can do nothing else. NotFound where nothing is published."""
        with self.house.database.read() as session:
            return view(session, registry.published(session, self.slug))


Anyone = Annotated[Reader, Depends(Reader)]


@router.get("/public/{organisation}/cases", response_model=PublicCaseList, dependencies=OPEN)
def cases(reader: Anyone, q: Words = None, after: After = None, limit: Limit = 50) -> PublicCaseList:
    """The open cases of an organisation that publishes its diary, the newest first. Needs no token."""
    since = position(after, UUID)
    last = since[0] if since else None
    rows, more = reader.look(lambda session, here: registry.public_cases(session, here, q, last, limit))
    items = [PublicCaseView.model_validate(row, from_attributes=True) for row in rows]
    return PublicCaseList(items=items, next=cursor(more) if more else None)


@router.get("/public/{organisation}/cases/{case_id}", response_model=OnePublicCase, dependencies=OPEN)
def case(reader: Anyone, case_id: UUID) -> OnePublicCase:
    """An open case with its official records. Needs no token; a secret case is not there."""
    found = reader.look(lambda session, here: registry.public_case(session, here, case_id))
    return OnePublicCase.model_validate(found, from_attributes=True)


@router.get("/public/{organisation}/post-list", response_model=PostListView, dependencies=OPEN)
def post_list(
    reader: Anyone, day: Annotated[LegalDay | None, Query(description="Today when it is left out.")] = None
) -> PostListView:
    """What came in and went out on a day, without what is withheld (OSL 5:2). Needs no token."""
    on = day or legal_day(reader.house.clock())
    return PostListView.of(reader.look(lambda session, here: registry.public_post_list(session, here.id, on)))
