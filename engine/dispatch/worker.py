"""The job that carries one extract to one recipient, and what becomes of it.

A row is claimed in a transaction of its own before anything leaves the house, so that two workers never send it at
once and a try that was cut off shows. What comes of it is written in the transaction that marks the job done.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from engine.acts import note
from engine.cases.tables import Case
from engine.db import Database, found
from engine.dispatch.channels import Channels, Undelivered
from engine.dispatch.parcels import Link, parcel, pdf_of
from engine.dispatch.tables import Dispatch
from engine.errors import DnrError
from engine.jobs import MAX_ATTEMPTS, Finish, Job, Worker
from engine.journal import SYSTEM, Act, Value
from engine.rules.calendar import legal_day

LEASE = timedelta(minutes=10)
"""So long a try may take; a row that has been claimed for longer was left by a program that died."""
LINK_DAYS = 30
"""Days that the link to a secret extract is good."""


class Underway(DnrError):
    """Another worker is sending it just now."""


def dispatch_worker(database: Database, root: Path, channels: Channels) -> Worker:
    """The worker of job kind `dispatch`; `root` is the file store. A row that has gone already is left alone."""

    def work(session: Session, job: Job, now: datetime) -> Finish:
        dispatch_id = UUID(job.payload["dispatch"])
        secret = secrets.token_urlsafe(32)
        row = claimed(database, dispatch_id, secret, channels, now)
        if row is None:
            return leave
        try:
            sha256, answer = carried(session, root, channels, row, secret, now)
        except Undelivered as refused:
            if not refused.permanent and job.attempts + 1 < MAX_ATTEMPTS:
                given_back(database, row, refused)
                raise
            ended = {"state": "refused", "answer": refused.answer}
            return lambda writing: settled(writing, row, now, ended)
        done = {"state": "sent", "answer": answer, "sha256": sha256, "sent_at": now}
        return lambda writing: settled(writing, row, now, done)

    return work


def leave(writing: Session) -> None:
    """There is nothing to write."""


def claimed(database: Database, dispatch_id: UUID, secret: str, channels: Channels, now: datetime) -> Dispatch | None:
    """Takes the row for one try; None when it has gone or come to an end. Raises `Underway` when another has it.

    A row that somebody claimed long ago counts as one that may have arrived (`ambiguous`).
    """
    with database.write() as session:
        row = session.exec(select(Dispatch).where(col(Dispatch.id) == dispatch_id).with_for_update()).first()
        row = found(row, dispatch=str(dispatch_id))
        if row.state not in ("queued", "sending"):
            return None
        if row.state == "sending" and row.claimed_at is not None and row.claimed_at > now - LEASE:
            raise Underway(dispatch=str(dispatch_id))
        row.ambiguous += row.state == "sending"
        row.state, row.claimed_at, row.attempts = "sending", now, row.attempts + 1
        row.message_id = row.message_id or f"<{row.id}@{channels.domain}>"
        if row.secrecy == "secret" and row.way == "email":
            row.link, row.link_until = link_hash(secret), now + timedelta(days=LINK_DAYS)
        session.add(row)
    return row


def link_hash(secret: str) -> bytes:
    """What is kept of the secret in a link."""
    return hashlib.sha256(b"extract:" + secret.encode()).digest()


def carried(
    session: Session, root: Path, channels: Channels, row: Dispatch, secret: str, now: datetime
) -> tuple[str, str]:
    """Hands the row's parcel to its way out; returns the sha256 of the PDF and what was answered."""
    file, pdf = pdf_of(session, root, row)
    link = None
    if row.link is not None and row.link_until is not None:
        if not channels.address:
            raise Undelivered("Adressen utåt är inte inställd (DNR_PUBLIC_ADDRESS).", permanent=True)
        link = Link(f"{channels.address}/utdrag/{secret}", legal_day(row.link_until))
    return file.sha256, channels.ways[row.way].carry(parcel(session, row, file, pdf, link, legal_day(now)))


def given_back(database: Database, row: Dispatch, refused: Undelivered) -> None:
    """Puts the row in line again, with what was answered."""
    with database.write() as session:
        again = update(Dispatch).where(col(Dispatch.id) == row.id, col(Dispatch.state) == "sending")
        unsure = col(Dispatch.ambiguous) + int(refused.unsure)
        session.connection().execute(again.values(state="queued", answer=refused.answer, ambiguous=unsure))


ENDED = {"sent": "extract:sent", "refused": "extract:refused"}
"""The tag of how a try ended, by the state that it left."""


def settled(session: Session, row: Dispatch, now: datetime, what: Mapping[str, object]) -> None:
    """Writes how the try ended, and the system's entry of it in the case's journal."""
    case = session.exec(select(Case).where(col(Case.id) == row.case_id).with_for_update()).one()
    session.connection().execute(update(Dispatch).where(col(Dispatch.id) == row.id).values(**what))
    facts: dict[str, Value] = {
        "dispatch": str(row.id),
        "paragraph": str(row.paragraph_id),
        "way": row.way,
        "sha256": str(what["sha256"]) if "sha256" in what else None,
    }
    act = Act(row.organisation_id, None, SYSTEM, now)
    personal = {"recipient": row.recipient, "address": row.address, "answer": str(what["answer"])}
    note(session, case, act, ENDED[str(what["state"])], facts, personal)
