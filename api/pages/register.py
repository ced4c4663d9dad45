"""Registrera: what is this, is it new? One page, by the keyboard alone; the number is shown at once."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from sqlmodel import Session

from api.door import Answer
from api.pages.choices import Matter
from api.pages.fields import Filled
from api.pages.frame import page
from api.pages.sending import Sent, carried_out, sending
from api.pages.shown import Sheet, new_key
from api.pages.tasks import status
from api.pages.visits import Visit, viewing
from api.uploads import FILES_MAX
from engine import registry, steps
from engine.acts import see_case
from engine.cases.tables import Case
from engine.errors import NotFound
from engine.rules.calendar import legal_day

router = APIRouter(tags=["pages"])
SHEET = Sheet.of(registry.RegisterForm)


def register_page(visit: Visit, form: Filled, refused: Exception | None = None, done: Case | None = None) -> Response:
    """The page: the form, and the case that was registered just before."""
    return page(
        visit.request,
        "register",
        visit.signed,
        status=status(refused),
        form=form,
        done=done,
        key=new_key(),
        most=visit.request.app.state.most_file,
        files=FILES_MAX,
    )


@router.get("/register")
def ask(visit: Annotated[Visit, viewing("case.register")], done: UUID | None = None) -> Response:
    """An empty form, with today's day; and the number of the one before, to be copied."""
    who = visit.who

    def look(session: Session) -> tuple[Filled, Case | None]:
        matter = Matter(who.actor)
        given = beginning(legal_day(who.now))
        return SHEET.first(session, matter, given), just_registered(session, visit, done)

    form, case = who.look(look)
    return register_page(visit, form, done=case)


def beginning(today: date) -> dict[str, Any]:
    """What most cases begin with."""
    return {"arrived_on": today.isoformat(), "movers": [{}], "clauses": [""]}


def just_registered(session: Session, visit: Visit, done: UUID | None) -> Case | None:
    """The case that was registered just before, if it is still there to be seen."""
    try:
        return see_case(session, visit.who.actor, done) if done else None
    except NotFound:
        return None


@router.post("/register")
def register(sent: Annotated[Sent, sending("case.register")]) -> Response:
    """Registers the case with its files, and shows its number above a new form."""
    who = sent.who
    given = SHEET.answers(sent)

    def do(session: Session) -> Answer:
        form = registry.RegisterForm.model_validate(given)
        case = steps.register(session, who.house.engine, who.actor, form, who.now, files)
        return Answer(None, 303, location=f"/register?done={case.id}")

    def again(refused: Exception | None) -> Response:
        form = who.look(lambda session: SHEET.again(session, Matter(who.actor), sent, refused))
        return register_page(sent.visit, form, refused)

    files = () if sent.pressed else sent.keep_files()
    whole = {"form": given, "files": [[one.sha256, one.filename, one.media_type] for one in files]}
    return carried_out(sent, do, whole, again)
