"""How a draft looks from outside, to those who prepare the case."""

import json
from datetime import date, datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Session

from api.door import Answer, Asked
from api.messages import refusal_sentence
from engine import drafting
from engine.cases.tables import Case
from engine.db import found
from engine.drafting import CopyForm, Draft, DraftVersion
from engine.drafting.comparing import Comparison
from engine.organisations.tables import User
from engine.rules.refusal import first
from engine.rules.writing import clock, may_write

Where = Literal["writing", "handed_in", "finished"]


class LeaseView(BaseModel):
    """Who writes now: since when, and until when if nothing more is heard. `since_said` is for people ("10.31")."""

    name: str
    mine: bool
    since: datetime
    until: datetime
    since_said: str


class NoticeView(BaseModel):
    """Something to be told: somebody has taken over (`taken_over`) or asks to write (`asked`)."""

    kind: str
    by: str
    at: datetime
    version: int | None
    """The version that what you had not saved was kept as."""


class DraftView(BaseModel):
    """A draft in the making. `rev` is its ETag: it moves whenever the text does."""

    id: UUID
    case_id: UUID
    kind: str
    round: int
    state: Where
    versions: int
    rev: int
    unsaved: bool
    """Whether something is written that no version holds."""
    finished_on: date | None
    record_id: UUID | None
    lease: LeaseView | None
    may_write: bool
    reason: str | None
    """Why you may not write now."""

    @classmethod
    def of(cls, session: Session, draft: Draft, who: Asked) -> Self:
        """The view of a row, for somebody at an instant."""
        own = draft.model_dump(include=set(DraftView.model_fields))
        lease = drafting.lease_of(session, draft)
        refusal = first(drafting.writable(draft), may_write(str(who.actor.user_id), lease, who.now))
        shown = None
        if lease and lease.stands(who.now):
            mine = lease.holder == str(who.actor.user_id)
            shown = LeaseView(
                name=lease.name,
                mine=mine,
                since=lease.since,
                until=lease.until,
                since_said=clock(lease.since, who.now),
            )
        return cls(
            **own,
            state="finished" if draft.finished_on else "handed_in" if draft.handed_in else "writing",
            lease=shown,
            may_write=refusal is None,
            reason=refusal_sentence(refusal) if refusal else None,
        )

    @classmethod
    def answer(cls, session: Session, draft: Draft, who: Asked, status: int = 200) -> Answer:
        """The answer to an act on a draft."""
        at = f"/api/v1/drafts/{draft.id}" if status == 201 else None
        return Answer(cls.of(session, draft, who), status, draft.rev, at)


class MissingView(BaseModel):
    """Something that a report lacks before it may be handed in: in which section (or `proposal`), and what."""

    place: str
    reason: str


def missing_in(session: Session, case: Case, body_id: UUID, content: CopyForm) -> list[MissingView]:
    """What is missing, in the words of the refusal."""
    told = drafting.missing(session, case, body_id, content)
    return [MissingView(place=place, reason=refusal_sentence(refusal)) for place, refusal in told]


class OneDraft(DraftView):
    """A draft with what is written in it now, whose saving that is, and what you have not been told yet.

    `missing` is what hinders it from being handed in.
    """

    content: CopyForm
    saved_at: datetime | None
    saved_by: str | None
    notices: list[NoticeView]
    missing: list[MissingView]

    @classmethod
    def whole(cls, session: Session, draft: Draft, who: Asked) -> Self:
        """The view of a draft with its text."""
        content, kept = drafting.working_content(session, draft)
        by = session.get(User, kept.author_id) if kept else None
        told = drafting.unseen(session, draft.id, who.actor.user_id)
        return cls(
            **DraftView.of(session, draft, who).model_dump(),
            content=content,
            saved_at=kept.at if kept else None,
            saved_by=by.name if by else None,
            missing=missing_in(session, found(session.get(Case, draft.case_id)), draft.body_id, content),
            notices=[NoticeView(kind=one.kind, by=name, at=one.at, version=one.version) for one, name in told],
        )


class DraftList(BaseModel):
    """A case's drafts, the oldest round first."""

    items: list[DraftView]


class VersionView(BaseModel):
    """A version: who saved it, when, why, and which parts it changed."""

    version: int
    author: str
    at: datetime
    why: str
    note: str | None
    restored: int | None
    changed: list[str]

    @classmethod
    def of(cls, version: DraftVersion, author: str) -> Self:
        """The view of a row."""
        own = version.model_dump(include={"version", "at", "why", "note", "restored"})
        return cls(**own, author=author, changed=json.loads(version.changed))


class VersionList(BaseModel):
    """A draft's versions, the newest first."""

    items: list[VersionView]


class OneVersion(VersionView):
    """A version with what stands in it."""

    content: CopyForm


class SectionDifferenceView(BaseModel):
    """A section with its marks: `html` holds cleaned HTML with <ins> and <del>."""

    key: str
    state: Literal["same", "changed", "added", "removed"]
    html: str
    inserted: int
    deleted: int


class ItemDifferenceView(BaseModel):
    """An item of a part that is data: as it was, as it is, and its words compared."""

    state: Literal["same", "changed", "added", "removed"]
    old: Any
    new: Any
    html: str


class ComparisonView(BaseModel):
    """What differs between two versions; without `new` the newer is what is written now."""

    old: int
    new: int | None
    changed: list[str]
    title: ItemDifferenceView
    sections: list[SectionDifferenceView]
    parts: dict[str, list[ItemDifferenceView]]

    @classmethod
    def of(cls, compared: Comparison) -> Self:
        """The view of a comparison."""
        return cls.model_validate(compared, from_attributes=True)
