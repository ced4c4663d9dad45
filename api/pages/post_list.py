"""Dagens post: what was registered on a day, for oneself and as it is handed out."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.pages.days import day_of
from api.pages.frame import page
from api.pages.visits import Visit, viewing
from api.resources import post_lists as api
from engine.rules.calendar import legal_day

router = APIRouter(tags=["pages"])
FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)
Text = Annotated[str, Query(max_length=40)]


def asked_day(text: str, today: date) -> date:
    """The day that was asked for, today when it is none that calendars reach."""
    try:
        return min(max(date.fromisoformat(day_of(text, today)), FIRST), LAST) if text else today
    except ValueError:
        return today


def around(day: date, today: date) -> tuple[date | None, date | None]:
    """The days before and after, no later than today."""
    before = day - timedelta(days=1) if day > FIRST else None
    return before, day + timedelta(days=1) if day < today else None


@router.get("/post-list")
def one(visit: Annotated[Visit, viewing("case.read")], day: Text = "", view: Text = "") -> Response:
    """The list of a day: what one may see, or what anyone may."""
    today = legal_day(visit.who.now)
    on, public = asked_day(day, today), view == "public"
    found = visit.who.look(lambda session: api.listed(session, visit.who, on, public=public))
    return page(visit.request, "post_list", visit.signed, found=found, around=around(on, today))


@router.get("/post-list.pdf")
def pdf(visit: Annotated[Visit, viewing("case.read")], day: Text = "", view: Text = "") -> Response:
    """The same on paper."""
    on = asked_day(day, legal_day(visit.who.now))
    return api.drawn(visit.who, lambda session: api.listed(session, visit.who, on, public=view == "public"))
