"""The notice of verified minutes: put up, taken down, and the certificate of it (KL 8:12, 13:5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from engine.access import Actor
from engine.db import found
from engine.documents import models
from engine.errors import require
from engine.journal import Value
from engine.meetings.sittings import noted, open_meeting
from engine.meetings.tables import Meeting, Paragraph
from engine.minutes.forms import NoticeForm, TakeDownForm
from engine.minutes.ranges import ranges
from engine.minutes.tables import Notice, NoticedParagraph
from engine.organisations.profiles import current_profile
from engine.organisations.tables import Body
from engine.rules.calendar import legal_day
from engine.rules.deadlines import earliest_legal_force, may_put_up, may_take_down


@dataclass(frozen=True)
class Posted:
    """A notice with the §§ that it is about, in order, and the first day when it may come down."""

    notice: Notice
    paragraphs: tuple[Paragraph, ...]

    @property
    def comes_down(self) -> date:
        """When it came down, or the first day when it may."""
        return self.notice.down or earliest_legal_force(self.notice.up)

    @property
    def named(self) -> str:
        """The §§ as they are named together."""
        return ranges(self.paragraphs)

    def printed(self) -> models.Notice:
        """What the certificate tells."""
        signer = models.Signer(name=self.notice.signer)
        return models.Notice(
            paragraphs=self.named, up=self.notice.up, down=self.comes_down, kept=self.notice.kept, signer=signer
        )


def put_up(session: Session, actor: Actor, meeting_id: UUID, form: NoticeForm, now: datetime) -> Posted:
    """Notes that the verification of a meeting's §§ has been announced on the notice board (KL 8:12).

    It is about every verified § of the meeting that no other notice is about, those of a broken one included. Refused
    when there is none, for a day before they were verified, and for one to come. Time for appeal runs from the day.
    """
    meeting = open_meeting(session, actor, meeting_id)
    paragraphs = unannounced(session, meeting)
    verified = max((one.verified_on for one in paragraphs if one.verified_on), default=None)
    require(may_put_up(form.up, legal_day(now), verified))
    notice = Notice(
        organisation_id=meeting.organisation_id,
        meeting_id=meeting.id,
        up=form.up,
        kept=form.kept,
        signer=form.signer or actor.name,
        at=now,
    )
    session.add(notice)
    session.flush()
    session.add_all(NoticedParagraph(notice_id=notice.id, paragraph_id=one.id) for one in paragraphs)
    posted = Posted(notice, tuple(paragraphs))
    facts: dict[str, Value] = {"notice": str(notice.id), "paragraphs": posted.named, "up": form.up.isoformat()}
    noted(session, meeting, actor.act(now), "notice:put-up", facts, {"kept": notice.kept, "signer": notice.signer})
    return posted


def take_down(
    session: Session, actor: Actor, meeting_id: UUID, notice_id: UUID, form: TakeDownForm, now: datetime
) -> Posted:
    """Notes that a notice has come down. Refused before the day after the time for appeal, and a second time.

    With the reason why it did not stand (`interrupted`) it is broken: the time for appeal does not run out, and its §§
    wait for a new notice (KL 13:5).
    """
    meeting = open_meeting(session, actor, meeting_id)
    wanted = col(Notice.id) == notice_id, col(Notice.meeting_id) == meeting.id, col(Notice.down).is_(None)
    notice = found(session.exec(select(Notice).where(*wanted)).first(), notice=str(notice_id))
    require(may_put_up(form.down, legal_day(now), notice.up))
    if not form.interrupted:
        require(may_take_down(notice.up, form.down))
    notice.down, notice.broken = form.down, bool(form.interrupted)
    session.add(notice)
    facts: dict[str, Value] = {"notice": str(notice.id), "down": form.down.isoformat(), "broken": notice.broken}
    noted(session, meeting, actor.act(now), "notice:taken-down", facts, {"reason": form.interrupted or None})
    return Posted(notice, announced_by(session, notice))


def unannounced(session: Session, meeting: Meeting) -> Sequence[Paragraph]:
    """The verified §§ of a meeting that no notice that stands, or stood its time, is about."""
    standing = (
        select(NoticedParagraph.paragraph_id)
        .join(Notice, col(Notice.id) == col(NoticedParagraph.notice_id))
        .where(col(Notice.meeting_id) == meeting.id, col(Notice.broken).is_(False))
    )
    wanted = (
        col(Paragraph.meeting_id) == meeting.id,
        col(Paragraph.verified_on).is_not(None),
        col(Paragraph.id).not_in(standing),
    )
    return session.exec(select(Paragraph).where(*wanted).order_by(col(Paragraph.number))).all()


def announced_by(session: Session, notice: Notice) -> tuple[Paragraph, ...]:
    """The §§ that a notice is about."""
    about = select(NoticedParagraph.paragraph_id).where(NoticedParagraph.notice_id == notice.id)
    return tuple(session.exec(select(Paragraph).where(col(Paragraph.id).in_(about)).order_by(col(Paragraph.number))))


def announced(session: Session, meeting: Meeting) -> models.Notice | None:
    """The notice that the cover of the minutes tells of: the one put up last that was not broken."""
    standing = col(Notice.meeting_id) == meeting.id, col(Notice.broken).is_(False)
    last = session.exec(select(Notice).where(*standing).order_by(col(Notice.id).desc()).limit(1)).first()
    return Posted(last, announced_by(session, last)).printed() if last else None


def notices_of(session: Session, actor: Actor, meeting_id: UUID) -> list[Posted]:
    """The notices of a meeting in the order they were put up. NotFound for another organisation's meeting."""
    own = col(Meeting.id) == meeting_id, col(Meeting.organisation_id) == actor.organisation_id
    found(session.exec(select(Meeting.id).where(*own)).first(), meeting=str(meeting_id))
    rows = session.exec(select(Notice).where(col(Notice.meeting_id) == meeting_id).order_by(col(Notice.id)))
    return [Posted(one, announced_by(session, one)) for one in rows.all()]


def notice_document(session: Session, actor: Actor, meeting_id: UUID, notice_id: UUID) -> models.NoticeCertificate:
    """Anslagsbevis of one notice."""
    posted = next((one for one in notices_of(session, actor, meeting_id) if one.notice.id == notice_id), None)
    posted = found(posted, notice=str(notice_id))
    meeting = found(session.get(Meeting, meeting_id))
    version, _ = current_profile(session, meeting.organisation_id)
    body = found(session.get(Body, meeting.body_id))
    return models.NoticeCertificate(
        profile=str(version),
        meeting=models.Meeting(body=body.name, day=meeting.day),
        notice=posted.printed(),
        verified=max((one.verified_on for one in posted.paragraphs if one.verified_on), default=None),
    )
