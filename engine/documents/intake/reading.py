"""Any file to blocks: what it is follows from its bytes, and from its name only where bytes cannot tell."""

import re
from pathlib import PurePosixPath
from typing import Final

from engine.documents import richtext
from engine.documents.intake import container, markup, opendocument, plain_text, word
from engine.documents.intake.blocks import FIELD, Reading, Remark, numbered
from engine.documents.intake.decoding import decode
from engine.documents.intake.page_furniture import mark_repeated_head
from engine.errors import Invalid

FILE_MAX: Final = 50_000_000
"""Largest file, in bytes."""
PICTURE_STARTS: Final = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8")
HTML = re.compile(
    r"\s*(?:<!doctype html|<html|<(?:p|div|h[1-6]|ul|ol|table|section|article|meta|span|b|strong)\b)", re.IGNORECASE
)

PICTURE_TAG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
SOURCE = re.compile(r"\bsrc\s*=\s*[\"']?(?P<is>[^\"'>\s]*)", re.IGNORECASE)
WORDS = re.compile(r"\balt\s*=\s*(?P<mark>[\"'])(?P<is>.*?)(?P=mark)", re.IGNORECASE | re.DOTALL)


def read_file(content: bytes, filename: str = "") -> Reading:
    """The blocks of a .docx, .odt, .md, .txt or .html file, or of pasted HTML.

    Invalid, saying what is wrong, for what is none of these, is too large, would grow out of bounds, is locked or
    carries other programs' objects. Nothing is fetched and nothing in the file is run.
    """
    if not content.strip():
        raise Invalid(FIELD, "the file is empty")
    if len(content) > FILE_MAX:
        raise Invalid(FIELD, f"larger than {FILE_MAX // 1_000_000} MB")
    refuse_others(content)
    if content.startswith(b"PK"):
        return of_container(content)
    return of_text(content, PurePosixPath(filename).suffix.lower())


def refuse_others(content: bytes) -> None:
    """Invalid, saying what to send instead, for kinds of files that are known and not read."""
    if content.startswith(b"%PDF-"):
        raise Invalid(FIELD, "a PDF; send the document that it was made from")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Invalid(FIELD, "an old Word file, or one with a password; save it as .docx")
    if content.startswith(b"{\\rtf"):
        raise Invalid(FIELD, "an RTF file; save it as .docx")
    if content.startswith(PICTURE_STARTS):
        raise Invalid(FIELD, "a picture; send the document that it was made from")


def of_container(content: bytes) -> Reading:
    """A Word or OpenDocument file, after it has been looked through."""
    found = container.look_through(content)
    if "word/document.xml" in found.names:
        return headed(word.read_word(content, found))
    return headed(opendocument.read_opendocument(content, found))


def of_text(content: bytes, ending: str) -> Reading:
    """Text of any kind."""
    text, encoding, remarks = decode(content)
    if ending in (".html", ".htm") or (ending not in (".txt", ".md") and HTML.match(text)):
        read = of_html(text.replace("\f", "\n"))
    elif ending in (".md", ".markdown"):
        read = of_html(richtext.markdown_reader().render(text.replace("\f", "\n"))).model_copy(update={"format": "md"})
    else:
        read = worded(plain_text.read_text(text))
    return read.model_copy(update={"encoding": encoding, "remarks": (*remarks, *read.remarks)})


def of_html(fragment: str) -> Reading:
    """HTML as it was pasted, of which only text and its order, lists, tables, headings and bold are kept."""
    told: list[Remark] = []

    def kept(found: re.Match[str]) -> str:
        """A picture that lies in the text and says what it shows; another is left out and told of."""
        source, words = (one.search(found[0]) for one in (SOURCE, WORDS))
        if source is None or not source["is"].startswith("data:"):
            told.append(Remark(kind="external_not_fetched", quote=source["is"][:200] if source else ""))
        elif words is None or not words["is"].strip():
            told.append(Remark(kind="picture_without_text"))
        else:
            return found[0]
        return ""

    sorter = markup.blocks_of(richtext.read(PICTURE_TAG.sub(kept, fragment), FIELD))
    return headed(Reading(format="html", blocks=numbered(sorter.blocks), remarks=(*told, *sorter.remarks)))


def headed(read: Reading) -> Reading:
    """The same with lines marked that repeat the letterhead; a file without a word is refused."""
    return worded(read).model_copy(update={"blocks": tuple(mark_repeated_head(read.blocks))})


def worded(read: Reading) -> Reading:
    """What was read; Invalid when there is not a word in it."""
    if not any(block.furniture is None for block in read.blocks):
        raise Invalid(FIELD, "there is no text in the file")
    return read


__all__ = ["FILE_MAX", "Remark", "read_file"]
