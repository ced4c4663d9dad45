"""Making an organisation: its profile, bodies, diaries, people with mandates, users with roles, deputies.

The forms serve scenarios, the command line and the tests alike. They name things by slug (`regionstyrelsen`,
`anna-berg`), users by user name. Every verb writes one entry in the organisation's journal.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import yaml
from pydantic import SecretStr, ValidationError
from sqlmodel import Session, SQLModel, col, select

from engine.db import found, new_id
from engine.errors import Invalid
from engine.journal import Act, Value, record
from engine.organisations.forms import (
    AccountForm,
    BodyForm,
    DeputyForm,
    DiaryForm,
    MandateForm,
    OrganisationForm,
    PersonForm,
    RoleForm,
    SetupForm,
    UserForm,
    slug_of,
)
from engine.organisations.passwords import hashed
from engine.organisations.profile import load_profile, shipped_profiles
from engine.organisations.profiles import IN_FORCE, latest_version
from engine.organisations.tables import (
    AccessStream,
    Body,
    Deputy,
    Diary,
    Mandate,
    Organisation,
    Person,
    ProfileVersion,
    User,
    UserRole,
)
from engine.rules.numbering import Number, Pattern, compile_pattern
from engine.settings import data

Table = TypeVar("Table", bound=SQLModel)
ONE_OF_EACH = ("council", "executive_board")
"""Every municipality and region has one council and one executive board (KL 3:1–3)."""


def read_setup(path: Path) -> SetupForm:
    """Reads the description of an organisation (YAML); Invalid names the field that does not hold."""
    try:
        return SetupForm.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as fault:
        raise Invalid("file", f"is not YAML: {fault}") from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        raise Invalid(".".join(map(str, first["loc"])), first["msg"]) from fault


def with_passwords(form: SetupForm, password: str | None = None) -> tuple[SetupForm, dict[str, str]]:
    """Gives everybody without a password a new one, or the one given; returns them by user name, to be shown once."""
    given = {user.username: password or secrets.token_urlsafe(12) for user in form.users if user.password is None}
    users = tuple(
        user.model_copy(update={"password": SecretStr(given[user.username])}) if user.username in given else user
        for user in form.users
    )
    return form.model_copy(update={"users": users}), given


def set_up(session: Session, form: SetupForm, now: datetime) -> Organisation:
    """Founds the organisation and everything in it, in the order in which things name each other."""
    organisation = found_organisation(session, form.organisation, now)
    act = console(organisation, now)
    for body in form.bodies:
        add_body(session, organisation, body, act)
    for diary in form.diaries:
        add_diary(session, organisation, diary, act)
    for person in form.people:
        add_person(session, organisation, person, act)
    for mandate in form.mandates:
        give_mandate(session, organisation, mandate, act)
    for user in form.users:
        add_user(session, organisation, user, act)
    for deputy in form.deputies:
        name_deputy(session, organisation, deputy, act)
    return organisation


def console(organisation: Organisation, now: datetime) -> Act:
    """An act by whoever runs the program's commands; no account does it."""
    return Act(organisation.id, None, "dnr", now)


def open_organisation(session: Session, organisation_id: UUID) -> Organisation:
    """Locks the organisation for an act that is journalled on it; NotFound when there is none."""
    row = session.get(Organisation, organisation_id, with_for_update=True, populate_existing=True)
    return found(row, organisation=str(organisation_id))


def found_organisation(session: Session, form: OrganisationForm, now: datetime) -> Organisation:
    """Makes the tenant with version 1 of its profile and its stream of readings. Invalid for a slug that is taken."""
    if session.exec(select(Organisation.id).where(col(Organisation.slug) == form.slug)).first():
        raise Invalid("slug", "another organisation has it")
    organisation = Organisation(id=new_id(), slug=form.slug, name=form.name)
    session.add(organisation)
    session.flush()
    session.add(AccessStream(organisation_id=organisation.id, id=new_id()))
    act = console(organisation, now)
    say(session, organisation, act, "organisation:founded", {"slug": form.slug, "name": form.name})
    adopt_profile(session, organisation, form.profile, act)
    return organisation


def adopt_profile(session: Session, organisation: Organisation, text: str, act: Act) -> ProfileVersion:
    """Makes the text (or the shipped profile of that slug) the next version. Invalid names the faulty field."""
    if text in shipped_profiles():
        text = data("templates", "profiles", f"{text}.yaml").read_text(encoding="utf-8")
    load_profile(text)
    version = (latest_version(session, organisation.id) or (None, 0))[1] + 1
    row = ProfileVersion(organisation_id=organisation.id, version=version, text=text, at=act.now)
    session.add(row)
    session.flush()
    session.info.pop(IN_FORCE, None)
    say(session, organisation, act, "profile:adopted", {"version": version})
    return row


def add_body(session: Session, organisation: Organisation, form: BodyForm, act: Act) -> Body:
    """Adds an organ. Invalid for a second council or executive board, or a slug that is taken."""
    slug = form.slug or slug_of(form.name)
    for other in session.exec(select(Body).where(col(Body.organisation_id) == organisation.id)):
        if other.slug == slug:
            raise Invalid("slug", "another body has it")
        if other.kind == form.kind and form.kind in ONE_OF_EACH:
            raise Invalid("kind", "there is one already", body=other.name)
    body = Body(organisation_id=organisation.id, slug=slug, kind=form.kind, name=form.name)
    return keep(session, organisation, act, body, "body:added", {"body": slug, "kind": form.kind, "name": form.name})


def add_diary(session: Session, organisation: Organisation, form: DiaryForm, act: Act) -> Diary:
    """Opens a number series. Invalid when another diary writes the same numbers."""
    for other in session.exec(select(Diary).where(col(Diary.organisation_id) == organisation.id)):
        if other.slug == form.slug:
            raise Invalid("slug", "another diary has it")
        if collides(compile_pattern(form.pattern, yearly=False), compile_pattern(other.pattern, yearly=False)):
            raise Invalid("pattern", "another diary writes the same numbers", diary=other.name)
    body = body_of(session, organisation, form.body) if form.body else None
    diary = Diary(
        organisation_id=organisation.id,
        body_id=body.id if body else None,
        slug=form.slug,
        name=form.name,
        pattern=form.pattern,
        yearly=form.yearly,
    )
    facts: dict[str, Value] = {"diary": form.slug, "pattern": form.pattern, "yearly": form.yearly, "body": form.body}
    return keep(session, organisation, act, diary, "diary:opened", facts)


def collides(one: Pattern, other: Pattern) -> bool:
    """Whether a number that one series writes could be read as the other's."""
    probes = [Number(seq, 2026, "1.1") for seq in (1, 12345, 1234567890)]
    return any(b.parse(a.format(n)) for n in probes for a, b in ((one, other), (other, one)))


def add_person(session: Session, organisation: Organisation, form: PersonForm, act: Act) -> Person:
    """Adds somebody; the name stands in the journal's personal part. Invalid for a slug that is taken."""
    slug = form.slug or slug_of(form.name)
    if not slug:
        raise Invalid("slug", "cannot be made from the name; give one")
    taken = select(Person.id).where(col(Person.organisation_id) == organisation.id, col(Person.slug) == slug)
    if session.exec(taken).first():
        raise Invalid("slug", "another person has it", slug=slug)
    told = form.model_dump(exclude={"slug"})
    person = Person(organisation_id=organisation.id, slug=slug, **told)
    return keep(session, organisation, act, person, "person:added", {"person": str(person.id)}, told)


def give_mandate(session: Session, organisation: Organisation, form: MandateForm, act: Act) -> Mandate:
    """Gives a person a seat in a body. Invalid when the person holds a seat there on one of the days."""
    person, body = person_of(session, organisation, form.person), body_of(session, organisation, form.body)
    held = select(Mandate).where(col(Mandate.person_id) == person.id, col(Mandate.body_id) == body.id)
    last = form.through_day or date.max
    for other in session.exec(held):
        ends = other.through_day or date.max
        if other.from_day <= ends and other.from_day <= last and form.from_day <= ends:
            raise Invalid("from_day", "the person has a seat there already", seat=other.seat)
    mandate = Mandate(
        organisation_id=organisation.id,
        body_id=body.id,
        person_id=person.id,
        seat=form.seat,
        party=form.party or person.party,
        from_day=form.from_day,
        through_day=form.through_day,
    )
    facts = {"person": str(person.id), "body": body.slug, "seat": form.seat, "from": form.from_day.isoformat()}
    return keep(session, organisation, act, mandate, "mandate:given", facts)


def add_user(session: Session, organisation: Organisation, form: AccountForm, act: Act) -> User:
    """Opens an account with its roles; the password is kept as an argon2 hash. Invalid for a name that is taken."""
    taken = select(User.id).where(col(User.organisation_id) == organisation.id, col(User.username) == form.username)
    if session.exec(taken).first():
        raise Invalid("username", "another user has it")
    person = person_of(session, organisation, form.person) if form.person else None
    password = form.password if isinstance(form, UserForm) else None
    user = User(
        organisation_id=organisation.id,
        person_id=person.id if person else None,
        username=form.username,
        name=form.name,
        title=form.title,
        unit=form.unit,
        email=form.email,
        password=hashed(password.get_secret_value()) if password else None,
    )
    roles = [f"{one.role}@{one.body}" if one.body else one.role for one in form.roles]
    facts: dict[str, Value] = {"user": str(user.id), "roles": roles}
    keep(session, organisation, act, user, "user:added", facts, {"username": form.username, "name": form.name})
    for one in form.roles:
        give_role(session, organisation, user, one, act)
    return user


def give_role(session: Session, organisation: Organisation, user: User, form: RoleForm, act: Act) -> UserRole:
    """Gives a user a role; the caller's entry in the journal tells of it."""
    role = UserRole(
        user_id=user.id,
        body_id=body_of(session, organisation, form.body).id if form.body else None,
        role=form.role,
        from_day=form.from_day or date.min,
        through_day=form.through_day,
    )
    session.add(role)
    session.flush()
    return role


def name_deputy(session: Session, organisation: Organisation, form: DeputyForm, act: Act) -> Deputy:
    """Names who stands in for somebody absent."""
    absent, deputy = user_of(session, organisation, form.absent), user_of(session, organisation, form.deputy)
    row = Deputy(
        absent_id=absent.id,
        deputy_id=deputy.id,
        from_day=form.from_day,
        through_day=form.through_day,
        reason=form.reason,
    )
    facts: Mapping[str, Value] = {
        "absent": str(absent.id),
        "deputy": str(deputy.id),
        "from": form.from_day.isoformat(),
        "through": form.through_day.isoformat(),
    }
    return keep(session, organisation, act, row, "deputy:named", facts, {"reason": form.reason})


def keep(
    session: Session,
    organisation: Organisation,
    act: Act,
    row: Table,
    tag: str,
    facts: Mapping[str, Value],
    personal: Mapping[str, Value] | None = None,
) -> Table:
    """Saves a new row and tells of it in the organisation's journal."""
    session.add(row)
    session.flush()
    say(session, organisation, act, tag, facts, personal)
    return row


def say(
    session: Session,
    organisation: Organisation,
    act: Act,
    tag: str,
    facts: Mapping[str, Value],
    personal: Mapping[str, Value] | None = None,
) -> None:
    """Writes an entry in the organisation's journal; the organisation's row must be locked by the act."""
    record(session, "organisation", organisation, act, tag, facts, personal)
    session.add(organisation)
    session.flush()


def named(session: Session, table: type[Table], organisation_id: UUID, field: str, key: str) -> Table:
    """The row with that slug (or user name) or id. Invalid, naming the field, when the organisation has none."""
    name = table.username if table is User else table.slug  # type: ignore[attr-defined]
    try:
        wanted = table.id == UUID(key)  # type: ignore[attr-defined]
    except ValueError:
        wanted = name == key
    mine = table.organisation_id == organisation_id  # type: ignore[attr-defined]
    row = session.exec(select(table).where(mine, wanted)).first()
    if row is None:
        raise Invalid(field, "there is none with that name", name=key)
    return row


def body_of(session: Session, organisation: Organisation, slug: str) -> Body:
    """The organisation's body with that slug."""
    return named(session, Body, organisation.id, "body", slug)


def person_of(session: Session, organisation: Organisation, slug: str) -> Person:
    """The organisation's person with that slug."""
    return named(session, Person, organisation.id, "person", slug)


def user_of(session: Session, organisation: Organisation, username: str) -> User:
    """The organisation's user with that user name."""
    return named(session, User, organisation.id, "user", username)
