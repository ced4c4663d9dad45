"""7 is done: what was decided is carried out and reported back; until then it stays on the list of assignments.

Points that give somebody an assignment or ask for a report are followed, and so are a motion that the council approved
and what auditors have been promised.
"""

from datetime import date, datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field as Asked
from sqlalchemy import Index
from sqlalchemy import Text as LongText
from sqlmodel import Field, Session, SQLModel, col, or_, select

from engine.access import Actor, visible
from engine.auditing.tables import Recommendation
from engine.cases.records import enter
from engine.cases.tables import Case
from engine.db import found, instant, new_id
from engine.documents.richtext import clean
from engine.errors import require
from engine.forms import Day, Form, Line, Rich
from engine.journal import Value
from engine.lifecycle.tables import waiting_for
from engine.lifecycle.variables import Scalar
from engine.lifecycle.work import Done, Variables, Work
from engine.meetings.tables import DecisionPoint, Paragraph
from engine.registry.indexing import reindex
from engine.rules.calendar import end_of_day, legal_day, start_of_day
from engine.rules.register import may_have_arrived

REMIND_BEFORE: Final = timedelta(days=7)
"""How long before the day of report the one who is to report is reminded."""
APPROVED: Final = ("approved", "partly_approved")
LISTED_MAX: Final = 2_000
OPEN = "reported_on IS NULL"


class Assignment(SQLModel, table=True):
    """Uppdrag from a decision, followed until it is reported back."""

    __table_args__ = (Index("ix_assignment_open", "organisation_id", "report_by", "id", **waiting_for(OPEN)),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    body_id: UUID = Field(foreign_key="body.id")
    """The body that decided, and is reported to."""
    secrecy: str = "open"
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    paragraph_id: UUID | None = Field(default=None, foreign_key="paragraph.id", index=True)
    recommendation_id: UUID | None = Field(default=None, foreign_key="recommendation.id", index=True)
    """The auditors' recommendation, for what was promised in answer to it."""
    point: int | None = None
    """The decision point; None for a motion that was approved as a whole."""
    text: str = Field(sa_type=LongText)
    assigned_to: str | None = None
    report_by: date | None = None
    given_at: datetime = Field(sa_column=instant())
    reported_on: date | None = None
    record_id: UUID | None = Field(default=None, foreign_key="record.id", index=True)
    """The report as it was registered."""


class ReportBackForm(Form):
    """Redovisa uppdraget: what has been done, on which day it was reported to the body."""

    reported_on: Annotated[Day, Asked(title="Redovisat", description="Dagen då uppdraget redovisades.")]
    title: Annotated[
        Line | None, Asked(title="Rubrik", description="Redovisningens rubrik. Uppdragets text när fältet lämnas tomt.")
    ] = None
    text: Annotated[
        Rich,
        Asked(title="Redovisning", description="Vad som har gjorts, eller varför uppdraget inte har kunnat utföras."),
    ]


def list_assignments(work: Work) -> Done:
    """Takes up everything that the body's last decision asks somebody to do or report, to be followed.

    Of an audit also what was promised in answer to each recommendation.

    Variables `assignments` (their ids, none where the decision asks for nothing) and `reports`, none yet. Those that
    an earlier decision in the case has given stay as they are.
    """
    paragraph = decided_last(work)
    given = [*(asked_for(work, paragraph) if paragraph else []), *promised(work)]
    work.session.add_all(given)
    work.session.flush()
    ids: list[Scalar] = [str(one.id) for one in given]
    return Done({"assignments": ids, "reports": []}, {"assignments": len(ids)})


def decided_last(work: Work) -> Paragraph | None:
    """The § with which the body decided the case, whose assignments have not been taken up."""
    taken = select(Assignment.id).where(col(Assignment.paragraph_id) == col(Paragraph.id)).exists()
    wanted = select(Paragraph).where(
        col(Paragraph.case_id) == work.case.id,
        col(Paragraph.body_id) == work.body_id,
        col(Paragraph.number).is_not(None),
        ~taken,
    )
    return work.session.exec(wanted.order_by(col(Paragraph.id).desc()).limit(1)).first()


def asked_for(work: Work, paragraph: Paragraph) -> list[Assignment]:
    """The points of a § that somebody is to carry out or report on; an approved motion is one when no point is."""
    wanted = select(DecisionPoint).where(
        col(DecisionPoint.paragraph_id) == paragraph.id,
        col(DecisionPoint.text) != "",
        or_(col(DecisionPoint.kind) == "assignment", col(DecisionPoint.report_by).is_not(None)),
    )
    points = work.session.exec(wanted.order_by(col(DecisionPoint.number))).all()
    given = [
        an_assignment(work, paragraph, point.text, point.number, point.assigned_to, point.report_by) for point in points
    ]
    if not given and work.case.kind == "motion" and paragraph.outcome in APPROVED:
        given = [an_assignment(work, paragraph, work.case.title, None, None, None)]
    return given


def promised(work: Work) -> list[Assignment]:
    """What the auditors have been promised, once for each recommendation."""
    if work.case.kind != "audit_response":
        return []
    taken = select(Assignment.id).where(col(Assignment.recommendation_id) == col(Recommendation.id)).exists()
    wanted = select(Recommendation).where(
        col(Recommendation.case_id) == work.case.id, col(Recommendation.measure).is_not(None), ~taken
    )
    rows = work.session.exec(wanted.order_by(col(Recommendation.number))).all()
    made = []
    for row in rows:
        one = an_assignment(work, None, row.measure or "", None, row.owner, row.promised_on)
        one.recommendation_id = row.id
        made.append(one)
    return made


def an_assignment(
    work: Work,
    paragraph: Paragraph | None,
    text: str,
    point: int | None,
    assigned_to: str | None,
    report_by: date | None,
) -> Assignment:
    """One assignment, not yet saved."""
    return Assignment(
        organisation_id=work.case.organisation_id,
        body_id=work.body_id,
        secrecy=work.case.secrecy,
        case_id=work.case.id,
        paragraph_id=paragraph.id if paragraph else None,
        point=point,
        text=text,
        assigned_to=assigned_to,
        report_by=report_by,
        given_at=work.now,
    )


def begin_assignment(work: Work) -> Variables:
    """The days of one assignment: `due_on`, `remind_at` (a week before it begins), `escalate_at` (when it has ended).

    All are "" where no day was set, and a reminder is left out that would come at once.
    """
    day = assignment_of(work).report_by
    if day is None:
        return {"due_on": "", "remind_at": "", "escalate_at": ""}
    before = start_of_day(day - REMIND_BEFORE)
    remind_at = before.isoformat() if before > work.now else ""
    return {"due_on": day.isoformat(), "remind_at": remind_at, "escalate_at": end_of_day(day).isoformat()}


def assignment_of(work: Work) -> Assignment:
    """The assignment that the step is about."""
    wanted = select(Assignment).where(
        col(Assignment.id) == UUID(str(work.variables["assignment"])), col(Assignment.case_id) == work.case.id
    )
    return found(work.session.exec(wanted).first(), assignment=str(work.variables["assignment"]))


def report_back(work: Work, form: ReportBackForm) -> Done:
    """Registers what has been done as an internal record; the assignment leaves the list. Variable `report`: its id."""
    assignment = assignment_of(work)
    require(may_have_arrived(form.reported_on, legal_day(work.now)))
    record = enter(
        work.session,
        work.case,
        work.act,
        direction="internal",
        kind="report_back",
        title=form.title or headline(assignment.text),
        document_date=form.reported_on,
        text=clean(form.text, "text"),
    )
    assignment.reported_on, assignment.record_id = form.reported_on, record.id
    work.session.add(assignment)
    work.session.flush()
    reindex(work.session, work.case)
    facts: dict[str, Value] = {"assignment": str(assignment.id), "record": str(record.id), "number": record.number}
    return Done({"report": str(record.id)}, facts)


def headline(text: str) -> str:
    """An assignment as the title of its report: its first words, with a capital."""
    words = text.strip()
    short = words if len(words) <= 200 else words[:200].rsplit(" ", 1)[0] + " …"
    return f"Redovisning: {short}"


def open_assignments(session: Session, actor: Actor, limit: int = LISTED_MAX) -> list[tuple[Assignment, Case]]:
    """What has been decided and not reported back, the nearest day first, those without a day last."""
    wanted = (
        select(Assignment, Case)
        .join(Case, col(Case.id) == col(Assignment.case_id))
        .where(
            col(Assignment.organisation_id) == actor.organisation_id,
            col(Assignment.reported_on).is_(None),
            visible(actor, Assignment),
        )
        .order_by(col(Assignment.report_by).is_(None), col(Assignment.report_by), col(Assignment.id))
        .limit(limit)
    )
    return [(assignment, case) for assignment, case in session.exec(wanted)]
