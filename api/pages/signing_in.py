"""Signing in and out by page."""

from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import ValidationError
from sqlmodel import Session, col, select
from starlette.datastructures import FormData

from api.door import House, open_route
from api.pages.frame import leave, page
from api.pages.sending import Sent, sending
from api.pages.visits import FROM_HERE, cookie_name, of_secret
from engine.errors import CodeWrong, DnrError, LinkSpent, SignInFailed, TooManyTries
from engine.organisations import accounts, links, sessions
from engine.organisations.accounts import Account, SignInForm
from engine.organisations.second_factor import Way, passes, way_in
from engine.organisations.tables import Organisation

router = APIRouter(tags=["pages"])
KEPT = "kept:"
"""Before the name of a field that was typed in a form when its session had ended."""
TO_MAX = 2_000
Typed = list[tuple[str, str]]


def within(to: object) -> str:
    """An address to go back to, if it is a path of ours; else the front page."""
    if not isinstance(to, str) or len(to) > TO_MAX or not to.startswith("/") or to.startswith("//"):
        return "/"
    split = urlsplit(to)
    plain = not any(sign <= " " or sign in "\\\x7f" for sign in to)
    return to if plain and not split.scheme and not split.netloc else "/"


def sign_in_page(
    request: Request,
    to: str,
    *,
    status: int = 200,
    typed: Typed | None = None,
    ended: bool = False,
    said: str = "",
    given: tuple[str, str] = ("", ""),
) -> HTMLResponse:
    """The page, with what was typed before carried along in it."""
    house: House = request.app.state.house
    with house.database.read() as session:
        organisations = organisations_of(session)
    return page(
        request, "sign_in", status=status, to=within(to), typed=typed or [], ended=ended, fault=said, given=given,
        organisations=organisations, prefix=KEPT,
    )  # fmt: skip


def organisations_of(session: Session) -> list[tuple[str, str]]:
    """Slug and name of every organisation that one may sign in to."""
    rows = session.exec(select(Organisation.slug, Organisation.name).order_by(col(Organisation.name)))
    return [(slug, name) for slug, name in rows]


@router.get("/sign-in", dependencies=[open_route()])
def asked(request: Request, to: str = "/") -> Response:
    """The form to sign in with."""
    return sign_in_page(request, to)


async def read(request: Request, here: Annotated[None, FROM_HERE]) -> FormData:
    """The form, if it was sent from our own page."""
    return await request.form(max_files=0, max_fields=5_000)


@router.post("/sign-in", dependencies=[open_route()])
def sign_in(request: Request, form: Annotated[FormData, Depends(read)]) -> Response:
    """Signs in: a new session, and the one that the browser had is ended. Goes on to where one was going."""
    said = {name: text for name, text in form.multi_items() if isinstance(text, str)}
    typed = [
        (name.removeprefix(KEPT), text)
        for name, text in form.multi_items()
        if name.startswith(KEPT) and isinstance(text, str)
    ]
    to = within(said.get("to"))
    given = said.get("organisation", ""), said.get("username", "")
    try:
        account, way = checked(request, said)
        if way.codes:
            return code_page(request, waiting(request, account), to, typed)
        with house_of(request).database.write() as session:
            user_id = accounts.come_in(session, account, given[1], house_of(request).clock())
            secret = new_session(session, request, user_id, limited=way.limited)
    except ValidationError:
        return sign_in_page(request, to, status=422, typed=typed, said="Fyll i användarnamn och lösenord.", given=given)
    except DnrError as refused:
        from api.pages.errors import told

        status, sentence = told(refused)
        return sign_in_page(request, to, status=status, typed=typed, said=sentence, given=given)
    return signed_in(request, secret, to, typed)


def signed_in(request: Request, secret: str, to: str, typed: Typed) -> Response:
    """Goes on to where one was going, or back to the form that had been filled in, with the session's cookie."""
    visit = of_secret(request, secret)
    if visit is None:
        raise SignInFailed
    answer = page(request, "again", visit.signed, to=to, typed=typed) if typed else leave(to)
    secure = request.url.scheme == "https"
    answer.set_cookie(cookie_name(request), secret, httponly=True, samesite="lax", secure=secure, path="/")
    return answer


def house_of(request: Request) -> House:
    """The house behind the page."""
    inside: House = request.app.state.house
    return inside


def checked(request: Request, said: dict[str, str]) -> tuple[Account, Way]:
    """Checks the password, throttled like the API's. Raises `SignInFailed`, `TooManyTries`."""
    form = SignInForm.model_validate({name: said.get(name, "") for name in ("organisation", "username", "password")})
    inside, now = house_of(request), house_of(request).clock()
    with inside.database.read() as session:
        account, right = accounts.check_password(session, form, now)
        way = way_in(session, account) if right else None
    if way is None:
        with inside.database.write() as session:
            accounts.note_failure(session, account, form.username, now)
        raise SignInFailed
    return account, way


def new_session(session: Session, request: Request, user_id: UUID, *, limited: bool = False) -> str:
    """A new session for the browser; the one that it had is ended."""
    now = house_of(request).clock()
    if old := request.cookies.get(cookie_name(request)):
        sessions.end_session(session, old, now)
    browser, where = request.headers.get("user-agent", ""), request.client.host if request.client else ""
    return sessions.begin_session(session, user_id, browser, now, where, limited=limited)


def waiting(request: Request, account: Account) -> str:
    """What stands for a right password until the one-time code has come: valid for five minutes, kept as a hash."""
    inside = house_of(request)
    with inside.database.write() as session:
        return links.make_link(session, "code", account.user_id, inside.clock())[0]


def code_page(request: Request, key: str, to: str, typed: Typed, said: str = "", status: int = 200) -> Response:
    """The form for the one-time code."""
    return page(request, "sign_in_code", status=status, key=key, to=to, typed=typed, prefix=KEPT, fault=said)


@router.post("/sign-in/code", dependencies=[open_route()])
def sign_in_code(request: Request, form: Annotated[FormData, Depends(read)]) -> Response:
    """Signs in with the one-time code. Wrong ones count as wrong passwords do."""
    said = [(name, text) for name, text in form.multi_items() if isinstance(text, str)]
    typed = [(name.removeprefix(KEPT), text) for name, text in said if name.startswith(KEPT)]
    control = dict(said)
    to, key = within(control.get("to")), control.get("key", "")
    try:
        secret = with_code(request, key, control.get("code", ""))
    except LinkSpent:
        return sign_in_page(request, to, status=401, typed=typed, said="Det tog för lång tid. Logga in igen.")
    except (CodeWrong, TooManyTries) as refused:
        from api.pages.errors import told

        status, sentence = told(refused)
        return code_page(request, key, to, typed, sentence, status)
    return signed_in(request, secret, to, typed)


def with_code(request: Request, key: str, code: str) -> str:
    """Begins a session when the code is right. Raises `LinkSpent`, `CodeWrong`, `TooManyTries`."""
    inside, now = house_of(request), house_of(request).clock()
    secret = None
    with inside.database.write() as session:
        whose = links.invited(session, key, now, ("code",))
        account = accounts.account_of(session, whose.organisation_id, whose.user_id, whose.username)
        accounts.let_in(account.failed, account.last_at, now)
        if passes(session, account, code, now):
            links.use(session, key, now)
            accounts.come_in(session, account, whose.username, now)
            secret = new_session(session, request, whose.user_id)
        else:
            accounts.note_failure(session, account, whose.username, now)
    if secret is None:
        raise CodeWrong
    return secret


@router.post("/sign-out")
def sign_out(sent: Annotated[Sent, sending("self")]) -> Response:
    """Ends this session."""
    request = sent.visit.request
    with sent.who.house.database.write() as session:
        sessions.end_session(session, request.cookies[cookie_name(request)], sent.who.now)
    return without_cookie(request)


@router.post("/account/sessions/end")
def end_all(sent: Annotated[Sent, sending("self")]) -> Response:
    """Ends all sessions of one's own, this one among them."""
    with sent.who.house.database.write() as session:
        sessions.end_all(session, sent.who.actor.user_id, sent.who.now)
    return without_cookie(sent.visit.request)


def without_cookie(request: Request) -> Response:
    """Back to the sign-in page, with the cookie taken away."""
    answer = leave("/sign-in")
    secure = request.url.scheme == "https"
    answer.delete_cookie(cookie_name(request), httponly=True, samesite="lax", secure=secure, path="/")
    return answer
