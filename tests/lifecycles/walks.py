"""Random walks: a case stored and restored between all its steps, held against one that never was.

The twin is the library as it comes: its own loop over the tasks, nothing forgotten, nothing written down. After
every step both must wait for the same tasks with the same data, for the same messages and the same instant, have
asked the rooms for the same things, and end with the same variables.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.util.task import TaskState

from engine.lifecycle.bundles import Bundle
from engine.lifecycle.elements import Message
from engine.lifecycle.machine import Machine
from engine.lifecycle.running import Engine, Process
from engine.lifecycle.timers import due_of

NOW = datetime(2020, 3, 2, 9, tzinfo=UTC)
AGES = datetime(3000, 1, 1, tzinfo=UTC)
"""Beyond this a timer stands for never."""

Answers = Callable[[Random, str], dict[str, object]]
Room = Callable[[str, Mapping[str, Any], Mapping[str, Any]], Mapping[str, object]]
Waiting = tuple[str, str, UUID]


@dataclass
class Rooms:
    """Answers service tasks alike for both, and remembers what was asked."""

    answer: Room
    asked: list[str] = field(default_factory=list)

    def __call__(self, operator: str, params: Mapping[str, Any], data: Mapping[str, Any]) -> Mapping[str, object]:
        self.asked.append(json.dumps([operator, params, data], sort_keys=True))
        return self.answer(operator, params, data)


class Twin:
    """The same process run by the library alone, in memory from beginning to end."""

    def __init__(self, bundle: Bundle, variables: Mapping[str, object], rooms: Rooms, now: datetime) -> None:
        self.process = Process(bundle.spec, bundle.called, Engine(rooms))
        self.process.task_tree.data.update(variables)
        self.tick(now)

    def tick(self, now: datetime) -> None:
        self.process.now = now
        self.process.refresh_timers()
        self.run()

    def run(self) -> None:
        while any(not task.task_spec.manual for task in self.in_state(TaskState.READY)):
            self.process.do_engine_steps()

    def complete(self, task_id: UUID, variables: Mapping[str, object], now: datetime) -> None:
        self.tick(now)
        task = self.process.get_task_from_id(task_id)
        assert task.state == TaskState.READY
        task.data.update(variables)
        task.run()
        self.run()

    def send(self, message: str, payload: Mapping[str, object], now: datetime) -> None:
        self.tick(now)
        self.process.send_event(BpmnEvent(Message(message), payload=dict(payload)))
        self.run()

    def in_state(self, state: int) -> list[Any]:
        levels = (self.process, *self.process.subprocesses.values())
        return [task for level in levels for task in level.tasks.values() if task.state == state]

    def waiting(self) -> list[Waiting]:
        ready = [task for task in self.in_state(TaskState.READY) if task.task_spec.manual]
        return sorted((task.task_spec.bpmn_id, told(task.data), task.id) for task in ready)

    def watched(self) -> list[Any]:
        return [task for task in self.in_state(TaskState.WAITING) if hasattr(task.task_spec, "event_definition")]

    def next_due(self) -> datetime | None:
        return min((due for task in self.watched() if (due := due_of(task))), default=None)

    def size(self) -> int:
        return sum(len(level.tasks) for level in (self.process, *self.process.subprocesses.values()))


def told(data: Mapping[str, Any]) -> str:
    """Routing variables in a form that tells 1 from True."""
    return json.dumps({name: value for name, value in data.items() if name != "data_objects"}, sort_keys=True)


@dataclass
class Walk:
    """One walk of both; `load` parses the diagrams anew."""

    load: Callable[[], Bundle]
    answers: Answers
    answer: Room
    random: Random
    bundle: Bundle
    now: datetime = NOW
    steps: list[str] = field(default_factory=list)
    largest: int = 0

    def begin(self, variables: Mapping[str, object]) -> None:
        self.rooms, self.twin_rooms = Rooms(self.answer), Rooms(self.answer)
        self.machine = Machine.start(self.bundle, variables, self.rooms, self.now)
        self.twin = Twin(self.bundle, variables, self.twin_rooms, self.now)
        self.compare()

    def store(self) -> None:
        """Writes the process down and reads it back, one time in eight on diagrams parsed anew."""
        bundle = self.load() if self.random.random() < 0.125 else self.bundle
        blob = self.machine.dump()
        self.largest = max(self.largest, len(blob))
        self.machine = Machine.restore(bundle, blob, self.rooms)
        assert self.machine.dump() == blob, f"{self.steps}\n{blob!r}\n{self.machine.dump()!r}"
        self.compare()

    def step(self) -> bool:
        """One random thing that could happen now; says whether there was any."""
        moves: list[Callable[[], None]] = [self.complete] * 4 if self.machine.waiting else []
        moves += [self.send] * 2 if self.machine.listening else []
        moves += [self.tick] if (self.machine.next_due or AGES) < AGES else []
        if not moves:
            return False
        self.random.choice(moves)()
        self.compare()
        self.store()
        return True

    def complete(self) -> None:
        ours = sorted((each.step, told(each.data), each.id) for each in self.machine.waiting)
        theirs = self.twin.waiting()
        chosen = self.random.randrange(len(ours))
        variables = self.answers(self.random, ours[chosen][0])
        self.steps.append(f"{ours[chosen][0]} {variables}")
        self.both(
            lambda: self.machine.complete(ours[chosen][2], variables, self.now),
            lambda: self.twin.complete(theirs[chosen][2], variables, self.now),
        )

    def send(self) -> None:
        name = self.random.choice(sorted(self.machine.listening))
        payload = {"payload": self.random.randrange(3)}
        self.steps.append(f"message {name} {payload}")
        self.both(lambda: self.machine.send(name, payload, self.now), lambda: self.twin.send(name, payload, self.now))

    def tick(self) -> None:
        due = self.machine.next_due
        assert due is not None
        self.now = max(self.now, due + timedelta(hours=self.random.choice((0, 0, 1, 24 * 8))))
        self.steps.append(f"tick {self.now}")
        self.both(lambda: self.machine.tick(self.now), lambda: self.twin.tick(self.now))

    def both(self, ours: Callable[[], object], theirs: Callable[[], object]) -> None:
        self.now += timedelta(minutes=1)
        ours()
        theirs()

    def compare(self) -> None:
        ours = sorted((each.step, told(each.data)) for each in self.machine.waiting)
        theirs = [(step, data) for step, data, _ in self.twin.waiting()]
        assert ours == theirs, self.steps
        assert self.machine.completed == self.twin.process.completed, self.steps
        assert sorted(self.rooms.asked) == sorted(self.twin_rooms.asked), self.steps
        if self.machine.completed:
            assert told(self.machine.variables) == told(self.twin.process.data), self.steps
        else:
            assert self.machine.next_due == self.twin.next_due(), self.steps


def walk(
    load: Callable[[], Bundle],
    bundle: Bundle,
    random: Random,
    answers: Answers,
    answer: Room,
    variables: Mapping[str, object],
    steps_max: int,
) -> Walk:
    """Walks until the process ends or `steps_max` things have happened."""
    journey = Walk(load, answers, answer, random, bundle)
    journey.begin(variables)
    while len(journey.steps) < steps_max and journey.step():
        pass
    return journey
