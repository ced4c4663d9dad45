"""The engine room: a stored process is restored, one thing happens to it, and it is written down again.

Pure: no database, no clock. Whoever calls owns the transaction, and throws the machine away when an act fails.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self
from uuid import UUID

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.task import TaskState

from engine.errors import Invalid, MessageUnwanted, ProcessFailed, TaskTaken
from engine.lifecycle import codec
from engine.lifecycle.bundles import Bundle
from engine.lifecycle.collapse import collapse
from engine.lifecycle.elements import Message
from engine.lifecycle.running import DEPTH_MAX, Call, Engine, Process, depth, fire_due, run_ready
from engine.lifecycle.timers import due_of
from engine.lifecycle.variables import Flat, flat

logging.getLogger("spiff").setLevel(logging.WARNING)  # the library logs routing variables at INFO


@dataclass(frozen=True)
class Waiting:
    """A user task that waits for a person."""

    id: UUID
    step: str
    name: str
    lane: str
    role: str
    body: str | None
    """The routing variable that holds the id of the responsible body; None is the case's own body."""
    form: str | None
    data: Mapping[str, Flat]
    """The routing variables as the task sees them; a copy."""


class Machine:
    """One process in memory, between two moments when it is stored. Not for several threads at once."""

    def __init__(self, bundle: Bundle, process: Process) -> None:
        self._bundle, self._process = bundle, process
        self._sound = True

    @classmethod
    def start(cls, bundle: Bundle, variables: Mapping[str, object], call: Call, now: datetime) -> Self:
        """A new process, run until it waits. Service tasks on the way call `call`, whose errors come out as they are.

        Raises `Invalid` for variables that are not flat, `ProcessFailed` when the diagram cannot go on.
        """
        first = flat(variables)
        with spoken():
            machine = cls(bundle, Process(bundle.spec, bundle.called, Engine(call)))
        machine._process.task_tree.data.update(first)
        with machine._act(now):
            machine._settle()
        return machine

    @classmethod
    def restore(cls, bundle: Bundle, blob: bytes, call: Call) -> Self:
        """The process that `dump` wrote down. Runs nothing."""
        return cls(bundle, codec.restore(bundle.spec, bundle.called, blob, Engine(call)))

    @property
    def waiting(self) -> list[Waiting]:
        """The user tasks that wait, those of the top process first."""
        return [self._shown(task) for task in self._ready()]

    @property
    def completed(self) -> bool:
        """Whether the process has reached its end."""
        return bool(self._process.completed)

    @property
    def variables(self) -> Mapping[str, Flat]:
        """What the process ended with; empty while it runs."""
        return {name: value for name, value in self._process.data.items() if name != "data_objects"}

    @property
    def kept(self) -> int:
        """How many of the library's tasks are held, finished and foreseen ones too: flat, however long a case lives."""
        return sum(len(level.tasks) for level in self._process.levels)

    @property
    def next_due(self) -> datetime | None:
        """The earliest instant, in UTC, when `tick` would do something."""
        return min((due for task in self._watched() if (due := due_of(task)) is not None), default=None)

    @property
    def listening(self) -> frozenset[str]:
        """The names of the messages that somewhere in the process are waited for."""
        return frozenset(
            event.name for task in self._watched() for event in awaited(task) if isinstance(event, Message)
        )

    def complete(self, task_id: UUID, variables: Mapping[str, object], now: datetime) -> None:
        """A person has done a step: timers that are due fire first, then the step's variables are set and it runs on.

        Raises `TaskTaken` when the task does not wait (any longer), `Invalid` for variables that are not flat or
        that lack what the step must answer.
        """
        said = flat(variables)
        with self._act(now):
            self._fire_due()
            task = next((task for task in self._ready() if codec.identity(task) == task_id.hex), None)
            if task is None:
                raise TaskTaken(task=str(task_id))
            require_answer(task, said)
            task.data.update(said)
            task.run()
            self._settle()

    def send(self, message: str, payload: Mapping[str, object], now: datetime) -> None:
        """A message has come: it reaches every branch that waits for it, and its payload becomes routing variables.

        Timers that are due fire first. Raises `MessageUnwanted` when nobody waits for it.
        """
        said = flat(payload)
        with self._act(now):
            self._fire_due()
            if message not in self.listening:
                raise MessageUnwanted(message=message)
            self._process.send_event(BpmnEvent(Message(message), payload=said))
            self._settle()

    def tick(self, now: datetime) -> bool:
        """Lets every timer that is due fire; says whether any did."""
        was_due = self.next_due is not None and self.next_due <= now
        with self._act(now):
            self._fire_due()
        return was_due

    def dump(self) -> bytes:
        """The process as bytes, after forgetting what is finished. Refused after an act that failed."""
        if not self._sound:
            raise ProcessFailed(element=self._bundle.key, reason="an act failed half-way, so there is nothing to keep")
        collapse(self._process)
        return codec.dump(self._process)

    @contextmanager
    def _act(self, now: datetime) -> Iterator[None]:
        """One act at one instant; a failure leaves the machine unfit to be dumped."""
        if now.tzinfo is None:
            raise Invalid("now", "a time without zone means no instant")
        self._process.now, self._sound = now.astimezone(UTC), False
        with spoken():
            yield
        if self.kept > DEPTH_MAX and (deep := depth(self._process)) > DEPTH_MAX:
            raise ProcessFailed(element=self._bundle.key, reason=f"the process has grown {deep} tasks deep")
        self._process.bpmn_events.clear()
        self._sound = True

    def _settle(self) -> None:
        """Runs on until only people, messages and later instants are waited for."""
        run_ready(self._process)
        self._fire_due()

    def _fire_due(self) -> None:
        """Lets due timers fire and runs on, until none is due; nothing is ready to run when a process is stored."""
        while fire_due(self._process):
            run_ready(self._process)

    def _ready(self) -> Iterator[Any]:
        for level in self._process.levels:
            for task in level.tasks.values():
                if task._state == TaskState.READY and task.task_spec.manual:
                    yield task

    def _watched(self) -> Iterator[Any]:
        for task in self._process.event_manager.tasks.values():
            if task._state == TaskState.WAITING:
                yield task

    def _shown(self, task: Any) -> Waiting:
        step = self._bundle.step(task.task_spec.bpmn_id)
        return Waiting(
            UUID(codec.identity(task)), step.id, step.name, step.lane, step.role, step.body, step.form, dict(task.data)
        )


def awaited(task: Any) -> list[Any]:
    """The events that would wake this task: several for an event gateway."""
    event = task.task_spec.event_definition
    return list(getattr(event, "event_definitions", [event]))


def require_answer(task: Any, said: Mapping[str, Flat]) -> None:
    """Raises `Invalid` when a multi-instance task lacks the variable that its answers are gathered from."""
    loop = task.parent.task_spec if task.parent is not None else None
    if isinstance(loop, MultiInstanceTask) and loop.task_spec == task.task_spec.name and loop.output_item is not None:
        name = loop.output_item.bpmn_id
        if name not in said and name not in task.data:
            raise Invalid(name, "the step must answer it")


@contextmanager
def spoken() -> Iterator[None]:
    """Says what the library says in the house's own words."""
    try:
        yield
    except SpiffWorkflowException as fault:
        element = getattr(getattr(fault, "task_spec", None), "name", "")
        raise ProcessFailed(element=str(element), reason=str(fault)) from fault
