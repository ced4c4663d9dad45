"""What an act costs without us: the library's own step in memory, and one bare commit."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.util.task import TaskState

from engine.lifecycle.deployments import shipped_files

BLOB = 6_000
"""Bytes of state that a bare commit writes."""
TO_REVIEW: tuple[Mapping[str, Any], ...] = (
    {"admitted": True},
    {},
    {"board": "0190b7f2-0000-7000-8000-000000000001", "due_on": ""},
    {"officer": "0190b7f2-0000-7000-8000-000000000002"},
    {"referrals": [], "referral_due": "", "approved": False},
)
"""What the steps before the review leave."""


class Deaf(PythonScriptEngine):  # type: ignore[misc]  # the library has no types
    """The library's engine; a room that is called answers nothing."""

    def call_service(self, context: Any, **asked: Any) -> str:
        return "{}"


class Plain:
    """The shipped motion as the library runs it: stock parser, stock engine, in memory, nothing stored."""

    def __init__(self) -> None:
        parser = SpiffBpmnParser()
        for name, content in shipped_files("motion").items():
            parser.add_bpmn_str(content, filename=name)
        self.spec, self.called = parser.get_spec("motion"), parser.get_subprocess_specs("motion")

    def at_review(self) -> Any:
        """A process that waits for the review."""
        process = BpmnWorkflow(self.spec, self.called, script_engine=Deaf())
        council = "0190b7f2-0000-7000-8000-000000000003"
        process.task_tree.data.update(council=council, board=council, executive_board=council, deciding_body=council)
        process.do_engine_steps()
        for said in TO_REVIEW:
            step(process, said)
        return process


def step(process: Any, said: Mapping[str, Any]) -> None:
    """Completes the task that waits."""
    task = process.get_tasks(state=TaskState.READY, manual=True)[0]
    task.data.update(said)
    task.run()
    process.do_engine_steps()


def waits_for(process: Any) -> str:
    """The step that waits."""
    return str(process.get_tasks(state=TaskState.READY, manual=True)[0].task_spec.bpmn_id)


class Commit:
    """One UPDATE of a 6 kB blob and its commit, by the driver alone, with the pragmas of our writer."""

    def __init__(self, file: Path) -> None:
        self.connection = sqlite3.connect(file, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
            self.connection.execute(f"PRAGMA {pragma}").close()
        self.connection.execute("CREATE TABLE process (id INTEGER PRIMARY KEY, state BLOB)")
        self.connection.executemany("INSERT INTO process VALUES (?, ?)", ((n, b"x" * BLOB) for n in range(100)))
        self.turn = 0

    def __call__(self) -> None:
        """One more."""
        self.turn += 1
        self.connection.execute("BEGIN IMMEDIATE")
        row = (bytes([self.turn % 256]) * BLOB, self.turn % 100)
        with closing(self.connection.execute("UPDATE process SET state = ? WHERE id = ?", row)) as cursor:
            assert cursor.rowcount == 1
        self.connection.execute("COMMIT")
