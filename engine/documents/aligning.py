"""What two sequences have in common, in an order, at a cost that is bounded however they look."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

PAIRS_MAX: Final = 300_000
"""So many pairs of equal items one comparison looks at; what is most common is then no longer a place to meet."""
SHARE: Final = 4
"""One alignment takes at most this part of what is left."""


@dataclass
class Budget:
    """How many pairs a comparison may still look at. Counted, not timed: the same input gives the same result."""

    pairs: int = field(default=PAIRS_MAX)


@dataclass(frozen=True)
class Run:
    """Stretches that stand in each other's place, by position from (included) and to (not): alike, or one replaced."""

    alike: bool
    old: slice
    new: slice


def align(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> list[Run]:
    """The sequences as runs from the beginning to the end: a longest common subsequence, within the budget.

    The ends that are alike are found first and cost nothing.
    """
    short = min(len(old), len(new))
    head = next((place for place in range(short) if old[place] != new[place]), short)
    tail = next((place for place in range(short - head) if old[-1 - place] != new[-1 - place]), short - head)
    middle = meetings(old[head : len(old) - tail], new[head : len(new) - tail], budget)
    pairs = [
        *((place, place) for place in range(head)),
        *((head + one, head + other) for one, other in middle),
        *((len(old) - place, len(new) - place) for place in range(tail, 0, -1)),
    ]
    return list(runs(pairs, len(old), len(new)))


def meetings(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> list[tuple[int, int]]:
    """Positions of a longest common subsequence (Hunt and Szymanski): its cost is that of the pairs of equal items."""
    places = meeting_places(old, new, budget)
    ends: list[int] = []
    chains: list[tuple[int, int, object]] = []
    for position, item in enumerate(old):
        for other in places.get(item, ()):
            length = bisect_left(ends, other)
            link = (position, other, chains[length - 1] if length else None)
            if length == len(ends):
                ends.append(other)
                chains.append(link)
            else:
                ends[length], chains[length] = other, link
    found: list[tuple[int, int]] = []
    chain: object = chains[-1] if chains else None
    while isinstance(chain, tuple):
        found.append((chain[0], chain[1]))
        chain = chain[2]
    return found[::-1]


def meeting_places(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> dict[Hashable, list[int]]:
    """Where each item stands in the new sequence, the last first; the most common are left out when they cost much."""
    mine, theirs = Counter(old), Counter(new)
    costs = sorted(
        (mine[item] * theirs[item], place, item) for place, item in enumerate(dict.fromkeys(new)) if mine[item]
    )
    left, kept = budget.pairs // SHARE, set()
    for cost, _, item in costs:
        if cost > left:
            break
        left -= cost
        budget.pairs -= cost
        kept.add(item)
    places: dict[Hashable, list[int]] = {item: [] for item in kept}
    for position in range(len(new) - 1, -1, -1):
        if new[position] in places:
            places[new[position]].append(position)
    return places


def runs(pairs: Sequence[tuple[int, int]], old: int, new: int) -> Iterator[Run]:
    """The runs that the meetings divide sequences of these lengths into, none of them empty."""
    begin = at = (0, 0)
    for pair in [*pairs, (old, new)]:
        if pair != at:
            if at != begin:
                yield Run(True, slice(begin[0], at[0]), slice(begin[1], at[1]))
            yield Run(False, slice(at[0], pair[0]), slice(at[1], pair[1]))
            begin = pair
        at = (pair[0] + 1, pair[1] + 1)
    if begin != (old, new):
        yield Run(True, slice(begin[0], old), slice(begin[1], new))
