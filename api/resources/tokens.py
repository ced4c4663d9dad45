"""Signing in and out, and who one is."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from pydantic import BaseModel

from api.door import Answer, Asked, House, acting, asked, house, open_route, response
from api.resource import resource
from engine.errors import SignInFailed
from engine.organisations import accounts
from engine.organisations.accounts import SignInForm

router = resource("sign-in")


class TokenView(BaseModel):
    """A new token. It is shown this once."""

    token: str
    expires_at: datetime


class MeView(BaseModel):
    """Who the token belongs to, and what that person may do today."""

    user_id: UUID
    organisation_id: UUID
    name: str
    roles: list[str]
    scopes: list[str]


@router.post("/tokens", status_code=201, response_model=TokenView, dependencies=[open_route()])
def sign_in(form: SignInForm, inside: Annotated[House, Depends(house)]) -> Response:
    """Signs in and gives a token. After five failed tries the account rests for a quarter of an hour."""
    now = inside.clock()
    with inside.database.read() as session:
        account, right = accounts.check_password(session, form, now)
    with inside.database.write() as session:
        given = accounts.give_token(session, account, form, now) if right else None
        if given is None:
            accounts.note_failure(session, account, form.username, now)
    if given is None:
        raise SignInFailed
    return response(201, TokenView(token=given[0], expires_at=given[1]).model_dump_json().encode(), None, None)


@router.delete("/tokens/current", status_code=204)
def sign_out(request: Request, who: Annotated[Asked, acting("self")]) -> Response:
    """Ends the token that the request was made with."""
    token = request.headers["authorization"].split(" ", 1)[1]

    def end(session: object) -> Answer:
        accounts.end_token(session, accounts.token_hash(token), who.now)  # type: ignore[arg-type]
        return Answer(None, 204)

    return who.act(end)


@router.get("/me", response_model=MeView)
def me(who: Annotated[Asked, asked("self")]) -> MeView:
    """Who is signed in."""
    actor = who.actor
    return MeView(
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        name=actor.name,
        roles=sorted({role for role, _ in actor.grants}),
        scopes=sorted(actor.scopes),
    )
