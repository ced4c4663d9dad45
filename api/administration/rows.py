"""What each section of the administration lists: one view per row, for the API and for the table on the page.

A field's title is its column's heading; one without a title is not shown on the page. `words` names the table of
Swedish words for its values.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field
from sqlmodel import Session, SQLModel, col, select

from engine.organisations.tables import (
    Body,
    CallOrder,
    ClassCode,
    Deputy,
    Diary,
    KnownRecipient,
    Mandate,
    Person,
    Unit,
    User,
    UserRole,
)
from engine.rules.numbering import CLASS_MAX


def shown(title: str, words: str | None = None, default: Any = ...) -> Any:
    """A field that is a column on the page."""
    return Field(default, title=title, json_schema_extra={"column": True, **({"words": words} if words else {})})


class Row(BaseModel):
    """A row of a section."""

    id: UUID
    ended: bool = False
    """Whether it is over: shown only to those who ask for what has ended."""
    struck: bool = False
    """Whether it was there by mistake, and never held."""

    @property
    def label(self) -> str:
        """What the row is called, for the names of its buttons."""
        return str(getattr(self, "name", ""))


class BodyRow(Row):
    """An organ."""

    name: str = shown("Organ")
    kind: str = shown("Slag", "body_kind")
    slug: str = shown("Kortnamn")


class DiaryRow(Row):
    """A number series."""

    name: str = shown("Diarium")
    pattern: str = shown("Numrens form")
    yearly: bool = shown("Börjar om varje år")
    body: str | None = shown("Organ", default=None)
    slug: str = shown("Kortnamn")


class PersonRow(Row):
    """Somebody with a seat, or who has had one."""

    name: str = shown("Namn")
    party: str | None = shown("Parti", default=None)
    title: str | None = shown("Titel", default=None)
    email: str | None = shown("E-post", default=None)
    slug: str = shown("Kortnamn")


class MandateRow(Row):
    """A seat."""

    name: str = shown("Person")
    body: str = shown("Organ")
    seat: str = shown("Plats", "choices")
    party: str | None = shown("Parti", default=None)
    from_day: date = shown("Från")
    through_day: date | None = shown("Till och med", default=None)


class CallOrderRow(Row):
    """From which parties a party's substitutes are called, in order."""

    name: str = shown("Organ")
    from_day: date = shown("Gäller från")
    party: str = shown("För en ledamot ur")
    calls_from: list[str] = shown("Kallas ersättare ur")


class UserRow(Row):
    """An account."""

    name: str = shown("Namn")
    username: str = shown("Användarnamn")
    title: str | None = shown("Titel", default=None)
    roles: list[str] = shown("Roller", "role")
    email: str | None = shown("E-post", default=None)
    person: str | None = None
    """The slug of the person that the account belongs to."""
    state: str = shown("Läge", "account_state")


class RoleRow(Row):
    """A role of an account."""

    name: str = shown("Användare")
    role: str = shown("Roll", "role")
    body: str | None = shown("Organ", default=None)
    from_day: date | None = shown("Från", default=None)
    through_day: date | None = shown("Till och med", default=None)


class DeputyRow(Row):
    """Who stands in for whom."""

    name: str = shown("Frånvarande")
    deputy: str = shown("Tillförordnad")
    from_day: date = shown("Från")
    through_day: date = shown("Till och med")
    reason: str | None = shown("Skäl", default=None)


class UnitRow(Row):
    """A part of the administration."""

    name: str = shown("Enhet")
    parent: str | None = shown("Ingår i", default=None)
    slug: str = shown("Kortnamn")


class RecipientRow(Row):
    """Whom decisions are sent to."""

    name: str = shown("Mottagare")
    kind: str = shown("Slag", "recipient_kind")
    way_out: str = shown("Skickas med", "way_out")
    email: str | None = shown("E-post", default=None)
    address: str | None = shown("Postadress", default=None)
    unit: str | None = shown("Enhet", default=None)
    slug: str = shown("Kortnamn")


class ClassRow(Row):
    """A class."""

    code: str = shown("Klass")
    name: str = shown("Betydelse")


def all_of(session: Session, table: type[Any], organisation_id: UUID) -> list[Any]:
    """Every row of a table that is the organisation's, as it was made."""
    return list(session.exec(select(table).where(table.organisation_id == organisation_id).order_by(table.id)))


def names(rows: Iterable[SQLModel]) -> dict[UUID | None, str]:
    """The names of rows by id."""
    return {row.id: row.name for row in rows}  # type: ignore[attr-defined]


def bodies(session: Session, organisation_id: UUID, today: date) -> list[Row]:
    """The bodies."""
    rows = all_of(session, Body, organisation_id)
    return [BodyRow(id=one.id, name=one.name, kind=one.kind, slug=one.slug) for one in rows]


def diaries(session: Session, organisation_id: UUID, today: date) -> list[Row]:
    """The diaries."""
    called = names(all_of(session, Body, organisation_id))
    return [
        DiaryRow(
            id=one.id,
            name=one.name,
            pattern=one.pattern,
            yearly=one.yearly,
            body=called.get(one.body_id),
            slug=one.slug,
        )
        for one in all_of(session, Diary, organisation_id)
    ]


def people(session: Session, organisation_id: UUID, today: date) -> list[Row]:
    """Everybody, by name."""
    found = all_of(session, Person, organisation_id)
    rows = [PersonRow(**one.model_dump(exclude={"ended_on"}), ended=one.ended_on is not None) for one in found]
    return sorted(rows, key=attrgetter("name"))


def mandates(session: Session, organisation_id: UUID, today: date) -> list[Row]:
    """The seats: body by body, by name."""
    called, who = names(all_of(session, Body, organisation_id)), names(all_of(session, Person, organisation_id))
    rows = [
        MandateRow(
            id=one.id,
            name=who[one.person_id],
            body=called[one.body_id],
            seat=one.seat,
            party=one.party,
            from_day=one.from_day,
            through_day=one.through_day,
            struck=one.through_day is not None and one.through_day < one.from_day,
            ended=one.through_day is not None and one.through_day < today,
        )
        for one in all_of(session, Mandate, organisation_id)
    ]
    return sorted(rows, key=attrgetter("body", "name", "from_day"))


def call_orders(session: Session, organisation_id: UUID, today: date) -> list[Row]:
    """The orders of calling, the newest of each body first; those that a newer one has followed have ended."""
    called = names(all_of(session, Body, organisation_id))
    orders: dict[tuple[UUID, date, str], list[CallOrder]] = defaultdict(list)
    for one in all_of(session, CallOrder, organisation_id):
        orders[one.body_id, one.from_day, one.party].append(one)
    newest = {
        body: max((day for other, day, _ in orders if other == body and day <= today), default=date.min)
        for body, _, _ in orders
    }
    rows = [
        CallOrderRow(
            id=places[0].id,
            name=called[body],
            from_day=day,
            party=party,
            calls_from=[one.calls_from for one in sorted(places, key=lambda one: one.position)],
            ended=day < newest[body],
        )
        for (body, day, party), places in orders.items()
    ]
    return sorted(sorted(rows, key=attrgetter("from_day"), reverse=True), key=attrgetter("name"))


def held_roles(session: Session, organisation_id: UUID) -> list[tuple[User, UserRole]]:
    """Every role with its account."""
    joined = select(User, UserRole).join(UserRole, col(UserRole.user_id) == col(User.id))
    mine = col(User.organisation_id) == organisation_id
    return list(session.exec(joined.where(mine).order_by(col(User.name), col(User.id), col(UserRole.role))))


def holds(role: UserRole, today: date) -> bool:
    """Whether a role holds on a day or will hold."""
    return role.through_day is None or (role.through_day >= today and role.through_day >= role.from_day)


def users(session: Session, organisation_id: UUID, today: date) -> list[Row]:
    """The accounts, by name, with the roles of today."""
    roles: dict[UUID, list[str]] = defaultdict(list)
    for user, role in held_roles(session, organisation_id):
        if holds(role, today) and role.role not in roles[user.id]:
            roles[user.id].append(role.role)
    slugs = {one.id: one.slug for one in all_of(session, Person, organisation_id)}
    rows = [
        UserRow(
            id=one.id,
            name=one.name,
            username=one.username,
            title=one.title,
            roles=roles[one.id],
            email=one.email,
            person=slugs.get(one.person_id),
            state="closed" if not one.active else "open" if one.password else "invited",
            ended=not one.active,
        )
        for one in all_of(session, User, organisation_id)
    ]
    return sorted(rows, key=attrgetter("name", "username"))


def roles(session: Session, organisation_id: UUID, today: date) -> list[Row]:
    """The roles, by account."""
    called = names(all_of(session, Body, organisation_id))
    return [
        RoleRow(
            id=role.id,
            name=user.name,
            role=role.role,
            body=called.get(role.body_id),
            from_day=role.from_day if role.from_day > date.min else None,
            through_day=role.through_day,
            ended=not user.active or not holds(role, today),
        )
        for user, role in held_roles(session, organisation_id)
    ]


def deputies(session: Session, organisation_id: UUID, today: date) -> list[Row]:
    """The absences, the next first."""
    who = names(all_of(session, User, organisation_id))
    rows = [
        DeputyRow(
            id=one.id,
            name=who[one.absent_id],
            deputy=who[one.deputy_id],
            from_day=one.from_day,
            through_day=one.through_day,
            reason=one.reason,
            ended=one.through_day < max(today, one.from_day),
        )
        for one in session.exec(select(Deputy).where(col(Deputy.absent_id).in_(who)))
    ]
    return sorted(rows, key=attrgetter("from_day", "name"))


def units(session: Session, organisation_id: UUID, today: date) -> list[Row]:
    """The units, by name."""
    found = all_of(session, Unit, organisation_id)
    called = names(found)
    rows = [
        UnitRow(
            id=one.id, name=one.name, parent=called.get(one.parent_id), slug=one.slug, ended=one.ended_on is not None
        )
        for one in found
    ]
    return sorted(rows, key=attrgetter("name"))


def recipients(session: Session, organisation_id: UUID, today: date) -> list[Row]:
    """The recipients, by name."""
    called = names(all_of(session, Unit, organisation_id))
    rows = [
        RecipientRow(
            **one.model_dump(exclude={"unit_id", "ended_on"}),
            unit=called.get(one.unit_id),
            ended=one.ended_on is not None,
        )
        for one in all_of(session, KnownRecipient, organisation_id)
    ]
    return sorted(rows, key=attrgetter("name"))


def classes(session: Session, organisation_id: UUID, today: date) -> list[Row]:
    """The classes, by code."""
    found = all_of(session, ClassCode, organisation_id)
    return [
        ClassRow(id=one.id, code=one.code, name=one.name, ended=one.ended_on is not None)
        for one in sorted(found, key=lambda one: [part.zfill(CLASS_MAX) for part in one.code.split(".")])
    ]
