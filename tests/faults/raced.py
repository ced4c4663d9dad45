"""Two servers, two clients, one task: exactly one does it, and the other is told."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier
from uuid import UUID, uuid4

from sqlalchemy import select

from engine.lifecycle.tables import process
from tests.at_work import AtWork
from tests.benchmarks._serving import Server, dnr
from tests.faults import Tally
from tests.faults._processes import forked
from tests.faults.killed import Ground, disagreements

SENT_BACK = {"approved": False, "reason": "Komplettera."}


def race(ground: Ground, rounds: int) -> Tally:
    """So many rounds on one case, which goes back and forth between the officer and the manager."""
    return Tally(rounds, **forked(lambda: run(ground, rounds)).told)


def run(ground: Ground, rounds: int) -> dict[str, int]:
    """The rounds, in a process of its own; the servers have one each."""
    found = {"lost": 0, "doubled": 0, "half": 0}
    at_work = ground.opened()
    case = at_work.brought_to("review")
    with ExitStack() as open_servers:
        servers = [open_servers.enter_context(dnr(ground.home, ground.tokens["chef"], ground.url)) for _ in range(2)]
        for _ in range(rounds):
            before = moves(at_work, case)
            answers = both(servers, at_work.task(case, "review"))
            moved = moves(at_work, case) - before
            found["lost"] += moved < 1
            found["doubled"] += moved > 1
            found["half"] += answers != [200, 409]
            at_work.does(case, "draft_report")
    found["half"] += len(list(disagreements(ground, at_work)))
    return found


def moves(at_work: AtWork, case: UUID) -> int:
    """How many times the case's process has moved. The case's own revision also counts the documents drawn behind."""
    with at_work.database.read() as session:
        return int(session.execute(select(process.c.rev).where(process.c.case_id == case)).scalar_one())


def both(servers: list[Server], task: UUID) -> list[int]:
    """Completes the task at the same moment on both; their answers, the smaller first."""
    line = Barrier(len(servers))

    def one(server: Server) -> int:
        key: Mapping[str, str] = {"Idempotency-Key": str(uuid4())}
        line.wait()
        return server.post(f"/api/v1/tasks/{task}/complete", SENT_BACK, **key)[0]

    with ThreadPoolExecutor(len(servers)) as pool:
        return sorted(pool.map(one, servers))
