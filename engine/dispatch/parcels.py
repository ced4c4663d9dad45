"""What a recipient gets: the words of the mail and the very PDF of the extract."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session

from engine import files
from engine.cases.tables import Case, RecordFile
from engine.db import found
from engine.dispatch.channels import Parcel, Undelivered
from engine.dispatch.tables import Dispatch
from engine.documents.html import View
from engine.documents.phrases import wording_of_letter
from engine.documents.richtext import from_text, plain
from engine.meetings.tables import Meeting, Paragraph, Recipient
from engine.minutes import cover_note_document
from engine.organisations.profile import Profile
from engine.organisations.profiles import current_profile
from engine.organisations.tables import Body
from engine.organisations.wording import capital
from engine.registry.attachments import outgoing_pdf
from engine.rules.procedure.phrases import Fact
from engine.templating import render


@dataclass(frozen=True)
class Link:
    """Where a secret extract is fetched, and the last day for it."""

    address: str
    until: date


def pdf_of(session: Session, root: Path, row: Dispatch) -> tuple[RecordFile, bytes]:
    """The extract's PDF as it goes out, proved against its hash: masked where passages of it are marked.

    Raises `Undelivered`: for good when the file has been altered, for now when it is not drawn yet or cannot be read.
    """
    file = outgoing_pdf(session, row.record_id) if row.record_id else None
    if file is None:
        raise Undelivered("Protokollsutdraget är inte framställt än, eller bara med markerade uppgifter i klartext.")
    try:
        return file, files.read(root, file.organisation_id, file.sha256)
    except ValueError as fault:
        raise Undelivered("Filen stämmer inte med sin kontrollsumma och skickas inte.", permanent=True) from fault
    except OSError as fault:
        raise Undelivered(f"Filen går inte att läsa: {fault.strerror}.") from fault


def parcel(session: Session, row: Dispatch, file: RecordFile, pdf: bytes, link: Link | None, today: date) -> Parcel:
    """The parcel of a row: what the cover note says, with the PDF, or with the link in its place."""
    _, profile = current_profile(session, row.organisation_id)
    case = found(session.get(Case, row.case_id))
    body = found(session.get(Body, row.body_id)).name
    paragraph = found(session.get(Paragraph, row.paragraph_id))
    facts: dict[str, Fact] = {
        "secret": link is not None,
        "body": capital(body),
        "paragraph": paragraph.label or "",
        "title": paragraph.title,
    }
    html = linked(session, profile, paragraph, case, link) if link else covered(session, row, today)
    subject = wording_of_letter(profile, "extract_mail", "title", facts)
    return Parcel(
        message_id=str(row.message_id),
        recipient=row.recipient,
        address=row.address,
        subject=subject,
        text="\n\n".join((*plain(html).splitlines(), f"{body}\nDnr {case.dnr}\n")),
        html=render("mail/extract.html", title=subject, html=html, body=body, dnr=case.dnr, language=profile.language),
        filename=file.filename,
        pdf=None if link else pdf,
    )


def covered(session: Session, row: Dispatch, today: date) -> str:
    """The cover note's words, which say what the recipient gets the extract for."""
    recipient = found(session.get(Recipient, (row.paragraph_id, row.position)))
    return cover_note_document(session, recipient, today).html


def linked(session: Session, profile: Profile, paragraph: Paragraph, case: Case, link: Link) -> str:
    """The words that tell where a secret extract is fetched. They name neither the § nor the case's title."""
    view = View(profile)
    meeting = found(session.get(Meeting, paragraph.meeting_id))
    facts: dict[str, Fact] = {
        "body": capital(found(session.get(Body, paragraph.body_id)).name),
        "day": view.day(meeting.day),
        "until": view.day(link.until),
        "link": link.address,
        "dnr": case.dnr,
    }
    return from_text(wording_of_letter(profile, "extract_link", "text", facts))
