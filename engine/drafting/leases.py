"""The lease: who writes in a draft now. It is taken when writing begins, renewed by writing, and lapses by itself."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from engine.access import Actor
from engine.acts import note, permit_work, see_case
from engine.db import found
from engine.drafting.drafts import lock_draft, open_to_write, see_draft
from engine.drafting.keeping import keep_unsaved
from engine.drafting.tables import Draft, DraftNotice, DraftVersion
from engine.errors import require
from engine.journal import Value
from engine.organisations.tables import User
from engine.rules.writing import Lease, may_ask, may_take_over, may_write


def lease_of(session: Session, draft: Draft) -> Lease | None:
    """The lease on a draft, lapsed or not; None when nobody has it."""
    if draft.holder_id is None or draft.held_since is None or draft.renewed_at is None:
        return None
    holder = found(session.get(User, draft.holder_id))
    return Lease(str(holder.id), holder.name, draft.held_since, draft.renewed_at)


def require_free(session: Session, draft: Draft, by: UUID | None, now: datetime) -> None:
    """Refuses whoever does not write now while somebody else does; asks nothing when nobody else has the lease."""
    if draft.holder_id not in (None, by):
        require(may_write(str(by), lease_of(session, draft), now))


def hold(draft: Draft, by: UUID, now: datetime) -> None:
    """Gives the lease to somebody, or renews the one they have."""
    lapsed = draft.renewed_at is None or not Lease("", "", now, draft.renewed_at).stands(now)
    if draft.holder_id != by or lapsed:
        draft.held_since = now
    draft.holder_id, draft.renewed_at = by, now


def let_go(draft: Draft) -> None:
    """Nobody writes any longer."""
    draft.holder_id = draft.held_since = draft.renewed_at = None


def take_lease(session: Session, actor: Actor, draft_id: UUID, now: datetime) -> Draft:
    """Begins to write, or goes on: the lease is taken, or renewed. Refused while somebody else writes.

    What another has left unsaved is kept as a version in that person's name, with one entry in the case's journal;
    otherwise the lease is no act on the case.
    """
    seen = see_draft(session, actor, draft_id)
    if seen.holder_id == actor.user_id:
        permit_work(session, actor, "draft.write", see_case(session, actor, seen.case_id))
        draft = lock_draft(session, draft_id)
        require_free(session, draft, actor.user_id, now)
        hold(draft, actor.user_id, now)
    else:
        case, draft = open_to_write(session, actor, draft_id)
        require_free(session, draft, actor.user_id, now)
        kept = keep_unsaved(session, draft, actor.act(now))
        hold(draft, actor.user_id, now)
        if kept:
            note(session, case, actor.act(now), "draft:saved", facts_of(draft, kept))
    session.add(draft)
    session.flush()
    return draft


def facts_of(draft: Draft, version: DraftVersion) -> dict[str, Value]:
    """What the journal tells of a version."""
    return {"round": draft.round, "version": version.version, "why": version.why}


def take_over(session: Session, actor: Actor, draft_id: UUID, now: datetime) -> Draft:
    """Takes the lease from somebody who has rested for five minutes.

    Their unsaved words become a version in their name, they are told by a notice, and the journal gets one entry.
    """
    case, draft = open_to_write(session, actor, draft_id)
    lease = lease_of(session, draft)
    if lease is None or lease.holder == str(actor.user_id):
        return take_lease(session, actor, draft_id, now)
    require(may_take_over(lease, now))
    kept = keep_unsaved(session, draft, actor.act(now))
    hold(draft, actor.user_id, now)
    told(session, draft, UUID(lease.holder), "taken_over", actor, now, kept.version if kept else None)
    facts: dict[str, Value] = {"round": draft.round, "version": kept.version if kept else None}
    note(session, case, actor.act(now), "draft:taken_over", facts, {"from": lease.name})
    session.add(draft)
    session.flush()
    return draft


def ask_to_write(session: Session, actor: Actor, draft_id: UUID, now: datetime) -> None:
    """Tells whoever writes that the actor would like to. No act on the case."""
    draft = see_draft(session, actor, draft_id)
    permit_work(session, actor, "draft.write", see_case(session, actor, draft.case_id))
    lease = lease_of(session, draft)
    require(may_ask(lease, str(actor.user_id), now))
    told(session, draft, UUID(lease.holder if lease else ""), "asked", actor, now)
    session.flush()


def told(
    session: Session, draft: Draft, whom: UUID, kind: str, by: Actor, now: datetime, version: int | None = None
) -> None:
    """Leaves a notice; the same one that has not been seen is not left twice."""
    same = (col(DraftNotice.kind) == kind, col(DraftNotice.by_id) == by.user_id)
    if any(True for _ in unseen(session, draft.id, whom, *same)):
        return
    session.add(DraftNotice(draft_id=draft.id, user_id=whom, kind=kind, by_id=by.user_id, at=now, version=version))


def unseen(session: Session, draft_id: UUID, whom: UUID, *more: object) -> list[tuple[DraftNotice, str]]:
    """What somebody has not seen yet of a draft, with who caused it, the oldest first."""
    wanted = (
        select(DraftNotice, User.name)
        .join(User, col(User.id) == col(DraftNotice.by_id))
        .where(col(DraftNotice.draft_id) == draft_id, col(DraftNotice.user_id) == whom)
        .where(col(DraftNotice.seen_at).is_(None), *more)  # type: ignore[arg-type]
        .order_by(col(DraftNotice.id))
    )
    return [(notice, name) for notice, name in session.exec(wanted)]


def see_notices(session: Session, actor: Actor, draft_id: UUID, now: datetime) -> None:
    """The actor has seen what there was to tell of the draft."""
    see_draft(session, actor, draft_id)
    for notice, _ in unseen(session, draft_id, actor.user_id):
        notice.seen_at = now
        session.add(notice)
    session.flush()


def give_back(session: Session, actor: Actor, draft_id: UUID) -> Draft:
    """Stops writing; another's lease is left alone. The working copy stays as it is."""
    see_draft(session, actor, draft_id)
    draft = session.get_one(Draft, draft_id, with_for_update=True, populate_existing=True)
    if draft.holder_id == actor.user_id:
        let_go(draft)
        session.add(draft)
        session.flush()
    return draft
