"""Files and pasted text brought into a case: what was found in them, what is taken, the document that it makes."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import Session

from api.description import takes
from api.door import Answer, Asked, acting, asked
from api.resource import resource
from api.resources.draft_views import VersionView
from api.resources.import_views import ImportList, ImportView, OneImport
from api.resources.printed import HTML, PDF, drawn, shown
from api.resources.readings import read
from api.resources.word_files import WORD, word_file
from api.uploads import Sent, taking
from engine import drafting, files
from engine.acts import see_case
from engine.cases.tables import Case
from engine.db import found
from engine.documents.html import render_html
from engine.documents.word import Writable
from engine.drafting import ChoiceForm, DraftImport, ImportForm
from engine.errors import Invalid
from engine.organisations.profile import Profile
from engine.organisations.profiles import current_profile
from engine.organisations.tables import User

router = resource("imports")


@router.get("/cases/{case_id}/imports", response_model=ImportList)
def listed(case_id: UUID, who: Annotated[Asked, asked("draft.read")]) -> ImportList:
    """What has been brought into the case and waits to be taken or left, the newest first."""

    def look(session: Session) -> ImportList:
        rows = drafting.imports_of(session, who.actor, case_id)
        return ImportList(items=[ImportView.of(session, row) for row in rows])

    return who.look(look)


@router.post("/cases/{case_id}/imports", status_code=201, response_model=ImportView, openapi_extra=takes("ImportForm"))
def bring(case_id: UUID, sent: Annotated[Sent[ImportForm], taking("import.make", ImportForm)]) -> Response:
    """Brings in one .docx, .odt, .md, .txt or .html file, or pasted text: it is sorted, and counts for nothing yet."""
    who = sent.who
    who.look(lambda session: see_case(session, who.actor, case_id))  # a stranger's file is not read
    filename, content = content_of(sent)
    split = who.look(lambda session: drafting.sorted_file(session, who.actor.organisation_id, content, filename))

    def do(session: Session) -> Answer:
        row = drafting.keep_import(session, who.actor, case_id, filename, split, who.now)
        return Answer(ImportView.of(session, row), 201, location=f"/api/v1/imports/{row.id}")

    return who.act(do, sent.whole)


def content_of(sent: Sent[ImportForm]) -> tuple[str, bytes]:
    """The one file, or what was pasted, with its name. Invalid when there is neither or more."""
    if len(sent.files) + bool(sent.form.pasted) != 1:
        raise Invalid("files", "send one file, or pasted text")
    if sent.form.pasted:
        return "", sent.form.pasted.encode()
    (file,) = sent.files
    return file.filename, files.read(sent.who.house.files, sent.who.actor.organisation_id, file.sha256)


@router.get("/imports/{import_id}", response_model=OneImport)
def one(import_id: UUID, who: Annotated[Asked, asked("draft.read")]) -> OneImport:
    """All that was found in a file: every block of its text, each section and suggestion, and what has no place."""

    def look(session: Session) -> tuple[Case, OneImport]:
        row = drafting.see_import(session, who.actor, import_id)
        return found(session.get(Case, row.case_id)), OneImport.whole(session, row)

    case, view = who.look(look)
    read(who, case)
    return view


@router.put("/imports/{import_id}/choices", response_model=ImportView)
def choose(import_id: UUID, form: ChoiceForm, who: Annotated[Asked, acting("import.make")]) -> Response:
    """Notes what is taken and what is left. What is not named stays as it was; nothing is written into the draft."""

    def do(session: Session) -> Answer:
        return Answer(ImportView.of(session, drafting.choose(session, who.actor, import_id, form, who.now)))

    return who.act(do, form)


@router.post("/imports/{import_id}/take", status_code=201, response_model=VersionView)
def take(import_id: UUID, form: ChoiceForm, who: Annotated[Asked, acting("draft.write")]) -> Response:
    """Writes what is taken into the case's draft as a new version, and answers with the version."""

    def do(session: Session) -> Answer:
        version = drafting.take_into_draft(session, who.actor, import_id, form, who.now)
        return Answer(VersionView.of(version, found(session.get(User, version.author_id)).name), 201)

    return who.act(do, form)


@router.delete("/imports/{import_id}", status_code=204)
def drop(import_id: UUID, who: Annotated[Asked, acting("import.make")]) -> Response:
    """Throws away what was found in a file. What has been written into the draft stays."""

    def do(session: Session) -> Answer:
        drafting.throw_away(session, who.actor, import_id)
        return Answer(None, 204)

    return who.act(do)


@router.get("/imports/{import_id}/document.html", response_class=Response, responses=HTML)
def page(import_id: UUID, who: Annotated[Asked, asked("draft.read")]) -> Response:
    """The document of what is taken, as a page."""
    document, profile = document_of(who, import_id)
    return shown(render_html(document, profile))


@router.get("/imports/{import_id}/document.pdf", response_class=Response, responses=PDF)
def pdf(import_id: UUID, who: Annotated[Asked, asked("draft.read")]) -> Response:
    """The document of what is taken, as a PDF drawn by the pool."""
    document, profile = document_of(who, import_id)
    return drawn(who, render_html(document, profile), "inhamtat")


@router.get("/imports/{import_id}/document.docx", response_class=Response, responses=WORD)
def word(import_id: UUID, who: Annotated[Asked, asked("draft.read")]) -> Response:
    """The document of what is taken, as a Word file."""
    return word_file(*document_of(who, import_id), "inhamtat")


def document_of(who: Asked, import_id: UUID) -> tuple[Writable, Profile]:
    """The document of what is taken of a file, and the profile it is printed by."""

    def look(session: Session) -> tuple[Case, DraftImport, Writable, Profile]:
        row = drafting.see_import(session, who.actor, import_id)
        _, profile = current_profile(session, who.actor.organisation_id)
        return found(session.get(Case, row.case_id)), row, drafting.imported_document(session, row), profile

    case, _, document, profile = who.look(look)
    read(who, case)
    return document, profile
