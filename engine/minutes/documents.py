"""Documents from records: everything but what people wrote by hand is made from what has been recorded."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, or_, select

from engine.auditing.answering import of_case as recommendations
from engine.cases.tables import Case, CaseParty, Record
from engine.db import found
from engine.documents import letters, models, phrases
from engine.documents.richtext import from_text
from engine.drafting.forms import CopyForm
from engine.drafting.tables import Draft
from engine.drafting.writing import latest_version, read_report
from engine.meetings.deciding import titles
from engine.meetings.event_forms import ReservedForm
from engine.meetings.facts import Recorded, read, sentences
from engine.meetings.seating import council_name
from engine.meetings.standing import report_of
from engine.meetings.table import AtTable
from engine.meetings.tables import Meeting, Paragraph, Recipient, Reservation
from engine.organisations.profiles import current_profile
from engine.organisations.tables import Body, Mandate, Person, User
from engine.organisations.wording import genitive, small
from engine.referrals import Referral
from engine.registry.release_tables import ReleaseJudgement, ReleaseRequest


def report_document(session: Session, case: Case, draft: Draft, content: CopyForm | None = None) -> models.Report:
    """The report of a draft: the sheet of the § before the meeting. Marked as draft until finished.

    As its last version says, or as `content` does, whose points that have no words yet are left out.
    """
    version, profile = current_profile(session, case.organisation_id)
    report = content or read_report(latest_version(session, draft))
    points = tuple(point for point in report.proposal if point.text)
    body = found(session.get(Body, draft.body_id))
    officer = found(session.get(User, case.officer_id or draft.author_id))
    council = small(council_name(session, case.organisation_id, profile))
    return models.Report(
        profile=str(version),
        draft=draft.finished_on is None,
        title=report.title or case.title,
        body=body.name,
        dnr=(case.dnr,),
        day=draft.finished_on,
        sender=sender(officer.unit or "", officer),
        proposal=phrases.proposal(profile, points, organ=small(body.name), council=council),
        sections=sections_of(report),
        attachments=titles(session, case, report.attachments),
        recipients=tuple(one.text for one in report.recipients),
        signers=tuple(signers_of(session, draft)),
    )


def signers_of(session: Session, draft: Draft) -> Iterator[models.Signer]:
    """Who answers for a report that has been approved: who approved it, and before that reviewed it, each once."""
    people = dict.fromkeys((draft.approved_by, draft.reviewed_by)) if draft.approved_by else {}
    for one in people:
        user = session.get(User, one) if one else None
        if user is not None:
            yield models.Signer(name=user.name, title=user.title or "")


def opinion_document(session: Session, case: Case, draft: Draft, content: CopyForm | None = None) -> models.Opinion:
    """The opinion of a draft as it stands: what the board is proposed to answer those who have asked for it."""
    report = report_document(session, case, draft, content)
    _, profile = current_profile(session, case.organisation_id)
    lead = letters.opinion_lead(profile, report.body) if case.kind == "audit_response" else ""
    shared = {name: getattr(report, name) for name in models.Opinion.model_fields if name in models.Report.model_fields}
    answers = tuple(
        models.Answer(recommendation=one.text, html=one.answer) for one in recommendations(session, case) if one.answer
    )
    shared["signers"] = chair_of(session, draft.body_id, draft.finished_on) or shared["signers"]
    return models.Opinion(**shared, lead=lead, answers=answers, addressee=(case.sender,) if case.sender else ())


def chair_of(session: Session, body_id: UUID, day: date | None) -> tuple[models.Signer, ...]:
    """The chair, who signs the body's opinion; nobody before it is finished or where there is no chair that day."""
    if day is None:
        return ()
    wanted = (
        select(Person, Body.name)
        .join(Mandate, col(Mandate.person_id) == col(Person.id))
        .join(Body, col(Body.id) == col(Mandate.body_id))
        .where(
            col(Mandate.body_id) == body_id,
            col(Mandate.seat) == "chair",
            col(Mandate.from_day) <= day,
            or_(col(Mandate.through_day).is_(None), col(Mandate.through_day) >= day),
        )
    )
    row = session.exec(wanted.limit(1)).first()
    if row is None:
        return ()
    person, body = row
    name = f"{person.name} ({person.party})" if person.party else person.name
    return (models.Signer(name=name, title=f"{genitive(body)} ordförande"),)


def prepared_document(
    session: Session, case: Case, draft: Draft, content: CopyForm | None = None
) -> models.Report | models.Opinion:
    """What has been prepared: an audit is answered by an opinion, all else is reported on."""
    return (opinion_document if case.kind == "audit_response" else report_document)(session, case, draft, content)


def cover_note_document(session: Session, recipient: Recipient, today: date) -> models.Letter:
    """The letter that goes with an extract to one of its recipients, dated today. NotFound before it is decided."""
    paragraph = found(session.get(Paragraph, recipient.paragraph_id))
    meeting = found(session.get(Meeting, paragraph.meeting_id))
    _, profile = current_profile(session, paragraph.organisation_id)
    case = session.get(Case, paragraph.case_id) if paragraph.case_id else None
    body = found(session.get(Body, paragraph.body_id)).name
    return letters.cover_note(
        profile,
        body=body,
        title=paragraph.title,
        paragraph=found(paragraph.label, paragraph="numbered"),
        decided=meeting.day,
        purpose=recipient.purpose,
        dnr=case.dnr if case else "",
        day=today,
        addressee=(recipient.text, *((recipient.address,) if recipient.address else ())),
        sender=models.Sender(unit=body),
        attachments=(f"{profile.documents.extract.name} {paragraph.label}",),
    )


def sections_of(report: CopyForm | None) -> tuple[models.Section, ...]:
    """What was written by hand."""
    return tuple(models.Section(key=one.key, html=one.html) for one in report.sections) if report else ()


def paragraph_document(session: Session, paragraph: Paragraph) -> models.Paragraph:
    """One § of the minutes, decided: its sentences follow from what was recorded."""
    _, profile = current_profile(session, paragraph.organisation_id)
    case = session.get(Case, paragraph.case_id) if paragraph.case_id else None
    recorded = read(found(paragraph.facts, paragraph="decided"))
    wanted = select(Recipient.text).where(col(Recipient.paragraph_id) == paragraph.id)
    told = phrases.paragraph(
        profile,
        sentences(recorded),
        label=paragraph.label or "",
        title=paragraph.title,
        dnr=(case.dnr,) if case else (),
        sections=sections_of(report_of(session, paragraph)),
        attachments=recorded.attachments,
        recipients=tuple(session.exec(wanted.order_by(col(Recipient.position)))),
    )
    return told.model_copy(update={"reservation": (*told.reservation, *reasons_of(session, paragraph))})


def paragraph_at_table(session: Session, table: AtTable) -> models.Paragraph:
    """The § as it will read, from what has been recorded so far at the table: without a number, in part undecided."""
    paragraph, case = table.matter.paragraph, table.matter.case
    _, profile = current_profile(session, paragraph.organisation_id)
    report = report_of(session, paragraph)
    attachments = titles(session, case, report.attachments if report else ())
    told = phrases.paragraph(
        profile,
        sentences(Recorded(table.procedure, table.proposed, attachments)),
        label="",
        title=paragraph.title,
        dnr=(case.dnr,),
        sections=sections_of(report),
        attachments=attachments,
        recipients=tuple(one.text for one in report.recipients) if report else (),
    )
    reasons = (one.form.text for one in table.log if isinstance(one.form, ReservedForm) and not one.form.annex)
    return told.model_copy(update={"reservation": (*told.reservation, *(text for text in reasons if text))})


def reasons_of(session: Session, paragraph: Paragraph) -> tuple[str, ...]:
    """The written reasons of reservations that have no annex of their own."""
    wanted = select(Reservation.text).where(
        col(Reservation.paragraph_id) == paragraph.id, col(Reservation.annex).is_(None)
    )
    return tuple(text for text in session.exec(wanted.order_by(col(Reservation.announced_at))) if text)


def extract_document(session: Session, paragraph: Paragraph) -> models.Extract:
    """The extract: minutes with one §, and the line where somebody certifies it."""
    version, _ = current_profile(session, paragraph.organisation_id)
    meeting = found(session.get(Meeting, paragraph.meeting_id))
    body = found(session.get(Body, paragraph.body_id))
    return models.Extract(
        profile=str(version),
        draft=paragraph.verified_on is None,
        meeting=models.Meeting(body=body.name, day=meeting.day),
        paragraph=paragraph_document(session, paragraph),
        verified=paragraph.verified_on,
        immediate=paragraph.immediate,
        remark=paragraph.remark or "",
    )


def confirmation_document(session: Session, record: Record) -> models.Letter:
    """The letter that tells a sender that what was sent in has arrived and which dnr it has (FL 22)."""
    _, profile = current_profile(session, record.organisation_id)
    case = found(session.get(Case, record.case_id) if record.case_id else None, case="of the record")
    return letters.confirmation(
        profile,
        kind=case.kind,
        title=case.title,
        dnr=case.dnr,
        received=case.arrived_on,
        day=record.registered_on,
        addressee=(record.correspondent,) if record.correspondent else (),
        sender=sender(found(session.get(Body, record.body_id)).name, officer_then(session, record)),
    )


def release_decision_document(session: Session, record: Record) -> models.Letter:
    """The decision not to let records out, or not whole, as it was made (OSL 6:3). NotFound while there is none."""
    _, profile = current_profile(session, record.organisation_id)
    asked = select(ReleaseRequest).where(
        col(ReleaseRequest.record_id) == record.id, col(ReleaseRequest.decided_on).is_not(None)
    )
    request = found(session.exec(asked).first(), release="decision")
    kept_back = (
        select(ReleaseJudgement, Record, Case.dnr)
        .join(Record, col(Record.id) == col(ReleaseJudgement.record_id))
        .outerjoin(Case, col(Case.id) == col(Record.case_id))
        .where(col(ReleaseJudgement.request_id) == request.id, col(ReleaseJudgement.judgement) != "whole")
        .order_by(col(ReleaseJudgement.id))
    )
    return letters.refusal_of_release(
        profile,
        authority=request.authority or "",
        dnr=request.dnr,
        asks=request.asks,
        received=request.received_on,
        day=found(request.decided_on),
        withheld=tuple(
            (f"Handling {row.number} i {dnr}" if dnr else f"Handlingen {row.dnr}", one.judgement, one.provision or "")
            for one, row, dnr in session.exec(kept_back)
        ),
        reasons=request.reasons or "",
        court=request.court or "",
        addressee=(record.correspondent,) if record.correspondent else (),
    )


def officer_then(session: Session, record: Record) -> User | None:
    """Who handled the case when the record was made: ids grow with time, and an officer is a party to the case."""
    asked = (
        select(User)
        .join(CaseParty, col(CaseParty.user_id) == col(User.id))
        .where(
            col(CaseParty.case_id) == record.case_id,
            col(CaseParty.reason) == "officer",
            col(CaseParty.id) < record.id,
        )
    )
    return session.exec(asked.order_by(col(CaseParty.id).desc())).first()


def referral_document(session: Session, record: Record) -> models.Letter:
    """The letter that asks somebody for their opinion (KL 5:26 leaves the board to hear those it needs to)."""
    _, profile = current_profile(session, record.organisation_id)
    asked = select(Referral).where(col(Referral.letter_id) == record.id)
    referral = found(session.exec(asked).first(), record=str(record.id))
    case = found(session.get(Case, referral.case_id))
    body = found(session.get(Body, referral.body_id)).name
    officer = session.get(User, case.officer_id) if case.officer_id else None
    return letters.referral(
        profile,
        body=body,
        title=case.title,
        dnr=case.dnr,
        question=from_text(referral.question),
        due=referral.due_on,
        day=referral.sent_on,
        addressee=(referral.recipient,),
        sender=sender(body, officer),
        signers=(models.Signer(name=officer.name, title=officer.title or ""),) if officer else (),
    )


def sender(unit: str, user: User | None) -> models.Sender:
    """Who a document comes from."""
    if user is None:
        return models.Sender(unit=unit)
    return models.Sender(unit=unit, name=user.name, title=user.title or "", email=user.email or "")
