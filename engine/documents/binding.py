"""PDFs put together with a bookmark for each, and copies that bear a stamp. What was sent in is never changed."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name, OutlineItem, Page, Pdf

MARGIN: Final = 18
"""How far from the corner the stamp stands, in points."""
SIZE: Final = 8
WIDTH: Final = 0.53
"""About the width of a letter of the stamp, in parts of its size."""
BROKEN: Final = (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError, AttributeError, KeyError)
"""What is raised for what is no PDF, or one that is locked."""


@dataclass(frozen=True)
class Part:
    """A PDF on its way into a whole: what its bookmark says, and what is stamped on each of its pages."""

    title: str
    content: bytes
    stamp: str = ""


def pages_in(content: bytes) -> int | None:
    """How many pages a PDF has; None for what is no PDF that can be opened."""
    if not content.startswith(b"%PDF"):
        return None
    try:
        with pikepdf.open(io.BytesIO(content)) as opened:
            return len(opened.pages) or None
    except BROKEN:
        return None


def bound(parts: Sequence[Part], title: str) -> bytes:
    """One PDF of all the parts in order, each with a bookmark. They must be ones that `pages_in` could open."""
    with Pdf.new() as whole:
        marks: list[OutlineItem] = []
        for part in parts:
            with pikepdf.open(io.BytesIO(part.content)) as opened:
                begins = len(whole.pages)
                whole.pages.extend(opened.pages)
            marks.append(OutlineItem(part.title, begins))
            for page in list(whole.pages)[begins:] if part.stamp else ():
                stamp_page(whole, page, part.stamp)
        with whole.open_outline() as outline:
            outline.root.extend(marks)
        return saved(whole, title)


def stamped(content: bytes, stamp: str) -> bytes | None:
    """A copy of a PDF with the stamp on each page; None for what is no PDF that can be opened."""
    if pages_in(content) is None:
        return None
    try:
        with pikepdf.open(io.BytesIO(content)) as copy:
            for page in copy.pages:
                stamp_page(copy, page, stamp)
            return saved(copy, stamp)
    except BROKEN:
        return None


def saved(pdf: Pdf, title: str) -> bytes:
    """The file, with its title and its language; the same parts give the same bytes."""
    pdf.docinfo[Name.Title] = title
    pdf.Root.Lang = pikepdf.String("sv")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.PageMode = Name.UseOutlines if Name.Outlines in pdf.Root else Name.UseNone
    made = io.BytesIO()
    pdf.save(made, deterministic_id=True)
    return made.getvalue()


def stamp_page(pdf: Pdf, page: Page, text: str) -> None:
    """Writes the stamp in the upper right corner of a page as it is read, over a plain ground, on top of the rest."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    name = page.add_resource(pdf.make_indirect(font), Name.Font, Name("/DnrStamp"))
    words = text.encode("cp1252", "replace")
    wide = len(words) * SIZE * WIDTH
    left, bottom, right, top = (float(side) for side in page.cropbox)
    turn = int(page.obj.get("/Rotate", 0)) % 360
    corner = {
        0: (1, 0, 0, 1, right - MARGIN - wide, top - MARGIN),
        90: (0, 1, -1, 0, left + MARGIN, top - MARGIN - wide),
        180: (-1, 0, 0, -1, left + MARGIN + wide, bottom + MARGIN),
        270: (0, -1, 1, 0, right - MARGIN, bottom + MARGIN + wide),
    }.get(turn, (1, 0, 0, 1, right - MARGIN - wide, top - MARGIN))
    place = " ".join(f"{number:.2f}" for number in corner)
    ground = f"1 g -3 -3 {wide + 6:.2f} {SIZE + 5} re f 0 g"
    written = f"/Artifact BMC q {place} cm {ground} BT {name} {SIZE} Tf 0 0 Td ".encode()
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + written + literal(words) + b" Tj ET Q EMC")


def literal(words: bytes) -> bytes:
    """A string as PDF writes it."""
    return b"<" + words.hex().encode() + b">"
