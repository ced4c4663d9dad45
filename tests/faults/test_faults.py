"""A short, fixed slice of what `script/faults` does at length."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from engine.db import Database
from tests.faults import Tally
from tests.faults.__main__ import FAULTS, line, main


def injected(database: Database, home: Path, name: str, *points: int) -> Tally:
    """What came of the injections, by a process of its own."""
    database.close()
    command = [sys.executable, "-m", "tests.faults._slice", database.url, str(home), name, *map(str, points)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    tally = Tally(**json.loads(done.stdout))
    assert tally.sound, f"{tally}\n{done.stderr}"
    return tally


def test_an_act_that_is_killed_after_some_of_its_statements_never_was(database: Database, tmp_path: Path) -> None:
    assert injected(database, tmp_path, "kill-complete", 9, 17).injected == 2


def test_a_registration_that_is_killed_takes_no_number(database: Database, tmp_path: Path) -> None:
    assert injected(database, tmp_path, "kill-register", 14, 19).injected == 2


def test_a_file_without_its_row_is_harmless_and_no_row_is_without_its_file(
    sqlite_database: Database, tmp_path: Path
) -> None:
    assert injected(sqlite_database, tmp_path, "kill-file", 5, 7, 20).injected == 3


def test_a_decision_that_is_killed_takes_no_paragraph(sqlite_database: Database, tmp_path: Path) -> None:
    assert injected(sqlite_database, tmp_path, "kill-decide", 20, 30).injected == 2


def test_of_two_servers_that_complete_a_task_one_does(database: Database, tmp_path: Path) -> None:
    assert injected(database, tmp_path, "race", 2).injected == 2


def test_a_tally_is_sound_only_when_something_was_injected_and_nothing_came_of_it() -> None:
    assert Tally(injected=3).sound
    assert not any(tally.sound for tally in (Tally(), Tally(3, lost=1), Tally(3, doubled=1), Tally(3, half=1)))
    assert line("kill-register", Tally(3) + Tally(4, half=1)).split()[1:] == (
        ["injected", "7", "lost", "0", "doubled", "0", "half", "1", "NOT", "sound"]
    )


def test_an_unknown_fault_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["no-such-thing"])
    assert "no-such-thing" in capsys.readouterr().err
    assert "kill-decide" in FAULTS
