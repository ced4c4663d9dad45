"""The same act on two servers, each on a database of its own: what a large one costs against a small one."""

from contextlib import ExitStack

from tests.benchmarks import WARM_UP, Row, compare, spent
from tests.benchmarks._acts import ACTS, MANAGER, Prepared
from tests.benchmarks._serving import Server, dnr

ROUNDS = 80
"""More than elsewhere: the ratio is near one, and its goal is near too."""
NEEDED = ACTS * (ROUNDS + WARM_UP)


def against(large: Prepared, small: Prepared, goal: float) -> Row:
    """The ratio of the CPU time that the two servers take for the act."""
    with ExitStack() as opened:
        servers = [opened.enter_context(dnr(cases.home, MANAGER)) for cases in (large, small)]

        def cost(cases: Prepared, server: Server) -> float:
            seconds = spent(lambda: cases.round(server), server.process.pid)
            cases.hand_in_again(server)
            return seconds

        return compare(lambda: cost(large, servers[0]), lambda: cost(small, servers[1]), goal=goal, rounds=ROUNDS)
