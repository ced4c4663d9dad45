"""Mitt konto: who one is here, which sessions are open, and which keys count."""

from typing import Annotated

from fastapi import APIRouter, Response
from sqlmodel import Session

from api.pages.frame import page
from api.pages.visits import Visit, viewing
from engine.organisations import sessions
from engine.organisations.sessions import sessions_of
from engine.organisations.tables import Body

router = APIRouter(tags=["pages"])


@router.get("/account")
def account(visit: Annotated[Visit, viewing("self")]) -> Response:
    """One's own roles and sessions."""
    who = visit.who
    named, opened = who.look(lambda session: (roles(session, visit), sessions_of(session, who.actor.user_id, who.now)))
    return page(
        visit.request,
        "account",
        visit.signed,
        roles=named,
        opened=opened,
        this=visit.session,
        idle=int(sessions.IDLE.total_seconds() // 60),
        longest=int(sessions.LONGEST.total_seconds() // 3600),
    )


def roles(session: Session, visit: Visit) -> list[tuple[str, str | None]]:
    """The roles of today with the name of the body that each is held in."""
    names: dict[object, str] = {}
    for _, body_id in visit.who.actor.grants:
        if body_id is not None and body_id not in names:
            names[body_id] = session.get_one(Body, body_id).name
    held = {(role, names.get(body_id)) for role, body_id in visit.who.actor.grants}
    return sorted(held, key=lambda one: (one[0], one[1] or ""))
