"""The same act in a large diary: 100,000 cases with their tasks, processes, records and journals against 100.

Both go round the same number of their cases, which are handed in again between the rounds, so neither has any more.
"""

import asyncio

from tests.benchmarks import Row
from tests.benchmarks._acts import counted_act, prepared
from tests.benchmarks._against import against
from tests.benchmarks._plans import scans

GOAL = 1.15
MANY, FEW = 100_000, 100


def measure() -> Row:
    """The ratio, with how many statements the act has and how many of them read a growing table from end to end."""
    with prepared(MANY) as many, prepared(FEW) as few:
        counted = asyncio.run(counted_act(many))
        read_through = scans(many, counted)
        row = against(many, few, GOAL)
    counts = {"statements": len(counted.statements), "scans": len(read_through)}
    return Row(row.ratio, row.low, row.high, row.goal, counts)
