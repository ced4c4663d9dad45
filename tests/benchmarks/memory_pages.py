"""The most memory that drawing 200 pages takes against drawing one, each in a process of its own."""

import subprocess
import sys

from tests.benchmarks import Row, compare

GOAL = 4.0
MANY, ONE = 240, 0
"""Sections that make some 200 pages, and one page."""
PAGES = {MANY: range(200, 211), ONE: range(1, 2)}


def held(sections: int) -> float:
    """The largest memory of a fresh process that draws the report, in kB."""
    command = [sys.executable, "-m", "tests.benchmarks._pages", str(sections)]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    pages, memory = map(int, told.split())
    if pages not in PAGES[sections]:
        raise RuntimeError(f"a report of {pages} pages says nothing here: {PAGES[sections]}")
    return float(memory)


def measure() -> Row:
    """The ratio of the memories."""
    counts = {"MB for one": held(ONE) // 1000, "MB for 200": held(MANY) // 1000}
    return compare(lambda: held(MANY), lambda: held(ONE), goal=GOAL, counts=counts)
