"""The whole case to take along, for a court or for the auditors: as one PDF with contents and bookmarks, or as a zip.

What it holds is what the one who asks may see. Copies are stamped with dnr and number; the kept files stay as they are.
"""

import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Final, cast
from uuid import UUID

from sqlmodel import Session

from engine import files as store
from engine.access import Actor
from engine.archive.sheet import facts, sheet_page
from engine.cases.tables import Case, RecordFile
from engine.documents import binding
from engine.documents.html import render_html
from engine.documents.listings import CaseContents, ContentLine
from engine.errors import TooLarge
from engine.organisations.profile import Profile
from engine.organisations.profiles import current_profile
from engine.registry import CaseSheet, case_sheet
from engine.registry.post_list import DIRECTIONS
from engine.registry.rows import to_csv
from engine.registry.sheet import FileLine, RecordLine
from engine.rules.calendar import legal_day

BYTES_MAX: Final = 300_000_000
"""Most bytes of files that are put together."""
MADE: Final = (1980, 1, 1, 0, 0, 0)
"""The time that everything in a zip bears, so that the same case gives the same bytes."""
PDF: Final = "application/pdf"
Draw = Callable[[str], bytes]
"""HTML to PDF: the pool's."""


@dataclass(frozen=True)
class Bundle:
    """A case with what the actor may see of it, gathered before anything is put together."""

    sheet: CaseSheet
    profile: Profile
    organisation_id: UUID
    page: str
    """The case sheet as HTML."""
    contents: CaseContents


def gathered(session: Session, actor: Actor, case: Case, now: datetime) -> Bundle:
    """What the bundle is made of. TooLarge when its files are too much for one file.

    Note the reading of a secret case, and of each secret record in it, before anything is sent.
    """
    sheet = case_sheet(session, actor, case)
    if sum(file.size for record in sheet.records for file in record.files) > BYTES_MAX:
        raise TooLarge(most=BYTES_MAX)
    _, profile = current_profile(session, case.organisation_id)
    contents = CaseContents(
        title=case.title,
        dnr=case.dnr,
        body=sheet.body,
        day=legal_day(now),
        facts=facts(sheet),
        lines=tuple(content_line(record) for record in kept(sheet.records)),
    )
    return Bundle(sheet, profile, case.organisation_id, sheet_page(session, actor, case, now), contents)


def kept(records: Sequence[RecordLine]) -> list[RecordLine]:
    """The records that belong to the case still: those that are numbered and not voided."""
    return [record for record in records if record.number is not None and record.voided_reason is None]


def content_line(record: RecordLine) -> ContentLine:
    """A record's line, before it is known on which page it begins."""
    return ContentLine(
        number=record.number or 0,
        title=record.title,
        day=record.received_on or record.document_date or record.registered_on,
        direction=DIRECTIONS[record.direction],
        correspondent=record.correspondent or "",
    )


def bundle_pdf(root: Path, bundle: Bundle, draw: Draw) -> bytes:
    """One PDF: the contents with page numbers, then each record's PDFs in order, stamped, with a bookmark for each.

    Files of other kinds are named in the contents and lie in the zip. The contents are drawn twice: once to learn how
    many pages they take.
    """
    parts, lines = laid_out(root, bundle)
    begins = binding.pages_in(draw(contents(bundle, lines, 0))) or 0
    first = binding.Part(bundle.profile.documents.case_contents, draw(contents(bundle, lines, begins)))
    return binding.bound([first, *parts], f"{bundle.contents.dnr} {bundle.contents.title}")


def laid_out(root: Path, bundle: Bundle) -> tuple[list[binding.Part], list[ContentLine]]:
    """The parts in order; and the lines of the contents, on which page of those parts each begins, from 0."""
    parts: list[binding.Part] = []
    lines: list[ContentLine] = []
    at = 0
    for record, line in zip(kept(bundle.sheet.records), bundle.contents.lines, strict=True):
        begins, beside = None, []
        for file in record.files:
            content = store.read(root, bundle.organisation_id, file.sha256) if file.media_type == PDF else b""
            count = binding.pages_in(content)
            if count is None:
                beside.append(file.filename)
                continue
            begins = at if begins is None else begins
            at += count
            stamp = stamp_of(bundle.contents.dnr, record.number)
            parts.append(binding.Part(f"{record.number}. {record.title}", content, stamp))
        beside = [name for name in beside if not made_here(name, record.files)]
        lines.append(line.model_copy(update={"page": begins, "files": tuple(beside)}))
    return parts, lines


def made_here(name: str, files: Sequence[FileLine]) -> bool:
    """Whether a page of the same name as a PDF is its twin, as documents that are drawn here have."""
    stem = name.rpartition(".")[0]
    return name.endswith(".html") and any(one.filename == f"{stem}.pdf" for one in files)


def contents(bundle: Bundle, lines: Sequence[ContentLine], front: int) -> str:
    """The contents as HTML, when they themselves take so many pages."""
    texts = {record.number: record for record in kept(bundle.sheet.records)}
    numbered = tuple(
        line.model_copy(
            update={
                "page": line.page + front + 1 if line.page is not None else None,
                "html": bundle_text(texts[line.number]),
            }
        )
        for line in lines
    )
    return render_html(bundle.contents.model_copy(update={"lines": numbered}), bundle.profile)


def bundle_text(record: RecordLine) -> str:
    """A file note's own text, cleaned when it was written."""
    return record.text or ""


def stamp_of(dnr: str, number: int | None) -> str:
    """What is stamped on a copy."""
    return f"Dnr {dnr}:{number}" if number is not None else f"Dnr {dnr}"


def bundle_zip(root: Path, bundle: Bundle) -> IO[bytes]:
    """A zip with the case sheet, a list, and every file under its record's number, as it was sent in or made.

    The caller closes the file, which lies on disk when it is large.
    """
    made = cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=10_000_000))  # noqa: SIM115 - the caller's to close
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("dagboksblad.html", MADE), bundle.page)
        listed = "\ufeff" + "".join(to_csv(("Nr", "Handling", "Fil", "Byte", "SHA-256"), rows(bundle)))
        packed.writestr(zipfile.ZipInfo("förteckning.csv", MADE), listed)
        for record in kept(bundle.sheet.records):
            for file in record.files:
                path = store.sound(root, bundle.organisation_id, file.sha256)
                name = f"{record.number:03}/{file.position:02} {file.filename}"
                with packed.open(zipfile.ZipInfo(name, MADE), "w") as inside:
                    for piece in store.pieces(path):
                        inside.write(piece)
    made.seek(0)
    return made


def rows(bundle: Bundle) -> Iterator[tuple[object, ...]]:
    """The list: a row for each file, and one for a record that has none."""
    for record in kept(bundle.sheet.records):
        for file in record.files:
            yield record.number, record.title, file.filename, file.size, file.sha256
        if not record.files:
            yield record.number, record.title, None, None, None


def stamped(root: Path, held: RecordFile, dnr: str, number: int | None) -> bytes | None:
    """A copy of a record's PDF with its number on each page; None for other files. The kept file stays as it is."""
    return binding.stamped(store.read(root, held.organisation_id, held.sha256), stamp_of(dnr, number))
