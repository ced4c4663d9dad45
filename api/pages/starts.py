"""What stands in a step's form before anybody has filled in anything."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from api.pages.choices import Matter, sections
from engine.access import Actor
from engine.cases.tables import Case
from engine.drafting.keeping import read_copy
from engine.drafting.tables import DraftVersion
from engine.drafting.writing import latest_draft
from engine.lifecycle.tables import Task


def known_already(session: Session, task: Task, case: Case) -> Mapping[str, Any]:
    """The answers that a step begins with."""
    if task.step == "draft_report":
        return report_so_far(session, case)
    return {}


def report_so_far(session: Session, case: Case) -> dict[str, Any]:
    """The report as it was last saved, when it has come back; each section that the organisation writes has a place."""
    given: dict[str, Any] = {}
    draft = latest_draft(session, case)
    if draft is not None and draft.finished_on is None and draft.versions:
        version = session.get(DraftVersion, (draft.id, draft.versions))
        given = read_copy(version).model_dump(mode="json", exclude_none=True) if version else {}
    written = {one["key"]: one for one in given.get("sections", ())}
    nobody = Actor(case.id, case.organisation_id, "", None, frozenset())
    keys = [key for key, _ in sections(session, Matter(nobody))]
    places = [written.pop(key, {"key": key, "html": ""}) for key in keys]
    proposal = given.get("proposal") or [{}]
    return {**given, "sections": [*places, *written.values()], "proposal": proposal}
