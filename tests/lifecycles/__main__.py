"""Walks on and on: script/walks [--seconds N] [--seed N] [NAME…]. Ends with 1 at the first difference, and its seed."""

import argparse
import sys
import time
from collections import Counter
from random import Random

from tests.lifecycles.journeys import JOURNEYS, journey


def main() -> int:
    """Walks all journeys in turn until the time is out; prints how far each came."""
    parser = argparse.ArgumentParser(prog="script/walks", description=__doc__)
    parser.add_argument("names", nargs="*", default=[], help="journeys to walk; all when none is named")
    parser.add_argument("--seconds", type=float, default=60.0, help="when to stop; a walk begun is walked to its end")
    parser.add_argument("--seed", type=int, default=0, help="the seed of the first walk")
    said = parser.parse_args()
    names = said.names or [*JOURNEYS]
    if unknown := set(names) - set(JOURNEYS):
        parser.error(f"no journey {', '.join(sorted(unknown))}; there are {', '.join(JOURNEYS)}")
    walks, steps = walk_until(time.monotonic() + said.seconds, names, said.seed)
    for name in names:
        sys.stdout.write(f"{name:50} {walks[name]:6} walks {steps[name]:8} steps\n")
    sys.stdout.write(f"{sum(walks.values())} walks, {sum(steps.values())} steps, no difference\n")
    return 0


def walk_until(end: float, names: list[str], seed: int) -> tuple[Counter[str], Counter[str]]:
    """Walks in turn, each with its own seed; says how many walks and steps there were."""
    walks: Counter[str] = Counter()
    steps: Counter[str] = Counter()
    while time.monotonic() < end:
        name = names[seed % len(names)]
        found, bundle = journey(name)
        try:
            steps[name] += len(found.walk(bundle, Random(seed)).steps)
        except AssertionError:
            sys.stderr.write(f"{name} differs: script/walks --seed {seed} --seconds 0.001 {name!r}\n")
            raise
        walks[name] += 1
        seed += 1
    return walks, steps


if __name__ == "__main__":
    sys.exit(main())
