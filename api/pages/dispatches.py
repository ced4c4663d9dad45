"""Utskick: what has not reached its recipient, and what is done about it; and the door for recipients of links."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse
from sqlmodel import Session

from api.door import Answer, House, open_route
from api.pages.choices import Matter
from api.pages.frame import HEADERS, may, page
from api.pages.sending import Sent, carried_out, sending
from api.pages.shown import Sheet, new_key
from api.pages.tasks import status
from api.pages.visits import Visit, viewing
from engine import dispatch, files
from engine.dispatch.fetching import behind, fetch
from engine.dispatch.lists import Sending, of_paragraph, seen, unsettled
from engine.forms import Form

router = APIRouter(tags=["pages"])
SHOWN = 200
"""Most rows on the page; they are taken from the oldest."""
Secret = Annotated[str, Path(min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]


@router.get("/dispatches")
def waiting(visit: Annotated[Visit, viewing("dispatch.read")]) -> Response:
    """Everything that has not reached its recipient, or has been served and not acknowledged."""
    who = visit.who
    rows = who.look(lambda session: unsettled(session, who.actor, None, SHOWN + 1))
    return listed(visit, rows[:SHOWN], more=len(rows) > SHOWN)


@router.get("/paragraphs/{paragraph_id}/dispatches")
def of(paragraph_id: UUID, visit: Annotated[Visit, viewing("dispatch.read")]) -> Response:
    """Who has got the extract of one §, and who has not."""
    who = visit.who
    return listed(visit, who.look(lambda session: of_paragraph(session, who.actor, paragraph_id)), whole=True)


def listed(visit: Visit, rows: list[Sending], *, more: bool = False, whole: bool = False) -> Response:
    """The table of sendings."""
    keeps = may(visit.who.actor, "dispatch.keep")
    return page(visit.request, "dispatches", visit.signed, rows=rows, more=more, whole=whole, keeps=keeps, acts=ACTS)


@dataclass(frozen=True)
class Act:
    """Something that is done with one sending by filling in a form."""

    title: str
    form: type[Form]
    do: Callable[..., Any]
    button: str
    states: frozenset[str]
    """The states in which it is offered."""
    lead: str


ACTS: dict[str, Act] = {
    "again": Act(
        "Skicka på nytt",
        dispatch.AgainForm,
        dispatch.send_again,
        "Skicka på nytt",
        frozenset({"sent", "refused", "bounced", "received"}),
        "Bara den här mottagaren får utdraget igen. De andra får inget nytt brev.",
    ),
    "receipt": Act(
        "Mottagningsbevis",
        dispatch.ReceiptForm,
        dispatch.note_receipt,
        "Anteckna",
        frozenset({"sent"}),
        "Mottagaren har bekräftat att utdraget kom fram.",
    ),
    "bounce": Act(
        "Utdraget kom tillbaka",
        dispatch.BounceForm,
        dispatch.note_bounce,
        "Anteckna",
        frozenset({"sent", "received"}),
        "Därefter kan utdraget skickas på nytt till rätt adress.",
    ),
}


def offer(name: str, act: Act) -> None:
    """Gives the act its two routes: the form, and the form filled in."""
    sheet = Sheet.of(act.form)

    def form_page(
        visit: Visit, dispatch_id: UUID, sent: Sent | None = None, refused: Exception | None = None
    ) -> Response:
        def shown(session: Session) -> Any:
            one = seen(session, visit.who.actor, dispatch_id)
            matter = Matter(visit.who.actor)
            known = {"way_out": one.row.way, "address": one.row.address} if name == "again" else {}
            filled = (
                sheet.first(session, matter, known) if sent is None else sheet.again(session, matter, sent, refused)
            )
            return one, filled

        one, filled = visit.who.look(shown)
        return page(
            visit.request,
            "dispatch_act",
            visit.signed,
            status=status(refused),
            one=one,
            form=filled,
            act=act,
            name=name,
            key=new_key(),
        )

    def ask(dispatch_id: UUID, visit: Annotated[Visit, viewing("dispatch.keep")]) -> Response:
        return form_page(visit, dispatch_id)

    def act_on(dispatch_id: UUID, sent: Annotated[Sent, sending("dispatch.keep")]) -> Response:
        given = sheet.answers(sent)

        def do(session: Session) -> Answer:
            row = act.do(session, sent.who.actor, dispatch_id, act.form.model_validate(given), sent.who.now)
            return Answer(None, 303, location=f"/paragraphs/{row.paragraph_id}/dispatches")

        return carried_out(sent, do, given, lambda refused: form_page(sent.visit, dispatch_id, sent, refused))

    router.add_api_route(f"/dispatches/{{dispatch_id}}/{name}/new", ask, methods=["GET"], name=f"ask_{name}")
    router.add_api_route(f"/dispatches/{{dispatch_id}}/{name}", act_on, methods=["POST"], name=f"do_{name}")


for _name, _act in ACTS.items():
    offer(_name, _act)


@router.get("/utdrag/{secret}", dependencies=[open_route()])
def link(secret: Secret, request: Request) -> Response:
    """What the link of a mail leads to. Nothing is noted until the file is fetched: servers look at links too."""
    house: House = request.app.state.house
    with house.database.read() as session:
        there = behind(session, secret, house.clock())
    return page(request, "fetch", there=there, secret=secret)


@router.get("/utdrag/{secret}/fil", dependencies=[open_route()])
def content(secret: Secret, request: Request) -> Response:
    """The secret extract itself; its reading is noted before it is sent."""
    house: House = request.app.state.house
    with house.database.write() as session:
        file, path = fetch(session, house.files, secret, house.clock())
    held = {
        **HEADERS,
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.filename, safe='')}",
        "Content-Length": str(file.size),
    }
    return StreamingResponse(files.pieces(path), headers=held, media_type="application/pdf")
