"""What this machine lacks, and the command that installs it.

Only the standard library is imported at the top, so that `script/bootstrap` can ask before anything is installed:
`python -m engine.doctor [--test]` prints the Debian packages that are missing.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.settings import Settings

FONTS = Path(__file__).resolve().parent.parent / "api" / "assets" / "fonts"
"""Where the set-up leaves the documents' fonts."""


@dataclass(frozen=True)
class Finding:
    """One thing looked for. `command` installs or mends it; `sentence` is what an administrator reads, in Swedish."""

    name: str
    ok: bool
    command: str
    sentence: str


@dataclass(frozen=True)
class Need:
    """Something the machine must hold: Debian's packages for it, how to see it, and what fails without."""

    name: str
    packages: tuple[str, ...]
    present: Callable[[], bool]
    without: str


def library(*names: str) -> bool:
    """Can one of these shared libraries be loaded? The names are the same library's on different systems."""
    return any(loads(name) for name in names)


def loads(name: str) -> bool:
    """Can this shared library be loaded?"""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def program(*names: str) -> bool:
    """Is one of these programs on the path?"""
    return any(shutil.which(name) for name in names)


RUNNING = (
    Need(
        "Pango",
        ("libpango-1.0-0", "libpangoft2-1.0-0"),
        lambda: (
            library("libpango-1.0.so.0", "libpango-1.0.dylib")
            and library("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib")
        ),
        "Utan Pango kan inga PDF-filer göras. Allt annat fungerar.",
    ),
    Need(
        "HarfBuzz subset",
        ("libharfbuzz-subset0",),
        lambda: library("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib"),
        "Utan HarfBuzz subset blir PDF-filerna större och inte lika från maskin till maskin.",
    ),
)
"""What it takes to run."""

TESTING = (
    Need(
        "Java (JDK)",
        ("default-jdk-headless",),
        lambda: program("javac"),
        "Utan en JDK kan proven inte granska PDF/A och PDF/UA.",
    ),
    Need(
        "JAXB",
        ("libjaxb-java",),
        lambda: Path("/usr/share/java/jaxb-runtime.jar").exists(),
        "Utan JAXB kan proven inte granska PDF/A och PDF/UA.",
    ),
    Need(
        "Poppler",
        ("poppler-utils",),
        lambda: program("pdftotext") and program("pdffonts"),
        "Utan Poppler kan proven inte läsa text och teckensnitt ur PDF-filerna.",
    ),
    Need(
        "Chromium",
        ("chromium", "chromium-sandbox"),
        lambda: program("chromium", "chromium-browser", "google-chrome"),
        "Utan Chromium kan proven inte gå igenom sidorna.",
    ),
)
"""What it takes to test besides."""


def examine(settings: "Settings | None" = None, *, tests: bool = False) -> list[Finding]:
    """Looks for all that running takes, and with `tests` for what testing takes besides.

    `settings` are those of the environment unless given. Changes nothing on the machine.
    """
    from engine.settings import Settings

    needs = RUNNING + TESTING if tests else RUNNING
    return [*map(machine, needs), fonts(FONTS), database(settings or Settings())]


def machine(need: Need) -> Finding:
    """Looks for what a Debian package brings."""
    ok = need.present()
    command = f"sudo apt-get install --no-install-recommends {' '.join(need.packages)}"
    return Finding(need.name, ok, command, f"{need.name} finns." if ok else need.without)


def fonts(folder: Path) -> Finding:
    """Looks for the documents' fonts, which the set-up takes from the packages of package-lock.json."""
    ok = any(folder.glob("*.ttf"))
    missing = "Teckensnitten saknas. Utan dem ser dokumenten inte ut som de ska."
    return Finding("Fonts", ok, "script/bootstrap", "Teckensnitten finns." if ok else missing)


def database(settings: "Settings") -> Finding:
    """Is there a place for the database: a folder that can be written to, or a PostgreSQL server that answers?"""
    return server(settings.database_url) if settings.database_url else folder(settings.home)


def folder(home: Path) -> Finding:
    """Can the embedded database and the files be kept in `home`? The folder need not exist yet; it is not made."""
    place = home.absolute()
    nearest = next(path for path in (place, *place.parents) if path.exists())
    ok = nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
    command = f'sudo install -d -o "$(id -un)" {place}'
    sentence = f"Databasen kan sparas i {place}." if ok else f"Databasen kan inte sparas i {place} (DNR_HOME)."
    return Finding("Database", ok, command, sentence)


def server(url: str) -> Finding:
    """Does the PostgreSQL server of `DNR_DATABASE_URL` answer within five seconds? Shows no part of the address."""
    import psycopg

    try:
        psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://", 1), connect_timeout=5).close()
    except psycopg.Error:
        return Finding("Database", False, "", "Databasservern svarar inte. Kontrollera DNR_DATABASE_URL.")
    return Finding("Database", True, "", "Databasservern svarar.")


def missing_packages(needs: Sequence[Need]) -> list[str]:
    """Debian's packages for those needs that are not met."""
    return [package for need in needs if not need.present() for package in need.packages]


if __name__ == "__main__":
    print(*missing_packages(RUNNING + TESTING if "--test" in sys.argv[1:] else RUNNING), sep="\n")
