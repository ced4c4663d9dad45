"""Hinner ärendet? The next meetings that a case may come to, and every stop on the way, for those who see the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from engine.access import Actor
from engine.acts import see_case
from engine.cases.tables import Case, CaseParty
from engine.drafting.writing import latest_draft
from engine.meetings.tables import Meeting, Paragraph
from engine.organisations.profiles import current_profile
from engine.organisations.tables import Body
from engine.rules.deadlines import last_meeting
from engine.rules.stops import Interval, Need, Reach, reach

OFFERED = 12
"""So many meetings ahead one may count back from."""


@dataclass(frozen=True)
class Coming:
    """A meeting ahead, of a body that deals with the case."""

    id: UUID
    body_id: UUID
    body: str
    day: date
    council: bool


@dataclass(frozen=True)
class Reaching:
    """A case on its way to a meeting; the council's meeting after it; and the last council in time for its year."""

    meeting: Coming | None
    reach: Reach | None
    council: Coming | None
    """The council's first meeting after the board's, where the council decides."""
    last_council: date | None
    """The council's last planned meeting before the motion's year has run out (KL 5:35)."""
    offered: tuple[Coming, ...]


def reaching(session: Session, actor: Actor, case_id: UUID, today: date, meeting_id: UUID | None = None) -> Reaching:
    """The stops of a case back from a chosen meeting, else from the first that it still makes.

    Where it makes none, from the next there is. Planned meetings of the case's body and of those it was sent to count.
    """
    case = see_case(session, actor, case_id)
    ahead = coming(session, case, today)
    _, profile = current_profile(session, case.organisation_id)
    own = [Interval(one.name, one.days, one.need, one.weekdays) for one in profile.rules.stops]
    done = done_of(session, case)
    boards = [one for one in ahead if not one.council] or ahead
    told = {one.id: reach(one.day, own, done, today, council=one.council) for one in ahead}
    chosen = next((one for one in ahead if one.id == meeting_id), None) or first_made(boards, told)
    councils = [one for one in ahead if one.council]
    after = next((one for one in councils if chosen and not chosen.council and one.day > chosen.day), None)
    return Reaching(
        chosen,
        told[chosen.id] if chosen else None,
        after,
        last_meeting(case.decide_by, [one.day for one in councils]) if case.decide_by else None,
        tuple(ahead),
    )


def first_made(boards: Sequence[Coming], told: dict[UUID, Reach]) -> Coming | None:
    """The first meeting that the case still makes, else the first there is."""
    return next((one for one in boards if told[one.id].answer != "no"), boards[0] if boards else None)


def coming(session: Session, case: Case, today: date) -> list[Coming]:
    """The meetings ahead of the bodies that deal with the case."""
    sent = select(CaseParty.body_id).where(col(CaseParty.case_id) == case.id, col(CaseParty.body_id).is_not(None))
    wanted = (
        select(Meeting, Body)
        .join(Body, col(Body.id) == col(Meeting.body_id))
        .where(
            (col(Meeting.body_id) == case.body_id) | col(Meeting.body_id).in_(sent),
            col(Meeting.closed_at).is_(None),
            col(Meeting.day) >= today,
        )
        .order_by(col(Meeting.day), col(Meeting.id))
        .limit(OFFERED)
    )
    return [
        Coming(meeting.id, body.id, body.name, meeting.day, body.kind == "council")
        for meeting, body in session.exec(wanted)
    ]


def done_of(session: Session, case: Case) -> frozenset[Need]:
    """What has been done of what the stops ask for."""
    draft = latest_draft(session, case)
    listed = select(Paragraph.id).where(col(Paragraph.case_id) == case.id, col(Paragraph.decided_at).is_(None))
    done: set[Need] = set()
    if draft is not None and draft.finished_on is not None:
        done.add("report")
    if session.exec(listed.limit(1)).first():
        done.add("agenda")
    return frozenset(done)
