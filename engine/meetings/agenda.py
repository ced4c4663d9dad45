"""The agenda: a matter is put up at a meeting of the body that is to decide it, without a number as yet."""

from sqlmodel import col, select

from engine.db import found
from engine.drafting.writing import latest_draft
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
    wanted = select(Meeting).where(
        col(Meeting.id) == form.meeting_id, col(Meeting.organisation_id) == work.case.organisation_id
    )
    meeting = found(work.session.exec(wanted.with_for_update()).first(), meeting=str(form.meeting_id))
    body = found(work.session.get(Body, work.body_id))
    closed = meeting.closed_at is not None
    require(may_take_up(meeting.day.isoformat(), body.name, same_body=meeting.body_id == body.id, closed=closed))
    paragraph = agenda_row(work, meeting)
    draft = latest_draft(work.session, work.case)
    paragraph.meeting_id, paragraph.year, paragraph.title = meeting.id, meeting.day.year, work.case.title
    paragraph.draft_id = draft.id if draft and draft.finished_on else None
    work.session.add(paragraph)
    work.session.flush()
    facts = {"meeting": str(meeting.id), "body": body.slug, "day": meeting.day.isoformat()}
    return Done({"meeting": str(meeting.id)}, facts)


def agenda_row(work: Work, meeting: Meeting) -> Paragraph:
    """The matter's undecided row on the body's agenda, or a new one."""
    return undecided(work) or Paragraph(
        organisation_id=work.case.organisation_id,
        body_id=work.body_id,
        secrecy=work.case.secrecy,
        case_id=work.case.id,
        meeting_id=meeting.id,
        year=meeting.day.year,
        title=work.case.title,
    )


def undecided(work: Work) -> Paragraph | None:
    """The matter as it waits on the agenda of the step's body, the latest first."""
    own = col(Paragraph.case_id) == work.case.id, col(Paragraph.body_id) == work.body_id
    wanted = select(Paragraph).where(*own, col(Paragraph.number).is_(None)).order_by(col(Paragraph.id).desc())
    return work.session.exec(wanted.limit(1)).first()


def decided(work: Work) -> Paragraph:
    """The matter's § that the step's body decided last; NotFound when it has decided none."""
    own = col(Paragraph.case_id) == work.case.id, col(Paragraph.body_id) == work.body_id
    wanted = select(Paragraph).where(*own, col(Paragraph.number).is_not(None)).order_by(col(Paragraph.id).desc())
    return found(work.session.exec(wanted.limit(1)).first(), paragraph="decided")
