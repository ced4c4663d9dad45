"""Signing in by page: a session is a row with the hash of the secret in the browser's cookie.

It ends after an hour without use, after half a day at the latest, when its owner signs out, when all the owner's
sessions are ended, or with the account.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from engine.db import Database, forget, new_id
from engine.organisations.tables import BrowserSession

IDLE = timedelta(hours=1)
"""So long a session lives without being used."""
LONGEST = timedelta(hours=12)
"""So long it lives at most."""
NOTED = timedelta(minutes=5)
"""Use is noted this seldom, so that reading a page writes nothing."""
KEPT = timedelta(days=30)
"""So long an ended session stays in its owner's list."""
BROWSER_MAX = 200


def session_hash(secret: str) -> bytes:
    """What is kept of a cookie's secret."""
    return hashlib.sha256(b"session:" + secret.encode()).digest()


def begin_session(
    session: Session, user_id: UUID, browser: str, now: datetime, address: str = "", *, limited: bool = False
) -> str:
    """A new session for the user; returns the cookie's secret, which nobody can read out of the database."""
    secret = secrets.token_urlsafe(32)
    session.add(
        BrowserSession(
            id=new_id(),
            user_id=user_id,
            hash=session_hash(secret),
            browser=browser[:BROWSER_MAX],
            address=address[:BROWSER_MAX],
            limited=limited,
            began_at=now,
            seen_at=now,
            ends_at=now + LONGEST,
        )
    )
    return secret


def note_use(session: Session, session_id: UUID, now: datetime) -> None:
    """Notes that a session is in use; never backwards."""
    mine = col(BrowserSession.id) == session_id, col(BrowserSession.seen_at) < now
    session.connection().execute(update(BrowserSession).where(*mine).values(seen_at=now))


def end_session(session: Session, secret: str, now: datetime) -> None:
    """Ends the session of a cookie, if there is one."""
    mine = col(BrowserSession.hash) == session_hash(secret), col(BrowserSession.ended_at).is_(None)
    session.connection().execute(update(BrowserSession).where(*mine).values(ended_at=now))


def end_one(session: Session, user_id: UUID, session_id: UUID, now: datetime) -> None:
    """Ends one of a user's own sessions, if it is open."""
    mine = col(BrowserSession.id) == session_id, col(BrowserSession.user_id) == user_id
    open_ = col(BrowserSession.ended_at).is_(None)
    session.connection().execute(update(BrowserSession).where(*mine, open_).values(ended_at=now))


def end_all(session: Session, user_id: UUID, now: datetime) -> int:
    """Ends every session of a user, on every machine; returns how many there were."""
    mine = col(BrowserSession.user_id) == user_id, col(BrowserSession.ended_at).is_(None)
    ended = session.connection().execute(update(BrowserSession).where(*mine).values(ended_at=now))
    return int(ended.rowcount)


def sessions_of(session: Session, user_id: UUID, now: datetime) -> list[BrowserSession]:
    """The sessions that a user has open, the latest used first."""
    wanted = select(BrowserSession).where(
        col(BrowserSession.user_id) == user_id,
        col(BrowserSession.ended_at).is_(None),
        col(BrowserSession.ends_at) > now,
        col(BrowserSession.seen_at) > now - IDLE,
    )
    return list(session.exec(wanted.order_by(col(BrowserSession.seen_at).desc(), col(BrowserSession.id).desc())))


def forget_sessions(database: Database, now: datetime) -> int:
    """Erases sessions that ended long ago; returns how many."""
    return forget(database, BrowserSession, col(BrowserSession.ends_at) <= now - KEPT)
