"""How a version is kept: its HTML cleaned, what changed told beside it, and nobody's unsaved words lost."""

import json
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

from sqlmodel import Session

from engine.db import found
from engine.documents.richtext import clean
from engine.drafting.forms import CopyForm, SectionForm
from engine.drafting.tables import Draft, DraftCopy, DraftVersion
from engine.errors import Invalid
from engine.journal import Act

Content = TypeVar("Content", bound=CopyForm)
DRAFT_MAX: Final = 2_000_000
"""Longest draft in all, in characters as it is kept; a thousand pages of prose have fewer."""


def author_of(act: Act) -> UUID:
    """Who writes; Invalid when nobody acts, as in a timer's act."""
    if act.actor_id is None:
        raise Invalid("author", "a report is written by somebody")
    return act.actor_id


def cleaned(form: Content) -> Content:
    """The report with harmless HTML; a section without a word is left out. Invalid when it is too long in all."""
    sections = tuple(
        SectionForm(key=one.key, html=html)
        for place, one in enumerate(form.sections)
        if (html := clean(one.html, f"sections.{place}.html"))
    )
    if sum(len(one.html) for one in sections) > DRAFT_MAX:
        raise Invalid("sections", f"longer than {DRAFT_MAX} characters")
    return form.model_copy(update={"sections": sections})


def keep_version(
    session: Session,
    draft: Draft,
    form: CopyForm,
    act: Act,
    why: str,
    note: str | None = None,
    restored: int | None = None,
) -> DraftVersion:
    """Keeps cleaned content as the draft's next version, written by whoever acts. The caller has locked the case."""
    version = add_version(session, draft, form, author_of(act), act.now, why)
    version.note, version.restored = note, restored
    draft.rev += 1
    return version


def keep_unsaved(session: Session, draft: Draft, act: Act) -> DraftVersion | None:
    """Keeps what somebody else has written and not saved, as a version in that person's name; None for nothing.

    The text stays as it is, so the draft's `rev` does not move.
    """
    if not draft.unsaved:
        return None
    copy = found(session.get(DraftCopy, draft.id), draft=str(draft.id))
    if copy.author_id == act.actor_id:
        return None
    version = add_version(session, draft, read_copy(copy), copy.author_id, copy.at, "kept")
    session.flush()
    return version


def add_version(session: Session, draft: Draft, form: CopyForm, by: UUID, at: datetime, why: str) -> DraftVersion:
    """The next version, not yet flushed. The draft counts it and holds nothing unsaved any longer."""
    before = session.get(DraftVersion, (draft.id, draft.versions)) if draft.versions else None
    draft.versions += 1
    draft.unsaved = False
    version = DraftVersion(
        draft_id=draft.id,
        version=draft.versions,
        author_id=by,
        at=at,
        why=why,
        changed=json.dumps(changed_parts(read_copy(before) if before else CopyForm(), form)),
        content=form.model_dump_json(),
    )
    session.add_all([draft, version])
    return version


def changed_parts(old: CopyForm, new: CopyForm) -> list[str]:
    """Which parts differ: the sections by key, in the order of the new one, then what is data."""
    before = {one.key: one.html for one in old.sections}
    after = {one.key: one.html for one in new.sections}
    keys = list(dict.fromkeys([*after, *before]))
    parts = ("title", "proposal", "attachments", "recipients", "referrals")
    return [key for key in keys if before.get(key) != after.get(key)] + [
        part for part in parts if getattr(old, part) != getattr(new, part)
    ]


def read_copy(kept: DraftVersion | DraftCopy) -> CopyForm:
    """What was kept, whole or not."""
    return CopyForm.model_validate_json(kept.content)
