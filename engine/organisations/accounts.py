"""Signing in: a user name and a password give a bearer token with a scope and an end, shown once.

Failed tries are counted per account, known or not, so that neither passwords nor user names can be guessed.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from pydantic import Field, SecretStr
from sqlalchemy import Uuid, bindparam, delete, select, text, update
from sqlmodel import Session, col

from engine import db
from engine.db import Database, UtcDateTime, new_id
from engine.errors import SignInFailed, TooManyTries
from engine.forms import Form, Line
from engine.organisations import passwords
from engine.organisations.tables import Organisation, SignInTry, Token, User
from engine.rules.calendar import legal_day

TRIES = 5
"""Failed tries before an account has to rest."""
REST = timedelta(minutes=15)
Scope = Literal["read", "act", "admin"]


class SignInForm(Form):
    """Who signs in, and what the token may be used for."""

    organisation: Line = Field(title="Organisation", description="Kortnamnet, till exempel region-norrbotten.")
    username: Line = Field(title="Användarnamn")
    password: SecretStr = Field(title="Lösenord", max_length=200)
    scopes: frozenset[Scope] = Field(frozenset({"read", "act"}), title="Behörighet", min_length=1)
    code: Line | None = Field(
        None, title="Engångskod", description="När kontot har engångskoder. En reservkod går också bra.", max_length=40
    )
    label: Line = Field("API", title="Benämning", description="Visas i listan över dina nycklar.")
    hours: int = Field(12, title="Giltighet i timmar", ge=1, le=24 * 90)


@dataclass(frozen=True)
class Account:
    """What sign-in needs to know of an account that may not exist."""

    organisation_id: UUID
    user_id: UUID | None
    password: str | None
    failed: int
    last_at: datetime | None


def token_hash(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


def check_password(session: Session, form: SignInForm, now: datetime) -> tuple[Account, bool]:
    """Looks the account up and checks the password; changes nothing. Raises `TooManyTries` while it rests."""
    account = look_up(session, form)
    let_in(account.failed, account.last_at, now)
    return account, passwords.matches(form.password.get_secret_value(), account.password)


def let_in(failed: int, last_at: datetime | None, now: datetime) -> None:
    """Raises `TooManyTries` while an account rests after its failed tries."""
    if failed >= TRIES and last_at is not None and now - last_at < REST:
        raise TooManyTries(minutes=int(REST.total_seconds() // 60))


def look_up(session: Session, form: SignInForm) -> Account:
    """The account of that name with its failed tries. Raises `SignInFailed` when there is no such organisation."""
    organisation_id = session.execute(
        select(col(Organisation.id)).where(col(Organisation.slug) == form.organisation)
    ).scalar_one_or_none()
    if organisation_id is None:
        raise SignInFailed
    user = session.execute(
        select(col(User.id), col(User.password)).where(
            col(User.organisation_id) == organisation_id, col(User.username) == form.username, col(User.active)
        )
    ).first()
    known = (user.id, user.password) if user else (None, None)
    return account_of(session, organisation_id, known[0], form.username, known[1])


def account_of(
    session: Session, organisation_id: UUID, user_id: UUID | None, username: str, password: str | None = None
) -> Account:
    """The account with its failed tries."""
    tries = session.get(SignInTry, (organisation_id, username))
    failed, last_at = (tries.failed, tries.last_at) if tries else (0, None)
    return Account(organisation_id, user_id, password, failed, last_at)


COUNT_FAILURE = text(
    "INSERT INTO sign_in_try (organisation_id, username, failed, last_at) VALUES (:organisation, :username, 1, :now) "
    "ON CONFLICT (organisation_id, username) DO UPDATE SET last_at = excluded.last_at, "
    "failed = CASE WHEN sign_in_try.last_at <= :rested THEN 1 ELSE sign_in_try.failed + 1 END"
).bindparams(
    bindparam("organisation", type_=Uuid), bindparam("now", type_=UtcDateTime), bindparam("rested", type_=UtcDateTime)
)


def note_failure(session: Session, account: Account, username: str, now: datetime) -> None:
    """Counts a failed try, also among others at the same time; tries before a rest that has passed are forgotten."""
    key = {"organisation": account.organisation_id, "username": username}
    session.connection().execute(COUNT_FAILURE, {**key, "now": now, "rested": now - REST})


def forget_tries(database: Database, now: datetime) -> int:
    """Erases the failed tries whose rest has passed, of names known or not, which no longer count; returns how many."""
    return db.forget(database, SignInTry, col(SignInTry.last_at) <= now - REST)


def forget_own_tries(session: Session, organisation_id: UUID, username: str) -> None:
    """Forgets the failed tries of one account, whose owner has shown who it is in another way."""
    mine = col(SignInTry.organisation_id) == organisation_id, col(SignInTry.username) == username
    session.connection().execute(delete(SignInTry).where(*mine))


def give_token(session: Session, account: Account, form: SignInForm, now: datetime) -> tuple[str, datetime]:
    """Makes a token for the account and returns it, the only time it is shown, with the instant it ends.

    Raises `TooManyTries` when others have failed so often since the password was checked that the account rests.
    """
    user_id = come_in(session, account, form.username, now)
    ends = now + timedelta(hours=form.hours)
    return new_token(session, user_id, form.scopes, form.label, now, ends, used=True), ends


def new_token(
    session: Session,
    user_id: UUID,
    scopes: Iterable[str],
    label: str,
    now: datetime,
    ends: datetime,
    *,
    used: bool = False,
) -> str:
    """A token of a user; returns its secret. One that somebody signs in for is used at once."""
    secret = f"dnr_{secrets.token_urlsafe(32)}"
    session.add(
        Token(
            id=new_id(),
            user_id=user_id,
            hash=token_hash(secret),
            scopes=" ".join(sorted(scopes)),
            label=label,
            created_at=now,
            expires_at=ends,
            used_on=legal_day(now) if used else None,
        )
    )
    return secret


def come_in(session: Session, account: Account, username: str, now: datetime) -> UUID:
    """The account's id, its failed tries forgotten: the password was right.

    Raises `TooManyTries` when others have failed so often since the password was checked that the account rests.
    """
    if account.user_id is None:
        raise SignInFailed
    mine = col(SignInTry.organisation_id) == account.organisation_id, col(SignInTry.username) == username
    counted = select(col(SignInTry.failed), col(SignInTry.last_at)).where(*mine)
    tries = session.execute(counted.with_for_update()).first()
    if tries is not None:
        let_in(tries.failed, tries.last_at, now)
        session.execute(delete(SignInTry).where(*mine))
    return account.user_id


def end_token(session: Session, hashed: bytes, now: datetime) -> None:
    """Ends a token at once."""
    session.connection().execute(update(Token).where(col(Token.hash) == hashed).values(ended_at=now))
