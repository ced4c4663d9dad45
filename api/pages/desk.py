"""A draft as its page shows it: what is written, who writes, what is missing, and what may be done with it now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from api.door import Asked
from api.messages import refusal_sentence
from api.pages.choices import Matter, sections
from api.pages.fields import Filled
from api.pages.grey import APPROVALS, why_not
from api.pages.sending import Sent
from api.pages.shown import Sheet
from api.resources.draft_views import MissingView, OneDraft, VersionView, missing_in
from engine import drafting, meetings, registry
from engine.access import visible
from engine.acts import may_work, permit_work, see_case
from engine.cases.tables import Case, Record
from engine.drafting import CopyForm, Draft
from engine.lifecycle.tables import Task
from engine.organisations.profiles import current_profile
from engine.rules.calendar import legal_day
from engine.rules.stops import Stop
from engine.rules.writing import may_take_over

SHEET = Sheet.of(drafting.ReportForm)
STEP = "draft_report"
LOOKED_BACK = 100
"""So many acts back somebody may have sent the report back."""
RECORDS = 200
"""Most records that are offered as attachments."""


@dataclass(frozen=True)
class Returned:
    """Who sent the report back, and why."""

    by: str
    reason: str


@dataclass(frozen=True)
class Desk:
    """The report of a case on its page. Without `view` nothing has been written of it, or of its next round."""

    case: Case
    name: str
    """What the document is called: "Tjänsteskrivelse"."""
    view: OneDraft | None
    content: CopyForm
    form: Filled
    missing: list[MissingView]
    task: Task | None
    """The step that the report is handed in by, while it waits."""
    open: bool
    """Whether the one who looks may write in it now."""
    why_not_write: str | None
    why_not_send: str | None
    why_not_take: str | None
    returned: Returned | None
    """Why it was sent back, while it is mended."""
    next_stop: Stop | None
    """The stop on the way to the case's meeting that it must make first."""
    versions: list[VersionView]
    records: list[tuple[int, str]]
    """The case's records, by number and title: what may be attached."""

    @property
    def rev(self) -> int:
        """The revision that is shown; 0 before anything has been written."""
        return self.view.rev if self.view else 0

    @property
    def round(self) -> int:
        """Which round it is: a case that is referred back gets another."""
        return self.view.round if self.view else 1

    def lacks(self, place: str) -> str | None:
        """What is missing in a section."""
        return next((one.reason for one in self.missing if one.place == place), None)


def look(
    session: Session, who: Asked, case_id: UUID, sent: Sent | None = None, refused: Exception | None = None
) -> Desk:
    """The case's report for those who prepare it, as it is or as it was typed. Reading it changes nothing."""
    case = see_case(session, who.actor, case_id)
    permit_work(session, who.actor, "draft.read", case)
    _, profile = current_profile(session, case.organisation_id)
    draft, content = standing(session, who, case)
    view = OneDraft.whole(session, draft, who) if draft else None
    body = drafting.preparing_body(session, case)
    matter = Matter(who.actor, case, draft.body_id if draft else body)
    if sent is None:
        form = SHEET.first(session, matter, begun(session, matter, case, content))
    else:
        form = SHEET.again(session, matter, sent, refused)
    task = waiting(session, who, case)
    lacking = view.missing if view else missing_in(session, case, body, content)
    lease = drafting.lease_of(session, draft) if draft else None
    taken = may_take_over(lease, who.now)
    versions = drafting.versions_of(session, who.actor, draft.id) if draft else []
    way = meetings.reaching(session, who.actor, case_id, legal_day(who.now))
    return Desk(
        case=case,
        name=drafting.sheet_for(profile, case).name,
        view=view,
        content=content,
        form=form,
        missing=lacking,
        task=task,
        open=(view is None or view.may_write) and may_work(session, who.actor, "draft.write", case),
        why_not_write=view.reason if view else None,
        why_not_send=not_sent(who, task),
        why_not_take=refusal_sentence(taken) if taken else None,
        returned=returned(session, who, case) if view and view.state == "writing" else None,
        next_stop=reach.next if (reach := way.reach) else None,
        versions=[VersionView.of(version, author) for version, author in versions],
        records=attachable(session, who, case),
    )


def standing(session: Session, who: Asked, case: Case) -> tuple[Draft | None, CopyForm]:
    """The round that is open, or that was finished last when none follows; and what is written. NotFound if hidden.

    Where a new round is to be written and nobody has begun, it begins with the words of the last.
    """
    draft = drafting.latest_draft(session, case)
    if draft is None:
        return None, CopyForm()
    drafting.see_draft(session, who.actor, draft.id)
    content, _ = drafting.working_content(session, draft)
    awaited = select(Task.id).where(col(Task.case_id) == case.id, col(Task.step) == STEP, col(Task.done_at).is_(None))
    if draft.finished_on is not None and session.exec(awaited.limit(1)).first():
        return None, content
    return draft, content


def begun(session: Session, matter: Matter, case: Case, content: CopyForm) -> Mapping[str, Any]:
    """What stands in the form: each section that the organisation writes has a place, and there is a first point."""
    given = content.model_dump(mode="json", exclude_none=True)
    written = {one["key"]: one for one in given["sections"]}
    places = [written.pop(key, {"key": key, "html": ""}) for key, _ in sections(session, matter)]
    first = {"kind": "to_council" if case.kind == "motion" else "own"}
    return {**given, "sections": [*places, *written.values()], "proposal": given["proposal"] or [first]}


def attachable(session: Session, who: Asked, case: Case) -> list[tuple[int, str]]:
    """The records of the case that may go with the report, by number and title."""
    wanted = select(Record.number, Record.title).where(
        col(Record.case_id) == case.id,
        col(Record.number).is_not(None),
        col(Record.voided_at).is_(None),
        visible(who.actor, Record),
    )
    rows = session.exec(wanted.order_by(col(Record.number)).limit(RECORDS))
    return [(int(number), title) for number, title in rows if number is not None]


def returned(session: Session, who: Asked, case: Case) -> Returned | None:
    """Why the report was sent back, if that is what was done with it last; as the journal has it."""
    told = registry.case_journal(session, who.actor, case.id, max(0, case.rev - LOOKED_BACK), LOOKED_BACK)
    for one in reversed(told):
        step = one.facts.get("step") if one.tag == "task:completed" else None
        if step in APPROVALS and one.facts.get("approved") is False and one.personal:
            return Returned(str(one.personal.get("actor", "")), str(one.personal.get("reason", "")))
        if step in (STEP, *APPROVALS):
            return None
    return None


def waiting(session: Session, who: Asked, case: Case) -> Task | None:
    """The step that waits for the report."""
    wanted = select(Task).where(
        col(Task.case_id) == case.id, col(Task.step) == STEP, col(Task.done_at).is_(None), visible(who.actor, Task)
    )
    return session.exec(wanted.order_by(col(Task.since)).limit(1)).first()


def not_sent(who: Asked, task: Task | None) -> str | None:
    """Why the report cannot be handed in, besides what is missing in it."""
    return why_not(who.actor, task) if task else "Ärendet väntar inte på någon tjänsteskrivelse just nu."
