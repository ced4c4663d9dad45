"""A fragment of HTML as a small tree: read from what is well-formed, walked, written back."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

RENAMED: Final = {
    "b": "strong",
    "i": "em",
    **dict.fromkeys(("div", "section", "article", "header", "footer", "pre", "address", "dt", "dd", "figcaption"), "p"),
}
"""Elements that are read as another."""
VOID: Final = frozenset({"br", "img", "col"})
"""Elements that hold nothing."""
INLINE: Final = frozenset({"strong", "em", "a", "br", "sub", "sup", "span", "img"})
SPACE = re.compile(r"[ \t\n\r\f]+")
ABSOLUTE = re.compile(r"(https?://|mailto:)\S+", re.IGNORECASE)


@dataclass
class Node:
    """An element under cleaning."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)


class Reader(HTMLParser):
    """Builds the tree from what nh3 lets through (well-formed)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.open = [self.root]
        self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element."""
        node = Node(RENAMED.get(tag, tag), {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)
            self.deepest = max(self.deepest, len(self.open))

    def handle_endtag(self, tag: str) -> None:
        """Closes what is open."""
        if len(self.open) > 1 and tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Text of the element that is open."""
        self.open[-1].children.append(data)


def walk(node: Node) -> Iterator[Node]:
    """A node and all below it."""
    yield node
    for child in node.children:
        if isinstance(child, Node):
            yield from walk(child)


def text_of(children: list[Node | str]) -> str:
    """The words of inline content."""
    return "".join(one if isinstance(one, str) else text_of(one.children) for one in children)


def has_blocks(node: Node) -> bool:
    """Whether something other than inline text lies within."""
    return any(child is not node and child.tag not in INLINE for child in walk(node))


def flattened(node: Node) -> Iterator[Node | str]:
    """The inline content of a node, what blocks there are in it taken apart."""
    for child in node.children:
        if isinstance(child, str) or (child.tag in INLINE and not has_blocks(child)):
            yield child
        else:
            yield " "
            yield from flattened(child)
            yield " "


def shows(children: list[Node | str]) -> bool:
    """Whether there is anything to see in inline content: a word or a picture."""
    return any(one.strip() if isinstance(one, str) else one.tag == "img" or shows(one.children) for one in children)


def name_of(node: Node) -> str:
    """What an inline element is: its tag, and for a span what kind ("span.mask")."""
    return f"span.{node.attributes['class']}" if node.tag == "span" and "class" in node.attributes else node.tag


def write(node: Node | str) -> str:
    """The node as HTML."""
    if isinstance(node, str):
        return html.escape(node, quote=False)
    attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in sorted(node.attributes.items()))
    if node.tag in VOID:
        return f"<{node.tag}{attributes}>"
    return f"<{node.tag}{attributes}>{''.join(write(child) for child in node.children)}</{node.tag}>"


def inline(children: list[Node | str], within: tuple[str, ...] = ()) -> list[Node | str]:
    """Inline content with spaces collapsed; what is empty, doubled or a link that leads nowhere is unwrapped.

    A mask is never unwrapped but within another mask; a note in a link or a note is.
    """
    kept: list[Node | str] = []
    for child in children:
        if isinstance(child, str):
            add_text(kept, SPACE.sub(" ", child))
        elif child.tag in VOID:
            kept.append(Node(child.tag, child.attributes))
        else:
            name = name_of(child)
            inner = inline(child.children, (*within, name))
            inner = trim(inner) if name == "span.note" else inner
            if name not in within and shows(inner) and stands(child, name, within):
                kept.append(Node(child.tag, child.attributes, inner))
            else:
                for one in inner:
                    add_text(kept, one) if isinstance(one, str) else kept.append(one)
    return kept


def stands(node: Node, name: str, within: tuple[str, ...]) -> bool:
    """Whether an inline element may stand here as it is."""
    if name == "a":
        return ABSOLUTE.fullmatch(node.attributes.get("href", "")) is not None
    return name != "span" and not (name == "span.note" and "a" in within)


def add_text(kept: list[Node | str], text: str) -> None:
    """Puts text last, joined with text before it, without doubling a space."""
    if kept and isinstance(kept[-1], str):
        text = kept.pop() + text  # type: ignore[operator]
    if text:
        kept.append(SPACE.sub(" ", text))


def trim(children: list[Node | str]) -> list[Node | str]:
    """Inline content without spaces and line breaks at its ends."""
    kept = list(children)
    for end in (0, -1):
        while kept:
            one = kept[end]
            if isinstance(one, Node) and one.tag != "br":
                break
            bare = (one.lstrip(" ") if end == 0 else one.rstrip(" ")) if isinstance(one, str) else ""
            if bare:
                kept[end] = bare
                break
            kept.pop(end)
    return kept
