"""A few injections of one fault into a migrated database: `python -m tests.faults._slice URL HOME NAME POINT…`.

For tests: a process of its own, because one that forks may have no threads. `race` takes the number of rounds.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from tests.faults.killed import KINDS, Ground, kill
from tests.faults.raced import race

if __name__ == "__main__":
    url, home, name, *points = sys.argv[1:]
    ground = Ground(url, Path(home))
    ground.begin()
    some = frozenset(map(int, points))
    print(json.dumps(asdict(race(ground, max(some)) if name == "race" else kill(ground, KINDS[name], some))))
