"""Laid out pages to PDF/A-2a and PDF/UA-1 in the same file; PDF/A-3a where files are embedded.

Imported only when a PDF is drawn. What the standards ask of the file around its pages is seen to here, through what
WeasyPrint offers for it: a variant of ours, and a last word before the file is written.
"""

import io
from collections.abc import Sequence
from datetime import UTC
from functools import cache, partial
from importlib.resources import files
from typing import Any, Final

import pydyf
import weasyprint
from weasyprint.css import ColorProfile
from weasyprint.pdf import VARIANTS
from weasyprint.pdf.pdfa import pdfa

from engine.documents import structure
from engine.documents.attachments import Attachment
from engine.documents.tagging import Tagger, prepare

CREATOR: Final = "dnr"
PRODUCER: Final = "WeasyPrint"
"""Without its version, which is kept with the record."""
PROFILE: Final = "sRGB2014.icc"
NOTE: Final = "Till fotnot {number}"
UA_PROPERTY: Final = (
    "<rdf:li rdf:parseType='Resource'><pdfaProperty:name>{name}</pdfaProperty:name>"
    "<pdfaProperty:valueType>{type}</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"
)
UA_IDENTITY: Final = (
    "<rdf:Description rdf:about='' xmlns:pdfuaid='http://www.aiim.org/pdfua/ns/id/' pdfuaid:part='1'/>"
    "<rdf:Description rdf:about='' xmlns:pdfaExtension='http://www.aiim.org/pdfa/ns/extension/'"
    " xmlns:pdfaSchema='http://www.aiim.org/pdfa/ns/schema#'"
    " xmlns:pdfaProperty='http://www.aiim.org/pdfa/ns/property#'>"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType='Resource'>"
    "<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    + UA_PROPERTY.format(name="part", type="Integer", description="Part of ISO 14289 to which the file conforms")
    + "</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"
).encode("ascii")
"""PDF/UA's own mark, and the description of it that PDF/A asks for (ISO 19005-2 §6.6.2.3)."""


def variant(part: int) -> str:
    """The name under which WeasyPrint knows the variant; the first time it is told of it."""
    name = f"pdf/a-{part}a+ua-1"
    means = {"pdf_version": "1.7", "pdf_identifier": True, "pdf_tags": False}
    VARIANTS.setdefault(name, (partial(pdfa, version=part, variant="A"), means))
    return name


def write_pdf(document: Any, attachments: Sequence[Attachment]) -> bytes:
    """The file. `document` is WeasyPrint's, laid out; its own tagging is not used."""
    tagger = prepare(document)
    document.metadata.generator = CREATOR
    colours = io.BytesIO(colour_profile())
    document.color_profiles["srgb"] = ColorProfile(colours, PROFILE, "relative-colorimetric", (["r"], ["g"], ["b"]))
    document.output_intent = "srgb"
    embedded = sorted(attachments, key=lambda one: one.name)
    drawn: bytes = document.write_pdf(
        pdf_variant=variant(3 if embedded else 2),
        attachments=[as_weasyprint_has_it(one, document.url_fetcher) for one in embedded],
        finisher=lambda _, pdf: finish(pdf, tagger, embedded),
    )
    return drawn


@cache
def colour_profile() -> bytes:
    """What the colours mean: the profile that WeasyPrint ships, read once (it would leave the file open)."""
    return files("weasyprint.pdf").joinpath(PROFILE).read_bytes()


def as_weasyprint_has_it(one: Attachment, fetcher: Any) -> Any:
    """WeasyPrint's own form of a file to embed."""
    created, modified = (when.astimezone(UTC) for when in (one.created, one.modified))
    return weasyprint.Attachment(
        string=one.content,
        name=one.name,
        description=one.description,
        created=created,
        modified=modified,
        relationship=one.relationship,
        url_fetcher=fetcher,
    )


def finish(pdf: Any, tagger: Tagger, attachments: Sequence[Attachment]) -> None:
    """The last word: structure, links, pictures, files and metadata as the standards want them.

    ValueError when something has a place in the structure but was not drawn.
    """
    if any(isinstance(one, structure.Run) for one in tagger.runs.values()):
        raise ValueError("something that belongs to the structure was not drawn")
    pages = [int(number) for number in pdf.pages["Kids"][::3]]
    tell_links(tagger)
    add_structure(pdf, tagger, pages)
    for one in [one for one in pdf.objects if isinstance(one, pydyf.Stream)]:
        if one.extra.get("Subtype") == "/Image":
            one.extra["Interpolate"] = "false"  # ISO 19005-2 §6.2.8
    name_files(pdf, attachments)
    identify(pdf)
    freeze(pdf)


def tell_links(tagger: Tagger) -> None:
    """Every link belongs to its element and says in words where it leads (ISO 14289-1 §7.18.5)."""
    for box, (page, element) in tagger.linked.items():
        if (annotation := box.link_annotation) is not None:
            element.objects.append((page, annotation))
            annotation["Contents"] = pydyf.String(purpose(box, tagger))


def purpose(box: Any, tagger: Tagger) -> str:
    """Where a link leads: its title, else its words and its address."""
    if box.element in tagger.notes:
        return NOTE.format(number=tagger.notes[box.element].identifier.rpartition("-")[2])
    if title := box.element.get("title", "").strip():
        return str(title)
    words, address = " ".join("".join(box.element.itertext()).split()), box.element.get("href", "").strip()
    return words if address.startswith("#") or address.endswith(words) else f"{words} ({address})"


def add_structure(pdf: Any, tagger: Tagger, pages: Sequence[int]) -> None:
    """Puts the structure in the file, and on every page the way to it."""
    written = structure.write(tagger.document, len(pdf.objects), pages)
    for one in written:
        pdf.add_object(Ready(one))
    for place, number in enumerate(pages):
        pdf.objects[number].update({"StructParents": place, "Tabs": "/S"})
    pdf.catalog["StructTreeRoot"] = f"{len(pdf.objects) - len(written)} 0 R"
    pdf.catalog["MarkInfo"] = "<</Marked true>>"
    pdf.catalog["ViewerPreferences"] = "<</DisplayDocTitle true>>"


def name_files(pdf: Any, attachments: Sequence[Attachment]) -> None:
    """Embedded files say what they are; each is named once."""
    streams = [one for one in pdf.objects if isinstance(one, pydyf.Stream) and one.extra.get("Type") == "/EmbeddedFile"]
    for stream, file in zip(streams, attachments, strict=True):
        stream.extra["Subtype"] = pydyf.name(file.media_type)
    if attachments:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def identify(pdf: Any) -> None:
    """The metadata names both standards; it is left readable for whoever opens the file in a hundred years."""
    metadata = next(one for one in pdf.objects if isinstance(one, pydyf.Stream) and one.extra.get("Subtype") == "/XML")
    version = f"{PRODUCER} {weasyprint.__version__}"
    (told,) = metadata.stream
    metadata.stream = [told.replace(version.encode(), PRODUCER.encode()).replace(b"</rdf:RDF>", UA_IDENTITY)]
    metadata.compress = False
    pdf.info["Producer"] = pydyf.String(PRODUCER)


def freeze(pdf: Any) -> None:
    """Streams are compressed once: pydyf would do it again for the file's identifier."""
    for number, one in enumerate(pdf.objects):
        if isinstance(one, pydyf.Stream):
            ready = Ready(one.data, compressible=False)
            ready.number = number
            pdf.objects[number] = ready


class Ready(pydyf.Object):  # type: ignore[misc]  # the library has no types
    """A PDF object whose bytes are known."""

    def __init__(self, data: bytes, *, compressible: bool = True) -> None:
        super().__init__()
        self.known, self.packs = data, compressible

    @property
    def data(self) -> bytes:
        """The bytes."""
        return self.known

    @property
    def compressible(self) -> bool:
        """Whether it may be packed with others."""
        return self.packs
