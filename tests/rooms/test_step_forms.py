import json
from typing import Any

import pytest
from pydantic import ValidationError

from engine.dispatch import SendForm
from engine.drafting import CompileForm, ReportForm, ReviewForm
from engine.following import ReportBackForm
from engine.forms import Form
from engine.meetings import AttendanceForm, CloseForm, DecideForm, MeetingForm, ScheduleForm
from engine.minutes import VerifyForm
from engine.referrals import ReplyForm
from tests.rooms.scene import a_report

FORMS = (
    ReportForm,
    CompileForm,
    ReviewForm,
    ReplyForm,
    MeetingForm,
    AttendanceForm,
    CloseForm,
    ScheduleForm,
    DecideForm,
    VerifyForm,
    SendForm,
    ReportBackForm,
)
POINT: dict[str, Any] = {"kind": "own", "text": "följa frågan"}


@pytest.mark.parametrize("form", FORMS)
def test_every_field_says_in_swedish_what_belongs_in_it(form: type[Form]) -> None:
    schema = form.model_json_schema()
    for described in (schema, *schema.get("$defs", {}).values()):
        for name, field in described.get("properties", {}).items():
            assert {"title", "description"} <= field.keys(), f"{described['title']}.{name}"


@pytest.mark.parametrize(
    ("form", "sent"),
    [
        (ReportForm, a_report(attachments=[10**400])),
        (ReportForm, a_report(proposal=[])),
        (ReportForm, a_report(proposal=[{**POINT, "clauses": [0]}])),
        (ReportForm, a_report(proposal=[{**POINT, "text": "  "}])),
        (ReportForm, a_report(proposal=[{**POINT, "kind": "assignment"}])),
        (ReportForm, a_report(proposal=[{**POINT, "report_by": "9999-12-31"}])),
        (ReportForm, a_report(sections=[{"key": "decision", "html": "Bifalles"}])),
        (ReportForm, a_report(sections=[{"key": "matter", "html": "A"}, {"key": "matter", "html": "B"}])),
        (ReportForm, a_report(title="En rad\noch en till")),
        (ReportForm, a_report(secret=True)),
        (ReplyForm, {"outcome": "declined", "title": "Avstår"}),
        (MeetingForm, {"body": "styrelsen", "day": "0001-01-01", "starts": "10.00", "place": "Luleå"}),
        (MeetingForm, {"body": "styrelsen", "day": "2020-05-27", "starts": "24.00", "place": "Luleå"}),
        (CloseForm, {"closed_at": "2020-05-27T12:00:00"}),
        (CloseForm, {"closed_at": "0001-01-01T00:00:00+14:00"}),
        (DecideForm, {"claims": [{"kind": "approve", "movers": []}]}),
        (DecideForm, {"carried": [-1]}),
        (DecideForm, {"outcome": "rejected"}),
        (VerifyForm, {"verified_on": "2020-05-27", "by": []}),
        (SendForm, {"others": "pigeon"}),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_done(form: type[Form], sent: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        form.model_validate_json(json.dumps(sent))
