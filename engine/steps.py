"""The front desk: step id → form → room function; how a task is listed, shown, begun and completed."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Uuid, bindparam, exists, select, text, tuple_, union_all
from sqlmodel import Session, col

from engine import (
    auditing,
    dispatch,
    drafting,
    following,
    jobs,
    meetings,
    minutes,
    referrals,
    registry,
    reminders,
    requests,
)
from engine.access import Actor, visible
from engine.acts import fresh, note
from engine.cases.tables import Case
from engine.db import Database, UtcDateTime, forget, found
from engine.dispatch.channels import NOTHING_CARRIED, Channels
from engine.documents.pool import Printer
from engine.errors import DiagramRefused, Forbidden, Invalid, TaskTaken
from engine.forms import Form
from engine.journal import Act, Value
from engine.lifecycle import runtime
from engine.lifecycle.bundles import Bundle
from engine.lifecycle.bundles import Step as BundleStep
from engine.lifecycle.deployments import SHIPPED, Bundles, deploy, form_of, own_processes, shipped
from engine.lifecycle.lint import lint
from engine.lifecycle.owning import own
from engine.lifecycle.runtime import Engine
from engine.lifecycle.tables import Deployment, Task, TaskDraft
from engine.lifecycle.work import Done, Operator, Work
from engine.minutes.standing import log_display
from engine.organisations.accounts import forget_tries
from engine.organisations.links import forget_links
from engine.organisations.sessions import forget_sessions
from engine.organisations.setup import open_organisation, say


@dataclass(frozen=True)
class Step:
    """A user task of the diagrams: the form that is filled in, and the room function that carries it out."""

    form: type[Form]
    act: Callable[[Work, Any], Done]


STEPS: Mapping[str, Step] = {
    "check_motion": Step(registry.CheckMotionForm, registry.check_motion),
    "announce": Step(registry.AnnounceForm, registry.announce),
    "remit": Step(registry.RemitForm, registry.remit),
    "allocate": Step(registry.AllocateForm, registry.allocate),
    "draft_report": Step(drafting.ReportForm, drafting.draft_report),
    "referral_reply": Step(referrals.ReplyForm, referrals.referral_reply),
    "consult_unions": Step(registry.ConsultForm, registry.consult_unions),
    "compile_replies": Step(drafting.CompileForm, drafting.compile_replies),
    "review": Step(drafting.ReviewForm, drafting.review),
    "approve": Step(drafting.ReviewForm, drafting.approve),
    "schedule": Step(meetings.ScheduleForm, meetings.schedule),
    "decide": Step(meetings.DecideForm, meetings.decide),
    "verify_minutes": Step(minutes.VerifyForm, minutes.verify_minutes),
    "send_extracts": Step(dispatch.SendForm, dispatch.send_extracts),
    "receive_initiative": Step(meetings.ReceiveForm, meetings.receive_initiative),
    "list_recommendations": Step(auditing.ListForm, auditing.list_recommendations),
    "forward_audit": Step(registry.RemitForm, registry.remit),
    "answer_recommendations": Step(auditing.AnswersForm, auditing.answer_recommendations),
    "plan_decision": Step(auditing.PlanForm, auditing.plan_decision),
    "decide_urgently": Step(auditing.UrgentForm, auditing.decide_urgently),
    "report_urgent": Step(auditing.ReportUrgentForm, auditing.report_urgent),
    "report_back": Step(following.ReportBackForm, following.report_back),
    "close_case": Step(registry.CloseForm, registry.close_case),
}


def hand_over(work: Work) -> Done:
    """The case is now with the body that the service task names. Variables `deciding_body` and `due_on`.

    The board's day was the remittal's; after it the day is the end of the motion's year (KL 5:35).
    """
    here = {"deciding_body": str(work.body_id)}
    facts: dict[str, Value] = {"body": str(work.body_id)}
    if here["deciding_body"] == work.variables.get("board"):
        return Done(here, facts)
    last = work.case.decide_by
    return Done({**here, "due_on": last.isoformat() if last else ""}, facts)


OPERATORS: Mapping[str, Operator] = {
    "confirm_receipt": registry.confirm_receipt,
    "remind_referral": referrals.remind_referral,
    "finish_report": drafting.finish_report,
    "make_extract": minutes.make_extract,
    "hand_over": hand_over,
    "list_assignments": following.list_assignments,
    "watch_last_meeting": auditing.watch_last_meeting,
    "begin_assignment": following.begin_assignment,
    "remind": reminders.remind,
}


def engine() -> Engine:
    """What moves processes: made once per running program and shared by its threads."""
    return Engine(Bundles(OPERATORS), OPERATORS)


def workers(
    database: Database, files: Path, printer: Printer, channels: Channels = NOTHING_CARRIED
) -> Mapping[str, jobs.Worker]:
    """What does the jobs that acts leave in the outbox."""
    return {
        **minutes.drawing_workers(files, printer),
        "dispatch": dispatch.dispatch_worker(database, files, channels),
    }


def settle(
    database: Database,
    moving: Engine,
    files: Path,
    printer: Printer,
    now: datetime,
    *,
    at_once: int = 1,
    channels: Channels = NOTHING_CARRIED,
) -> None:
    """Does everything that is due: timers fire, the outbox is emptied, and what has had its time is forgotten.

    That is kept answers after their day, failed sign-ins after their rest, sessions that ended long ago, and drafts of
    tasks that no longer wait. It is logged that the notices that stand were shown today.

    Jobs are done `at_once` so many, and one at a time in a story, where the order must be the same every time.
    Each has transactions of its own. A timer that cannot fire stops nothing else; its fault is raised afterwards.
    """
    try:
        runtime.tick(database, moving, now)
    finally:
        jobs.drain(database, workers(database, files, printer, channels), now, at_once)
        requests.forget(database, now)
        forget_tries(database, now)
        forget_sessions(database, now)
        forget_links(database, now)
        forget_drafts(database)
        log_display(database, now)


def deploy_shipped(session: Session, organisation_id: UUID, now: datetime) -> None:
    """Deploys the lifecycles that come with the program for a new organisation."""
    for key in SHIPPED:
        deploy(session, organisation_id, key, shipped(key, frozenset(OPERATORS)), now)


def faults(files: Mapping[str, bytes], key: str | None = None) -> list[dict[str, str]]:
    """What is wrong with diagrams and forms, steps and operators that this house does not have among it."""
    found = [fault.as_facts() for fault in lint(files, OPERATORS)]
    if found:
        return found
    try:
        unlike = [step for step in Bundle.load(files, OPERATORS, key).steps if (step.id in STEPS) is bool(step.form)]
    except DiagramRefused as refused:
        return refused.faults
    return [strange_step(step) for step in unlike]


def strange_step(step: BundleStep) -> dict[str, str]:
    """The fault of a step that is neither one of the house's own nor has a form of its own, or that is both."""
    known = ", ".join(sorted(STEPS))
    rule, message, advice = (
        (
            "form_of_house",
            f"The step {step.id} has its form already.",
            "Take the form out, or rename the step.",
        )
        if step.form
        else ("unknown_step", f"The house has no step {step.id}.", f"Give it a form, or use one of: {known}.")
    )
    return {"file": "", "element": step.id, "rule": rule, "message": message, "help": advice}


def deploy_files(session: Session, act: Act, key: str, files: Mapping[str, bytes]) -> Deployment:
    """Deploys an organisation's own diagrams, for new cases; raises `DiagramRefused` with every fault. Journalled."""
    if wrong := faults(files, key):
        raise DiagramRefused(wrong)
    organisation = open_organisation(session, act.organisation_id)
    row = deploy(session, organisation.id, key, Bundle.load(files, OPERATORS, key), act.now)
    say(session, organisation, act, "workflow:deployed", {"key": key, "version": row.version, "sha": row.sha})
    return row


def register(
    session: Session,
    moving: Engine,
    actor: Actor,
    form: registry.RegisterForm,
    now: datetime,
    files: Sequence[registry.KeptFile] = (),
) -> Case:
    """Registers a case and starts its lifecycle, all in one act. Consequences: those of `registry.register`.

    The lifecycle is that of its kind, or a process of the organisation's own. Invalid when there is none such.
    """
    case = registry.register(session, actor, form, now, files)
    key = form.process or form.kind
    if form.process and key not in own_processes(session, case.organisation_id):
        raise Invalid("process", "there is none with that name", name=form.process)
    runtime.start(session, moving, case, key, registry.start_variables(session, case), actor.act(now))
    return case


def step_of(session: Session, process_id: UUID, task: Task | runtime.Opened) -> Step:
    """What a step asks for and does: the house's own, or the form that a process owner has deployed with it."""
    if task.form is None:
        return STEPS[task.step]
    made = form_of(session, process_id, task.form)
    return Step(made.form, lambda work, answers: registry.answer_own(work, made, answers))


@dataclass(frozen=True)
class Completed:
    """What came of completing a task: the case as it is now, and the steps that wait next."""

    case: Case
    step: str
    next_steps: tuple[str, ...]


def complete(
    session: Session,
    moving: Engine,
    actor: Actor,
    task_id: UUID,
    answers: Mapping[str, Any],
    now: datetime,
    if_match: int | None = None,
) -> Completed:
    """Completes a waiting task: the form is checked, its room function does the act, and the case moves on.

    Consequences: one journal entry, the case's next revision, the task's row ended and the next ones waiting.
    Raises what `open_task` raises, `Stale`, pydantic's `ValidationError` for the form, and whatever the room refuses.
    """
    task, running = runtime.open_task(session, moving, actor, task_id, now)
    fresh(running.case, if_match)
    step = step_of(session, running.id, task)
    form = step.form.model_validate(answers)
    variables = running.waited[task.id].data
    done = step.act(Work(session, running.case, running.act, task.step, task.body_id, variables), form)
    running.machine.complete(task.id, done.variables, now)
    runtime.deliver(running)
    next_steps = tuple(waiting.step for waiting in running.settle(done=task.id))
    facts: dict[str, Value] = {"step": task.step, **done.facts, "then": list(next_steps)}
    note(session, running.case, running.act, "task:completed", facts, done.personal, running.caused)
    return Completed(running.case, task.step, next_steps)


@dataclass(frozen=True)
class TaskView:
    """A waiting task with what is needed to do it: the form as JSON Schema, and what the actor has begun."""

    task: Task
    form: type[Form]
    draft: Mapping[str, Any] | None
    mine: bool


def show(session: Session, actor: Actor, task_id: UUID) -> TaskView:
    """A task that the actor sees; `mine` says whether the actor may do it."""
    task = found(
        session.execute(select(Task).where(col(Task.id) == task_id, visible(actor, Task))).scalar_one_or_none(),
        task=str(task_id),
    )
    draft = None if task.done_at else session.get(TaskDraft, (task_id, actor.user_id))
    form = step_of(session, task.process_id, task).form
    return TaskView(task, form, json.loads(draft.form) if draft else None, may_do(actor, task))


def may_do(actor: Actor, task: Task) -> bool:
    """Whether the task waits and is the actor's to do."""
    try:
        own(actor, task)
    except Forbidden:
        return False
    return task.done_at is None


def begin(session: Session, actor: Actor, task_id: UUID, answers: Mapping[str, Any], now: datetime) -> None:
    """Keeps what the actor has filled in so far; it is private, checked first on completion, and no act on the case.

    Of two saved at the same time the later stands. Raises `TaskTaken` when the task no longer waits.
    """
    wanted = select(Task).where(col(Task.id) == task_id, visible(actor, Task)).with_for_update(read=True, of=Task)
    task = found(session.execute(wanted).scalar_one_or_none(), task=str(task_id))
    own(actor, task)
    if task.done_at is not None:
        raise TaskTaken(step=task.step)
    draft = {"task_id": task_id, "user_id": actor.user_id, "form": json.dumps(answers), "at": now}
    session.connection().execute(KEEP_DRAFT, draft)


KEEP_DRAFT = text(
    "INSERT INTO task_draft (task_id, user_id, form, at) VALUES (:task_id, :user_id, :form, :at) "
    "ON CONFLICT (task_id, user_id) DO UPDATE SET form = excluded.form, at = excluded.at"
).bindparams(bindparam("task_id", type_=Uuid), bindparam("user_id", type_=Uuid), bindparam("at", type_=UtcDateTime))


def forget_drafts(database: Database) -> int:
    """Erases what was begun of tasks that have been done or have fallen away; returns how many drafts."""
    ended = exists().where(col(Task.id) == col(TaskDraft.task_id), col(Task.done_at).is_not(None))
    return forget(database, TaskDraft, ended)


def waiting(session: Session, actor: Actor, after: tuple[datetime, UUID] | None, limit: int) -> list[Task]:
    """The tasks that wait for the actor, oldest first, from the one after the cursor."""
    wanted = select(Task).where(*waits_for(actor)).order_by(col(Task.since), col(Task.id)).limit(limit)
    if after is not None:
        wanted = wanted.where(tuple_(col(Task.since), col(Task.id)) > after)
    return list(session.execute(wanted).scalars())


def inbox(session: Session, actor: Actor, limit: int) -> list[Task]:
    """The tasks that wait for the actor, the one that is due first at the top; those without a day last, by age."""
    last = col(Task.due_on).is_(None), col(Task.due_on), col(Task.since), col(Task.id)
    return list(session.execute(select(Task).where(*waits_for(actor)).order_by(*last).limit(limit)).scalars())


def waits_for(actor: Actor) -> list[Any]:
    """What makes a task one that waits for the actor: found by the indexes of the two ways in which one is theirs."""
    return [col(Task.id).in_(mine(actor)), visible(actor, Task)]


def mine(actor: Actor) -> CompoundSelect[Any]:
    """The waiting tasks that are named for the actor or for one they stand in for, or open to a role they hold."""
    here = col(Task.organisation_id) == actor.organisation_id, col(Task.done_at).is_(None)
    named = col(Task.assigned_id).in_([actor.user_id, *actor.stands_in_for]), col(Task.assigned_id).is_not(None)
    ways: list[tuple[ColumnElement[bool], ...]] = [named]
    for role, body in sorted(actor.grants, key=str):
        open_to = col(Task.role) == role, col(Task.assigned_id).is_(None)
        ways.append((*open_to, col(Task.body_id) == body) if body else open_to)
    return union_all(*[select(col(Task.id)).where(*here, *way) for way in ways])
