"""The structure of a tagged PDF: what is read aloud, in which order, and as what. Knows no library.

ISO 32000-1 §14.7–14.8 is the language, ISO 14289-1 (PDF/UA-1) and ISO 19005-2 level A say what must be told in it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

TEXT_BLOCKS: Final = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "Caption"})
"""Hold text and nothing but text; a note to it stands after it."""
HOLDS_TEXT: Final = TEXT_BLOCKS | {"LBody", "Lbl", "TD", "TH", "Note", "Reference", "Link", "Span", "Em", "Strong"}
INLINE: Final = frozenset({"Reference", "Link", "Span", "Em", "Strong", "Lbl"})
KEPT_EMPTY: Final = frozenset({"TR", "TH", "TD"})
"""A table without them would be another table; every other element without content goes."""
ROLE_MAP: Final = {"Em": "Span", "Strong": "Span"}
"""Roles of ours and the standard ones that they are."""


@dataclass(eq=False, slots=True)
class Run:
    """A piece of an element's content on one page: the marks (MCID) that it was drawn under."""

    element: "Element"
    page: int
    actual: str | None = None
    """The text to read where what is drawn shows a hyphen that is not in the word."""
    marks: list[int] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Element:
    """A structure element. `source` is what it was made from, `after` the notes to what is said in it."""

    role: str
    parent: "Element | None" = None
    source: object = None
    kids: list["Element | Run"] = field(default_factory=list)
    after: list["Element"] = field(default_factory=list)
    language: str = ""
    alternative: str = ""
    identifier: str = ""
    owner: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    objects: list[tuple[int, Any]] = field(default_factory=list)
    """Annotations that belong to it, with their pages."""
    number: int = 0

    def child(self, role: str, source: object = None) -> "Element":
        """A new element, last in this one."""
        made = Element(role, self, source)
        self.kids.append(made)
        return made

    def span(self, name: str) -> int:
        """How many columns or rows a cell spans."""
        return int(self.attributes.get(name, 1))

    def content(self) -> list["Element | Run"]:
        """What is in it, with the notes where they are read: after the block of text that refers to them."""
        content: list[Element | Run] = []
        for kid in self.kids:
            content.append(kid)
            if isinstance(kid, Element) and kid.role in TEXT_BLOCKS:
                content += kid.after
        return content if self.role in TEXT_BLOCKS else [*content, *self.after]


def block_of(element: Element) -> Element:
    """The block that the element's text belongs to."""
    while element.role in INLINE and element.parent is not None:
        element = element.parent
    return element


def prune(element: Element) -> bool:
    """Takes away what holds nothing, below the element; says whether the element itself holds something."""
    element.kids = [one for one in element.content() if (one.marks if isinstance(one, Run) else prune(one))]
    element.after = []
    return bool(element.kids or element.objects) or element.role in KEPT_EMPTY


def elements_of(element: Element) -> Iterator[Element]:
    """The element and all below it, in reading order."""
    yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from elements_of(kid)


# --- tables ------------------------------------------------------------------------------------------------------


def groups_of(table: Element) -> list[list[Element]]:
    """The rows of a table, by the parts that no cell reaches out of."""
    parts = [one for one in table.kids if isinstance(one, Element) and one.role in ("THead", "TBody", "TFoot")]
    return [[row for row in part.kids if isinstance(row, Element)] for part in parts]


def make_regular(table: Element, name: str) -> None:
    """Gives every row as many columns and lets no cell cover another (ISO 14289-1 §7.5); the foot is read last.

    Where heads span several columns or rows, each cell names its heads, since position alone does not tell.
    """
    table.kids.sort(key=lambda one: isinstance(one, Element) and one.role == "TFoot")
    grid: dict[tuple[int, int], Element] = {}
    top = 0
    for rows in groups_of(table):
        for place, row in enumerate(rows):
            lay_row(grid, row, top + place, len(rows) - place)
        top += len(rows)
    width = max((column for _, column in grid), default=-1) + 1
    for line, row in enumerate(row for rows in groups_of(table) for row in rows):
        for column in range(width):
            if (line, column) not in grid:
                grid[line, column] = row.child("TD")
    if any(one.role == "TH" and one.attributes.keys() & {"ColSpan", "RowSpan"} for one in grid.values()):
        name_heads(name, grid)


def lay_row(grid: dict[tuple[int, int], Element], row: Element, line: int, rows_left: int) -> None:
    """Puts the row's cells in the grid, each in the next free place, its spans cut where they would cover another."""
    column = 0
    for cell in (one for one in row.kids if isinstance(one, Element)):
        while (line, column) in grid:
            column += 1
        high = min(cell.span("RowSpan") or rows_left, rows_left)
        wide = next(
            (step for step in range(1, cell.span("ColSpan")) if (line, column + step) in grid), cell.span("ColSpan")
        )
        for name, value in (("ColSpan", wide), ("RowSpan", high)):
            cell.attributes.pop(name, None)
            if value > 1:
                cell.owner, cell.attributes[name] = "Table", str(value)
        grid.update({(line + down, column + step): cell for down in range(high) for step in range(wide)})


def name_heads(name: str, grid: dict[tuple[int, int], Element]) -> None:
    """Every cell tells the heads above it and beside it by their identifiers."""
    above: dict[int, list[tuple[int, Element]]] = defaultdict(list)
    beside: dict[int, list[Element]] = defaultdict(list)
    for (line, column), cell in sorted(grid.items(), key=lambda one: one[0]):
        if cell.role == "TH":
            cell.identifier = cell.identifier or f"{name}-{line}-{column}"
            if cell.attributes.get("Scope") == "/Row":
                beside[line].append(cell)
            else:
                above[column].append((line, cell))
    named: dict[Element, dict[str, None]] = defaultdict(dict)
    for (line, column), cell in sorted(grid.items(), key=lambda one: one[0]):
        if cell.role == "TD":
            heads = [*beside[line], *(head for at, head in above[column] if at < line)]
            named[cell].update(dict.fromkeys(head.identifier for head in heads))
    for cell, heads_of in named.items():
        if heads_of:
            cell.owner, cell.attributes["Headers"] = "Table", f"[{' '.join(string(one) for one in heads_of)}]"


# --- as PDF ------------------------------------------------------------------------------------------------------


def string(text: str) -> str:
    """A PDF text string, in the form that takes every character."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def write(document: Element, first: int, pages: Sequence[int]) -> list[bytes]:
    """The objects of the structure, to be numbered from `first`: the root, then the elements in reading order.

    `pages` are the pages' object numbers. Every page must have its place among them as StructParents; annotations
    get theirs (StructParent) here.
    """
    prune(document)
    for place, table in enumerate([one for one in elements_of(document) if one.role == "Table"]):
        make_regular(table, f"t{place}")
    everything = list(elements_of(document))
    for number, element in enumerate(everything, first + 1):
        element.number = number
    told = [written(element, first, pages) for element in everything]
    return [one.encode("ascii") for one in (root(everything, first, len(pages)), *told)]


def written(element: Element, root_number: int, pages: Sequence[int]) -> str:
    """The element as a PDF dictionary."""
    parent = element.parent.number if element.parent else root_number
    page = page_of(element)
    parts = [f"/Type/StructElem/S/{element.role}/P {parent} 0 R"]
    if page is not None:
        parts.append(f"/Pg {pages[page]} 0 R")
    content = [word for kid in element.kids for word in references(kid, page, pages)]
    content += [f"<</Type/OBJR/Obj {one.number} 0 R/Pg {pages[on]} 0 R>>" for on, one in element.objects]
    parts.append(f"/K[{' '.join(content)}]")
    if element.language:
        parts.append(f"/Lang{string(element.language)}")
    if element.alternative:
        parts.append(f"/Alt{string(element.alternative)}")
    if element.identifier:
        parts.append(f"/ID{string(element.identifier)}")
    if element.attributes:
        told = "".join(f"/{name} {value}" for name, value in element.attributes.items())
        parts.append(f"/A<</O/{element.owner}{told}>>")
    return f"<<{''.join(parts)}>>"


def page_of(element: Element) -> int | None:
    """The page where the element's own content begins."""
    runs = [kid.page for kid in element.kids if isinstance(kid, Run)]
    return min(runs, default=None) if runs or not element.objects else element.objects[0][0]


def references(kid: Element | Run, page: int | None, pages: Sequence[int]) -> list[str]:
    """How an element points to a part of its content; `page` is its own."""
    if isinstance(kid, Element):
        return [f"{kid.number} 0 R"]
    if kid.page == page:
        return [str(mark) for mark in kid.marks]
    return [f"<</Type/MCR/Pg {pages[kid.page]} 0 R/MCID {mark}>>" for mark in kid.marks]


def root(everything: Sequence[Element], number: int, pages: int) -> str:
    """The root, with the way back from every mark and annotation to its element, and the names of elements."""
    marks: list[dict[int, int]] = [{} for _ in range(pages)]
    annotated: list[int] = []
    for element in everything:
        for run in (one for one in element.kids if isinstance(one, Run)):
            marks[run.page].update(dict.fromkeys(run.marks, element.number))
        for _, annotation in element.objects:
            annotation["StructParent"] = pages + len(annotated)
            annotated.append(element.number)
    nums = [f"{page}[{' '.join(f'{of} 0 R' for _, of in sorted(on.items()))}]" for page, on in enumerate(marks)]
    nums += [f"{pages + place} {of} 0 R" for place, of in enumerate(annotated)]
    names = sorted((string(one.identifier), one.number) for one in everything if one.identifier)
    tree = f"/IDTree<</Names[{' '.join(f'{name} {of} 0 R' for name, of in names)}]>>" if names else ""
    roles = "".join(f"/{ours}/{standard}" for ours, standard in ROLE_MAP.items())
    return (
        f"<</Type/StructTreeRoot/K[{number + 1} 0 R]/ParentTree<</Nums[{' '.join(nums)}]>>"
        f"/ParentTreeNextKey {pages + len(annotated)}/RoleMap<<{roles}>>{tree}>>"
    )
