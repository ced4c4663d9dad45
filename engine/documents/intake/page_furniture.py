"""What a page says of itself: its number, a head or foot that comes again, a strip for signatures."""

import re
from collections.abc import Sequence
from typing import Final

from engine.documents.intake.blocks import Block, FurnitureWhy
from engine.documents.intake.decoding import folded

EDGE: Final = 4
"""So many lines from the top and the bottom of a page may be furniture."""
SHORT: Final = 90
"""Longest line that can be furniture, in characters."""
NUMBERED = re.compile(
    r"(?:sida|sidan|sid\.?|s\.)\s*[0-9]{1,4}(?:\s*\([0-9]{1,4}\)|\s*(?:av|/)\s*[0-9]{1,4})?"
    r"|[0-9]{1,4}\s*\([0-9]{1,4}\)|[-–]\s*[0-9]{1,4}\s*[-–]",
    re.IGNORECASE,
)
BARE_NUMBER = re.compile(r"[0-9]{1,4}")
STRIP = re.compile(
    r"(?:utdragsbestyrkande|justera(?:nde|re)s?\s+sign(?:atur(?:er)?)?\.?|ordförandes?\s+sign\.?)+", re.IGNORECASE
)


def of_pages(pages: Sequence[Sequence[str]]) -> dict[tuple[int, int], FurnitureWhy]:
    """Which lines (page, line; from 0) are the page's own. What stands for the first time is text, unless a number."""
    found: dict[tuple[int, int], FurnitureWhy] = {}
    seen: set[str] = set()
    for page, lines in enumerate(pages):
        shapes: set[str] = set()
        for place in edges(lines):
            line = lines[place].strip()
            shape = re.sub(r"[0-9]+", "0", folded(line))
            if why := by_itself(line, many=len(pages) > 1):
                found[page, place] = why
            elif len(line) <= SHORT and shape in seen and not line.endswith((".", ",", ";")):
                found[page, place] = "repeated_line"
            shapes.add(shape)
        seen |= shapes
    return found


def edges(lines: Sequence[str]) -> list[int]:
    """The places of the lines nearest to the top and the bottom that are not empty."""
    filled = [place for place, line in enumerate(lines) if line.strip()]
    return sorted({*filled[:EDGE], *filled[-EDGE:]})


def by_itself(line: str, *, many: bool) -> FurnitureWhy | None:
    """What a line at the edge of a page is by its words alone; `many` when there are several pages."""
    if NUMBERED.fullmatch(line) or (many and BARE_NUMBER.fullmatch(line)):
        return "page_number"
    return "signature_strip" if STRIP.fullmatch(line) else None


def mark_repeated_head(blocks: Sequence[Block]) -> list[Block]:
    """Marks short lines that repeat the very first one once running text has begun, as a letterhead does."""
    if not blocks:
        return []
    head = folded(blocks[0].text)
    begun = False
    marked: list[Block] = []
    for place, block in enumerate(blocks):
        again = begun and place > 0 and can_be_head(block) and folded(block.text) == head
        if again and can_be_head(blocks[0]):
            block = block.model_copy(update={"furniture": "repeats_head"})  # noqa: PLW2901 - the same block, marked
        begun = begun or len(block.text) > SHORT
        marked.append(block)
    return marked


def can_be_head(block: Block) -> bool:
    """Whether the block is a short line of its own."""
    short = 0 < len(block.text) <= SHORT and "\n" not in block.text
    return block.furniture is None and block.kind in ("heading", "paragraph") and short and block.text[-1] not in ".,;:"
