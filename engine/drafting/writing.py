"""The steps that write a report: every completion is a new version, and no version is ever changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, bindparam
from sqlmodel import Session, col, select

from engine.access import Actor
from engine.acts import note, open_case, permit_work
from engine.cases.tables import Case, Clause, Record
from engine.db import found
from engine.documents.richtext import clean
from engine.drafting.completing import missing, points_of
from engine.drafting.forms import CompileForm, PointForm, ReportForm, SectionForm
from engine.drafting.keeping import author_of, cleaned, keep_unsaved, keep_version
from engine.drafting.leases import facts_of, let_go, require_free
from engine.drafting.tables import Draft, DraftVersion
from engine.errors import Invalid, Stale, require
from engine.journal import Act, Value
from engine.lifecycle.tables import Task
from engine.lifecycle.work import Done, Work
from engine.referrals import send_out, steering
from engine.rules.duties import may_edit_draft
from engine.rules.handing_in import says_outcome
from engine.rules.refusal import first

REPLIES = "<h3>Remissvar</h3>"
"""The heading under which the replies stand in the description of the matter."""


def draft_report(work: Work, form: ReportForm) -> Done:
    """Keeps the report as a new version, sends its referrals and hands it in; nobody writes in it any longer.

    Variables: `referrals` (ids of those sent now), `referral_due`, `approved` (False until somebody approves).
    Refuses a report that lacks a section the organisation wants, or does not say what becomes of the motion, whose
    attachments are not the case's, and whoever hands in while somebody else writes.
    """
    draft = open_draft(work.session, work.case, work.body_id, work.act)
    kept, version = hand_in(work.session, work.case, draft, form, work.act, "handed_in")
    draft.handed_in = True
    let_go(draft)
    sent = send_out(work, form.referrals)
    work.session.flush()
    facts: dict[str, Value] = {
        **kept,
        "round": draft.round,
        "version": version.version,
        "referrals": [str(one.id) for one in sent],
    }
    return Done({**steering(sent), "approved": False}, facts)


def hand_in(
    session: Session, case: Case, draft: Draft, form: ReportForm, act: Act, why: str
) -> tuple[dict[str, Value], DraftVersion]:
    """Keeps a whole report, checked against its case; what another had not saved is kept first, and told as a fact."""
    require_free(session, draft, act.actor_id, act.now)
    check_report(session, case, form)
    content = cleaned(form)
    if why == "handed_in":
        require(first(*(refusal for _, refusal in missing(session, case, draft.body_id, content))))
    unsaved = keep_unsaved(session, draft, act)
    version = keep_version(session, draft, content, act, why)
    return ({"kept": unsaved.version} if unsaved else {}), version


def compile_replies(work: Work, form: CompileForm) -> Done:
    """Adds the replies, summed up, to the description of the matter as a new version of the report."""
    draft, latest = current_report(work.session, work.case)
    report = read_report(latest)  # which is held, since the session forgets a row that nobody holds
    if form.summary:
        report = with_replies(report, form.summary)
    kept, version = hand_in(work.session, work.case, draft, report, work.act, "replies")
    work.session.flush()
    return Done(facts={**kept, "round": draft.round, "version": version.version})


def save_draft(session: Session, actor: Actor, case_id: UUID, form: ReportForm, now: datetime) -> DraftVersion:
    """Keeps a version without handing it in; nothing is sent. Refused while it lies with those who approve it."""
    case = open_case(session, actor, case_id)
    permit_work(session, actor, "draft.write", case)
    act = actor.act(now)
    draft = open_draft(session, case, preparing_body(session, case), act)
    require(may_edit_draft(approved=draft.handed_in))
    kept, version = hand_in(session, case, draft, form, act, "saved")
    note(session, case, act, "draft:saved", {**kept, **facts_of(draft, version)})
    session.flush()
    return version


def open_draft(session: Session, case: Case, body_id: UUID, act: Act) -> Draft:
    """The report that is being written; when there is none, or the last is finished, a new round begins."""
    last = latest_draft(session, case, to_change=True)
    if last is not None and last.finished_on is None:
        return last
    draft = Draft(
        case_id=case.id,
        organisation_id=case.organisation_id,
        body_id=body_id,
        secrecy=case.secrecy,
        kind="report",
        round=last.round + 1 if last else 1,
        author_id=author_of(act),
    )
    session.add(draft)
    session.flush()
    return draft


def preparing_body(session: Session, case: Case) -> UUID:
    """The body that the report is written for: that of the step that waits for it, else the case's own."""
    waits = col(Task.case_id) == case.id, col(Task.step) == "draft_report", col(Task.done_at).is_(None)
    body = session.exec(select(Task.body_id).where(*waits).limit(1)).first()
    return body or case.body_id


OF_CASE = col(Draft.case_id) == bindparam("case", type_=Uuid), col(Draft.kind) == "report"
LAST = col(Draft.round).desc()
LATEST = select(Draft).where(*OF_CASE).order_by(LAST).limit(1).execution_options(populate_existing=True)
NEWEST = (col(DraftVersion.draft_id) == col(Draft.id)) & (col(DraftVersion.version) == col(Draft.versions))
WRITTEN = (
    select(Draft, DraftVersion)
    .join(DraftVersion, NEWEST)
    .where(*OF_CASE)
    .order_by(LAST)
    .limit(1)
    .execution_options(populate_existing=True)
)
"""Built once: every step of a report begins with them. What an answer to the report has changed is read again."""


LATEST_TO_CHANGE = LATEST.with_for_update(of=Draft)


def latest_draft(session: Session, case: Case, *, to_change: bool = False) -> Draft | None:
    """The report of the last round, finished or not; locked when it is to be changed, after the case."""
    return session.exec(LATEST_TO_CHANGE if to_change else LATEST, params={"case": case.id}).first()


def require_unmoved(session: Session, case: Case, seen: int | None) -> None:
    """Stale when somebody had saved since the draft was seen at `seen`, asked when it has just been handed in."""
    draft = latest_draft(session, case)
    if seen is not None and draft is not None and draft.rev != seen + 1:
        raise Stale(seen=seen, now=draft.rev - 1)


def current_report(session: Session, case: Case) -> tuple[Draft, DraftVersion]:
    """The report that is being prepared with its newest version, in one statement; NotFound when there is none."""
    draft, version = found(session.exec(WRITTEN, params={"case": case.id}).first(), draft="report")
    return found(draft if draft.finished_on is None else None, draft="report"), version


def check_report(session: Session, case: Case, form: ReportForm) -> None:
    """Invalid when the report names att-satser or records that its case does not have."""
    check_clauses(session, case, form.proposal)
    for attachment in form.attachments:
        if isinstance(attachment, int):
            record_of(session, case, attachment)


def check_clauses(session: Session, case: Case, points: tuple[PointForm, ...]) -> None:
    """Invalid when a point names an att-sats that the motion does not have, or none says what becomes of the motion."""
    if says_outcome(points_of(points), motion=case.kind == "motion"):
        raise Invalid("proposal", "one point must say what becomes of the motion (means)")
    named = {number for point in points for number in point.clauses}
    if named:
        own = set(session.exec(select(Clause.number).where(col(Clause.case_id) == case.id)))
        if unknown := sorted(named - own):
            raise Invalid("proposal", "the motion has no such att-sats", clause=unknown[0])


def record_of(session: Session, case: Case, number: int) -> Record:
    """The case's record with that running number; Invalid when there is none or it has been voided."""
    wanted = select(Record).where(col(Record.case_id) == case.id, col(Record.number) == number)
    record = session.exec(wanted).first()
    if record is None or record.voided_at is not None:
        raise Invalid("attachments", "the case has no such record", record=number)
    return record


def with_replies(report: ReportForm, summary: str) -> ReportForm:
    """The report with the replies last in the description of the matter."""
    replies = REPLIES + clean(summary, "summary")
    if not any(one.key == "matter" for one in report.sections):
        added = SectionForm(key="matter", html=replies)
        return report.model_copy(update={"sections": (*report.sections, added)})
    sections = (
        one.model_copy(update={"html": one.html + replies}) if one.key == "matter" else one for one in report.sections
    )
    return report.model_copy(update={"sections": tuple(sections)})


def latest_version(session: Session, draft: Draft) -> DraftVersion:
    """The draft's newest version; NotFound when nothing has been written."""
    return found(session.get(DraftVersion, (draft.id, draft.versions)), draft=str(draft.id))


def read_report(version: DraftVersion) -> ReportForm:
    """The report of a version as it was kept."""
    return ReportForm.model_validate_json(version.content)
