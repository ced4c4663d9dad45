"""The same act in a case that has come far: 500 finished human tasks against 10, by returns of the report."""

from tests.benchmarks import Row
from tests.benchmarks._acts import prepared
from tests.benchmarks._against import NEEDED, against

GOAL = 1.1
BEFORE = 5
"""Human tasks before the first review; each return is two more."""
LONG, SHORT = 500, 10


def measure() -> Row:
    """The ratio; the cases are copies of one that was sent back so many times."""
    with (
        prepared(NEEDED, returned=(LONG - BEFORE) // 2) as long,
        prepared(NEEDED, returned=(SHORT - BEFORE) // 2) as short,
    ):
        return against(long, short, GOAL)
