"""The check at the end of a test run, as pytest asks for it."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from tests import conformance

FOLDER = "DNR_TEST_PDFS"
"""The environment tells xdist's workers where to put what they draw."""
TOLD = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="dnr-pdfs-")
    conformance.listen(Path(os.environ[FOLDER]))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fails the run when a PDF is not what it should be; a run that has failed already is not looked at."""
    folder = Path(os.environ[FOLDER])
    if hasattr(session.config, "workerinput") or not any(folder.glob("*.pdf")):
        return
    if session.exitstatus != pytest.ExitCode.OK:
        session.config.stash[TOLD] = "PDFs are validated when all tests have passed."
        return
    begun = time.monotonic()
    try:
        judged = conformance.verdicts(folder)
    except (AssertionError, OSError, subprocess.TimeoutExpired) as fault:
        session.exitstatus, session.config.stash[TOLD] = pytest.ExitCode.TESTS_FAILED, f"FAILED: {fault}"
        return
    if bad := [one for one in judged if one.broken]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        told = "\n".join(map(str, bad))
        session.config.stash[TOLD] = f"FAILED: {len(bad)} of {len(judged)} PDFs are not as they should be\n{told}"
    else:
        told = f"{len(judged)} PDFs are PDF/A and PDF/UA-1 by veraPDF ({time.monotonic() - begun:.0f} s)."
        session.config.stash[TOLD] = told


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Says what came of it."""
    if told := config.stash.get(TOLD, ""):
        bad = told.startswith("FAILED")
        terminalreporter.section("PDFs", sep="=", red=bad)
        terminalreporter.line(told, red=bad)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Keeps the files of a run that failed, for a person to look at."""
    if not hasattr(config, "workerinput") and not config.stash.get(TOLD, "").startswith("FAILED"):
        for file in Path(os.environ[FOLDER]).iterdir():
            file.unlink()
        Path(os.environ[FOLDER]).rmdir()
