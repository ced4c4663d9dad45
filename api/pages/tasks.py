"""A step that waits, done on a page: any step, by the form that its diagram and the API give it."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.door import Answer
from api.pages.choices import Matter
from api.pages.fields import Filled
from api.pages.frame import leave, page
from api.pages.grey import APPROVALS, warning, why_not
from api.pages.sending import Sent, carried_out, sending
from api.pages.shown import Sheet, new_key
from api.pages.visits import Visit, viewing
from api.problems import status_of
from api.resources.readings import read
from engine import steps
from engine.acts import see_case
from engine.cases.tables import Case
from engine.errors import DnrError, Invalid

router = APIRouter(tags=["pages"])


@dataclass(frozen=True)
class Task:
    """A step on its page."""

    view: steps.TaskView
    case: Case
    form: Filled
    why: str | None
    """Why it is not for the actor to do."""
    warning: str | None


def shown(session: Session, visit: Visit, task_id: UUID, sent: Sent | None, refused: Exception | None) -> Task:
    """The step with its form, as it is or as it was sent."""
    actor = visit.who.actor
    view = steps.show(session, actor, task_id)
    case = see_case(session, actor, view.task.case_id) if view.task.case_id else None
    if case is None:
        raise DnrError(task=str(task_id))
    sheet, matter = sheet_of(view), Matter(actor, case, view.task.body_id)
    form = sheet.first(session, matter, view.draft) if sent is None else sheet.again(session, matter, sent, refused)
    return Task(view, case, form, why_not(actor, view.task), warning(session, actor, view.task, case))


def sheet_of(view: steps.TaskView) -> Sheet:
    """The step's form."""
    return Sheet.of(view.form)


def task_page(request: Request, visit: Visit, task: Task, refused: Exception | None = None) -> Response:
    """The page of a step. After a refusal, with the case's revision as it is now: what is new has been shown."""
    judged = task.view.task.step in APPROVALS and task.view.mine
    return page(
        request,
        "review" if judged else "task",
        visit.signed,
        status=status(refused),
        task=task.view.task,
        case=task.case,
        form=task.form,
        why=task.why,
        warning=task.warning,
        key=new_key(),
        back_key=new_key(),
        moved=refused is not None and status(refused) in (409, 412),
        begun=task.view.draft is not None,
    )


def status(refused: Exception | None) -> int:
    """The number of a form's answer."""
    if refused is None:
        return 200
    return status_of(type(refused)) if isinstance(refused, DnrError) else status_of(Invalid)


@router.get("/tasks/{task_id}")
def one(task_id: UUID, visit: Annotated[Visit, viewing("task.read")]) -> Response:
    """The step with its form; with its reason when it is not one's own to do. Reading it in a secret case is noted.

    The report is written on a page of its own.
    """
    task = visit.who.look(lambda session: shown(session, visit, task_id, None, None))
    if task.view.task.step == "draft_report" and task.view.mine:
        return leave(f"/cases/{task.case.id}/draft")
    read(visit.who, task.case)
    return task_page(visit.request, visit, task)


@router.post("/tasks/{task_id}")
def complete(task_id: UUID, sent: Annotated[Sent, sending("task.act")]) -> Response:
    """Completes the step and goes on to its case."""
    who = sent.who
    step = who.look(lambda session: steps.show(session, who.actor, task_id))
    given = sheet_of(step).answers(sent)

    def do(session: Session) -> Answer:
        done = steps.complete(session, who.house.engine, who.actor, task_id, given, who.now, who.seen)
        return Answer(None, 303, location=f"/cases/{done.case.id}?done={task_id}")

    def again(refused: Exception | None) -> Response:
        task = who.look(lambda session: shown(session, sent.visit, task_id, sent, refused))
        return task_page(sent.visit.request, sent.visit, task, refused)

    return carried_out(sent, do, given, again)


@router.post("/tasks/{task_id}/draft")
def begin(task_id: UUID, sent: Annotated[Sent, sending("task.act")]) -> Response:
    """Keeps what has been filled in so far, as it is typed."""
    who = sent.who
    step = who.look(lambda session: steps.show(session, who.actor, task_id))
    given: dict[str, Any] = sheet_of(step).answers(sent)
    with who.house.database.write() as session:
        steps.begin(session, who.actor, task_id, given, who.now)
    return Response(status_code=204, headers={"Cache-Control": "no-store"})
