"""Publicera en maskad version: the text as the public will read it, what is hidden in it, and for how long."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import ValidationError
from sqlmodel import Session

from api.door import Answer
from api.messages import sentence
from api.pages.choices import Matter
from api.pages.fields import Filled
from api.pages.frame import page
from api.pages.sending import Sent, carried_out, sending
from api.pages.shown import Sheet, new_key
from api.pages.tasks import status
from api.pages.visits import Visit, viewing
from api.resources.readings import read
from api.resources.record_views import rev_of
from api.resources.records import seen
from engine.cases.tables import Record
from engine.documents.richtext import clean
from engine.errors import DnrError, Forbidden, NotFound
from engine.minutes import publications as room
from engine.minutes.publications import MaskForm, Preview, PublishForm, WithdrawForm

router = APIRouter(tags=["pages"])
SHEET = Sheet.of(PublishForm)
ENDING = Sheet.of(WithdrawForm)


def publish_page(visit: Visit, record_id: UUID, sent: Sent | None = None, refused: Exception | None = None) -> Response:
    """The page, with what is hidden so far taken out of the text."""
    who = visit.who
    hidden = SHEET.answers(sent).get("hidden", []) if sent else []

    def look(session: Session) -> tuple[Record, int, Filled, Preview | None, str | None]:
        record = seen(session, who.actor, record_id)
        matter = Matter(who.actor, body_id=record.body_id)
        form = SHEET.again(session, matter, sent, refused) if sent else SHEET.first(session, matter, {"hidden": [{}]})
        shown, why = previewed(session, visit, record_id, hidden)
        return record, rev_of(session, record), form, shown, why

    record, rev, form, shown, why = who.look(look)
    read(who, record)
    return page(
        visit.request, "publish", visit.signed, status=status(refused), record=record, rev=rev, form=form,
        shown=shown, text=text_of(shown), why=why, key=new_key(),
    )  # fmt: skip


def previewed(session: Session, visit: Visit, record_id: UUID, hidden: object) -> tuple[Preview | None, str | None]:
    """What the public would read, or why there is nothing that can be published."""
    try:
        return room.preview(session, visit.who.actor, record_id, MaskForm.model_validate({"hidden": hidden})), None
    except (NotFound, Forbidden):
        raise
    except ValidationError:
        return None, None  # the form's own fields say what is wrong
    except DnrError as refused:
        return None, sentence(refused)


def text_of(shown: Preview | None) -> str:
    """The document's text as a fragment of our own page; its style stays behind."""
    if shown is None:
        return ""
    _, _, body = shown.html.partition("<main>")
    return clean(body.partition("</main>")[0])


@router.get("/records/{record_id}/publish")
def ask(record_id: UUID, visit: Annotated[Visit, viewing("record.publish")]) -> Response:
    """What the public would read if nothing more were hidden."""
    return publish_page(visit, record_id)


@router.post("/records/{record_id}/publish")
def publish(record_id: UUID, sent: Annotated[Sent, sending("record.publish")]) -> Response:
    """Publishes the masked version, or shows the text anew with what has been named taken out of it."""
    given = SHEET.answers(sent)

    def do(session: Session) -> Answer:
        form = PublishForm.model_validate(given)
        room.publish(session, sent.who.actor, record_id, form, sent.who.now, sent.who.seen)
        return Answer(None, 303, location=f"/records/{record_id}")

    return carried_out(sent, do, given, lambda refused: publish_page(sent.visit, record_id, sent, refused))


def ending_page(visit: Visit, record_id: UUID, sent: Sent | None = None, refused: Exception | None = None) -> Response:
    """The page that asks why something is taken down."""
    who = visit.who

    def look(session: Session) -> tuple[Record, Filled]:
        record = seen(session, who.actor, record_id)
        matter = Matter(who.actor, body_id=record.body_id)
        return record, ENDING.again(session, matter, sent, refused) if sent else ENDING.first(session, matter)

    record, form = who.look(look)
    read(who, record)
    return page(
        visit.request, "take_down", visit.signed, status=status(refused), record=record, form=form, key=new_key()
    )  # fmt: skip


@router.get("/records/{record_id}/take-down")
def ask_why(record_id: UUID, visit: Annotated[Visit, viewing("record.publish")]) -> Response:
    """Asks why the published version is taken down."""
    return ending_page(visit, record_id)


@router.post("/records/{record_id}/take-down")
def take_down(record_id: UUID, sent: Annotated[Sent, sending("record.publish")]) -> Response:
    """Takes it down."""
    given = ENDING.answers(sent)

    def do(session: Session) -> Answer:
        room.withdraw(session, sent.who.actor, record_id, WithdrawForm.model_validate(given), sent.who.now)
        return Answer(None, 303, location=f"/records/{record_id}")

    return carried_out(sent, do, given, lambda refused: ending_page(sent.visit, record_id, sent, refused))
