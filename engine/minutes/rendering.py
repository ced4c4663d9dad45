"""The worker that renders: a record's document as PDF and HTML, kept in the file store, made once."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlmodel import Session, col, func, select

from engine import files
from engine.cases.tables import Case, Record, RecordFile
from engine.db import found
from engine.documents.masking import marked
from engine.documents.models import Document
from engine.documents.pool import Printer
from engine.drafting.tables import Draft
from engine.jobs import Finish, Job, Worker
from engine.journal import SYSTEM, Act, Value
from engine.meetings.tables import Paragraph
from engine.minutes.documents import (
    confirmation_document,
    extract_document,
    prepared_document,
    referral_document,
    release_decision_document,
)
from engine.organisations.forms import slug_of
from engine.organisations.profile import Profile
from engine.organisations.profiles import current_profile
from engine.registry.opening import Opened

RENDERED = "record:rendered"
"""The journal's word for a document that has been drawn."""


def render_worker(root: Path, printer: Printer) -> Worker:
    """The worker of job kind `render`; `root` is the file store. A job that has been done already does nothing."""

    def work(session: Session, job: Job, now: datetime) -> Finish:
        rows = render_record(session, root, printer, UUID(job.payload["record"]), job.payload["document"], now)
        cause = job.payload.get("cause")

        def finish(writing: Session) -> None:
            add_files(writing, rows, int(cause) if cause else None)

        return finish

    return work


def render_record(
    session: Session, root: Path, printer: Printer, record_id: UUID, document: str, now: datetime
) -> list[RecordFile]:
    """Renders the document of a record, keeps both files and returns their rows; none when it has been made already.

    What people have added to the record does not count. ValueError for a kind of document that there is not,
    NotFound when the record has none such.
    """
    record = found(session.get(Record, record_id), record=str(record_id))
    made = col(RecordFile.record_id) == record_id, col(RecordFile.made_with).is_not(None)
    if session.exec(select(RecordFile.id).where(*made).limit(1)).first():
        return []
    return drawn_files(session, root, printer, record, document, document_of(session, record, document), now)


def drawn_files(
    session: Session,
    root: Path,
    printer: Printer,
    record: Record,
    kind: str,
    document: Document,
    now: datetime,
    variant: str = "original",
) -> list[RecordFile]:
    """Draws a document of a record, keeps its PDF and its page in the file store and returns their rows, unsaved."""
    number, profile = current_profile(session, record.organisation_id)
    drawn = printer.make(document, profile)
    made_with = json.dumps({"document": kind, "profile": number, **drawn.made}, sort_keys=True)
    name = filename(session, record, kind, profile) + ("-maskerad" if variant == "masked" else "")
    contents = ((f"{name}.pdf", "application/pdf", drawn.pdf), (f"{name}.html", "text/html", drawn.html.encode()))
    return [
        RecordFile(
            record_id=record.id,
            organisation_id=record.organisation_id,
            position=position,
            filename=called,
            media_type=media_type,
            size=len(content),
            sha256=files.keep(root, record.organisation_id, content),
            variant=variant,
            marked=bool(marked(document)),
            made_with=made_with,
            at=now,
        )
        for position, (called, media_type, content) in enumerate(contents, 1)
    ]


def add_files(session: Session, rows: Sequence[RecordFile], cause: int | None = None) -> None:
    """Adds what was made to its record, after the files that it has; the case is locked meanwhile, as when one adds.

    The journal tells it as the system's own act: hashes, what it was made with, and the entry of the act that had it
    made (`cause`).
    """
    if not rows:
        return
    record = found(session.get(Record, rows[0].record_id))
    case = session.exec(select(Case).where(col(Case.id) == record.case_id).with_for_update()).first()
    last = session.exec(select(func.max(RecordFile.position)).where(col(RecordFile.record_id) == record.id)).one()
    for position, row in enumerate(rows, (last or 0) + 1):
        row.position = position
    session.add_all(rows)
    facts: dict[str, Value] = {
        "sha256": [row.sha256 for row in rows],
        "variant": rows[0].variant,
        "made_with": rows[0].made_with,
        "cause": cause,
    }
    Opened(record, case).tell(session, Act(record.organisation_id, None, SYSTEM, rows[0].at), RENDERED, facts)


def document_of(session: Session, record: Record, document: str) -> Document:
    """The document that a record is to hold."""
    match document:
        case "report":
            draft = found(session.exec(select(Draft).where(col(Draft.record_id) == record.id)).first(), report="draft")
            return prepared_document(session, found(session.get(Case, draft.case_id)), draft)
        case "extract":
            wanted = select(Paragraph).where(col(Paragraph.record_id) == record.id)
            return extract_document(session, found(session.exec(wanted).first(), extract="paragraph"))
        case "confirmation":
            return confirmation_document(session, record)
        case "referral":
            return referral_document(session, record)
        case "release_decision":
            return release_decision_document(session, record)
        case _:
            raise ValueError(f"there is no document {document!r}")


def filename(session: Session, record: Record, document: str, profile: Profile) -> str:
    """What the file is called, without its ending: "protokollsutdrag-272-2020-5"."""
    called = {"report": profile.documents.report.name, "extract": profile.documents.extract.name}
    case = session.get(Case, record.case_id) if record.case_id else None
    parts = (called.get(document, record.title), case.dnr if case else record.dnr or "", str(record.number or ""))
    return slug_of(" ".join(parts))
