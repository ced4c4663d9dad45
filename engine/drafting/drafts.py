"""Drafts as they are found and opened: for reading by staff who see them, for writing under the case's lock."""

from uuid import UUID

from sqlmodel import Session, col, select

from engine.access import Actor, visible
from engine.acts import open_case, permit_work, see_case
from engine.cases.tables import Case
from engine.db import found
from engine.drafting.tables import Draft
from engine.errors import Stale, require
from engine.rules.duties import may_edit_draft
from engine.rules.refusal import Refusal, first
from engine.rules.writing import may_change


def see_draft(session: Session, actor: Actor, draft_id: UUID) -> Draft:
    """The draft, to be read by those who prepare the case. NotFound when there is none or its case is hidden."""
    wanted = select(Draft).where(col(Draft.id) == draft_id, visible(actor, Draft))
    draft = found(session.exec(wanted).first(), draft=str(draft_id))
    permit_work(session, actor, "draft.read", see_case(session, actor, draft.case_id))
    return draft


def drafts_of(session: Session, actor: Actor, case_id: UUID) -> list[Draft]:
    """The case's drafts, the oldest first; for those who prepare it."""
    case = see_case(session, actor, case_id)
    permit_work(session, actor, "draft.read", case)
    wanted = select(Draft).where(col(Draft.case_id) == case_id, visible(actor, Draft))
    return list(session.exec(wanted.order_by(col(Draft.kind), col(Draft.round))))


def open_to_write(session: Session, actor: Actor, draft_id: UUID, if_match: int | None = None) -> tuple[Case, Draft]:
    """Locks the case, then the draft, for an act that changes the text.

    Refused when it lies with those who approve it or is finished; Stale when it has moved past `if_match`.
    """
    seen = see_draft(session, actor, draft_id)
    case = open_case(session, actor, seen.case_id)
    permit_work(session, actor, "draft.write", case)
    return case, lock_draft(session, draft_id, if_match)


def lock_draft(session: Session, draft_id: UUID, if_match: int | None = None) -> Draft:
    """Locks the draft alone, for what is no act on the case; refusals are those of `open_to_write`."""
    draft = session.get_one(Draft, draft_id, with_for_update=True, populate_existing=True)
    require(writable(draft))
    if if_match is not None and draft.rev != if_match:
        raise Stale(seen=if_match, now=draft.rev)
    return draft


def writable(draft: Draft) -> Refusal | None:
    """Whether the text may change, whoever writes."""
    return first(may_change(finished=draft.finished_on is not None), may_edit_draft(approved=draft.handed_in))
