"""Utkast: the report of a case, written by sections, saved as one types, kept in versions, and handed in."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ValidationError
from sqlmodel import Session

from api.door import Answer
from api.messages import sentence
from api.pages.desk import SHEET, STEP, Desk, look
from api.pages.fields import filled
from api.pages.frame import page
from api.pages.prose import html_of
from api.pages.sending import Sent, carried_out, sending
from api.pages.shown import new_key
from api.pages.tasks import status
from api.pages.visits import Visit, viewing
from api.pages.words import words
from api.resources.draft_views import MissingView, missing_in
from api.resources.readings import read
from engine import drafting, steps
from engine.acts import see_case
from engine.db import found
from engine.drafting import CopyForm, Draft
from engine.drafting.keeping import cleaned
from engine.errors import DnrError, TaskTaken
from engine.rules.calendar import STOCKHOLM

router = APIRouter(tags=["pages"])
Number = Annotated[int, Path(ge=1, le=100_000)]


class Saved(BaseModel):
    """What a page is told when what is typed has been saved: when, what is missing still, and what could not be."""

    rev: int
    at: str
    versions: int
    missing: list[MissingView]
    unsaved: list[str] = []


@router.get("/cases/{case_id}/draft")
def one(case_id: UUID, visit: Annotated[Visit, viewing("draft.read")]) -> Response:
    """The report with its sections, to write in or, when somebody else does or it lies with a manager, to read."""
    desk = visit.who.look(lambda session: look(session, visit.who, case_id))
    read(visit.who, desk.case)
    return draft_page(visit, desk)


def draft_page(visit: Visit, desk: Desk, refused: Exception | None = None) -> Response:
    """The page; after a refusal with all that was typed, and the draft's revision as it is now."""
    code = status(refused)
    return page(
        visit.request,
        "draft",
        visit.signed,
        status=code,
        desk=desk,
        case=desk.case,
        form=desk.form,
        key=new_key(),
        html_of=html_of,
        hints=words()["section_hints"],
        moved=code == 412,
    )


def carried(sent: Sent, case_id: UUID, do: Callable[[Session], Any], given: dict[str, Any], to: str = "") -> Response:
    """Does an act of writing and goes back to the page; a refusal shows the page with all that was typed."""

    def act(session: Session) -> Answer:
        do(session)
        return Answer(None, 303, location=to or f"/cases/{case_id}/draft")

    def again(refused: Exception | None) -> Response:
        desk = sent.who.look(lambda session: look(session, sent.who, case_id, sent, refused))
        return draft_page(sent.visit, desk, refused)

    return carried_out(sent, act, given, again)


def write(session: Session, sent: Sent, case_id: UUID, given: dict[str, Any]) -> Draft:
    """Saves what was typed as the working copy."""
    who = sent.who
    return drafting.write(session, who.actor, case_id, CopyForm.model_validate(given), who.now, who.seen)


@router.post("/cases/{case_id}/draft")
def save(case_id: UUID, sent: Annotated[Sent, sending("draft.write")]) -> Response:
    """Saves what is typed, by a button."""
    given = SHEET.answers(sent)
    return carried(sent, case_id, lambda session: write(session, sent, case_id, given), given)


@router.post("/cases/{case_id}/draft/versions")
def keep(case_id: UUID, sent: Annotated[Sent, sending("draft.write")]) -> Response:
    """Saves what is typed and makes a version of it."""
    given = SHEET.answers(sent)

    def do(session: Session) -> None:
        draft = write(session, sent, case_id, given)
        drafting.save_version(session, sent.who.actor, draft.id, drafting.VersionForm(), sent.who.now)

    return carried(sent, case_id, do, given)


@router.post("/cases/{case_id}/draft/hand-in")
def hand_in(case_id: UUID, sent: Annotated[Sent, sending("task.act")]) -> Response:
    """Hands in what is typed to those who approve it, by the case's step."""
    who, given = sent.who, SHEET.answers(sent)
    task = who.look(lambda session: look(session, who, case_id)).task

    def do(session: Session) -> None:
        done = steps.complete(session, who.house.engine, who.actor, waiting(task), given, who.now)
        drafting.require_unmoved(session, done.case, who.seen)

    return carried(sent, case_id, do, given, f"/cases/{case_id}?done={task.id}" if task else "")


def waiting(task: Any) -> UUID:
    """The step that waits; TaskTaken when there is none."""
    if task is None:
        raise TaskTaken(step=STEP)
    key: UUID = task.id
    return key


@router.post("/cases/{case_id}/draft/copy")
def autosave(case_id: UUID, sent: Annotated[Sent, sending("draft.write")]) -> Response:
    """Saves what is typed as it is typed, and tells what is missing.

    A part that its form does not take yet, such as a day half written, stays as it was saved last, and is named; the
    sections are saved all the same.
    """
    who, given = sent.who, SHEET.answers(sent)
    refused = refusal_of(given)
    names = {str(fault["loc"][0]) for fault in refused.errors() if fault["loc"]} if refused else set()
    faults = [text for _, text in filled(SHEET.asked, {}, {}, refused).listed] if refused else []

    def do(session: Session) -> Answer:
        form = CopyForm.model_validate({**given, **kept_parts(session, sent, case_id, names - {"sections"})})
        draft = drafting.write(session, who.actor, case_id, form, who.now, who.seen)
        case = see_case(session, who.actor, case_id)
        lacking = missing_in(session, case, draft.body_id, cleaned(form))
        at = who.now.astimezone(STOCKHOLM)
        told = Saved(rev=draft.rev, at=f"{at:%H.%M.%S}", versions=draft.versions, missing=lacking, unsaved=faults)
        return Answer(told, 200, draft.rev)

    return carried_out(sent, do, given, lambda refused: overtaken(sent, case_id, refused))


def refusal_of(given: dict[str, Any]) -> ValidationError | None:
    """What the form of a working copy says of the answers."""
    try:
        CopyForm.model_validate(given)
    except ValidationError as refused:
        return refused
    return None


def kept_parts(session: Session, sent: Sent, case_id: UUID, names: set[str]) -> dict[str, Any]:
    """Parts of the draft as they were saved last."""
    if not names:
        return {}
    draft = drafting.latest_draft(session, see_case(session, sent.who.actor, case_id))
    content = drafting.working_content(session, draft)[0] if draft and draft.finished_on is None else CopyForm()
    return content.model_dump(include=names)


class Refused(BaseModel):
    """Why what is typed was not saved; after somebody else's saving also by whom, and their revision."""

    reason: str
    rev: int | None = None
    by: str | None = None


def overtaken(sent: Sent, case_id: UUID, refused: Exception | None) -> Response:
    """A refusal for the page's own script, in the words that people read."""
    desk = sent.who.look(lambda session: look(session, sent.who, case_id))
    first = next((text for _, text in filled(SHEET.asked, {}, {}, refused).listed), "") if refused else ""
    reason = sentence(refused) if isinstance(refused, DnrError) else first
    told = Refused(reason=reason, rev=desk.rev, by=desk.view.saved_by if desk.view else None)
    return Response(
        told.model_dump_json(), status(refused), {"Cache-Control": "no-store"}, media_type="application/json"
    )


def on_draft(verb: Callable[..., Any]) -> Callable[[Session, Sent, UUID], Any]:
    """An act on the draft that the case has."""

    def do(session: Session, sent: Sent, case_id: UUID) -> Any:
        draft = found(drafting.latest_draft(session, see_case(session, sent.who.actor, case_id)), draft="report")
        return verb(session, sent.who.actor, draft.id, sent.who.now)

    return do


def give_back(session: Session, actor: Any, draft_id: UUID, _: Any) -> None:
    """Stops writing."""
    drafting.give_back(session, actor, draft_id)


ACTS: dict[str, Callable[[Session, Sent, UUID], Any]] = {
    "ask": on_draft(drafting.ask_to_write),
    "take": on_draft(drafting.take_over),
    "leave": on_draft(give_back),
    "seen": on_draft(drafting.see_notices),
}
"""What is done with the lease and the notices, by its place under the draft's address."""


@router.post("/cases/{case_id}/draft/lease/{act}")
def lease(
    case_id: UUID,
    act: Annotated[str, Path(pattern="^(ask|take|leave|seen)$")],
    sent: Annotated[Sent, sending("draft.write")],
) -> Response:
    """Asks to write, takes over, stops writing, or has seen what there was to tell."""
    return carried(sent, case_id, lambda session: ACTS[act](session, sent, case_id), {})


@router.post("/cases/{case_id}/draft/versions/{number}/restore")
def restore(case_id: UUID, number: Number, sent: Annotated[Sent, sending("draft.write")]) -> Response:
    """Takes up an old version as a new one."""

    def do(session: Session) -> None:
        draft = found(drafting.latest_draft(session, see_case(session, sent.who.actor, case_id)), draft="report")
        drafting.restore_version(session, sent.who.actor, draft.id, number, sent.who.now, sent.who.seen)

    return carried(sent, case_id, do, {})
