"""Files to import: what Word and LibreOffice write, and what nobody should."""

import base64
import io
import zipfile
from collections.abc import Iterator, Mapping

import odfdo
from docx import Document as WordDocument
from docx.document import Document as Word

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVQI12P4z8Dwn4EBAAT+Af8n5nfCAAAAAElFTkSuQmCC"
)

PIXEL_ADDRESS = f"data:image/png;base64,{base64.b64encode(PIXEL).decode()}"


def saved(document: Word) -> bytes:
    """A Word file's bytes."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def a_word_report() -> bytes:
    """A report as somebody has written it in Word: styles, a list, a table, bold, a head and a foot."""
    document = WordDocument()
    document.sections[0].header.paragraphs[0].text = "Region Norrbotten"
    document.sections[0].footer.paragraphs[0].text = "Postadress 971 89 Luleå"
    document.add_heading("Cykelparkering vid Björkgatan", 0)
    document.add_paragraph("Dnr 31-2020")
    document.add_heading("Förslag till beslut", 1)
    document.add_paragraph("Regionstyrelsen beslutar att bygga taket.")
    document.add_heading("Sammanfattning", 1)
    document.add_paragraph("Taket läcker. ").add_run("Det är bråttom.").bold = True
    document.add_heading("Ärendet", 1)
    document.add_heading("Kostnader", 2)
    for text in ("Virke", "Plåt"):
        document.add_paragraph(text, "List Bullet")
    table = document.add_table(2, 2)
    for place, text in enumerate(("Post", "Kronor", "Tak", "1200")):
        table.cell(place // 2, place % 2).text = text
    document.add_heading("Beslutet skickas till", 1)
    document.add_paragraph("Fastighetschef")
    document.add_paragraph("Ekonomichef")
    return saved(document)


def an_odt_report() -> bytes:
    """The same in LibreOffice."""
    document = odfdo.Document("text")
    body = document.body
    body.clear()
    note = odfdo.Paragraph("Taket läcker.")
    note.insert_note(note_id="1", citation="1", body="Sedan 2018.", after="läcker")
    for element in (
        odfdo.Header(1, "Cykelparkering vid Björkgatan"),
        odfdo.Paragraph("Dnr 31-2020"),
        odfdo.Header(2, "Förslag till beslut"),
        odfdo.Paragraph("Regionstyrelsen beslutar att bygga taket."),
        odfdo.Header(2, "Sammanfattning"),
        note,
        odfdo.Header(2, "Ärendet"),
        odfdo.List(["Virke", "Plåt"]),
        odfdo.Header(2, "Beslutet skickas till"),
        odfdo.Paragraph("Fastighetschef"),
    ):
        body.append(element)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def rewritten(
    content: bytes, change: Mapping[str, bytes] = {}, add: Mapping[str, bytes] = {}, *, deflate: bool = True
) -> bytes:
    """A zip with some parts exchanged and others added."""
    target = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", kind) as made:
        for name in source.namelist():
            made.writestr(name, change.get(name, source.read(name)))
        for name, part in add.items():
            made.writestr(name, part)
    return target.getvalue()


def part(content: bytes, name: str) -> bytes:
    """A part of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return source.read(name)


DOCUMENT = "word/document.xml"


def bad_files() -> Iterator[tuple[str, str, bytes]]:
    """Name, the beginning of the reason why it is refused, and the bytes."""
    word, odt = a_word_report(), an_odt_report()
    xml = part(word, DOCUMENT)
    entity = xml.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', 1)
    deep = b'<w:document xmlns:w="x">' + b"<w:a>" * 300 + b"</w:a>" * 300 + b"</w:document>"
    yield "empty.docx", "the file is empty", b"  \n"
    yield "plain.zip", "not a whole Word", rewritten(part_of_nothing(), add={"a.txt": b"x"})
    yield "cut.docx", "not a whole Word", word[:2000]
    yield "entities.docx", "a part declares a document type", rewritten(word, {DOCUMENT: entity})
    yield "deep.docx", "elements nested deeper than 100", rewritten(word, {DOCUMENT: deep})
    yield "spoilt.docx", "a part is not well-formed", rewritten(word, {DOCUMENT: xml[:-20]})
    yield "bomb.docx", "unpacks to more than 200 times", rewritten(word, {DOCUMENT: b" " * 30_000_000})
    yield "parts.docx", "holds more than 2000 parts", rewritten(word, add={f"word/{i}.bin": b"" for i in range(2001)})
    yield "object.docx", "holds an object of another program", rewritten(word, add={"word/embeddings/o.bin": b"x"})
    yield "object.odt", "holds an object of another program", rewritten(odt, add={"Object 1/content.xml": b"<a/>"})
    yield (
        "entities.odt",
        "a part declares a document type",
        rewritten(odt, {"content.xml": part(odt, "content.xml").replace(b"?>", b"?><!DOCTYPE a>", 1)}),
    )
    yield (
        "locked.odt",
        "is protected by a password",
        rewritten(odt, {"META-INF/manifest.xml": b'<m xmlns:manifest="m"><manifest:encryption-data/></m>'}),
    )
    yield "old.doc", "an old Word file", b"\xd0\xcf\x11\xe0" + b"\0" * 600
    yield "a.pdf", "a PDF", b"%PDF-1.7 "
    yield "a.rtf", "an RTF file", b"{\\rtf1 a}"
    yield "a.txt", "a picture", PIXEL
    yield "zeros.txt", "contains the character U+0000", b"Hej\0 du, detta \xc3\xa4r text" * 3
    yield "bell.txt", "contains the character U+0007", b"Hej\x07"
    yield "turned.txt", "contains the character U+202E", "Hej \u202e".encode()
    yield "half.txt", "not text: byte", b"\xff\xfea\x00\x00\xd8"
    yield "long.txt", "a line is longer than", b"a" * 100_001
    yield "huge.txt", "longer than 2000000 characters", b"aaaa aaaa\n" * 200_001
    yield "over.docx", "larger than 50 MB", b"PK" + b"\0" * 50_000_000
    yield "nested.html", "tags nested deeper than 50", ("<div>" * 300 + "a" + "</div>" * 300).encode()
    yield "silent.docx", "there is no text in the file", saved(WordDocument())


def part_of_nothing() -> bytes:
    """An empty zip."""
    target = io.BytesIO()
    zipfile.ZipFile(target, "w").close()
    return target.getvalue()
