"""The project's own files: everything in the folder but what .gitignore names."""

import os
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IGNORED = [
    line for line in (ROOT / ".gitignore").read_text("utf-8").splitlines() if line and not line.startswith("#")
] + ["/.git/", "/.git"]  # a folder, or in a work tree of its own a file


def ignored(path: Path) -> bool:
    """Does .gitignore name this path? Understands what ours uses: names, stars, and a leading slash for the root."""
    inside = path.relative_to(ROOT).as_posix()
    return any(
        fnmatch(inside if pattern.startswith("/") else path.name, pattern.strip("/"))
        for pattern in IGNORED
        if path.is_dir() or not pattern.endswith("/")
    )


def sources(*suffixes: str) -> Iterator[Path]:
    """The project's files in order, all or those with one of the suffixes."""
    for folder, folders, files in os.walk(ROOT):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not ignored(here / name))
        for path in (here / name for name in sorted(files)):
            if not ignored(path) and (not suffixes or path.suffix in suffixes):
                yield path


def texts(*suffixes: str) -> Iterator[tuple[str, str]]:
    """Path from the root and text of each file that is text."""
    for path in sources(*suffixes):
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
