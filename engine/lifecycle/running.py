"""A process in motion: the library's workflow with a clock that is handed to it, and what carries it forward."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.script_engine import BasePythonScriptEngineEnvironment, PythonScriptEngine
from SpiffWorkflow.util.task import TaskState

from engine.errors import ProcessFailed
from engine.lifecycle.expressions import Undecidable, Unreadable, read
from engine.lifecycle.timers import due_of
from engine.lifecycle.variables import Flat

STEPS_MAX = 600
"""How many automatic steps one act may set off before it is taken to be going round."""

DEPTH_MAX = 900
"""The library silently stops looking for tasks below depth 1,000."""

Call = Callable[[str, Mapping[str, object], Mapping[str, Flat]], Mapping[str, object]]
"""How a service task reaches a room: operator id, parameters, routing variables in; routing variables out."""


class Engine(PythonScriptEngine):  # type: ignore[misc]  # the library has no types
    """Answers what a diagram asks: conditions by the house's own expressions, services by the rooms, scripts never."""

    def __init__(self, call: Call) -> None:
        super().__init__(BasePythonScriptEngineEnvironment())
        self.call = call

    def evaluate(self, task: Any, expression: str, external_context: Mapping[str, Any] | None = None) -> Any:
        """The value of an expression for a task; raises `ProcessFailed` naming the element."""
        try:
            return read(expression)(task.data)
        except (Unreadable, Undecidable) as fault:
            raise ProcessFailed(
                element=task.task_spec.name, reason=f"{expression.strip()!r} has no answer: {fault}"
            ) from None

    def execute(self, task: Any, script: str, external_context: Mapping[str, Any] | None = None) -> Any:
        """Refused: a diagram decides nothing."""
        raise ProcessFailed(element=task.task_spec.name, reason="scripts are never run")


class Process(BpmnWorkflow):  # type: ignore[misc]
    """One running process; `now` is the instant of the act it is in."""

    now: datetime | None = None

    @property
    def levels(self) -> list[Any]:
        """The process and what it has called and not forgotten, callers before called."""
        return [self, *self.subprocesses.values()]


def run_ready(process: Process) -> None:
    """Runs everything that needs no person, called processes before their callers, until only people are waited for.

    Raises `ProcessFailed` after 600 steps.
    """
    steps = 0
    while ready := ready_tasks(process):
        for task in ready:
            if task._state == TaskState.READY and task.id in task.workflow.tasks:
                task.run()
        steps += len(ready)
        if steps > STEPS_MAX:
            raise ProcessFailed(element=ready[0].task_spec.name, reason="the diagram goes round without waiting")


def ready_tasks(process: Process) -> list[Any]:
    """The automatic tasks to run next: those of the deepest process that has any, in the diagram's order."""
    active = [level for level in process.subprocesses.values() if not level.completed]
    for level in (*sorted(active, key=lambda each: each.depth, reverse=True), process):
        if ready := [task for task in in_order(level) if task._state == TaskState.READY and not task.task_spec.manual]:
            return ready
    return []


def in_order(level: Any) -> Iterator[Any]:
    """The tasks of one process from the root, a branch at a time; nothing below what is only foreseen."""
    tasks, line = level.tasks, [level.task_tree.id]
    while line:
        task = tasks[line.pop()]
        yield task
        if task._state >= TaskState.FUTURE:
            line.extend(reversed(task._children))


def fire_due(process: Process) -> bool:
    """Lets timers that are due at `process.now` fire; says whether there were any."""
    due = [task for task in process.event_manager.tasks.values() if is_due(task, process.now)]
    for task in due:
        task.task_spec._update(task)
    return bool(due)


def is_due(task: Any, now: datetime | None) -> bool:
    """Whether this waiting task's timer has come."""
    due = due_of(task)
    return due is not None and now is not None and due <= now and task._state == TaskState.WAITING


def depth(process: Process) -> int:
    """How deep the deepest task lies, called processes counted from their callers."""
    found: dict[Any, int] = {}
    for level in process.levels:
        found[level.task_tree.id] = found.get(level.parent_task_id, -1) + 1
        line = [level.task_tree]
        while line:
            task = line.pop()
            for child in task._children:
                found[child] = found[task.id] + 1
                line.append(level.tasks[child])
    return max(found.values())
