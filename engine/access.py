"""Who may, and who sees.

*Who may* is a table: verb → the roles that hold it and the token scope it needs. Every route names one verb,
and a route whose verb has no row here does not start. *Who sees* is one SQL expression over the access
columns, used alike for lists, counts, search and single rows; what it hides does not exist for that actor.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, LargeBinary, Select, Uuid, and_, bindparam, false, or_, select, text, true
from sqlalchemy.engine import Connection
from sqlmodel import Session, col

from engine.cases.tables import CaseParty
from engine.db import UtcDateTime
from engine.errors import Forbidden
from engine.journal import Act
from engine.statements import Prepared

EVERYBODY = frozenset(
    {"registrar", "officer", "manager", "director", "secretary", "chair", "member", "substitute", "auditor"}
)
STAFF = frozenset({"registrar", "officer", "manager", "director", "secretary"})
ANYONE = "public"
"""The role of nobody in particular, which no account is given: it sees what is open and holds no verb."""
SEES_OPEN = EVERYBODY | {ANYONE}
SEES_SECRET = frozenset({"registrar", "secretary", "manager", "director"})
"""Roles that see what is marked secret within their own body; others see it as parties to the case only."""


@dataclass(frozen=True)
class Right:
    """A row of the policy: who holds the verb, and the token scope it takes. No roles means nobody needs to sign in."""

    roles: frozenset[str]
    scope: str


POLICY: dict[str, Right] = {
    "anyone": Right(frozenset(), ""),
    "self": Right(EVERYBODY | {"admin"}, "read"),
    "case.read": Right(EVERYBODY, "read"),
    "journal.read": Right(EVERYBODY, "read"),
    "task.read": Right(EVERYBODY, "read"),
    "task.act": Right(EVERYBODY, "act"),
    "case.register": Right(frozenset({"registrar"}), "act"),
    "case.correct": Right(frozenset({"registrar"}), "act"),
    "case.close": Right(frozenset({"registrar"}), "act"),
    "case.void": Right(frozenset({"registrar"}), "act"),
    "case.relate": Right(STAFF, "act"),
    "case.mark": Right(frozenset({"registrar"}), "act"),
    "case.reassign": Right(frozenset({"officer", "manager", "director"}), "act"),
    "case.note": Right(STAFF, "act"),
    "case.watch": Right(STAFF, "act"),
    "record.add": Right(STAFF, "act"),
    "record.correct": Right(frozenset({"registrar"}), "act"),
    "search.save": Right(EVERYBODY, "act"),
    "release.read": Right(STAFF, "read"),
    "release.keep": Right(STAFF, "act"),
    "draft.read": Right(STAFF, "read"),
    "draft.write": Right(frozenset({"officer", "manager", "director"}), "act"),
    "import.make": Right(STAFF, "act"),
    "meeting.read": Right(EVERYBODY, "read"),
    "meeting.keep": Right(frozenset({"secretary"}), "act"),
    "dispatch.read": Right(STAFF, "read"),
    "dispatch.keep": Right(frozenset({"secretary", "registrar"}), "act"),
    "record.publish": Right(frozenset({"registrar", "secretary"}), "act"),
    "overview.read": Right(STAFF | {"chair"}, "read"),
    "series.keep": Right(frozenset({"registrar", "admin"}), "admin"),
    "organisation.read": Right(EVERYBODY | {"admin"}, "read"),
    "organisation.keep": Right(frozenset({"admin"}), "admin"),
    "workflow.read": Right(EVERYBODY | {"admin"}, "read"),
    "workflow.keep": Right(frozenset({"admin"}), "admin"),
}
SCOPES = frozenset({"read", "act", "admin"})


@dataclass(frozen=True)
class Actor:
    """Who is asking: a user with the roles of today, those held for somebody absent included."""

    user_id: UUID
    organisation_id: UUID
    name: str
    person_id: UUID | None
    grants: frozenset[tuple[str, UUID | None]]
    scopes: frozenset[str] = SCOPES
    stands_in_for: frozenset[UUID] = field(default_factory=frozenset)
    unnoted: bool = field(default=False, compare=False)
    """Whether the token that was shown has not been noted as used today."""

    def bodies(self, roles: Iterable[str]) -> tuple[bool, list[UUID]]:
        """Where any of the roles is held: (in the whole organisation, in these bodies)."""
        held = {body for role, body in self.grants if role in set(roles)}
        return None in held, sorted(body for body in held if body is not None)

    def holds(self, roles: Iterable[str], body_id: UUID | None = None) -> bool:
        """Whether any of the roles is held, for that body if one is named."""
        wanted = set(roles)
        return any(
            role in wanted and (body_id is None or body is None or body == body_id) for role, body in self.grants
        )

    def act(self, now: datetime) -> Act:
        """The actor as the journal knows it, at an instant."""
        return Act(self.organisation_id, self.user_id, self.name, now)


def anyone(organisation_id: UUID) -> Actor:
    """Whoever asks without signing in, and what they see of an organisation: what is open, and nothing as a party."""
    return Actor(organisation_id, organisation_id, "", None, frozenset({(ANYONE, None)}), frozenset())


def permit(actor: Actor, verb: str, body_id: UUID | None = None) -> None:
    """Raises `Forbidden` unless the actor holds the verb, in the body when one is named."""
    right = POLICY[verb]
    if right.scope and right.scope not in actor.scopes:
        raise Forbidden(verb=verb, scope=right.scope)
    if right.roles and not actor.holds(right.roles, body_id):
        raise Forbidden(verb=verb, roles=", ".join(sorted(right.roles)))


@lru_cache(maxsize=4096)
def visible(actor: Actor, table: type) -> ColumnElement[bool]:
    """The one expression for what the actor sees of a protected table; made once per actor and table."""
    return and_(
        table.organisation_id == actor.organisation_id,  # type: ignore[attr-defined]
        or_(
            sight(actor, table, "open", SEES_OPEN),
            sight(actor, table, "secret", SEES_SECRET),
            own_party(actor, table),
        ),
    )


def sight(actor: Actor, table: type, secrecy: str, roles: frozenset[str]) -> ColumnElement[bool]:
    """Rows of one degree of secrecy in the bodies where the actor holds one of the roles, or sent to those bodies."""
    degree: ColumnElement[bool] = table.secrecy == secrecy  # type: ignore[attr-defined]
    return and_(degree, reach(actor, table, roles))


def reach(actor: Actor, table: type, roles: frozenset[str]) -> ColumnElement[bool]:
    """Rows in the bodies where the actor holds one of the roles, or sent to those bodies, however secret they are."""
    everywhere, bodies = actor.bodies(roles)
    if everywhere:
        return true()
    if not bodies:
        return false()
    sent = table.case_id.in_(parties(any_of(col(CaseParty.body_id), bodies)))  # type: ignore[attr-defined]
    return or_(any_of(table.body_id, bodies), sent)  # type: ignore[attr-defined]


def own_party(actor: Actor, table: type) -> ColumnElement[bool]:
    """Rows of the cases that the actor is a party to, or somebody whom the actor stands in for."""
    mine = any_of(col(CaseParty.user_id), [actor.user_id, *sorted(actor.stands_in_for)])
    return table.case_id.in_(parties(mine))  # type: ignore[attr-defined, no-any-return]


@lru_cache(maxsize=4096)
def uncovered(actor: Actor, table: type) -> ColumnElement[bool]:
    """Rows in which the actor may read passages that are marked as secret: those seen if the whole row were secret."""
    own = table.organisation_id == actor.organisation_id  # type: ignore[attr-defined]
    return and_(own, or_(reach(actor, table, SEES_SECRET), own_party(actor, table)))


def any_of(column: Any, values: Iterable[UUID]) -> ColumnElement[bool]:
    """Whether the column is one of the values, of which there is at least one; words that can be compiled once."""
    return or_(*[column == value for value in values])


def parties(who: ColumnElement[bool]) -> Select[UUID]:
    """The cases that somebody is a party to."""
    return select(col(CaseParty.case_id)).where(who)


WITH_ROLES = """
    LEFT JOIN user_role r ON r.user_id IN (
        SELECT u.id UNION ALL
        SELECT d.absent_id FROM deputy d WHERE d.deputy_id = u.id AND d.from_day <= :today AND d.through_day >= :today
    ) AND r.from_day <= :today AND (r.through_day IS NULL OR r.through_day >= :today)
      AND (r.user_id = u.id OR r.role <> 'admin')
"""
"""The roles that a user holds on a day, those of somebody absent included; administration is nobody's to lend."""
BY_TOKEN = Prepared(
    text(
        "SELECT u.id, u.organisation_id, u.name, u.person_id, t.scopes, r.role, r.body_id, r.user_id, t.used_on"  # noqa: S608 - constants only
        " FROM token t JOIN user_account u ON u.id = t.user_id AND u.active"
        f"{WITH_ROLES} WHERE t.hash = :hash AND t.ended_at IS NULL AND t.expires_at > :now"
    ).bindparams(
        bindparam("today", type_=Date), bindparam("now", type_=UtcDateTime), bindparam("hash", type_=LargeBinary)
    )
)
BY_NAME = Prepared(
    text(
        "SELECT u.id, u.organisation_id, u.name, u.person_id, 'act admin read' AS scopes, r.role, r.body_id, r.user_id"  # noqa: S608 - constants only
        f" FROM user_account u {WITH_ROLES} WHERE u.organisation_id = :organisation AND u.username = :name AND u.active"
    ).bindparams(bindparam("today", type_=Date), bindparam("organisation", type_=Uuid))
)

BY_SESSION = Prepared(
    text(
        "SELECT u.id, u.organisation_id, u.name, u.person_id, 'act admin read' AS scopes, r.role, r.body_id, r.user_id,"  # noqa: S608 - constants only
        " s.id AS session, s.seen_at, s.limited, o.name AS organisation, u.username"
        " FROM browser_session s JOIN user_account u ON u.id = s.user_id AND u.active"
        f" JOIN organisation o ON o.id = u.organisation_id {WITH_ROLES}"
        " WHERE s.hash = :hash AND s.ended_at IS NULL AND s.ends_at > :now AND s.seen_at > :idle"
    ).bindparams(
        bindparam("today", type_=Date),
        bindparam("now", type_=UtcDateTime),
        bindparam("idle", type_=UtcDateTime),
        bindparam("hash", type_=LargeBinary),
    )
)
"""Who is signed in by page, in one statement: one row for each role, none when the session is unknown or has ended."""


def actor_of_token(asked: Session | Connection, token_hash: bytes, now: datetime, today: date) -> Actor | None:
    """Whose token this is, in one statement; None when it is unknown, ended, out of date or the account is closed."""
    rows = BY_TOKEN.run(asked, {"hash": token_hash, "now": now, "today": today}).all()
    actor = actor_of(rows)
    return replace(actor, unnoted=str(rows[0].used_on) != today.isoformat()) if actor else None


def actor_of_name(session: Session, organisation_id: UUID, username: str, today: date) -> Actor | None:
    """The user of that name, for commands on the machine itself, whose operator answers for who is named."""
    named = {"organisation": organisation_id, "name": username, "today": today}
    return actor_of(BY_NAME.run(session, named).all())


def actor_of(rows: Sequence[Any]) -> Actor | None:
    """The user of the rows, one row for each role; None when there is none."""
    if not rows:
        return None
    first = rows[0]
    everybody = {known(row.user_id) for row in rows} - {None, known(first.id)}
    return Actor(
        user_id=UUID(str(first.id)),
        organisation_id=UUID(str(first.organisation_id)),
        name=first.name,
        person_id=known(first.person_id),
        grants=frozenset((row.role, known(row.body_id)) for row in rows if row.role is not None),
        scopes=frozenset(first.scopes.split()),
        stands_in_for=frozenset(one for one in everybody if one),
    )


def known(value: UUID | str | None) -> UUID | None:
    """An id as the driver gives it."""
    return UUID(value) if isinstance(value, str) else value
