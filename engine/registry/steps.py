"""The registry's steps in a motion's life: it is checked, announced, remitted, given to an officer, and closed."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlmodel import Session, col, or_, select

from engine.cases.records import place
from engine.cases.tables import Case, CaseParty, Clause
from engine.errors import Invalid, require
from engine.forms import Form, Line, Text
from engine.journal import Value
from engine.lifecycle.work import Done, Variables, Work, have_rendered
from engine.organisations.profiles import current_profile
from engine.organisations.setup import named
from engine.organisations.tables import Body, User, UserRole
from engine.registry.forms import CLAUSES_MAX
from engine.rules import deadlines, raising
from engine.rules.calendar import legal_day
from engine.rules.register import (
    may_announce_motion,
    may_handle,
    may_remit_to,
    may_return,
)

CONFIRMATION = "Bekräftelse på att motionen har kommit in"


def start_variables(session: Session, case: Case) -> Variables:
    """The routing variables that a case's process starts with: ids of bodies as strings, days as ISO or "".

    `council`, `executive_board`, `board` (who prepares; the case's own body, or the executive board for the
    council's), `deciding_body`, `due_on`, `referral_due`, `consultation`.
    """
    wanted = select(Body.kind, Body.id).where(
        col(Body.organisation_id) == case.organisation_id, col(Body.kind).in_(("council", "executive_board"))
    )
    bodies = {kind: str(body_id) for kind, body_id in session.exec(wanted)}
    council, executive = bodies.get("council", ""), bodies.get("executive_board", "")
    own = str(case.body_id)
    board = executive if own == council else own
    return {
        "council": council,
        "executive_board": executive,
        "board": board,
        "deciding_body": board,
        "due_on": "",
        "referral_due": "",
        "consultation": False,
    }


class CheckMotionForm(Form):
    """Granska motionen: it is admitted, or goes back to its movers with the reason."""

    admitted: Annotated[bool, Field(title="Tas upp")]
    signed: Annotated[bool, Field(title="Undertecknad")] = True
    one_subject: Annotated[bool, Field(title="Gäller ett ämne")] = True
    clauses: Annotated[
        tuple[Text, ...],
        Field(title="Att-satser", description="Om de inte skrevs in vid registreringen.", max_length=CLAUSES_MAX),
    ] = ()
    reason: Annotated[Text, Field(title="Skäl", description="Krävs när motionen återlämnas.")] = ""


def check_motion(work: Work, form: CheckMotionForm) -> Done:
    """Admits a motion that is written, signed, on one subject and has att-satser (KL 5:72), or returns it and closes.

    Leaves `admitted`.
    """
    clauses = clauses_of(work, form)
    if form.admitted:
        require(raising.motion_in_order(clauses, signed=form.signed, one_subject=form.one_subject))
    else:
        require(may_return(form.reason))
        work.case.outcome, work.case.closed_on = "returned", legal_day(work.now)
    return Done({"admitted": form.admitted}, {"admitted": form.admitted}, {"reason": form.reason or None})


def clauses_of(work: Work, form: CheckMotionForm) -> list[str]:
    """The motion's att-satser, those of the form added when it had none. Invalid when it had."""
    wanted = select(Clause.text).where(col(Clause.case_id) == work.case.id).order_by(col(Clause.number))
    known = list(work.session.exec(wanted))
    if known and form.clauses:
        raise Invalid("clauses", "the motion has its clauses already")
    added = [Clause(case_id=work.case.id, number=number, text=text) for number, text in enumerate(form.clauses, 1)]
    work.session.add_all(added)
    return known or list(form.clauses)


def confirm_receipt(work: Work) -> Done:
    """Tells the sender that the motion has arrived: an outgoing record, whose document a job renders."""
    record = place(
        work.case,
        work.act,
        direction="outgoing",
        kind="confirmation",
        title=CONFIRMATION,
        correspondent=work.case.sender,
        document_date=legal_day(work.now),
    )
    work.session.add(record)
    have_rendered(work, "confirmation", record.id)
    return Done(facts={"record": str(record.id), "number": record.number})


class AnnounceForm(Form):
    """Anmäl motionen: the council's meeting at which it was announced."""

    day: Annotated[date, Field(title="Sammanträdesdag", description="Dagen då fullmäktige fick motionen anmäld.")]


def announce(work: Work, form: AnnounceForm) -> Done:
    """Notes when the council was told; sets the day the motion was raised and the end of its year (KL 5:35).

    Whether it counts from the announcement or from its arrival is the profile's `rules.raised_clock`.
    """
    case = work.case
    require(may_announce_motion(case.arrived_on, form.day, legal_day(work.now)))
    _, profile = current_profile(work.session, case.organisation_id)
    case.raised_on = deadlines.raised_on(profile.rules.raised_clock, case.arrived_on, form.day)
    case.decide_by = deadlines.decide_within(case.raised_on or form.day)
    facts = {"announced": form.day, "raised_on": case.raised_on, "decide_by": case.decide_by}
    return Done({}, {name: day.isoformat() if day else None for name, day in facts.items()})


class RemitForm(Form):
    """Remittera motionen: which board prepares it, and until when."""

    board: Annotated[Line, Field(title="Nämnd", description="Nämndens kortnamn eller id.")]
    due_on: Annotated[date | None, Field(title="Svar senast", description="Dag då beredningen ska vara klar.")] = None


def remit(work: Work, form: RemitForm) -> Done:
    """Sends the motion to a board for preparation (KL 5:26); it and the executive board become parties to the case.

    Leaves `board` (id) and `due_on` (ISO day or ""). The executive board always gets to state its opinion (KL 5:28).
    """
    board = named(work.session, Body, work.case.organisation_id, "board", form.board)
    require(may_remit_to(board.kind, board.name))
    if form.due_on:
        require(deadlines.may_set_due(form.due_on, legal_day(work.now)))
    executive = work.variables.get("executive_board")
    add_bodies(work, [board.id, *([UUID(executive)] if isinstance(executive, str) and executive else [])])
    due_on = form.due_on.isoformat() if form.due_on else ""
    return Done({"board": str(board.id), "due_on": due_on}, {"board": board.slug, "due_on": due_on or None})


def add_bodies(work: Work, bodies: Iterable[UUID]) -> None:
    """Makes bodies parties to the case, so that those who work for them see it."""
    there = select(CaseParty.body_id).where(col(CaseParty.case_id) == work.case.id, col(CaseParty.body_id).is_not(None))
    known = {work.case.body_id, *work.session.exec(there)}
    new = [body for body in dict.fromkeys(bodies) if body not in known]
    work.session.add_all([CaseParty(case_id=work.case.id, body_id=body, reason="remitted") for body in new])
    work.session.flush()


class AllocateForm(Form):
    """Fördela ärendet: who handles it."""

    officer: Annotated[Line, Field(title="Handläggare", description="Användarnamn eller id.")]
    consultation: Annotated[
        bool,
        Field(title="Samverkan", description="Om facket ska höras innan nämnden beslutar (MBL 11 §)."),
    ] = False


def allocate(work: Work, form: AllocateForm) -> Done:
    """Gives the case to an officer of the body: officer tasks become that person's, who sees the case even if secret.

    Leaves `officer` (id) and `consultation`, whether the unions are to be heard (MBL 11 §). Whoever had it before is no
    longer a party to it.
    """
    officer = named(work.session, User, work.case.organisation_id, "officer", form.officer)
    require(may_handle(officer.name, officer_there=is_officer(work, officer)))
    if work.case.officer_id not in (None, officer.id):
        end_party(work, work.case.officer_id)
    if work.case.officer_id != officer.id:
        work.session.add(CaseParty(case_id=work.case.id, user_id=officer.id, reason="officer"))
    work.case.officer_id = officer.id
    own = str(officer.id)
    facts: dict[str, Value] = {"officer": own, "consultation": form.consultation}
    return Done({"officer": own, "consultation": form.consultation}, facts, {"officer_name": officer.name})


def is_officer(work: Work, user: User) -> bool:
    """Whether the user is an officer of the step's body, or of the whole organisation, on the day of the act."""
    today = legal_day(work.now)
    held = select(UserRole.id).where(
        col(UserRole.user_id) == user.id,
        col(UserRole.role) == "officer",
        or_(col(UserRole.body_id).is_(None), col(UserRole.body_id) == work.body_id),
        col(UserRole.from_day) <= today,
        or_(col(UserRole.through_day).is_(None), col(UserRole.through_day) >= today),
    )
    return user.active and work.session.exec(held).first() is not None


def end_party(work: Work, user_id: UUID | None) -> None:
    """Takes the former officer off the case."""
    former = select(CaseParty).where(
        col(CaseParty.case_id) == work.case.id,
        col(CaseParty.user_id) == user_id,
        col(CaseParty.reason) == "officer",
    )
    for party in work.session.exec(former):
        work.session.delete(party)
