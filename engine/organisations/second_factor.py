"""One-time codes beside the password (TOTP, RFC 6238): set up with a proven code, each code taken once.

Wrong codes are counted with wrong passwords, so neither can be guessed at speed.
"""

import hashlib
import hmac
import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import pyotp
import segno
from pydantic import Field
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from engine.db import new_id
from engine.errors import CodeWrong, Invalid
from engine.forms import Form, Line
from engine.journal import Act
from engine.organisations.accounts import Account
from engine.organisations.changes import own
from engine.organisations.keeping_forms import ReasonForm
from engine.organisations.profiles import current_profile
from engine.organisations.setup import say
from engine.organisations.tables import BrowserSession, Organisation, RecoveryCode, SecondFactor, User

STEP: Final = 30
"""Seconds that a code lives; the one before and the one after are taken too, for clocks that differ."""
AROUND: Final = (0, -1, 1)
RECOVERY: Final = 10
RECOVERY_BYTES: Final = 10


class CodeForm(Form):
    """A code from the telephone, or one of the recovery codes."""

    code: Line = Field(title="Engångskod", description="Sex siffror ur appen, eller en reservkod.", max_length=40)


def factor_of(session: Session, user_id: UUID) -> SecondFactor | None:
    """What an account has of one-time codes, proved or only begun."""
    return session.get(SecondFactor, user_id)


def has_codes(session: Session, user_id: UUID | None) -> bool:
    """Whether an account signs in with one-time codes."""
    proven = select(SecondFactor.user_id).where(
        col(SecondFactor.user_id) == user_id, col(SecondFactor.proven_at).is_not(None)
    )
    return user_id is not None and session.exec(proven).first() is not None


def demanded(session: Session, organisation_id: UUID) -> bool:
    """Whether the organisation demands one-time codes of those who sign in with a password."""
    return current_profile(session, organisation_id)[1].rules.second_factor


@dataclass(frozen=True)
class Way:
    """What is asked of an account after the right password."""

    codes: bool
    """A one-time code."""
    limited: bool
    """To set up one-time codes before anything else."""


def way_in(session: Session, account: Account) -> Way:
    """What is asked of an account after the right password."""
    codes = has_codes(session, account.user_id)
    return Way(codes, not codes and demanded(session, account.organisation_id))


def passes(session: Session, account: Account, code: str | None, now: datetime) -> bool:
    """Whether the code lets the account in; a right one is used up."""
    return account.user_id is not None and code is not None and take_code(session, account.user_id, code, now)


def begin_codes(session: Session, user_id: UUID, now: datetime) -> None:
    """A new secret, which counts for nothing until a code proves that the telephone has it. Proved ones stay."""
    factor = session.get(SecondFactor, user_id, with_for_update=True)
    if factor is not None and factor.proven_at is not None:
        return
    row = factor or SecondFactor(user_id=user_id, secret="", made_at=now)
    row.secret, row.made_at = pyotp.random_base32(), now
    session.add(row)
    session.flush()


def picture(secret: str, username: str, organisation: str) -> str:
    """The address that a telephone reads, as an SVG to stand in the page: dark on white in every colour scheme."""
    address = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=f"dnr {organisation}")
    return segno.make(address, error="m").svg_inline(scale=5, border=3, light="#fff", omitsize=True)


def prove(session: Session, organisation: Organisation, form: CodeForm, act: Act, user_id: UUID) -> list[str]:
    """Takes the secret into use by a code made from it; returns the recovery codes, the only time they are shown.

    `CodeWrong` when the code is not that of the secret. Sessions that waited for it are free to go on.
    """
    factor = session.get(SecondFactor, user_id, with_for_update=True)
    step = step_of(factor, form.code, act.now) if factor else None
    if factor is None or step is None or factor.proven_at is not None:
        raise CodeWrong
    factor.proven_at, factor.last_step = act.now, step
    session.add(factor)
    session.flush()
    free = update(BrowserSession).where(col(BrowserSession.user_id) == user_id).values(limited=False)
    session.connection().execute(free)
    codes = new_recovery(session, user_id)
    say(session, organisation, act, "user:codes_set_up", {"user": str(user_id)}, {"name": act.name})
    return codes


def renew_recovery(session: Session, organisation: Organisation, form: CodeForm, act: Act, user_id: UUID) -> list[str]:
    """New recovery codes in place of the old ones, for one who shows a code."""
    if not take_code(session, user_id, form.code, act.now):
        raise CodeWrong
    codes = new_recovery(session, user_id)
    say(session, organisation, act, "user:recovery_renewed", {"user": str(user_id)}, {"name": act.name})
    return codes


def new_recovery(session: Session, user_id: UUID) -> list[str]:
    """Recovery codes of eighty bits each; the old ones are gone."""
    session.connection().execute(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user_id))
    codes = [b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode().lower() for _ in range(RECOVERY)]
    session.add_all(RecoveryCode(id=new_id(), user_id=user_id, hash=recovery_hash(code)) for code in codes)
    session.flush()
    return ["-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes]


def recovery_hash(code: str) -> bytes:
    """What is kept of a recovery code, however it is written."""
    return hashlib.sha256(b"recovery:" + "".join(code.lower().split()).replace("-", "").encode()).digest()


def recovery_left(session: Session, user_id: UUID) -> int:
    """How many recovery codes are unused."""
    left = select(RecoveryCode.id).where(col(RecoveryCode.user_id) == user_id, col(RecoveryCode.used_at).is_(None))
    return len(session.exec(left).all())


def step_of(factor: SecondFactor, code: str, now: datetime) -> int | None:
    """The time step that a code is of, now or next to now; None when it is of none of them."""
    typed = "".join(code.split())
    totp, present = pyotp.TOTP(factor.secret), int(now.timestamp()) // STEP
    steps = [present + away for away in AROUND]
    return next((step for step in steps if hmac.compare_digest(totp.at(step * STEP), typed)), None)


def take_code(session: Session, user_id: UUID, code: str, now: datetime) -> bool:
    """Whether the code is right; one that is taken is never taken again, also of two at the same instant."""
    if not code.isascii():
        return False
    factor = session.get(SecondFactor, user_id)
    if factor is None or factor.proven_at is None:
        return False
    step = step_of(factor, code, now)
    if step is not None:
        later = col(SecondFactor.user_id) == user_id, col(SecondFactor.last_step) < step
        taken = session.connection().execute(update(SecondFactor).where(*later).values(last_step=step))
        return bool(taken.rowcount == 1)
    unused = col(RecoveryCode.user_id) == user_id, col(RecoveryCode.used_at).is_(None)
    mine = update(RecoveryCode).where(*unused, col(RecoveryCode.hash) == recovery_hash(code)).values(used_at=now)
    return bool(session.connection().execute(mine).rowcount == 1)


def remove_own(session: Session, organisation: Organisation, form: CodeForm, act: Act, user_id: UUID) -> None:
    """Takes one's own codes away, by a code (`CodeWrong`); not where the organisation demands them."""
    if demanded(session, organisation.id):
        raise Invalid("code", "the organisation demands one-time codes")
    if not take_code(session, user_id, form.code, act.now):
        raise CodeWrong
    erase(session, user_id)
    say(session, organisation, act, "user:codes_removed", {"user": str(user_id)}, {"name": act.name})


def remove_codes(session: Session, organisation: Organisation, form: ReasonForm, act: Act, key: UUID) -> User:
    """Takes a user's codes away, as when telephone and recovery codes are lost. The password is asked for as before."""
    user = own(session, organisation, User, key)
    erase(session, user.id)
    told = {"name": user.name, "reason": form.reason}
    say(session, organisation, act, "user:codes_removed", {"user": str(user.id)}, told)
    return user


def erase(session: Session, user_id: UUID) -> None:
    """The secret and the recovery codes are worth nothing any more, so they are not kept."""
    session.connection().execute(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user_id))
    session.connection().execute(delete(SecondFactor).where(col(SecondFactor.user_id) == user_id))
