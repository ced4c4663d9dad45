"""Whether the program is up and can reach its database."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.door import House, house, open_route
from engine.errors import Misconfigured

router = APIRouter(tags=["operation"])


class HealthView(BaseModel):
    """`ok` when the database answers."""

    status: str


@router.get("/health", response_model=HealthView, dependencies=[open_route()])
def health(inside: Annotated[House, Depends(house)]) -> HealthView:
    """Asks the database something small; 503 when it does not answer."""
    try:
        with inside.database.read() as session:
            session.connection().execute(text("SELECT 1"))
    except SQLAlchemyError as fault:
        raise Misconfigured(database="does not answer", fault=type(fault).__name__) from fault
    return HealthView(status="ok")
