"""How a running process is written down: its tasks as rows of what differs from their parents. No specs, no types.

The library's own serializer stores the specs with every process, loses a change from 1 to True, cannot be read
back if a variable is called `typename`, and lets lists be shared between tasks. A blob is one version byte and
UTF-8 JSON; it is never to be stored as JSONB, which reorders.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.errors import ProcessFailed
from engine.lifecycle.running import Engine, Process

VERSION = 1
ALL = 1

Row = list[Any]
"""id, place of the parent (-1: root), state, spec name, changed, deleted, notes, triggered, order among joins."""


def identity(task: Any) -> str:
    """The task's id in 32 hex digits. A restored task has that text for its id, which hashes faster than a UUID."""
    return task.id if type(task.id) is str else str(task.id.hex)


def dump(process: Process) -> bytes:
    """The process as bytes, parents before children and callers before called."""
    places: dict[object, int] = {}
    levels = [dump_level(level, places) for level in process.levels]
    text = json.dumps(levels, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return bytes([VERSION]) + text.encode()


def dump_level(level: Any, places: dict[object, int]) -> Row:
    """One process: place of the task that called it (-1: nobody), whether it has ended, its data, its rows."""
    caller = places[level.parent_task_id] if level.parent_task_id else -1
    orders, tasks = join_orders(level), level.tasks
    rows: list[Row] = []
    line: list[tuple[Any, Any, int]] = [(level.task_tree, None, -1)]
    while line:
        task, parent, place = line.pop()
        own_place = places[task.id] = len(places)
        rows.append(dump_task(task, parent, place, orders))
        line.extend([(tasks[child], task, own_place) for child in reversed(task._children)])
    return [caller, int(level.completed), level.data, rows]


def join_orders(level: Any) -> dict[object, int]:
    """In which order finished joins changed state: the library merges their branches in that order."""
    joins = [task for task in level.tasks.values() if task._state & TaskState.FINISHED_MASK]
    joins = [task for task in joins if isinstance(task.task_spec, UnstructuredJoin)]
    return {task.id: order for order, task in enumerate(sorted(joins, key=lambda each: each.last_state_change), 1)}


def dump_task(task: Any, parent: Any, place: int, orders: Mapping[object, int]) -> Row:
    """One task; what is empty at the end of the row is left out."""
    row: Row = [identity(task), place, task._state, task.task_spec.name]
    changed, deleted = difference(parent.data if parent is not None else NOTHING, task.data)
    notes = NOTHING if task._state & TaskState.FINISHED_MASK else task.internal_data
    order = orders.get(task.id, 0) if orders else 0
    if not (changed or deleted or notes or task.triggered or order):
        return row
    own = [changed, deleted, notes, int(task.triggered), order]
    while not own[-1]:
        own.pop()
    return row + own


NOTHING: Mapping[str, Any] = {}


def difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Mapping[str, Any], Sequence[str] | int]:
    """What is new or changed, and what is gone: names in order, or `ALL`."""
    if not new:
        return NOTHING, ALL if old else ()
    changed = {
        name: value
        for name, value in new.items()
        if name not in old or not (old[name] is value or same(old[name], value))
    }
    gone = old.keys() - new.keys()
    return dict(sorted(changed.items())) if changed else NOTHING, sorted(gone) if gone else ()


def same(one: Any, other: Any) -> bool:
    """Equal and of the same type, so that 1, 1.0 and True are three things, in lists too."""
    if type(one) is not type(other) or one != other:
        return False
    return type(one) is not list or all(map(same, one, other))


def restore(spec: Any, called: Mapping[str, Any], blob: bytes, engine: Engine) -> Process:
    """The process that was dumped, on specs that may have been parsed anew.

    Raises `ProcessFailed` for another version or for a task that the specs do not know.
    """
    if not blob or blob[0] != VERSION:
        raise ProcessFailed(element=spec.name, reason="the stored process was written by another version")
    process = Process(spec, called, engine, deserializing=True)
    tasks: list[Any] = []
    for caller, completed, data, rows in json.loads(blob[1:]):
        level = process if caller < 0 else restore_call(process, tasks[caller])
        level.completed, level.data = bool(completed), data
        restore_tasks(process, level, rows, tasks)
    return process


def restore_call(process: Process, owner: Any) -> Any:
    """A called process, tied to the task that called it."""
    level = BpmnSubWorkflow(process.subprocess_specs[owner.task_spec.spec], owner.id, process, deserializing=True)
    level.completed_event.connect(owner.task_spec._on_subworkflow_completed, owner)
    process.subprocesses[owner.id] = level
    return level


def restore_tasks(process: Process, level: Any, rows: list[Row], tasks: list[Any]) -> None:
    """The tasks of one level, added to `tasks` by place; waiting events are put on watch again."""
    specs, kept = level.spec.task_specs, level.tasks
    for row in rows:
        key, place, state, name, changed, deleted, notes, triggered, order = row + missing[len(row) :]
        if name not in specs:
            raise ProcessFailed(element=name, reason="the diagram no longer has this element")
        task = kept[key] = Task.__new__(Task)  # the constructor would ask for a parent and for the time
        task.__dict__ = {
            "id": key,
            "workflow": level,
            "task_spec": specs[name],
            "_state": state,
            "_parent": None,
            "_children": [],
            "data": changed or {},
            "internal_data": notes or {},
            "triggered": bool(triggered),
            "last_state_change": order,
            "thread_id": 0,
        }
        if place >= 0:
            parent = tasks[place]
            task._parent = parent.id
            parent._children.append(key)
            task.data = inherited(parent.data, task.data, deleted)
        tasks.append(task)
        if state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent):
            process.event_manager.add_task(task)
    level.task_tree = tasks[len(tasks) - len(rows)]


missing: Row = [None, -1, 0, "", None, (), None, 0, 0]
"""What a row that was cut short stands for."""


def inherited(old: Mapping[str, Any], changed: Mapping[str, Any], deleted: Any) -> dict[str, Any]:
    """The parent's data with the task's own changes; lists are copied, for instances append to theirs."""
    if deleted == ALL:
        return {}
    data = {name: value[:] if type(value) is list else value for name, value in old.items()}
    data.update(changed)
    for name in deleted:
        del data[name]
    return data
