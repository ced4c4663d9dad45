"""Whether the program is up and can reach its database."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy import text

from api.door import House, house, open_route

router = APIRouter(tags=["operation"])


class HealthView(BaseModel):
    """`ok` when the database answers."""

    status: str


@router.get("/health", response_model=HealthView, dependencies=[open_route()])
def health(inside: Annotated[House, Depends(house)]) -> HealthView:
    """Asks the database something small."""
    with inside.database.read() as session:
        session.connection().execute(text("SELECT 1"))
    return HealthView(status="ok")
