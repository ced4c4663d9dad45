"""Searches in the diary that one keeps for oneself."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel
from sqlmodel import Session

from api.door import Answer, Asked, acting, asked
from api.resource import resource
from engine import registry

router = resource("searches")


class SearchView(BaseModel):
    """A kept search; `query` is what stands after the question mark in the diary's address."""

    id: UUID
    name: str
    query: str
    at: datetime


class SearchList(BaseModel):
    """Kept searches by name."""

    items: list[SearchView]


@router.get("/searches", response_model=SearchList)
def listed(who: Annotated[Asked, asked("self")]) -> SearchList:
    """Your kept searches."""
    rows = who.look(lambda session: registry.saved_searches(session, who.actor))
    return SearchList(items=[SearchView.model_validate(row, from_attributes=True) for row in rows])


@router.post("/searches", status_code=201, response_model=SearchView)
def save(form: registry.SearchForm, who: Annotated[Asked, acting("search.save")]) -> Response:
    """Keeps a search; one of the same name is replaced."""

    def do(session: Session) -> Answer:
        row = registry.save_search(session, who.actor, form, who.now)
        return Answer(SearchView.model_validate(row, from_attributes=True), 201)

    return who.act(do, form)


@router.delete("/searches/{search_id}", status_code=204)
def forget(search_id: UUID, who: Annotated[Asked, acting("search.save")]) -> Response:
    """Forgets a search of your own."""

    def do(session: Session) -> Answer:
        registry.forget_search(session, who.actor, search_id)
        return Answer(None, 204)

    return who.act(do)
