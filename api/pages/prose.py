"""Sections of documents in a plain field: paragraphs with an empty line between, lists, emphasis.

What is shown is Markdown when it says all that the section holds; else the section's own HTML, so that nothing is lost
by being looked at and saved again.
"""

import re
from html.parser import HTMLParser

from engine.documents.richtext import from_markdown
from engine.errors import Invalid

MARKED = re.compile(r"([\\*_`\[\]<#|~])")
BEGINS = re.compile(r"^([-+>])|^(\d+)([.)])", re.MULTILINE)
BLOCKS = {"p": "", "h3": "### ", "h4": "#### "}
INLINE = {"strong": "**", "em": "*"}


def html_of(text: str) -> str:
    """The HTML of what is typed. A fragment of HTML, as `text_of` shows the richer sections, stays as it is."""
    said = text.strip()
    if said.startswith("<") and said.endswith(">"):
        return said
    try:
        return from_markdown(said)
    except Invalid:
        return said  # too much or unprintable: the form says so


def text_of(html: str) -> str:
    """A section as it is typed: Markdown when that leads back to the very same section, else its HTML."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    text = "".join(reader.said).strip()
    return text if reader.simple and html_of(text) == html else html


class Reader(HTMLParser):
    """Writes down a cleaned fragment of paragraphs, headings and flat lists."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.lists: list[tuple[str, int]] = []
        self.simple = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins a block, a list or a stretch of emphasis."""
        if attrs:
            self.simple = False
        if tag in INLINE:
            self.said.append(INLINE[tag])
        elif tag in ("ul", "ol"):
            self.lists.append((tag, 0))
            self.said.append("\n\n")
        elif tag == "li" and self.lists:
            kind, count = self.lists.pop()
            self.lists.append((kind, count + 1))
            self.said.append("- " if kind == "ul" else f"{count + 1}. ")
        elif tag in BLOCKS:
            self.said.append("" if self.lists else f"\n\n{BLOCKS[tag]}")
        else:
            self.simple = False

    def handle_endtag(self, tag: str) -> None:
        """Ends it."""
        if tag in INLINE:
            self.said.append(INLINE[tag])
        elif tag == "li":
            self.said.append("\n")
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()

    def handle_data(self, data: str) -> None:
        """Text, with what would mean something else made plain."""
        plain = MARKED.sub(r"\\\1", data)
        self.said.append(BEGINS.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", plain))
