"""Writing as an officer does it: begun, saved as one types, saved as a version, and an old version taken up again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from engine.access import Actor
from engine.acts import note, open_case, permit_work, see_case
from engine.db import found
from engine.drafting.drafts import lock_draft, open_to_write, see_draft
from engine.drafting.forms import CopyForm, VersionForm
from engine.drafting.keeping import cleaned, keep_unsaved, keep_version, read_copy
from engine.drafting.leases import facts_of, hold, require_free, take_lease
from engine.drafting.tables import Draft, DraftCopy, DraftVersion
from engine.drafting.writing import latest_draft, open_draft, preparing_body
from engine.errors import require
from engine.organisations.tables import User
from engine.rules.duties import may_edit_draft
from engine.rules.register import may_act


def begin_draft(session: Session, actor: Actor, case_id: UUID, now: datetime) -> Draft:
    """Begins the case's report, or the next round of it, and takes the lease; one that is open is only opened.

    No act on the case: the first version is. Refused in a voided case, while the draft lies with those who approve it,
    and while somebody else writes.
    """
    case = open_case(session, actor, case_id)
    permit_work(session, actor, "draft.write", case)
    require(may_act(case.voided_reason))
    draft = open_draft(session, case, preparing_body(session, case), actor.act(now))
    require(may_edit_draft(approved=draft.handed_in))
    require_free(session, draft, actor.user_id, now)
    if kept := keep_unsaved(session, draft, actor.act(now)):
        note(session, case, actor.act(now), "draft:saved", facts_of(draft, kept))
    hold(draft, actor.user_id, now)
    session.add(draft)
    session.flush()
    return draft


def save_copy(
    session: Session, actor: Actor, draft_id: UUID, form: CopyForm, now: datetime, if_match: int | None = None
) -> Draft:
    """Saves the working copy, as one types. It renews the lease, or takes it when nobody else has it.

    The draft's `rev` moves; no version is made, and it is no act on the case. What another has left unsaved is kept as
    a version first (`take_lease`). Stale when somebody has saved since `if_match`.
    """
    if see_draft(session, actor, draft_id).holder_id != actor.user_id:
        take_lease(session, actor, draft_id, now)
    draft = lock_draft(session, draft_id, if_match)
    require_free(session, draft, actor.user_id, now)
    copy = session.get(DraftCopy, draft_id, populate_existing=True)
    content = cleaned(form).model_dump_json()
    if copy is None:
        copy = DraftCopy(draft_id=draft_id, author_id=actor.user_id, at=now, content=content)
    copy.author_id, copy.at, copy.content = actor.user_id, now, content
    hold(draft, actor.user_id, now)
    draft.rev += 1
    draft.unsaved = True
    session.add_all([draft, copy])
    session.flush()
    return draft


def write(
    session: Session, actor: Actor, case_id: UUID, form: CopyForm, now: datetime, if_match: int | None = None
) -> Draft:
    """Saves what is written of a case's report, and begins it or its next round when that has not been done.

    Nothing is saved when the same stands there already, whoever saved it: so a saving whose answer was lost on the way
    can be sent again. Consequences and refusals of `begin_draft` and `save_copy`.
    """
    draft = latest_draft(session, see_case(session, actor, case_id))
    if draft is None or draft.finished_on is not None:
        draft = begin_draft(session, actor, case_id, now)
    elif working_content(session, draft)[0] == cleaned(form):
        permit_work(session, actor, "draft.write", see_case(session, actor, case_id))
        return draft
    return save_copy(session, actor, draft.id, form, now, if_match)


def save_version(
    session: Session, actor: Actor, draft_id: UUID, form: VersionForm, now: datetime, if_match: int | None = None
) -> DraftVersion:
    """Makes a version of the working copy. When nothing has changed since the last version, that one is returned.

    One entry in the case's journal for a new version. It may lack anything; what is handed in may not.
    """
    case, draft = open_to_write(session, actor, draft_id, if_match)
    require_free(session, draft, actor.user_id, now)
    if not draft.unsaved:
        return found(session.get(DraftVersion, (draft_id, draft.versions)), version=draft.versions)
    act = actor.act(now)
    version = keep_unsaved(session, draft, act)
    if version is None:
        copy = found(session.get(DraftCopy, draft_id), draft=str(draft_id))
        version = keep_version(session, draft, read_copy(copy), act, "saved", form.note)
    hold(draft, actor.user_id, now)
    note(session, case, act, "draft:saved", facts_of(draft, version))
    session.flush()
    return version


def restore_version(
    session: Session, actor: Actor, draft_id: UUID, number: int, now: datetime, if_match: int | None = None
) -> DraftVersion:
    """Takes up an old version as a new one. What was not saved is kept as a version first; one entry in the journal."""
    case, draft = open_to_write(session, actor, draft_id, if_match)
    require_free(session, draft, actor.user_id, now)
    old = found(session.get(DraftVersion, (draft_id, number)), version=number)
    act = actor.act(now)
    if draft.unsaved and keep_unsaved(session, draft, act) is None:
        copy = found(session.get(DraftCopy, draft_id), draft=str(draft_id))
        keep_version(session, draft, read_copy(copy), act, "kept")
        session.flush()
    version = keep_version(session, draft, read_copy(old), act, "restored", restored=number)
    hold(draft, actor.user_id, now)
    note(session, case, act, "draft:saved", {**facts_of(draft, version), "restored": number})
    session.flush()
    return version


def working_content(session: Session, draft: Draft) -> tuple[CopyForm, DraftCopy | DraftVersion | None]:
    """What stands in the draft now, and whose saving it is: the working copy, else the last version, else nothing."""
    kept: DraftCopy | DraftVersion | None = session.get(DraftCopy, draft.id) if draft.unsaved else None
    if kept is None and draft.versions:
        kept = session.get(DraftVersion, (draft.id, draft.versions))
    return (read_copy(kept) if kept else CopyForm()), kept


def versions_of(session: Session, actor: Actor, draft_id: UUID) -> list[tuple[DraftVersion, str]]:
    """The draft's versions with their authors' names, the newest first; their contents are not read."""
    see_draft(session, actor, draft_id)
    wanted = (
        select(DraftVersion, User.name)
        .join(User, col(User.id) == col(DraftVersion.author_id))
        .where(col(DraftVersion.draft_id) == draft_id)
        .options(defer(col(DraftVersion.content), raiseload=True))  # type: ignore[arg-type]
    )
    return list(session.exec(wanted.order_by(col(DraftVersion.version).desc())))


def version_of(session: Session, actor: Actor, draft_id: UUID, number: int) -> DraftVersion:
    """One version. NotFound when there is none with that number."""
    see_draft(session, actor, draft_id)
    return found(session.get(DraftVersion, (draft_id, number)), version=number)
