"""Efter mötet: everything that is left to do of one meeting, § by §, until its decisions have legal force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, func, select

from engine.access import Actor
from engine.dispatch.tables import Dispatch
from engine.meetings.lists import AgendaRow, agenda_of, see_meeting
from engine.meetings.tables import Meeting, Recipient
from engine.minutes.notices import Posted, announced_by
from engine.minutes.standing import kinds_by_paragraph, shown
from engine.minutes.tables import Appeal, LegalForce, Notice, NoticedParagraph
from engine.organisations.tables import Body
from engine.rules.calendar import legal_day
from engine.rules.deadlines import Clock, appeal_by, earliest_legal_force, notice_by, notice_stood, verify_by
from engine.rules.force import Force, force
from engine.rules.refusal import Refusal


@dataclass(frozen=True)
class ParagraphLeft:
    """A § of the meeting and how far it has come."""

    row: AgendaRow
    recipients: int
    reached: int
    force: Force
    to_council: bool
    appeals: tuple[Appeal, ...]

    @property
    def sent(self) -> bool:
        """Whether everybody who is to have the extract has been sent it."""
        return self.reached >= self.recipients

    @property
    def unverified(self) -> bool:
        """Whether it has been decided and not verified."""
        return self.row.paragraph.decided_at is not None and self.row.paragraph.verified_on is None


@dataclass(frozen=True)
class StandingNotice:
    """A notice, the last day of appeal, when it may come down, and the day that is missing if it did not stand."""

    notice: Notice
    paragraphs: str
    last: date
    earliest: date
    broken: Refusal | None


@dataclass(frozen=True)
class After:
    """What is left of a meeting."""

    meeting: Meeting
    body: Body
    paragraphs: tuple[ParagraphLeft, ...]
    notices: tuple[StandingNotice, ...]
    noticed: frozenset[UUID]
    verify: Clock | None
    """Within what time the minutes are to be verified; None until the meeting has been closed."""
    notice: Clock | None
    """Within what time a notice is to be up; None when none is called for."""

    @property
    def decided(self) -> list[ParagraphLeft]:
        """The §§ that have been decided."""
        return [one for one in self.paragraphs if one.row.paragraph.decided_at is not None]

    @property
    def unverified(self) -> list[ParagraphLeft]:
        """The §§ that wait for their verifiers."""
        return [one for one in self.paragraphs if one.unverified]

    @property
    def unnoticed(self) -> list[ParagraphLeft]:
        """The verified §§ that no notice tells of."""
        return [
            one for one in self.paragraphs if one.row.paragraph.verified_on and one.row.paragraph.id not in self.noticed
        ]

    @property
    def unsent(self) -> list[ParagraphLeft]:
        """The verified §§ whose extract has not gone to everybody."""
        return [one for one in self.paragraphs if one.row.paragraph.verified_on and not one.sent]


def after_meeting(session: Session, actor: Actor, meeting_id: UUID, today: date) -> After:
    """What is left to do of a meeting, in a fixed number of statements and four for each notice."""
    meeting, body = see_meeting(session, actor, meeting_id)
    agenda = agenda_of(session, actor, meeting)
    ids = [one.paragraph.id for one in agenda]
    notices = standing_notices(session, meeting, today)
    told = paragraphs_told(session, notices)
    verified = [one.paragraph for one in agenda if one.paragraph.verified_on and one.paragraph.id not in told]
    return After(
        meeting,
        body,
        tuple(left_of(session, agenda, ids, told, today)),
        tuple(notices),
        frozenset(told),
        verify_by(legal_day(meeting.closed_at)) if meeting.closed_at else None,
        notice_by(min(one.verified_on for one in verified if one.verified_on)) if verified else None,
    )


def standing_notices(session: Session, meeting: Meeting, today: date) -> list[StandingNotice]:
    """The meeting's notices that were not broken."""
    wanted = select(Notice).where(col(Notice.meeting_id) == meeting.id, col(Notice.broken).is_(False))
    return [
        StandingNotice(
            one,
            Posted(one, announced_by(session, one)).named,
            appeal_by(one.up).last,
            earliest_legal_force(one.up),
            gap(session, one, today),
        )
        for one in session.exec(wanted.order_by(col(Notice.id)))
    ]


def gap(session: Session, notice: Notice, today: date) -> Refusal | None:
    """The first day up to now in which the notice was not seen to stand, as a refusal that states it (KL 13:5)."""
    missing = notice_stood(notice.up, shown(session, notice))
    if missing is None or date.fromisoformat(str(missing.facts["missing"])) >= today:
        return None
    return missing


def paragraphs_told(session: Session, notices: Sequence[StandingNotice]) -> Mapping[UUID, date]:
    """The §§ of the notices, each with the day that its notice went up."""
    up = {one.notice.id: one.notice.up for one in notices}
    if not up:
        return {}
    wanted = select(NoticedParagraph).where(col(NoticedParagraph.notice_id).in_(list(up)))
    return {one.paragraph_id: up[one.notice_id] for one in session.exec(wanted)}


def left_of(
    session: Session, agenda: Sequence[AgendaRow], ids: Sequence[UUID], told: Mapping[UUID, date], today: date
) -> list[ParagraphLeft]:
    """Each § with how many have got it, its appeals and its legal force."""
    kinds = kinds_by_paragraph(session, ids)
    named = counted(session, ids)
    reached = sent_to(session, ids)
    confirmed = set(session.exec(select(LegalForce.paragraph_id).where(col(LegalForce.paragraph_id).in_(ids))))
    appeals = list(session.exec(select(Appeal).where(col(Appeal.paragraph_id).in_(ids)).order_by(col(Appeal.id))))
    found = []
    for row in agenda:
        own, key = [one for one in appeals if one.paragraph_id == row.paragraph.id], row.paragraph.id
        waits = any(one.ended_on is None or one.result == "repealed" for one in own)
        state = force(told.get(key), kinds.get(key, ()), today, confirmed=key in confirmed, appealed=waits)
        away = "to_council" in kinds.get(key, ())
        found.append(ParagraphLeft(row, named.get(key, 0), reached.get(key, 0), state, away, tuple(own)))
    return found


def counted(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many recipients each § names."""
    wanted = select(Recipient.paragraph_id, func.count()).where(col(Recipient.paragraph_id).in_(ids))
    return dict(session.exec(wanted.group_by(col(Recipient.paragraph_id))).all())


def sent_to(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """To how many recipients of each § the extract has gone, and not come back."""
    wanted = select(Dispatch.paragraph_id, func.count()).where(
        col(Dispatch.paragraph_id).in_(ids),
        col(Dispatch.replaced_by).is_(None),
        col(Dispatch.state).in_(("sent", "received")),
    )
    return dict(session.exec(wanted.group_by(col(Dispatch.paragraph_id))).all())
