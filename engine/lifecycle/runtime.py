"""The one transaction: a process is locked, read, moved and written back, with its waiting tasks as rows.

Nothing here opens or commits a transaction, except `tick`, which gives each process one of its own. Lock order:
process, case, meeting, counter, journal head. The engine's state is restored, moved and dumped inside the lock;
`rev` guards the write, so of two that race one wins and the other is told.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, insert, select, update
from sqlmodel import Session, col

from engine.access import Actor, visible
from engine.acts import note
from engine.cases.tables import Case
from engine.db import Database, adopt, found, new_id
from engine.errors import DnrError, Overtaken, TaskTaken
from engine.journal import SYSTEM, Act, Caused, Value, chain
from engine.lifecycle.deployments import Bundles, latest
from engine.lifecycle.machine import Machine, Waiting
from engine.lifecycle.owning import own
from engine.lifecycle.tables import PendingMessage, Task, process
from engine.lifecycle.work import Done, Operator, Variables, Work
from engine.statements import Prepared

OPERATED = "operator:done"
"""The tag of what a service task did."""

MOVE = Prepared(
    update(process)
    .where(process.c.id == bindparam("process"), process.c.rev == bindparam("seen"))
    .values(
        rev=process.c.rev + 1,
        state=bindparam("after"),
        state_before=bindparam("before"),
        status=bindparam("standing"),
        next_due=bindparam("due"),
    )
)
ADD_TASK = Prepared(
    insert(Task),
    *("id", "process_id", "case_id", "organisation_id", "body_id", "secrecy", "step", "name", "form", "role"),
    *("assigned_id", "title", "dnr", "due_on", "since"),
)
END_TASK = Prepared(
    update(Task).where(col(Task.id) == bindparam("task")).values(done_at=bindparam("at"), done_by=bindparam("by"))
)


@dataclass(frozen=True)
class Engine:
    """What moves processes: the parsed bundles and the room functions that service tasks may call."""

    bundles: Bundles
    operators: Mapping[str, Operator]


@dataclass
class Running:
    """A process that is locked for one act, with its case, restored and ready to move."""

    session: Session
    act: Act
    case: Case
    id: UUID
    rev: int
    state: bytes
    machine: Machine
    waited: Mapping[UUID, Waiting]
    caused: list[Caused]
    """What the service tasks have done in the act, for the journal."""

    def settle(self, done: UUID | None = None) -> list[Waiting]:
        """Writes the moved process back and makes the rows of its waiting tasks true; returns the new ones.

        `done` is the task that the actor completed; other tasks that no longer wait have fallen away.

        Raises `Overtaken` when another act came between. The caller notes the act in the journal.
        """
        written = MOVE.run(
            self.session,
            {
                "process": self.id,
                "seen": self.rev,
                "after": self.machine.dump(),
                "before": self.state,
                "standing": "completed" if self.machine.completed else "running",
                "due": self.machine.next_due,
            },
        )
        if written.rowcount != 1:
            raise Overtaken(process=self.rev)
        now_waiting = {waiting.id: waiting for waiting in self.machine.waiting}
        fallen = [task for task in self.waited if task not in now_waiting and task != done]
        new = [waiting for task, waiting in now_waiting.items() if task not in self.waited]
        end_tasks(self.session, [done] if done else [], self.act.now, self.act.actor_id)
        end_tasks(self.session, fallen, self.act.now, None)
        add_tasks(self.session, self.case, self.id, new, self.act.now)
        return new


def start(session: Session, engine: Engine, case: Case, key: str, variables: Variables, act: Act) -> list[Waiting]:
    """Starts the process of a kind for a case that has none, on the bundle deployed last; returns its first tasks.

    The act that starts it has been noted already; what service tasks do at once is noted after it.

    A kind without a deployed diagram has no steps: such a case is kept in the register by hand, and has no process.
    """
    sha = latest(session, case.organisation_id, key)
    if sha is None:
        return []
    call = Call(session, engine, case, act)
    machine = Machine.start(engine.bundles.get(session, sha), variables, call, act.now)
    session.flush()
    process_id = new_id()
    session.connection().execute(
        insert(process),
        {
            "id": process_id,
            "organisation_id": case.organisation_id,
            "case_id": case.id,
            "key": key,
            "sha": sha,
            "status": "completed" if machine.completed else "running",
            "rev": 0,
            "next_due": machine.next_due,
            "state": machine.dump(),
        },
    )
    add_tasks(session, case, process_id, machine.waiting, act.now)
    if call.caused:
        chain(session, "case", case, [one.entry(act, case.rev) for one in call.caused])
    return list(machine.waiting)


@dataclass(frozen=True)
class Opened:
    """A waiting task that the actor may do, as its row says."""

    id: UUID
    step: str
    form: str | None
    role: str
    body_id: UUID
    assigned_id: UUID | None
    done_at: datetime | None


TASK = tuple(col(getattr(Task, one.name)) for one in fields(Opened))
CASE = tuple(col(getattr(Case, name)) for name in Case.model_fields)


def open_task(session: Session, engine: Engine, actor: Actor, task_id: UUID, now: datetime) -> tuple[Opened, Running]:
    """Locks the process and the case of a task that the actor may do.

    Raises `NotFound` when it is hidden, `Forbidden` when it is another's, `TaskTaken` when it no longer waits.
    """
    row = found(task_for(actor).run(session, {"task": task_id}).first(), task=str(task_id))
    task = Opened(*row[: len(TASK)])
    if task.done_at is not None:
        raise TaskTaken(step=task.step)
    own(actor, task)
    moving = restored(session, engine, row[len(TASK) :], actor.act(now))
    if task.id not in moving.waited:  # PostgreSQL reads the task as it was before the lock was waited for
        raise TaskTaken(step=task.step)
    return task, moving


@lru_cache(maxsize=4096)
def task_for(actor: Actor) -> Prepared:
    """The locking statement of `open_task`, made once per actor: making it costs more than running it."""
    joined = running(*TASK).join(Task, col(Task.process_id) == process.c.id)
    return Prepared(joined.where(col(Task.id) == bindparam("task", type_=Uuid), visible(actor, Task)))


def running(*more: Any) -> Select[Any]:
    """Locks a process and its case, in that order, and reads them in one statement, after what more is asked."""
    wanted = select(*more, process.c.id, process.c.sha, process.c.rev, process.c.state, *CASE)
    joined = wanted.select_from(process).join(Case, col(Case.id) == process.c.case_id)
    return joined.with_for_update(of=[process, Case])


OF_CASE = Prepared(running().where(process.c.case_id == bindparam("case", type_=Uuid)))
NOW_DUE = process.c.id == bindparam("process"), process.c.next_due <= bindparam("now")
DUE = Prepared(running(process.c.organisation_id).where(*NOW_DUE))


def restored(session: Session, engine: Engine, row: Sequence[Any], act: Act) -> Running:
    """The process of a locked row, with its machine as it stood after the last act."""
    process_id, sha, rev, state, *of_case = row
    case = adopt(session, Case, dict(zip(Case.model_fields, of_case, strict=True)))
    call = Call(session, engine, case, act)
    machine = Machine.restore(engine.bundles.get(session, sha), state, call)
    waited = {waiting.id: waiting for waiting in machine.waiting}
    return Running(session, act, case, process_id, rev, state, machine, waited, call.caused)


@dataclass(frozen=True)
class Call:
    """How the diagram's service tasks reach the rooms, within one act on one case."""

    session: Session
    engine: Engine
    case: Case
    act: Act
    caused: list[Caused] = field(default_factory=list)

    def __call__(self, operator: str, parameters: Mapping[str, Any], data: Mapping[str, Any]) -> Variables:
        """Runs a service task's room function and returns its routing variables; keeps what it did for the journal."""
        body_id = body_of(self.case, str(parameters.get("body", "")), data)
        said = {name: str(value) for name, value in parameters.items() if name != "body"}
        work = Work(self.session, self.case, self.act, operator, body_id, data, said)
        did = self.engine.operators[operator](work)
        done = did if isinstance(did, Done) else Done(did)
        self.caused.append(Caused(OPERATED, {"operator": operator, **done.facts}))
        return done.variables


def body_of(case: Case, name: str | None, variables: Mapping[str, Any]) -> UUID:
    """The body that a step belongs to: the one in the routing variable it names, or the case's own."""
    value = variables.get(name) if name else None
    return UUID(value) if isinstance(value, str) and value else case.body_id


def add_tasks(session: Session, case: Case, process_id: UUID, waiting: Iterable[Waiting], now: datetime) -> None:
    """Writes the rows of tasks that have begun to wait. An officer's task is the case's officer's, if there is one."""
    rows = [
        {
            "id": task.id,
            "process_id": process_id,
            "case_id": case.id,
            "organisation_id": case.organisation_id,
            "body_id": body_of(case, task.body, task.data),
            "secrecy": case.secrecy,
            "step": task.step,
            "name": task.name,
            "form": task.form,
            "role": task.role,
            "assigned_id": case.officer_id if task.role == "officer" else None,
            "title": case.title,
            "dnr": case.dnr,
            "due_on": due_on(task.data.get("due_on")),
            "since": now,
        }
        for task in waiting
    ]
    ADD_TASK.run_all(session, rows)


def due_on(value: object) -> date | None:
    """The day in the routing variable `due_on`, if the diagram's steps have set one."""
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def end_tasks(session: Session, tasks: list[UUID], now: datetime, by: UUID | None) -> None:
    """Ends tasks that no longer wait: done by somebody, or fallen away."""
    END_TASK.run_all(session, [{"task": task, "at": now, "by": by} for task in tasks])


def send(
    session: Session, engine: Engine, case_id: UUID, source: str, kind: str, payload: Mapping[str, str], act: Act
) -> bool:
    """Sends a case a message, at most once per source and kind; True when the process took it at once.

    What it sets going is noted in the case's journal. Otherwise the message lies until the process waits for it and is
    delivered in the act that makes it wait (`deliver`).
    The process and its case are locked here: the caller has not locked the case.
    """
    row = OF_CASE.run(session, {"case": case_id}).first()
    if session.get(PendingMessage, (case_id, source, kind)) is not None:
        return False
    session.add(PendingMessage(case_id=case_id, source=source, kind=kind, payload=json.dumps(payload), at=act.now))
    session.flush()
    if row is None:
        return False
    process_running = restored(session, engine, row, act)
    if not deliver(process_running):
        return False
    facts: dict[str, Value] = {"kind": kind, "then": [waiting.step for waiting in process_running.settle()]}
    note(session, process_running.case, act, "message:taken", facts, caused=process_running.caused)
    return True


def deliver(running: Running) -> list[str]:
    """Gives a process the messages that lie for it and that it waits for, oldest first; returns their kinds."""
    delivered: list[str] = []
    while awaited := running.machine.listening:
        wanted = (
            select(PendingMessage)
            .where(
                col(PendingMessage.case_id) == running.case.id,
                col(PendingMessage.kind).in_(awaited),
                col(PendingMessage.delivered_at).is_(None),
            )
            .order_by(col(PendingMessage.at))
            .limit(1)
        )
        message = running.session.execute(wanted).scalar_one_or_none()
        if message is None:
            break
        running.machine.send(message.kind, json.loads(message.payload), running.act.now)
        message.delivered_at = running.act.now
        running.session.flush()
        delivered.append(message.kind)
    return delivered


def tick(database: Database, engine: Engine, now: datetime, limit: int = 1000) -> int:
    """Fires the timers that are due, each process in a transaction of its own; returns how many processes moved.

    A process that cannot go on stands in no other's way: the rest are fired, then the first fault is raised.
    """
    with database.read() as session:
        due = select(process.c.id).where(process.c.next_due <= now).order_by(process.c.next_due).limit(limit)
        waiting = list(session.execute(due).scalars())
    moved, faults = 0, list[DnrError]()
    for process_id in waiting:
        try:
            moved += tick_one(database, engine, process_id, now)
        except DnrError as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
    return moved


def tick_one(database: Database, engine: Engine, process_id: UUID, now: datetime) -> bool:
    """Fires one process's timers; False when another act did so first."""
    with database.write() as session:
        row = DUE.run(session, {"process": process_id, "now": now}).first()
        if row is None:
            return False
        act = Act(row[0], None, SYSTEM, now)
        moving = restored(session, engine, row[1:], act)
        moving.machine.tick(now)
        deliver(moving)
        facts: dict[str, Value] = {"then": [waiting.step for waiting in moving.settle()]}
        note(session, moving.case, act, "timer:fired", facts, caused=moving.caused)
        return True
