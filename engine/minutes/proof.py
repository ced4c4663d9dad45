"""Whether the documents that we have drawn still say what the records say: each is made again and compared."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum
from functools import partial
from html import unescape
from pathlib import Path
from re import compile as pattern
from uuid import UUID

from sqlmodel import Session, col, select

from engine import files
from engine.cases.tables import Case, Record, RecordFile
from engine.db import Database, found
from engine.documents.made_with import TEXT
from engine.documents.pool import Drawn, Order, Printer, filled
from engine.errors import DnrError
from engine.minutes.rendering import document_of
from engine.minutes.testimony import differing, drawn_records
from engine.organisations.profiles import as_of_version, current_profile

__all__ = ["Finding", "Verdict", "drawn_records", "prove", "prove_all"]

PDF, HTML = "application/pdf", "text/html"
MARKUP = pattern(r"<style>.*?</style>|<[^>]*>")
LINE_MAX = 200
"""Most characters that are shown of a line."""


class Verdict(Enum):
    """What came of a comparison, worst last."""

    SAME = "same"
    OTHER_LIBRARIES = "other-libraries"
    """The words are the same. It was drawn with other libraries or fonts, so the bytes cannot be compared."""
    OTHER_TEMPLATES = "other-templates"
    """It was made with other templates or by another version of the program, so the words cannot be compared."""
    JOURNAL_DIFFERS = "journal-differs"
    """The file is as its row says, but the journal says that another was drawn, or none, or one that has no row."""
    FILE_GONE = "file-gone"
    FILE_ALTERED = "file-altered"
    CANNOT_BE_MADE = "cannot-be-made"
    """What it was made from is not there any more, or it cannot be drawn."""
    DRAWING_DIFFERS = "drawing-differs"
    """The words are the same and so are the libraries, but the PDF is another."""
    TEXT_DIFFERS = "text-differs"
    """The records say something else than the document: one of them has been changed since."""

    @property
    def alarm(self) -> bool:
        """Whether a person must look into it."""
        return self not in (Verdict.SAME, Verdict.OTHER_LIBRARIES, Verdict.OTHER_TEMPLATES)


@dataclass(frozen=True)
class Finding:
    """A document and what came of its comparison; `detail` is where it differs, unless the record is secret."""

    dnr: str
    filename: str
    verdict: Verdict
    detail: str = ""


def prove_all(
    database: Database, root: Path, printer: Printer, records: list[UUID], *, at_once: int = 2
) -> Iterator[Finding]:
    """Makes each record's document again and compares, so many at a time; changes nothing."""
    with ThreadPoolExecutor(at_once) as threads:
        try:
            yield from threads.map(partial(prove, database, root, printer), records)
        finally:
            threads.shutdown(cancel_futures=True)


@dataclass(frozen=True)
class Kept:
    """What the database says of a drawn document, and the order to make it again; a fault when there can be none."""

    finding: Finding
    organisation_id: UUID
    files: Mapping[str, str]
    """Media type → sha256."""
    made: Mapping[str, str | int]
    order: Order | None
    untold: tuple[str, ...]
    """What the journal says otherwise."""
    open: bool


def prove(database: Database, root: Path, printer: Printer, record_id: UUID) -> Finding:
    """Makes a record's document again from its data, with the profile version of that time, and compares both files."""
    with database.read() as session:
        kept = looked_up(session, record_id)
    verdict, detail = compared(root, printer, kept) if kept.files else (Verdict.FILE_GONE, "")
    if kept.untold:
        detail = ", ".join(one for one in (detail if verdict.alarm else "", *kept.untold) if one)
        verdict = verdict if verdict.alarm else Verdict.JOURNAL_DIFFERS
    return replace(kept.finding, verdict=verdict, detail=detail if kept.open else "")


def looked_up(session: Session, record_id: UUID) -> Kept:
    """What there is to compare, read as of the profile version that the document was made with."""
    record = found(session.get(Record, record_id), record=str(record_id))
    case = session.get(Case, record.case_id) if record.case_id else None
    made_here = (
        col(RecordFile.record_id) == record.id,
        col(RecordFile.made_with).is_not(None),
        col(RecordFile.variant) == "original",
    )
    rows = {row.media_type: row for row in session.exec(select(RecordFile).where(*made_here))}
    made, order, fault = {}, None, ""
    try:
        made = json.loads(rows[PDF].made_with or "")
        with as_of_version(session, record.organisation_id, int(made["profile"])):
            _, profile = current_profile(session, record.organisation_id)
            order = filled(document_of(session, record, str(made["document"])), profile)
    except (DnrError, ValueError, LookupError, TypeError) as missing:  # TypeError: JSON of another shape than ours
        fault = f"{type(missing).__name__}: {missing}"
    dnr = (case.dnr if case else record.dnr) or ""
    name = next((row.filename for _, row in sorted(rows.items(), reverse=True)), record.title)
    finding = Finding(dnr, name, Verdict.CANNOT_BE_MADE, fault)
    sums = {kind: row.sha256 for kind, row in rows.items()}
    untold = differing(session, record.id, list(rows.values()))
    return Kept(finding, record.organisation_id, sums, made, order, untold, record.secrecy == "open")


def compared(root: Path, printer: Printer, kept: Kept) -> tuple[Verdict, str]:
    """What comes of the comparison, and where the difference is."""
    try:
        pdf, html = (files.read(root, kept.organisation_id, kept.files[kind]) for kind in (PDF, HTML))
    except (OSError, KeyError) as gone:
        return Verdict.FILE_GONE, type(gone).__name__
    except ValueError as altered:
        return Verdict.FILE_ALTERED, str(altered)
    if kept.order is None:
        return Verdict.CANNOT_BE_MADE, kept.finding.detail
    try:
        drawn = printer.drawn(kept.order, anew=True)
    except DnrError as fault:
        return Verdict.CANNOT_BE_MADE, fault.detail
    if drawn.html.encode() != html:
        return text_verdict(kept.made, drawn, html.decode())
    if drawn.pdf == pdf:
        return Verdict.SAME, ""
    other = changed(kept.made, drawn)
    return (Verdict.OTHER_LIBRARIES if other else Verdict.DRAWING_DIFFERS), ", ".join(other)


def text_verdict(made: Mapping[str, str | int], drawn: Drawn, html: str) -> tuple[Verdict, str]:
    """Other words: an alarm unless what makes the words has changed."""
    if other := [name for name in changed(made, drawn) if name in TEXT]:
        return Verdict.OTHER_TEMPLATES, ", ".join(other)
    return Verdict.TEXT_DIFFERS, difference(html, drawn.html)


def changed(made: Mapping[str, str | int], drawn: Drawn) -> list[str]:
    """The names of what has changed since the document was made."""
    return [name for name, fact in drawn.made.items() if made.get(name) != fact]


def difference(before: str, after: str) -> str:
    """The first lines that are not the same, as a reader sees them; or that only the markup is another."""
    old, new = (lines(page) for page in (before, after))
    for kind, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            return f"{' '.join(old[i:j])[:LINE_MAX]!r} → {' '.join(new[k:n])[:LINE_MAX]!r}"
    return "markup"


def lines(page: str) -> list[str]:
    """A page's words, line by line, without its markup."""
    said = (" ".join(unescape(MARKUP.sub(" ", line)).split()) for line in page.splitlines())
    return [line for line in said if line]
