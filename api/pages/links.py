"""What is reached by an address that works once: the first start, an invitation, a new password; and making one."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import ValidationError
from sqlmodel import Session
from starlette.datastructures import FormData

from api.administration.sections import SECTIONS, VERB, row_of
from api.door import open_route
from api.pages.administration import places
from api.pages.answers import answers, pruned
from api.pages.fields import Filled, filled
from api.pages.frame import leave, page, today
from api.pages.sending import Sent, sending, tree
from api.pages.shown import Sheet, new_key
from api.pages.signing_in import house_of, read
from api.pages.tasks import status
from api.pages.visits import Visit, viewing
from engine import steps
from engine.errors import DnrError, LinkSpent
from engine.forms import Form
from engine.organisations import beginning, links
from engine.organisations.setup import open_organisation
from engine.rules.calendar import legal_day

router = APIRouter(tags=["pages"])
BEGIN = Sheet.of(beginning.BeginForm)
PASSWORD = Sheet.of(links.PasswordForm)
USERS = next(section for section in SECTIONS if section.name == "users")


def typed(form: FormData) -> tuple[str, dict[str, Any]]:
    """The link's secret that a form carries, and what was typed in it."""
    said = [(name, text) for name, text in form.multi_items() if isinstance(text, str)]
    return next((text for name, text in said if name == "key"), ""), tree(said)


def taken(
    request: Request,
    sheet: Sheet,
    form: FormData,
    model: type[Form],
    do: Callable[[Session, str, Any], None],
    again: Callable[[str, Filled, Exception], Response],
) -> Response | None:
    """Does what a link is for, in one transaction; None when it is done, else the form again with what is wrong."""
    key, raw = typed(form)
    raw = pruned(sheet.asked, raw)
    try:
        given = model.model_validate(answers(sheet.asked, raw, today(request)))
        with house_of(request).database.write() as session:
            do(session, key, given)
    except LinkSpent:
        raise
    except (DnrError, ValidationError) as refused:
        return again(key, filled(sheet.asked, raw, {}, refused), refused)
    return None


def begin_page(request: Request, key: str, form: Filled, refused: Exception | None = None) -> Response:
    """The form of the first start."""
    return page(request, "begin", status=status(refused), form=form, key=key)


@router.get("/begin", dependencies=[open_route()])
def begin_here(request: Request, key: str = "") -> Response:
    """The first start: what the organisation is called, what it begins from, who administers it."""
    inside = house_of(request)
    with inside.database.read() as session:
        links.first_waits(session, key, inside.clock())
    return begin_page(request, key, filled(BEGIN.asked, {"example": "blank", "username": "administrator"}, {}))


@router.post("/begin", dependencies=[open_route()])
def begin(request: Request, form: Annotated[FormData, Depends(read)]) -> Response:
    """Founds the organisation with the shipped lifecycles, and goes on to signing in."""
    now = house_of(request).clock()

    def do(session: Session, key: str, given: beginning.BeginForm) -> None:
        organisation, _ = beginning.begin(session, key, given, now)
        steps.deploy_shipped(session, organisation.id, now)

    wrong = taken(
        request, BEGIN, form, beginning.BeginForm, do, lambda key, again, no: begin_page(request, key, again, no)
    )
    return wrong or leave("/sign-in?to=/admin")


def welcome_page(request: Request, key: str, form: Filled, refused: Exception | None = None) -> Response:
    """The form to choose a password with."""
    inside = house_of(request)
    with inside.database.read() as session:
        whose = links.invited(session, key, inside.clock())
    return page(request, "welcome", status=status(refused), form=form, key=key, whose=whose)


@router.get("/welcome", dependencies=[open_route()])
def welcome_here(request: Request, key: str = "") -> Response:
    """Somebody who was invited, or needs a new password, chooses it."""
    return welcome_page(request, key, filled(PASSWORD.asked, {}, {}))


@router.post("/welcome", dependencies=[open_route()])
def welcome(request: Request, form: Annotated[FormData, Depends(read)]) -> Response:
    """Keeps the password, and goes on to signing in with it."""
    now = house_of(request).clock()

    def do(session: Session, key: str, given: links.PasswordForm) -> None:
        links.choose_password(session, key, given, now)

    wrong = taken(
        request, PASSWORD, form, links.PasswordForm, do, lambda key, again, no: welcome_page(request, key, again, no)
    )
    return wrong or leave("/sign-in")


def link_page(visit: Visit, user_id: UUID, **names: Any) -> Response:
    """The page of one user's link."""
    who = visit.who
    own, day = who.actor.organisation_id, legal_day(who.now)
    row = who.look(lambda session: row_of(session, USERS, own, user_id, day))
    shown = {"made": None, "ends": None, "key": new_key(), **names}
    return page(visit.request, "admin_link", visit.signed, row=row, places=places(), **shown)


@router.get("/admin/users/{user_id}/link")
def link(user_id: UUID, visit: Annotated[Visit, viewing(VERB)]) -> Response:
    """What a link does, before one is made."""
    return link_page(visit, user_id)


@router.post("/admin/users/{user_id}/link")
def make_link(user_id: UUID, sent: Annotated[Sent, sending(VERB)]) -> Response:
    """Makes the link and shows it, this once: it is kept nowhere, so a second click makes another."""
    who = sent.who
    with who.house.database.write() as session:
        organisation = open_organisation(session, who.actor.organisation_id)
        secret, ends = links.link_for(session, organisation, user_id, who.actor.act(who.now))
    base = str(sent.visit.request.base_url).rstrip("/")
    return link_page(sent.visit, user_id, made=f"{base}/welcome?key={secret}", ends=ends)
