"""Högen: files dropped to be registered one by one, in a case of their own or in one that is there."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Response
from sqlmodel import Session

from api.door import Answer
from api.pages.choices import Matter
from api.pages.fields import Filled, explained
from api.pages.frame import leave, page
from api.pages.register import origins, suggested
from api.pages.sending import Sent, carried_out, sending
from api.pages.shown import Sheet, new_key
from api.pages.tasks import status
from api.pages.visits import Visit, viewing
from api.resources import pile as api
from api.resources.sent_files import sent_file
from api.uploads import FILES_MAX
from engine import registry
from engine.errors import Invalid

router = APIRouter(tags=["pages"])
SHEET = Sheet.of(registry.PlaceForm)
ASIDE = Sheet.of(registry.ReasonForm)
LAID = Sheet.of(registry.PileForm)
RENAMED = {"correspondent": "sender", "received_on": "arrived_on"}
"""Fields of a record that are hinted at by other names."""


@router.get("/pile")
def listed(visit: Annotated[Visit, viewing("case.register")]) -> Response:
    """What waits, the oldest first."""
    left = visit.who.look(lambda session: registry.waiting_pile(session, visit.who.actor))
    return pile_page(visit, left)


def pile_page(visit: Visit, left: registry.Pile, refused: Exception | None = None) -> Response:
    """The pile, and the field where more is dropped."""
    return page(
        visit.request, "pile", visit.signed, status=status(refused), left=left, key=new_key(), files=FILES_MAX,
        fault=refused is not None,
        most=visit.request.app.state.most_file,
    )  # fmt: skip


@router.post("/pile")
def add(sent: Annotated[Sent, sending("case.register")]) -> Response:
    """Lays the files in the pile and goes on to the first of them."""
    who = sent.who
    given = {**LAID.answers(sent), "together": sent.raw.get("together") == "ja"}

    def again(refused: Exception | None) -> Response:
        return pile_page(sent.visit, who.look(lambda session: registry.waiting_pile(session, who.actor)), refused)

    try:
        files = sent.keep_files()
    except Invalid as empty:
        return again(empty)
    if not files:
        return leave("/pile")
    some = api.unpacked(who, files)

    def do(session: Session) -> Answer:
        items = registry.add_to_pile(session, who.actor, registry.PileForm.model_validate(given), some, who.now)
        return Answer(None, 303, location=f"/register?item={items[0].id}")

    return carried_out(sent, do, {"form": given, "files": [[one.sha256, one.filename] for one in files]}, again)


@router.get("/pile/{item_id}/files/{position}")
def file(
    item_id: UUID,
    position: Annotated[int, Path(ge=1, le=100_000)],
    visit: Annotated[Visit, viewing("case.register")],
) -> Response:
    """A file of something in the pile, saved and never shown inside our own pages."""
    there = visit.who.look(lambda session: registry.see_in_pile(session, visit.who.actor, item_id))
    return sent_file(visit.who, api.file_at(there, position))


@router.get("/pile/{item_id}/place")
def ask(item_id: UUID, visit: Annotated[Visit, viewing("case.register")], case: str = "") -> Response:
    """The form that puts it in a case that is there, with what was read in it."""
    who = visit.who

    def look(session: Session) -> tuple[registry.InPile, Filled]:
        there = registry.see_in_pile(session, who.actor, item_id)
        hints = suggested(session, who, there)
        said = {hint.field: hint.value for hint in hints}
        given: dict[str, Any] = {"case": case[:200], "title": said.get("title"), "way_in": said.get("way_in")}
        given |= {name: said.get(hinted) for name, hinted in RENAMED.items()}
        given |= {"document_date": said.get("document_date")}
        form = SHEET.first(session, Matter(who.actor), {name: one for name, one in given.items() if one})
        told = origins(hints)
        names = {name: name for name in ("title", "way_in", "document_date")} | RENAMED
        return there, explained(form, {name: told[to] for name, to in names.items() if to in told})

    there, form = who.look(look)
    return place_page(visit, there, form)


def place_page(visit: Visit, there: registry.InPile, form: Filled, refused: Exception | None = None) -> Response:
    """The form on its page."""
    return page(
        visit.request, "place", visit.signed, status=status(refused), there=there, form=form, key=new_key()
    )  # fmt: skip


@router.post("/pile/{item_id}/place")
def place(item_id: UUID, sent: Annotated[Sent, sending("case.register")]) -> Response:
    """Registers it in the case, and goes to the case."""
    who = sent.who
    given = SHEET.answers(sent)

    def do(session: Session) -> Answer:
        form = registry.PlaceForm.model_validate(given)
        record = registry.place_from_pile(session, who.actor, item_id, form, who.now)
        return Answer(None, 303, location=f"/cases/{record.case_id}")

    def again(refused: Exception | None) -> Response:
        def look(session: Session) -> tuple[registry.InPile, Filled]:
            there = registry.see_in_pile(session, who.actor, item_id)
            return there, SHEET.again(session, Matter(who.actor), sent, refused)

        return place_page(sent.visit, *who.look(look), refused)

    return carried_out(sent, do, given, again)


@router.get("/pile/{item_id}/put-aside")
def ask_aside(item_id: UUID, visit: Annotated[Visit, viewing("case.register")]) -> Response:
    """Why is it not registered?"""
    there, form = visit.who.look(
        lambda session: (
            registry.see_in_pile(session, visit.who.actor, item_id),
            ASIDE.first(session, Matter(visit.who.actor)),
        )
    )
    return aside_page(visit, there, form)


def aside_page(visit: Visit, there: registry.InPile, form: Filled, refused: Exception | None = None) -> Response:
    """The form on its page."""
    return page(
        visit.request, "put_aside", visit.signed, status=status(refused), there=there, form=form, key=new_key()
    )  # fmt: skip


@router.post("/pile/{item_id}/put-aside")
def put_aside(item_id: UUID, sent: Annotated[Sent, sending("case.register")]) -> Response:
    """Puts it aside, for the reason."""
    who = sent.who
    given = ASIDE.answers(sent)

    def do(session: Session) -> Answer:
        registry.put_aside(session, who.actor, item_id, registry.ReasonForm.model_validate(given), who.now)
        return Answer(None, 303, location="/pile")

    def again(refused: Exception | None) -> Response:
        def look(session: Session) -> tuple[registry.InPile, Filled]:
            there = registry.see_in_pile(session, who.actor, item_id)
            return there, ASIDE.again(session, Matter(who.actor), sent, refused)

        return aside_page(sent.visit, *who.look(look), refused)

    return carried_out(sent, do, given, again)
