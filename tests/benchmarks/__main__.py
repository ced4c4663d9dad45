"""Runs the benchmarks: `python -m tests.benchmarks [NAME…] [--json FILE]`."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

from tests.benchmarks import Row

FOLDER = Path(__file__).parent


def known() -> list[str]:
    """The names of all benchmarks: those of the files, with hyphens."""
    return sorted(path.stem.replace("_", "-") for path in FOLDER.glob("[!_]*.py"))


def run(name: str) -> Row:
    """Measures one benchmark."""
    module = import_module(f"tests.benchmarks.{name.replace('-', '_')}")
    row = module.measure()
    if not isinstance(row, Row):
        raise TypeError(f"{name}: measure() returned {type(row).__name__}, not a Row")
    return row


def line(name: str, row: Row) -> str:
    """A row as it is printed: name, ratio, interval, goal, counts."""
    goal = "no goal" if row.goal is None else f"goal {row.goal:g} {'met' if row.met else 'NOT met'}"
    counts = "  ".join(f"{what} {number:g}" for what, number in row.counts.items())
    return f"{name:<20} {row.ratio:8.3f}  [{row.low:.3f}, {row.high:.3f}]  {goal}  {counts}".rstrip()


def as_json(rows: Mapping[str, Row]) -> str:
    """The rows as the file of `--json` holds them."""
    return json.dumps({n: {"ratio": r.ratio, "low": r.low, "high": r.high, "goal": r.goal} for n, r in rows.items()})


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures the named benchmarks, or all; returns 1 when a goal was not met."""
    parser = argparse.ArgumentParser(prog="script/bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one or more of: {', '.join(known())}")
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args(arguments)
    if unknown := sorted(set(asked.names) - set(known())):
        parser.error(f"no benchmark is called {', '.join(unknown)}")
    rows = {}
    for name in asked.names or known():
        rows[name] = run(name)
        print(line(name, rows[name]), flush=True)
    if asked.json:
        asked.json.write_text(as_json(rows) + "\n", encoding="utf-8")
    return int(not all(row.met for row in rows.values()))


if __name__ == "__main__":
    sys.exit(main())
