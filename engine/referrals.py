"""2 prepared: referrals to those who know or are concerned, and their replies.

A referral is sent when the report that asks for it is completed (`drafting`). It ends with an answer, with notice
that the recipient declines, or with a note that none came.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field as Asked
from pydantic import model_validator
from sqlmodel import Field, Session, SQLModel, col, select

from engine.cases.records import enter
from engine.cases.tables import Case, Record
from engine.db import found, new_id
from engine.documents.phrases import wording_of_letter
from engine.documents.richtext import clean
from engine.errors import Invalid, require
from engine.forms import Day, Form, Line, Rich, Text
from engine.lifecycle.work import Done, Variables, Work, have_rendered
from engine.organisations.profiles import current_profile
from engine.registry.indexing import reindex
from engine.rules.calendar import end_of_day, legal_day
from engine.rules.deadlines import may_set_due

REFERRALS_MAX = 100


class Referral(SQLModel, table=True):
    """Remiss to one recipient: sent, then answered, declined or left without answer."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    body_id: UUID = Field(foreign_key="body.id")
    secrecy: str = "open"
    recipient: str
    question: str
    sent_on: date
    due_on: date
    letter_id: UUID | None = Field(default=None, foreign_key="record.id", index=True)
    """The referral as it went out."""
    outcome: str | None = None
    answered_on: date | None = None
    record_id: UUID | None = Field(default=None, foreign_key="record.id", index=True)
    """The reply as it came in."""
    reminded_on: date | None = None


class ReferralForm(Form):
    """One referral: who is asked, what, and until when."""

    recipient: Annotated[Line, Asked(title="Remissinstans", description="Den som ombes att yttra sig.")]
    question: Annotated[Text, Asked(min_length=1, title="Fråga", description="Vad remissinstansen ska svara på.")]
    due_on: Annotated[Day, Asked(title="Svara senast", description="Sista dag för svaret.")]


class ReplyForm(Form):
    """What became of one referral. An answer, or a letter that declines, becomes an incoming record."""

    referral: Annotated[
        UUID | None,
        Asked(
            title="Remiss",
            description="Vilken remiss det gäller. Lämnas tomt när uppgiften redan gäller en viss remiss.",
        ),
    ] = None
    outcome: Annotated[
        Literal["answered", "declined", "no_answer"],
        Asked(
            title="Utfall",
            description="answered: svar har kommit; declined: avstår; no_answer: inget svar har kommit.",
        ),
    ]
    received_on: Annotated[Day | None, Asked(title="Inkommet", description="Dagen då svaret kom in.")] = None
    way_in: Annotated[
        Literal["email", "post", "by_hand", "internal", "e_service", "fax"],
        Asked(title="Hur det kom in", description="E-post, brev, överlämnat, internpost, e-tjänst eller fax."),
    ] = "email"
    title: Annotated[
        Line | None, Asked(title="Rubrik", description="Svarets rubrik, så som den står på handlingen.")
    ] = None
    text: Annotated[Rich, Asked(title="Svaret", description="Svarets text eller det viktigaste ur det (HTML).")] = ""

    @model_validator(mode="after")
    def tells_what_came(self) -> Self:
        """An answer has a day and a title; where no answer came there is nothing to register."""
        if self.outcome == "answered" and (self.received_on is None or self.title is None):
            raise ValueError("an answer needs received_on and title")
        if self.outcome == "no_answer" and (self.received_on or self.title or self.text):
            raise ValueError("where no answer came there is nothing to register")
        if self.title and self.received_on is None:
            raise ValueError("what is registered needs received_on")
        return self


def send_out(work: Work, wanted: Sequence[ReferralForm]) -> list[Referral]:
    """Sends the referrals that have not been sent in this case before, the same words to the same recipient.

    Each becomes a row of its own and an outgoing record, which is rendered after the act (OSL 5:1). Refuses a due day
    that is not ahead.
    """
    if not wanted:
        return []
    today = legal_day(work.now)
    asked = col(Referral.recipient).in_([one.recipient for one in wanted]), col(Referral.due_on) > today
    earlier = work.session.exec(select(Referral).where(col(Referral.case_id) == work.case.id, *asked))
    before = {(one.recipient, one.question, one.due_on) for one in earlier}
    sent = []
    for one in dict.fromkeys(wanted):
        require(may_set_due(one.due_on, today))
        if (one.recipient, one.question, one.due_on) not in before:
            sent.append(send_one(work, one, today))
    if sent:
        reindex(work.session, work.case)
    return sent


def send_one(work: Work, form: ReferralForm, today: date) -> Referral:
    """One referral with its letter."""
    _, profile = current_profile(work.session, work.case.organisation_id)
    letter = enter(
        work.session,
        work.case,
        work.act,
        direction="outgoing",
        kind="referral",
        title=wording_of_letter(profile, "referral", "title", {"title": work.case.title}),
        correspondent=form.recipient,
        document_date=today,
    )
    referral = Referral(
        case_id=work.case.id,
        organisation_id=work.case.organisation_id,
        body_id=work.body_id,
        secrecy=work.case.secrecy,
        sent_on=today,
        letter_id=letter.id,
        **form.model_dump(),
    )
    work.session.add(referral)
    work.session.flush()
    have_rendered(work, "referral", letter.id)
    return referral


def of_case(session: Session, case: Case) -> list[Referral]:
    """All referrals of a case in the order they were sent."""
    return list(session.exec(select(Referral).where(col(Referral.case_id) == case.id).order_by(col(Referral.id))))


def steering(sent: Sequence[Referral]) -> Variables:
    """The variables of a round: `referrals` (ids) and `referral_due` (the end of the earliest day, in UTC), or ""."""
    due = min((one.due_on for one in sent), default=None)
    return {"referrals": [str(one.id) for one in sent], "referral_due": end_of_day(due).isoformat() if due else ""}


def open_referral(work: Work, asked: UUID | None) -> Referral:
    """The referral of this case that the task is about; Invalid when it is none of the case's or has been settled."""
    own = work.variables.get("referral")
    wanted = asked or (UUID(own) if isinstance(own, str) else None)
    if wanted is None:
        raise Invalid("referral", "say which referral it is about")
    if isinstance(own, str) and wanted != UUID(own):
        raise Invalid("referral", "the task is about another referral")
    row = work.session.exec(
        select(Referral).where(col(Referral.id) == wanted, col(Referral.case_id) == work.case.id)
    ).first()
    referral = found(row, referral=str(wanted))
    if referral.outcome is not None:
        raise Invalid("referral", "its reply has been registered", outcome=referral.outcome)
    return referral


def referral_reply(work: Work, form: ReplyForm) -> Done:
    """Registers a reply as an incoming record of the case (OSL 5:1), or notes that none came.

    Settles the referral. The variable `reply` is the outcome. A day of arrival ahead of today is refused.
    """
    referral = open_referral(work, form.referral)
    today = legal_day(work.now)
    if form.received_on is not None and form.received_on > today:
        raise Invalid("received_on", "is ahead of today")
    record = register_reply(work, referral, form) if form.title else None
    referral.outcome = form.outcome
    referral.answered_on = form.received_on or today
    referral.record_id = record.id if record else None
    work.session.add(referral)
    work.session.flush()
    if record:
        reindex(work.session, work.case)
    return Done(
        {"reply": form.outcome},
        {
            "referral": str(referral.id),
            "outcome": form.outcome,
            "record": str(record.id) if record else None,
            "number": record.number if record else None,
        },
        {"recipient": referral.recipient},
    )


def register_reply(work: Work, referral: Referral, form: ReplyForm) -> Record:
    """The reply as it came in."""
    return enter(
        work.session,
        work.case,
        work.act,
        direction="incoming",
        kind="referral_reply",
        title=form.title or "",
        correspondent=referral.recipient,
        received_on=form.received_on,
        way_in=form.way_in,
        text=clean(form.text, "text") or None,
    )


def remind_referral(work: Work) -> Variables:
    """Notes today as the day when those were reminded whose time is out and who have not answered."""
    own = work.variables.get("referral")
    today = legal_day(work.now)
    for referral in of_case(work.session, work.case):
        late = referral.outcome is None and referral.due_on < today
        if late and (own is None or str(referral.id) == own):
            referral.reminded_on = today
            work.session.add(referral)
    work.session.flush()
    return {}
