"""What the benchmarks count, with tables of a tiny size; never what they time."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine import steps
from engine.access import actor_of_token
from engine.db import Database
from engine.organisations.accounts import token_hash
from engine.rules.calendar import legal_day
from tests.benchmarks import own_cpu
from tests.benchmarks._acts import MANAGER, SENT_BACK, STEP, Counted, counted_act, counting, prepared
from tests.benchmarks._plain import BLOB, Commit, Plain, step, waits_for
from tests.benchmarks._plans import plan, scans
from tests.benchmarks._serving import bare, dnr

STATEMENTS = 12
"""The most that completing a task may ask of the database, sign-in and Idempotency-Key included."""


def act_after(returned: int, cases: int = 20) -> tuple[Counted, list[str]]:
    """An act in a case sent back so many times, among so many cases, and which of its plans scan."""
    with prepared(cases, returned=returned) as ready:
        with ThreadPoolExecutor(1) as beside:  # a browser that other tests have open keeps a loop in this thread
            counted = beside.submit(lambda: asyncio.run(counted_act(ready))).result()
        return counted, scans(ready, counted)


def test_completing_a_task_is_one_commit_and_at_most_twelve_statements_all_on_an_index() -> None:
    counted, read_through = act_after(returned=0)
    assert counted.commits == 1
    assert len(counted.statements) <= STATEMENTS, "\n".join(text for text, _ in counted.statements)
    assert read_through == []


def test_a_case_that_has_come_far_asks_for_no_more() -> None:
    first, far = act_after(returned=0), act_after(returned=10)
    assert [text for text, _ in far[0].statements] == [text for text, _ in first[0].statements]


def test_what_waits_for_somebody_is_found_by_name_and_by_role_on_an_index() -> None:
    with prepared(20) as ready, closing(Database(f"sqlite:///{ready.home / 'dnr.sqlite'}")) as database:
        now = datetime.now(UTC)
        with database.read() as session, counting(database.read_engine) as counted:
            chef = actor_of_token(session, token_hash(MANAGER), now, legal_day(now))
            assert chef is not None
            assert len(steps.waiting(session, chef, None, 50)) == len(steps.inbox(session, chef, 50)) == 20
        assert len(counted.statements) == 3
        assert scans(ready, counted) == []


def test_a_scan_would_be_seen() -> None:
    with prepared(3) as ready:
        asked = Counted([("SELECT id FROM task WHERE title = ?", ("x",)), ("SELECT * FROM task", ())], 0)
        assert len(scans(ready, asked)) == 2
        with closing(sqlite3.connect(ready.home / "dnr.sqlite")) as connection:
            assert plan(connection, "SELECT title FROM task WHERE id = ?", ("x",)) != []


def test_the_servers_that_are_measured_answer() -> None:
    with prepared(2) as ready, dnr(ready.home, "dnr_chef") as server, bare() as nothing:
        ready.round(server, acts=2)
        with pytest.raises(RuntimeError, match="403"):
            ready.round(server, acts=1)
        ready.hand_in_again(server, acts=2)
        ready.round(server, acts=2)
        assert ready.turn == 4
        assert nothing.post(f"/tasks/{ready.first}/complete", SENT_BACK) == (200, b'{"done":true}')


def test_the_library_alone_goes_the_same_way() -> None:
    process = Plain().at_review()
    assert waits_for(process) == STEP
    step(process, SENT_BACK)
    assert waits_for(process) == "draft_report"


def test_a_bare_commit_writes_a_blob_of_its_size(tmp_path: Path) -> None:
    commit = Commit(tmp_path / "bare.sqlite")
    assert own_cpu(commit) > 0
    with closing(sqlite3.connect(tmp_path / "bare.sqlite")) as other:
        assert other.execute("SELECT state FROM process WHERE id = 1").fetchone() == (b"\x01" * BLOB,)
