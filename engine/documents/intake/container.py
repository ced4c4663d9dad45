"""The zip that a Word or OpenDocument file is: looked through before anything else opens it.

Nothing is unpacked to disk. A file that would grow out of bounds, that declares entities, or that carries other
programs' objects is refused by name; macros and links to elsewhere are left alone and told of.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from engine.documents.intake.blocks import FIELD, Remark
from engine.errors import Invalid

ENTRIES_MAX: Final = 2_000
"""Most files in the zip."""
UNPACKED_MAX: Final = 150_000_000
"""Most bytes that it may unpack to."""
RATIO_MAX: Final = 200
"""Most times that a part of it may grow; text seldom grows more than 20 times."""
SMALL: Final = 1_000_000
"""Parts smaller than this may grow as they like, in bytes."""
XML_MAX: Final = 60_000_000
"""Largest part of XML, in bytes."""
DEPTH_MAX: Final = 100
"""Deepest nesting of XML elements."""
ELEMENTS_MAX: Final = 1_000_000
"""Most XML elements in all."""
OBJECTS = re.compile(r"(?:word/)?(?:embeddings|activeX)/|Object [0-9]+/|ObjectReplacements/.*ole", re.IGNORECASE)
MACROS = re.compile(r"vbaProject\.bin|^Basic/|^Scripts/", re.IGNORECASE)


@dataclass
class Looked:
    """What was found on looking through."""

    names: frozenset[str]
    remarks: list[Remark] = field(default_factory=list)
    external: frozenset[str] = frozenset()


def look_through(content: bytes) -> Looked:
    """Refuses (Invalid) a zip that is unsafe to read, naming the part that is wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return looked(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, UnicodeError) as fault:
        raise Invalid(FIELD, "not a whole Word or OpenDocument file") from fault


def looked(archive: zipfile.ZipFile) -> Looked:
    """The checks, cheapest first."""
    entries = archive.infolist()
    if len(entries) > ENTRIES_MAX:
        raise Invalid(FIELD, f"holds more than {ENTRIES_MAX} parts")
    if len({entry.filename for entry in entries}) < len(entries):
        raise Invalid(FIELD, "holds two parts with the same name")
    for entry in entries:
        check_entry(entry)
    if sum(entry.file_size for entry in entries) > UNPACKED_MAX:
        raise Invalid(FIELD, f"unpacks to more than {UNPACKED_MAX // 1_000_000} MB")
    found = Looked(frozenset(entry.filename for entry in entries))
    if any(MACROS.search(entry.filename) for entry in entries):
        found.remarks.append(Remark(kind="macros_ignored"))
    count = 0
    for entry in entries:
        if entry.file_size and entry.filename.lower().endswith((".xml", ".rels")):
            check = Check(entry.filename)
            count += check.run(archive.read(entry))
            if count > ELEMENTS_MAX:
                raise Invalid(FIELD, f"holds more than {ELEMENTS_MAX} elements")
            found.remarks += [Remark(kind="external_not_fetched", quote=one[:200]) for one in check.external]
    return found


def check_entry(entry: zipfile.ZipInfo) -> None:
    """Refuses a part that grows too much, is locked, or belongs to another program."""
    if entry.flag_bits & 1:
        raise Invalid(FIELD, "is protected by a password")
    if OBJECTS.match(entry.filename):
        raise Invalid(FIELD, f"holds an object of another program: {entry.filename[:80]}")
    if entry.file_size > SMALL and entry.file_size > RATIO_MAX * max(entry.compress_size, 1):
        raise Invalid(FIELD, f"unpacks to more than {RATIO_MAX} times its size: {entry.filename[:80]}")


@dataclass
class Check:
    """Reads a part of XML from end to end without building anything."""

    name: str
    depth: int = 0
    elements: int = 0
    external: list[str] = field(default_factory=list)

    def run(self, content: bytes) -> int:
        """How many elements there are. Invalid for a document type, entities, too deep nesting, or faulty XML."""
        if len(content) > XML_MAX:
            raise Invalid(FIELD, f"a part is larger than {XML_MAX // 1_000_000} MB: {self.name[:80]}")
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = self.doctype
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, ValueError, LookupError) as fault:
            raise Invalid(FIELD, f"a part is not well-formed: {self.name[:80]}") from fault
        return self.elements

    def doctype(self, *_: object) -> None:
        """A document type can declare entities that grow, or that are fetched."""
        raise Invalid(FIELD, f"a part declares a document type or entities: {self.name[:80]}")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        self.elements += 1
        if self.depth > DEPTH_MAX:
            raise Invalid(FIELD, f"elements nested deeper than {DEPTH_MAX}: {self.name[:80]}")
        if self.elements > ELEMENTS_MAX:
            raise Invalid(FIELD, f"holds more than {ELEMENTS_MAX} elements")
        if name == "manifest:encryption-data":
            raise Invalid(FIELD, "is protected by a password")
        if attributes.get("TargetMode") == "External" and not attributes.get("Type", "").endswith("/hyperlink"):
            self.external.append(attributes.get("Target", ""))

    def end(self, _: str) -> None:
        """An element ends."""
        self.depth -= 1


def texts_of(content: bytes, paragraph: str, text: str) -> list[str]:
    """The paragraphs of a checked part of XML, by the names of their elements: heads and feet of pages."""
    lines: list[str] = []
    inside: list[str] = []

    def start(name: str, _: dict[str, str]) -> None:
        inside.append(name)
        if name == paragraph:
            lines.append("")

    def end(_: str) -> None:
        inside.pop()

    def characters(said: str) -> None:
        if lines and inside and (inside[-1] == text or (text == paragraph and paragraph in inside)):
            lines[-1] += said

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    parser.Parse(content, True)
    return [" ".join(line.split()) for line in lines if line.strip()]
