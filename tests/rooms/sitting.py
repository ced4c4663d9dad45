"""A board that meets on the scene's motion: what the tests of decisions, minutes and dispatch begin with."""

from datetime import UTC, datetime
from typing import Any

from engine.drafting import ReportForm, ReviewForm, approve, draft_report, finish_report, review
from engine.lifecycle.work import Done
from engine.meetings import (
    AttendanceForm,
    CloseForm,
    DecideForm,
    Meeting,
    MeetingForm,
    ScheduleForm,
    close_meeting,
    decide,
    plan_meeting,
    record_attendance,
    schedule,
)
from engine.minutes import VerifyForm, verify_minutes
from tests.rooms.scene import Scene, a_report

MEETING_DAY = datetime(2020, 5, 27, 9, 0, tzinfo=UTC)
CLOSED = datetime(2020, 5, 27, 13, 30, tzinfo=UTC)
CHAIR, MARIANNE, ANNA, BO, CARIN = "nils-olov-lindfors", "marianne-sandstrom", "anna-alm", "bo-berg", "carin-ceder"
DAVID, ELSA = "david-dahl", "elsa-ek"
EVERYBODY = (CHAIR, MARIANNE, ANNA, BO, CARIN)
APPROVAL = {"kind": "approve", "movers": [MARIANNE]}


def prepared(scene: Scene, **changes: Any) -> Scene:
    """The report is written, approved and finished."""
    draft_report(scene.work("draft_report", "officer"), ReportForm.model_validate(a_report(**changes)))
    review(scene.work("review", "manager"), ReviewForm(approved=True))
    approve(scene.work("approve", "director"), ReviewForm(approved=True))
    finish_report(scene.work("finish_report", "director"))
    return scene


def a_meeting(scene: Scene, body: str = "regionstyrelsen", day: str = "2020-05-27") -> Meeting:
    """A meeting in the morning."""
    form = MeetingForm.model_validate({"body": body, "day": day, "starts": "10.00", "place": "Regionhuset, Luleå"})
    return plan_meeting(scene.session, scene.actor("secretary"), form, scene.now)


def attended(scene: Scene, meeting: Meeting, **changes: Any) -> None:
    """Everybody serves and the chair presides."""
    form = AttendanceForm.model_validate({"members": EVERYBODY, "presides": CHAIR, **changes})
    record_attendance(scene.session, scene.actor("secretary"), meeting.id, form, scene.now)


def put_up(scene: Scene, meeting: Meeting, body: str = "regionstyrelsen") -> Done:
    """The matter stands on the agenda."""
    return schedule(scene.work("schedule", "secretary", body=body), ScheduleForm(meeting_id=meeting.id))


def decided(scene: Scene, body: str = "regionstyrelsen", **form: Any) -> Done:
    """The secretary records the decision."""
    return decide(scene.work("decide", "secretary", body=body), DecideForm.model_validate(form))


def at_the_meeting(scene: Scene, **changes: Any) -> tuple[Scene, Meeting]:
    """Prepared, put up, and the meeting is being held."""
    prepared(scene, **changes)
    meeting = a_meeting(scene)
    put_up(scene, meeting)
    held = scene.at(MEETING_DAY)
    attended(held, meeting)
    return held, meeting


def closed(scene: Scene, meeting: Meeting) -> Scene:
    """The meeting has ended."""
    after = scene.at(CLOSED)
    close_meeting(after.session, after.actor("secretary"), meeting.id, CloseForm(), after.now)
    return after


def verified(scene: Scene, body: str = "regionstyrelsen", **changes: Any) -> Done:
    """The § is verified on the day of the scene."""
    day = scene.now.date().isoformat()
    form = VerifyForm.model_validate({"verified_on": day, "by": [CHAIR, ANNA], **changes})
    return verify_minutes(scene.work("verify_minutes", "secretary", body=body), form)
