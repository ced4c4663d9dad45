"""How speed is measured: a ratio of CPU times, over interleaved rounds, with a 95 % interval.

Each module here is a benchmark, named as its file with hyphens, with one function `measure() -> Row`.
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

ROUNDS = 30
WARM_UP = 3
RESAMPLES = 2000

Cost = Callable[[], float]
"""Does one round of work and returns the CPU seconds it cost."""


@dataclass(frozen=True)
class Row:
    """What one benchmark found. A row without a goal only reports its figure."""

    ratio: float
    low: float
    high: float
    goal: float | None = None
    counts: Mapping[str, float] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        """The goal is met when the interval's upper end is within it."""
        return self.goal is None or self.high <= self.goal


def compare(
    dividend: Cost,
    divisor: Cost,
    *,
    goal: float | None = None,
    counts: Mapping[str, float] | None = None,
    rounds: int = ROUNDS,
) -> Row:
    """Divides the mean cost of one work by that of another, measured in turns so that both meet the same weather."""
    if rounds < ROUNDS:
        raise ValueError(f"fewer than {ROUNDS} rounds say too little")
    for _ in range(WARM_UP):
        dividend(), divisor()
    pairs = [in_turn(dividend, divisor, first=turn % 2 == 0) for turn in range(rounds)]
    low, high = interval(pairs)
    return Row(mean_ratio(pairs), low, high, goal, counts or {})


def in_turn(dividend: Cost, divisor: Cost, *, first: bool) -> tuple[float, float]:
    """One round of each; who goes first changes from round to round."""
    if first:
        upper = dividend()
        return upper, divisor()
    lower = divisor()
    return dividend(), lower


def mean_ratio(pairs: Sequence[tuple[float, float]]) -> float:
    """The mean of the dividends over the mean of the divisors."""
    return fmean(upper for upper, _ in pairs) / fmean(lower for _, lower in pairs)


def interval(pairs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The 95 % interval of the mean ratio, by drawing whole rounds with replacement. The same rounds give the same."""
    draw = random.Random(1977)
    drawn = sorted(mean_ratio(draw.choices(pairs, k=len(pairs))) for _ in range(RESAMPLES))
    return drawn[round(RESAMPLES * 0.025)], drawn[round(RESAMPLES * 0.975) - 1]


def own_cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process, all threads, that the work takes."""
    before = time.process_time()
    work()
    return time.process_time() - before


def cpu_of(*processes: int) -> float:
    """CPU seconds that other processes have used so far, all threads, by the kernel's clock of each (Linux)."""
    return sum(time.clock_gettime((~process << 3) | 2) for process in processes)


def spent(work: Callable[[], object], *processes: int) -> float:
    """CPU seconds that other processes, such as a server and its database, use while the work is done."""
    before = cpu_of(*processes)
    work()
    return cpu_of(*processes) - before
