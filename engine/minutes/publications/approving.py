"""A masked version of a record is published: approved by a person, drawn from the same source, taken down in time.

The original and what is published are files of the record with checksums of their own. What is hidden is in no byte of
what is published: it is taken out of the document's data before any page is made of it (`documents.masking`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, col, func, select

from engine import jobs
from engine.access import Actor, permit, uncovered, visible
from engine.acts import permit_work
from engine.cases.tables import Case, Record, RecordFile
from engine.db import found
from engine.documents.hiding import Hidden, without
from engine.documents.html import render_html
from engine.documents.masking import marked, masked, remaining, suspects
from engine.documents.models import Document
from engine.documents.pool import Printer
from engine.errors import Invalid, require
from engine.jobs import Finish, Job, Worker
from engine.journal import Value
from engine.minutes.publications.forms import MaskForm, PublishForm, WithdrawForm
from engine.minutes.publications.tables import Publication
from engine.minutes.rendering import add_files, document_of, drawn_files, render_worker
from engine.organisations.profiles import current_profile
from engine.organisations.tables import Organisation
from engine.registry.attachments import sees_marked
from engine.registry.opening import open_record
from engine.rules.calendar import legal_day
from engine.rules.publications import is_published, may_leave_personal, may_publish, may_take_down
from engine.rules.refusal import Refusal

D = TypeVar("D", bound=Document)
PDF = "application/pdf"
PUBLISH = "publish"
"""The kind of job that draws what is to be published."""


@dataclass(frozen=True)
class Preview:
    """What would be published: the page, what is marked in the text, and what looks like personal data in it still."""

    html: str
    marks: Sequence[Hidden]
    suspects: Sequence[str]


def to_hide(form: MaskForm) -> tuple[Hidden, ...]:
    """What a form says is to be hidden."""
    return tuple(Hidden(one.text, one.ground, one.words) for one in form.hidden)


def preview(session: Session, actor: Actor, record_id: UUID, form: MaskForm) -> Preview:
    """The masked version as it would be, for those who may publish. NotFound for a record that is hidden."""
    seen = col(Record.id) == record_id, visible(actor, Record)
    record = found(session.exec(select(Record).where(*seen)).first(), record=str(record_id))
    permit_publishing(session, actor, record, session.get(Case, record.case_id) if record.case_id else None)
    document = source(session, record)
    require(publishable(session, actor, record, document))
    return previewed(session, record, found(document, record="drawn"), to_hide(form))


def permit_publishing(session: Session, actor: Actor, record: Record, case: Case | None) -> None:
    """Raises `Forbidden` unless the actor publishes for the body that has the record, or for one that prepares it."""
    if case is not None:
        permit_work(session, actor, "record.publish", case)
    else:
        permit(actor, "record.publish", record.body_id)


def previewed(session: Session, record: Record, document: Document, hidden: Sequence[Hidden]) -> Preview:
    """The page without what is hidden, and what a person should look at in it.

    Invalid when the page would still tell something hidden, in the organisation's own labels or in a day.
    """
    _, profile = current_profile(session, record.organisation_id)
    marks = marked(document)
    bare = masked(document, hidden)
    html = render_html(bare, profile)
    if left := remaining(html, (*hidden, *marks)):
        raise Invalid("hidden", f"{len(left)} of what is hidden stands in labels or days and cannot be masked")
    return Preview(html, marks, suspects(bare))


def source(session: Session, record: Record) -> Document | None:
    """The document that we drew for the record, from its data; None when it holds none of ours."""
    if (kind := kind_of(session, record)) is None or record.voided_at is not None:
        return None
    return document_of(session, record, kind)


def kind_of(session: Session, record: Record) -> str | None:
    """Which document of ours the record holds, if any."""
    ours = col(RecordFile.made_with).is_not(None), col(RecordFile.variant) == "original"
    wanted = select(RecordFile.made_with).where(col(RecordFile.record_id) == record.id, *ours)
    made = session.exec(wanted.limit(1)).first()
    return str(json.loads(made)["document"]) if made else None


def publishable(
    session: Session,
    actor: Actor,
    record: Record,
    document: Document | None,
    take_down_on: date = date.max,
    today: date = date.min,
) -> Refusal | None:
    """Whether this record may be published by this actor."""
    return may_publish(
        secret=record.secrecy != "open",
        drawn=document is not None,
        sees_marked=sees_marked(session, actor, record),
        take_down_on=take_down_on,
        today=today,
    )


def publish(
    session: Session, actor: Actor, record_id: UUID, form: PublishForm, now: datetime, if_match: int | None = None
) -> Publication:
    """Approves that a masked version of a record is published until a day; it is drawn after the act.

    What was published of the record before is taken down. One entry in the journal; what is hidden is not told there.
    """
    opened = open_record(session, actor, record_id, if_match)
    record, act = opened.record, actor.act(now)
    permit_publishing(session, actor, record, opened.case)
    document, hidden = source(session, record), to_hide(form)
    require(publishable(session, actor, record, document, form.take_down_on, legal_day(now)))
    shown = previewed(session, record, found(document, record="drawn"), hidden)
    require(may_leave_personal(len(shown.suspects), form.left_because))
    if before := current(session, record.id):
        end(session, before, now, None)
    row = Publication(
        record_id=record.id,
        organisation_id=record.organisation_id,
        approved_by=actor.user_id,
        at=now,
        title=without(record.title, (*hidden, *shown.marks)),
        hidden=json.dumps([one.model_dump() for one in form.hidden]),
        take_down_on=form.take_down_on,
    )
    session.add(row)
    session.flush()
    facts: dict[str, Value] = {
        "publication": str(row.id),
        "take_down_on": form.take_down_on.isoformat(),
        "marks": len(shown.marks),
        "hidden": len(hidden),
        "left": len(shown.suspects),
    }
    opened.tell(session, act, "record:published", facts, {"reason": form.left_because} if form.left_because else {})
    stream = opened.case or record
    jobs.post(session, record.organisation_id, PUBLISH, {"publication": str(row.id), "cause": str(stream.rev)}, now)
    return row


def withdraw(session: Session, actor: Actor, record_id: UUID, form: WithdrawForm, now: datetime) -> Publication:
    """Takes down what is published of a record before its day; its files stay with the record. One journal entry."""
    opened = open_record(session, actor, record_id)
    permit_publishing(session, actor, opened.record, opened.case)
    row = current(session, record_id)
    require(may_take_down(ended=row is None))
    row = found(row, record=str(record_id))
    end(session, row, now, form.reason)
    opened.tell(session, actor.act(now), "record:taken_down", {"publication": str(row.id)}, {"reason": form.reason})
    return row


def end(session: Session, row: Publication, now: datetime, reason: str | None) -> None:
    """The public gets it no longer."""
    row.ended_at, row.ended_reason = now, reason
    session.add(row)


def current(session: Session, record_id: UUID) -> Publication | None:
    """What is published of a record and has not been taken down by somebody."""
    wanted = select(Publication).where(col(Publication.record_id) == record_id, col(Publication.ended_at).is_(None))
    return session.exec(wanted).first()


def publish_worker(root: Path, printer: Printer) -> Worker:
    """The worker that draws what is to be published; nothing for what has been drawn or taken down meanwhile."""

    def work(session: Session, job: Job, now: datetime) -> Finish:
        row = found(session.get(Publication, UUID(job.payload["publication"])))
        if row.pdf is not None or row.ended_at is not None:
            return lambda _: None
        record = found(session.get(Record, row.record_id))
        hidden = tuple(Hidden(one["text"], one["ground"], one["words"]) for one in json.loads(row.hidden))
        document = found(source(session, record), record="drawn")
        previewed(session, record, document, hidden)
        kind = found(kind_of(session, record))
        rows = drawn_files(session, root, printer, record, kind, masked(document, hidden), now, variant="masked")

        def finish(writing: Session) -> None:
            add_files(writing, rows, int(job.payload["cause"]))
            drawn = writing.get_one(Publication, row.id)
            drawn.pdf, drawn.html = (one.position for one in rows)
            writing.add(drawn)

        return finish

    return work


def drawing_workers(root: Path, printer: Printer) -> Mapping[str, Worker]:
    """Who draws: what acts have had made, and what has been approved for the public."""
    return {"render": render_worker(root, printer), PUBLISH: publish_worker(root, printer)}


def public_file(session: Session, publication_id: UUID, media_type: str, today: date) -> RecordFile:
    """A file that the public may have. NotFound for what is not published, not drawn yet, taken down or secret now."""
    row = found(session.get(Publication, publication_id), publication=str(publication_id))
    record = found(session.get(Record, row.record_id))
    stands = is_published(row.take_down_on, ended=row.ended_at is not None, today=today)
    shown = stands and record.secrecy == "open" and record.voided_at is None
    place = (row.pdf if media_type == PDF else row.html) if shown else None
    wanted = select(RecordFile).where(
        col(RecordFile.record_id) == row.record_id,
        col(RecordFile.position) == place,
        col(RecordFile.variant) == "masked",
    )
    return found(session.exec(wanted).first(), publication=str(publication_id))


def published(session: Session, organisation: str, today: date, limit: int) -> list[tuple[Publication, Record, str]]:
    """What an organisation has published, the newest first, each with its record and dnr."""
    wanted = (
        select(Publication, Record, Case.dnr)
        .join(Record, col(Record.id) == col(Publication.record_id))
        .join(Organisation, col(Organisation.id) == col(Publication.organisation_id))
        .join(Case, col(Case.id) == col(Record.case_id), isouter=True)
        .where(col(Organisation.slug) == organisation, col(Publication.ended_at).is_(None))
        .where(col(Publication.take_down_on) > today, col(Publication.pdf).is_not(None))
        .where(col(Record.secrecy) == "open", col(Record.voided_at).is_(None))
    )
    rows = session.exec(wanted.order_by(col(Publication.id).desc()).limit(limit))
    return [(row, record, dnr or record.dnr or "") for row, record, dnr in rows]


def publications_of(session: Session, record_id: UUID) -> list[Publication]:
    """All that has been published of a record, the newest first."""
    wanted = select(Publication).where(col(Publication.record_id) == record_id)
    return list(session.exec(wanted.order_by(col(Publication.id).desc())))


def as_seen(session: Session, actor: Actor, document: D, cases: Sequence[Case]) -> D:
    """The document as the actor may read it: masked, unless they may read marked passages in all its cases."""
    if not marked(document):
        return document
    wanted = select(func.count()).where(col(Case.id).in_([one.id for one in cases]), uncovered(actor, Case))
    return document if cases and session.exec(wanted).one() == len(cases) else masked(document)
