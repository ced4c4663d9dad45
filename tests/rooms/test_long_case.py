"""A motion whose preparation is returned a hundred times, with referrals each time: six hundred human tasks.

It goes through the rooms and the database as it always does. Beside it goes a twin that the library runs alone, in
memory, and that forgets nothing; it is told what the rooms have answered.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select
from sqlmodel import Session, col

from engine import seals, steps
from engine.db import Database
from engine.lifecycle.machine import Machine
from engine.lifecycle.tables import Task, process
from engine.lifecycle.work import Done, Work
from engine.registry import start_variables
from tests.at_work import START, AtWork, report, the_case
from tests.faults._soundness import counts
from tests.lifecycles.walks import Rooms, Twin, told

RETURNS = 100
ROUND = ("draft_report", "referral_reply", "referral_reply", "compile_replies", "review", "approve")
BLOB_MAX = 6_000
"""Bytes of a process at any time, however long its history."""


def rooms_alone(operator: str, parameters: Mapping[str, Any], variables: Mapping[str, Any]) -> Mapping[str, object]:
    """What service tasks leave for the diagram."""
    return {"deciding_body": variables[parameters["body"]]} if operator == "hand_over" else {}


class Pair:
    """A case and its twin, doing the same."""

    def __init__(self, database: Database) -> None:
        self.at_work = AtWork.begin(database)
        self.case = self.at_work.registered()
        with database.read() as session:
            sha = session.execute(select(process.c.sha)).scalar_one()
            self.bundle = self.at_work.engine.bundles.get(session, sha)
            first = start_variables(session, the_case(session, self.case))
        self.twin = Twin(self.bundle, first, Rooms(rooms_alone), START)
        self.said: Mapping[str, Any] = {}
        self.statements = 0

    def listen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Overhears what the rooms answer the diagram, and how often the database is asked."""
        for name, step in steps.STEPS.items():
            monkeypatch.setitem(steps.STEPS, name, replace(step, act=self.overhearing(step)))
        event.listen(self.at_work.database.write_engine, "before_cursor_execute", self.count)

    def overhearing(self, step: steps.Step) -> Any:
        """The room's own function, overheard."""

        def act(work: Work, form: Any) -> Done:
            done = step.act(work, form)
            self.said = done.variables
            return done

        return act

    def count(self, *_: Any) -> None:
        """One more statement."""
        self.statements += 1

    def do(self, step: str, **changes: Any) -> tuple[str, int, int]:
        """Both do the step; returns it with its statements and the size of what is stored."""
        before, data = self.statements, self.of_oldest(step)
        self.at_work.does(self.case, step, **changes)
        asked = self.statements - before
        twin_task = next(task for name, known, task in self.twin.waiting() if (name, known) == (step, data))
        self.twin.complete(twin_task, dict(self.said), START)
        with self.at_work.database.read() as session:
            ours, blob = self.stored(session)
        assert sorted((one.step, told(one.data)) for one in ours.waiting) == [one[:2] for one in self.twin.waiting()]
        return step, asked, len(blob)

    def of_oldest(self, step: str) -> str:
        """The routing variables of the task that the case will do."""
        task = self.at_work.task(self.case, step)
        with self.at_work.database.read() as session:
            return next(told(one.data) for one in self.stored(session)[0].waiting if one.id == task)

    def stored(self, session: Session) -> tuple[Machine, bytes]:
        """The process as it is stored."""
        blob = session.execute(select(process.c.state).where(process.c.case_id == self.case)).scalar_one()
        return Machine.restore(self.bundle, blob, lambda *_: {}), blob

    def rows(self) -> dict[str, int]:
        """How many rows there are of everything."""
        with self.at_work.database.read() as session:
            return counts(session)

    def returned(self, turn: int) -> list[tuple[str, int, int]]:
        """The preparation from draft to director, who sends it back."""
        asked = [
            {"recipient": f"Nämnd {n}", "question": f"Omgång {turn}?", "due_on": self.at_work.in_days(30)} for n in "AB"
        ]
        forms: dict[str, dict[str, Any]] = {
            "draft_report": report(asked),
            "approve": {"approved": False, "reason": "Komplettera."},
        }
        return [self.do(step, **forms.get(step, {})) for step in ROUND]


def test_six_hundred_tasks_in_one_case_cost_what_six_do_and_end_the_same(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = Pair(sqlite_database)
    pair.listen(monkeypatch)
    for step in ("check_motion", "announce", "remit", "allocate"):
        pair.do(step)
    rounds, before, grown = [], pair.rows(), []
    for turn in range(RETURNS):
        rounds.append(pair.returned(turn))
        after = pair.rows()
        grown.append({table: after[table] - before[table] for table in after if after[table] != before[table]})
        before = after
    assert rounds[2:] == [rounds[2]] * (RETURNS - 2)
    assert max(size for _, _, size in rounds[2]) < BLOB_MAX
    assert grown[1:] == [grown[1]] * (RETURNS - 1)
    assert sum(grown[1].values()) < 6 * len(ROUND)
    assert finished(sqlite_database, pair.case) > RETURNS * len(ROUND)
    for step in ("draft_report", "review", "approve"):
        pair.do(step)
    with sqlite_database.read() as session:
        ours, _ = pair.stored(session)
        assert [one.step for one in ours.waiting] == ["schedule"]
        assert seals.verify_all(session) > RETURNS * len(ROUND)
    assert pair.twin.size() > RETURNS * len(ROUND)


def finished(database: Database, case: UUID) -> int:
    """How many human tasks of the case are done."""
    with database.read() as session:
        done = select(col(Task.id)).where(col(Task.case_id) == case, col(Task.done_at).is_not(None))
        return len(session.execute(done).all())
