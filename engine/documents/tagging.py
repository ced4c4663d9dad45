"""Mends the tagging of WeasyPrint 70.0, of whose insides no other file knows. Imported only when a PDF is drawn.

WeasyPrint's own tags pass veraPDF but tell less than the law asks: what is broken over pages is told twice, languages,
the scope of heads and notes are lost, every line is an element of its own, words run together at the ends of lines,
and heads, feet and watermarks are read aloud on every page. So the structure is made here, from its laid out boxes, in
reading order, and its stream of drawing is told what each piece belongs to. What another version would do is unknown:
`pdf.load_weasyprint` refuses it.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from engine.documents import structure
from engine.documents.marks import DECORATION, FOOTER, HEADER, REPEATED, WATERMARK, Artifact, Pen
from engine.documents.structure import Element, Run

ROLES: Final = (
    {tag: tag.upper() for tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "th", "td")}
    | {"article": "Art", "section": "Sect", "div": "Div", "blockquote": "BlockQuote"}
    | {"ul": "L", "ol": "L", "li": "LI", "li::marker": "Lbl"}
    | {"table": "Table", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "caption": "Caption"}
    | {"em": "Em", "strong": "Strong", "a": "Link", "img": "Figure"}
)
"""Elements that are told. The others are passed through: what they hold is told."""
NUMBERING: Final = {"decimal": "Decimal", "upper-roman": "UpperRoman", "lower-roman": "LowerRoman"} | {
    "upper-alpha": "UpperAlpha",
    "lower-alpha": "LowerAlpha",
    "none": "None",
}
SOFT_HYPHEN: Final = "\u00ad"
BREAKS: Final = ("-", "\u2010", "\u2013", "\u2014", "/", "\u200b")
"""A line may end after these without a space; the second is what WeasyPrint draws for a soft hyphen."""
ALIKE: Final = {"\u00a0": " ", "\u2010": "-", "\u2011": "-", SOFT_HYPHEN: "-"}
"""Characters that a font shows by another's glyph. WeasyPrint lets a glyph mean what it meant first, for the whole
document: one hard space would make every space hard, and no word of two parts would be found."""
SPOKEN: Final = {ord(one): plain for one, plain in ALIKE.items()}
POINTS: Final = 0.75
"""A CSS pixel in points."""


class Tagger:
    """Walks the pages of one document in reading order and makes its structure."""

    def __init__(self, language: str) -> None:
        self.document = Element("Document", language=language)
        self.page, self.height = 0, 0.0
        self.runs: dict[Any, Run | Artifact] = {}
        self.elements: dict[object, Element] = {}
        self.notes: dict[Any, Element] = {}
        self.linked: dict[Any, tuple[int, Element]] = {}
        self.calls: list[tuple[int, Any]] = []
        self.repeated: dict[Any, int] = {}
        self.offsets: dict[object, tuple[tuple[int, ...], int]] = {}
        self.left: dict[Element, tuple[Any, bool]] = {}
        self.last: Any = None
        self.last_block: Element | None = None
        self.gap = False
        self.apart = False

    def walk_page(self, page: Any, number: int) -> None:
        """The content of one page after the pages before it."""
        self.page = number
        for box in page.children:
            if isinstance(box, boxes.MarginBox):
                self.leave_out(box, HEADER if box.at_keyword.startswith("@top") else FOOTER)
            else:
                self.walk(box, self.document)

    def leave_out(self, box: Any, why: Artifact) -> None:
        """Nothing of the box is read."""
        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        self.runs[box] = why
        for child in box.children:
            self.leave_out(child, why)

    def walk(self, box: Any, parent: Element) -> None:
        """The box and all in it, as part of an element."""
        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        if isinstance(box, boxes.TextBox):
            self.text(box, parent)
        elif box.style["position"] == "fixed":
            self.leave_out(box, WATERMARK)
        elif self.repeats(box):
            self.leave_out(box, REPEATED)
        elif box.is_leader:
            self.leave_out(box, DECORATION)
            self.gap = True
        else:
            self.parent(box, parent)

    def parent(self, box: Any, parent: Element) -> None:
        """A box that holds others, or a picture."""
        element = self.element_of(box, parent)
        if element.role == "Link" and box.element_tag == "a" and isinstance(box, boxes.InlineBox):
            self.linked[box] = (self.page, element)
        self.gap = self.gap or box.element_tag == "br"
        if isinstance(box, boxes.ReplacedBox):
            self.picture(box, element)
        apart = box.style["position"] != "static" or box.is_floated()
        self.apart = self.apart or apart
        for child in box.children:
            self.walk(child, element)
        self.apart = self.apart or apart
        if isinstance(box, boxes.LineBox):
            self.end_line(box)

    def repeats(self, box: Any) -> bool:
        """Is it the head or the foot of a table that was told on an earlier page?"""
        if not (isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer)):
            return False
        return self.repeated.setdefault(box.element, self.page) != self.page

    def element_of(self, box: Any, parent: Element) -> Element:
        """The element that the box's content belongs to: an earlier one of the same source, or a new one."""
        tag, source = box.element_tag, (box.element, box.element_tag)
        if box.element is None or parent.source == source:
            return self.body(parent) if parent.role == "LI" else parent
        if parent.role == "LI" and tag != "li::marker":
            return self.element_of(box, self.body(parent))
        if tag.endswith("::footnote-call"):
            return self.reference(box, parent)
        if tag.endswith("::footnote-marker"):
            return self.elements.get(source) or self.made("Lbl", box, parent)
        if box.element in self.notes and tag == box.element.tag:
            return self.notes[box.element]
        if found := self.elements.get(source):
            return found
        role = self.role_of(box, parent)
        if parent.role == "TOCI" and role == "Link":
            parent = parent.child("Reference")
        return parent if role is None else self.made(role, box, parent)

    def role_of(self, box: Any, parent: Element) -> str | None:
        """What the box's content is told as; None when it belongs to what is around it."""
        role = ROLES.get(box.element_tag) or ("Div" if self.stands_alone(box, parent) else None)
        if role == "L" and isinstance(parent.source, tuple) and parent.source[1] == "nav":
            return "TOC"
        if role == "LI" and parent.role == "TOC":
            return "TOCI"
        told = box.element_tag == box.element.tag and box.element.get("lang")
        return "Span" if role is None and told and isinstance(box, boxes.InlineBox) else role

    def stands_alone(self, box: Any, parent: Element) -> bool:
        """Is it a block that is not known by its name, among blocks?"""
        if parent.role in structure.TEXT_BLOCKS or parent.role in structure.INLINE:
            return False
        return isinstance(box, boxes.BlockLevelBox) and box.element_tag not in ("html", "body", "main")

    def body(self, item: Element) -> Element:
        """The body of an item of a list."""
        key = (item.source, "body")
        if key not in self.elements:
            self.elements[key] = item.child("LBody", item.source)
        return self.elements[key]

    def made(self, role: str, box: Any, parent: Element) -> Element:
        """A new element of what the box was made from."""
        element = parent.child(role, (box.element, box.element_tag))
        self.elements[element.source] = element
        if box.element_tag == box.element.tag and (language := box.element.get("lang")):
            element.language = language
        if role in ("TH", "TD"):
            self.cell(element, box, parent)
        elif role == "L":
            style = box.style["list_style_type"]
            numbering = NUMBERING.get(style, "Disc") if isinstance(style, str) else "Disc"
            element.owner, element.attributes = "List", {"ListNumbering": f"/{numbering}"}
        return element

    def cell(self, element: Element, box: Any, row: Element) -> None:
        """A cell tells its spans; a head tells what it is the head of, also where its author did not."""
        told = {"ColSpan": box.element.get("colspan", "1"), "RowSpan": box.element.get("rowspan", "1")}
        element.attributes = {name: value for name, value in told.items() if value.isdecimal() and int(value) != 1}
        element.owner = "Table"
        if element.role == "TH":
            beside = any(other.tag == "td" for other in self.row_of(row))
            scope = box.element.get("scope", "row" if beside else "col")
            element.attributes["Scope"] = "/Row" if scope.startswith("row") else "/Column"

    def row_of(self, row: Element) -> Sequence[Any]:
        """The cells of a row as they were written."""
        return list(row.source[0]) if isinstance(row.source, tuple) else []

    def reference(self, box: Any, parent: Element) -> Element:
        """The place that refers to a note: a link to it. The note itself is told after the block of text."""
        source = (box.element, box.element_tag)
        if source not in self.elements:
            link = parent.child("Reference").child("Link")
            self.elements[source] = link.child("Lbl", source)
            note = Element("Note", structure.block_of(parent), (box.element, box.element.tag))
            note.identifier = f"note-{len(self.notes) + 1}"
            structure.block_of(parent).after.append(note)
            if note.parent and note.parent.role in structure.TEXT_BLOCKS:
                note.parent = note.parent.parent
            self.notes[box.element] = note
            self.linked[box] = (self.page, link)
            self.calls.append((self.page, box))
        return self.elements[source]

    def text(self, box: Any, parent: Element) -> None:
        """A line's worth of text in one style."""
        drawn: str = box.pango_layout.text
        if not drawn.strip():
            self.runs[box], self.gap = DECORATION, True
            return
        if parent.role == "LI":
            parent = self.body(parent)
        if parent.role not in structure.HOLDS_TEXT:
            parent = self.paragraph(parent)
        self.go_on_in(structure.block_of(parent))
        self.part_from_last(drawn)
        run = self.run_in(parent, self.spoken(drawn))
        self.runs[box] = run
        self.last, self.gap = box, False

    def paragraph(self, parent: Element) -> Element:
        """Text that no element holds is a paragraph."""
        last = parent.kids[-1] if parent.kids else None
        if isinstance(last, Element) and last.role == "P" and last.source is None:
            return last
        return parent.child("P")

    def spoken(self, drawn: str) -> str | None:
        """What is to be read, where hyphens are drawn that are not in the word."""
        if SOFT_HYPHEN not in drawn:
            return None
        head, _, rest = drawn.rpartition(SOFT_HYPHEN)
        spoken = head.replace(SOFT_HYPHEN, "") + (rest if len(rest) > 1 else "")
        return spoken.translate(SPOKEN)

    def run_in(self, parent: Element, actual: str | None) -> Run:
        """The run that text goes on in, or a new one: also where it is drawn at another time than what is around it."""
        last = parent.kids[-1] if parent.kids else None
        apart, self.apart = self.apart, False
        goes_on = isinstance(last, Run) and last.page == self.page and last.actual is None and not apart
        if isinstance(last, Run) and goes_on and actual is None:
            return last
        run = Run(parent, self.page, actual)
        parent.kids.append(run)
        return run

    def go_on_in(self, block: Element) -> None:
        """Takes up a block where it was left: notes at the foot of a page stand between its parts."""
        if block is not self.last_block:
            if self.last_block is not None:
                self.left[self.last_block] = self.last, self.gap
            self.last_block = block
            self.last, self.gap = self.left.get(block, (None, False))

    def part_from_last(self, drawn: str) -> None:
        """A space stands between two words also where the line ends (ISO 32000-1 §14.8.2.5); it is drawn there."""
        if self.last is None or not self.gap:
            return
        layout = self.last.pango_layout
        if not layout.text.endswith(" ") and not drawn.startswith(" "):
            layout.text += " "
            run = self.runs[self.last]
            if isinstance(run, Run) and run.actual is not None:
                run.actual += " "

    def end_line(self, line: Any) -> None:
        """Whether the next line begins a word, by how much of the text was left out between them."""
        key = (line.element, line.element_tag)
        before, start = self.offsets.pop(key, ((), 0))
        if (resume := getattr(line, "resume_at", None)) is None:
            self.gap = True
            return
        path: list[int] = []
        place: Any = resume
        while isinstance(place, dict):
            ((index, place),) = place.items()
            path.append(index)
        *nodes, end = path
        ends = tuple(nodes)
        self.offsets[key] = (ends, end)
        if self.last is not None and not self.gap:
            text = self.last.pango_layout.text
            taken, length = end - (start if before == ends else 0), len(text.encode())
            within_text = bool(nodes) and taken >= length
            self.gap = taken > length if within_text else not text.endswith(BREAKS)

    def picture(self, box: Any, element: Element) -> None:
        """A picture with its place and the words that stand for it."""
        left, top = box.content_box_x() * POINTS, box.content_box_y()
        bottom = (self.height - top - box.height) * POINTS
        corners = (left, bottom, left + box.width * POINTS, (self.height - top) * POINTS)
        element.alternative = box.element.get("alt", "")
        element.owner = "Layout"
        element.attributes = {"BBox": f"[{' '.join(f'{one:.2f}' for one in corners)}]"}
        run = Run(element, self.page)
        element.kids.append(run)
        self.runs[box] = run


def prepare(document: Any) -> Tagger:
    """Makes the structure of laid out pages, and sees to it that they are drawn with its marks."""
    tagger = Tagger(document.metadata.lang)
    for number, page in enumerate(document.pages):
        tagger.height = page.height
        tagger.walk_page(page._page_box, number)
        page.links = [one for one in page.links if one[3] in tagger.linked]
        page.paint = partial(paint, page, tagger.runs)
    link_notes(document.pages, tagger)
    return tagger


def paint(page: Any, runs: dict[Any, Run | Artifact], stream: Any, scale: float) -> None:
    """Draws a page with our pen in the place of the stream's own marking."""
    pen = Pen(stream.stream, runs)
    stream.marked, stream.artifact = pen.marked, pen.artifact
    type(page).paint(page, stream, scale)
    for font in stream._fonts.values():
        for glyph, text in font.to_unicode.items():
            if text in ALIKE:
                font.to_unicode[glyph] = ALIKE[text]


def link_notes(pages: Sequence[Any], tagger: Tagger) -> None:
    """The number that refers to a note leads to the note."""
    for number, box in tagger.calls:
        name = tagger.notes[box.element].identifier
        x, y, width, height = box.hit_area()
        pages[number].links.append(("internal", name, (x, y, x + width, y + height), box))
    for page in pages:
        for box in page._page_box.children:
            for child in box.children if isinstance(box, boxes.FootnoteAreaBox) else ():
                x, y = child.border_box_x(), child.border_box_y()
                page.anchors[tagger.notes[child.element].identifier] = (x, y, x, y)
