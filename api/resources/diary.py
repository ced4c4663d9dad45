"""The diary: cases found by words and filters, a page at a time; and the same taken along as a workbook or CSV."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import BaseModel
from sqlmodel import Session

from api.door import Asked, asked
from api.paging import After, Limit, cursor, position
from api.resource import resource
from api.resources.case_views import CaseView
from api.resources.readings import listed as noted
from engine import registry
from engine.access import Actor
from engine.cases.tables import Case
from engine.forms import Day as LegalDay
from engine.forms import Line
from engine.organisations.setup import named
from engine.organisations.tables import Body, User

router = resource("cases")


class CaseList(BaseModel):
    """A page of cases, the newest first; `next` is the cursor of the page after it.

    `total` is told when it is asked for; 1001 means more than 1,000.
    """

    items: list[CaseView]
    next: str | None
    total: int | None = None


Open = Annotated[bool | None, Query(alias="open", description="True: cases that are open; false: closed ones.")]
Kind = Literal["motion", "initiative", "audit_response", "board_matter"]
Words = Annotated[Line | None, Query(description="Words in titles, names, att-satser and records, or parts of a dnr.")]
Named = Annotated[Line | None, Query(description="By slug, user name or id.")]


@dataclass(frozen=True)
class Asking:
    """What is asked of the diary, as it stands in an address."""

    dnr: Annotated[Line | None, Query(description="Exactly this dnr.")] = None
    q: Words = None
    kind: Annotated[Kind | None, Query(description="Only cases of this kind.")] = None
    is_open: Open = None
    body: Named = None
    officer: Named = None
    from_day: Annotated[LegalDay | None, Query(alias="from", description="Arrived on this day or later.")] = None
    through_day: Annotated[LegalDay | None, Query(alias="through", description="Arrived on this day or before.")] = None
    unallocated: Annotated[bool, Query(description="Only open cases that no officer has.")] = False

    def question(self, session: Session, actor: Actor) -> registry.Question:
        """The question that is put; Invalid for a body or an officer that the organisation does not have."""
        body = named(session, Body, actor.organisation_id, "body", self.body).id if self.body else None
        officer = named(session, User, actor.organisation_id, "officer", self.officer).id if self.officer else None
        filters = registry.CaseFilters(
            kind=self.kind,
            open=self.is_open,
            body_id=body,
            officer_id=officer,
            dnr=self.dnr,
            from_day=self.from_day,
            through_day=self.through_day,
            unallocated=self.unallocated,
        )
        return registry.Question(self.q, filters)


@router.get("/cases", response_model=CaseList)
def listed(
    who: Annotated[Asked, asked("case.read")],
    asking: Annotated[Asking, Depends()],
    after: After = None,
    limit: Limit = 50,
    count: Annotated[bool, Query(description="Also tell how many there are.")] = False,
) -> CaseList:
    """The cases that you may see, the newest first."""
    since = position(after, UUID)

    def look(session: Session) -> tuple[registry.Page[Case], int | None]:
        question = asking.question(session, who.actor)
        found = registry.find_cases(session, who.actor, question, since[0] if since else None, limit)
        return found, registry.total(session, who.actor, question) if count else None

    found, total = who.look(look)
    noted(who, "case", found.items)
    more = cursor(found.next) if found.next else None
    return CaseList(items=[CaseView.of(row) for row in found.items], next=more, total=total)


def taken(who: Asked, find: Callable[[Session], registry.Question]) -> list[tuple[object, ...]]:
    """The rows of a list to take along, in the words of the pages."""
    from api.pages.words import words  # the pages are made of this module

    return who.look(lambda session: registry.taken_along(session, who.actor, find(session), words()))[0]


def saved_as(name: str, media_type: str, content: bytes) -> Response:
    """A list as a file that the browser saves."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, headers=headers, media_type=media_type)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@router.get("/cases.xlsx", response_class=Response, responses={200: {"content": {XLSX: {}}}})
def workbook(who: Annotated[Asked, asked("case.read")], asking: Annotated[Asking, Depends()]) -> Response:
    """The same cases as a workbook, at most 10,000; no text in it is a formula."""
    rows = taken(who, lambda session: asking.question(session, who.actor))
    return saved_as("diariet.xlsx", XLSX, registry.as_xlsx(rows))


@router.get("/cases.csv", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
def spreadsheet(who: Annotated[Asked, asked("case.read")], asking: Annotated[Asking, Depends()]) -> Response:
    """The same cases as CSV for a spreadsheet, at most 10,000; no cell is a formula."""
    rows = taken(who, lambda session: asking.question(session, who.actor))
    return saved_as("diariet.csv", CSV, registry.as_csv(rows))
