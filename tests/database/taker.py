"""Processes that take numbers side by side, and now and then drop an act after its number was taken.

`python -m tests.database.taker URL ORGANISATION PROCESSES COUNT` prints what each process kept, a line each. They are
forked before any of them opens the database, so that the imports are paid for once.
"""

import multiprocessing
import random
import sys
from functools import partial
from uuid import UUID

from engine.db import Database, take_number


class ChangedMind(Exception):
    """The act is dropped after its number was taken."""


def take_all(url: str, organisation_id: UUID, count: int, seed: int) -> list[int]:
    """Takes `count` numbers that are kept; about one act in eight is dropped."""
    database, dice = Database(url), random.Random(seed)
    kept: list[int] = []
    while len(kept) < count:
        try:
            with database.write() as session:
                number = take_number(session, organisation_id, "dnr", 2021)
                if dice.random() < 0.125:
                    raise ChangedMind
            kept.append(number)
        except ChangedMind:
            continue
    database.close()
    return kept


def take_side_by_side(url: str, organisation_id: UUID, processes: int, count: int) -> None:
    """Lets all processes take their numbers at once, each in a process of its own."""
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        taken = pool.map(partial(take_all, url, organisation_id, count), range(processes), chunksize=1)
    for kept in taken:
        print(*kept)


if __name__ == "__main__":
    take_side_by_side(sys.argv[1], UUID(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
