"""The moves that every act on a case begins and ends with: open it locked, note what was done; and seeing it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from engine.access import POLICY, Actor, permit, visible
from engine.cases.tables import Case, CaseParty
from engine.db import found
from engine.errors import Forbidden, Stale
from engine.journal import Act, Caused, Value, record


def open_case(session: Session, actor: Actor, case_id: UUID, if_match: int | None = None) -> Case:
    """Locks the case for the act and returns it.

    Raises `NotFound` when there is none or it is hidden from the actor, and `Stale` when somebody has acted on it
    since the revision `if_match` that the caller has seen.
    """
    wanted = select(Case).where(col(Case.id) == case_id, visible(actor, Case)).with_for_update(of=Case)
    case = found(session.exec(wanted).first(), case=str(case_id))
    fresh(case, if_match)
    return case


def see_case(session: Session, actor: Actor, case_id: UUID) -> Case:
    """The case, to be read and not changed. Raises `NotFound` when there is none or it is hidden from the actor."""
    wanted = select(Case).where(col(Case.id) == case_id, visible(actor, Case))
    return found(session.exec(wanted).first(), case=str(case_id))


def permit_work(session: Session, actor: Actor, verb: str, case: Case) -> None:
    """Raises `Forbidden` unless the actor holds the verb in the case's body, or in a body that the case was sent to.

    Those who prepare another body's case write notes in it, and add records to it, as its own staff do.
    """
    permit(actor, verb)
    if not may_work(session, actor, verb, case):
        raise Forbidden(verb=verb, roles=", ".join(sorted(POLICY[verb].roles)))


def may_work(session: Session, actor: Actor, verb: str, case: Case) -> bool:
    """Whether the actor holds the verb in the case's body, or in a body that the case was sent to."""
    roles = POLICY[verb].roles
    if actor.holds(roles, case.body_id):
        return True
    sent = select(CaseParty.body_id).where(col(CaseParty.case_id) == case.id, col(CaseParty.body_id).is_not(None))
    return any(actor.holds(roles, body_id) for body_id in session.exec(sent))


def fresh(case: Case, if_match: int | None) -> None:
    """Raises `Stale` when the case has moved past the revision that the caller has seen."""
    if if_match is not None and case.rev != if_match:
        raise Stale(seen=if_match, now=case.rev)


def note(
    session: Session,
    case: Case,
    act: Act,
    tag: str,
    facts: Mapping[str, Value],
    personal: Mapping[str, Value] | None = None,
    caused: Sequence[Caused] = (),
) -> None:
    """Writes the act, and what it caused, into the case's journal, which makes its next revision; saves the case."""
    record(session, "case", case, act, tag, facts, personal, caused)
    session.add(case)
