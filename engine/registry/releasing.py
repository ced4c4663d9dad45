"""Begäran om utlämnande: received, judged record by record, answered, refused in writing, appealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import Field
from sqlmodel import Session, col, select

from engine import jobs
from engine.access import Actor, permit, visible
from engine.cases.tables import Case, Record
from engine.db import found
from engine.errors import Invalid, require
from engine.forms import Form, Line, Text
from engine.journal import Value
from engine.registry.forms import LooseRecordForm, WayIn
from engine.registry.opening import open_record
from engine.registry.records import add_loose_record
from engine.registry.release_tables import ReleaseJudgement, ReleaseRequest
from engine.rules.calendar import legal_day
from engine.rules.refusal import first
from engine.rules.release import Judgement, judged, may_answer, may_appeal, may_decide, may_judge

SHOWN: Final = 200
KIND: Final = "release_request"


class AskForm(Form):
    """Somebody asks for records. Who they are is not asked (TF 2:18): the name may be left empty."""

    asks: Annotated[Text, Field(title="Vad som begärs", min_length=1, description="Så som det begärdes.")]
    requester: Annotated[
        Line | None, Field(title="Begärs av", description="Lämnas tomt när den som begär är anonym (TF 2:18).")
    ] = None
    received_on: Annotated[date, Field(title="Kom in")]
    way_in: Annotated[WayIn, Field(title="Hur den kom in")] = "email"
    diary: Annotated[Line, Field(title="Diarium", description="Diariets kortnamn eller id.")]
    body: Annotated[Line, Field(title="Organ", description="Organets kortnamn eller id.")]


class JudgeForm(Form):
    """What is judged of one record: it is let out whole, with something masked, or not at all."""

    record: Annotated[
        Line, Field(title="Handling", description="Diarienummer och handlingens nummer, till exempel 272-2020:3.")
    ]
    judgement: Annotated[Judgement, Field(title="Bedömning")]
    provision: Annotated[
        Line | None, Field(title="Bestämmelse", description="Krävs när något hålls tillbaka: OSL 25 kap. 1 §.")
    ] = None
    reason: Annotated[Line | None, Field(title="Varför", description="Kort, utan att röja det som skyddas.")] = None


class AnswerForm(Form):
    """The answer is given: what is let out goes to whoever asked."""

    way: Annotated[
        Literal["email", "post", "on_the_spot", "by_hand"],
        Field(title="Hur", description="email: e-post; post: brev; on_the_spot: på stället; by_hand: överlämnat."),
    ]


class RefusalForm(Form):
    """The authority's written decision, with how it is appealed (OSL 6:3)."""

    authority: Annotated[Line, Field(title="Beslutande", description="Myndigheten eller den som har delegation.")]
    court: Annotated[Line, Field(title="Överklagas till", description="Till exempel Kammarrätten i Sundsvall.")]
    reasons: Annotated[Text, Field(title="Skäl", min_length=1, description="Utan att röja det som skyddas.")]
    told_on: Annotated[
        date | None, Field(title="Delgivet", description="Dagen då den som begärde fick beslutet; i dag om tomt.")
    ] = None


class AppealForm(Form):
    """An appeal that has come in."""

    received_on: Annotated[date, Field(title="Överklagandet kom in")]
    court_case: Annotated[Line | None, Field(title="Domstolens målnummer")] = None


@dataclass(frozen=True)
class Judged:
    """A judgement with the record that it is about, of those that one sees."""

    record_id: UUID
    dnr: str
    number: int | None
    title: str
    judgement: str
    provision: str | None
    reason: str | None
    by_name: str
    at: datetime


def receive_request(session: Session, actor: Actor, form: AskForm, now: datetime) -> ReleaseRequest:
    """Registers a request for records: a record of its own in the diary, with a dnr. One entry, on that record."""
    said = LooseRecordForm(
        direction="incoming",
        kind=KIND,
        title="Begäran om utlämnande av allmän handling",
        correspondent=form.requester or "Anonym",
        received_on=form.received_on,
        way_in=form.way_in,
        diary=form.diary,
        body=form.body,
    )
    record = add_loose_record(session, actor, said, now)
    request = ReleaseRequest(
        organisation_id=record.organisation_id,
        body_id=record.body_id,
        record_id=record.id,
        dnr=record.dnr or "",
        asks=form.asks,
        received_on=form.received_on,
    )
    session.add(request)
    session.flush()
    return request


def requests(session: Session, actor: Actor) -> list[ReleaseRequest]:
    """The requests that the actor sees: those that wait first, by day; then the answered ones, the newest first."""
    wanted = select(ReleaseRequest).where(visible(actor, ReleaseRequest))
    waits = wanted.where(col(ReleaseRequest.answered_on).is_(None)).order_by(col(ReleaseRequest.id)).limit(SHOWN)
    rest = wanted.where(col(ReleaseRequest.answered_on).is_not(None)).order_by(col(ReleaseRequest.id).desc())
    return [*session.exec(waits), *session.exec(rest.limit(SHOWN))]


def see_request(session: Session, actor: Actor, request_id: UUID) -> ReleaseRequest:
    """A request. NotFound when there is none or it is hidden from the actor."""
    wanted = select(ReleaseRequest).where(col(ReleaseRequest.id) == request_id, visible(actor, ReleaseRequest))
    return found(session.exec(wanted).first(), request=str(request_id))


def judgements(session: Session, actor: Actor, request: ReleaseRequest) -> list[Judged]:
    """What has been judged, of records that the actor sees; one statement."""
    wanted = (
        select(ReleaseJudgement, Record, Case.dnr)
        .join(Record, col(Record.id) == col(ReleaseJudgement.record_id))
        .outerjoin(Case, col(Case.id) == col(Record.case_id))
        .where(col(ReleaseJudgement.request_id) == request.id, visible(actor, Record))
        .order_by(col(ReleaseJudgement.id))
    )
    return [
        Judged(
            record.id,
            dnr or record.dnr or "",
            record.number,
            record.title,
            one.judgement,
            one.provision,
            one.reason,
            one.by_name,
            one.at,
        )
        for one, record, dnr in session.exec(wanted)
    ]


def judge(session: Session, actor: Actor, request_id: UUID, form: JudgeForm, now: datetime) -> ReleaseRequest:
    """Judges one record, anew if it was judged before. One entry. Refused without a provision, and once answered."""
    request = opened(session, actor, request_id)
    record = named_record(session, actor, form.record)
    require(first(may_judge(request.answered_on), judged(form.judgement, form.provision or "", form.record)))
    wanted = select(ReleaseJudgement).where(
        col(ReleaseJudgement.request_id) == request.id, col(ReleaseJudgement.record_id) == record.id
    )
    row = session.exec(wanted).first() or ReleaseJudgement(
        request_id=request.id, record_id=record.id, judgement="", by_name="", at=now
    )
    row.judgement, row.provision, row.reason = form.judgement, form.provision, form.reason
    row.by_name, row.at = actor.name, now
    session.add(row)
    told: dict[str, Value] = {"about": str(record.id), "judgement": form.judgement, "provision": form.provision}
    tell(session, actor, request, now, "release:judged", told, {"reason": form.reason})
    return request


def answer(session: Session, actor: Actor, request_id: UUID, form: AnswerForm, now: datetime) -> ReleaseRequest:
    """Notes that whoever asked has been answered. One entry. Refused while nothing has been judged."""
    request = opened(session, actor, request_id)
    require(first(may_judge(request.answered_on), may_answer(judged_so_far(session, request))))
    request.answered_on = legal_day(now)
    tell(session, actor, request, now, "release:answered", {"way": form.way})
    return request


def refuse(session: Session, actor: Actor, request_id: UUID, form: RefusalForm, now: datetime) -> ReleaseRequest:
    """Decides in writing that something is not let out, with how it is appealed (OSL 6:3). One entry.

    The decision is drawn afterwards and lies with the request's record. It answers the request if nothing had.
    """
    request = opened(session, actor, request_id)
    require(may_decide(judged_so_far(session, request), request.decided_on))
    today = legal_day(now)
    request.decided_on, request.told_on = today, form.told_on or today
    request.authority, request.court, request.reasons = form.authority, form.court, form.reasons
    request.answered_on = request.answered_on or today
    tell(session, actor, request, now, "release:refused", {"authority": form.authority}, {"reasons": form.reasons})
    record = session.get_one(Record, request.record_id)
    payload = {"document": "release_decision", "record": str(record.id), "cause": str(record.rev)}
    jobs.post(session, request.organisation_id, "render", payload, now)
    return request


def appeal(session: Session, actor: Actor, request_id: UUID, form: AppealForm, now: datetime) -> ReleaseRequest:
    """Notes that the decision has been appealed (OSL 6:7). One entry. Refused while there is no decision."""
    request = opened(session, actor, request_id)
    require(may_appeal(request.decided_on))
    request.appealed_on, request.court_case = form.received_on, form.court_case
    told: dict[str, Value] = {"received_on": form.received_on.isoformat(), "court_case": form.court_case}
    tell(session, actor, request, now, "release:appealed", told)
    return request


def opened(session: Session, actor: Actor, request_id: UUID) -> ReleaseRequest:
    """The request for an act of somebody who may work with it; its record is locked by what tells of the act."""
    request = see_request(session, actor, request_id)
    permit(actor, "release.keep", request.body_id)
    return request


def tell(
    session: Session,
    actor: Actor,
    request: ReleaseRequest,
    now: datetime,
    tag: str,
    facts: Mapping[str, Value],
    personal: Mapping[str, Value] | None = None,
) -> None:
    """Saves the request and writes the act's entry on its record."""
    session.add(request)
    open_record(session, actor, request.record_id).tell(session, actor.act(now), tag, facts, personal)


def judged_so_far(session: Session, request: ReleaseRequest) -> list[Judgement]:
    """What has been judged of all its records, hidden ones among them."""
    wanted = select(ReleaseJudgement.judgement).where(col(ReleaseJudgement.request_id) == request.id)
    return list(session.exec(wanted))  # type: ignore[arg-type]


def named_record(session: Session, actor: Actor, key: str) -> Record:
    """A record that the actor sees, by id, by its own dnr, or by its case's dnr and its number. Invalid otherwise."""
    wanted = select(Record).where(visible(actor, Record))
    dnr, _, number = key.rpartition(":")
    try:
        wanted = wanted.where(col(Record.id) == UUID(key))
    except ValueError:
        if dnr and number.isdecimal() and len(number) < 6:
            cases = select(Case.id).where(visible(actor, Case), col(Case.dnr) == dnr.strip())
            wanted = wanted.where(col(Record.case_id).in_(cases), col(Record.number) == int(number))
        else:
            wanted = wanted.where(col(Record.dnr) == key)
    record = session.exec(wanted).first()
    if record is None:
        raise Invalid("record", "there is none with that name", name=key)
    return record
