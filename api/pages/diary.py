"""Diariet: where is it? Words, parts of a number, and a few filters, in an address that can be kept and sent on."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, get_args
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from api.door import Answer
from api.pages.choices import Chosen, Matter, bodies, users
from api.pages.days import day_of
from api.pages.frame import leave, may, page
from api.pages.sending import Sent, carried_out, sending
from api.pages.shown import new_key
from api.pages.visits import Visit, viewing
from api.pages.words import words
from api.paging import cursor, position
from api.resources import diary as api
from api.resources.readings import listed as noted
from engine import registry
from engine.cases.tables import Case
from engine.errors import DnrError, Invalid, NotFound
from engine.forms import Line
from engine.organisations.setup import named
from engine.organisations.tables import Body, User
from engine.registry.tables import SavedSearch
from engine.rules.calendar import legal_day

router = APIRouter(tags=["pages"])
SHOWN = 50
STATES = {"open": True, "closed": False}
KINDS = get_args(api.Kind)
NOBODY = "ingen"
"""Instead of an officer's name: the cases that none has."""
Short = Annotated[str, Query(max_length=80)]


@dataclass(frozen=True)
class Filters:
    """What is asked of the diary by page; an address that asks something else asks nothing by it."""

    q: Annotated[str, Query(max_length=5_000)] = ""
    kind: Short = ""
    state: Short = ""
    body: Short = ""
    officer: Short = ""
    from_day: Annotated[str, Query(alias="from", max_length=80)] = ""
    through_day: Annotated[str, Query(alias="through", max_length=80)] = ""

    @property
    def said(self) -> dict[str, str]:
        """What is asked, by the names in the address; what is not asked is left out."""
        told = {"q": self.q.strip(), "kind": self.kind, "state": self.state, "body": self.body,
                "officer": self.officer, "from": self.from_day, "through": self.through_day}  # fmt: skip
        return {name: text for name, text in told.items() if text}

    def question(self, session: Session, visit: Visit) -> registry.Question:
        """The question that is put."""
        today = legal_day(visit.who.now)
        filters = registry.CaseFilters(
            kind=self.kind if self.kind in KINDS else None,
            open=STATES.get(self.state),
            body_id=key_of(session, Body, visit, self.body),
            officer_id=None if self.officer == NOBODY else key_of(session, User, visit, self.officer),
            from_day=day(self.from_day, today),
            through_day=day(self.through_day, today),
            unallocated=self.officer == NOBODY,
        )
        return registry.Question(asked_for(self.q)[0], filters)


def key_of(session: Session, table: type[Body] | type[User], visit: Visit, key: str) -> UUID | None:
    """The id of a body or a user by its name in the address; None for one that there is not."""
    try:
        return named(session, table, visit.who.actor.organisation_id, "name", key).id if key else None
    except DnrError:
        return None


def day(text: str, today: date) -> date | None:
    """A day as people write it; None for what is none."""
    try:
        return date.fromisoformat(day_of(text, today)) if text else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Found:
    """What the page shows."""

    rows: tuple[Case, ...]
    more: UUID | None
    total: int
    bodies: Chosen
    users: Chosen
    names: dict[UUID, str]
    saved: list[SavedSearch]


@router.get("/cases")
def listed(
    visit: Annotated[Visit, viewing("case.read")],
    asking: Annotated[Filters, Depends()],
    after: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The cases that have the words, the newest first. A whole dnr leads straight to its case."""
    who = visit.who
    asked, fault = asked_for(asking.q)
    if asked and set(asking.said) == {"q"} and not after and (there := exactly(visit, asked)):
        return leave(f"/cases/{there}")

    def look(session: Session) -> Found:
        last = position(after or None, UUID)
        question = asking.question(session, visit)
        matter = Matter(who.actor)
        shown = registry.Page[Case]((), None)
        if not fault:
            shown = registry.find_cases(session, who.actor, question, last[0] if last else None, SHOWN)
        few = last is None and shown.next is None
        return Found(
            shown.items,
            shown.next,
            len(shown.items) if few else registry.total(session, who.actor, question),
            bodies(session, matter),
            users(session, matter),
            registry.names_of_bodies(session, who.actor),
            registry.saved_searches(session, who.actor),
        )

    try:
        found = who.look(look)
    except Invalid:
        return leave("/cases")
    noted(who, "case", found.rows)
    told = asking.said
    return page(
        visit.request,
        "diary",
        visit.signed,
        found=found,
        asked=told,
        address=urlencode(told),
        fault=fault,
        kinds=[(one, words()["kind"][one]) for one in KINDS],
        nobody=NOBODY,
        more=f"/cases?{urlencode({**told, 'after': cursor(found.more)})}" if found.more else None,
        paged=bool(after),
        most=registry.TOTAL_MAX,
        releases=may(who.actor, "release.read"),
        key=new_key(),
    )


def asked_for(q: str) -> tuple[str | None, str | None]:
    """The words of a question, and why they cannot be searched for."""
    if not q.strip():
        return None, None
    try:
        return TypeAdapter(Line).validate_python(q), None
    except ValidationError:
        return None, "Sökningen får vara en rad på högst 500 tecken."


def exactly(visit: Visit, dnr: str) -> UUID | None:
    """The case whose number was written out in full."""
    try:
        there = visit.who.look(lambda session: registry.find_by_dnr(session, visit.who.actor, dnr))
    except NotFound:
        return None
    return there.id if isinstance(there, Case) else None


@router.get("/cases.xlsx")
def workbook(visit: Annotated[Visit, viewing("case.read")], asking: Annotated[Filters, Depends()]) -> Response:
    """The same cases as a workbook."""
    rows = api.taken(visit.who, lambda session: asking.question(session, visit))
    return api.saved_as("diariet.xlsx", api.XLSX, registry.as_xlsx(rows))


@router.get("/cases.csv")
def spreadsheet(visit: Annotated[Visit, viewing("case.read")], asking: Annotated[Filters, Depends()]) -> Response:
    """The same cases as CSV."""
    rows = api.taken(visit.who, lambda session: asking.question(session, visit))
    return api.saved_as("diariet.csv", api.CSV, registry.as_csv(rows))


@router.post("/searches")
def save(sent: Annotated[Sent, sending("search.save")]) -> Response:
    """Keeps the search that is on the page, under a name, and goes back to it."""
    who = sent.who
    given = {"name": sent.raw.get("name", ""), "query": sent.raw.get("query", "")}

    def do(session: Session) -> Answer:
        kept = registry.save_search(session, who.actor, registry.SearchForm.model_validate(given), who.now)
        return Answer(None, 303, location=f"/cases?{kept.query}")

    def again(refused: Exception | None) -> Response:
        raise refused or NotFound

    return carried_out(sent, do, given, again)


@router.post("/searches/{search_id}/forget")
def forget(search_id: UUID, sent: Annotated[Sent, sending("search.save")]) -> Response:
    """Forgets a kept search."""

    def do(session: Session) -> Answer:
        registry.forget_search(session, sent.who.actor, search_id)
        return Answer(None, 303, location="/cases")

    def again(refused: Exception | None) -> Response:
        raise refused or NotFound

    return carried_out(sent, do, {}, again)
