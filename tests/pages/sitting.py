"""A board that meets on a motion, through the API: for the pages of meetings to show."""

from typing import Any

from tests.api.town import Town
from tests.pages.scene import REPORT, step, to_drafting

SECRETARY = "styrelsen"
MEMBERS = ("karin-lundmark", "per-wikstrom", "marianne-sandstrom", "lars-niemi", "anna-lena-stalnacke")
AWAY = ("helena-ohman", "stig-kero")
ROLL: dict[str, Any] = {
    "members": list(MEMBERS),
    "substitutes": [{"person": "eva-astrom", "serves_for": "helena-ohman"}],
    "presides": "karin-lundmark",
}


def a_meeting(town: Town, day: str, body: str = "regionstyrelsen", who: str = SECRETARY) -> str:
    """A meeting in the morning."""
    form = {"body": body, "day": day, "starts": "10.00", "place": "Regionhuset, Luleå"}
    answer = town.post("meetings", form, who)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def called(town: Town, meeting: str, **changes: Any) -> None:
    """The roll has been called."""
    answer = town.ask("PUT", f"meetings/{meeting}/attendance", SECRETARY, json={**ROLL, **changes})
    assert answer.status_code == 204, answer.text


def ready(town: Town, title: str, due_on: str = "2020-10-07") -> str:
    """A motion whose report has been approved: it waits for a meeting of the board."""
    case = to_drafting(town, title, due_on)
    step(town, case, "draft_report", "handlaggare", REPORT)
    step(town, case, "review", "chef", {"approved": True})
    step(town, case, "approve", "direktor", {"approved": True})
    return case


def put_up(town: Town, case: str, meeting: str) -> str:
    """The case stands on the agenda; the id of its item."""
    step(town, case, "schedule", SECRETARY, {"meeting_id": meeting})
    items = town.get(f"meetings/{meeting}", SECRETARY).json()["paragraphs"]
    return str(next(one["id"] for one in items if one["case_id"] == case))


def sent_out(town: Town, title: str) -> str:
    """A § has been decided and verified, and its extract sent to its recipient; the id of the sending."""
    meeting, case = a_meeting(town, "2020-02-17"), ready(town, title)
    item = put_up(town, case, meeting)
    called(town, meeting)
    step(town, case, "decide", SECRETARY, {})
    assert town.post(f"meetings/{meeting}/close", {}, SECRETARY).status_code == 200
    step(town, case, "verify_minutes", SECRETARY, {"verified_on": "2020-02-17", "by": list(MEMBERS[:2])})
    step(town, case, "send_extracts", SECRETARY, {"others": "internal_post"})
    return str(town.get(f"paragraphs/{item}/dispatches", SECRETARY).json()["items"][0]["id"])
