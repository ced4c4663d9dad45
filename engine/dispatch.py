"""5 goes out: the extract is sent to each of those whom the decision names, and it is noted how and when."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field
from sqlmodel import col, select

from engine.errors import Invalid, require
from engine.forms import Form, Line, Place
from engine.lifecycle.work import Done, Work
from engine.meetings.agenda import decided
from engine.meetings.tables import Recipient
from engine.rules.sending import may_send_extract, recipient_reached

Way = Literal["email", "post", "internal_post", "by_hand"]


class SentForm(Form):
    """How the extract went to one recipient."""

    recipient: Annotated[
        Place | Line,
        Field(title="Mottagare", description="Mottagarens plats i listan, från 1, eller text så som i beslutet."),
    ]
    way_out: Annotated[
        Way,
        Field(title="Sätt", description="email: e-post; post: brev; internal_post: internpost; by_hand: överlämnat."),
    ]
    address: Annotated[
        Line | None,
        Field(title="Adress", description="Adressen som användes; mottagarens egen när fältet lämnas tomt."),
    ] = None


class SendForm(Form):
    """How the extract went to everybody who is to have it."""

    recipients: Annotated[
        tuple[SentForm, ...],
        Field(max_length=500, title="Mottagare", description="Hur utdraget skickades till var och en."),
    ] = ()
    others: Annotated[
        Way | None, Field(title="Övriga", description="Hur utdraget skickades till dem som inte räknats upp.")
    ] = None


def send_extracts(work: Work, form: SendForm) -> Done:
    """Marks every recipient of the § as sent, with way, address and the instant of the act.

    Refused while the § is not verified, and for a recipient who is left without a way, or without an address where
    the way needs one; a literal recipient can be sent to on paper or by hand.
    """
    paragraph = decided(work)
    require(may_send_extract(paragraph.label or "", verified=paragraph.verified_on is not None))
    rows = work.session.exec(
        select(Recipient).where(col(Recipient.paragraph_id) == paragraph.id).order_by(col(Recipient.position))
    ).all()
    ways = ways_of(rows, form.recipients)
    for row in rows:
        given = ways.get(row.position)
        way = given.way_out if given else form.others
        row.address = (given.address if given else None) or row.address
        require(recipient_reached(row.text, way, row.address))
        row.way_out, row.sent_at = way, work.now
        work.session.add(row)
    work.session.flush()
    return Done(
        facts={"paragraph": paragraph.label, "sent": len(rows)}, personal={"recipients": [row.text for row in rows]}
    )


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
