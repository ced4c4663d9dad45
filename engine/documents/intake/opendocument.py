"""OpenDocument text (.odt) to blocks, by odfdo. Heads and feet are shown as furniture; deleted text is left out."""

import base64
import io
import re
from dataclasses import dataclass, field
from typing import Any, Final

from odfdo import Document

from engine.documents.fragment import Node
from engine.documents.intake import markup
from engine.documents.intake.blocks import FIELD, Block, Reading, Remark, furniture, numbered
from engine.documents.intake.container import Looked
from engine.documents.intake.word import checked
from engine.errors import Invalid

TITLES: Final = {"Title": 1, "Subtitle": 2}
"""Paragraph styles that are headings although they are not written as such, with their level."""
SILENT: Final = frozenset(
    {
        *("text:bookmark", "text:bookmark-start", "text:bookmark-end", "text:soft-page-break", "text:sequence-decls"),
        *("text:variable-decls", "text:user-field-decls", "office:forms", "text:alphabetical-index-mark"),
        *("text:reference-mark", "text:reference-mark-start", "text:reference-mark-end", "text:change"),
        *("text:change-start", "text:change-end", "text:table-of-content-source", "text:note-citation"),
        *("table:table-column", "table:table-columns", "text:list-header-style", "draw:contour-polygon"),
    }
)
PICTURES: Final = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


@dataclass
class Styles:
    """What the automatic styles mean that a document names by number."""

    bold: frozenset[str]
    italic: frozenset[str]
    ordered: frozenset[str]
    """List styles whose first level is numbered."""
    parents: dict[str, str]
    """What named style an automatic one is made from."""


@dataclass
class Translator:
    """Makes a tree of HTML out of OpenDocument's elements."""

    styles: Styles
    parts: dict[str, bytes]
    remarks: list[Remark] = field(default_factory=list)

    def children(self, element: Any, *, ordered: bool = False) -> list[Node | str]:
        """The content of an element: its text, its children, and the text after each of them."""
        kept: list[Node | str] = [spaced(element.text)]
        for child in element.children:
            kept += self.node(child, ordered=ordered)
            kept.append(spaced(child.tail))
        return [one for one in kept if one != ""]

    def node(self, element: Any, *, ordered: bool) -> list[Node | str]:
        """One element as HTML; what is not known is its content."""
        tag = element.tag
        if tag in SILENT:
            return []
        if tag in ("text:tracked-changes", "office:annotation", "office:annotation-end"):
            return self.left_out(element)
        if tag in ("text:h", "text:p"):
            return [self.paragraph(element)]
        if tag == "text:list":
            numbered_list = ordered or element.get_attribute("text:style-name") in self.styles.ordered
            return [Node("ol" if numbered_list else "ul", {}, self.children(element, ordered=numbered_list))]
        if tag == "draw:image":
            return []
        if tag == "draw:frame":
            return self.frame(element)
        if tag == "text:note":
            return [Node("span", {"class": "note"}, [" ".join(note_of(element).split())])]
        return self.plain(element, ordered=ordered)

    def plain(self, element: Any, *, ordered: bool) -> list[Node | str]:
        """Elements that have one answer in HTML, or none."""
        tag = element.tag
        if tag == "text:s":
            return [" " * min(int(element.get_attribute("text:c") or 1), 100)]
        if tag == "text:tab":
            return [" "]
        if tag == "text:line-break":
            return [Node("br")]
        named = {"text:list-item": "li", "text:list-header": "li", "table:table": "table", "table:table-row": "tr"}
        if tag in ("table:table-cell", "table:covered-table-cell"):
            return self.cell(element)
        if tag == "table:table-header-rows":
            return [Node("thead", {}, self.children(element))]
        if tag in named:
            return [Node(named[tag], {}, self.children(element, ordered=ordered))]
        if tag == "text:a":
            return [Node("a", {"href": element.get_attribute("xlink:href") or ""}, self.children(element))]
        return self.styled(element) if tag == "text:span" else self.children(element, ordered=ordered)

    def paragraph(self, element: Any) -> Node:
        """A heading with its level, or a paragraph."""
        if element.tag == "text:h":
            level = element.get_attribute("text:outline-level") or "1"
            return Node(
                f"h{min(max(int(level), 1), 6)}" if str(level).isdecimal() else "h1", {}, self.children(element)
            )
        name = element.get_attribute("text:style-name") or ""
        content = self.children(element)
        if level := TITLES.get(self.styles.parents.get(name, name)):
            return Node(f"h{level}", {}, content)
        if name in self.styles.bold:
            content = [Node("strong", {}, content)]
        return Node("p", {}, content)

    def styled(self, element: Any) -> list[Node | str]:
        """A run of text in bold or italics."""
        name = element.get_attribute("text:style-name") or ""
        content = self.children(element)
        if name in self.styles.italic:
            content = [Node("em", {}, content)]
        return [Node("strong", {}, content)] if name in self.styles.bold else content

    def cell(self, element: Any) -> list[Node | str]:
        """A table's cell with its spans; one that is covered by another is not there."""
        if element.tag == "table:covered-table-cell":
            return []
        names = (("colspan", "table:number-columns-spanned"), ("rowspan", "table:number-rows-spanned"))
        spans = {ours: str(said) for ours, theirs in names if (said := element.get_attribute(theirs))}
        return [Node("td", spans, self.children(element))]

    def frame(self, element: Any) -> list[Node | str]:
        """A picture with its text, or the text of a box."""
        said = " ".join(
            one.text or "" for name in ("svg:title", "svg:desc") for one in element.children if one.tag == name
        ).strip()
        for image in (one for one in element.children if one.tag == "draw:image"):
            href = image.get_attribute("xlink:href") or ""
            kind = PICTURES.get(href[href.rfind(".") :].lower() if "." in href else "")
            content = self.parts.get(href.removeprefix("./"))
            data = base64.b64encode(content).decode() if content and kind else ""
            return [Node("img", {"alt": said, **({"src": f"data:{kind};base64,{data}"} if data else {})})]
        return [part for one in element.children if one.tag == "draw:text-box" for part in self.children(one)]

    def left_out(self, element: Any) -> list[Node | str]:
        """Deleted text and comments, which are no part of what the document says."""
        kind = "deletions_left_out" if element.tag == "text:tracked-changes" else "comments_left_out"
        for one in element.get_paragraphs():
            if text := " ".join(words_of(one).split()):
                self.remarks.append(Remark.model_validate({"kind": kind, "quote": text[:500]}))
        return []


def read_opendocument(content: bytes, found: Looked) -> Reading:
    """The blocks of an OpenDocument text that has been looked through."""
    if not {"content.xml", "styles.xml"} <= found.names:
        raise Invalid(FIELD, "not a whole Word or OpenDocument file")
    try:
        document = Document(io.BytesIO(content))
        body = document.body
        pictures = {name: document.get_part(name) for name in sorted(found.names) if name.startswith("Pictures/")}
        parts = {name: part for name, part in pictures.items() if isinstance(part, bytes)}
        translator = Translator(styles_of(document), parts)
        root = Node("root", {}, translator.children(body))
        own = heads_and_feet(document)
    except (KeyError, ValueError, IndexError, AttributeError, TypeError, RecursionError, OSError) as fault:
        # odfdo reads what LibreOffice writes; a part that another program has left out shows itself as one of these
        raise Invalid(FIELD, "not a whole Word or OpenDocument file") from fault
    sorter = markup.blocks_of(root)
    remarks = (*found.remarks, *translator.remarks, *sorter.remarks)
    return Reading(format="odt", blocks=checked(numbered([*sorter.blocks, *own])), remarks=remarks)


def spaced(text: str | None) -> str:
    """Text as it is shown: line ends and tabs in the XML are spaces."""
    return re.sub(r"[ \t\n\r]+", " ", text or "")


def words_of(element: Any) -> str:
    """All words within an element."""
    return (element.text or "") + "".join(words_of(one) + (one.tail or "") for one in element.children)


def note_of(element: Any) -> str:
    """The words of a footnote."""
    return " ".join(words_of(one) for one in element.children if one.tag == "text:note-body")


def styles_of(document: Any) -> Styles:
    """Which automatic styles are bold, italic or numbered."""
    bold, italic, ordered, parents = set(), set(), set(), {}
    for style in document.get_styles(automatic=True):
        name = style.get_attribute("style:name")
        if not name:
            continue
        if parent := style.get_attribute("style:parent-style-name"):
            parents[name] = parent
        looks = [one for one in style.children if one.tag == "style:text-properties"]
        bold |= {name for one in looks if one.get_attribute("fo:font-weight") in ("bold", "600", "700", "800", "900")}
        italic |= {name for one in looks if one.get_attribute("fo:font-style") in ("italic", "oblique")}
        first = next((one for one in style.children if one.tag.startswith("text:list-level-style-")), None)
        ordered |= {name} if first is not None and first.tag == "text:list-level-style-number" else set()
    return Styles(
        frozenset(bold | {"Strong_20_Emphasis"}), frozenset(italic | {"Emphasis"}), frozenset(ordered), parents
    )


def heads_and_feet(document: Any) -> list[Block]:
    """What stands at the top and the bottom of the pages, each text once."""
    told: dict[str, None] = {}
    for style in document.get_styles():
        if style.tag == "style:master-page":
            for part in style.children:
                if part.tag.startswith(("style:header", "style:footer")):
                    lines = (" ".join(words_of(one).split()) for one in part.children)
                    told.update(dict.fromkeys(line for line in lines if line))
    return [furniture(text, "header_or_footer") for text in told]
