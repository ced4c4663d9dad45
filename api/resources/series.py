"""Number series: where they go on from, and numbers that are voided, each with its reason."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel
from sqlmodel import Session

from api.door import Answer, Asked, acting
from api.resource import resource
from engine import registry

router = resource("series")


class JumpView(BaseModel):
    """Why a series jumps: it was started at a number, or a number was voided."""

    id: UUID
    kind: str
    year: int
    """0 for a series that does not restart."""
    number: int
    label: str | None
    """A voided number as it would have been written."""
    reason: str
    at: datetime
    by_name: str

    @classmethod
    def of(cls, note: registry.SeriesNote) -> Self:
        """The view of a row."""
        return cls.model_validate(note, from_attributes=True)


@router.post("/series/start", status_code=201, response_model=JumpView)
def start(form: registry.SeriesStartForm, who: Annotated[Asked, acting("series.keep")]) -> Response:
    """Lets a series go on from a number, as when the diary comes from paper. Refused at numbers already taken."""

    def do(session: Session) -> Answer:
        return Answer(JumpView.of(registry.start_series(session, who.actor, form, who.now)), 201)

    return who.act(do, form)


@router.post("/series/void", status_code=201, response_model=JumpView)
def void(form: registry.VoidNumberForm, who: Annotated[Asked, acting("series.keep")]) -> Response:
    """Takes the next number of a series and voids it. It is never used again."""

    def do(session: Session) -> Answer:
        return Answer(JumpView.of(registry.void_number(session, who.actor, form, who.now)), 201)

    return who.act(do, form)
