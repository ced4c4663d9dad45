"""A stored process is moved to other diagrams: what is done stays done, what waits goes on, what is ahead is new.

Pure: no database, no clock. The library's own way arms timers anew and loses what a waiting step holds; here the rows
of what is only foreseen are left out, the rest is read on the new specs, and what lies ahead is foreseen again from
what is live. So timers keep their instants and messages their receivers, and a step that has been added ahead is done.
"""

import json
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Final

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.util.task import TaskState

from engine.errors import DnrError
from engine.lifecycle import codec
from engine.lifecycle.bundles import Bundle
from engine.lifecycle.collapse import is_join
from engine.lifecycle.machine import Machine
from engine.lifecycle.running import Engine

LIVE: Final = TaskState.READY | TaskState.WAITING | TaskState.STARTED
APART: Final = frozenset(
    {"_inputs", "_outputs", "_wf_spec", "id", "bpmn_name", "documentation", "description", "position", "file"}
    | {
        "reached_event",
        "entered_event",
        "ready_event",
        "completed_event",
        "cancelled_event",
        "error_event",
        "started_event",
    }
    | {"finished_event", "update_event", "lookahead", "manual", "data_input_associations", "data_output_associations"}
)
"""What two drawings of one element may differ in: where it leads, what it is called, and what is the library's own."""


class CannotMove(DnrError):
    """The process cannot go on by the other diagram from where it stands."""


def move(blob: bytes, old: Bundle, new: Bundle) -> bytes:
    """The process as bytes on the new bundle. Raises `CannotMove` with the element and the reason.

    The same steps wait with the same ids and variables, the same messages are listened to, the same instant is due;
    proven before it is returned, by reading it back.
    """
    before = Machine.restore(old, blob, asks_nothing)
    guard(before, new)
    process = codec.restore(new.spec, new.called, unforeseen(blob), Engine(asks_nothing))
    for level in process.levels:
        for task in list(level.tasks.values()):
            if task._state & LIVE:
                task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)
    moved = codec.dump(process)
    after = Machine.restore(new, moved, asks_nothing)
    if alike(before) != alike(after) or after.dump() != moved:
        raise CannotMove(element=new.key, reason="it would not wait for the same")
    return moved


def asks_nothing(operator: str, parameters: Mapping[str, Any], variables: Mapping[str, Any]) -> Mapping[str, object]:
    """No service is called while a process is moved: nothing runs."""
    raise CannotMove(element=operator, reason="a service would have been called")


def alike(machine: Machine) -> object:
    """What must not change: who waits with what, which messages, when the next timer is due."""
    waiting = sorted((str(one.id), one.step, sorted(map(str, one.data.items()))) for one in machine.waiting)
    return waiting, machine.listening, machine.next_due, machine.completed


def unforeseen(blob: bytes) -> bytes:
    """The blob without the rows of what is only foreseen; places are counted anew, the foreseen has no live child."""
    kept: dict[int, int] = {-1: -1}
    levels, place = [], 0
    for caller, completed, data, rows in json.loads(blob[1:]):
        left = []
        for row in rows:
            if row[2] >= TaskState.WAITING:
                kept[place] = len(kept) - 1
                left.append([row[0], kept[row[1]], *row[2:]])
            place += 1
        levels.append([kept[caller], completed, data, left])
    return blob[:1] + json.dumps(levels, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def guard(before: Machine, new: Bundle) -> None:
    """Raises `CannotMove` when something that is kept has gone, or something that is live has changed."""
    specs = {new.spec.name: new.spec, **new.called}
    for level in before._process.levels:
        spec = specs.get(level.spec.name)
        if spec is None:
            raise CannotMove(element=level.spec.name, reason="the process that it is in has gone")
        for task in level.tasks.values():
            if task._state >= TaskState.WAITING:
                check(task, spec.task_specs.get(task.task_spec.name))


def check(task: Any, other: Any) -> None:
    """Raises `CannotMove` for a kept task whose element has gone, or a live one whose element is another now."""
    was = task.task_spec
    name = was.bpmn_id or was.name
    if other is None:
        raise CannotMove(element=name, reason="the element has gone")
    if task._state & LIVE and described(was) != described(other):
        raise CannotMove(element=name, reason="the element is waiting, and has changed")
    if (
        (is_join(task) or isinstance(was, LoopTask))
        and task._state & LIVE
        and names(was._inputs) != names(other._inputs)
    ):
        raise CannotMove(element=name, reason="other branches meet in it")
    if isinstance(was, BoundaryEventSplit) and unfinished(task) and names(was._outputs) != names(other._outputs):
        raise CannotMove(element=name, reason="other events sit on the step that is waiting")


def names(several: Any) -> list[str]:
    """The names of specs, in any order."""
    return sorted(str(one) for one in several)


def unfinished(split: Any) -> bool:
    """Whether a branch of a split is still open."""
    return any(not child.has_state(TaskState.FINISHED_MASK) for child in split.children)


def described(value: Any) -> Any:
    """A spec as plain values, for comparing: what it does and for whom, not where it leads."""
    if isinstance(value, dict):
        return {str(name): described(one) for name, one in sorted(value.items(), key=str)}
    if isinstance(value, list | tuple | set | frozenset):
        return [described(one) for one in value]
    if value is None or isinstance(value, str | int | float | bool | Enum):
        return value
    return [type(value).__name__, dict(parts(value))]


def parts(value: Any) -> Iterator[tuple[str, Any]]:
    """The parts of an object that say what it is; another spec that it points to is said by its name."""
    for name, one in sorted(getattr(value, "__dict__", {}).items()):
        if name not in APART and not callable(one):
            yield name, one.name if isinstance(one, TaskSpec) else described(one)
