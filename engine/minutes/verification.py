"""Verification of a §, after which nobody changes it, and the extract that is made of it."""

from collections.abc import Sequence

from sqlmodel import col, select

from engine.cases.records import enter
from engine.db import found
from engine.errors import require
from engine.journal import Value
from engine.lifecycle.work import Done, Work, have_rendered
from engine.meetings.agenda import decided
from engine.meetings.facts import read
from engine.meetings.sittings import people_of
from engine.meetings.tables import DecisionPoint, Meeting, Paragraph, Recipient, Reservation, Verifier
from engine.minutes.forms import VerifyForm
from engine.organisations.profiles import current_profile
from engine.organisations.tables import Person
from engine.registry.indexing import reindex
from engine.rules.calendar import legal_day
from engine.rules.completeness import ITEM_RESERVATION_TEXT_MISSING, Item, may_verify_item
from engine.rules.duties import may_edit_paragraph, may_verify
from engine.rules.procedure.facts import Sitting
from engine.rules.verification import may_verify_on, presiding_verifies


def verify_minutes(work: Work, form: VerifyForm) -> Done:
    """Notes that the § has been verified, by whom and when; from then on it is immutable (KL 5:69).

    Refused before the meeting is closed (unless immediate), without the one who presided, by people who did not
    serve, and after 14 days unless a remark that is printed says why.
    """
    paragraph = decided(work)
    require(may_edit_paragraph(is_secretary=True, decided=True, verified=paragraph.verified_on is not None))
    meeting = found(work.session.get(Meeting, paragraph.meeting_id))
    closed = legal_day(meeting.closed_at) if meeting.closed_at else None
    require(
        may_verify_on(
            form.verified_on,
            meeting=meeting.day,
            closed=closed,
            today=legal_day(work.now),
            immediate=form.immediate,
            remark=form.remark,
        )
    )
    require(may_verify_item(item_of(work, paragraph, form.remark)))
    verifiers = verifiers_of(work, paragraph, form.by)
    paragraph.verified_on = form.verified_on
    paragraph.immediate = form.immediate
    paragraph.remark = form.remark or None
    work.session.add(paragraph)
    for position, person in enumerate(verifiers, 1):
        work.session.add(Verifier(paragraph_id=paragraph.id, position=position, person_id=person.id))
    work.session.flush()
    facts: dict[str, Value] = {
        "paragraph": paragraph.label,
        "verified_on": form.verified_on.isoformat(),
        "immediate": form.immediate,
    }
    return Done(facts=facts, personal={"by": [person.name for person in verifiers]})


def item_of(work: Work, paragraph: Paragraph, remark: str) -> Item:
    """What stands in the § and what was recorded, to be held against each other (KL 5:66–67)."""
    procedure = read(found(paragraph.facts)).procedure
    points = select(DecisionPoint.text).where(col(DecisionPoint.paragraph_id) == paragraph.id)
    reserving = (
        select(Person.name, Reservation.text, Reservation.annex)
        .join(Reservation, col(Reservation.person_id) == Person.id)
        .where(col(Reservation.paragraph_id) == paragraph.id)
    )
    reservations = work.session.exec(reserving).all()
    return Item(
        title=paragraph.title,
        serving=procedure.sitting.serving,
        presiding=procedure.sitting.presiding,
        procedure=procedure,
        printed=tuple(text for text in work.session.exec(points.order_by(col(DecisionPoint.number))) if text),
        printed_reservations=frozenset(name for name, _, _ in reservations),
        promised_texts=tuple(name for name, text, annex in reservations if annex and not text),
        remarks={ITEM_RESERVATION_TEXT_MISSING.key: remark},
    )


def verifiers_of(work: Work, paragraph: Paragraph, keys: Sequence[str]) -> list[Person]:
    """Those who verify: they served at the item, and who presided is among them."""
    sitting = read(found(paragraph.facts)).procedure.sitting
    people = people_of(work.session, work.case.organisation_id, keys, "by")
    verifiers = list({people[key].id: people[key] for key in keys}.values())
    for person in verifiers:
        require(may_verify(str(person.id), person.name, sitting.serving, sitting.disqualified))
    require(
        presiding_verifies(presiding_name(sitting), presides=sitting.presiding in {str(one.id) for one in verifiers})
    )
    return verifiers


def presiding_name(sitting: Sitting) -> str:
    """Who presided, by name."""
    return sitting.name(sitting.presiding)


def make_extract(work: Work) -> Done:
    """Registers the extract of the § verified last and has it rendered after the act.

    The record is outgoing when somebody is to have it, else internal.
    """
    paragraph = decided(work)
    _, profile = current_profile(work.session, work.case.organisation_id)
    has_recipients = work.session.exec(
        select(Recipient.position).where(col(Recipient.paragraph_id) == paragraph.id).limit(1)
    ).first()
    record = enter(
        work.session,
        work.case,
        work.act,
        direction="outgoing" if has_recipients else "internal",
        kind="extract",
        title=f"{profile.documents.extract.name} {paragraph.label} {paragraph.title}",
        document_date=paragraph.verified_on,
    )
    paragraph.record_id = record.id
    work.session.add(paragraph)
    work.session.flush()
    reindex(work.session, work.case)
    have_rendered(work, "extract", record.id)
    return Done(facts={"record": str(record.id), "number": record.number, "paragraph": paragraph.label})
