"""A page of ours as paragraphs, lists and tables of Word's."""

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from engine.documents.fragment import INLINE, Node, flattened, name_of, text_of, walk
from engine.documents.word import numbering
from engine.documents.word.fields import element
from engine.documents.word.notes import Notes
from engine.documents.word.numbering import Lists

TOGETHER: Final = frozenset({"sender", "addressee", "copies", "signer", "autograph"})
"""Groups of lines that are one paragraph: who writes, to whom, who signs."""
TEXT_WIDTH: Final = Mm(145)
PLAIN_LISTS: Final = frozenset({"plain", "people"})
DEEPEST: Final = 8


@dataclass(frozen=True)
class Look:
    """How a run of text looks."""

    bold: bool = False
    italic: bool = False
    raised: bool = False
    lowered: bool = False


@dataclass(frozen=True)
class At:
    """Where something is written: in which place of the file, in which list and how deep."""

    place: Word | _Cell
    kind: str = ""
    level: int = -1
    instance: int = 0


@dataclass
class Writer:
    """Writes a tree of HTML into a file. `title_level` is 1 where the page's first heading is the file's title."""

    word: Word
    title_level: int
    lists: Lists = field(init=False)
    notes: Notes = field(init=False)
    cells: set[Any] = field(default_factory=set)
    """The cells whose first paragraph, which is there from the beginning, has been taken."""

    def __post_init__(self) -> None:
        self.lists, self.notes = Lists(self.word), Notes(self.word)

    def write(self, root: Node) -> None:
        """The whole page."""
        self.flow(root.children, At(self.word))
        self.notes.close()

    def flow(self, children: list[Node | str], at: At) -> None:
        """Children in order: runs of text become paragraphs."""
        run: list[Node | str] = []
        for child in children:
            if isinstance(child, str) or (child.tag in INLINE and only_text(child)):
                run.append(child)
                continue
            self.paragraph(run, at)
            run = []
            self.element(child, at)
        self.paragraph(run, at)

    def element(self, node: Node, at: At) -> None:
        """A block element."""
        kinds = frozenset(node.attributes.get("class", "").split())
        if node.attributes.get("aria-hidden") == "true":
            return
        if node.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.heading(node, at)
        elif node.tag in ("ul", "ol"):
            self.listing(node, kinds, at)
        elif node.tag == "table":
            self.table(node, at)
        elif kinds & TOGETHER:
            self.paragraph([*in_lines(node)], at)
        elif "letterhead" in kinds:
            for column in nodes_in(node):
                self.paragraph([*in_lines(column)], at)
        elif node.tag == "blockquote":
            self.quote(node, at)
        else:
            self.flow(node.children, at)

    def heading(self, node: Node, at: At) -> None:
        """A heading of the file, or a line in bold within a cell."""
        level = int(node.tag[1]) - self.title_level
        if not text_of([*flattened(node)]).strip():
            return
        if isinstance(at.place, _Cell):
            self.paragraph([Node("strong", {}, [*flattened(node)])], at)
            return
        made = at.place.add_heading("", level)
        self.inline([*flattened(node)], made, Look())

    def quote(self, node: Node, at: At) -> None:
        """Paragraphs in the style of quotations."""
        before = len(self.word.paragraphs)
        self.flow(node.children, at)
        if not isinstance(at.place, _Cell):
            for paragraph in self.word.paragraphs[before:]:
                paragraph.style = self.word.styles["Quote"]

    def paragraph(self, run: list[Node | str], at: At) -> None:
        """A paragraph, or an item where a list is open; nothing when there is nothing to show."""
        if not text_of(run).strip() and not any(one.tag == "img" for child in run for one in nodes(child)):
            return
        made = self.begun(at)
        if at.level >= 0 and at.instance:
            made.style = self.word.styles["List Paragraph"]
            numbering.number(made, at.instance, at.level)
        self.inline(trimmed(run), made, Look())

    def begun(self, at: At) -> Paragraph:
        """A new paragraph; a cell's first one is there already."""
        if isinstance(at.place, _Cell) and at.place._element not in self.cells:
            self.cells.add(at.place._element)
            first: Paragraph = at.place.paragraphs[0]
            return first
        return at.place.add_paragraph()

    def inline(self, content: list[Node | str], paragraph: Paragraph, look: Look) -> None:
        """Inline content with its looks, notes, links, pictures and line breaks."""
        for child in content:
            if isinstance(child, str):
                self.run(child, paragraph, look)
            elif name_of(child) == "span.note":
                self.notes.add(paragraph, " ".join(text_of(child.children).split()))
            elif child.tag == "br":
                paragraph.add_run().add_break()
            elif child.tag == "img":
                picture(child, paragraph)
            elif child.tag == "a" and child.attributes.get("href", "").startswith(("http", "mailto:")):
                self.link(child, paragraph, look)
            else:
                self.inline(child.children, paragraph, looking(child.tag, look))

    def run(self, text: str, paragraph: Paragraph, look: Look) -> None:
        """A run of text."""
        made = paragraph.add_run(text)
        made.bold, made.italic = look.bold or None, look.italic or None
        made.font.superscript, made.font.subscript = look.raised or None, look.lowered or None

    def link(self, node: Node, paragraph: Paragraph, look: Look) -> None:
        """A link that Word can follow."""
        address = paragraph.part.relate_to(node.attributes["href"], RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        made = element("hyperlink")
        made.set(qn("r:id"), address)
        before = len(paragraph._p)
        self.inline(node.children, paragraph, look)
        for one in list(paragraph._p)[before:]:
            made.append(one)
        paragraph._p.append(made)

    def listing(self, node: Node, kinds: frozenset[str], at: At) -> None:
        """A list: its items with their numbers as printed."""
        kind = kind_of_list(node, kinds)
        level = min(at.level + 1, DEEPEST)
        expected, instance = 0, 0
        start = node.attributes.get("start", "1")
        following = int(start) if start.isdecimal() else 1
        for item in (child for child in node.children if isinstance(child, Node)):
            said = item.attributes.get("value", "")
            following = int(said) if said.isdecimal() else following
            if not instance or (following != expected and node.tag == "ol"):
                instance = self.lists.begin(kind, level, following)
            self.item(item, replace(at, kind=kind, level=level, instance=instance))
            following += 1
            expected = following

    def item(self, node: Node, at: At) -> None:
        """An item: its first paragraph carries the mark, those that follow stand under it."""
        first: list[Node | str] = []
        rest: list[Node | str] = []
        for child in node.children:
            inline = isinstance(child, str) or (child.tag in INLINE and only_text(child))
            (first if inline and not rest else rest).append(child)
        if text_of(first).strip():
            self.paragraph(first, at)
        elif rest and isinstance(rest[0], Node) and rest[0].tag == "p":
            self.paragraph(rest.pop(0).children, at)  # type: ignore[union-attr]
        self.flow(rest, replace(at, instance=0) if rest else at)

    def table(self, node: Node, at: At) -> None:
        """A table; its head is repeated on every page."""
        rows = [one for one in walk(node) if one.tag == "tr"]
        heads = {id(row) for part in walk(node) if part.tag == "thead" for row in walk(part) if row.tag == "tr"}
        caption = next((one for one in walk(node) if one.tag == "caption"), None)
        if caption is not None:
            self.paragraph([Node("strong", {}, [*flattened(caption)])], at)
        cells = laid_out(rows)
        if not cells:
            return
        width = max(column + wide for _, column, wide, _, _ in cells)
        made = self.word.add_table(len(rows), width) if at.place is self.word else at.place.add_table(len(rows), width)
        made.style = self.word.styles["Table Grid"]
        for row, column, wide, high, cell in cells:
            place = made.cell(row, column)
            if wide > 1 or high > 1:
                place = place.merge(made.cell(min(row + high, len(rows)) - 1, column + wide - 1))
            content = [Node("strong", {}, [*flattened(cell)])] if cell.tag == "th" else cell.children
            self.flow([*content], At(place))
        for number, row_node in enumerate(rows):
            if id(row_node) in heads:
                made.rows[number]._tr.get_or_add_trPr().append(element("tblHeader"))


def only_text(node: Node) -> bool:
    """Whether there is nothing but inline content in an element."""
    return all(one.tag in INLINE for one in walk(node))


def nodes(child: Node | str) -> Iterator[Node]:
    """A child and what is in it, when it is an element."""
    if isinstance(child, Node):
        yield from walk(child)


def nodes_in(node: Node) -> Iterator[Node]:
    """The elements directly in another."""
    yield from (child for child in node.children if isinstance(child, Node))


def in_lines(node: Node) -> Iterator[Node | str]:
    """The paragraphs of a group as lines of one."""
    lines = [one for one in walk(node) if one.tag == "p" and not any(k.tag == "p" for k in walk(one) if k is not one)]
    for line in (line for line in lines if text_of(line.children).strip()):
        yield from trimmed(line.children)
        yield Node("br")


def trimmed(run: list[Node | str]) -> list[Node | str]:
    """Inline content with its spaces collapsed, without breaks and spaces at its ends."""
    kept: list[Node | str] = []
    for child in run:
        if isinstance(child, str):
            text = " ".join(f"|{child}|".split())[1:-1]
            text = text.lstrip() if not kept or (isinstance(kept[-1], Node) and kept[-1].tag == "br") else text
            kept += [text] if text else []
        else:
            kept.append(child)
    while kept and (kept[-1] == " " or (isinstance(kept[-1], Node) and kept[-1].tag == "br")):
        kept.pop()
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip()
    return kept


def looking(tag: str, look: Look) -> Look:
    """The look within an inline element."""
    names = {"strong": "bold", "em": "italic", "sup": "raised", "sub": "lowered"}
    return replace(look, **{names[tag]: True}) if tag in names else look


def kind_of_list(node: Node, kinds: frozenset[str]) -> str:
    """How the items of a list are marked."""
    if node.tag == "ul":
        return "plain" if kinds & PLAIN_LISTS else "dash"
    return "parenthesis" if "parenthesis" in kinds else "stop"


def picture(node: Node, paragraph: Paragraph) -> None:
    """A picture with the words that stand for it, no wider than the text."""
    data = node.attributes.get("src", "").partition(",")[2]
    shown = paragraph.add_run().add_picture(io.BytesIO(base64.b64decode(data)))
    if shown.width > TEXT_WIDTH:
        shown.height, shown.width = Length(shown.height * TEXT_WIDTH // shown.width), TEXT_WIDTH
    shown._inline.docPr.set("descr", node.attributes.get("alt", ""))


def laid_out(rows: list[Node]) -> list[tuple[int, int, int, int, Node]]:
    """Each cell with its row, column, width and height, where cells reach over others."""
    taken: set[tuple[int, int]] = set()
    cells: list[tuple[int, int, int, int, Node]] = []
    for row, node in enumerate(rows):
        column = 0
        for cell in (one for one in node.children if isinstance(one, Node) and one.tag in ("td", "th")):
            while (row, column) in taken:
                column += 1
            wide, high = (span(cell.attributes.get(name, "")) for name in ("colspan", "rowspan"))
            taken |= {(row + down, column + along) for down in range(high) for along in range(wide)}
            cells.append((row, column, wide, high, cell))
            column += wide
    return cells


def span(value: str) -> int:
    """How many columns or rows a cell spans."""
    return max(int(value), 1) if value.isdecimal() else 1
