"""Tables that people wrote, made ready for paper: heads that repeat, headers that say what they are for, columns.

A browser lets a table with long words grow past the edge; here columns get widths of their own when that threatens.
Figures stand right-aligned under each other.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from engine.documents.compounds import longest_piece
from engine.documents.fragment import Node, Reader, text_of, walk, write

ROOM: Final = 78
"""So many letters of a table's size stand side by side across the text."""
WORD_MAX: Final = 22
"""A longer word is broken in a table that is short of room."""
TEXT_MAX: Final = 60
"""A cell's text counts up to so many letters when the room is shared out."""
PADDING: Final = 2
FIGURES = re.compile(r"[–−-]?\s?\d[\d\s.,:]*(?:\s?(?:%|kr|tkr|mnkr|mkr|st))?")


def with_grids(fragment: str) -> str:
    """A cleaned fragment with its tables made ready; one without tables is returned as it is."""
    if "<table" not in fragment:
        return fragment
    reader = Reader()
    reader.feed(fragment)
    reader.close()
    for node in walk(reader.root):
        if node.tag == "table":
            make_ready(node)
    return "".join(write(child) for child in reader.root.children)


def make_ready(table: Node) -> None:
    """A table with a head that repeats, headers with a scope, figures aligned and columns that fit."""
    lift_head(table)
    for part in parts_of(table):
        for row in elements(part):
            for place, cell in enumerate(elements(row)):
                if cell.tag == "th":
                    cell.attributes.setdefault("scope", "row" if part.tag != "thead" and place == 0 else "col")
    grid = [list(row) for part in parts_of(table) for row in placed(part)]
    width = max((column + spans for row in grid for column, spans, _ in row), default=0)
    columns = [
        [cell for row in grid for place, spans, cell in row if place == one and spans == 1] for one in range(width)
    ]
    for cells in columns:
        align_figures(cells)
    if shares := shared_out(columns):
        table.attributes["class"] = "fixed"
        cols: list[Node | str] = [Node("col", {"style": f"width:{share:.1f}%"}) for share in shares]
        after = sum(isinstance(one, Node) and one.tag == "caption" for one in table.children)
        table.children.insert(after, Node("colgroup", {}, cols))


def lift_head(table: Node) -> None:
    """Rows of nothing but headers at the top become the head, which stands again on every page."""
    bodies = [part for part in parts_of(table) if part.tag == "tbody"]
    if not bodies or any(part.tag == "thead" for part in parts_of(table)):
        return
    first = bodies[0]
    heads = list(takewhile(lambda row: all(cell.tag == "th" for cell in elements(row)), elements(first)))
    if heads and len(heads) < sum(1 for _ in elements(first)) and not reaches_out(heads):
        first.children = first.children[len(heads) :]
        table.children.insert(table.children.index(first), Node("thead", {}, [*heads]))


def reaches_out(rows: list[Node]) -> bool:
    """Whether a cell of the rows reaches into rows below them."""
    cells = ((after, cell) for after, row in enumerate(reversed(rows), 1) for cell in elements(row))
    return any(int(cell.attributes.get("rowspan", "1")) > after for after, cell in cells)


def elements(node: Node) -> Iterator[Node]:
    """A node's children that are elements."""
    return (child for child in node.children if isinstance(child, Node))


def parts_of(table: Node) -> list[Node]:
    """Head, bodies and foot of a table."""
    return [child for child in elements(table) if child.tag in ("thead", "tbody", "tfoot")]


def placed(part: Node) -> Iterator[list[tuple[int, int, Node]]]:
    """For each row of a part: column, number of columns, and cell."""
    taken: dict[int, int] = {}
    for row in elements(part):
        column, cells = 0, []
        busy, taken = taken, {place: left - 1 for place, left in taken.items() if left > 1}
        for cell in elements(row):
            while column in busy:
                column += 1
            wide = int(cell.attributes.get("colspan", "1"))
            high = int(cell.attributes.get("rowspan", "1"))
            taken |= {place: high - 1 for place in range(column, column + wide) if high > 1}
            cells.append((column, wide, cell))
            column += wide
        yield cells


def align_figures(cells: list[Node]) -> None:
    """A column of nothing but figures, its header aside, stands right-aligned."""
    said = [text_of(cell.children).strip() for cell in cells if cell.tag == "td"]
    if any(said) and all(FIGURES.fullmatch(one) for one in said if one not in ("", "–", "-")):
        for cell in cells:
            cell.attributes["class"] = "figures"


def shared_out(columns: list[list[Node]]) -> list[float]:
    """The columns' widths in per cent where their longest words do not fit side by side; none where they do."""
    texts = [[text_of(cell.children) for cell in cells] for cells in columns]
    longest = [
        max((longest_piece(word) for one in column for word in one.split()), default=1) + PADDING for column in texts
    ]
    if sum(longest) <= ROOM:
        return []
    least = [min(one, WORD_MAX + PADDING) for one in longest]
    usual = [sum(min(len(one), TEXT_MAX) for one in column) / max(len(column), 1) for column in texts]
    wanted = [few + max(most - few, 0) ** 0.5 * 2 for few, most in zip(least, usual, strict=True)]
    return [100 * one / sum(wanted) for one in wanted]
