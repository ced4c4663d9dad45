"""Plain text to blocks: typed, exported with Markdown's marks, or read by a scanner.

Paragraphs are parted by empty lines; within them a line break counts only where it was meant. Words are never changed:
a letter that a scanner got wrong stays wrong, and is only read with lenience where headings are looked for.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.documents.intake import page_furniture, text_lines
from engine.documents.intake.blocks import Block, FurnitureWhy, Kind, Reading, Remark, numbered
from engine.documents.intake.text_lines import MARKER, Mender, begins_sentence

HASHES = re.compile(r"(#{1,6})[ \t]+(?=\S)")
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
BOLD_ROW = re.compile(r"(?:\*\*[^*]+\*\*){2,}")
RUNNING: Final = 40
"""A paragraph shorter than this is never taken for the first half of another."""


@dataclass
class Piece:
    """A block in the making, with its marks still in it."""

    kind: Kind
    text: str
    group: int
    page: int
    level: int = 0
    marker: str = ""
    furniture: FurnitureWhy | None = None
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """A line with the page it stands on."""

    text: str
    page: int
    furniture: FurnitureWhy | None = None


def read_text(text: str) -> Reading:
    """The blocks of a text."""
    pages = [page.split("\n") for page in text.split("\f")]
    rows = list(rows_of(pages))
    mender = text_lines.mender_of(row.text for row in rows if row.furniture is None)
    pieces = over_gaps(pieces_of(rows, mender), mender)
    blocks = page_furniture.mark_repeated_head([block_of(piece) for piece in pieces])
    return Reading(format="txt", blocks=numbered(blocks), remarks=tuple(mender.remarks))


def rows_of(pages: Sequence[Sequence[str]]) -> Iterator[Row]:
    """All lines in order; the end of a page is a gap."""
    own = page_furniture.of_pages(pages)
    for page, lines in enumerate(pages):
        for place, line in enumerate(lines):
            bold = BOLD_ROW.fullmatch(line.strip())
            parts = re.findall(r"\*\*[^*]+\*\*", line) if bold else [line]
            yield from (Row(part, page + 1, own.get((page, place))) for part in parts)
        yield Row("", page + 1)


def pieces_of(rows: Sequence[Row], mender: Mender) -> list[Piece]:
    """The lines as pieces: what belongs together is put together."""
    pieces: list[Piece] = []
    group, last = 0, ""
    indents: list[int] = []
    for row in rows:
        if row.furniture is not None:
            pieces.append(Piece("paragraph", row.text.strip(), 0, row.page, furniture=row.furniture))
            last = ""
        elif not row.text.strip():
            last = ""
        else:
            group += not last
            add_line(pieces, row, group, last, mender, indents)
            last = row.text
    return pieces


def add_line(pieces: list[Piece], row: Row, group: int, last: str, mender: Mender, indents: list[int]) -> None:
    """Puts a line with the piece before it, or makes it one of its own."""
    bare = row.text.strip()
    before = pieces[-1] if last else None
    if hashes := HASHES.match(bare):
        pieces.append(Piece("heading", bare[hashes.end() :].rstrip("# "), group, row.page, len(hashes[1])))
    elif marker := begins_item(row.text, before, last, mender):
        indent = len(row.text) - len(row.text.lstrip())
        level = depth(indents if before is not None and before.kind == "item" else reset(indents), indent)
        pieces.append(Piece("item", row.text[len(marker) :].strip(), group, row.page, level, marker.strip()))
    elif before is None or before.kind == "heading":
        pieces.append(Piece("paragraph", bare, group, row.page))
    elif mender.meant(last, row.text):
        if before.kind == "item":
            before.text += "\n" + bare
        else:
            pieces.append(Piece("paragraph", bare, group, row.page))
    else:
        before.text = mender.joined(before.text, bare)


def begins_item(line: str, before: Piece | None, last: str, mender: Mender) -> str:
    """The marker of an item that begins here; within running text a number counts only after a break that was meant."""
    marker = MARKER.match(line)
    if marker is None:
        return ""
    if text_lines.BULLET.match(line) or before is None or before.kind != "paragraph":
        return marker[0]
    return marker[0] if before.text.endswith(":") or mender.meant(last, line) else ""


def reset(indents: list[int]) -> list[int]:
    """A new list begins."""
    indents.clear()
    return indents


def depth(indents: list[int], indent: int) -> int:
    """The depth of an item by how far it is indented against those before it."""
    while indents and indents[-1] >= indent:
        indents.pop()
    if len(indents) < 4:
        indents.append(indent)
    return len(indents)


def over_gaps(pieces: list[Piece], mender: Mender) -> list[Piece]:
    """Puts together what a page break or a gap has cut in the middle of a sentence."""
    kept: list[Piece] = []
    for piece in pieces:
        text = next((place for place in range(len(kept) - 1, -1, -1) if kept[place].furniture is None), None)
        before = kept[text] if text is not None else None
        if before is not None and piece.furniture is None and goes_on(before, piece):
            quote = f"{before.text[-30:]} … {piece.text[:30]}"
            mender.remarks.append(Remark(kind="paragraphs_joined", quote=quote))
            before.text = mender.joined(before.text, piece.text)
        else:
            kept.append(piece)
    return kept


def goes_on(before: Piece, after: Piece) -> bool:
    """Whether a piece is the rest of the sentence before it."""
    if after.kind != "paragraph" or before.kind not in ("paragraph", "item") or before.group == after.group:
        return False
    open_end = re.search(r"[^\W_][-,]?$", before.text) is not None and not before.text.endswith("**")
    return len(before.text) >= RUNNING and open_end and not begins_sentence(after.text)


def block_of(piece: Piece) -> Block:
    """The piece as a block: bold words are marked, a wholly bold line is known as such."""
    plain = BOLD.sub(r"\1", piece.text)
    return Block(
        number=0,
        kind=piece.kind,
        text=plain,
        html="" if piece.furniture else inline(piece.text),
        level=piece.level,
        ordered=bool(re.search(r"[0-9a-zåäö][.)]$", piece.marker)),
        marker=piece.marker,
        bold=bool(BOLD.fullmatch(piece.text)) and piece.text.count("**") == 2,
        group=piece.group,
        page=piece.page,
        furniture=piece.furniture,
    )


def inline(text: str) -> str:
    """The text as HTML, what stands between double stars in bold."""
    escaped = html.escape(text, quote=False)
    return BOLD.sub(r"<strong>\1</strong>", escaped).replace("\n", "<br>")
