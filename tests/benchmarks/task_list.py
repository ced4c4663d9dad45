"""What waits for one, by age: among 100,000 cases that all wait for the same role, against among 100."""

import json

from tests.benchmarks import Row
from tests.benchmarks._acts import MANAGER
from tests.benchmarks._asking import HITS, large_against_small
from tests.benchmarks._serving import Server

GOAL = 1.25


def listed(server: Server) -> None:
    """One list; RuntimeError unless it holds 50 tasks."""
    found = json.loads(server.get(f"/api/v1/tasks?limit={HITS}"))["items"]
    if len(found) != HITS:
        raise RuntimeError(f"{len(found)} tasks were listed")


def measure() -> Row:
    """The ratio."""
    return large_against_small(MANAGER, listed, GOAL)
