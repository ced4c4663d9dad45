"""Any folder of BPMN files, held against lint and loading: each is loaded, refused with its reason, or crashed."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.errors import DiagramRefused
from engine.lifecycle.bundles import Bundle
from engine.lifecycle.lint import lint
from engine.lifecycle.lint.drawing import read_drawing
from engine.lifecycle.lint.inspection import read_all, uncalled
from engine.steps import OPERATORS


@dataclass(frozen=True)
class Row:
    """What became of one file."""

    file: str
    result: str
    said: str = ""


def loaded(path: Path) -> Row:
    """Lints one file and, when there is no fault, loads the processes that it does not call itself."""
    files = {"diagram.bpmn": path.read_bytes()}
    if faults := lint(files, OPERATORS):
        first = faults[0]
        return Row(path.name, "refused", f"{first.element}: {first.message} [{first.rule}]")
    try:
        trees, _ = read_all(files)
        for top in uncalled(read_drawing(trees)):
            Bundle.load(files, OPERATORS, top)
    except DiagramRefused as refused:
        return Row(path.name, "refused", str(refused.faults[0]["message"]))
    return Row(path.name, "loaded")


def rows(folder: Path) -> Iterator[Row]:
    """A row for every file, in order; what was not foreseen is a crash and is told as one."""
    for path in sorted(folder.rglob("*.bpmn")):
        try:
            yield loaded(path)
        except Exception as crash:  # noqa: BLE001 - to find what was not foreseen is what this is for
            yield Row(path.name, "crashed", f"{type(crash).__name__}: {crash}"[:300])


def main(arguments: list[str] | None = None) -> int:
    """Prints the rows and the sums; 1 when a file has crashed or there was none."""
    parser = argparse.ArgumentParser(prog="script/corpus", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of .bpmn files, at any depth")
    counted: Counter[str] = Counter()
    for row in rows(parser.parse_args(arguments).folder):
        counted[row.result] += 1
        sys.stdout.write(f"{row.result:8} {row.file} {row.said}\n")
    sums = ", ".join(f"{counted[name]} {name}" for name in ("loaded", "refused", "crashed"))
    sys.stdout.write(f"{sums}\n")
    return 1 if counted["crashed"] or not counted else 0


if __name__ == "__main__":
    sys.exit(main())
