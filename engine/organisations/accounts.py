"""Signing in: a user name and a password give a bearer token with a scope and an end, shown once.

Failed tries are counted per account, known or not, so that neither passwords nor user names can be guessed.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from pydantic import Field, SecretStr
from sqlalchemy import select, update
from sqlmodel import Session, col

from engine.db import new_id
from engine.errors import SignInFailed, TooManyTries
from engine.forms import Form, Line
from engine.organisations import passwords
from engine.organisations.tables import Organisation, SignInTry, Token, User

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
    if account.failed >= TRIES and account.last_at is not None and now - account.last_at < REST:
        raise TooManyTries(minutes=int(REST.total_seconds() // 60))
    return account, passwords.matches(form.password.get_secret_value(), account.password)


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
    tries = session.get(SignInTry, (organisation_id, form.username))
    return Account(
        organisation_id,
        user.id if user else None,
        user.password if user else None,
        tries.failed if tries else 0,
        tries.last_at if tries else None,
    )


def note_failure(session: Session, account: Account, username: str, now: datetime) -> None:
    """Counts a failed try; tries before a rest that has passed are forgotten."""
    tries = session.get(SignInTry, (account.organisation_id, username))
    if tries is None:
        session.add(SignInTry(organisation_id=account.organisation_id, username=username, failed=1, last_at=now))
        return
    tries.failed = 1 if now - tries.last_at >= REST else tries.failed + 1
    tries.last_at = now


def give_token(session: Session, account: Account, form: SignInForm, now: datetime) -> tuple[str, datetime]:
    """Makes a token for the account and returns it, the only time it is shown, with the instant it ends."""
    secret = f"dnr_{secrets.token_urlsafe(32)}"
    tries = session.get(SignInTry, (account.organisation_id, form.username))
    if tries is not None:
        session.delete(tries)
    if account.user_id is None:
        raise SignInFailed
    ends = now + timedelta(hours=form.hours)
    session.add(
        Token(
            id=new_id(),
            user_id=account.user_id,
            hash=token_hash(secret),
            scopes=" ".join(sorted(form.scopes)),
            label=form.label,
            created_at=now,
            expires_at=ends,
        )
    )
    return secret, ends


def end_token(session: Session, hashed: bytes, now: datetime) -> None:
    """Ends a token at once."""
    session.connection().execute(update(Token).where(col(Token.hash) == hashed).values(ended_at=now))
