"""The check of all PDFs at the end of a run finds what it should find."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import conformance

ROOT = Path(__file__).resolve().parents[2]
DRAWING = """
from datetime import UTC, datetime
from engine.documents.attachments import Attachment
from engine.documents.html import render_html
from engine.documents.pdf import load_weasyprint, render_pdf
from engine.organisations.profile import shipped_profiles
from tests.documents.makers import a_report

PAGE = '<html lang="sv"><head><title>Prov</title></head><body><h1>Prov</h1><p style="opacity: 0.5">x</p></body></html>'

def test_good():
    html, now = render_html(a_report(), shipped_profiles()["region-norrbotten"]), datetime(2024, 5, 6, tzinfo=UTC)
    render_pdf(html)
    render_pdf(html, attachments=[Attachment("report.json", b"{}", "application/json", now, now)])

def test_bare():
    load_weasyprint().HTML(string=PAGE).write_pdf()

def test_broken():
    load_weasyprint().HTML(string=PAGE).write_pdf(pdf_variant="pdf/ua-1")
"""


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """A test run of its own, with our conftest."""
    (folder / "test_drawing.py").write_text(DRAWING, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conformance.ending", "-c", str(ROOT / "pyproject.toml")]
    return subprocess.run(
        [*command, "--rootdir", str(folder), str(folder), *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_run_fails_with_the_file_the_rule_and_the_test(tmp_path: Path) -> None:
    ended = run(tmp_path, "-n", "2")
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "3 passed" in ended.stdout
    assert "2 of 4 PDFs are not as they should be" in ended.stdout
    assert "drawn by test_drawing.py::test_bare" in ended.stdout
    assert "does not say that it is PDF/UA-1" in ended.stdout
    assert "test_drawing.py::test_broken" in ended.stdout
    assert re.search(r"ua1 7\.1-[0-9]+ .* x[0-9]+", ended.stdout)
    assert "test_drawing.py::test_good" not in ended.stdout


def test_a_machine_without_java_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AssertionError, match="apt-get install default-jdk-headless"):
        conformance.verdicts(tmp_path)
