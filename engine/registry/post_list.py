"""Postlista: what was registered on a day, as staff read it and as anyone may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from engine.access import Actor, visible
from engine.cases.tables import Case, Record
from engine.documents import listings
from engine.documents.masking import without_identity_numbers
from engine.organisations.profiles import current_profile
from engine.organisations.tables import Organisation
from engine.rules.publicity import OF_THE_DAY, left_out

LISTED_MAX: Final = 2_000
"""Most records on one day's list."""
DIRECTIONS: Final = {"incoming": "In", "outgoing": "Ut", "internal": "Upprättad"}


@dataclass(frozen=True)
class PostLine:
    """A record of the day. `title` and `correspondent` are None where they are left out (OSL 5:2)."""

    record_id: UUID | None
    """None where the record itself may not be opened."""
    case_id: UUID | None
    case_title: str | None
    dnr: str
    number: int | None
    direction: str
    day: date
    title: str | None
    correspondent: str | None
    secret: bool
    voided: bool


@dataclass(frozen=True)
class PostList:
    """The list of a day. `whole` is False when the day holds more than is listed."""

    day: date
    public: bool
    lines: tuple[PostLine, ...]
    whole: bool


def post_list(session: Session, actor: Actor, day: date) -> PostList:
    """What was registered on a day in cases and records that the actor sees, in order; one statement."""
    wanted = (
        select(Record, Case)
        .outerjoin(Case, (col(Case.id) == col(Record.case_id)) & visible(actor, Case))
        .where(visible(actor, Record), col(Record.registered_on) == day)
        .order_by(col(Record.id))
        .limit(LISTED_MAX + 1)
    )
    rows = session.exec(wanted).all()
    lines = tuple(line(record, case, record.title, record.correspondent) for record, case in rows[:LISTED_MAX])
    return PostList(day, False, lines, len(rows) <= LISTED_MAX)


def public_post_list(session: Session, organisation_id: UUID, day: date) -> PostList:
    """What came in and went out on a day, as anyone may read it; two statements.

    Of a record that is secret its day and its dnr stand, and what it is about and whom it came from or went to are left
    out (OSL 5:2). What was drawn up here is not listed: it is not official yet (TF 2:10). Nor is what was voided.
    """
    _, profile = current_profile(session, organisation_id)
    wanted = (
        select(Record, Case)
        .outerjoin(Case, col(Case.id) == col(Record.case_id))
        .where(
            col(Record.organisation_id) == organisation_id,
            col(Record.registered_on) == day,
            col(Record.direction).in_(OF_THE_DAY),
            col(Record.voided_at).is_(None),
        )
        .order_by(col(Record.id))
        .limit(LISTED_MAX + 1)
    )
    rows = session.exec(wanted).all()
    lines = tuple(public_line(record, case, names=profile.rules.public_names) for record, case in rows[:LISTED_MAX])
    return PostList(day, True, lines, len(rows) <= LISTED_MAX)


def line(record: Record, case: Case | None, title: str | None, correspondent: str | None) -> PostLine:
    """A record's line."""
    return PostLine(
        record.id,
        case.id if case else None,
        case.title if case and case.title != record.title else None,
        (case.dnr if case else record.dnr) or "",
        record.number,
        record.direction,
        record.received_on or record.document_date or record.registered_on,
        title,
        correspondent,
        record.secrecy == "secret",
        record.voided_at is not None,
    )


def public_line(record: Record, case: Case | None, *, names: bool) -> PostLine:
    """A record's line as anyone may read it, without identity numbers."""
    secret = record.secrecy == "secret" or (case is not None and case.secrecy == "secret")
    out = left_out(secret=secret)
    title = None if "subject" in out else without_identity_numbers(record.title)
    named = record.correspondent if names and "correspondent" not in out else None
    told = line(record, case, title, without_identity_numbers(named) if named else None)
    case_title = without_identity_numbers(told.case_title) if told.case_title and not secret else None
    return PostLine(**{**vars(told), "record_id": None, "case_id": None if secret else told.case_id, "secret": secret,
                       "case_title": case_title})  # fmt: skip


def post_list_document(session: Session, organisation_id: UUID, listed: PostList) -> listings.PostList:
    """The list as a document, to be shown or drawn; two statements."""
    version, _ = current_profile(session, organisation_id)
    organisation = session.get_one(Organisation, organisation_id)
    return listings.PostList(
        profile=str(version),
        body=organisation.name,
        day=listed.day,
        public=listed.public,
        lines=tuple(printed(listed.lines)),
    )


def printed(lines: Iterable[PostLine]) -> Iterable[listings.PostLine]:
    """The lines as they are printed."""
    for one in lines:
        notes = (("Sekretess", one.secret), ("Makulerad", one.voided))
        yield listings.PostLine(
            dnr=one.dnr,
            number=one.number,
            direction=DIRECTIONS[one.direction],
            day=one.day,
            title=one.title,
            correspondent=one.correspondent or "",
            case=one.case_title or "",
            note=", ".join(word for word, there in notes if there),
        )
