"""Schemathesis over the whole description, a bounded slice; script/fuzz goes on for longer."""

import shutil
from pathlib import Path

from tests.api.fuzzing import Fuzzer


def test_no_operation_fails_or_answers_what_is_not_described(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copyfile(sqlite_template, tmp_path / "template.sqlite")
    fuzzer = Fuzzer(tmp_path, start=1)
    with fuzzer.serving():
        fuzzer.every_operation(3)
        fuzzer.stories(8)
    assert fuzzer.calls > 200
    reached = {name for name, status in fuzzer.answered if status < 300}
    assert len(reached) > 25, reached
