"""Who has got an extract, and who has not: of one §, and of everything that has gone or should have gone."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, literal_column, or_, select
from sqlmodel import Session, col

from engine.access import Actor, visible
from engine.cases.tables import Case
from engine.db import found
from engine.dispatch.tables import UNSETTLED, Dispatch
from engine.meetings.tables import Paragraph


@dataclass(frozen=True)
class Sending:
    """A row with what people call its § and case by."""

    row: Dispatch
    paragraph: str
    title: str
    dnr: str


def of_paragraph(session: Session, actor: Actor, paragraph_id: UUID) -> list[Sending]:
    """Every sending of a §'s extract, in the order of its recipients. NotFound for a § that is hidden."""
    seen = select(col(Paragraph.id)).where(col(Paragraph.id) == paragraph_id, visible(actor, Paragraph))
    found(session.execute(seen).first(), paragraph=str(paragraph_id))
    wanted = told().where(col(Dispatch.paragraph_id) == paragraph_id, visible(actor, Dispatch))
    rows = session.execute(wanted.order_by(col(Dispatch.position), col(Dispatch.id))).all()
    return [Sending(*row) for row in rows]


def seen(session: Session, actor: Actor, dispatch_id: UUID) -> Sending:
    """One sending. NotFound when it is hidden."""
    wanted = told().where(col(Dispatch.id) == dispatch_id, visible(actor, Dispatch))
    return Sending(*found(session.execute(wanted).first(), dispatch=str(dispatch_id)))


def unsettled(session: Session, actor: Actor, after: UUID | None, limit: int) -> list[Sending]:
    """What has not reached its recipient: in line, refused, come back; and what is served but not acknowledged.

    The oldest first, from the one after `after`.
    """
    here = col(Dispatch.organisation_id) == actor.organisation_id
    wanted = told().where(here, visible(actor, Dispatch), or_(literal_column(f"({UNSETTLED.text})"), unacknowledged()))
    if after is not None:
        wanted = wanted.where(col(Dispatch.id) > after)
    return [Sending(*row) for row in session.execute(wanted.order_by(col(Dispatch.id)).limit(limit)).all()]


def unacknowledged() -> ColumnElement[bool]:
    """What has been sent to be served on somebody (delgivning) who has not confirmed it."""
    return (col(Dispatch.purpose) == "service") & (col(Dispatch.state) == "sent") & col(Dispatch.replaced_by).is_(None)


def told() -> Select[Dispatch, str | None, str, str]:
    """Rows with the names of their § and case."""
    joined = select(Dispatch, col(Paragraph.label), col(Paragraph.title), col(Case.dnr))
    return joined.join(Paragraph, col(Paragraph.id) == col(Dispatch.paragraph_id)).join(
        Case, col(Case.id) == col(Dispatch.case_id)
    )
