"""Documents from records: everything but what people wrote by hand is made from what has been recorded."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlmodel import Session, col, select

from engine.cases.tables import Case, Record
from engine.db import found
from engine.documents import models
from engine.documents.phrases import sentence, statement
from engine.drafting.forms import PointForm, ReportForm
from engine.drafting.tables import Draft
from engine.drafting.writing import latest_version, read_report
from engine.meetings.deciding import titles
from engine.meetings.facts import read
from engine.meetings.proceeding import council_name
from engine.meetings.sittings import kind_of
from engine.meetings.standing import report_of
from engine.meetings.tables import Meeting, Paragraph, Recipient
from engine.organisations.profile import Profile
from engine.organisations.setup import current_profile
from engine.organisations.tables import Body, User
from engine.organisations.wording import small
from engine.rules.calendar import legal_day
from engine.rules.procedure.conduct import conduct
from engine.rules.procedure.facts import STANDING, DecisionPoint, Outcome, Sitting
from engine.rules.procedure.phrases import Sentence
from engine.rules.procedure.state import Course
from engine.rules.procedure.telling import decision
from engine.templating import render

KINDS: Final = {
    "motion": "Motionen",
    "initiative": "Initiativet",
    "audit_response": "Revisionens skrivelse",
    "board_matter": "Ärendet",
}
CONFIRMATION: Final = "Bekräftelse"


def report_document(session: Session, case: Case, draft: Draft) -> models.Report:
    """The report of a draft as it stands: the sheet of the § before the meeting. Marked as draft until finished."""
    version, profile = current_profile(session, case.organisation_id)
    report = read_report(latest_version(session, draft))
    body = found(session.get(Body, draft.body_id))
    officer = found(session.get(User, case.officer_id or draft.author_id))
    approver = session.get(User, draft.approved_by) if draft.approved_by else None
    sitting = nobody_sits(session, case, body, profile)
    return models.Report(
        profile=str(version),
        draft=draft.finished_on is None,
        title=report.title or case.title,
        body=body.name,
        dnr=(case.dnr,),
        day=draft.finished_on,
        sender=models.Sender(name=officer.name, title=officer.title or "", email=officer.email or ""),
        proposal=proposal(profile, sitting, report.proposal),
        sections=sections_of(report),
        attachments=titles(session, case, report.attachments),
        recipients=tuple(one.text for one in report.recipients),
        signers=(models.Signer(name=approver.name, title=approver.title or ""),) if approver else (),
    )


def nobody_sits(session: Session, case: Case, body: Body, profile: Profile) -> Sitting:
    """The body as it is named in a proposal to it, before it has met."""
    council = small(council_name(session, case.organisation_id, profile))
    return Sitting(kind_of(body), small(body.name), council, {}, frozenset(), "", 0)


def proposal(profile: Profile, sitting: Sitting, proposed: Sequence[PointForm]) -> tuple[models.Statement, ...]:
    """The proposed decision, in the words that it will have if it is followed."""
    points = [DecisionPoint(str(n), one.kind, one.text, sentence=one.sentence) for n, one in enumerate(proposed, 1)]
    followed = tuple(
        Outcome(one.id, one.kind, "adopted", one.clause, STANDING, number, one.sentence)
        for number, one in enumerate(points, 1)
    )
    return tuple(statement(profile, one) for one in decision(Course(sitting, tuple(points)), followed))


def sections_of(report: ReportForm | None) -> tuple[models.Section, ...]:
    """What was written by hand."""
    return tuple(models.Section(key=one.key, html=one.html) for one in report.sections) if report else ()


def paragraph_document(session: Session, paragraph: Paragraph) -> models.Paragraph:
    """One § of the minutes, decided."""
    _, profile = current_profile(session, paragraph.organisation_id)
    case = session.get(Case, paragraph.case_id) if paragraph.case_id else None
    recorded = read(found(paragraph.facts, paragraph="decided"))
    followed = conduct(recorded.procedure)
    told = {
        "handling": [one for one in followed.sentences if section_of(one, profile) == "handling"],
        "claims": [one for one in followed.sentences if section_of(one, profile) == "claims"],
    }
    wanted = select(Recipient.text).where(col(Recipient.paragraph_id) == paragraph.id)
    return models.Paragraph(
        label=paragraph.label or "",
        title=paragraph.title,
        dnr=(case.dnr,) if case else (),
        decision=tuple(statement(profile, one) for one in followed.section("decision")),
        reservation=prose(profile, followed.section("reservation")),
        statement=prose(profile, followed.section("statement")),
        handling=prose(profile, told["handling"]),
        claims=prose(profile, told["claims"]),
        procedure=prose(profile, followed.section("procedure")),
        sections=sections_of(report_of(session, paragraph)),
        attachments=recorded.attachments,
        recipients=tuple(session.exec(wanted.order_by(col(Recipient.position)))),
    )


def section_of(one: Sentence, profile: Profile) -> str:
    """Where a sentence stands: claims have a section of their own where the profile has one."""
    own = any(section.key == "claims" for section in profile.documents.minutes.sections)
    return "claims" if own and one.section == "handling" and one.key.startswith("claim_") else one.section


def prose(profile: Profile, sentences: Iterable[Sentence]) -> tuple[str, ...]:
    """Sentences as the organisation says them."""
    return tuple(sentence(profile, one.key, one.facts) for one in sentences)


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
    )


def confirmation_document(session: Session, record: Record) -> models.Letter:
    """The letter that tells a sender that what was sent in has arrived (FL 22)."""
    version, profile = current_profile(session, record.organisation_id)
    case = found(session.get(Case, record.case_id) if record.case_id else None, case="of the record")
    body = found(session.get(Body, record.body_id))
    text = render(
        "documents/confirmation.html",
        kind=KINDS[case.kind],
        title=case.title,
        arrived=case.arrived_on.isoformat(),
        dnr=case.dnr,
    )
    return models.Letter(
        profile=str(version),
        name=CONFIRMATION,
        title=record.title,
        day=record.document_date or legal_day(record.registered_at),
        dnr=(case.dnr,),
        sender=models.Sender(unit=f"{profile.name}, {small(body.name)}"),
        addressee=(record.correspondent,) if record.correspondent else (),
        html=text,
    )
