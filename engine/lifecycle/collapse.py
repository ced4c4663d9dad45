"""Forgetting what is finished, so that the hundredth act of a case costs what the tenth did.

A finished task may be forgotten only when nothing will read it again. The library reads a finished task to give
its data to waiting children, to see which inputs of a join have come, to merge the branches of a join, and to
find the split or the loop that a live task belongs to. What is left after forgetting is the root, the parent of
every unfinished task, joins with their parents, live splits and running loops.
"""

from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit, EventSplit
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

from engine.lifecycle.running import Process


def collapse(process: Process) -> None:
    """Forgets what nobody reads again, in place; the process goes on exactly as it would have."""
    forget_finished_calls(process)
    for level in process.levels:
        forget_spent_children(level)
        shorten_chains(process, level)


def forget_finished_calls(process: Process) -> None:
    """Drops called processes that have ended and whose result their caller has taken, with all that they called."""
    kept: dict[Any, Any] = {}
    homes = [process.tasks]
    for owner_id, called in process.subprocesses.items():
        owner = next((tasks[owner_id] for tasks in homes if owner_id in tasks), None)
        if owner is None or (called.completed and is_finished(owner)):
            continue
        kept[owner_id] = called
        homes.append(called.tasks)
    process.subprocesses = kept


def forget_spent_children(level: Any) -> None:
    """Drops the instances of loops that are over, and of timers and messages that came to nothing."""
    for task in list(level.tasks.values()):
        if task._state != TaskState.COMPLETED or task.id not in level.tasks:
            continue
        if isinstance(task.task_spec, LoopTask):
            forget_instances(level, task)
        elif isinstance(task.task_spec, BoundaryEventSplit) and all(map(is_finished, task.children)):
            forget_untaken(level, task)


def forget_instances(level: Any, loop: Any) -> None:
    """Drops the finished instances of a finished loop."""
    for child in loop.children:
        if child.task_spec.name == loop.task_spec.task_spec and is_finished(child) and not child._children:
            remove_leaf(level, child)


def forget_untaken(level: Any, split: Any) -> None:
    """Drops the half of a boundary split that was not taken, once every branch of it has ended."""
    for branch in split.children:
        for end in branch.children:
            if isinstance(end.task_spec, BoundaryEventJoin) and is_finished(end) and not end._children:
                remove_leaf(level, end)
    for branch in split.children:
        if branch._state == TaskState.CANCELLED and not branch._children:
            remove_leaf(level, branch)


def shorten_chains(process: Process, level: Any) -> None:
    """Takes a finished task out from between its finished parent and its finished only child."""
    tasks = level.tasks
    for task in list(tasks.values()):
        parent = tasks.get(task._parent)
        if parent is None or len(task._children) != 1 or task.id in process.subprocesses:
            continue
        child = tasks[task._children[0]]
        if can_be_forgotten(parent, task, child):
            parent._children[parent._children.index(task.id)] = child.id
            child._parent = parent.id
            del tasks[task.id]


def can_be_forgotten(parent: Any, task: Any, child: Any) -> bool:
    """Whether all three are done, no join is touched, and neither parent nor task holds several branches open."""
    return (
        task._state == child._state == parent._state == TaskState.COMPLETED
        and not is_join(task)
        and not is_join(child)
        and not holds_branches(task)
        and not holds_branches(parent)
    )


def is_join(task: Any) -> bool:
    """A gateway or an end where branches meet."""
    return isinstance(task.task_spec, UnstructuredJoin) and len(task.task_spec._inputs) > 1


def holds_branches(task: Any) -> bool:
    """A boundary split or a loop that still has several children."""
    return isinstance(task.task_spec, EventSplit | LoopTask) and len(task._children) > 1


def is_finished(task: Any) -> bool:
    """Completed, cancelled or failed."""
    return bool(task._state & TaskState.FINISHED_MASK)


def remove_leaf(level: Any, task: Any) -> None:
    """Takes a task without children out of the tree."""
    level.tasks[task._parent]._children.remove(task.id)
    del level.tasks[task.id]
