"""What every format becomes: blocks in the order they stand, and remarks on what was left out or put together."""

from collections.abc import Iterable
from typing import Final, Literal

from engine.documents.models import Model

FIELD: Final = "file"
"""The field that a fault in a file is told of."""

Kind = Literal["heading", "paragraph", "item", "table", "picture"]
Format = Literal["docx", "odt", "md", "txt", "html"]
FurnitureWhy = Literal["page_number", "repeated_line", "repeats_head", "signature_strip", "header_or_footer"]
RemarkKind = Literal[
    "read_as_cp1252",
    "read_as_utf16",
    "doubly_encoded",
    "lines_joined",
    "hyphen_kept",
    "hyphen_dropped",
    "paragraphs_joined",
    "macros_ignored",
    "comments_left_out",
    "deletions_left_out",
    "external_not_fetched",
    "picture_without_text",
    "picture_not_kept",
]


class Block(Model):
    """One heading, paragraph, item, table or picture. `html` is its content; a table's and a picture's is whole."""

    number: int
    """From 1, in the order of the file."""
    kind: Kind
    text: str
    html: str
    level: int = 0
    """Of a heading 1–6, of an item its depth from 1."""
    ordered: bool = False
    marker: str = ""
    """What stood before an item: "1)", "–"."""
    bold: bool = False
    """Whether it stands in bold from first to last word."""
    group: int = 0
    """Lines of one paragraph share it."""
    page: int = 1
    furniture: FurnitureWhy | None = None
    """Why it is taken for the page's and not the text's."""


class Remark(Model):
    """Something to know about how the file was read; `block` where it concerns one, `quote` the words it is about."""

    kind: RemarkKind
    block: int | None = None
    quote: str = ""


class Reading(Model):
    """A file as blocks."""

    format: Format
    encoding: str = ""
    """Of a text: "utf-8", "utf-16", "cp1252"."""
    blocks: tuple[Block, ...]
    remarks: tuple[Remark, ...] = ()


def numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with their numbers from 1."""
    return tuple(block.model_copy(update={"number": number}) for number, block in enumerate(blocks, 1))


def furniture(text: str, why: FurnitureWhy, page: int = 1) -> Block:
    """A block of what the page says of itself."""
    return Block(number=0, kind="paragraph", text=text, html="", page=page, furniture=why)
