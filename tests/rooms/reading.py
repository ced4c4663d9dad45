"""Reads documents as a person does: the words of an HTML page in order, and how much of a source stands in it."""

import re
from difflib import SequenceMatcher
from html.parser import HTMLParser

UNREAD = ("style", "script", "title")


class PageReader(HTMLParser):
    """The text of a page and its second-level headings."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.headings: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "meta", "link", "img"):
            self.open.append(tag)
        self.said.append(" ")
        if tag == "h2":
            self.headings.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        self.said.append(" ")

    def handle_data(self, data: str) -> None:
        if not set(self.open) & set(UNREAD):
            self.said.append(data.replace("\N{NO-BREAK SPACE}", " "))
        if self.open and self.open[-1] == "h2":
            self.headings[-1] += data


def page(html: str) -> PageReader:
    """A page that has been read."""
    reader = PageReader()
    reader.feed(html)
    reader.close()
    return reader


def words(text: str) -> list[str]:
    """The words of a text, marks included in them."""
    return re.findall(r"\S+", text.replace("*", " "))


def recall(source: str, reader: PageReader) -> float:
    """The share of the source's words that stand in the page, in the source's order."""
    wanted, found = words(source), words("".join(reader.said))
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(wanted)
