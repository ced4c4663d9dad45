"""What must be right in a document's HTML before it is drawn: what neither WeasyPrint nor veraPDF would notice.

Templates and cleaned text never have these faults; whatever comes another way is refused here, before it costs time.
"""

from collections.abc import Iterator
from typing import Any, Final

from engine.pictures import checked

DEPTH_MAX: Final = 100
"""Deepest nesting of elements; WeasyPrint gives up at about 300. Cleaned text has 50 at most."""
SPAN_MAX: Final = 2_000
"""Most columns or rows of a cell; 99,999 would take the better part of a minute."""
REFUSED: Final = frozenset(
    {"applet", "audio", "base", "button", "embed", "form", "frame", "iframe", "input", "link", "math", "object"}
    | {"script", "select", "svg", "template", "textarea", "video"}
)
"""Elements that fetch, embed, run or ask."""
HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")


def faults(root: Any) -> Iterator[str]:
    """What is wrong with the tree of a page, in English; nothing for a page that can be drawn."""
    if not (root.get("lang") or "").strip():
        yield "the page has no language"
    if not any("".join(title.itertext()).strip() for title in root.iter("title")):
        yield "the page has no title"
    level = 0
    for element, depth in walk(root):
        if depth > DEPTH_MAX:
            yield f"elements nested deeper than {DEPTH_MAX}"
            return
        tag = element.tag.rpartition("}")[2]
        if tag in HEADINGS:
            reached = HEADINGS.index(tag) + 1
            if reached > level + 1:
                yield f"a heading jumps from level {level} to {reached}: {words(element)}"
            level = reached
        yield from faults_of(element, tag)


def walk(root: Any) -> Iterator[tuple[Any, int]]:
    """Every element with its depth, in order; takes no more stack for a deep tree."""
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        if isinstance(element.tag, str):  # not a comment
            yield element, depth
            waiting += [(child, depth + 1) for child in reversed(element)]


def faults_of(element: Any, tag: str) -> Iterator[str]:
    """What is wrong with one element."""
    if tag in REFUSED:
        yield f"a document holds no <{tag}>"
    elif tag == "img":
        yield from faults_of_picture(element)
    elif tag == "a":
        if not words(element):
            yield f"a link without words: {element.get('href', '')[:200]}"
        if "attachment" in (element.get("rel") or "").lower().split():
            yield "a link embeds a file"
    elif tag in ("td", "th", "col", "colgroup"):
        spans = [element.get(name, "1").strip() for name in ("colspan", "rowspan", "span")]
        if any(len(span) > 4 or not span.isdecimal() or int(span) > SPAN_MAX for span in spans):
            yield f"a cell spans more than {SPAN_MAX} columns or rows"


def faults_of_picture(element: Any) -> Iterator[str]:
    """A picture needs words for those who do not see it, and to be one that was checked."""
    if not (element.get("alt") or "").strip():
        yield "a picture has no alternative text"
    try:
        checked(element.get("src") or "")
    except ValueError as fault:
        yield str(fault)


def words(element: Any) -> str:
    """The words in an element, pictures' words too."""
    said = [*element.itertext(), *(one.get("alt") or "" for one in element.iter("img"))]
    return " ".join(" ".join(said).split())[:200]
