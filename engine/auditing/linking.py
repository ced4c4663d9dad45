"""Which decision point takes up which recommendation: a named person says so, and what nobody has linked is a gap.

A recommendation may be answered in the opinion and still have no decision point; both are told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlmodel import Session, col, or_, select

from engine.access import Actor, visible
from engine.acts import note, open_case, permit_work, see_case
from engine.auditing.answering import of_case
from engine.auditing.tables import Recommendation, RecommendationLink
from engine.cases.tables import Case, Relation
from engine.db import found
from engine.errors import Invalid
from engine.forms import Form, Line, Place
from engine.meetings.tables import DecisionPoint, Paragraph
from engine.registry.opening import find_case


class LinkForm(Form):
    """A decision point that takes up a recommendation: in the audit's own case or one that it has caused."""

    recommendation: Annotated[Place, Field(title="Rekommendation", description="Rekommendationens nummer.")]
    case: Annotated[
        Line | None,
        Field(title="Ärende", description="Diarienumret för ärendet med beslutet; granskningens eget när det är tomt."),
    ] = None
    paragraph: Annotated[
        Line | None, Field(title="Paragraf", description="Till exempel § 113; ärendets senaste beslut när det är tomt.")
    ] = None
    point: Annotated[Place, Field(title="Beslutspunkt", description="Punktens nummer i beslutet.")]


@dataclass(frozen=True)
class Taken:
    """A decision point that takes a recommendation up."""

    paragraph_id: UUID
    label: str
    case_id: UUID
    dnr: str
    point: int
    text: str
    by_name: str


@dataclass(frozen=True)
class Standing:
    """A recommendation with its answer and the decision points that take it up; none is a gap."""

    recommendation: Recommendation
    taken: tuple[Taken, ...]


def link_decision(session: Session, actor: Actor, case_id: UUID, form: LinkForm, now: datetime) -> Standing:
    """Says that a decision point takes up a recommendation. One journal entry, on the audit's case.

    NotFound for a point that is hidden, or of a case that is not related to the audit. A second time is refused.
    """
    case = open_case(session, actor, case_id)
    permit_work(session, actor, "case.relate", case)
    number = form.recommendation
    asked = select(Recommendation).where(col(Recommendation.case_id) == case.id, col(Recommendation.number) == number)
    recommendation = found(session.exec(asked).first(), recommendation=str(number))
    paragraph = paragraph_with(session, actor, case, form)
    key = (recommendation.id, paragraph.id, form.point)
    if session.get(RecommendationLink, key) is not None:
        raise Invalid("point", "it takes the recommendation up already")
    link = RecommendationLink(
        recommendation_id=recommendation.id,
        paragraph_id=paragraph.id,
        point=form.point,
        by_id=actor.user_id,
        by_name=actor.name,
        at=now,
    )
    session.add(link)
    facts = {"recommendation": number, "paragraph": paragraph.label, "point": form.point}
    note(session, case, actor.act(now), "recommendation:linked", facts)
    session.flush()
    return next(one for one in standing_of(session, actor, case_id) if one.recommendation.number == number)


def paragraph_with(session: Session, actor: Actor, case: Case, form: LinkForm) -> Paragraph:
    """The § that holds the point, in the audit's own case or a related one."""
    decided_in = find_case(session, actor, form.case, "case") if form.case else case.id
    point = (col(DecisionPoint.paragraph_id) == col(Paragraph.id)) & (col(DecisionPoint.number) == form.point)
    wanted = (
        select(Paragraph)
        .join(DecisionPoint, point)
        .where(
            col(Paragraph.case_id) == decided_in,
            col(Paragraph.case_id).in_(kin(session, case)),
            col(Paragraph.number).is_not(None),
            visible(actor, Paragraph),
        )
        .order_by(col(Paragraph.id).desc())
        .limit(1)
    )
    if form.paragraph is not None:
        wanted = wanted.where(col(Paragraph.label) == form.paragraph)
    return found(session.exec(wanted).first(), paragraph=form.paragraph or "", point=str(form.point))


def kin(session: Session, case: Case) -> Sequence[UUID]:
    """The audit's case and those that are related to it."""
    wanted = select(Relation).where(
        or_(col(Relation.case_id) == case.id, col(Relation.other_id) == case.id), col(Relation.ended_at).is_(None)
    )
    return [case.id, *(one for row in session.exec(wanted) for one in (row.case_id, row.other_id) if one != case.id)]


def standing_of(session: Session, actor: Actor, case_id: UUID) -> list[Standing]:
    """The recommendations of an audit, each with the decision points that take it up, those that are hidden left out.

    For a case that an audit has caused: the audit's recommendations, with the points of this case alone.
    """
    case = see_case(session, actor, case_id)
    audit = case if case.kind == "audit_response" else audit_behind(session, actor, case)
    if audit is None:
        return []
    rows = of_case(session, audit)
    taken = taken_up(session, actor, rows, None if audit.id == case.id else case.id)
    return [Standing(row, taken.get(row.id, ())) for row in rows]


def audit_behind(session: Session, actor: Actor, case: Case) -> Case | None:
    """The audit that a case was caused by, or has to do with."""
    wanted = (
        select(Case)
        .where(col(Case.id).in_(kin(session, case)), col(Case.kind) == "audit_response", visible(actor, Case))
        .order_by(col(Case.id))
    )
    return session.exec(wanted).first()


def taken_up(
    session: Session, actor: Actor, rows: Sequence[Recommendation], only: UUID | None
) -> Mapping[UUID, tuple[Taken, ...]]:
    """The decision points that take up each of the recommendations, in the order they were linked."""
    wanted = (
        select(RecommendationLink, DecisionPoint, Paragraph, Case.dnr)
        .join(
            DecisionPoint,
            (col(DecisionPoint.paragraph_id) == col(RecommendationLink.paragraph_id))
            & (col(DecisionPoint.number) == col(RecommendationLink.point)),
        )
        .join(Paragraph, col(Paragraph.id) == col(DecisionPoint.paragraph_id))
        .join(Case, col(Case.id) == col(Paragraph.case_id))
        .where(col(RecommendationLink.recommendation_id).in_([row.id for row in rows]), visible(actor, Paragraph))
        .order_by(col(RecommendationLink.at), col(RecommendationLink.paragraph_id), col(RecommendationLink.point))
    )
    if only is not None:
        wanted = wanted.where(col(Paragraph.case_id) == only)
    taken: dict[UUID, tuple[Taken, ...]] = {}
    for link, point, paragraph, dnr in session.exec(wanted):
        one = Taken(
            paragraph.id, paragraph.label or "", found(paragraph.case_id), dnr, point.number, point.text, link.by_name
        )
        taken[link.recommendation_id] = (*taken.get(link.recommendation_id, ()), one)
    return taken
