"""3 decided: the agenda, attendance, the decision of each §."""

from engine.meetings.agenda import schedule
from engine.meetings.deciding import decide
from engine.meetings.deciding_forms import DecideForm
from engine.meetings.forms import AttendanceForm, CloseForm, MeetingForm, ScheduleForm
from engine.meetings.reaching import Reaching, reaching
from engine.meetings.receiving import ReceiveForm, receive_initiative
from engine.meetings.sittings import close_meeting, open_meeting, plan_meeting, record_attendance
from engine.meetings.tables import (
    Attendance,
    DecisionPoint,
    Meeting,
    Paragraph,
    Recipient,
    Reservation,
    Verifier,
)

__all__ = [
    "Attendance",
    "AttendanceForm",
    "CloseForm",
    "DecideForm",
    "DecisionPoint",
    "Meeting",
    "MeetingForm",
    "Paragraph",
    "Reaching",
    "ReceiveForm",
    "Recipient",
    "Reservation",
    "ScheduleForm",
    "Verifier",
    "close_meeting",
    "decide",
    "open_meeting",
    "plan_meeting",
    "reaching",
    "receive_initiative",
    "record_attendance",
    "schedule",
]
