"""A tree of HTML to blocks: what is pasted, and what Word, OpenDocument and Markdown files become on the way."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.documents import richtext
from engine.documents.fragment import INLINE, Node, flattened, inline, name_of, text_of, trim, walk, write
from engine.documents.intake.blocks import FIELD, Block, Remark
from engine.documents.richtext import HEADINGS, LISTS, NESTING_MAX
from engine.errors import Invalid
from engine.pictures import checked


@dataclass(frozen=True)
class Depth:
    """Where in nested lists something stands."""

    level: int = 0
    ordered: bool = False
    number: int = 0


FLAT = Depth()


@dataclass
class Sorter:
    """Walks a tree and puts its blocks in a row."""

    blocks: list[Block] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    groups: int = 0

    def flow(self, children: list[Node | str], depth: Depth) -> None:
        """The children in order: runs of text become paragraphs, or items within a list."""
        run: list[Node | str] = []
        for child in children:
            if isinstance(child, str) or in_a_line(child):
                run.append(child)
                continue
            self.lines(run, depth)
            run = []
            self.element(child, depth)
        self.lines(run, depth)

    def element(self, node: Node, depth: Depth) -> None:
        """A block element as one block or several."""
        if node.tag in HEADINGS:
            self.heading(node)
        elif node.tag in LISTS:
            self.listing(node, depth)
        elif node.tag == "table":
            self.table(node)
        elif node.tag == "img":
            self.picture(node)
        else:
            self.flow(node.children, depth)

    def heading(self, node: Node) -> None:
        """A heading; pictures in it follow after it."""
        self.groups += 1
        content = trim(inline([*flattened(without_pictures(node))]))
        if text_of(content).strip():
            self.add("heading", content, level=int(node.tag[1]))
        for one in walk(node):
            if one.tag == "img":
                self.picture(one)

    def listing(self, node: Node, depth: Depth) -> None:
        """The items of a list, those of lists within it after the item that they belong to."""
        start = node.attributes.get("start", "1")
        number = int(start) if start.isdecimal() and len(start) < 5 else 1
        for child in node.children:
            if isinstance(child, str):
                self.lines([child], Depth(depth.level + 1, node.tag == "ol", number))
            elif child.tag in LISTS:
                self.listing(child, Depth(depth.level + 1))
            else:
                self.item(child, Depth(depth.level + 1, node.tag == "ol", number))
                number += 1

    def item(self, node: Node, depth: Depth) -> None:
        """One item: its first lines carry the marker, what follows belongs to it."""
        before = len(self.blocks)
        self.flow(node.children, depth)
        for place in range(before, len(self.blocks)):
            if place > before and self.blocks[place].kind == "item" and self.blocks[place].level == depth.level:
                self.blocks[place] = self.blocks[place].model_copy(update={"marker": ""})

    def table(self, node: Node) -> None:
        """A table as one block; pictures in its cells follow after it."""
        self.groups += 1
        whole = richtext.clean(write(plain_heads(without_pictures(node))), FIELD)
        if whole.startswith("<table"):
            rows = "\n".join(line for line in richtext.plain(whole).split("\n") if line)
            self.blocks.append(Block(number=0, kind="table", text=rows, html=whole, group=self.groups))
        elif whole:
            for one in tables_gone(whole):
                self.flow([one], FLAT)
        for one in walk(node):
            if one.tag == "img":
                self.picture(one)

    def picture(self, node: Node) -> None:
        """A picture with its text; without one it is only told of."""
        self.groups += 1
        words = " ".join(node.attributes.get("alt", "").split())
        if not words:
            self.remarks.append(Remark(kind="picture_without_text"))
            return
        try:
            address = checked(node.attributes.get("src", "")).address
        except ValueError as fault:
            self.remarks.append(Remark(kind="picture_not_kept", quote=f"{words} ({fault})"))
            return
        whole = f"<p>{write(Node('img', {'src': address, 'alt': words}))}</p>"
        self.blocks.append(Block(number=0, kind="picture", text=words, html=whole, group=self.groups))

    def lines(self, run: list[Node | str], depth: Depth) -> None:
        """A run of inline text: a paragraph's lines stand each for itself, an item keeps its own together."""
        self.groups += 1
        if depth.level:
            self.add("item", trim(inline(run)), depth)
            return
        for line in by_breaks(run):
            self.add("paragraph", trim(inline(line)))

    def add(self, kind: str, content: list[Node | str], depth: Depth = FLAT, level: int = 0) -> None:
        """A block of inline content, unless there is no word in it."""
        text = said(content)
        if not text.strip():
            return
        marker = (f"{depth.number}." if depth.ordered else "–") if depth.level else ""
        self.blocks.append(
            Block.model_validate(
                {
                    "number": 0,
                    "kind": kind,
                    "text": text,
                    "html": "".join(write(one) for one in content),
                    "level": level or depth.level,
                    "ordered": depth.ordered,
                    "marker": marker,
                    "bold": all(is_bold(one) for one in content),
                    "group": self.groups,
                }
            )
        )


def blocks_of(root: Node) -> Sorter:
    """The blocks of a tree. Invalid when it is nested too deep."""
    if depth_of(root) > NESTING_MAX:
        raise Invalid(FIELD, f"tags nested deeper than {NESTING_MAX}")
    sorter = Sorter()
    sorter.flow(root.children, FLAT)
    return sorter


def depth_of(root: Node) -> int:
    """How deep elements lie within each other; counted without recursion, since that is what it guards."""
    deepest, level = 0, [root]
    while level:
        deepest += 1
        level = [child for node in level for child in node.children if isinstance(child, Node)]
    return deepest - 1


def in_a_line(node: Node) -> bool:
    """Whether an element is part of a line: there is nothing in it but inline text, and no picture."""
    return all(one.tag in INLINE and one.tag != "img" for one in walk(node))


def is_note(node: Node | str) -> bool:
    """Whether it is a footnote, which stands within its sentence."""
    return isinstance(node, Node) and name_of(node) == "span.note"


def by_breaks(run: list[Node | str]) -> Iterator[list[Node | str]]:
    """A run of inline text cut at its line breaks; within bold and the like they stay."""
    line: list[Node | str] = []
    for child in run:
        if isinstance(child, Node) and child.tag == "br":
            yield line
            line = []
        else:
            line.append(child)
    yield line


def said(content: list[Node | str]) -> str:
    """The words of inline content, line ends where its breaks are; a note's words after those it belongs to."""
    parts = []
    for one in content:
        if isinstance(one, str):
            parts.append(one)
        elif one.tag == "br":
            parts.append("\n")
        else:
            inner = said(one.children)
            parts.append(f" {inner} " if is_note(one) else inner)
    return "".join(parts).strip()


def is_bold(node: Node | str) -> bool:
    """Whether inline content is bold, or holds no word."""
    return not node.strip() if isinstance(node, str) else node.tag == "strong" or not text_of(node.children).strip()


def without_pictures(node: Node) -> Node:
    """The same tree without its pictures."""
    kept = [
        one if isinstance(one, str) else without_pictures(one)
        for one in node.children
        if isinstance(one, str) or one.tag != "img"
    ]
    return Node(node.tag, node.attributes, kept)


def plain_heads(node: Node, *, head: bool = False) -> Node:
    """The same tree without bold in head cells, which are bold anyway."""
    kept: list[Node | str] = []
    for one in node.children:
        if isinstance(one, str):
            kept.append(one)
            continue
        plain = plain_heads(one, head=head or one.tag == "th")
        kept += plain.children if head and plain.tag == "strong" else [plain]
    return Node(node.tag, node.attributes, kept)


def tables_gone(whole: str) -> list[Node | str]:
    """What cleaning has made of a table that was none."""
    return richtext.read(whole, FIELD).children
