"""The commands say what is wrong to the letter, whatever it holds."""

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app, main

NO_DIAGRAM = "<definitions/>"


def test_a_fault_in_a_diagram_is_told_with_its_rule(tmp_path: Path) -> None:
    drawn = tmp_path / "motion.bpmn"
    drawn.write_text(NO_DIAGRAM)
    told = CliRunner().invoke(app, ["workflow", "lint", str(drawn)], env={"COLUMNS": "500"})
    assert told.exit_code == 1
    assert told.output.splitlines()[0].endswith("]")


def test_what_somebody_has_written_is_never_read_as_markup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    described = tmp_path / "region.yaml"
    described.write_text("@[/bold]")
    monkeypatch.setattr(sys, "argv", ["dnr", "organisation", "found", str(described)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "[/bold]" in capsys.readouterr().err
