"""The organisation as its users see it: bodies, diaries, people with their seats."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Session, col, select

from api.door import Asked, asked
from api.resource import resource
from engine.access import Actor
from engine.db import found
from engine.organisations.tables import Body, Diary, Mandate, Organisation, Person, User, UserRole

router = resource("organisation")


class BodyView(BaseModel):
    """An organ."""

    id: UUID
    slug: str
    kind: str
    name: str


class DiaryView(BaseModel):
    """A number series and its pattern."""

    id: UUID
    slug: str
    name: str
    pattern: str


class SeatView(BaseModel):
    """A seat in a body."""

    body_id: UUID
    seat: str
    party: str | None
    from_day: date
    through_day: date | None


class PersonView(BaseModel):
    """Somebody with a seat."""

    id: UUID
    slug: str
    name: str
    party: str | None
    seats: list[SeatView]


class OfficialView(BaseModel):
    """Somebody with an account, as one picks a name from a list."""

    username: str
    name: str
    title: str | None
    roles: list[str]


class OrganisationView(BaseModel):
    """The organisation and what one chooses from in its forms."""

    id: UUID
    slug: str
    name: str
    bodies: list[BodyView]
    diaries: list[DiaryView]
    people: list[PersonView]
    officials: list[OfficialView]


@router.get("/organisation", response_model=OrganisationView)
def organisation(who: Annotated[Asked, asked("organisation.read")]) -> OrganisationView:
    """Your organisation with its bodies, diaries and people."""
    return who.look(lambda session: of(session, who.actor))


def of(session: Session, actor: Actor) -> OrganisationView:
    """The view, in six statements whatever its size."""
    own = actor.organisation_id
    row = found(session.get(Organisation, own))
    bodies = session.exec(select(Body).where(col(Body.organisation_id) == own).order_by(col(Body.id)))
    diaries = session.exec(select(Diary).where(col(Diary.organisation_id) == own).order_by(col(Diary.id)))
    seats: dict[UUID, list[SeatView]] = {}
    for seat in session.exec(select(Mandate).where(col(Mandate.organisation_id) == own).order_by(col(Mandate.id))):
        seats.setdefault(seat.person_id, []).append(SeatView.model_validate(seat, from_attributes=True))
    people = session.exec(select(Person).where(col(Person.organisation_id) == own).order_by(col(Person.slug)))
    return OrganisationView(
        id=row.id,
        slug=row.slug,
        name=row.name,
        bodies=[BodyView.model_validate(one, from_attributes=True) for one in bodies],
        diaries=[DiaryView.model_validate(one, from_attributes=True) for one in diaries],
        people=[
            PersonView(id=one.id, slug=one.slug, name=one.name, party=one.party, seats=seats.get(one.id, []))
            for one in people
        ],
        officials=officials(session, own),
    )


def officials(session: Session, organisation_id: UUID) -> list[OfficialView]:
    """The open accounts with their roles."""
    joined = (
        select(User, UserRole.role)
        .join(UserRole, col(UserRole.user_id) == col(User.id), isouter=True)
        .where(col(User.organisation_id) == organisation_id, col(User.active))
        .order_by(col(User.username), col(UserRole.role))
    )
    shown: dict[str, OfficialView] = {}
    for user, role in session.exec(joined):
        view = shown.setdefault(
            user.username, OfficialView(username=user.username, name=user.name, title=user.title, roles=[])
        )
        if role and role not in view.roles:
            view.roles.append(role)
    return list(shown.values())
