"""Accounts that stand: what is said of them, their roles, absences, and how an account is closed and opened again."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from engine.db import found
from engine.errors import Invalid
from engine.journal import Act, Value
from engine.organisations.changes import alter, own
from engine.organisations.forms import RoleForm
from engine.organisations.keeping_forms import ChangeUserForm, EndForm, GrantForm, ReasonForm
from engine.organisations.sessions import end_all
from engine.organisations.setup import body_of, give_role, person_of, say, user_of
from engine.organisations.tables import Deputy, Organisation, Token, User, UserRole
from engine.rules.calendar import legal_day


def change_user(session: Session, organisation: Organisation, form: ChangeUserForm, act: Act, key: UUID) -> User:
    """Changes what is said of an account; its user name stays."""
    user = own(session, organisation, User, key)
    person = person_of(session, organisation, form.person) if form.person else None
    to: dict[str, Any] = {
        "name": form.name,
        "title": form.title,
        "email": form.email,
        "person_id": person.id if person else None,
    }
    alter(session, organisation, act, user, "user:changed", {"user": str(key)}, **to)
    return user


def close_user(session: Session, organisation: Organisation, form: ReasonForm, act: Act, key: UUID) -> User:
    """Closes an account: signed out everywhere at once, its keys ended. Nobody closes their own: none could be left."""
    if key == act.actor_id:
        raise Invalid("reason", "nobody closes their own account; ask another administrator")
    user = own(session, organisation, User, key)
    end_everything(session, user.id, act.now)
    facts = {"user": str(key)}
    alter(session, organisation, act, user, "user:closed", facts, form.reason, active=False)
    return user


def open_user(session: Session, organisation: Organisation, form: ReasonForm, act: Act, key: UUID) -> User:
    """Opens a closed account again, with the roles that it has."""
    user = own(session, organisation, User, key)
    facts = {"user": str(key)}
    alter(session, organisation, act, user, "user:opened", facts, form.reason, active=True)
    return user


def sign_out_user(session: Session, organisation: Organisation, form: ReasonForm, act: Act, key: UUID) -> User:
    """Ends every session and every key of an account, as when a telephone or a computer is lost."""
    user = own(session, organisation, User, key)
    sessions, tokens = end_everything(session, user.id, act.now)
    facts: Mapping[str, Value] = {
        "user": str(key), "sessions": sessions, "tokens": tokens,
    }  # fmt: skip
    say(session, organisation, act, "user:signed_out", facts, {"name": user.name, "reason": form.reason})
    return user


def end_everything(session: Session, user_id: UUID, now: datetime) -> tuple[int, int]:
    """Ends all sessions and tokens of a user; returns how many there were of each."""
    mine = col(Token.user_id) == user_id, col(Token.ended_at).is_(None), col(Token.expires_at) > now
    tokens = session.connection().execute(update(Token).where(*mine).values(ended_at=now)).rowcount
    return end_all(session, user_id, now), int(tokens)


def grant(session: Session, organisation: Organisation, form: GrantForm, act: Act) -> UserRole:
    """Gives an account a role. Invalid when it holds the role in the same body on one of the days already."""
    user = user_of(session, organisation, form.user)
    body_id = body_of(session, organisation, form.body).id if form.body else None
    held = select(UserRole).where(col(UserRole.user_id) == user.id, col(UserRole.role) == form.role)
    for other in session.exec(held):
        if other.body_id == body_id and overlap(other, form.from_day or date.min, form.through_day):
            raise Invalid("role", "the account has that role there already")
    role = give_role(session, organisation, user, RoleForm(**form.model_dump(exclude={"user"})), act)
    facts: Mapping[str, Value] = {
        "user": str(user.id), "role": form.role, "body": form.body, "from": role.from_day.isoformat(),
    }  # fmt: skip
    say(session, organisation, act, "role:given", facts, {"name": user.name})
    return role


def overlap(held: UserRole, first: date, last: date | None) -> bool:
    """Whether a role holds on one of the days."""
    return first <= (held.through_day or date.max) and held.from_day <= (last or date.max)


def end_role(session: Session, organisation: Organisation, form: EndForm, act: Act, key: UUID) -> UserRole:
    """Says the last day of a role. Nobody ends their own role of administrator, lest nobody be left to give it back."""
    role = found(session.get(UserRole, key), id=str(key))
    user = own(session, organisation, User, role.user_id)
    if user.id == act.actor_id and role.role == "admin":
        raise Invalid("through_day", "nobody ends their own role of administrator; ask another")
    if form.through_day < role.from_day - timedelta(days=1):
        raise Invalid("through_day", "before its first day")
    facts: Mapping[str, Value] = {"user": str(user.id), "role": role.role}
    alter(session, organisation, act, role, "role:ended", facts, through_day=form.through_day)
    return role


def end_deputy(session: Session, organisation: Organisation, form: EndForm, act: Act, key: UUID) -> Deputy:
    """Says another last day of an absence. One that has begun cannot end before yesterday: what was done stands."""
    deputy = found(session.get(Deputy, key), id=str(key))
    own(session, organisation, User, deputy.absent_id)
    yesterday = legal_day(act.now) - timedelta(days=1)
    if form.through_day < min(deputy.from_day - timedelta(days=1), yesterday):
        raise Invalid("through_day", "before its first day")
    facts: Mapping[str, Value] = {"absent": str(deputy.absent_id), "deputy": str(deputy.deputy_id)}
    alter(session, organisation, act, deputy, "deputy:ended", facts, through_day=form.through_day)
    return deputy
