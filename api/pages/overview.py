"""Översikt: what is late and soon late, motions that nobody has decided, cases by kind and step, who has how much."""

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Response
from sqlmodel import Session

from api.pages.frame import page
from api.pages.visits import Visit, viewing
from api.resources.printed import drawn
from engine.db import found
from engine.documents.html import render_html
from engine.documents.models import UndecidedMotions
from engine.errors import NotFound
from engine.organisations.profiles import current_profile
from engine.registry.overview import Overview, Standing, overview
from engine.registry.undecided import undecided_motions
from engine.rules.calendar import legal_day

router = APIRouter(tags=["pages"])


@router.get("/overview")
def whole(visit: Annotated[Visit, viewing("overview.read")]) -> Response:
    """The whole at a glance; every chart is a table too."""
    who = visit.who
    told, motions = who.look(lambda session: (overview(session, who.actor, legal_day(who.now)), listed(session, visit)))
    return page(
        visit.request, "overview", visit.signed, told=told, motions=motions, kinds=by_kind(told), most=highest(told)
    )  # fmt: skip


def listed(session: Session, visit: Visit) -> UndecidedMotions | None:
    """The motions that the council has not decided; None where there is no council."""
    try:
        return undecided_motions(session, visit.who.actor, legal_day(visit.who.now))
    except NotFound:
        return None


def by_kind(told: Overview) -> list[tuple[str, list[Standing]]]:
    """The rows of the chart, kind by kind."""
    return [(kind, list(rows)) for kind, rows in groupby(told.standing, key=lambda one: one.kind)]


def highest(told: Overview) -> int:
    """The longest bar's count."""
    return max((one.count for one in told.standing), default=1)


@router.get("/motions/undecided.pdf")
def undecided_pdf(visit: Annotated[Visit, viewing("overview.read")]) -> Response:
    """Förteckning över obesvarade motioner as a PDF (KL 5:35)."""

    def make(session: Session) -> str:
        _, profile = current_profile(session, visit.who.actor.organisation_id)
        return render_html(found(listed(session, visit), body="council"), profile)

    return drawn(visit.who, visit.who.look(make), "obesvarade-motioner")
