"""Signing in and out, and who one is."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from pydantic import BaseModel
from sqlmodel import Session

from api.door import Answer, Asked, House, acting, asked, house, open_route, response
from api.resource import resource
from engine.errors import CodeNeeded, CodeWrong, SecondFactorFirst, SignInFailed
from engine.organisations import accounts, keys
from engine.organisations.accounts import SignInForm
from engine.organisations.second_factor import passes, way_in
from engine.organisations.setup import open_organisation

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
    """Signs in and gives a token; an account with one-time codes gives one too.

    After five failed tries the account rests for a quarter of an hour.
    """
    now = inside.clock()
    with inside.database.read() as session:
        account, right = accounts.check_password(session, form, now)
        way = way_in(session, account) if right else None
    if way and way.limited:
        raise SecondFactorFirst
    if way and way.codes and form.code is None:
        raise CodeNeeded
    with inside.database.write() as session:
        passed = way is not None and (not way.codes or passes(session, account, form.code, now))
        given = accounts.give_token(session, account, form, now) if passed else None
        if given is None:
            accounts.note_failure(session, account, form.username, now)
    if given is None:
        raise CodeWrong if right else SignInFailed
    return response(201, TokenView(token=given[0], expires_at=given[1]).model_dump_json().encode(), None, None)


@router.delete("/tokens/current", status_code=204)
def sign_out(request: Request, who: Annotated[Asked, acting("self")]) -> Response:
    """Ends the token that the request was made with."""
    token = request.headers["authorization"].split(" ", 1)[1]

    def end(session: object) -> Answer:
        accounts.end_token(session, accounts.token_hash(token), who.now)  # type: ignore[arg-type]
        return Answer(None, 204)

    return who.act(end)


class KeyView(BaseModel):
    """A key that is valid: what it is for, never its secret."""

    id: UUID
    label: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    used_on: date | None
    """The last day that it was used."""


class KeyList(BaseModel):
    """Your keys that are valid, the newest first."""

    items: list[KeyView]


@router.get("/tokens", response_model=KeyList)
def keys_listed(who: Annotated[Asked, asked("self")]) -> KeyList:
    """Your tokens that are valid, with the last day that each was used."""
    rows = who.look(lambda session: keys.keys_of(session, who.actor.user_id, who.now))
    shown = {"id", "label", "created_at", "expires_at", "used_on"}
    return KeyList(items=[KeyView(**row.model_dump(include=shown), scopes=row.scopes.split()) for row in rows])


@router.delete("/tokens/{token_id}", status_code=204)
def end_key(token_id: UUID, who: Annotated[Asked, acting("self")]) -> Response:
    """Ends one of your tokens at once."""

    def end(session: Session) -> Answer:
        organisation = open_organisation(session, who.actor.organisation_id)
        keys.end_key(session, organisation, who.actor.act(who.now), who.actor.user_id, token_id)
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
