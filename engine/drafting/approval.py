"""Review, approval and finishing: nobody approves their own draft, and what is finished becomes a record."""

from typing import Literal
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, update
from sqlmodel import col, select

from engine.cases.records import enter
from engine.db import found
from engine.drafting.forms import ReviewForm
from engine.drafting.tables import Draft, DraftVersion
from engine.drafting.writing import current_report, read_report
from engine.errors import require
from engine.lifecycle.work import Done, Work, have_rendered
from engine.organisations.profiles import current_profile
from engine.registry.indexing import reindex
from engine.rules.calendar import legal_day
from engine.rules.duties import may_approve
from engine.statements import Prepared


def review(work: Work, form: ReviewForm) -> Done:
    """The manager approves, or sends the report back with reasons. Variable `approved`."""
    return judge(work, form, "review")


def approve(work: Work, form: ReviewForm) -> Done:
    """The director approves in the administration's name, or sends the report back. Variable `approved`."""
    return judge(work, form, "approve")


ANSWER = Prepared(
    update(Draft)
    .where(
        col(Draft.case_id) == bindparam("case", type_=Uuid),
        col(Draft.kind) == "report",
        col(Draft.finished_on).is_(None),
    )
    .values(
        handed_in=bindparam("approved"),
        approved_by=bindparam("by"),
        reviewed_by=func.coalesce(bindparam("reviewer", type_=Uuid), col(Draft.reviewed_by)),
    )
    .returning(col(Draft.id), col(Draft.author_id), col(Draft.round), col(Draft.versions))
)


def judge(work: Work, form: ReviewForm, stage: Literal["review", "approve"]) -> Done:
    """Refuses whoever wrote any version of the draft, unless the organisation allows it (`author_may_approve`)."""
    by = work.act.actor_id if form.approved and stage == "approve" else None
    reviewer = work.act.actor_id if form.approved and stage == "review" else None
    said = {"case": work.case.id, "approved": form.approved, "by": by, "reviewer": reviewer}
    answered = ANSWER.run(work.session, said)
    draft = found(answered.first(), draft="report")
    if form.approved:
        _, profile = current_profile(work.session, work.case.organisation_id)
        wrote = authors(work, UUID(str(draft.id))) | {str(UUID(str(draft.author_id)))}
        allowed = profile.rules.author_may_approve
        require(may_approve(str(work.act.actor_id), wrote, author_may_approve=allowed))
    facts = {"round": draft.round, "version": draft.versions, "approved": form.approved}
    return Done({"approved": form.approved}, facts, {"reason": form.reason} if form.reason else {})


def authors(work: Work, draft_id: UUID) -> set[str]:
    """Everybody who wrote a version of the draft."""
    wrote = select(DraftVersion.author_id).where(col(DraftVersion.draft_id) == draft_id).distinct()
    return {str(author) for author in work.session.exec(wrote)}


def finish_report(work: Work) -> Done:
    """Ends the round: the report is registered as an internal record (TF 2:10) and is rendered after the act."""
    draft, version = current_report(work.session, work.case)
    report = read_report(version)
    record = enter(
        work.session,
        work.case,
        work.act,
        direction="internal",
        kind="report",
        title=report.title or work.case.title,
        document_date=legal_day(work.now),
    )
    draft.finished_on = legal_day(work.now)
    draft.record_id = record.id
    work.session.add(draft)
    work.session.flush()
    reindex(work.session, work.case)
    have_rendered(work, "report", record.id)
    return Done(facts={"record": str(record.id), "number": record.number})
