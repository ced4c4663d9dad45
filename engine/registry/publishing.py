"""The diary as anyone may read it without signing in: open cases, with those of their records that are official."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from engine import search
from engine.access import anyone
from engine.acts import see_case
from engine.cases.tables import Case, Record
from engine.db import found
from engine.documents.masking import without_identity_numbers
from engine.errors import NotFound
from engine.organisations.profile import Profile
from engine.organisations.profiles import current_profile
from engine.organisations.tables import Body, Organisation
from engine.registry import sheet
from engine.registry.lists import CaseFilters, cases, page
from engine.rules.publicity import left_out, official_since


@dataclass(frozen=True)
class Published:
    """An organisation that lets anyone read its diary."""

    id: UUID
    slug: str
    name: str
    profile: Profile


@dataclass(frozen=True)
class PublicRecord:
    """An official record. `title` and `correspondent` are None where they are left out (OSL 5:2)."""

    number: int | None
    direction: str
    day: date
    title: str | None
    correspondent: str | None


@dataclass(frozen=True)
class PublicCase:
    """An open case; `records` are told of one case, not in a list."""

    id: UUID
    dnr: str
    title: str
    kind: str
    body: str
    arrived_on: date
    outcome: str | None
    closed_on: date | None
    movers: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    records: tuple[PublicRecord, ...] = ()


def published(session: Session, slug: str) -> Published:
    """The organisation with that slug. NotFound when there is none, or when its diary is not for anyone to read."""
    organisation = found(session.exec(select(Organisation).where(col(Organisation.slug) == slug)).first())
    _, profile = current_profile(session, organisation.id)
    if not profile.rules.public_diary:
        raise NotFound
    return Published(organisation.id, organisation.slug, organisation.name, profile)


def public_cases(
    session: Session, here: Published, words: str | None, last: UUID | None, limit: int
) -> tuple[list[PublicCase], UUID | None]:
    """A page of the open cases, the newest first, and the cursor of the next; `words` are looked for in titles and dnr.

    Voided cases are left out. A question may leave fewer on a page than were found.
    """
    actor = anyone(here.id)
    wanted = cases(actor, CaseFilters(), None if words else last, limit).where(col(Case.voided_reason).is_(None))
    if words:
        ids = search.find_public(session, actor, words, limit + 1, last)
        rows = list(session.exec(wanted.where(col(Case.id).in_(ids[:limit]))))
        more = ids[limit - 1] if len(ids) > limit else None
    else:
        some = page(session, wanted, limit)
        rows, more = list(some.items), some.next
    names = dict(session.exec(select(Body.id, Body.name).where(col(Body.organisation_id) == here.id)).all())
    return [told(case, names[case.body_id]) for case in rows], more


def public_case(session: Session, here: Published, case_id: UUID) -> PublicCase:
    """A case with its official records, by number. NotFound when it is secret or voided; that it is there is not said.

    Those of its records that are secret keep their line, with number and day only (OSL 5:2).
    """
    case = see_case(session, anyone(here.id), case_id)
    if case.voided_reason is not None:
        raise NotFound(case=str(case_id))
    body, _, _ = sheet.names(session, case)
    wanted = select(Record).where(col(Record.case_id) == case.id, col(Record.voided_at).is_(None))
    rows = session.exec(wanted.order_by(col(Record.number)))
    names = here.profile.rules.public_names
    movers = tuple(f"{one.name} ({one.party})" if one.party else one.name for one in sheet.movers(session, case))
    clauses = tuple(without_identity_numbers(one.text) for one in sheet.clauses(session, case))
    records = tuple(public_record(row, names=names) for row in rows if official(row, case))
    return PublicCase(**{**vars(told(case, body)), "movers": movers, "clauses": clauses, "records": records})


def official(record: Record, case: Case) -> bool:
    """Whether the record is official."""
    return official_since(record.direction, record.received_on, record.registered_on, case.closed_on) is not None  # type: ignore[arg-type]


def told(case: Case, body: str) -> PublicCase:
    """A case as anyone may read it."""
    return PublicCase(
        case.id,
        case.dnr,
        without_identity_numbers(case.title),
        case.kind,
        body,
        case.arrived_on,
        case.outcome if case.closed_on else None,
        case.closed_on,
    )


def public_record(record: Record, *, names: bool) -> PublicRecord:
    """A record as anyone may read it."""
    out = left_out(secret=record.secrecy == "secret")
    named = record.correspondent if names and "correspondent" not in out else None
    return PublicRecord(
        record.number,
        record.direction,
        record.received_on or record.document_date or record.registered_on,
        None if "subject" in out else without_identity_numbers(record.title),
        without_identity_numbers(named) if named else None,
    )
