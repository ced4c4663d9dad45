"""Number series: where they go on from, and numbers that are voided, each with its reason."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel
from sqlmodel import Session

from api.door import Answer, Asked, acting, asked
from api.resource import resource
from engine import registry
from engine.forms import Line

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


class JumpList(BaseModel):
    """Every jump of one series."""

    items: list[JumpView]


Year = Annotated[int | None, Query(ge=1900, le=9999, description="The year; without it the one that runs now.")]


@router.get("/series/jumps", response_model=JumpList)
def jumps(
    who: Annotated[Asked, asked("organisation.read")],
    series: Annotated[Literal["dnr", "motion", "paragraph"], Query(description="Which kind of series.")],
    diary: Annotated[Line | None, Query(description="Whose dnr: the diary's slug.")] = None,
    body: Annotated[Line | None, Query(description="Whose §§: the body's slug.")] = None,
    year: Year = None,
) -> JumpList:
    """Where a series jumps and why, in order of number: the rest of its numbers stand without a gap."""
    form = registry.SeriesForm(series=series, diary=diary, body=body, year=year)
    notes = who.look(lambda session: registry.jumps(session, who.actor, form, who.now))
    return JumpList(items=[JumpView.of(note) for note in notes])


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
