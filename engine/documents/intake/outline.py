"""Where the text of a document begins, and which lines divide it."""

import re
from collections.abc import Sequence
from typing import Final

from engine.documents.intake import labels
from engine.documents.intake.blocks import Block
from engine.documents.intake.decoding import folded
from engine.documents.intake.labels import Heading
from engine.documents.intake.results import Field, TextKey, UnplacedWhy
from engine.organisations.profile import Profile

RUNNING: Final = 100
"""A line this long that ends as a sentence is text, not a heading or somebody's name."""
HEADLINE: Final = 200
"""Longest line that can be a heading within a section, in characters."""


def text_begins(blocks: Sequence[Block], heads: dict[int, Heading], profile: Profile) -> int:
    """The place of the first block that is no line of the front: the first heading of a section, or running text."""
    for place, block in enumerate(blocks):
        head = heads.get(block.number)
        if head is not None and not (place == 0 and labels.document_name(block.text, profile)):
            return place
        if block.kind in ("item", "table") or (block.kind == "paragraph" and is_prose(block)):
            return place
        if labels.role_of(block.text, profile) == "signatures":
            return place
    return len(blocks)


def is_prose(block: Block) -> bool:
    """Whether a paragraph is running text: it ends as a sentence, or is longer than any line of a front."""
    ends = re.search(r"[^\W\d_]{2,}[.?!]$", block.text.rstrip()) is not None
    return not block.bold and (len(block.text) > HEADLINE or (ends and len(block.text.split()) > 3))


def letterheads(blocks: Sequence[Block]) -> frozenset[str]:
    """Lines that come again as heads of later pages, and the parts of what stands at the top of all, folded."""
    whys = ("repeats_head", "repeated_line", "header_or_footer")
    told = [block.text for block in blocks if block.furniture in whys]
    return frozenset(folded(part) for text in told for part in (text, *re.split(r"\s*[·|\t]\s*", text)))


def group_sizes(blocks: Sequence[Block]) -> dict[int, int]:
    """How many blocks each paragraph has."""
    sizes: dict[int, int] = {}
    for block in blocks:
        sizes[block.group] = sizes.get(block.group, 0) + 1
    return sizes


def first_of_group(blocks: Sequence[Block], one: Block) -> bool:
    """Whether a block is the first line of its paragraph."""
    return next(block for block in blocks if block.group == one.group).number == one.number


def under(blocks: Sequence[Block], heads: dict[int, Heading], keys: dict[TextKey, Field]) -> set[int]:
    """The numbers of the blocks that stand under headings of these sections."""
    found: set[int] = set()
    listed = False
    for block in blocks:
        if block.number in heads:
            listed = heads[block.number].key in keys
        elif listed:
            found.add(block.number)
    return found


def is_subheading(blocks: Sequence[Block], place: int, heads: dict[int, Heading]) -> bool:
    """Whether a block divides its section: a heading, a line in bold, or a line alone above text or a list."""
    block = blocks[place]
    if block.kind == "heading" or block.number in heads:
        return True
    if block.kind != "paragraph" or len(block.text) > HEADLINE or block.text[-1] in ".,;:!?" or "\n" in block.text:
        return False
    alone = sum(one.group == block.group for one in blocks) == 1
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    if not alone or following is None or following.number in heads or not block.text[:1].isalnum():
        return False
    if block.text[:1].islower():
        return False
    begins_text = following.kind in ("item", "table") or len(following.text) > RUNNING or following.text[-1] in ".:"
    return block.bold or begins_text


def why_unplaced(block: Block, *, before: bool) -> UnplacedWhy:
    """Why a block is in no section."""
    if block.kind == "picture":
        return "picture_alone"
    return "before_sections" if before else "after_section"
