"""The masked version of a document: hidden texts are replaced in its data, before any HTML is made of it.

So they are in nothing that is made from it: text, title, bookmarks, tags, alternative texts, links, file names. What is
hidden is what people marked in the text (`span.mask` with its ground) and what they have named (`Hidden`). What was
hidden once is hidden wherever the document says it again, in a sentence that the system made too.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any, Final, TypeVar
from urllib.parse import unquote

from pydantic.fields import FieldInfo

from engine.documents.fragment import VOID, Node, Reader, name_of, text_of, walk, write
from engine.documents.hiding import Found, Hidden, block, find, ground_in_words, without
from engine.documents.models import Document, Model
from engine.documents.richtext import clean

D = TypeVar("D", bound=Document)
M = TypeVar("M", bound=Model)
BLOCKS: Final = frozenset({"p", "h3", "h4", "li", "blockquote", "caption", "td", "th"})
SYSTEMS: Final = frozenset({"profile", "key", "kind"})
"""Fields that hold the program's own words and no person's."""
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
ADDRESS = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=]+")
TAG = re.compile(r"<[^>]*>")
INLINE = re.compile(r"</?(?:strong|em|a|span|sub|sup)\b[^>]*>")
ATTRIBUTE = re.compile(r'\s(?:href|alt|title|content|id|name|aria-label|src|data-[\w-]+)="([^"]*)"')
BLOCK = re.compile(r"\[uppgift dold, [^\]]*\]")
IDENTITY = re.compile(r"(?<!\d)(?:19|20)?(\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01]|[67]\d|8\d|9[01])[-+]?(\d{4})(?!\d)")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def marked(document: Document) -> tuple[Hidden, ...]:
    """What people have marked in the document's text, in order, each once. ValueError for a ground that is none."""
    spans = (node for fragment in fragments(document) for node in walk(read(fragment)) if name_of(node) == "span.mask")
    found = [Hidden(text_of(span.children).strip(), span.attributes.get("data-ground", "")) for span in spans]
    for one in found:
        ground_in_words(one.ground)
    return tuple(dict.fromkeys(found))


def masked(document: D, hidden: Sequence[Hidden] = ()) -> D:
    """The document without what is marked in it and without `hidden`; each is replaced by a block of one width.

    ValueError for a ground that is none.
    """
    return rewritten(document, (*hidden, *marked(document)))


def rewritten(model: M, hidden: Sequence[Hidden]) -> M:
    """A model with everything that people have said in it rewritten."""
    changes = {
        name: rewritten_value(getattr(model, name), hidden, is_fragment(field))
        for name, field in type(model).model_fields.items()
        if name not in SYSTEMS
    }
    return model.model_copy(update=changes)


def rewritten_value(value: Any, hidden: Sequence[Hidden], fragment: bool) -> Any:
    """A field's value rewritten; days and numbers are not what anybody said."""
    match value:
        case str():
            return masked_fragment(value, hidden) if fragment else without(value, hidden)
        case tuple():
            return tuple(rewritten_value(one, hidden, fragment) for one in value)
        case Model():
            return rewritten(value, hidden)
        case _:
            return value


def is_fragment(field: FieldInfo) -> bool:
    """Whether a field holds cleaned HTML."""
    return any(getattr(one, "func", None) is clean for one in field.metadata)


def fragments(model: Model) -> Iterator[str]:
    """All cleaned HTML of a model."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Model):
                yield from fragments(one)
            elif isinstance(one, str) and is_fragment(field):
                yield one


def read(fragment: str) -> Node:
    """The tree of a cleaned fragment."""
    reader = Reader()
    reader.feed(fragment)
    reader.close()
    return reader.root


def masked_fragment(fragment: str, hidden: Sequence[Hidden]) -> str:
    """A cleaned fragment with what is hidden replaced: marked passages, and texts that lie across inline elements."""
    root = read(fragment)
    replace_marks(root)
    for node in walk(root):
        if name_of(node) == "span.note" or node.tag in (*BLOCKS, "root"):
            hide_in_run(list(leaves(node)), hidden)
    for node in walk(root):
        hide_in_attributes(node, hidden)
    return clean("".join(write(child) for child in root.children))


def replace_marks(node: Node) -> None:
    """Puts a block in the place of each marked passage; a link round one leads nowhere any longer."""
    kept: list[Node | str] = []
    for child in node.children:
        if isinstance(child, str):
            kept.append(child)
        elif name_of(child) == "span.mask":
            kept.append(block(child.attributes.get("data-ground", "")))
        else:
            if child.tag == "a" and any(name_of(one) == "span.mask" for one in walk(child)):
                child.attributes = {}
            replace_marks(child)
            kept.append(child)
    node.children = kept


Leaf = tuple[Node, int] | None
"""A piece of text: the element that holds it, and its place there. None parts words: a line break, a picture."""


def leaves(node: Node) -> Iterator[Leaf]:
    """The pieces of text that read as one: those of a block, without those of blocks and notes in it."""
    for place, child in enumerate(node.children):
        if isinstance(child, str):
            yield node, place
        elif child.tag in VOID:
            yield None
        elif child.tag not in BLOCKS and name_of(child) != "span.note":
            yield from leaves(child)


def hide_in_run(run: list[Leaf], hidden: Sequence[Hidden]) -> None:
    """Replaces what is hidden in pieces of text that read as one; the block stands in the first piece it touches."""
    texts = [str(leaf[0].children[leaf[1]]) if leaf else " " for leaf in run]
    found = find("".join(texts), hidden)
    begin = 0
    for leaf, text in zip(run, texts, strict=True):
        if leaf:
            leaf[0].children[leaf[1]] = piece(text, begin, found)
        begin += len(text)


def piece(text: str, begin: int, found: Sequence[Found]) -> str:
    """A piece, which begins at a place of the whole run, without what was found in the run."""
    end = begin + len(text)
    told, after = "", begin
    for start, stop, ground in found:
        if start < end and stop > begin:
            told += text[after - begin : max(start - begin, 0)] + (block(ground) if start >= begin else "")
            after = min(stop, end)
    return told + text[after - begin :]


def hide_in_attributes(node: Node, hidden: Sequence[Hidden]) -> None:
    """A link whose address tells is no link any longer; the words for a picture are text like other text."""
    if node.tag == "a" and tells(node.attributes.get("href", ""), hidden):
        node.attributes = {}
    if "alt" in node.attributes:
        node.attributes["alt"] = without(node.attributes["alt"], hidden)


def tells(address: str, hidden: Sequence[Hidden]) -> bool:
    """Whether an address holds what is hidden, its words parted by whatever addresses part words by."""
    said = re.sub(r"[._/+=&?@#-]+", " ", unquote(address))
    return bool(find(said, hidden) or find(unquote(address), hidden))


def remaining(html: str, hidden: Sequence[Hidden]) -> list[str]:
    """What a page still says of what is hidden; nothing for one that may be published.

    The organisation's own labels, days and heads are looked through here as well, tags and all.
    """
    bare = ADDRESS.sub("", STYLE.sub("", html))
    attributes = " ".join(ATTRIBUTE.findall(bare))
    looked_through = (TAG.sub(" ", INLINE.sub("", bare)), TAG.sub(" ", bare), unquote(attributes))
    texts = (BLOCK.sub(" ", unescape(text)) for text in looked_through)
    return list(dict.fromkeys(text[start:end] for text in texts for start, end, _ in find(text, hidden)))


def suspects(document: Document) -> list[str]:
    """What looks like personal data in the document: identity numbers that add up, e-mail addresses. To be judged."""
    texts = list(said(document))
    numbers = (match[0] for text in texts for match in IDENTITY.finditer(text) if adds_up("".join(match.groups())))
    mails = (match[0] for text in texts for match in MAIL.finditer(text))
    return list(dict.fromkeys([*numbers, *mails]))


def said(model: Model) -> Iterator[str]:
    """Every text of a model, cleaned HTML as its words."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        for one in flat(value) if name not in SYSTEMS else ():
            if isinstance(one, Model):
                yield from said(one)
            elif isinstance(one, str):
                yield unescape(TAG.sub(" ", one)) if is_fragment(field) else one


def flat(value: Any) -> Iterator[Any]:
    """A value, or those in it when it is a row of them."""
    if isinstance(value, tuple):
        for one in value:
            yield from flat(one)
    else:
        yield value


def adds_up(number: str) -> bool:
    """Whether ten figures are an identity number by its check figure (a co-ordination number too)."""
    doubled = [int(figure) * (2 - place % 2) for place, figure in enumerate(number)]
    return sum(figure // 10 + figure % 10 for figure in doubled) % 10 == 0


def without_identity_numbers(text: str) -> str:
    """A line of the register without its identity numbers: those that add up, and those written as one writes them."""

    def hide(found: re.Match[str]) -> str:
        written = any(sign in found[0] for sign in "-+")
        return "[personnummer]" if written or adds_up("".join(found.groups())) else found[0]

    return IDENTITY.sub(hide, text)
