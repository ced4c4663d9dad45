"""The post list of a day, as those who are signed in read it, and as they hand it out."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Self
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel
from sqlmodel import Session

from api.door import Asked, asked
from api.resource import resource
from api.resources.sheets import PAGE, PREVIEW
from engine import registry
from engine.documents.html import render_html
from engine.forms import Day as LegalDay
from engine.organisations.profiles import current_profile
from engine.rules.calendar import legal_day

router = resource("post-list")
Day = Annotated[LegalDay | None, Query(description="The day of registration; today when it is left out.")]
Public = Annotated[bool, Query(description="As anyone may read it, without what is withheld (OSL 5:2).")]


class PostLineView(BaseModel):
    """A record of the day. `title` and `correspondent` are null where they are left out (OSL 5:2)."""

    record_id: UUID | None
    case_id: UUID | None
    case_title: str | None
    dnr: str
    number: int | None
    direction: str
    day: date
    title: str | None
    correspondent: str | None
    secret: bool
    voided: bool


class PostListView(BaseModel):
    """The records of a day in the order they were registered. `whole` is false when there are more than are listed."""

    day: date
    public: bool
    whole: bool
    lines: list[PostLineView]

    @classmethod
    def of(cls, listed: registry.PostList) -> Self:
        """The view of a list."""
        return cls.model_validate(listed, from_attributes=True)


def listed(session: Session, who: Asked, day: date | None, *, public: bool) -> registry.PostList:
    """The list of a day."""
    on = day or legal_day(who.now)
    if public:
        return registry.public_post_list(session, who.actor.organisation_id, on)
    return registry.post_list(session, who.actor, on)


@router.get("/post-list", response_model=PostListView)
def one(who: Annotated[Asked, asked("case.read")], day: Day = None, public: Public = False) -> PostListView:
    """Postlistan: what was registered on a day, of what you may see, or as anyone may read it."""
    return PostListView.of(who.look(lambda session: listed(session, who, day, public=public)))


@router.get("/post-list.pdf", response_class=Response, responses={200: {"content": {"application/pdf": {}}}})
def pdf(who: Annotated[Asked, asked("case.read")], day: Day = None, public: Public = False) -> Response:
    """Postlistan as a PDF, drawn by the pool; 503 when others are before you for too long."""
    return drawn(who, lambda session: listed(session, who, day, public=public))


def drawn(who: Asked, find: Callable[[Session], registry.PostList]) -> Response:
    """A list as a PDF, drawn while the reader waits."""

    def look(session: Session) -> tuple[str, date]:
        found = find(session)
        document = registry.post_list_document(session, who.actor.organisation_id, found)
        _, profile = current_profile(session, who.actor.organisation_id)
        return render_html(document, profile), found.day

    html, day = who.look(look)
    headers = {**PAGE, "Content-Disposition": f'inline; filename="postlista-{day.isoformat()}.pdf"'}
    return Response(who.house.printer.draw(html, within=PREVIEW), headers=headers, media_type="application/pdf")
