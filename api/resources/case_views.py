"""How a case looks from outside."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Session, col, select

from api.door import Answer
from engine import steps
from engine.access import Actor, visible
from engine.acts import see_case
from engine.cases.tables import Case, CaseParty, Relation, Watch
from engine.lifecycle.tables import Task
from engine.organisations.tables import Body, User
from engine.registry import sheet


class CaseView(BaseModel):
    """A case as the register has it."""

    id: UUID
    dnr: str
    title: str
    kind: str
    body_id: UUID
    diary_id: UUID
    class_code: str | None
    sub_number: str | None
    """A motion's own number."""
    sender: str | None
    arrived_on: date
    raised_on: date | None
    decide_by: date | None
    officer_id: UUID | None
    outcome: str | None
    opened_at: datetime
    closed_on: date | None
    voided_reason: str | None
    secrecy: str
    provision: str | None
    marked_on: date | None
    marked_by: str | None
    reconsider_on: date | None
    records: int
    """How many running numbers its records have taken."""
    rev: int

    @classmethod
    def of(cls, case: Case) -> Self:
        """The view of a row."""
        return cls.model_validate(case, from_attributes=True)

    @classmethod
    def answer(cls, case: Case) -> Answer:
        """The answer to an act on the case."""
        return Answer(cls.of(case), rev=case.rev)


class MoverView(BaseModel):
    """Who raised the matter."""

    name: str
    party: str | None
    person_id: UUID | None


class ClauseView(BaseModel):
    """Att-sats with what came of it."""

    number: int
    text: str
    outcome: str | None


class PartyView(BaseModel):
    """Who sees the case besides those whose body it is: a user or a body."""

    user_id: UUID | None
    body_id: UUID | None
    name: str
    reason: str


class RelationView(BaseModel):
    """How the case has to do with another."""

    id: UUID
    kind: str
    case_id: UUID
    """The other case."""
    dnr: str
    title: str
    at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, relation: Relation, other: Case) -> Self:
        """The relation as it looks from the case that is not `other`."""
        return cls(
            id=relation.id,
            kind=relation.kind,
            case_id=other.id,
            dnr=other.dnr,
            title=other.title,
            at=relation.at,
            ended_at=relation.ended_at,
        )


class WatchView(BaseModel):
    """Bevakning: somebody is to look at the case on a day."""

    id: UUID
    owner_id: UUID
    due_on: date
    text: str
    done_at: datetime | None

    @classmethod
    def of(cls, watch: Watch) -> Self:
        """The view of a row."""
        return cls.model_validate(watch, from_attributes=True)


class CanDo(BaseModel):
    """A step that waits in the case; `mine` when it is yours to do."""

    id: UUID
    step: str
    name: str
    role: str
    assigned_id: UUID | None
    due_on: date | None
    since: datetime
    mine: bool


class OneCase(CaseView):
    """A case with what hangs on it and what can be done now."""

    movers: list[MoverView]
    clauses: list[ClauseView]
    parties: list[PartyView]
    relations: list[RelationView]
    watches: list[WatchView]
    tasks: list[CanDo]


def whole(session: Session, actor: Actor, case_id: UUID) -> tuple[Case, OneCase]:
    """The case in seven statements (eight with the sign-in); what is hidden of that which hangs on it is left out."""
    case = see_case(session, actor, case_id)
    related = sheet.relations(session, actor, case)
    return case, OneCase(
        **CaseView.of(case).model_dump(),
        movers=[MoverView.model_validate(one, from_attributes=True) for one in sheet.movers(session, case)],
        clauses=[ClauseView.model_validate(one, from_attributes=True) for one in sheet.clauses(session, case)],
        parties=parties(session, case),
        relations=[
            RelationView(
                id=one.id,
                kind=one.kind,
                case_id=one.other_id,
                dnr=one.other_dnr,
                title=one.other_title,
                at=one.at,
                ended_at=one.ended_at,
            )
            for one in related
        ],
        watches=watches(session, actor, case),
        tasks=can_do(session, actor, case),
    )


def parties(session: Session, case: Case) -> list[PartyView]:
    """The parties by name."""
    wanted = (
        select(CaseParty, Body.name, User.name)
        .outerjoin(Body, col(Body.id) == col(CaseParty.body_id))
        .outerjoin(User, col(User.id) == col(CaseParty.user_id))
        .where(col(CaseParty.case_id) == case.id)
        .order_by(col(CaseParty.id))
    )
    return [
        PartyView(user_id=row.user_id, body_id=row.body_id, name=body or user or "", reason=row.reason)
        for row, body, user in session.exec(wanted)
    ]


def watches(session: Session, actor: Actor, case: Case) -> list[WatchView]:
    """The watches by day."""
    wanted = select(Watch).where(col(Watch.case_id) == case.id, visible(actor, Watch))
    return [WatchView.of(row) for row in session.exec(wanted.order_by(col(Watch.due_on), col(Watch.id)))]


def can_do(session: Session, actor: Actor, case: Case) -> list[CanDo]:
    """The steps that wait, the oldest first."""
    wanted = select(Task).where(col(Task.case_id) == case.id, col(Task.done_at).is_(None), visible(actor, Task))
    rows = session.exec(wanted.order_by(col(Task.since), col(Task.id)))
    fields = set(CanDo.model_fields) - {"mine"}
    return [CanDo(**row.model_dump(include=fields), mine=steps.may_do(actor, row)) for row in rows]
