"""Who visits a page, and whether a form that comes in was sent from a page of ours.

A session is a cookie that scripts cannot read and other sites do not send along with a form. A form is taken only if
the browser says that it comes from our own pages, and if it holds the session's own token: either would do, and one
of them may fail (docs/decisions, pages).
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.engine import Connection

from api.door import Asked, House
from api.pages.frame import Signed
from engine.access import BY_SESSION, POLICY, actor_of, permit
from engine.db import UtcDateTime
from engine.errors import ForeignForm, NotSignedIn, SecondFactorFirst
from engine.organisations import sessions
from engine.rules.calendar import legal_day

COOKIE = "dnr"
SECURE_COOKIE = "__Host-dnr"
WHILE_LIMITED = ("/account/code", "/sign-out")
TOKEN = "_token"  # noqa: S105 - the name of a field


@dataclass(frozen=True)
class Visit:
    """A request by page of somebody who is signed in."""

    who: Asked
    signed: Signed
    session: UUID
    limited: bool = False
    """Whether one-time codes have to be set up before anything else."""

    @property
    def request(self) -> Request:
        """The request itself."""
        return self.who.request


def cookie_name(request: Request) -> str:
    """The cookie's name: over https one that only this host itself can have set."""
    return SECURE_COOKIE if request.url.scheme == "https" else COOKIE


def csrf_of(secret: str) -> str:
    """The token that a session's forms carry: made from the cookie's secret, and no way back to it."""
    return hmac.new(secret.encode(), b"dnr form", hashlib.sha256).hexdigest()


def visitor(request: Request) -> Visit | None:
    """Who is signed in by this browser, in one statement; None when nobody is."""
    secret = request.cookies.get(cookie_name(request))
    return of_secret(request, secret) if secret else None


def of_secret(request: Request, secret: str) -> Visit | None:
    """Whose session has this secret; its use is noted now and then."""
    inside: House = request.app.state.house
    now = inside.clock()
    asked = {
        "hash": sessions.session_hash(secret),
        "now": now,
        "idle": now - sessions.IDLE,
        "today": legal_day(now),
    }
    with inside.database.glance() as connection:
        rows = BY_SESSION.run(connection, asked).all()
        actor = actor_of(rows)
        if actor is None:
            return None
        limited = bool(rows[0].limited)
        session_id, seen = UUID(str(rows[0].session)), instant(connection, rows[0].seen_at)
    if now - seen >= sessions.NOTED:
        with inside.database.write() as session:
            sessions.note_use(session, session_id, now)
    signed = Signed(actor, rows[0].organisation, csrf_of(secret))
    return Visit(Asked(inside, request, "", now, signed_in=actor), signed, session_id, limited)


def instant(connection: Connection, value: Any) -> Any:
    """An instant as a prepared statement gives it: text on SQLite."""
    kind = UtcDateTime().dialect_impl(connection.dialect)
    process = kind.result_processor(connection.dialect, None)
    return process(value) if process else value


def may_go_on(visit: Visit) -> None:
    """Holds one who must set up one-time codes to the page where it is done."""
    if visit.limited and not visit.request.url.path.startswith(WHILE_LIMITED):
        raise SecondFactorFirst


def viewing(verb: str) -> Any:
    """The dependency of a page that is read: somebody is signed in and holds the verb."""
    POLICY[verb]

    def visit(request: Request) -> Visit:
        found = visitor(request)
        if found is None:
            raise NotSignedIn
        request.state.visit = found
        may_go_on(found)
        permit(found.who.actor, verb)
        found.who.verb = verb
        return found

    visit.verb = verb  # type: ignore[attr-defined]
    return Depends(visit)


def ours(request: Request) -> bool:
    """Whether the browser says that a form comes from a page of ours, and not from another site or from nowhere.

    Browsers tell it by `Sec-Fetch-Site` over https; otherwise `Origin` must name this very host.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host")


async def sent_from_here(request: Request) -> None:
    """Refuses a form that the browser does not say is ours, before it is read."""
    if not ours(request):
        raise ForeignForm


FROM_HERE = Depends(sent_from_here)


def same_token(visit: Visit, given: object) -> bool:
    """Whether a form holds the token of the session."""
    return isinstance(given, str) and hmac.compare_digest(given.encode(), visit.signed.csrf.encode())


def visiting(request: Request) -> Visit | None:
    """Who was found to visit, for pages that tell of a refusal."""
    found: Visit | None = getattr(request.state, "visit", None)
    return found
