"""Schemathesis over the whole description, a bounded slice on each kind of database; script/fuzz goes on for longer."""

import shutil
from pathlib import Path

from tests.api.fuzzing import Fuzzer, OnPostgresql, OnSqlite


def test_no_operation_fails_or_answers_what_is_not_described(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copyfile(sqlite_template, tmp_path / "template.sqlite")
    fuzzer = Fuzzer(tmp_path, OnSqlite(tmp_path), start=1)
    with fuzzer.serving():
        fuzzer.every_operation(3)
        fuzzer.stories(8)
    assert fuzzer.calls > 200
    assert len(reached(fuzzer)) > 25, fuzzer.answered


def test_nor_do_they_on_postgresql(postgresql_server: str, postgresql_template: str, tmp_path: Path) -> None:
    with OnPostgresql(postgresql_server, postgresql_template) as ground:
        fuzzer = Fuzzer(tmp_path, ground, start=2)
        with fuzzer.serving():
            fuzzer.every_operation(1)
            fuzzer.stories(6)
    assert fuzzer.calls > 150
    assert len(reached(fuzzer)) > 10, fuzzer.answered


def reached(fuzzer: Fuzzer) -> set[str]:
    """The operations that did what they were asked at least once."""
    return {name for name, status in fuzzer.answered if status < 300}
