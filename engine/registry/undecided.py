"""The list of motions that the council has not decided, which is reported to it (KL 5:35)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, or_, select

from engine.access import Actor, visible
from engine.cases.tables import Case, CaseParty, Mover
from engine.db import found
from engine.documents.models import MotionLine, UndecidedMotions
from engine.documents.phrases import wording_of_letter
from engine.organisations.profile import Profile
from engine.organisations.profiles import current_profile
from engine.organisations.tables import Body
from engine.organisations.wording import small
from engine.rules.procedure.phrases import Fact

STILL_OPEN: Final = ("referred_back", "tabled")
"""Outcomes after which the council has the motion before it again."""
LISTED_MAX: Final = 2_000
"""Most motions on one list."""


def undecided_motions(session: Session, actor: Actor, today: date) -> UndecidedMotions:
    """The motions that are not decided, by age; those whose year has run out come first (KL 5:35). Five statements.

    The list is for everybody: a motion that is marked secret is left out. NotFound where there is no council.
    """
    version, profile = current_profile(session, actor.organisation_id)
    asked = select(Body).where(col(Body.organisation_id) == actor.organisation_id, col(Body.kind) == "council")
    council = found(session.exec(asked).first(), body="council")
    motions = open_motions(session, actor)
    ids = [case.id for case in motions]
    movers, boards = movers_of(session, ids), boards_of(session, ids)
    lines = [line(profile, case, movers.get(case.id, ()), boards.get(case.id, "")) for case in motions]
    return UndecidedMotions(
        profile=str(version),
        body=council.name,
        day=today,
        late=tuple(one for one in lines if one.decide_by is not None and one.decide_by < today),
        others=tuple(one for one in lines if one.decide_by is None or one.decide_by >= today),
    )


def open_motions(session: Session, actor: Actor) -> Sequence[Case]:
    """The cases of the motions, the oldest first."""
    wanted = (
        select(Case)
        .where(
            visible(actor, Case),
            col(Case.kind) == "motion",
            col(Case.secrecy) == "open",
            col(Case.closed_on).is_(None),
            or_(col(Case.outcome).is_(None), col(Case.outcome).in_(STILL_OPEN)),
        )
        .order_by(col(Case.arrived_on), col(Case.id))
        .limit(LISTED_MAX)
    )
    return session.exec(wanted).all()


def movers_of(session: Session, cases: Sequence[UUID]) -> Mapping[UUID, tuple[str, ...]]:
    """Who has moved each, with party, in the order of the document."""
    movers: dict[UUID, tuple[str, ...]] = {}
    wanted = select(Mover).where(col(Mover.case_id).in_(cases)).order_by(col(Mover.case_id), col(Mover.position))
    for one in session.exec(wanted):
        name = f"{one.name} ({one.party})" if one.party else one.name
        movers[one.case_id] = (*movers.get(one.case_id, ()), name)
    return movers


def boards_of(session: Session, cases: Sequence[UUID]) -> Mapping[UUID, str]:
    """The board that each has been sent to for preparation."""
    wanted = (
        select(CaseParty.case_id, Body.name)
        .join(Body, col(Body.id) == col(CaseParty.body_id))
        .where(col(CaseParty.case_id).in_(cases), col(CaseParty.reason) == "remitted")
        .order_by(col(CaseParty.id).desc())
    )
    return {case: small(name) for case, name in session.exec(wanted)}


def line(profile: Profile, case: Case, movers: tuple[str, ...], board: str) -> MotionLine:
    """A motion's line."""
    stage = case.outcome or ("remitted" if board else "announced" if case.raised_on else "arrived")
    facts: dict[str, Fact] = {"stage": stage, "board": board}
    return MotionLine(
        number=case.sub_number or "",
        dnr=case.dnr,
        title=case.title,
        movers=movers,
        raised=case.raised_on,
        decide_by=case.decide_by,
        standing=wording_of_letter(profile, "undecided", "standing", facts),
    )
