"""Registers that the work chooses from: units, recipients, classes. What is no longer used ends; nothing is erased."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session, SQLModel, col, select

from engine.errors import Invalid
from engine.journal import Act, Value
from engine.organisations.changes import alter, own
from engine.organisations.forms import slug_of
from engine.organisations.keeping_forms import (
    ChangeRecipientForm,
    ChangeUnitForm,
    ClassCodeForm,
    ReasonForm,
    RecipientForm,
    RenameForm,
    UnitForm,
)
from engine.organisations.setup import keep, named
from engine.organisations.tables import ClassCode, KnownRecipient, Organisation, Unit
from engine.rules.calendar import legal_day


def free_slug(session: Session, organisation: Organisation, table: type[SQLModel], given: str | None, name: str) -> str:
    """The slug of something new. Invalid for one that is taken, or a name that none can be made of."""
    slug = given or slug_of(name)
    if not slug:
        raise Invalid("slug", "cannot be made from the name; give one")
    mine = table.organisation_id == organisation.id, table.slug == slug  # type: ignore[attr-defined]
    if session.exec(select(table.id).where(*mine)).first():  # type: ignore[attr-defined]
        raise Invalid("slug", "another one has it", slug=slug)
    return slug


def unit_of(session: Session, organisation: Organisation, field: str, slug: str | None) -> Unit | None:
    """The unit that a form names, if it names one."""
    return named(session, Unit, organisation.id, field, slug) if slug else None


def add_unit(session: Session, organisation: Organisation, form: UnitForm, act: Act) -> Unit:
    """Adds a part of the administration."""
    parent = unit_of(session, organisation, "parent", form.parent)
    slug = free_slug(session, organisation, Unit, form.slug, form.name)
    unit = Unit(organisation_id=organisation.id, parent_id=parent.id if parent else None, slug=slug, name=form.name)
    return keep(session, organisation, act, unit, "unit:added", {"unit": slug, "name": form.name})


def change_unit(session: Session, organisation: Organisation, form: ChangeUnitForm, act: Act, key: UUID) -> Unit:
    """Changes a unit's name or place. Invalid under itself, or under a unit that lies under it."""
    unit = own(session, organisation, Unit, key)
    parent = unit_of(session, organisation, "parent", form.parent)
    above = parent
    while above is not None:
        if above.id == unit.id:
            raise Invalid("parent", "a unit cannot lie under itself")
        above = session.get(Unit, above.parent_id) if above.parent_id else None
    to: dict[str, Any] = {"name": form.name, "parent_id": parent.id if parent else None}
    alter(session, organisation, act, unit, "unit:changed", {"unit": unit.slug}, **to)
    return unit


def end_unit(session: Session, organisation: Organisation, form: ReasonForm, act: Act, key: UUID) -> Unit:
    """Ends a unit: it is no longer chosen."""
    unit = own(session, organisation, Unit, key)
    facts = {"unit": unit.slug}
    alter(
        session, organisation, act, unit, "unit:ended", facts, form.reason, ended_on=unit.ended_on or legal_day(act.now)
    )
    return unit


def add_recipient(session: Session, organisation: Organisation, form: RecipientForm, act: Act) -> KnownRecipient:
    """Adds whom decisions are sent to; the addresses stand in the journal's personal part."""
    slug = free_slug(session, organisation, KnownRecipient, form.slug, form.name)
    unit = unit_of(session, organisation, "unit", form.unit)
    told = form.model_dump(include={"name", "email", "address"})
    row = KnownRecipient(
        organisation_id=organisation.id,
        unit_id=unit.id if unit else None,
        slug=slug,
        kind=form.kind,
        way_out=form.way_out,
        **told,
    )
    facts: Mapping[str, Value] = {"recipient": slug, "kind": form.kind, "way_out": form.way_out}
    return keep(session, organisation, act, row, "recipient:added", facts, told)


def change_recipient(
    session: Session, organisation: Organisation, form: ChangeRecipientForm, act: Act, key: UUID
) -> KnownRecipient:
    """Changes what is said of a recipient; what has been sent stands as it was."""
    row = own(session, organisation, KnownRecipient, key)
    unit = unit_of(session, organisation, "unit", form.unit)
    to = {**form.model_dump(exclude={"unit", "slug"}), "unit_id": unit.id if unit else None}
    alter(session, organisation, act, row, "recipient:changed", {"recipient": row.slug}, **to)
    return row


def end_recipient(
    session: Session, organisation: Organisation, form: ReasonForm, act: Act, key: UUID
) -> KnownRecipient:
    """Ends a recipient: it is no longer chosen."""
    row = own(session, organisation, KnownRecipient, key)
    facts = {"recipient": row.slug}
    alter(
        session,
        organisation,
        act,
        row,
        "recipient:ended",
        facts,
        form.reason,
        ended_on=row.ended_on or legal_day(act.now),
    )
    return row


def recipients(session: Session, organisation_id: UUID, today: date) -> list[KnownRecipient]:
    """The recipients that may be chosen on a day, by name."""
    lasts = col(KnownRecipient.ended_on).is_(None) | (col(KnownRecipient.ended_on) > today)
    wanted = select(KnownRecipient).where(col(KnownRecipient.organisation_id) == organisation_id, lasts)
    return list(session.exec(wanted.order_by(col(KnownRecipient.name), col(KnownRecipient.id))))


def add_class(session: Session, organisation: Organisation, form: ClassCodeForm, act: Act) -> ClassCode:
    """Adds a class. Invalid for a code that is there."""
    mine = col(ClassCode.organisation_id) == organisation.id, col(ClassCode.code) == form.code
    if session.exec(select(ClassCode.id).where(*mine)).first():
        raise Invalid("code", "another class has it")
    row = ClassCode(organisation_id=organisation.id, code=form.code, name=form.name)
    return keep(session, organisation, act, row, "class:added", {"code": form.code, "name": form.name})


def rename_class(session: Session, organisation: Organisation, form: RenameForm, act: Act, key: UUID) -> ClassCode:
    """Says in other words what a class stands for; its code stays."""
    row = own(session, organisation, ClassCode, key)
    alter(session, organisation, act, row, "class:renamed", {"code": row.code}, name=form.name)
    return row


def end_class(session: Session, organisation: Organisation, form: ReasonForm, act: Act, key: UUID) -> ClassCode:
    """Ends a class: it is no longer chosen; cases keep it."""
    row = own(session, organisation, ClassCode, key)
    facts = {"code": row.code}
    alter(
        session, organisation, act, row, "class:ended", facts, form.reason, ended_on=row.ended_on or legal_day(act.now)
    )
    return row
