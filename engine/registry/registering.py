"""Registering a case: without delay, with a dnr, the record that opened it, who raised it and what it asks for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from engine.access import Actor, permit
from engine.cases.records import place
from engine.cases.tables import Case, CaseParty, Clause, Mover, Record
from engine.db import found, new_id
from engine.errors import Invalid, require
from engine.journal import Act, Value, record
from engine.organisations.profile import Profile
from engine.organisations.profiles import profile_of_version
from engine.organisations.tables import Body, Diary, Mandate, Person, ProfileVersion
from engine.registry import series
from engine.registry.attachments import KeptFile, attach
from engine.registry.confirming import confirmation, have_drawn
from engine.registry.forms import FirstRecordForm, MoverForm, RegisterForm
from engine.registry.indexing import texts_of
from engine.registry.secrecy import put_mark
from engine.rules import raising
from engine.rules.calendar import legal_day
from engine.rules.refusal import Refusal, first
from engine.rules.register import may_confirm, may_have_arrived
from engine.rules.secrecy import register_complete
from engine.search import index_case

OPENED_BY = {"motion": "motion", "initiative": "initiative", "audit_response": "cover_letter"}
"""The kind of record that opens a case of each kind, unless the form names another."""
Council = aliased(Body)


def register(session: Session, actor: Actor, form: RegisterForm, now: datetime, files: Sequence[KeptFile] = ()) -> Case:
    """Registers a case and returns it (OSL 5:1–2); its process is started by the front desk.

    Consequences: a dnr from the diary's series, for a motion a number from its own; the record that opened it as
    number 1, with `files`; movers and att-satser as rows; a confirmation to the sender when the form asks for it; one
    journal entry. Refused when a mover is not entitled on the day it arrived (KL 4:19–22), and when the register would
    lack what OSL 5:2 asks for.
    """
    diary, body, profile, council = place_of(session, actor.organisation_id, form.diary, form.body)
    permit(actor, "case.register", body.id)
    today = legal_day(now)
    require(may_have_arrived(form.arrived_on, today))
    movers = known_movers(session, actor.organisation_id, form.movers, form.arrived_on)
    require(may_raise(form, movers, body))
    case = opened(form, diary, body, movers, now)
    if form.secrecy:
        put_mark(case, form.secrecy, today)
    opening = opening_record(case, form, actor.act(now), filed=bool(files))
    confirmed = confirmed_record(case, form, actor.act(now))
    number_case(session, case, diary, profile, today)
    told(session, case, form, diary, body, opening, actor.act(now))
    session.add(case)
    session.flush()
    records = [one for one in (opening, confirmed) if one]
    session.add_all([*rows_of(case, movers, form.clauses, council), *records])
    session.flush()
    if opening:
        attach(session, opening, files, now)
    if confirmed:
        have_drawn(session, case, confirmed, now)
    people = (mover.name for mover in movers)
    index_case(session, case, [*texts_of(case), *people, *form.clauses, *(one.title for one in records)])
    return case


def place_of(
    session: Session, organisation_id: UUID, diary: str, body: str
) -> tuple[Diary, Body, Profile, UUID | None]:
    """The diary and the body by slug or id, the profile in force, and the council's id, in one statement.

    Invalid when there is no such diary or body, or when the diary is another body's.
    """
    newest = (
        select(ProfileVersion.id)
        .where(col(ProfileVersion.organisation_id) == organisation_id)
        .order_by(col(ProfileVersion.version).desc())
        .limit(1)
        .scalar_subquery()
    )
    council = (
        select(Council.id)
        .where(col(Council.organisation_id) == organisation_id, col(Council.kind) == "council")
        .limit(1)
        .scalar_subquery()
    )
    wanted = (
        select(Diary, Body, newest, council)
        .where(col(Diary.organisation_id) == organisation_id, by_slug_or_id(Diary, diary))
        .outerjoin(Body, (col(Body.organisation_id) == organisation_id) & by_slug_or_id(Body, body))
    )
    row = session.exec(wanted).first()
    if row is None:
        raise Invalid("diary", "there is none with that name", name=diary)
    if row[1] is None:
        raise Invalid("body", "there is none with that name", name=body)
    if row[0].body_id not in (None, row[1].id):
        raise Invalid("diary", "it is another body's", name=diary)
    return row[0], row[1], profile_of_version(session, found(row[2], organisation=str(organisation_id))), row[3]


def by_slug_or_id(table: type[Diary] | type[Body] | type[Person], key: str) -> bool:
    """The condition for a row that is named by its slug or its id."""
    try:
        return cast("bool", col(table.id) == UUID(key))
    except ValueError:
        return cast("bool", col(table.slug) == key)


@dataclass(frozen=True)
class KnownMover:
    """A mover with the mandates that the organisation knows of."""

    person_id: UUID | None
    name: str
    party: str | None
    mandates: tuple[raising.Mandate, ...]

    @property
    def shown(self) -> str:
        """The name with the party: "Maria Sten (SD)"."""
        return f"{self.name} ({self.party})" if self.party else self.name


Seated = tuple[Person, Mandate | None, Body | None]


def known_movers(session: Session, organisation_id: UUID, movers: Sequence[MoverForm], day: date) -> list[KnownMover]:
    """Who the movers are, in one statement. Invalid for an unknown person; a bare name may be a stranger's."""
    if not movers:
        return []
    keys = [by_slug_or_id(Person, one.person) for one in movers if one.person is not None]
    names = col(Person.name).in_([one.name for one in movers if one.person is None])
    wanted = (
        select(Person, Mandate, Body)
        .outerjoin(Mandate, col(Mandate.person_id) == col(Person.id))
        .outerjoin(Body, col(Body.id) == col(Mandate.body_id))
        .where(col(Person.organisation_id) == organisation_id, or_(*keys, names))
    )
    rows = [cast("Seated", tuple(row)) for row in session.exec(wanted)]
    return [known_mover(one, rows, day, position) for position, one in enumerate(movers)]


def known_mover(form: MoverForm, rows: Sequence[Seated], day: date, position: int) -> KnownMover:
    """One mover among the people found. A name that two people have says nothing of who it is."""
    mine = [row for row in rows if is_named(row[0], form)]
    people = {row[0].id: row[0] for row in mine}
    if form.person is not None and not people:
        raise Invalid(f"movers.{position}.person", "there is none with that name", name=form.person)
    if len(people) != 1:
        return KnownMover(None, form.name or "", form.party, ())
    person = mine[0][0]
    mandates = tuple(held_mandate(mandate, body, serving=form.serving) for _, mandate, body in mine if mandate and body)
    seats = [mandate for _, mandate, _ in mine if mandate and in_force(mandate, day)]
    party = form.party or next((seat.party for seat in seats), None) or person.party
    return KnownMover(person.id, form.name or person.name, party, mandates)


def is_named(person: Person, form: MoverForm) -> bool:
    """Whether the form means this person."""
    if form.person is not None:
        return form.person in (person.slug, str(person.id))
    return person.name == form.name


def in_force(mandate: Mandate, day: date) -> bool:
    """Whether the seat is held on the day."""
    return mandate.from_day <= day and (mandate.through_day is None or day <= mandate.through_day)


def held_mandate(mandate: Mandate, body: Body, *, serving: bool) -> raising.Mandate:
    """A seat as the law reads it: chairs are members."""
    office = mandate.seat if mandate.seat in ("substitute", "commissioner") else "member"
    return raising.Mandate(
        body_id=str(body.id),
        body_kind=cast("raising.BodyKind", body.kind),
        office=cast("raising.Office", office),
        since=mandate.from_day,
        until=mandate.through_day,
        serving=serving,
    )


def may_raise(form: RegisterForm, movers: Sequence[KnownMover], body: Body) -> Refusal | None:
    """KL 4:19 and 4:22 for motions, with att-satser that say something; KL 4:20 for initiatives."""
    day = form.arrived_on
    if form.kind == "motion":
        return first(
            raising.may_raise_together([(one.name, one.mandates) for one in movers], day),
            *(raising.clause_in_order(number, text) for number, text in enumerate(form.clauses, 1)),
        )
    if form.kind == "initiative":
        at_meeting = form.way_in == "at_meeting"
        answers = [
            raising.may_raise_initiative(one.name, one.mandates, str(body.id), day, at_meeting=at_meeting)
            for one in movers
        ]
        return first(*answers)
    return None


def opened(form: RegisterForm, diary: Diary, body: Body, movers: Iterable[KnownMover], now: datetime) -> Case:
    """The case's row, not yet numbered or saved."""
    own = new_id()
    return Case(
        id=own,
        case_id=own,
        organisation_id=body.organisation_id,
        body_id=body.id,
        diary_id=diary.id,
        kind=form.kind,
        dnr="",
        title=form.title,
        class_code=form.class_code,
        sender=form.sender or ", ".join(mover.shown for mover in movers) or None,
        arrived_on=form.arrived_on,
        decide_by=form.answer_by,
        opened_at=now,
    )


def confirmed_record(case: Case, form: RegisterForm, act: Act) -> Record | None:
    """The confirmation to the sender, when it is asked for."""
    if not form.confirm:
        return None
    require(may_confirm(case.kind, case.sender))
    return confirmation(case, act, case.sender)


def opening_record(case: Case, form: RegisterForm, act: Act, *, filed: bool = False) -> Record | None:
    """The record that opened the case; a board's own matter has one only when the form tells of it or files came."""
    if form.record is None and form.kind not in OPENED_BY and not filed:
        return None
    said = form.record or FirstRecordForm(kind=OPENED_BY.get(form.kind, "letter"))
    incoming = form.way_in is not None
    opening = place(
        case,
        act,
        direction="incoming" if incoming else "internal",
        kind=said.kind,
        title=said.title or form.title,
        correspondent=case.sender if incoming else None,
        received_on=form.arrived_on if incoming else None,
        document_date=form.document_date,
        way_in=form.way_in,
        paper_location=said.paper_location,
    )
    require(complete(opening))
    return opening


def complete(entered: Record) -> Refusal | None:
    """OSL 5:2: what must be in the register of each record. The day and the dnr are given by the act itself."""
    said = {"date": "-", "dnr": "-", "correspondent": entered.correspondent or "", "subject": entered.title}
    return register_complete(entered.direction, said)  # type: ignore[arg-type]


def number_case(session: Session, case: Case, diary: Diary, profile: Profile, today: date) -> None:
    """Gives the case its numbers, the dnr last."""
    if case.kind == "motion":
        motions = series.of_motions(profile.formats.motion, today.year)
        case.sub_number = series.take(session, case.organisation_id, motions, today, case.class_code)
    case.dnr = series.take(session, case.organisation_id, series.of_diary(diary, today.year), today, case.class_code)


def told(
    session: Session, case: Case, form: RegisterForm, diary: Diary, body: Body, opening: Record | None, act: Act
) -> None:
    """Begins the case's journal."""
    facts: dict[str, Value] = {
        "kind": case.kind,
        "dnr": case.dnr,
        "number": case.sub_number,
        "diary": diary.slug,
        "body": body.slug,
        "arrived_on": case.arrived_on.isoformat(),
        "secrecy": case.secrecy,
        "record": str(opening.id) if opening else None,
    }
    personal: dict[str, Value] = {"title": case.title, "sender": case.sender, "clauses": list(form.clauses)}
    record(session, "case", case, act, "case:registered", facts, personal)


def rows_of(
    case: Case, movers: Sequence[KnownMover], clauses: Sequence[str], council: UUID | None
) -> list[Mover | Clause | CaseParty]:
    """Movers and att-satser, numbered from 1; the council is a party to a motion that another body keeps (KL 5:22)."""
    decides = case.kind == "motion" and council is not None and council != case.body_id
    return [
        *([CaseParty(case_id=case.id, body_id=council, reason="decides")] if decides else []),
        *(
            Mover(case_id=case.id, position=position, person_id=one.person_id, name=one.name, party=one.party)
            for position, one in enumerate(movers, 1)
        ),
        *(Clause(case_id=case.id, number=number, text=text) for number, text in enumerate(clauses, 1)),
    ]
