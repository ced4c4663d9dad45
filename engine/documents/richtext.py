"""Text that people write, made harmless and regular before it is kept.

What comes out is a fragment of a fixed set of tags with its headings at the third and fourth level, so that every
section fits into every document. It is the same when it is cleaned again. No text is ever cut: what is too much or
nested too deep is refused.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from typing import Final

import nh3
from markdown_it import MarkdownIt

from engine.documents.fragment import (
    INLINE,
    RENAMED,
    VOID,
    Node,
    Reader,
    flattened,
    has_blocks,
    inline,
    name_of,
    shows,
    trim,
    walk,
    write,
)
from engine.documents.settling import settle
from engine.errors import Invalid
from engine.forms import PICTURE, PICTURES_MAX, RICH_MAX, printable

NESTING_MAX: Final = 50
"""Deepest nesting of tags that are kept; WeasyPrint gives up at about 300."""
OPEN_MAX: Final = 500
"""Most tags open at once in what is sent; nh3's time grows with their square."""
WORDS_MAX: Final = 60_000
"""Most words in one fragment, some 150 pages."""
ROWS_MAX: Final = 2_000
"""Most table rows in one fragment."""
COLUMNS_MAX: Final = 30
"""Most columns of a table."""
NOTES_MAX: Final = 500
"""Most footnotes in one fragment."""
PICTURES_EACH: Final = 50
"""Most pictures in one fragment."""

LISTS: Final = frozenset({"ul", "ol"})
TABLE: Final = frozenset({"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"})
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
KEPT: Final = INLINE | LISTS | TABLE | {"p", "li", "blockquote"}
DROPPED_WITH_CONTENT: Final = {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math"}
ATTRIBUTES: Final = {
    "a": {"href"},
    "img": {"src", "alt"},
    "span": {"class", "data-ground"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
CLOSED_BY_THE_NEXT: Final = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option"})
NEVER_CLOSED: Final = VOID | {"hr", "input", "wbr", "meta", "link", "area", "base", "embed", "source"}
TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")


def clean(fragment: str, field: str = "html") -> str:
    """Returns the fragment with only the fixed set of tags, regular and harmless; cleaning it again changes nothing.

    Scripts, styles, other links than http, https and mailto, and all looks are taken away; bare text becomes
    paragraphs; the highest heading becomes h3, those below it h4; spans of cells are clamped and tables in tables lose
    their frames. A picture that stands in the text itself is kept, made plain; one that lies elsewhere is left out.
    Footnotes (`span.note`) and masked passages (`span.mask`) are kept. Invalid (naming `field`) when there is too
    much, nested too deep, cannot be printed, or a picture lacks the words that stand for it.
    """
    root = read(fragment, field)
    level = min((int(node.tag[1]) for node in walk(root) if node.tag in HEADINGS), default=3)
    blocks = flow(root.children, Place(field, level))
    promote_first_heading(blocks)
    check_amount(blocks, field)
    cleaned = "".join(write(block) for block in blocks)
    bare = PICTURE.sub("", cleaned)
    check_length(cleaned, bare, field)
    try:
        printable(unescape(bare))
    except ValueError as fault:
        raise Invalid(field, str(fault)) from fault
    return cleaned


def read(fragment: str, field: str) -> Node:
    """The tree of a fragment after nh3 has been through it."""
    bare = PICTURE.sub("", fragment)
    check_length(fragment, bare, field)
    if most_open(bare) > OPEN_MAX:
        raise Invalid(field, f"more than {OPEN_MAX} tags open at once")
    safe = nh3.clean(
        fragment,
        tags=set(KEPT | HEADINGS | RENAMED.keys()),
        clean_content_tags=DROPPED_WITH_CONTENT,
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )
    reader = Reader()
    reader.feed(safe)
    reader.close()
    if reader.deepest > NESTING_MAX:
        raise Invalid(field, f"tags nested deeper than {NESTING_MAX}")
    try:
        for node in walk(reader.root):
            node.children = [printable(one) if isinstance(one, str) else one for one in node.children]
            if node.tag != "img":
                node.attributes = {name: printable(value) for name, value in node.attributes.items()}
    except ValueError as fault:
        raise Invalid(field, str(fault)) from None
    settle(reader.root, field)
    return reader.root


def check_length(fragment: str, bare: str, field: str) -> None:
    """Invalid when a fragment is too long; `bare` is it without its pictures."""
    if len(bare) > RICH_MAX:
        raise Invalid(field, f"longer than {RICH_MAX} characters")
    if len(fragment) - len(bare) > PICTURES_MAX:
        raise Invalid(field, f"pictures of more than {PICTURES_MAX * 3 // 4_000_000} MB together")


def most_open(fragment: str) -> int:
    """How many tags are open at once at most, counted by name; those that the next one closes are not counted."""
    open_now: dict[str, int] = {}
    total = most = 0
    for closing, name in TAG.findall(fragment):
        tag = name.lower()
        if tag in CLOSED_BY_THE_NEXT or tag in NEVER_CLOSED:
            continue
        count = open_now.get(tag, 0)
        step = -1 if closing and count else 0 if closing else 1
        open_now[tag] = count + step
        total += step
        most = max(most, total)
    return most


@dataclass(frozen=True)
class Place:
    """Where a block stands: in which field, under which highest heading, and whether headings and tables may stand."""

    field: str
    top_level: int
    nested: bool = False
    in_table: bool = False


def flow(children: list[Node | str], place: Place) -> list[Node]:
    """The children as blocks: runs of text become paragraphs, empty ones go."""
    blocks: list[Node] = []
    run: list[Node | str] = []
    for child in children:
        if isinstance(child, str) or (child.tag in INLINE and not has_blocks(child)):
            run.append(child)
        else:
            blocks += [*paragraph(run), *block(child, place)]
            run = []
    return blocks + paragraph(run)


def paragraph(run: list[Node | str], tag: str = "p") -> list[Node]:
    """A block of inline text, or nothing when there is no word in it."""
    children = trim(inline(run))
    return [Node(tag, {}, children)] if shows(children) else []


def block(node: Node, place: Place) -> list[Node]:
    """A block element as it may stand here."""
    inside = replace(place, nested=True)
    if node.tag in HEADINGS:
        return heading(node, place)
    if node.tag in LISTS:
        return listing(node, inside)
    if node.tag == "table":
        return table(node, inside)
    if node.tag == "blockquote":
        blocks = flow(node.children, inside)
        return [Node("blockquote", {}, [*blocks])] if blocks else []
    return flow(node.children, place)


def heading(node: Node, place: Place) -> list[Node]:
    """A heading at its level; inside lists, tables and quotations it is a paragraph in bold."""
    if place.nested:
        return paragraph([Node("strong", {}, [*flattened(node)])])
    return paragraph([*flattened(node)], "h3" if int(node.tag[1]) <= place.top_level else "h4")


def listing(node: Node, place: Place) -> list[Node]:
    """A list of items; a list that lies between items belongs to the item before it."""
    items: list[Node] = []
    for child in node.children:
        if isinstance(child, str):
            own = paragraph([child], "li")
        elif child.tag in LISTS and items:
            items[-1].children += listing(child, place)
            continue
        else:
            content = compact(flow(child.children if child.tag == "li" else [child], place))
            own = [Node("li", {}, content)] if content else []
        items += own
    start = node.attributes.get("start", "")
    kept = {"start": str(int(start))} if node.tag == "ol" and re.fullmatch(r"[0-9]{1,4}", start) else {}
    return [Node(node.tag, kept, [*items])] if items else []


def compact(blocks: list[Node]) -> list[Node | str]:
    """The content of an item or a cell: a first paragraph needs no tag of its own unless another one follows."""
    if blocks and blocks[0].tag == "p" and not any(one.tag == "p" for one in blocks[1:]):
        return [*blocks[0].children, *blocks[1:]]
    return [*blocks]


def table(node: Node, place: Place) -> list[Node]:
    """A table with regular rows; inside another table it is its cells' text."""
    if place.in_table:
        return [block for cell in cells_of(node) for block in flow(cell.children, place)]
    parts: list[Node | str] = []
    for child in node.children:
        if isinstance(child, Node) and child.tag == "caption":
            parts += paragraph([*flattened(child)], "caption")
        elif isinstance(child, Node):
            rows = table_rows(child, replace(place, in_table=True))
            parts += [Node(child.tag if child.tag in ("thead", "tfoot") else "tbody", {}, [*rows])] if rows else []
    bare = all(isinstance(one, Node) and one.tag == "caption" for one in parts)
    return flow(parts, place) if bare else [Node("table", {}, parts)]


def cells_of(node: Node) -> Iterator[Node]:
    """The cells and the caption of a table, not those of tables in it."""
    for child in node.children:
        if isinstance(child, Node) and child.tag in ("td", "th", "caption"):
            yield child
        elif isinstance(child, Node) and child.tag in ("thead", "tbody", "tfoot", "tr"):
            yield from cells_of(child)


def table_rows(section: Node, place: Place) -> list[Node]:
    """The rows of a part of a table. Spans are clamped so that no row is wider than a table may be."""
    rows = [row for row in section.children if isinstance(row, Node) and list(cells_of(row))]
    made: list[Node] = []
    reaching: list[tuple[int, int]] = []
    for place_of, row in enumerate(rows):
        taken = sum(width for until, width in reaching if until > place_of)
        cells: list[Node | str] = []
        there = list(cells_of(row))
        if taken + len(there) > COLUMNS_MAX:
            raise Invalid(place.field, f"more than {COLUMNS_MAX} table columns")
        for after, cell in zip(range(len(there) - 1, -1, -1), there, strict=True):
            wide = span(cell.attributes.get("colspan", ""), COLUMNS_MAX - taken - after)
            high = span(cell.attributes.get("rowspan", ""), len(rows) - place_of)
            taken += wide
            reaching += [(place_of + high, wide)] if high > 1 else []
            cells.append(table_cell(cell, wide, high, place))
        made.append(Node("tr", {}, cells))
    return made


def table_cell(cell: Node, wide: int, high: int, place: Place) -> Node:
    """A cell with its clamped spans."""
    kept = {name: str(value) for name, value in (("colspan", wide), ("rowspan", high)) if value > 1}
    scope = cell.attributes.get("scope")
    kept |= {"scope": scope} if cell.tag == "th" and scope in ("col", "row") else {}
    return Node(cell.tag, kept, compact(flow(cell.children, place)))


def span(value: str, most: int) -> int:
    """How many columns or rows a cell spans, clamped."""
    return min(max(int(value), 1), most) if re.fullmatch(r"[0-9]{1,9}", value) else 1


def promote_first_heading(blocks: list[Node]) -> None:
    """No heading of the lower level stands before one of the higher: a level is never jumped."""
    first = next((one for one in blocks if one.tag in ("h3", "h4")), None)
    if first:
        first.tag = "h3"


def check_amount(blocks: list[Node], field: str) -> None:
    """Invalid when there are more words or rows than a document can hold."""
    everything = [node for one in blocks for node in walk(one)]
    if sum(len(one.split()) for node in everything for one in node.children if isinstance(one, str)) > WORDS_MAX:
        raise Invalid(field, f"more than {WORDS_MAX} words")
    for most, what in ((NOTES_MAX, "span.note"), (PICTURES_EACH, "img")):
        if sum(name_of(node) == what for node in everything) > most:
            raise Invalid(field, f"more than {most} footnotes or pictures")
    if sum(node.tag == "tr" for node in everything) > ROWS_MAX:
        raise Invalid(field, f"more than {ROWS_MAX} table rows")


def plain(fragment: str) -> str:
    """The words of a cleaned fragment: a line for each paragraph, item and row."""
    reader = Reader()
    reader.feed(fragment)
    reader.close()
    return "\n".join(line for line in map(str.strip, lines(reader.root).split("\n")) if line)


def lines(node: Node) -> str:
    """The node's text with line ends where blocks end."""
    if node.tag == "br":
        return "\n"
    if node.tag == "img":
        return f" [{node.attributes['alt']}] "
    said = "".join(one if isinstance(one, str) else lines(one) for one in node.children)
    if node.tag in ("td", "th"):
        return said.replace("\n", " ") + "\t"
    if name_of(node) == "span.note":
        return f" ({said}) "
    return said if node.tag in INLINE else f"\n{said}\n"


def from_text(text: str) -> str:
    """Plain text as paragraphs: an empty line parts them, a single line end stays one."""
    parts = (part.strip() for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")))
    return "".join(f"<p>{html.escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in parts if part)


def from_markdown(markdown: str, field: str = "markdown") -> str:
    """Markdown (CommonMark with tables; HTML in it is text) as a cleaned fragment."""
    check_length(markdown, PICTURE.sub("", markdown), field)
    return clean(markdown_reader().render(markdown), field)


@cache
def markdown_reader() -> MarkdownIt:
    """The one reader of Markdown."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")
