"""Injects faults: `python -m tests.faults [NAME…] [--json FILE]`, each into SQLite and into PostgreSQL."""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path

from tests import conftest
from tests.faults import Tally
from tests.faults._processes import forked
from tests.faults.killed import KINDS, Ground, kill
from tests.faults.raced import race

ROUNDS = 200
Fault = Callable[[Ground], Tally]
FAULTS: Mapping[str, Fault] = {
    **{name: partial(kill, act=act) for name, act in KINDS.items()},
    "race-complete": partial(race, rounds=ROUNDS),
}


def migrated(url: str) -> int:
    """Makes the tables."""
    conftest.migrate(url)
    return 0


@contextmanager
def grounds() -> Iterator[list[Ground]]:
    """A fresh database of each kind with a region at work in it."""
    run = Path(os.environ[conftest.RUN])
    with ExitStack() as made:
        server = os.environ.get("DNR_TEST_DATABASE_URL") or conftest.start_server(run / "pg")
        name = made.enter_context(conftest.created(server, "template0"))
        homes = [Path(tempfile.mkdtemp(dir=run)) for _ in range(2)]
        found = [
            Ground(f"sqlite:///{homes[0] / 'dnr.sqlite'}", homes[0]),
            Ground(conftest.address_of(server, name), homes[1]),
        ]
        for ground in found:
            forked(partial(migrated, ground.url))
            ground.begin()
        yield found


def inject(name: str) -> Tally:
    """One kind of fault, into both kinds of database."""
    with grounds() as found:
        return sum((FAULTS[name](ground) for ground in found), Tally())


def line(name: str, tally: Tally) -> str:
    """A row as it is printed."""
    told = "  ".join(f"{what} {number}" for what, number in asdict(tally).items())
    return f"{name:<16} {told}  {'sound' if tally.sound else 'NOT sound'}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Injects the named faults, or all; returns 1 when anything was lost, doubled or half done."""
    parser = argparse.ArgumentParser(prog="script/faults")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one or more of: {', '.join(FAULTS)}")
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args(arguments)
    if unknown := sorted(set(asked.names) - set(FAULTS)):
        parser.error(f"no fault is called {', '.join(unknown)}")
    os.environ[conftest.RUN] = tempfile.mkdtemp(prefix="dnr-faults-")
    tallies: dict[str, Tally] = {}
    try:
        for name in asked.names or FAULTS:
            tallies[name] = inject(name)
            print(line(name, tallies[name]), flush=True)
    finally:
        conftest.stop_server(conftest.run_folder() / "pg")
        shutil.rmtree(conftest.run_folder())
    if asked.json:
        told = {name: asdict(tally) for name, tally in tallies.items()}
        asked.json.write_text(json.dumps(told) + "\n", encoding="utf-8")
    return int(not all(tally.sound for tally in tallies.values()))


if __name__ == "__main__":
    sys.exit(main())
