"""After the notice: it is seen to stand day by day, decisions are appealed, and get legal force (KL 13:2–6, 13:14).

Each act is the secretary's, in the meeting's journal.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from engine.access import Actor, visible
from engine.db import Database, found
from engine.errors import Invalid, require
from engine.journal import Value
from engine.meetings.deciding import AWAY
from engine.meetings.sittings import noted, open_meeting
from engine.meetings.tables import DecisionPoint, Meeting, Paragraph
from engine.minutes.forms import AppealForm, AppealResultForm, LegalForceForm
from engine.minutes.tables import Appeal, LegalForce, Notice, NoticedParagraph, NoticeShown
from engine.rules.calendar import DAY, legal_day
from engine.rules.deadlines import may_confirm_legal_force, notice_stood
from engine.rules.force import may_register_appeal


def open_notice(session: Session, actor: Actor, notice_id: UUID) -> tuple[Notice, Meeting]:
    """A notice that was not broken, its meeting locked; NotFound in another organisation."""
    own = col(Notice.id) == notice_id, col(Notice.organisation_id) == actor.organisation_id
    notice = found(session.exec(select(Notice).where(*own)).first(), notice=str(notice_id))
    meeting = open_meeting(session, actor, notice.meeting_id)
    session.refresh(notice)
    return found(None if notice.broken else notice, notice="that stands"), meeting


def shown(session: Session, notice: Notice) -> list[tuple[date, date]]:
    """The stretches in which the notice was seen to stand, both days included."""
    wanted = select(NoticeShown).where(col(NoticeShown.notice_id) == notice.id).order_by(col(NoticeShown.from_day))
    return [(one.from_day, one.through_day) for one in session.exec(wanted)]


def log_display(database: Database, now: datetime) -> int:
    """Notes that every notice that stands was on the board today; returns how many were noted for the first time.

    Done as often as the program does what is due. A day on which it was not done is a gap, and shows.
    """
    today = legal_day(now)
    stands = (col(Notice.down).is_(None),)
    seen = select(NoticeShown.notice_id).where(col(NoticeShown.through_day) >= today)
    left = select(Notice).where(*stands, col(Notice.id).not_in(seen))
    with database.read() as session:
        if session.exec(left.limit(1)).first() is None:
            return 0
    with database.write() as session:
        return sum(see_today(session, one, today) for one in session.exec(left).all())


def see_today(session: Session, notice: Notice, today: date) -> bool:
    """Lengthens the last stretch through today, or begins another; False when today is noted already."""
    wanted = (
        select(NoticeShown).where(col(NoticeShown.notice_id) == notice.id).order_by(col(NoticeShown.from_day).desc())
    )
    last = session.exec(wanted.limit(1)).first()
    if last is not None and last.through_day >= today:
        return False
    if last is not None and last.through_day == today - DAY:
        last.through_day = today
        session.add(last)
    else:
        session.add(NoticeShown(notice_id=notice.id, from_day=today if last else notice.up, through_day=today))
    return True


def register_appeal(session: Session, actor: Actor, notice_id: UUID, form: AppealForm, now: datetime) -> Appeal:
    """Registers that a § of the notice has been appealed; its legal force waits for the court (KL 13:14).

    Refused for a § where nothing can be appealed (KL 13:2).
    """
    notice, meeting = open_notice(session, actor, notice_id)
    seen = col(Paragraph.id) == form.paragraph, visible(actor, Paragraph)
    there = session.get(NoticedParagraph, (notice.id, form.paragraph))
    paragraph = found(session.exec(select(Paragraph).where(*seen)).first() if there else None, paragraph="noticed")
    require(may_register_appeal(paragraph.label or "", kinds_of(session, paragraph.id)))
    if form.received_on > legal_day(now):
        raise Invalid("received_on", "is ahead of now")
    appeal = Appeal(
        organisation_id=notice.organisation_id,
        paragraph_id=paragraph.id,
        received_on=form.received_on,
        court_number=form.court_number,
    )
    session.add(appeal)
    session.flush()
    facts: dict[str, Value] = {"paragraph": str(paragraph.id), "received_on": form.received_on.isoformat()}
    noted(session, meeting, actor.act(now), "meeting:appealed", facts)
    return appeal


def note_appeal(session: Session, actor: Actor, appeal_id: UUID, form: AppealResultForm, now: datetime) -> Appeal:
    """Notes the court's number, a stay, or how the appeal ended."""
    own = col(Appeal.id) == appeal_id, col(Appeal.organisation_id) == actor.organisation_id
    appeal = found(session.exec(select(Appeal).where(*own)).first(), appeal=str(appeal_id))
    seen = col(Paragraph.id) == appeal.paragraph_id, visible(actor, Paragraph)
    paragraph = found(session.exec(select(Paragraph).where(*seen)).first(), appeal=str(appeal_id))
    meeting = open_meeting(session, actor, paragraph.meeting_id)
    if (form.result is None) != (form.ended_on is None):
        raise Invalid("ended_on", "goes with the result")
    for name, value in form.model_dump(exclude_none=True).items():
        setattr(appeal, name, value)
    session.add(appeal)
    facts: dict[str, Value] = {"appeal": str(appeal.id), **form.model_dump(mode="json", exclude_none=True)}
    noted(session, meeting, actor.act(now), "meeting:appeal_noted", facts)
    return appeal


def kinds_of(session: Session, paragraph_id: UUID) -> list[str]:
    """The kinds of the points that a § decides."""
    return kinds_by_paragraph(session, [paragraph_id]).get(paragraph_id, [])


def kinds_by_paragraph(session: Session, paragraphs: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The kinds of the points that were decided in each §; what was sent away only prepares (KL 13:2)."""
    wanted = select(DecisionPoint.paragraph_id, DecisionPoint.kind).where(
        col(DecisionPoint.paragraph_id).in_(paragraphs), col(DecisionPoint.outcome).not_in(AWAY)
    )
    kinds: dict[UUID, list[str]] = {}
    for paragraph, kind in session.exec(wanted.order_by(col(DecisionPoint.number))):
        kinds.setdefault(paragraph, []).append(kind)
    return kinds


def confirm_legal_force(
    session: Session, actor: Actor, notice_id: UUID, form: LegalForceForm, now: datetime
) -> list[UUID]:
    """Confirms the legal force of the notice's §§ that can be and are not appealed; returns them (KL 13:2, 13:4–6).

    Refused before the time for appeal is out, and when the notice did not stand unbroken.
    """
    notice, meeting = open_notice(session, actor, notice_id)
    today = legal_day(now)
    if form.asked_on > today:
        raise Invalid("asked_on", "is ahead of now")
    require(notice_stood(notice.up, shown(session, notice)))
    require(may_confirm_legal_force(notice.up, form.asked_on, court_asked=True, appealed=False))
    told = select(NoticedParagraph.paragraph_id).where(col(NoticedParagraph.notice_id) == notice.id)
    noticed = list(session.exec(told))
    kinds = kinds_by_paragraph(session, noticed)
    every = [one for one in noticed if may_register_appeal("", kinds.get(one, ())) is None]
    waits = select(Appeal.paragraph_id).where(
        col(Appeal.paragraph_id).in_(every),
        col(Appeal.ended_on).is_(None) | (col(Appeal.result) == "repealed"),
    )
    known = select(LegalForce.paragraph_id).where(col(LegalForce.paragraph_id).in_(every))
    settled: set[UUID] = {*session.exec(waits), *session.exec(known)}
    confirmed = [one for one in every if one not in settled]
    session.add_all(LegalForce(paragraph_id=one, asked_on=form.asked_on, confirmed_on=today) for one in confirmed)
    facts: dict[str, Value] = {"notice": str(notice.id), "paragraphs": [str(one) for one in confirmed]}
    noted(session, meeting, actor.act(now), "meeting:legal_force", facts)
    return confirmed
