"""The agenda: a matter is put up at a meeting of the body that is to decide it, without a number as yet."""

from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, select, true

from engine.cases.tables import Case
from engine.db import found
from engine.drafting.tables import Draft
from engine.errors import require
from engine.lifecycle.work import Done, Work
from engine.meetings.forms import ScheduleForm
from engine.meetings.tables import Meeting, Paragraph
from engine.organisations.tables import Body
from engine.rules.attendance import may_take_up


def schedule(work: Work, form: ScheduleForm) -> Done:
    """Puts the matter on the agenda with the report that has been finished for it, if any.

    Moves it there when it stands undecided at another meeting of the same body. Refused for a meeting of another body
    or one that has been closed. Variable `meeting`: its id.
    """
    here = col(Meeting.id) == form.meeting_id, col(Meeting.organisation_id) == work.case.organisation_id
    wanted = select(Meeting, Body).join(Body, col(Body.id) == work.body_id).where(*here).with_for_update(of=Meeting)
    meeting, body = found(work.session.exec(wanted).first(), meeting=str(form.meeting_id))
    closed = meeting.closed_at is not None
    require(may_take_up(meeting.day.isoformat(), body.name, same_body=meeting.body_id == body.id, closed=closed))
    paragraph, report = agenda_row(work, meeting)
    paragraph.meeting_id, paragraph.year, paragraph.draft_id = meeting.id, meeting.day.year, report
    paragraph.title = work.case.title
    work.session.add(paragraph)
    work.session.flush()
    facts = {"meeting": str(meeting.id), "body": body.slug, "day": meeting.day.isoformat()}
    return Done({"meeting": str(meeting.id)}, facts)


def agenda_row(work: Work, meeting: Meeting) -> tuple[Paragraph, UUID | None]:
    """The matter's undecided row on the body's agenda, or a new one; and the last report, if it is finished."""
    last = select(col(Draft.id), col(Draft.finished_on)).where(
        col(Draft.case_id) == work.case.id, col(Draft.kind) == "report"
    )
    report = last.order_by(col(Draft.round).desc()).limit(1).subquery()
    waiting = and_(*waits(work))
    wanted = (
        select(Paragraph, report.c.id, report.c.finished_on)
        .select_from(Case)
        .join(Paragraph, waiting, isouter=True)
        .join(report, true(), isouter=True)
        .where(col(Case.id) == work.case.id)
        .order_by(col(Paragraph.id).desc())
    )
    row, draft_id, finished_on = work.session.execute(wanted.limit(1)).one()
    return row or Paragraph(
        organisation_id=work.case.organisation_id,
        body_id=work.body_id,
        secrecy=work.case.secrecy,
        case_id=work.case.id,
        meeting_id=meeting.id,
        year=meeting.day.year,
        title=work.case.title,
    ), draft_id if finished_on else None


def waits(work: Work) -> tuple[ColumnElement[bool], ...]:
    """What makes a § one in which the matter waits on the agenda of the step's body."""
    own = col(Paragraph.case_id) == work.case.id, col(Paragraph.body_id) == work.body_id
    return (*own, col(Paragraph.number).is_(None))


def undecided(work: Work) -> Paragraph | None:
    """The matter as it waits on the agenda of the step's body, the latest first."""
    wanted = select(Paragraph).where(*waits(work)).order_by(col(Paragraph.id).desc())
    return work.session.exec(wanted.limit(1)).first()


def decided(work: Work) -> Paragraph:
    """The matter's § that the step's body decided last; NotFound when it has decided none."""
    own = col(Paragraph.case_id) == work.case.id, col(Paragraph.body_id) == work.body_id
    wanted = select(Paragraph).where(*own, col(Paragraph.number).is_not(None)).order_by(col(Paragraph.id).desc())
    return found(work.session.exec(wanted.limit(1)).first(), paragraph="decided")
