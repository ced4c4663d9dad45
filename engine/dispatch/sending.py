"""The acts of those who send: an extract goes to everybody the § names, goes again, comes back, is acknowledged."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session, col, select

from engine import jobs
from engine.access import Actor, permit, visible
from engine.acts import note, open_case
from engine.cases.tables import Case
from engine.db import found, new_id
from engine.dispatch.forms import AgainForm, BounceForm, ReceiptForm, SendForm, SentForm
from engine.dispatch.tables import Dispatch
from engine.errors import Invalid, require
from engine.lifecycle.work import Done, Work
from engine.meetings.agenda import decided
from engine.meetings.tables import Paragraph, Recipient
from engine.rules.calendar import legal_day
from engine.rules.sending import may_note_bounce, may_note_receipt, may_send_again, may_send_extract, recipient_reached

CARRIED = frozenset({"email", "print_service"})
"""The ways by which the program itself carries an extract; the others are noted as done by hand."""
JOB = "dispatch"


def send_extracts(work: Work, form: SendForm) -> Done:
    """Sends the extract of the § to each of its recipients: one row each, and a job for what the program carries.

    What goes on paper or by hand is noted as gone at the act's instant. Refused while the § is not verified, and for a
    recipient who is left without a way, or without an address where the way needs one.
    """
    paragraph = decided(work)
    require(may_send_extract(paragraph.label or "", verified=paragraph.verified_on is not None))
    recipients = work.session.exec(
        select(Recipient).where(col(Recipient.paragraph_id) == paragraph.id).order_by(col(Recipient.position))
    ).all()
    ways = ways_of(recipients, form.recipients)
    rows = []
    for one in recipients:
        given = ways.get(one.position)
        way, address = given.way_out if given else form.others, (given.address if given else None) or one.address
        require(recipient_reached(one.text, way, address))
        rows.append(begun(work.case, paragraph, one, str(way), address, work.now))
    post(work.session, work.case, rows, work.now)
    return Done(
        facts={"paragraph": paragraph.label, "sent": len(rows)},
        personal={"recipients": [row.recipient for row in rows]},
    )


def begun(case: Case, paragraph: Paragraph, to: Recipient, way: str, address: str | None, now: datetime) -> Dispatch:
    """A new row: in line when the program carries it, else gone."""
    carried = way in CARRIED
    return Dispatch(
        organisation_id=case.organisation_id,
        body_id=paragraph.body_id,
        secrecy=case.secrecy,
        case_id=case.id,
        paragraph_id=paragraph.id,
        record_id=paragraph.record_id,
        position=to.position,
        recipient=to.text,
        purpose=to.purpose,
        way=way,
        address=address,
        state="queued" if carried else "sent",
        sent_at=None if carried else now,
        at=now,
    )


def post(session: Session, case: Case, rows: Sequence[Dispatch], now: datetime) -> None:
    """Saves new rows, and a job for each that the program carries."""
    if not rows:
        return
    session.connection().execute(insert(Dispatch), [row.model_dump() for row in rows])
    carried = [{"dispatch": str(row.id)} for row in rows if row.state == "queued"]
    jobs.post_all(session, case.organisation_id, JOB, carried, now)


def ways_of(rows: Sequence[Recipient], given: Sequence[SentForm]) -> Mapping[int, SentForm]:
    """The ways by the recipient's place; Invalid for one that the § does not name, or that stands twice."""
    places = {row.text: row.position for row in reversed(rows)} | {row.position: row.position for row in rows}
    ways: dict[int, SentForm] = {}
    for number, one in enumerate(given):
        place = places.get(one.recipient)
        if place is None:
            raise Invalid(f"recipients.{number}.recipient", "the decision names no such recipient")
        if place in ways:
            raise Invalid(f"recipients.{number}.recipient", "stands twice")
        ways[place] = one
    return ways


def open_dispatch(session: Session, actor: Actor, dispatch_id: UUID) -> tuple[Dispatch, Case]:
    """The row, with its case locked for the act. NotFound when it is hidden; Forbidden for who does not send."""
    seen = select(Dispatch).where(col(Dispatch.id) == dispatch_id, visible(actor, Dispatch))
    case_id = found(session.exec(seen).first(), dispatch=str(dispatch_id)).case_id
    case = open_case(session, actor, case_id)
    row = session.exec(seen.with_for_update().execution_options(populate_existing=True)).one()
    permit(actor, "dispatch.keep", row.body_id)
    return row, case


def send_again(session: Session, actor: Actor, dispatch_id: UUID, form: AgainForm, now: datetime) -> Dispatch:
    """Sends an extract again to one of its recipients, with the reason; the others get nothing new.

    The old row stays and names the new one. Refused while the first is on its way, and when it has been sent again.
    """
    old, case = open_dispatch(session, actor, dispatch_id)
    require(may_send_again(old.recipient, old.state, replaced=old.replaced_by is not None))
    address = form.address or old.address
    require(recipient_reached(old.recipient, form.way_out, address))
    carried = form.way_out in CARRIED
    kept = old.model_dump(
        include={"organisation_id", "body_id", "secrecy", "case_id", "paragraph_id", "record_id", "position"}
        | {"recipient", "purpose"}
    )
    new = Dispatch(
        **kept,
        id=new_id(),
        way=form.way_out,
        address=address,
        state="queued" if carried else "sent",
        sent_at=None if carried else now,
        at=now,
        reason=form.reason,
    )
    post(session, case, [new], now)
    old.replaced_by = new.id
    session.add(old)
    tell(session, case, actor, "extract:again", old, now, {"reason": form.reason, "address": address})
    return new


def note_receipt(session: Session, actor: Actor, dispatch_id: UUID, form: ReceiptForm, now: datetime) -> Dispatch:
    """Notes that the recipient has acknowledged the extract, as when it is served (delgivning)."""
    row, case = open_dispatch(session, actor, dispatch_id)
    ahead = form.received_on.isoformat() if form.received_on > legal_day(now) else None
    require(may_note_receipt(row.recipient, row.state, ahead))
    row.state, row.received_on, row.received_by = "received", form.received_on, form.received_by
    session.add(row)
    tell(session, case, actor, "extract:received", row, now, {"received_by": form.received_by})
    return row


def note_bounce(session: Session, actor: Actor, dispatch_id: UUID, form: BounceForm, now: datetime) -> Dispatch:
    """Notes that what was sent has come back, and why; it can then be sent again."""
    row, case = open_dispatch(session, actor, dispatch_id)
    require(may_note_bounce(row.recipient, row.state))
    row.state, row.answer = "bounced", form.reason
    session.add(row)
    tell(session, case, actor, "extract:bounced", row, now, {"reason": form.reason})
    return row


def tell(
    session: Session,
    case: Case,
    actor: Actor,
    tag: str,
    row: Dispatch,
    now: datetime,
    personal: Mapping[str, str | None],
) -> None:
    """The act's entry in the case's journal; who it went to can be erased at disposal."""
    facts = {"dispatch": str(row.id), "paragraph": str(row.paragraph_id), "way": row.way}
    note(session, case, actor.act(now), tag, facts, {"recipient": row.recipient, **personal})
    session.flush()
