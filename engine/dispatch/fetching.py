"""A secret extract is fetched by its recipient, through the link in the mail."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from engine import files
from engine.acts import note
from engine.cases.tables import Case, Record, RecordFile
from engine.db import found
from engine.dispatch.tables import Dispatch
from engine.dispatch.worker import link_hash
from engine.journal import Act
from engine.organisations.tables import Body
from engine.registry.attachments import outgoing_pdf
from engine.registry.secrecy import note_reading_by
from engine.rules.calendar import legal_day


@dataclass(frozen=True)
class Waiting:
    """What lies behind a link."""

    row: Dispatch
    body: str
    file: RecordFile


def behind(session: Session, secret: str, now: datetime) -> Waiting:
    """What a link leads to; NotFound when there is no such link, when its time is over, or when it was sent again."""
    good = (
        col(Dispatch.link) == link_hash(secret),
        col(Dispatch.link_until) > now,
        col(Dispatch.state).in_(("sending", "sent", "received")),
        col(Dispatch.replaced_by).is_(None),
    )
    row = found(session.exec(select(Dispatch).where(*good)).first(), link="")
    body = found(session.get(Body, row.body_id)).name
    return Waiting(row, body, found(outgoing_pdf(session, found(row.record_id, link="")), link=""))


def fetch(session: Session, root: Path, secret: str, now: datetime) -> tuple[RecordFile, Path]:
    """The file behind a link. The reading is noted before it is sent; the first one is also the recipient's receipt."""
    waiting = behind(session, secret, now)
    row, file = waiting.row, waiting.file
    path = files.sound(root, file.organisation_id, file.sha256)
    case = session.exec(select(Case).where(col(Case.id) == row.case_id).with_for_update()).one()
    act = Act(row.organisation_id, None, row.recipient, now)
    note_reading_by(session, act, found(session.get(Record, row.record_id)))
    if row.state != "received":
        row.state, row.received_on = "received", legal_day(now)
        session.add(row)
        facts = {"dispatch": str(row.id), "paragraph": str(row.paragraph_id), "sha256": file.sha256}
        note(session, case, act, "extract:fetched", facts, {"recipient": row.recipient})
        session.flush()
    return file, path
