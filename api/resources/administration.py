"""Administration: every section of the table as resources, each act as a route of its own."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import BaseModel, create_model
from sqlmodel import Session

from api.administration.sections import LISTED, SECTIONS, VERB, Act, Section, chosen, do, row_of
from api.administration.told import changes
from api.door import Answer, Asked, acting, asked, response
from api.paging import After, cursor, number, position
from api.resource import resource
from engine.organisations import links
from engine.organisations.setup import open_organisation
from engine.rules.calendar import legal_day

router = resource("administration")
Words = Annotated[str, Query(description="Only rows that hold all these words.", max_length=200)]
Ended = Annotated[bool, Query(description="What has ended too.")]


def list_view(section: Section) -> type[BaseModel]:
    """The view of a section's list."""
    items: Any = (list[section.view], ...)  # type: ignore[name-defined]
    name = section.view.__name__.removesuffix("Row")
    said = f"Rows of {section.name}, so many at a time."
    return create_model(f"{name}Rows", __doc__=said, items=items, next=(str | None, None))


def listing(section: Section, view: type[BaseModel]) -> Callable[..., Any]:
    """The endpoint that lists a section."""

    def rows(who: Annotated[Asked, asked(VERB)], q: Words = "", ended: Ended = False, after: After = None) -> BaseModel:
        start = (position(after, number) or (0,))[0]
        today = legal_day(who.now)
        every = who.look(lambda session: section.rows(session, who.actor.organisation_id, today))
        some = chosen(every, q, ended=ended)
        more = cursor(start + LISTED) if len(some) > start + LISTED else None
        return view(items=some[start : start + LISTED], next=more)

    return rows


def answered(session: Session, who: Asked, section: Section, act: Act, form: Any, key: UUID | None) -> Answer:
    """Does an act and answers with the row as it then is."""
    made = do(session, section, act, who.actor.act(who.now), form, key)
    row = row_of(session, section, who.actor.organisation_id, made, legal_day(who.now))
    return Answer(row, 201 if key is None else 200)


def making(section: Section, act: Act) -> Callable[..., Any]:
    """The endpoint that makes something new."""

    def make(form: Any, who: Annotated[Asked, acting(VERB)]) -> Response:
        return who.act(lambda session: answered(session, who, section, act, form, None), form)

    make.__annotations__["form"] = act.form
    return make


def changing(section: Section, act: Act) -> Callable[..., Any]:
    """The endpoint that does something with a row."""

    def change(
        key: Annotated[UUID, Path(alias=f"{section.one}_id")], form: Any, who: Annotated[Asked, acting(VERB)]
    ) -> Response:
        return who.act(lambda session: answered(session, who, section, act, form, key), form)

    change.__annotations__["form"] = act.form
    return change


def offer(section: Section) -> None:
    """Gives a section its routes."""
    at = f"/administration/{section.path}"
    view = list_view(section)
    router.add_api_route(
        at, listing(section, view), methods=["GET"], name=f"{section.name}_listed", response_model=view,
        description=f"{section.view.__doc__} All of them, with what has ended if asked for.",
    )  # fmt: skip
    router.add_api_route(
        at, making(section, section.add), methods=["POST"], name=f"{section.name}_{section.add.name}",
        response_model=section.view, status_code=201, description=section.add.form.__doc__,
    )  # fmt: skip
    for act in section.acts:
        router.add_api_route(
            f"{at}/{{{section.one}_id}}/{act.name.replace('_', '-')}", changing(section, act), methods=["POST"],
            name=f"{section.name}_{act.name}", response_model=section.view, description=act.form.__doc__,
        )  # fmt: skip


class ChangeView(BaseModel):
    """A change in the organisation, with what stood before and after."""

    seq: int
    at: datetime
    by: str
    tag: str
    text: str
    details: list[str]


class ChangeList(BaseModel):
    """Changes, the newest first; `next` is the cursor of those before."""

    items: list[ChangeView]
    next: str | None


@router.get("/administration/changes", response_model=ChangeList)
def changed(who: Annotated[Asked, asked(VERB)], after: After = None) -> ChangeList:
    """What has been changed in the organisation, by whom and when."""
    before = (position(after, number) or (None,))[0]
    told = who.look(lambda session: changes(session, who.actor.organisation_id, before))
    more = cursor(told[-1].seq) if told and told[-1].seq > 1 else None
    return ChangeList(items=[ChangeView(**vars(one)) for one in told], next=more)


class LinkView(BaseModel):
    """A link to choose a password with. It is shown this once."""

    path: str
    """What follows the address that the pages are served at."""
    expires_at: datetime


@router.post("/administration/users/{user_id}/link", status_code=201, response_model=LinkView)
def link(user_id: UUID, who: Annotated[Asked, asked(VERB)]) -> Response:
    """Makes a link by which the user chooses a password; an earlier one ends. A repeat makes another."""
    with who.house.database.write() as session:
        organisation = open_organisation(session, who.actor.organisation_id)
        secret, ends = links.link_for(session, organisation, user_id, who.actor.act(who.now))
    view = LinkView(path=f"/welcome?key={secret}", expires_at=ends)
    return response(201, view.model_dump_json().encode(), None, None)


for _section in SECTIONS:
    offer(_section)
