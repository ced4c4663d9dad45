"""What one signs in with: one-time codes, keys for programs, and the sessions that are open."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import ValidationError
from sqlmodel import Session

from api.pages.choices import Matter
from api.pages.frame import leave, page
from api.pages.sending import Sent, sending
from api.pages.shown import Sheet
from api.pages.signing_in import without_cookie
from api.pages.tasks import status
from api.pages.visits import Visit, viewing
from engine.errors import CodeWrong, DnrError
from engine.journal import Act
from engine.organisations import accounts, keys, second_factor, sessions
from engine.organisations.accounts import Account
from engine.organisations.setup import open_organisation
from engine.organisations.tables import Organisation, User

router = APIRouter(tags=["pages"])
CODE = Sheet.of(second_factor.CodeForm)
KEY = Sheet.of(keys.KeyForm)
Taken = Callable[[Session, Organisation, second_factor.CodeForm, Act, UUID], Any]


def code_page(
    visit: Visit, sent: Sent | None = None, refused: Exception | None = None, codes: list[str] | None = None
) -> Response:
    """One-time codes: not begun, waiting to be proved, or in use; and new recovery codes, this once."""
    who, matter = visit.who, Matter(visit.who.actor)

    def look(session: Session) -> dict[str, Any]:
        user = session.get_one(User, who.actor.user_id)
        factor = second_factor.factor_of(session, user.id)
        begun = factor.secret if factor and not factor.proven_at else None
        return {
            "form": CODE.again(session, matter, sent, refused) if sent else CODE.first(session, matter),
            "proven": factor.proven_at if factor else None,
            "begun": begun,
            "picture": second_factor.picture(begun, user.username, visit.signed.organisation) if begun else "",
            "left": second_factor.recovery_left(session, user.id),
            "demanded": second_factor.demanded(session, user.organisation_id),
        }

    shown = who.look(look)
    return page(visit.request, "account_code", visit.signed, status=status(refused), codes=codes, **shown)


@router.get("/account/code")
def code(visit: Annotated[Visit, viewing("self")]) -> Response:
    """Where one's one-time codes stand."""
    return code_page(visit)


@router.post("/account/code/begin")
def begin(sent: Annotated[Sent, sending("self")]) -> Response:
    """A new secret, to be read by the telephone."""
    with sent.who.house.database.write() as session:
        second_factor.begin_codes(session, sent.who.actor.user_id, sent.who.now)
    return leave("/account/code")


def own_account(session: Session, user_id: UUID) -> tuple[str, Account]:
    """The user name, and the account with its failed tries."""
    user = session.get_one(User, user_id)
    return user.username, accounts.account_of(session, user.organisation_id, user.id, user.username)


def by_code(sent: Sent, do: Taken) -> Any:
    """Does what takes a code; wrong ones count as wrong passwords do. Raises `CodeWrong`, `TooManyTries`."""
    who = sent.who
    form = second_factor.CodeForm.model_validate(CODE.answers(sent))
    username, account = who.look(lambda session: own_account(session, who.actor.user_id))
    accounts.let_in(account.failed, account.last_at, who.now)
    try:
        with who.house.database.write() as session:
            organisation = open_organisation(session, who.actor.organisation_id)
            return do(session, organisation, form, who.actor.act(who.now), who.actor.user_id)
    except CodeWrong:
        with who.house.database.write() as session:
            accounts.note_failure(session, account, username, who.now)
        raise


def codes_by(sent: Sent, do: Taken) -> Response:
    """Does what takes a code and gives recovery codes, which are shown this once; or says what is wrong."""
    try:
        return code_page(sent.visit, codes=by_code(sent, do))
    except (DnrError, ValidationError) as refused:
        return code_page(sent.visit, sent, refused)


@router.post("/account/code")
def prove(sent: Annotated[Sent, sending("self")]) -> Response:
    """Takes the codes into use by one of them."""
    return codes_by(sent, second_factor.prove)


@router.post("/account/code/recovery")
def recovery(sent: Annotated[Sent, sending("self")]) -> Response:
    """New recovery codes in place of the old ones."""
    return codes_by(sent, second_factor.renew_recovery)


@router.post("/account/code/remove")
def remove(sent: Annotated[Sent, sending("self")]) -> Response:
    """Takes the codes away, by one of them."""
    return codes_by(sent, second_factor.remove_own)


def keys_page(
    visit: Visit, sent: Sent | None = None, refused: Exception | None = None, made: str | None = None
) -> Response:
    """One's keys for programs, and the form that makes one; a new one's secret, this once."""
    who, matter = visit.who, Matter(visit.who.actor)

    def look(session: Session) -> dict[str, Any]:
        return {
            "form": KEY.again(session, matter, sent, refused) if refused and sent else KEY.first(session, matter),
            "keys": keys.keys_of(session, who.actor.user_id, who.now),
        }

    return page(visit.request, "account_keys", visit.signed, status=status(refused), made=made, **who.look(look))


@router.get("/account/keys")
def keys_here(visit: Annotated[Visit, viewing("self")]) -> Response:
    """One's keys for programs."""
    return keys_page(visit)


@router.post("/account/keys")
def make_key(sent: Annotated[Sent, sending("self")]) -> Response:
    """Makes a key and shows it, this once: it is kept nowhere, so a second click makes another."""
    who = sent.who
    try:
        form = keys.KeyForm.model_validate(KEY.answers(sent))
        with who.house.database.write() as session:
            organisation = open_organisation(session, who.actor.organisation_id)
            made, _ = keys.make_key(session, organisation, form, who.actor.act(who.now), who.actor.user_id)
    except (DnrError, ValidationError) as refused:
        return keys_page(sent.visit, sent, refused)
    return keys_page(sent.visit, sent, made=made)


@router.post("/account/keys/{token_id}/end")
def end_key(token_id: UUID, sent: Annotated[Sent, sending("self")]) -> Response:
    """Ends one of one's keys at once."""
    who = sent.who
    with who.house.database.write() as session:
        organisation = open_organisation(session, who.actor.organisation_id)
        keys.end_key(session, organisation, who.actor.act(who.now), who.actor.user_id, token_id)
    return leave("/account/keys")


@router.post("/account/sessions/{session_id}/end")
def end_session(session_id: UUID, sent: Annotated[Sent, sending("self")]) -> Response:
    """Ends one of one's sessions: on another machine, or this one."""
    with sent.who.house.database.write() as session:
        sessions.end_one(session, sent.who.actor.user_id, session_id, sent.who.now)
    return without_cookie(sent.visit.request) if session_id == sent.visit.session else leave("/account")
