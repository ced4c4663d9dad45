"""The door: who asks, may they, one transaction, one answer. Endpoints are three lines because this is here."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from fastapi import Depends, Request, Response
from pydantic import BaseModel, ValidationError
from sqlalchemy import select
from sqlmodel import Session, col

from api.headers import KEY, SEEN, Header, token
from engine.access import POLICY, Actor, actor_of_token, permit
from engine.db import Database
from engine.dispatch.channels import NOTHING_CARRIED, Channels
from engine.documents.pool import Pool, Printer
from engine.errors import DnrError, KeyReused, NotSignedIn, Overtaken
from engine.lifecycle.runtime import Engine
from engine.organisations.accounts import token_hash
from engine.organisations.keys import note_key_use
from engine.requests import KEEP, KEPT, KeptAnswer
from engine.rules.calendar import legal_day

View = TypeVar("View")
Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """The instant, in UTC."""
    return datetime.now(UTC)


@dataclass
class House:
    """What a running program holds: database, engine, files, clock, who draws its documents, and the ways out."""

    database: Database
    engine: Engine
    files: Path
    clock: Clock = wall_clock
    banner: str | None = None
    printer: Printer = field(default_factory=Pool)
    channels: Channels = NOTHING_CARRIED


@dataclass(frozen=True)
class Answer:
    """What an act answers: a view, and what belongs in the headers."""

    view: BaseModel | None
    status: int = 200
    rev: int | None = None
    location: str | None = None


@dataclass
class Asked:
    """One request of a user who is signed in and holds the route's verb before the endpoint's first line."""

    house: House
    request: Request
    verb: str
    now: datetime
    secret: str = ""
    signed_in: Actor | None = None
    key: str | None = None
    seen: int | None = None

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.sign_in()

    def sign_in(self) -> Actor:
        """Looks the token up and checks the verb against the policy, the first time. Waits for the database."""
        if self.signed_in is not None:
            return self.signed_in
        with self.house.database.glance() as connection:
            actor = actor_of_token(connection, token_hash(self.secret), self.now, legal_day(self.now))
        if actor is None:
            raise NotSignedIn
        permit(actor, self.verb)
        if actor.unnoted:
            note_key_use(self.house.database, token_hash(self.secret), legal_day(self.now))
        self.signed_in = actor
        return actor

    def look(self, view: Callable[[Session], View]) -> View:
        """Reads, and can do nothing else."""
        self.sign_in()
        with self.house.database.read() as session:
            return view(session)

    def act(self, do: Callable[[Session], Answer], form: BaseModel | Mapping[str, Any] | None = None) -> Response:
        """Does one act in one transaction and answers; a repeat with the same key gets the kept answer.

        The first request under a key pays one statement for it. A repeat is met by its own refusal, or by the key
        when it comes to keep its answer; then nothing of it stands, and what was answered before is looked up.
        """
        self.sign_in()
        asked = self.fingerprint(form) if self.key else b""
        try:
            with self.house.database.write() as session:
                answer = do(session)
                body = answer.view.model_dump_json().encode() if answer.view is not None else b""
                if self.key and not keep(session, self, asked, answer, body):
                    raise Repeated
        except (DnrError, ValidationError, Repeated) as refused:
            if self.key and (kept := self.look(lambda session: kept_answer(session, self, asked))):
                return kept
            if isinstance(refused, Repeated):
                raise Overtaken(key=self.key) from refused
            raise
        return response(answer.status, body, etag(answer.rev), answer.location)

    def fingerprint(self, form: BaseModel | Mapping[str, Any] | None) -> bytes:
        """What makes two requests the same: method, path and everything that was sent."""
        sent = form.model_dump_json() if isinstance(form, BaseModel) else json.dumps(form, sort_keys=True)
        scope = self.request.scope
        asked = f"{scope['method']} {scope['path']}?{scope['query_string'].decode('latin-1')} {self.seen} {sent}"
        return hashlib.sha256(asked.encode()).digest()


class Repeated(Exception):
    """The act was done before under the same key."""


def kept_answer(session: Session, asked: Asked, fingerprint: bytes) -> Response | None:
    """The answer given before under the request's key, if any; `KeyReused` when that request was another."""
    fields = (KeptAnswer.request, KeptAnswer.status, KeptAnswer.body, KeptAnswer.etag, KeptAnswer.location)
    mine = (col(KeptAnswer.actor_id) == asked.actor.user_id, col(KeptAnswer.key) == asked.key)
    wanted = select(*map(col, fields)).where(*mine, col(KeptAnswer.at) > asked.now - KEPT)
    row = session.connection().execute(wanted).first()
    if row is None:
        return None
    if row.request != fingerprint:
        raise KeyReused
    return response(row.status, row.body, row.etag, row.location)


def keep(session: Session, asked: Asked, fingerprint: bytes, answer: Answer, body: bytes) -> bool:
    """Keeps the answer in the act's own transaction; False when there is one under the key already."""
    said = {
        "actor_id": asked.actor.user_id,
        "key": asked.key,
        "request": fingerprint,
        "status": answer.status,
        "body": body,
        "etag": etag(answer.rev),
        "location": answer.location,
        "at": asked.now,
        "expired": asked.now - KEPT,
    }
    return KEEP.run(session, said).first() is not None


def etag(rev: int | None) -> str | None:
    """A revision as an entity tag."""
    return f'"{rev}"' if rev is not None else None


def response(status: int, body: bytes, tag: str | None, location: str | None) -> Response:
    """The answer with its headers. Nothing of a case may lie in a cache."""
    headers = {"Cache-Control": "no-store"}
    if tag:
        headers["ETag"] = tag
    if location:
        headers["Location"] = location
    return Response(body, status, headers, "application/json" if body else None)


def shown(view: BaseModel, rev: int | None) -> Response:
    """What is read, with its entity tag."""
    return response(200, view.model_dump_json().encode(), etag(rev), None)


async def house(request: Request) -> House:
    """The house behind this door. Not for a thread of its own, like everything here that waits for nothing."""
    found: House = request.app.state.house
    return found


def stranger(request: Request, verb: str, key: str | None = None, seen: str | None = None) -> Asked:
    """A request whose caller says who it is and has still to be believed (`Signed`)."""
    inside: House = request.app.state.house
    moved = int(seen.strip('"')) if seen else None
    return Asked(inside, request, verb, inside.clock(), token(request), None, key, moved)


def route_of(verb: str, dependency: Any, *headers: Header) -> Any:
    """A dependency that holds its route to a verb of the policy; its headers are described with the route."""
    POLICY[verb]
    dependency.verb, dependency.headers = verb, headers
    return Depends(dependency)


def asked(verb: str) -> Any:
    """The dependency of a route that reads."""

    async def ask(request: Request, response: Response) -> Asked:
        response.headers["Cache-Control"] = "no-store"
        return stranger(request, verb)

    return route_of(verb, ask)


def open_route() -> Any:
    """The dependency of a route that anyone may reach; it says so in the same table."""

    async def anyone() -> None:
        return None

    return route_of("anyone", anyone)


def acting(verb: str) -> Any:
    """The dependency of a route that changes something: takes Idempotency-Key."""

    async def act(request: Request) -> Asked:
        return stranger(request, verb, KEY.read(request))

    return route_of(verb, act, KEY)


def matching(verb: str) -> Any:
    """The dependency of a route that acts on a case that has been seen: takes If-Match too."""

    async def match(request: Request) -> Asked:
        return stranger(request, verb, KEY.read(request), SEEN.read(request))

    return route_of(verb, match, KEY, SEEN)
