"""The standing proposal (liggande förslag): what the body that decides has before it."""

from typing import cast

from sqlmodel import Session, col, select

from engine.cases.tables import Case
from engine.drafting.forms import Meaning, PointForm, ReportForm
from engine.drafting.tables import Draft
from engine.drafting.writing import latest_version, read_report
from engine.errors import Invalid
from engine.meetings.facts import read
from engine.meetings.tables import DecisionPoint, Paragraph
from engine.organisations.tables import Body

MEANINGS = ("approved", "rejected", "answered", "written_off")


def report_of(session: Session, paragraph: Paragraph) -> ReportForm | None:
    """The report that was finished for the matter as it stands on the agenda, if any."""
    draft = session.get(Draft, paragraph.draft_id) if paragraph.draft_id else None
    return read_report(latest_version(session, draft)) if draft else None


def standing_points(session: Session, case: Case, paragraph: Paragraph, body: Body) -> tuple[PointForm, ...]:
    """What a preparing body has proposed to the council on this report, else what the report proposes.

    In the council the proposals are its own to decide. Invalid when nothing has been proposed.
    """
    proposed = proposed_by_board(session, case, paragraph)
    if proposed is None:
        report = report_of(session, paragraph)
        proposed = report.proposal if report else ()
    if body.kind == "council":
        proposed = tuple(as_own(point) for point in proposed if point.kind == "to_council")
    if not proposed:
        raise Invalid("points", "nothing has been proposed, so say what is to be decided")
    return proposed


def as_own(point: PointForm) -> PointForm:
    """A point that was proposed to the council, as the council decides it."""
    return point.model_copy(update={"kind": "own"})


def proposed_by_board(session: Session, case: Case, paragraph: Paragraph) -> tuple[PointForm, ...] | None:
    """The points of the latest § on the same report in which a body proposed to the council; None without one."""
    wanted = select(Paragraph).where(
        col(Paragraph.case_id) == case.id,
        col(Paragraph.outcome) == "proposed",
        col(Paragraph.draft_id) == paragraph.draft_id,
    )
    earlier = session.exec(wanted.order_by(col(Paragraph.id).desc()).limit(1)).first()
    if earlier is None or earlier.facts is None:
        return None
    asked = read(earlier.facts).proposed
    points = select(DecisionPoint).where(
        col(DecisionPoint.paragraph_id) == earlier.id, col(DecisionPoint.kind) == "to_council"
    )
    decided = session.exec(points.order_by(col(DecisionPoint.number))).all()
    return tuple(proposed_point(point, asked) for point in decided)


def proposed_point(point: DecisionPoint, asked: tuple[PointForm, ...]) -> PointForm:
    """A decided point as the next body has it before it: the winner's words, about the same att-satser."""
    origin = asked[point.origin - 1] if point.origin else None
    return PointForm(
        kind="to_council",
        text=point.text,
        sentence=origin.sentence if origin else False,
        means=cast("Meaning", point.outcome) if point.outcome in MEANINGS else None,
        clauses=origin.clauses if origin else (),
    )
