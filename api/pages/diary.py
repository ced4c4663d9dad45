"""Diariet: where is it? Words, parts of a number, and a few filters, in an address that can be kept and sent on."""

from typing import Annotated, get_args
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session, col, select

from api.pages.frame import leave, page
from api.pages.visits import Visit, viewing
from api.pages.words import words
from api.paging import cursor, position
from api.resources.cases import Kind, found_by
from api.resources.readings import listed as noted
from engine import registry
from engine.cases.tables import Case
from engine.errors import Invalid, NotFound
from engine.forms import Line
from engine.organisations.tables import Body
from engine.registry.lists import list_cases

router = APIRouter(tags=["pages"])
SHOWN = 50
STATES = {"open": True, "closed": False}
KINDS = get_args(Kind)


@router.get("/cases")
def listed(
    visit: Annotated[Visit, viewing("case.read")],
    q: Annotated[str, Query(max_length=5_000)] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    state: Annotated[str, Query(max_length=40)] = "",
    body: Annotated[str, Query(max_length=80)] = "",
    after: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The cases that have the words, the newest first. A whole dnr leads straight to its case."""
    who = visit.who
    asked, fault = asked_for(q)
    if asked and not (kind or state or body or after) and (there := exactly(visit, asked)):
        return leave(f"/cases/{there}")

    def look(session: Session) -> tuple[list[Case], UUID | None, list[Body]]:
        bodies = list(
            session.exec(
                select(Body).where(col(Body.organisation_id) == who.actor.organisation_id).order_by(col(Body.id))
            )
        )
        chosen = next((one.id for one in bodies if one.slug == body), None)
        filters = registry.CaseFilters(kind=kind if kind in KINDS else None, open=STATES.get(state), body_id=chosen)
        last = position(after or None, UUID)
        start = last[0] if last else None
        if fault:
            return [], None, bodies
        if asked:
            return *found_by(session, who, asked, filters, start, SHOWN), bodies
        some = list_cases(session, who.actor, filters, start, SHOWN)
        return list(some.items), some.next, bodies

    try:
        rows, more, bodies = who.look(look)
    except Invalid:
        return leave("/cases")
    noted(who, "case", rows)
    told = {"q": q.strip(), "kind": kind, "state": state, "body": body}
    return page(
        visit.request,
        "diary",
        visit.signed,
        rows=rows,
        asked=told,
        fault=fault,
        filtered=any(told.values()),
        kinds=[(one, words()["kind"][one]) for one in KINDS],
        bodies=[(one.slug, one.name) for one in bodies],
        names={one.id: one.name for one in bodies},
        more=f"/cases?{urlencode({**{name: said for name, said in told.items() if said}, 'after': cursor(more)})}"
        if more
        else None,
        paged=bool(after),
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
