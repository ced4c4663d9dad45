"""Properties of the whole file, and how it is written so that the same content gives the same bytes."""

import io
import zipfile
from typing import Final

from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Length

EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip can tell."""
UNIX: Final = 3


def set_language(word: Word, language: str) -> None:
    """Sets the language that Word proofs and reads the text in."""
    for element in word.styles.element.xpath("//w:lang"):
        for name in list(element.attrib):
            del element.attrib[name]
        element.set(qn("w:val"), language)


def set_font(word: Word, style: str, family: str, size: Length) -> None:
    """Sets a style's font; the theme's fonts and colours give way to it."""
    chosen = word.styles[style]
    properties = chosen.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), family)
    for colour in properties.findall(qn("w:color")):
        properties.remove(colour)
    for border in chosen.element.xpath("./w:pPr/w:pBdr"):
        border.getparent().remove(border)
    chosen.font.size = size


def saved(word: Word) -> bytes:
    """The file's bytes: without the template's picture, its parts in order, no clock read."""
    package = word.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[name]
    written = io.BytesIO()
    word.save(written)
    target = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, UNIX
            made.writestr(entry, source.read(name))
    return target.getvalue()
