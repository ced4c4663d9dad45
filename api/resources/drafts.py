"""Drafts: begun, saved as one types, in versions; who writes now; two versions compared."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response
from sqlmodel import Session

from api.door import Answer, Asked, acting, asked, matching, shown
from api.resource import resource
from api.resources.draft_views import (
    ComparisonView,
    DraftList,
    DraftView,
    OneDraft,
    OneVersion,
    VersionList,
    VersionView,
)
from api.resources.readings import read
from engine import drafting
from engine.cases.tables import Case
from engine.db import found
from engine.drafting import CopyForm, Draft, DraftVersion, VersionForm
from engine.drafting.comparing import compare_versions
from engine.organisations.tables import User

router = resource("drafts")
Number = Annotated[int, Path(ge=1, le=100_000, description="The version's number.")]
Older = Annotated[int | None, Query(ge=1, le=100_000, description="The older version; the one before if left out.")]
Newer = Annotated[
    int | None, Query(ge=1, le=100_000, description="The newer version; what is written now if left out.")
]


@router.get("/cases/{case_id}/drafts", response_model=DraftList)
def listed(case_id: UUID, who: Annotated[Asked, asked("draft.read")]) -> DraftList:
    """The case's drafts, the oldest round first. For those who prepare the case; a draft is no record (TF 2:12)."""

    def look(session: Session) -> DraftList:
        rows = drafting.drafts_of(session, who.actor, case_id)
        return DraftList(items=[DraftView.of(session, row, who) for row in rows])

    return who.look(look)


@router.post("/cases/{case_id}/drafts", status_code=201, response_model=DraftView)
def begin(case_id: UUID, who: Annotated[Asked, acting("draft.write")]) -> Response:
    """Begins the case's report, or its next round, and takes the lease; one that is open is only opened."""

    def do(session: Session) -> Answer:
        return DraftView.answer(session, drafting.begin_draft(session, who.actor, case_id, who.now), who, 201)

    return who.act(do)


@router.get("/drafts/{draft_id}", response_model=OneDraft)
def one(draft_id: UUID, who: Annotated[Asked, asked("draft.read")]) -> Response:
    """A draft with what is written in it now, who writes, and what you are to be told."""

    def look(session: Session) -> tuple[Case, Draft, OneDraft]:
        draft = drafting.see_draft(session, who.actor, draft_id)
        case = found(session.get(Case, draft.case_id))
        return case, draft, OneDraft.whole(session, draft, who)

    case, draft, view = who.look(look)
    read(who, case)
    return shown(view, draft.rev)


@router.put("/drafts/{draft_id}/copy", response_model=DraftView)
def save(draft_id: UUID, form: CopyForm, who: Annotated[Asked, matching("draft.write")]) -> Response:
    """Saves what is written, as one types. It renews the lease; it makes no version and no entry in the journal."""

    def do(session: Session) -> Answer:
        draft = drafting.save_copy(session, who.actor, draft_id, form, who.now, who.seen)
        return DraftView.answer(session, draft, who)

    return who.act(do, form)


@router.get("/drafts/{draft_id}/versions", response_model=VersionList)
def versions(draft_id: UUID, who: Annotated[Asked, asked("draft.read")]) -> VersionList:
    """The draft's versions, the newest first: who, when, why, and what changed."""
    rows = who.look(lambda session: drafting.versions_of(session, who.actor, draft_id))
    return VersionList(items=[VersionView.of(version, author) for version, author in rows])


@router.post("/drafts/{draft_id}/versions", status_code=201, response_model=VersionView)
def keep(draft_id: UUID, form: VersionForm, who: Annotated[Asked, matching("draft.write")]) -> Response:
    """Makes a version of what is written. When nothing is new the last version is returned."""

    def do(session: Session) -> Answer:
        version = drafting.save_version(session, who.actor, draft_id, form, who.now, who.seen)
        return versioned(session, version)

    return who.act(do, form)


def versioned(session: Session, version: DraftVersion) -> Answer:
    """The answer to an act that made a version; its tag is the draft's."""
    author = found(session.get(User, version.author_id)).name
    return Answer(VersionView.of(version, author), 201, found(session.get(Draft, version.draft_id)).rev)


@router.get("/drafts/{draft_id}/versions/{number}", response_model=OneVersion)
def version(draft_id: UUID, number: Number, who: Annotated[Asked, asked("draft.read")]) -> OneVersion:
    """A version with what stands in it."""

    def look(session: Session) -> tuple[Case, OneVersion]:
        kept = drafting.version_of(session, who.actor, draft_id, number)
        author = found(session.get(User, kept.author_id)).name
        case = found(session.get(Case, found(session.get(Draft, draft_id)).case_id))
        view = VersionView.of(kept, author)
        return case, OneVersion(**view.model_dump(), content=drafting.read_copy(kept))

    case, view = who.look(look)
    read(who, case)
    return view


@router.post("/drafts/{draft_id}/versions/{number}/restore", status_code=201, response_model=VersionView)
def restore(draft_id: UUID, number: Number, who: Annotated[Asked, matching("draft.write")]) -> Response:
    """Takes up an old version as a new one; what was not saved is kept as a version first."""

    def do(session: Session) -> Answer:
        return versioned(session, drafting.restore_version(session, who.actor, draft_id, number, who.now, who.seen))

    return who.act(do)


@router.get("/drafts/{draft_id}/comparison", response_model=ComparisonView)
def compare(
    draft_id: UUID, who: Annotated[Asked, asked("draft.read")], old: Older = None, new: Newer = None
) -> ComparisonView:
    """Two versions compared: sections word by word, proposals, attachments and recipients item by item."""

    def look(session: Session) -> tuple[Case, ComparisonView]:
        told = compare_versions(session, who.actor, draft_id, old, new)
        case = found(session.get(Case, found(session.get(Draft, draft_id)).case_id))
        return case, ComparisonView.of(told)

    case, view = who.look(look)
    read(who, case)
    return view


@router.post("/drafts/{draft_id}/lease", response_model=DraftView)
def take(draft_id: UUID, who: Annotated[Asked, acting("draft.write")]) -> Response:
    """Begins to write, or shows that one still does. Refused while somebody else writes."""

    def do(session: Session) -> Answer:
        return DraftView.answer(session, drafting.take_lease(session, who.actor, draft_id, who.now), who)

    return who.act(do)


@router.post("/drafts/{draft_id}/lease/over", response_model=DraftView)
def take_over(draft_id: UUID, who: Annotated[Asked, acting("draft.write")]) -> Response:
    """Takes over from somebody who has rested for five minutes; they are told, and their words are kept."""

    def do(session: Session) -> Answer:
        return DraftView.answer(session, drafting.take_over(session, who.actor, draft_id, who.now), who)

    return who.act(do)


@router.post("/drafts/{draft_id}/lease/ask", status_code=204)
def ask(draft_id: UUID, who: Annotated[Asked, acting("draft.write")]) -> Response:
    """Tells whoever writes that you would like to."""

    def do(session: Session) -> Answer:
        drafting.ask_to_write(session, who.actor, draft_id, who.now)
        return Answer(None, 204)

    return who.act(do)


@router.delete("/drafts/{draft_id}/lease", status_code=204)
def give_back(draft_id: UUID, who: Annotated[Asked, acting("draft.write")]) -> Response:
    """Stops writing. What is written stays."""

    def do(session: Session) -> Answer:
        drafting.give_back(session, who.actor, draft_id)
        return Answer(None, 204)

    return who.act(do)


@router.delete("/drafts/{draft_id}/notices", status_code=204)
def seen(draft_id: UUID, who: Annotated[Asked, acting("draft.write")]) -> Response:
    """You have seen what you were told about the draft."""

    def do(session: Session) -> Answer:
        drafting.see_notices(session, who.actor, draft_id, who.now)
        return Answer(None, 204)

    return who.act(do)
