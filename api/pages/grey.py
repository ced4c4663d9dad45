"""Why a button is grey: by the rule that guards the act behind it, in the same words."""

from sqlmodel import Session, col, select

from api.messages import refusal_sentence
from api.pages.words import words
from engine.access import Actor
from engine.cases.tables import Case
from engine.drafting.tables import DraftVersion
from engine.drafting.writing import latest_draft
from engine.lifecycle.tables import Task
from engine.organisations.profiles import current_profile
from engine.rules.duties import may_approve

APPROVALS = frozenset({"review", "approve"})


def why_not(actor: Actor, task: Task) -> str | None:
    """Why the actor cannot do the step, and who can; None when it is the actor's."""
    if task.assigned_id is not None:
        mine = task.assigned_id == actor.user_id or task.assigned_id in actor.stands_in_for
    else:
        mine = actor.holds({task.role}, task.body_id)
    return None if mine else f"Steget görs av {words()['doer'].get(task.role, task.role)}."


def warning(session: Session, actor: Actor, task: Task, case: Case) -> str | None:
    """What the actor had better know before filling in the step: one can send back one's own draft, not approve it."""
    return own_draft(session, actor, case) if task.step in APPROVALS else None


def own_draft(session: Session, actor: Actor, case: Case) -> str | None:
    """Nobody approves what they have written themselves, unless the organisation allows it."""
    draft = latest_draft(session, case)
    if draft is None:
        return None
    _, profile = current_profile(session, case.organisation_id)
    wrote = select(DraftVersion.author_id).where(col(DraftVersion.draft_id) == draft.id).distinct()
    authors = {str(author) for author in session.exec(wrote)} | {str(draft.author_id)}
    refused = may_approve(str(actor.user_id), authors, author_may_approve=profile.rules.author_may_approve)
    return refusal_sentence(refused) if refused else None
