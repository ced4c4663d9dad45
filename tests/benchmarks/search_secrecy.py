"""A search for a common word by one who does not see every tenth case: among 100,000 cases against among 100.

Both show 50 cases and leave those out that are secret, inside the question.
"""

import json

from tests.benchmarks import Row
from tests.benchmarks._asking import AUDITOR, HITS, large_against_small
from tests.benchmarks._serving import Server

GOAL = 1.25


def search(server: Server) -> None:
    """One search; RuntimeError unless it finds 50 open cases."""
    found = json.loads(server.get(f"/api/v1/cases?q=motion&limit={HITS}"))["items"]
    if [one["secrecy"] for one in found] != ["open"] * HITS:
        raise RuntimeError(f"{len(found)} were found, or secret ones among them")


def measure() -> Row:
    """The ratio."""
    return large_against_small(f"dnr_{AUDITOR}", search, GOAL)
