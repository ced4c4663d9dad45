"""What one chooses from on a page where the API takes a slug or an id: one statement for each kind of thing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args
from uuid import UUID

from sqlmodel import Session, col, or_, select

from api.pages.schemas import Asked
from api.pages.words import words
from engine import registry
from engine.access import Actor, visible
from engine.cases.tables import Case
from engine.drafting import sheet_for
from engine.drafting.forms import Written
from engine.lifecycle.deployments import own_processes
from engine.meetings.tables import Meeting, Paragraph, Recipient
from engine.organisations.profiles import current_profile
from engine.organisations.tables import Body, Diary, Person, Unit, User, UserRole
from engine.referrals import Referral

Chosen = list[tuple[str, str]]


@dataclass(frozen=True)
class Matter:
    """Whose choices they are: the actor's, in a case and for a body where there is one."""

    actor: Actor
    case: Case | None = None
    body_id: UUID | None = None


def people(session: Session, matter: Matter) -> Chosen:
    """Everybody with a seat or an account, by name."""
    wanted = select(Person.slug, Person.name, Person.party).where(
        col(Person.organisation_id) == matter.actor.organisation_id, col(Person.ended_on).is_(None)
    )
    rows = session.exec(wanted.order_by(col(Person.name), col(Person.slug)))
    return [(slug, f"{name} ({party})" if party else name) for slug, name, party in rows]


def bodies(session: Session, matter: Matter) -> Chosen:
    """Every body."""
    own = col(Body.organisation_id) == matter.actor.organisation_id
    return [(slug, name) for slug, name in session.exec(select(Body.slug, Body.name).where(own).order_by(col(Body.id)))]


def boards(session: Session, matter: Matter) -> Chosen:
    """The bodies that prepare for the council."""
    own = col(Body.organisation_id) == matter.actor.organisation_id, col(Body.kind).in_(("executive_board", "board"))
    return [
        (slug, name) for slug, name in session.exec(select(Body.slug, Body.name).where(*own).order_by(col(Body.id)))
    ]


def diaries(session: Session, matter: Matter) -> Chosen:
    """Every diary."""
    own = col(Diary.organisation_id) == matter.actor.organisation_id
    rows = session.exec(select(Diary.slug, Diary.name).where(own).order_by(col(Diary.id)))
    return [(slug, name) for slug, name in rows]


def users(session: Session, matter: Matter) -> Chosen:
    """Everybody with an open account."""
    own = col(User.organisation_id) == matter.actor.organisation_id, col(User.active)
    rows = session.exec(select(User.username, User.name, User.title).where(*own).order_by(col(User.name)))
    return [(username, f"{name}, {title}" if title else name) for username, name, title in rows]


def units(session: Session, matter: Matter) -> Chosen:
    """The parts of the administration that have not ended."""
    own = col(Unit.organisation_id) == matter.actor.organisation_id, col(Unit.ended_on).is_(None)
    rows = session.exec(select(Unit.slug, Unit.name).where(*own).order_by(col(Unit.name), col(Unit.id)))
    return [(slug, name) for slug, name in rows]


def officers(session: Session, matter: Matter) -> Chosen:
    """The officers of the body that prepares the case, as the rule that guards the step asks."""
    wanted = (
        select(User.username, User.name, User.title)
        .join(UserRole, col(UserRole.user_id) == col(User.id))
        .where(
            col(User.organisation_id) == matter.actor.organisation_id,
            col(User.active),
            col(UserRole.role) == "officer",
            or_(col(UserRole.body_id).is_(None), col(UserRole.body_id) == matter.body_id),
        )
        .distinct()
        .order_by(col(User.name), col(User.username))
    )
    return [(username, f"{name}, {title}" if title else name) for username, name, title in session.exec(wanted)]


def case_officers(session: Session, matter: Matter) -> Chosen:
    """The officers of the case's body and of those that it was sent to."""
    bodies = registry.bodies_of(session, matter.case) if matter.case else [matter.body_id]
    found = [one for body in bodies for one in officers(session, Matter(matter.actor, matter.case, body))]
    return sorted(set(found), key=lambda one: one[1])


def meetings(session: Session, matter: Matter) -> Chosen:
    """The body's meetings that are not closed, the next first."""
    wanted = (
        select(Meeting, Body.name)
        .join(Body, col(Body.id) == col(Meeting.body_id))
        .where(
            col(Meeting.organisation_id) == matter.actor.organisation_id,
            col(Meeting.body_id) == matter.body_id,
            col(Meeting.closed_at).is_(None),
        )
        .order_by(col(Meeting.day), col(Meeting.starts))
    )
    return [
        (str(one.id), f"{name} {one.day.isoformat()} kl. {one.starts}, {one.place}")
        for one, name in session.exec(wanted)
    ]


def referrals(session: Session, matter: Matter) -> Chosen:
    """The case's referrals that nobody has answered."""
    if matter.case is None:
        return []
    wanted = select(Referral).where(
        col(Referral.case_id) == matter.case.id, col(Referral.outcome).is_(None), visible(matter.actor, Referral)
    )
    rows = session.exec(wanted.order_by(col(Referral.id)))
    return [(str(one.id), f"{one.recipient}, svar senast {one.due_on.isoformat()}") for one in rows]


def recipients(session: Session, matter: Matter) -> Chosen:
    """Those whom the last decision of the body names."""
    if matter.case is None:
        return []
    last = (
        select(Paragraph.id)
        .where(
            col(Paragraph.case_id) == matter.case.id,
            col(Paragraph.body_id) == matter.body_id,
            col(Paragraph.number).is_not(None),
        )
        .order_by(col(Paragraph.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = select(Recipient).where(col(Recipient.paragraph_id) == last).order_by(col(Recipient.position))
    return [(str(one.position), one.text) for one in session.exec(wanted)]


def record_kinds(session: Session, matter: Matter) -> Chosen:
    """The kinds of record that people register."""
    return list(words()["record_kinds"].items())


def sections(session: Session, matter: Matter) -> Chosen:
    """The sections that are written by hand, in the organisation's own words and order."""
    _, profile = current_profile(session, matter.actor.organisation_id)
    by_hand = set(get_args(Written))
    sheet = sheet_for(profile, matter.case) if matter.case else profile.documents.report
    return [(one.key, one.label.rstrip(":")) for one in sheet.sections if one.key in by_hand]


def processes(session: Session, matter: Matter) -> Chosen:
    """The organisation's own processes."""
    return list(own_processes(session, matter.actor.organisation_id).items())


LISTS: Mapping[str, Callable[[Session, Matter], Chosen]] = {
    "person": people,
    "body": bodies,
    "board": boards,
    "diary": diaries,
    "user": users,
    "officer": officers,
    "case_officer": case_officers,
    "meeting": meetings,
    "referral": referrals,
    "recipient": recipients,
    "record_kind": record_kinds,
    "section": sections,
    "unit": units,
    "process": processes,
}


def wanted_by(asked: Iterable[Asked]) -> set[str]:
    """The kinds of thing that a form lets one choose from."""
    found: set[str] = set()
    for one in asked:
        found |= {one.reference} if one.reference else set()
        found |= wanted_by(one.below)
    return found


def options(session: Session, asked: Sequence[Asked], matter: Matter) -> dict[str, Chosen]:
    """What may be chosen in a form."""
    return {kind: LISTS[kind](session, matter) for kind in sorted(wanted_by(asked))}
