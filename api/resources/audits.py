"""Audits: each recommendation with its answer, and the decision points that take it up. None is a gap, and is shown."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel
from sqlmodel import Session

from api.door import Answer, Asked, acting, asked
from api.resource import resource
from engine import auditing

router = resource("audits")


class TakenView(BaseModel):
    """A decision point that takes a recommendation up, and who has said so."""

    paragraph_id: UUID
    label: str
    case_id: UUID
    dnr: str
    point: int
    text: str
    by_name: str


class RecommendationView(BaseModel):
    """A recommendation as it stands; `gap` says that no decision point takes it up."""

    number: int
    text: str
    answer: str | None
    measure: str | None
    owner: str | None
    promised_on: date | None
    taken: list[TakenView]
    gap: bool

    @classmethod
    def of(cls, one: auditing.Standing) -> Self:
        """The view of a recommendation with its links."""
        row = one.recommendation
        return cls(
            number=row.number,
            text=row.text,
            answer=row.answer,
            measure=row.measure,
            owner=row.owner,
            promised_on=row.promised_on,
            taken=[TakenView.model_validate(taken, from_attributes=True) for taken in one.taken],
            gap=not one.taken,
        )


class RecommendationList(BaseModel):
    """The recommendations in their order."""

    items: list[RecommendationView]


@router.get("/cases/{case_id}/recommendations", response_model=RecommendationList)
def listed(case_id: UUID, who: Annotated[Asked, asked("case.read")]) -> RecommendationList:
    """An audit's recommendations; of a case that an audit has caused, the audit's with this case's own points."""
    rows = who.look(lambda session: auditing.standing_of(session, who.actor, case_id))
    return RecommendationList(items=[RecommendationView.of(one) for one in rows])


@router.post("/cases/{case_id}/recommendations/links", status_code=201, response_model=RecommendationView)
def link(case_id: UUID, form: auditing.LinkForm, who: Annotated[Asked, acting("case.relate")]) -> Response:
    """Says which decision point takes up a recommendation; it stands with your name."""

    def do(session: Session) -> Answer:
        return Answer(RecommendationView.of(auditing.link_decision(session, who.actor, case_id, form, who.now)), 201)

    return who.act(do, form)
