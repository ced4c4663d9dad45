"""Where a long Swedish word may be parted at the end of a line: at the joints of the compound, and nowhere else.

A dictionary of patterns parts "regions-tyrelsen"; so only joints that are sure are used, told by what a part ends or
begins with, and only in words that are long. A long word without a joint is parted where the line ends, when it must.
"""

import re
from itertools import pairwise
from typing import Final

LONG: Final = 20
"""A word of so many letters may be parted; no piece is longer where it can be helped."""
SIDE: Final = 5
"""Fewest letters of a piece."""
SOFT: Final = "\u00ad"
FIRST: Final = (
    *("hets", "tions", "sions", "nings", "lings", "erings", "skaps", "tets", "ments", "tings"),
    *("vårds", "uppgifts", "arbets", "bostads", "förbunds"),
)
"""What ends so is followed by another part of the compound."""
SECOND: Final = (
    *("analys", "anordning", "ansvar", "arbete", "avdelning", "avgift", "avtal", "bedömning", "behandling", "behov"),
    *("beredning", "beskattning", "beslut", "direktör", "fastighet", "förbund", "fördelning", "förening"),
    *("förhandling", "förordning", "förslag", "försörjning", "förvaltning", "granskning", "hantering", "hälsa"),
    *("inspektion", "klassificering", "kommitté", "konsekvens", "kostnad", "ledamot", "ledamöter", "mottagning"),
    *("myndighet", "nämnd", "område", "ordförande", "organisation", "parkering", "politisk", "presidie", "presidium"),
    *("process", "program", "projekt", "redovisning", "register", "revision", "rutin", "sammanträde", "samordning"),
    *("satsning", "service", "sjukvård", "skrivelse", "skyldighet", "strategi", "styrelse", "styrning", "system"),
    *("säkerhet", "tandvård", "tillsyn", "tjänst", "undersökning", "uppdrag", "uppföljning", "uppgift"),
    *("upphandling", "utbildning", "utredning", "utskott", "utveckling", "verksamhet", "verkstad", "vård"),
)
"""What begins so follows on another part of the compound."""
ENDS = re.compile("(?:" + "|".join(FIRST) + ")$")
BEGINS = re.compile("|".join(sorted(SECOND, key=len, reverse=True)))
LETTERS = re.compile(rf"[^\W\d_]{{{LONG},}}")
RUN = re.compile(rf"\u00a0?[^\s<>]{{{LONG},}}")
"""A run without spaces, and the fixed space before it."""
CHANCE = re.compile(rf"[{SOFT}/–—-]")
"""Where a line may end without a space."""


def joints(word: str) -> list[int]:
    """Where the compound's parts meet, as places in the word."""
    low, found, after = word.casefold(), list[int](), SIDE
    for place in range(SIDE, len(low) - SIDE + 1):
        if place < after:
            continue
        if later := BEGINS.match(low, place):
            after = later.end()
        elif not ENDS.search(low, 0, place) or BEGINS.match(low, place - 1):
            continue
        after = max(after, place + SIDE)
        found.append(place)
    return found


def parted(word: str) -> str:
    """A word of letters with a soft hyphen at each joint."""
    ends = [0, *joints(word), len(word)]
    return SOFT.join(word[start:end] for start, end in pairwise(ends))


def longest_piece(run: str) -> int:
    """How many letters of a run without spaces must stand on one line."""
    return max((len(one) for one in CHANCE.split(LETTERS.sub(lambda word: parted(word[0]), run))), default=0)


def with_joints(text: str) -> str:
    """Text of HTML in which long words may be parted: at their joints, or anywhere where a piece is still long."""
    return RUN.sub(lambda run: eased(run[0]), text)


def eased(run: str) -> str:
    """One run of text; words with soft hyphens of their own keep those, and what breaks anywhere begins a line."""
    made = run if SOFT in run else LETTERS.sub(lambda word: parted(word[0]), run)
    if max(map(len, CHANCE.split(made))) < LONG:
        return made
    bare = made.removeprefix("\u00a0")
    return f'{" " if bare != made else ""}<span class="long">{bare}</span>'
