"""Completing one task over HTTP, against what it would cost without keeping, proving and answering anything.

Above: `POST /tasks/{id}/complete` on `dnr serve` with SQLite, sign-in by token and Idempotency-Key included.
Below: the library's own step in memory, one bare commit, and a POST that does nothing on a bare application.
"""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from api.serving import leave_in_peace
from tests.benchmarks import Row, compare, own_cpu, spent
from tests.benchmarks._acts import ACTS, MANAGER, SENT_BACK, counted_act, prepared
from tests.benchmarks._against import NEEDED, ROUNDS
from tests.benchmarks._plain import Commit, Plain, step
from tests.benchmarks._serving import bare, dnr

GOAL = 2.0


def measure() -> Row:
    """The ratio, with the statements and commits of the act, and the CPU milliseconds of each part."""
    plain = Plain()
    with (
        prepared(NEEDED + 2) as cases,
        dnr(cases.home, MANAGER) as server,
        bare() as nothing,
        tempfile.TemporaryDirectory() as folder,
    ):
        counted = asyncio.run(counted_act(cases))
        commit = Commit(Path(folder) / "bare.sqlite")
        path = f"/tasks/{uuid4()}/complete"
        waiting = [plain.at_review() for _ in range(NEEDED)]
        leave_in_peace()  # the processes that wait are not looked through while one of them steps
        parts: dict[str, float] = {"act": 0.0, "step": 0.0, "commit": 0.0, "post": 0.0}

        def act() -> float:
            return noted("act", spent(lambda: cases.round(server), server.process.pid))

        def without() -> float:
            stepped = own_cpu(lambda: repeated(lambda: step(waiting.pop(), SENT_BACK)))
            committed = own_cpu(lambda: repeated(commit))
            posted = spent(lambda: repeated(lambda: nothing.post(path, SENT_BACK)), nothing.process.pid)
            return noted("step", stepped) + noted("commit", committed) + noted("post", posted)

        def noted(part: str, seconds: float) -> float:
            parts[part] += seconds
            return seconds

        row = compare(act, without, goal=GOAL, rounds=ROUNDS)
    each = {f"{part} ms": round(seconds * 1000 / NEEDED, 2) for part, seconds in parts.items()}
    counts = {"statements": len(counted.statements), "commits": counted.commits, **each}
    return Row(row.ratio, row.low, row.high, row.goal, counts)


def repeated(work: Callable[[], object]) -> None:
    """As many times as a round has acts."""
    for _ in range(ACTS):
        work()
