"""Makes rows for tests: an organisation and who works there. Rooms add their own, `a_motion()` and the like.

Each maker adds to the session it is given and flushes, so that what follows may point to it.
"""

from datetime import UTC, date, datetime, time
from itertools import count
from uuid import UUID

from sqlmodel import Session, select

from engine.access import Actor
from engine.cases.tables import Case
from engine.db import new_id
from engine.organisations.tables import AccessStream, Body, Diary, Organisation, Person, User, UserRole

TODAY = date(2021, 2, 9)
NOW = datetime.combine(TODAY, time(9), UTC)
"""When tests happen unless they say otherwise."""

serial = count(1)


def an_organisation(session: Session, slug: str = "", name: str = "Region Norrbotten") -> Organisation:
    """A region with its council, executive board and two boards, a diary for the whole, and an access stream."""
    region = Organisation(slug=slug or f"region-{next(serial)}", name=name)
    session.add(region)
    session.flush()
    session.add(AccessStream(organisation_id=region.id, id=new_id()))
    for body, kind, called in (
        ("council", "council", "Regionfullmäktige"),
        ("board", "executive_board", "Regionstyrelsen"),
        ("health", "board", "Hälso- och sjukvårdsnämnden"),
        ("culture", "board", "Kulturnämnden"),
    ):
        session.add(Body(organisation_id=region.id, slug=body, kind=kind, name=called))
    session.add(Diary(organisation_id=region.id, slug="region", name="Regionens diarium", pattern="{seq}-{year}"))
    session.flush()
    return region


def the_body(session: Session, region: Organisation, slug: str = "board") -> Body:
    """One of the organisation's bodies: council, board, health or culture."""
    return session.exec(select(Body).where(Body.organisation_id == region.id, Body.slug == slug)).one()


def the_diary(session: Session, region: Organisation) -> Diary:
    """The organisation's diary."""
    return session.exec(select(Diary).where(Diary.organisation_id == region.id)).one()


def a_person(session: Session, region: Organisation, name: str = "Anna Lind", party: str | None = None) -> Person:
    """Somebody."""
    person = Person(organisation_id=region.id, slug=f"person-{next(serial)}", name=name, party=party)
    session.add(person)
    session.flush()
    return person


def a_user(
    session: Session,
    region: Organisation,
    *roles: str,
    body: Body | None = None,
    name: str = "Anna Lind",
    person: Person | None = None,
) -> User:
    """An account with roles in one body, or in the whole organisation; it has no password."""
    user = User(
        organisation_id=region.id,
        username=f"user-{next(serial)}",
        name=name,
        person_id=person.id if person else None,
    )
    session.add(user)
    session.flush()
    for role in roles:
        session.add(UserRole(user_id=user.id, body_id=body.id if body else None, role=role, from_day=date(2000, 1, 1)))
    session.flush()
    return user


def an_actor(
    session: Session,
    region: Organisation,
    *roles: str,
    body: Body | None = None,
    name: str = "Anna Lind",
    person: Person | None = None,
) -> Actor:
    """Somebody signed in: a new account with these roles; a registrar of the whole organisation if none is given."""
    held = roles or ("registrar",)
    user = a_user(session, region, *held, body=body, name=name, person=person)
    where: UUID | None = body.id if body else None
    return Actor(
        user_id=user.id,
        organisation_id=region.id,
        name=user.name,
        person_id=user.person_id,
        grants=frozenset((role, where) for role in held),
    )


def a_case(
    session: Session,
    region: Organisation,
    body: Body | None = None,
    *,
    title: str = "Motion om fler utbildningsplatser",
    secrecy: str = "open",
) -> Case:
    """A bare case row without journal, for tests of the ground floor; rooms register theirs through `registry`."""
    own = new_id()
    case = Case(
        id=own,
        case_id=own,
        organisation_id=region.id,
        body_id=(body or the_body(session, region)).id,
        secrecy=secrecy,
        diary_id=the_diary(session, region).id,
        kind="motion",
        dnr=f"{next(serial)}-2021",
        title=title,
        arrived_on=TODAY,
        opened_at=NOW,
    )
    session.add(case)
    session.flush()
    return case
