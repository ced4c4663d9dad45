"""Blocks to one cleaned fragment: items in a row become a list again, lines of a paragraph stay lines."""

import html
from collections.abc import Sequence
from itertools import groupby

from engine.documents.intake.blocks import FIELD, Block
from engine.documents.richtext import clean


def fragment(blocks: Sequence[Block], subheadings: frozenset[int] = frozenset()) -> str:
    """The blocks as cleaned HTML; `subheadings` are numbers of blocks that are headings though they do not say so."""
    levels = [block.level for block in blocks if block.kind == "heading"]
    top = min(levels, default=1)
    parts: list[str] = []
    for is_item, group in groupby(blocks, key=lambda block: block.kind == "item"):
        members = list(group)
        parts.append(listing(members) if is_item else flow(members, subheadings, top))
    return clean("".join(parts), FIELD)


def flow(blocks: Sequence[Block], subheadings: frozenset[int], top: int) -> str:
    """Paragraphs, headings, tables and pictures in order."""
    made: list[str] = []
    for place, block in enumerate(blocks):
        before = blocks[place - 1] if place else None
        if block.kind in ("table", "picture"):
            made.append(block.html)
        elif block.kind == "heading" or block.number in subheadings:
            level = 4 if block.kind == "heading" and block.level > top else 3
            made.append(f"<h{level}>{without_bold(block)}</h{level}>")
        elif before is not None and before.group == block.group and made and made[-1].endswith("</p>"):
            made[-1] = made[-1].removesuffix("</p>") + f"<br>{block.html}</p>"
        else:
            made.append(f"<p>{block.html}</p>")
    return "".join(made)


def without_bold(block: Block) -> str:
    """A heading's words; bold through and through says nothing in a heading."""
    return html.escape(block.text, quote=False) if block.bold else block.html


def listing(items: Sequence[Block], depth: int = 1) -> str:
    """A list with the lists within it."""
    made: list[str] = []
    place = 0
    first = items[0]
    while place < len(items):
        item = items[place]
        deeper = place + 1
        while deeper < len(items) and items[deeper].level > max(depth, 1):
            deeper += 1
        within = listing(items[place + 1 : deeper], depth + 1) if deeper > place + 1 else ""
        made.append(f"<li>{item.html}{within}</li>")
        place = deeper
    if not first.ordered:
        return f"<ul>{''.join(made)}</ul>"
    number = first.marker.lstrip("-–•*·▪◦ ").rstrip(".) ")
    start = f' start="{number}"' if number.isdecimal() and number != "1" else ""
    return f"<ol{start}>{''.join(made)}</ol>"
