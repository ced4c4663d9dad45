"""What waits for whom, and doing it."""

from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from fastapi import Body, Response
from pydantic import BaseModel

from api.door import Answer, Asked, acting, asked, matching
from api.paging import After, Limit, cursor, instant, position
from api.resource import resource
from engine import steps
from engine.lifecycle.tables import Task

router = resource("tasks")

Answers = Annotated[
    dict[str, Any],
    Body(description="The filled-in form; its JSON Schema is in the task.", examples=[{"admitted": True}]),
]


class TaskView(BaseModel):
    """A step that waits for a person, or has waited."""

    id: UUID
    case_id: UUID | None
    dnr: str | None
    title: str
    step: str
    name: str
    role: str
    assigned_id: UUID | None
    due_on: date | None
    since: datetime
    done_at: datetime | None

    @classmethod
    def of(cls, task: Task) -> Self:
        """The view of a row."""
        return cls.model_validate(task, from_attributes=True)


class TaskList(BaseModel):
    """A page of tasks; `next` is the cursor of the page after it."""

    items: list[TaskView]
    next: str | None


class OneTask(TaskView):
    """A task with what is needed to do it."""

    form: dict[str, Any]
    """JSON Schema of the form, titles and help in Swedish."""
    draft: dict[str, Any] | None
    mine: bool
    """Whether it is yours to do."""


class CompletedView(BaseModel):
    """What came of it: where the case stands now."""

    case_id: UUID
    dnr: str
    rev: int
    step: str
    next_steps: list[str]
    outcome: str | None


@router.get("/tasks", response_model=TaskList)
def waiting(who: Annotated[Asked, asked("task.read")], after: After = None, limit: Limit = 50) -> TaskList:
    """The tasks that wait for you, oldest first."""
    since = position(after, instant, UUID)
    tasks = who.look(lambda session: steps.waiting(session, who.actor, since, limit + 1))
    page = tasks[:limit]
    more = cursor(page[-1].since.isoformat(), page[-1].id) if len(tasks) > limit else None
    return TaskList(items=[TaskView.of(task) for task in page], next=more)


@router.get("/tasks/{task_id}", response_model=OneTask)
def one(task_id: UUID, who: Annotated[Asked, asked("task.read")]) -> OneTask:
    """A task with its form as JSON Schema and what you have begun to fill in."""
    shown = who.look(lambda session: steps.show(session, who.actor, task_id))
    task = TaskView.of(shown.task).model_dump()
    draft = dict(shown.draft) if shown.draft is not None else None
    return OneTask(**task, form=shown.form.model_json_schema(), draft=draft, mine=shown.mine)


@router.put("/tasks/{task_id}/draft", status_code=204)
def begin(task_id: UUID, answers: Answers, who: Annotated[Asked, acting("task.act")]) -> Response:
    """Keeps what you have filled in so far. It is yours alone and is checked when you complete the task."""

    def keep(session: Any) -> Answer:
        steps.begin(session, who.actor, task_id, answers, who.now)
        return Answer(None, 204)

    return who.act(keep, answers)


@router.post("/tasks/{task_id}/complete", response_model=CompletedView)
def complete(task_id: UUID, answers: Answers, who: Annotated[Asked, matching("task.act")]) -> Response:
    """Completes the task: the form is checked, the act is done and journalled, and the case moves on."""

    def do(session: Any) -> Answer:
        done = steps.complete(session, who.house.engine, who.actor, task_id, answers, who.now, who.seen)
        case = done.case
        view = CompletedView(
            case_id=case.id,
            dnr=case.dnr,
            rev=case.rev,
            step=done.step,
            next_steps=list(done.next_steps),
            outcome=case.outcome,
        )
        return Answer(view, rev=case.rev)

    return who.act(do, answers)
