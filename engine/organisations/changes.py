"""What is changed of an organisation that stands: names, people, seats, the order in which substitutes are called.

Nothing is erased: a seat ends, a person is no longer chosen, and the organisation's journal tells before and after.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, SQLModel, col, select

from engine.db import found
from engine.errors import Invalid, require
from engine.journal import Act, Value
from engine.organisations.keeping_forms import CallOrderForm, ChangePersonForm, EndForm, ReasonForm, RenameForm
from engine.organisations.setup import Table, body_of, say
from engine.organisations.tables import Body, CallOrder, Diary, Mandate, Organisation, Person
from engine.rules.calendar import legal_day
from engine.rules.register import CORRECTION_CHANGES_NOTHING


def own(session: Session, organisation: Organisation, table: type[Table], key: UUID) -> Table:
    """The organisation's own row with that id; NotFound for another's."""
    row = session.get(table, key)
    mine = row is not None and row.organisation_id == organisation.id  # type: ignore[attr-defined]
    return found(row if mine else None, id=str(key))


def alter(
    session: Session,
    organisation: Organisation,
    act: Act,
    row: SQLModel,
    tag: str,
    facts: Mapping[str, Value],
    reason: str | None = None,
    **to: Any,
) -> None:
    """Changes what differs and tells of it, before and after, in what disposal can erase. Refused when nothing does."""
    before = {name: getattr(row, name) for name, value in to.items() if getattr(row, name) != value}
    require(None if before else CORRECTION_CHANGES_NOTHING.refuse())
    for name in before:
        setattr(row, name, to[name])
    session.add(row)
    session.flush()
    told = {name: said(to[name]) for name in before} | {f"{name}_before": said(old) for name, old in before.items()}
    because = {"reason": reason} if reason else {}
    say(session, organisation, act, tag, {**facts, "fields": sorted(before)}, {**told, **because})


def said(value: Any) -> Value:
    """A value as the journal holds it."""
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def rename_body(session: Session, organisation: Organisation, form: RenameForm, act: Act, key: UUID) -> Body:
    """Gives a body another name. Its slug, and what was written before, stay."""
    body = own(session, organisation, Body, key)
    alter(session, organisation, act, body, "body:renamed", {"body": body.slug}, name=form.name)
    return body


def rename_diary(session: Session, organisation: Organisation, form: RenameForm, act: Act, key: UUID) -> Diary:
    """Gives a diary another name. The form of its numbers stays: numbers that are given must be readable for ever."""
    diary = own(session, organisation, Diary, key)
    alter(session, organisation, act, diary, "diary:renamed", {"diary": diary.slug}, name=form.name)
    return diary


def change_person(session: Session, organisation: Organisation, form: ChangePersonForm, act: Act, key: UUID) -> Person:
    """Changes what is said of somebody. Seats that are given keep their party."""
    person = own(session, organisation, Person, key)
    alter(session, organisation, act, person, "person:changed", {"person": str(key)}, **form.model_dump())
    return person


def end_person(session: Session, organisation: Organisation, form: ReasonForm, act: Act, key: UUID) -> Person:
    """Takes somebody out of the lists to choose from. Invalid while the person has a seat."""
    person, today = own(session, organisation, Person, key), legal_day(act.now)
    for seat in session.exec(select(Mandate).where(col(Mandate.person_id) == person.id)):
        if seat.from_day <= (seat.through_day or date.max) and (seat.through_day or date.max) >= today:
            raise Invalid("reason", "the person has a seat; end it first", name=person.name)
    facts = {"person": str(key)}
    alter(session, organisation, act, person, "person:ended", facts, form.reason, ended_on=person.ended_on or today)
    return person


def end_mandate(session: Session, organisation: Organisation, form: EndForm, act: Act, key: UUID) -> Mandate:
    """Says the last day of a seat, earlier or later than was said before. Invalid before its first day."""
    mandate = own(session, organisation, Mandate, key)
    if form.through_day < mandate.from_day:
        raise Invalid("through_day", "before its first day; strike it if it was never held")
    facts: Mapping[str, Value] = {"mandate": str(key), "person": str(mandate.person_id)}
    alter(session, organisation, act, mandate, "mandate:ended", facts, through_day=form.through_day)
    return mandate


def strike_mandate(session: Session, organisation: Organisation, form: ReasonForm, act: Act, key: UUID) -> Mandate:
    """Strikes a seat that was given by mistake: it ends before it begins, so it was held on no day."""
    mandate = own(session, organisation, Mandate, key)
    facts = {"mandate": str(key), "person": str(mandate.person_id)}
    never = mandate.from_day - timedelta(days=1)
    alter(session, organisation, act, mandate, "mandate:struck", facts, form.reason, through_day=never)
    return mandate


def set_call_order(session: Session, organisation: Organisation, form: CallOrderForm, act: Act) -> CallOrder:
    """Writes a body's order of calling from a day on. Invalid when one that begins that day is there already."""
    body = body_of(session, organisation, form.body)
    same = select(CallOrder.id).where(col(CallOrder.body_id) == body.id, col(CallOrder.from_day) == form.from_day)
    if session.exec(same).first():
        raise Invalid("from_day", "an order that begins that day is there already")
    rows = [
        CallOrder(
            organisation_id=organisation.id,
            body_id=body.id,
            from_day=form.from_day,
            party=one.party,
            position=position,
            calls_from=party,
        )
        for one in form.parties
        for position, party in enumerate(one.calls_from, 1)
    ]
    session.add_all(rows)
    session.flush()
    parties = [f"{one.party}: {', '.join(one.calls_from)}" for one in form.parties]
    facts: Mapping[str, Value] = {"body": body.slug, "from": form.from_day.isoformat(), "parties": parties}
    say(session, organisation, act, "call_order:decided", facts)
    return rows[0]


def call_order(session: Session, body_id: UUID, day: date) -> dict[str, list[str]]:
    """The order of calling that holds in a body on a day: for each party the parties to call from, in order."""
    decided = select(col(CallOrder.from_day)).where(col(CallOrder.body_id) == body_id, col(CallOrder.from_day) <= day)
    latest = session.exec(decided.order_by(col(CallOrder.from_day).desc()).limit(1)).first()
    rows = session.exec(
        select(CallOrder)
        .where(col(CallOrder.body_id) == body_id, col(CallOrder.from_day) == latest)
        .order_by(col(CallOrder.party), col(CallOrder.position))
    )
    order: dict[str, list[str]] = {}
    for row in rows:
        order.setdefault(row.party, []).append(row.calls_from)
    return order
