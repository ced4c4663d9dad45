"""Hämta in ett dokument: what was found where, thing by thing to take or leave, and what has no place."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import ValidationError
from sqlmodel import Session

from api.door import Answer
from api.messages import fault_sentence, field_sentence, sentence
from api.pages.finds import Finds, finds_of
from api.pages.frame import may, page
from api.pages.sending import Sent, carried_out, sending
from api.pages.shown import new_key
from api.pages.tasks import status
from api.pages.visits import Visit, viewing
from api.resources import imports as api
from api.resources.readings import read
from api.uploads import Sent as Uploaded
from engine import drafting
from engine.acts import permit_work, see_case
from engine.cases.tables import Case
from engine.db import found
from engine.documents.intake.labels import table
from engine.drafting import ChoiceForm, DraftImport, ImportForm
from engine.errors import DnrError, Forbidden, Invalid, NotFound
from engine.organisations.tables import User

router = APIRouter(tags=["pages"])


def said(refused: Exception | None) -> str | None:
    """Why something was refused, in a sentence; None when nothing was."""
    if isinstance(refused, Invalid):
        return field_sentence(refused)
    if isinstance(refused, ValidationError):
        return fault_sentence(dict(refused.errors()[0]))
    return sentence(refused) if isinstance(refused, DnrError) else None


def new_page(visit: Visit, case_id: UUID, refused: Exception | None = None, pasted: str = "") -> Response:
    """The page that a file is chosen on, with what has been brought in before."""
    who = visit.who

    def look(session: Session) -> tuple[Case, list[tuple[DraftImport, str]]]:
        case = see_case(session, who.actor, case_id)
        permit_work(session, who.actor, "import.make", case)
        rows = drafting.imports_of(session, who.actor, case_id)
        return case, [(row, found(session.get(User, row.author_id)).name) for row in rows]

    case, before = who.look(look)
    read(who, case)
    return page(
        visit.request, "import_new", visit.signed, status=status(refused), case=case, before=before, key=new_key(),
        why=said(refused), pasted=pasted, most=visit.request.app.state.most_file, documents=table()["documents"],
    )  # fmt: skip


@router.get("/cases/{case_id}/imports/new")
def ask(case_id: UUID, visit: Annotated[Visit, viewing("import.make")]) -> Response:
    """Chooses a file, or pastes a text."""
    return new_page(visit, case_id)


@router.post("/cases/{case_id}/imports")
def bring(case_id: UUID, sent: Annotated[Sent, sending("import.make")]) -> Response:
    """Brings the file in and shows what was found in it. HTML that was pasted goes before its text."""
    who = sent.who
    who.look(lambda session: see_case(session, who.actor, case_id))
    typed = {name: str(sent.raw.get(name, "")) for name in ("pasted", "pasted_html")}
    try:
        form = ImportForm(pasted=typed["pasted_html"] or typed["pasted"])
        uploaded = Uploaded(who, form, sent.keep_files())
        filename, content = api.content_of(uploaded)
        split = who.look(lambda session: drafting.sorted_file(session, who.actor.organisation_id, content, filename))
    except (Invalid, ValidationError) as refused:
        return new_page(sent.visit, case_id, refused, typed["pasted"])

    def do(session: Session) -> Answer:
        row = drafting.keep_import(session, who.actor, case_id, filename, split, who.now)
        return Answer(None, 303, location=f"/imports/{row.id}")

    return carried_out(sent, do, uploaded.whole, lambda refused: new_page(sent.visit, case_id, refused))


@router.get("/imports/{import_id}")
def one(import_id: UUID, visit: Annotated[Visit, viewing("draft.read")]) -> Response:
    """What was found in the file: its text to the left, each thing to take or leave to the right."""
    return import_page(visit, import_id)


def import_page(
    visit: Visit, import_id: UUID, refused: Exception | None = None, typed: dict[str, str] | None = None
) -> Response:
    """The page, with what has been chosen so far, or as it was sent."""
    who = visit.who

    def look(session: Session) -> tuple[Case, DraftImport, Finds, str]:
        row = drafting.see_import(session, who.actor, import_id)
        case = found(session.get(Case, row.case_id))
        author = found(session.get(User, row.author_id)).name
        return (
            case,
            row,
            finds_of(drafting.found_in(row), {**drafting.answers_of(row), **(typed or {})}, case.dnr),
            author,
        )

    case, row, finds, author = who.look(look)
    read(who, case)
    return page(
        visit.request, "import", visit.signed, status=status(refused), case=case, row=row, finds=finds, author=author,
        key=new_key(), why=said(refused), said=table(), writes=may(who.actor, "draft.write"),
        keeps=may(who.actor, "import.make"),
    )  # fmt: skip


def choices_of(sent: Sent) -> dict[str, Any]:
    """What the form says, as `ChoiceForm` takes it."""
    answers = typed_answers(sent)
    given: dict[str, Any] = {
        "taken": [ref for ref, answer in answers.items() if answer == "taken"],
        "left": [ref for ref, answer in answers.items() if answer == "left"],
    }
    for name in ("kind", "meeting_day"):
        if value := str(sent.raw.get(name, "")).strip():
            given[name] = value
    return given


def typed_answers(sent: Sent) -> dict[str, str]:
    """The answers by the name of the thing."""
    found_items = sent.raw.get("items", {})
    return {ref: str(answer) for ref, answer in found_items.items()} if isinstance(found_items, dict) else {}


@router.post("/imports/{import_id}")
def choose(import_id: UUID, sent: Annotated[Sent, sending("import.make")]) -> Response:
    """Saves what is chosen; by its main button writes it into the draft; by another throws what was found away."""
    who, pressed = sent.who, sent.pressed
    given = choices_of(sent)

    def do(session: Session) -> Answer:
        if pressed == "drop":
            row = drafting.see_import(session, who.actor, import_id)
            drafting.throw_away(session, who.actor, import_id)
            return Answer(None, 303, location=f"/cases/{row.case_id}/imports/new")
        form = ChoiceForm.model_validate(given)
        if pressed == "all":
            form = drafting.with_the_rest(session, who.actor, import_id, form)
        if pressed in ("save", "all"):
            drafting.choose(session, who.actor, import_id, form, who.now)
        else:
            drafting.take_into_draft(session, who.actor, import_id, form, who.now)
        return Answer(None, 303, location=f"/imports/{import_id}")

    try:
        return who.act(do, {**given, "pressed": pressed})
    except (NotFound, Forbidden):
        raise
    except (DnrError, ValidationError) as refused:
        return import_page(sent.visit, import_id, refused, typed_answers(sent))


@router.get("/imports/{import_id}/document.pdf")
def pdf(import_id: UUID, visit: Annotated[Visit, viewing("draft.read")]) -> Response:
    """The document of what is taken, as a PDF."""
    return api.pdf(import_id, visit.who)


@router.get("/imports/{import_id}/document.docx")
def word(import_id: UUID, visit: Annotated[Visit, viewing("draft.read")]) -> Response:
    """The document of what is taken, as a Word file."""
    return api.word(import_id, visit.who)
