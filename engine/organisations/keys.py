"""API keys: bearer tokens that somebody makes for a program, sees listed with their last use, and ends."""

from datetime import date, datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import update
from sqlmodel import Session, col, select

from engine.db import Database, found
from engine.forms import Form, Line
from engine.journal import Act, Value
from engine.organisations.accounts import new_token
from engine.organisations.setup import say
from engine.organisations.tables import Organisation, Token

Reach = Literal["read", "act", "admin"]
SCOPES: Final[dict[Reach, tuple[str, ...]]] = {
    "read": ("read",),
    "act": ("act", "read"),
    "admin": ("act", "admin", "read"),
}
"""What each reach holds: the next holds the one before."""


class KeyForm(Form):
    """A key for a program: what it is for, how far it reaches, how long it lives."""

    label: Line = Field(title="Vad nyckeln är till för", description="Till exempel Nattlig export.", max_length=80)
    reach: Reach = Field("read", title="Behörighet", description="Aldrig mer än vad dina egna roller ger.")
    days: int = Field(90, title="Giltighet i dagar", ge=1, le=365)


def make_key(
    session: Session, organisation: Organisation, form: KeyForm, act: Act, user_id: UUID
) -> tuple[str, datetime]:
    """A key of one's own; returns its secret, the only time it is shown, and the instant it ends."""
    ends = act.now + timedelta(days=form.days)
    secret = new_token(session, user_id, SCOPES[form.reach], form.label, act.now, ends)
    facts: dict[str, Value] = {"user": str(user_id), "reach": form.reach, "days": form.days}
    say(session, organisation, act, "key:made", facts, {"label": form.label})
    return secret, ends


def keys_of(session: Session, user_id: UUID, now: datetime) -> list[Token]:
    """The keys of a user that are valid, the newest first."""
    valid = col(Token.ended_at).is_(None), col(Token.expires_at) > now
    wanted = select(Token).where(col(Token.user_id) == user_id, *valid)
    return list(session.exec(wanted.order_by(col(Token.created_at).desc(), col(Token.id).desc())))


def end_key(session: Session, organisation: Organisation, act: Act, user_id: UUID, key: UUID) -> None:
    """Ends one of one's own keys at once. NotFound for another's; ending an ended one changes nothing."""
    token = session.get(Token, key)
    mine = found(token if token is not None and token.user_id == user_id else None, id=str(key))
    if mine.ended_at is None:
        mine.ended_at = act.now
        session.add(mine)
        session.flush()
        say(session, organisation, act, "key:ended", {"user": str(user_id)}, {"label": mine.label})


def note_key_use(database: Database, token_hash: bytes, today: date) -> None:
    """Notes the day that a key was used, once a day, in a transaction of its own."""
    with database.write() as session:
        mine = update(Token).where(col(Token.hash) == token_hash).values(used_on=today)
        session.connection().execute(mine)
