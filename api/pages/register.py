"""Registrera: what is this, is it new? One page, by the keyboard alone; the number is shown at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlmodel import Session

from api.door import Answer, Asked
from api.pages.choices import Matter
from api.pages.days import day_of
from api.pages.fields import Filled, explained
from api.pages.frame import page
from api.pages.sending import Sent, carried_out, sending
from api.pages.shown import Sheet, new_key
from api.pages.tasks import status
from api.pages.visits import Visit, viewing
from api.pages.words import words
from api.resources import pile as api
from api.uploads import FILES_MAX
from engine import registry
from engine.acts import see_case
from engine.cases.tables import Case
from engine.errors import NotFound
from engine.registry import Hint
from engine.rules.calendar import legal_day

router = APIRouter(tags=["pages"])
SHEET = Sheet.of(registry.RegisterForm)
PREVIEWED = ("image/png", "image/jpeg", "image/gif", "image/webp")
Text = Annotated[str, Query(max_length=2_000)]


@dataclass(frozen=True)
class Desk:
    """What lies on the registrar's desk beside the form."""

    there: registry.InPile | None
    """What is being registered, when it came out of the pile."""
    alike: Sequence[registry.Alike]
    left: registry.Pile
    senders: Sequence[str]


def desk(session: Session, who: Asked, item: UUID | None) -> Desk:
    """The pile, what may be the same as what is taken from it, and earlier senders. NotFound when it is registered."""
    there = registry.see_in_pile(session, who.actor, item) if item else None
    alike = api.alike(session, who, there) if there else []
    return Desk(there, alike, registry.waiting_pile(session, who.actor), registry.earlier_senders(session, who.actor))


def register_page(
    visit: Visit, form: Filled, around: Desk, refused: Exception | None = None, done: Case | None = None
) -> Response:
    """The page: the form, and the case that was registered just before."""
    return page(
        visit.request,
        "register",
        visit.signed,
        status=status(refused),
        form=form,
        done=done,
        around=around,
        previewed=PREVIEWED,
        key=new_key(),
        most=visit.request.app.state.most_file,
        files=FILES_MAX,
    )


@router.get("/register")
def ask(
    visit: Annotated[Visit, viewing("case.register")], done: UUID | None = None, item: UUID | None = None
) -> Response:
    """An empty form with today's day, or one with what was read; and the number of the one before, to be copied."""
    who = visit.who

    def look(session: Session) -> tuple[Filled, Desk, Case | None]:
        around = desk(session, who, item)
        given = beginning(legal_day(who.now))
        hints = suggested(session, who, around.there) if around.there else []
        form = SHEET.first(session, Matter(who.actor), {**given, **{hint.field: hint.value for hint in hints}})
        return explained(form, origins(hints)), around, just_registered(session, visit, done)

    form, around, case = who.look(look)
    return register_page(visit, form, around, done=case)


def beginning(today: date) -> dict[str, Any]:
    """What most cases begin with."""
    return {"arrived_on": today.isoformat(), "movers": [{}], "clauses": [""]}


def suggested(session: Session, who: Asked, there: registry.InPile) -> list[Hint]:
    """What the form begins with: what was read, then what the sender's last case was like; each field once."""
    sender = next((hint.value for hint in there.hints if hint.field == "sender"), "")
    came = [
        Hint("arrived_on", there.item.arrived_on.isoformat(), "pile"),
        Hint("way_in", there.item.way_in, "pile"),
    ]
    found: dict[str, Hint] = {}
    for hint in (*there.hints, *registry.by_the_sender(session, who.actor, sender), *came):
        found.setdefault(hint.field, hint)
    return list(found.values())


def origins(hints: Sequence[Hint]) -> Mapping[str, str]:
    """Where each suggestion comes from, as the registrar reads it."""
    said = words()["hints"]
    return {hint.field: said["page"].format(page=hint.page) if hint.page else said[hint.where] for hint in hints}


def just_registered(session: Session, visit: Visit, done: UUID | None) -> Case | None:
    """The case that was registered just before, if it is still there to be seen."""
    try:
        return see_case(session, visit.who.actor, done) if done else None
    except NotFound:
        return None


@router.get("/register/alike")
def alike(
    visit: Annotated[Visit, viewing("case.register")],
    title: Text = "",
    sender: Text = "",
    arrived_on: Text = "",
    item: UUID | None = None,
) -> Response:
    """What may be the same as what is being typed; the part of the page that is fetched anew as one types."""
    who = visit.who
    try:
        day = date.fromisoformat(day_of(arrived_on, legal_day(who.now)))
    except ValueError:
        day = None

    def look(session: Session) -> Sequence[registry.Alike]:
        files = registry.see_in_pile(session, who.actor, item).files if item else ()
        return registry.possible_duplicates(
            session, who.actor, title=title, sender=sender, day=day, hashes=[file.sha256 for file in files]
        )

    return page(visit.request, "alike", visit.signed, alike=who.look(look), item=item)


@router.post("/register")
def register(sent: Annotated[Sent, sending("case.register")], item: UUID | None = None) -> Response:
    """Registers the case with its files, and shows its number above the next form: the next thing in the pile's."""
    who = sent.who
    given = SHEET.answers(sent)

    def do(session: Session) -> Answer:
        form = registry.RegisterForm.model_validate(given)
        case = api.registered(session, who, item, form, files)
        left = registry.waiting_pile(session, who.actor).items if item else ()
        after = f"&item={left[0].id}" if left else ""
        return Answer(None, 303, location=f"/register?done={case.id}{after}")

    def again(refused: Exception | None) -> Response:
        def look(session: Session) -> tuple[Filled, Desk]:
            return SHEET.again(session, Matter(who.actor), sent, refused), desk(session, who, item)

        form, around = who.look(look)
        return register_page(sent.visit, form, around, refused)

    files = () if sent.pressed else sent.keep_files()
    whole = {"form": given, "files": [[one.sha256, one.filename, one.media_type] for one in files]}
    return carried_out(sent, do, whole, again)
