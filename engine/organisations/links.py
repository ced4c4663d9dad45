"""Addresses that may be used once: the first start, invitations and new passwords.

The secret is shown when the link is made and never again; the database has only its hash.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, Self
from uuid import UUID

from pydantic import Field, SecretStr, model_validator
from sqlalchemy import literal, update
from sqlmodel import Session, col, select

from engine.db import Database, forget, new_id
from engine.errors import Invalid, LinkSpent
from engine.forms import Form
from engine.journal import Act
from engine.organisations.accounts import forget_own_tries
from engine.organisations.changes import own
from engine.organisations.forms import strong
from engine.organisations.passwords import hashed
from engine.organisations.sessions import end_all
from engine.organisations.setup import open_organisation, say
from engine.organisations.tables import Link, Organisation, User

Kind = Literal["first", "invitation", "reset", "code"]
LIVES: Final[dict[Kind, timedelta]] = {
    "first": timedelta(hours=24),
    "invitation": timedelta(days=14),
    "reset": timedelta(hours=24),
    "code": timedelta(minutes=5),
}
"""How long a link may wait to be used. A `code` is the way from a right password to the one-time code."""
KEPT = timedelta(days=30)


class PasswordForm(Form):
    """A password that its owner chooses, written twice."""

    password: SecretStr = Field(title="Lösenord", description="Minst 12 tecken. En mening går bra.", max_length=200)
    again: SecretStr = Field(title="Samma lösenord en gång till", max_length=200)

    @model_validator(mode="after")
    def the_same_twice(self) -> Self:
        """What is written twice is the same, so that nobody is locked out by a slip."""
        if self.password.get_secret_value() != self.again.get_secret_value():
            raise ValueError("again: not the same password")
        return self


@dataclass(frozen=True)
class Invited:
    """Whose a link is, as its page says it."""

    user_id: UUID
    username: str
    name: str
    organisation_id: UUID
    organisation: str
    kind: str


def link_hash(secret: str) -> bytes:
    """What is kept of a link's secret."""
    return hashlib.sha256(b"link:" + secret.encode()).digest()


def make_link(session: Session, kind: Kind, user_id: UUID | None, now: datetime) -> tuple[str, datetime]:
    """A new link; those made before for the same person, or for the first start, are ended. Returns secret and end."""
    mine = col(Link.user_id) == user_id if user_id else col(Link.user_id).is_(None)
    alike = col(Link.kind) == "code" if kind == "code" else col(Link.kind) != "code"
    session.connection().execute(update(Link).where(mine, alike, col(Link.used_at).is_(None)).values(used_at=now))
    secret, ends = secrets.token_urlsafe(32), now + LIVES[kind]
    session.add(Link(id=new_id(), kind=kind, user_id=user_id, hash=link_hash(secret), made_at=now, expires_at=ends))
    session.flush()
    return secret, ends


def link_for(session: Session, organisation: Organisation, user_id: UUID, act: Act) -> tuple[str, datetime]:
    """An invitation for an account without a password, else a link to choose a new one; the journal tells of it.

    The old password holds until the link is used.
    """
    user = own(session, organisation, User, user_id)
    if not user.active:
        raise Invalid("user", "the account is closed; open it first")
    kind: Kind = "reset" if user.password else "invitation"
    made = make_link(session, kind, user.id, act.now)
    say(session, organisation, act, "user:link_made", {"user": str(user.id), "kind": kind}, {"name": user.name})
    return made


def first_link(session: Session, now: datetime) -> str | None:
    """The link that makes the first organisation; None when there is one already."""
    if session.connection().execute(select(literal(1)).select_from(Organisation).limit(1)).first():
        return None
    return make_link(session, "first", None, now)[0]


def first_waits(session: Session, secret: str, now: datetime) -> None:
    """`LinkSpent` unless this is the link of the first start and there is no organisation yet."""
    if not open_link(session, secret, "first", now) or session.exec(select(Organisation.id).limit(1)).first():
        raise LinkSpent


def open_link(session: Session, secret: str, kind: str, now: datetime) -> bool:
    """Whether such a link waits to be used."""
    waits = col(Link.hash) == link_hash(secret), col(Link.used_at).is_(None), col(Link.expires_at) > now
    return session.exec(select(Link.id).where(*waits, col(Link.kind) == kind)).first() is not None


def invited(session: Session, secret: str, now: datetime, kinds: tuple[Kind, ...] = ("invitation", "reset")) -> Invited:
    """Whose link this is. `LinkSpent` when it is unknown, used or expired, or the account is closed."""
    wanted = (
        select(User, Organisation.name, Link.kind)
        .join(Link, col(Link.user_id) == col(User.id))
        .join(Organisation, col(Organisation.id) == col(User.organisation_id))
        .where(
            col(Link.hash) == link_hash(secret),
            col(Link.used_at).is_(None),
            col(Link.expires_at) > now,
            col(Link.kind).in_(kinds),
            col(User.active),
        )
    )
    row = session.exec(wanted).first()
    if row is None:
        raise LinkSpent
    user, organisation, kind = row
    return Invited(user.id, user.username, user.name, user.organisation_id, organisation, kind)


def use(session: Session, secret: str, now: datetime) -> None:
    """Uses a link up. `LinkSpent` when somebody was before, also at the same instant."""
    mine = col(Link.hash) == link_hash(secret), col(Link.used_at).is_(None), col(Link.expires_at) > now
    if session.connection().execute(update(Link).where(*mine).values(used_at=now)).rowcount != 1:
        raise LinkSpent


def choose_password(session: Session, secret: str, form: PasswordForm, now: datetime) -> Invited:
    """Sets the password of the link's owner, who does it; every session that was open ends, and the link is spent."""
    whose = invited(session, secret, now)
    use(session, secret, now)
    organisation = open_organisation(session, whose.organisation_id)
    user = session.get_one(User, whose.user_id)
    said = form.password.get_secret_value()
    try:
        strong(said, user.username)
    except ValueError as fault:
        raise Invalid("password", str(fault)) from fault
    user.password = hashed(said)
    session.add(user)
    session.flush()
    end_all(session, user.id, now)
    forget_own_tries(session, organisation.id, user.username)
    act = Act(organisation.id, user.id, user.name, now)
    say(session, organisation, act, "user:password_chosen", {"user": str(user.id), "kind": whose.kind})
    return whose


def forget_links(database: Database, now: datetime) -> int:
    """Erases links that expired long ago; returns how many."""
    return forget(database, Link, col(Link.expires_at) <= now - KEPT)
