"""What stands within text and is more than text: pictures, footnotes and masked passages."""

from typing import Final

from engine.documents.fragment import INLINE, Node, flattened, has_blocks
from engine.errors import Invalid
from engine.forms import printable
from engine.pictures import checked

SPANS: Final = {"note": ("class",), "mask": ("class", "data-ground")}
"""The kinds of spans, by class: a footnote, and what is not to be published with the ground for it."""


def settle(node: Node, field: str) -> None:
    """Pictures are checked, footnotes made one run of text, and a mask round blocks laid on the text in each."""
    settled: list[Node | str] = []
    for child in node.children:
        if isinstance(child, str):
            settled.append(child)
            continue
        settle(child, field)
        if child.tag == "img":
            settled += picture(child, field)
        elif child.tag == "span":
            settled += span_of(child)
        else:
            settled.append(child)
    node.children = settled


def picture(node: Node, field: str) -> list[Node | str]:
    """A picture that stands in the text itself; one that lies elsewhere is left out."""
    address, words = node.attributes.get("src", ""), " ".join(node.attributes.get("alt", "").split())
    if not address.startswith("data:"):
        return []
    if not words:
        raise Invalid(field, "a picture without words that say what it shows (alt)")
    try:
        kept = checked(address)
        return [Node("img", {"src": kept.address, "alt": printable(words)})]
    except ValueError as fault:
        raise Invalid(field, str(fault)) from None


def span_of(node: Node) -> list[Node | str]:
    """A footnote or a mask with what belongs to it; any other span is what it holds."""
    kind = node.attributes.get("class", "")
    if kind not in SPANS:
        return node.children
    node.attributes = {name: node.attributes[name] for name in SPANS[kind] if name in node.attributes}
    if has_blocks(node):
        if kind == "mask":
            return masked(node.children, node)
        node.children = [*flattened(node)]
    return [node]


def masked(children: list[Node | str], mask: Node) -> list[Node | str]:
    """The children with every run of text in them under the mask."""
    laid: list[Node | str] = []
    for child in children:
        if isinstance(child, Node) and (child.tag not in INLINE or has_blocks(child)):
            child.children = masked(child.children, mask)
            laid.append(child)
        elif laid and isinstance(laid[-1], Node) and laid[-1].attributes is mask.attributes:
            laid[-1].children.append(child)
        else:
            laid.append(Node("span", mask.attributes, [child]))
    return laid
