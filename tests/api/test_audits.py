"""An audit that comes through the council, and whose answer cannot wait for the board's meeting."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine.lifecycle import runtime
from tests.api.town import Town

AUDIT: dict[str, Any] = {
    "kind": "audit_response",
    "title": "Granskning av 1177",
    "diary": "region",
    "body": "regionfullmaktige",
    "arrived_on": "2020-02-17",
    "way_in": "post",
    "sender": "Regionens revisorer",
    "answer_by": "2020-05-20",
    "record": {"kind": "cover_letter", "paper_location": "Pärm 1"},
}
ANSWER: dict[str, Any] = {"number": 1, "answer": "<p>Ja.</p>"}
PROMISE = {"number": 2, "answer": "<p>Vi gör det.</p>", "measure": "Mäta svarstiden", "owner": "Regiondirektören"}


def do(town: Town, case: str, step: str, who: str, form: Mapping[str, Any], status: int = 200) -> dict[str, Any]:
    """Somebody completes a waiting step."""
    answer = town.post(f"tasks/{town.task(case, step, who)}/complete", form, who)
    assert answer.status_code == status, answer.text
    said: dict[str, Any] = answer.json()
    return said


def answered(town: Town) -> str:
    """An audit with two recommendations that have been answered and an opinion that has been prepared."""
    case = str(town.post("cases", AUDIT).json()["id"])
    meeting = {"body": "regionstyrelsen", "starts": "10.00", "place": "Luleå"}
    for day in ("2020-05-06", "2020-06-10", "2020-09-02"):
        assert town.post("meetings", {**meeting, "day": day}, "styrelsen").status_code == 201
    do(town, case, "list_recommendations", "registrator", {"recommendations": ["Följ upp.", "Sätt mål."]})
    do(town, case, "forward_audit", "fullmaktige", {"board": "regionstyrelsen"})
    waiting = town.get(f"cases/{case}/tasks", "handlaggare").json()["items"]
    assert [(one["step"], one["due_on"]) for one in waiting] == [("answer_recommendations", "2020-05-06")]
    do(town, case, "answer_recommendations", "handlaggare", {"answers": [ANSWER, PROMISE]})
    do(town, case, "allocate", "chef", {"officer": "handlaggare"})
    report = {
        "sections": [{"key": "summary", "html": "<p>Svar.</p>"}],
        "proposal": [{"kind": "own", "text": "anta yttrandet"}],
    }
    do(town, case, "draft_report", "handlaggare", report)
    do(town, case, "review", "chef", {"approved": True})
    do(town, case, "approve", "direktor", {"approved": True})
    return case


def test_what_comes_through_the_council_is_decided_by_the_chair_and_reported_at_the_next_meeting(town: Town) -> None:
    case = answered(town)
    refused = do(town, case, "plan_decision", "styrelsen", {"urgent": True}, status=409)
    assert (refused["rule"], refused["section"]) == ("urgent_without_reason", "KL 6:39")
    do(town, case, "plan_decision", "styrelsen", {"urgent": True, "reason": "Svarsdagen infaller före sammanträdet."})
    town.clock.at = datetime(2020, 5, 18, 9, tzinfo=UTC)
    decision = {"decided_on": "2020-05-18", "text": "Yttrandet antas.", "reason": "Svarsdagen är den 20 maj."}
    assert town.post(f"tasks/{town.task(case, 'decide_urgently')}/complete", decision).status_code == 403
    do(town, case, "decide_urgently", "ordforande", decision)
    meetings = {one["day"]: one["id"] for one in town.get("meetings", "styrelsen").json()["items"]}
    for day, rule in (("2020-05-06", "urgent_reported_before"), ("2020-09-02", "urgent_reported_late")):
        refused = do(town, case, "report_urgent", "styrelsen", {"meeting_id": meetings[day]}, status=409)
        assert (refused["rule"], refused["section"]) == (rule, "KL 6:40")
    do(town, case, "report_urgent", "styrelsen", {"meeting_id": meetings["2020-06-10"]})
    listed = town.get("assignments", "handlaggare").json()["items"]
    assert [(one["text"], one["assigned_to"]) for one in listed] == [("Mäta svarstiden", "Regiondirektören")]
    do(town, case, "report_back", "handlaggare", {"reported_on": "2020-05-18", "text": "<p>Gjort.</p>"})
    do(town, case, "close_case", "registrator", {})
    closed = town.get(f"cases/{case}").json()
    assert (closed["outcome"], closed["closed_on"]) == ("decided", "2020-05-18")
    kinds = [one["kind"] for one in town.get(f"cases/{case}/records").json()["items"]]
    assert {"urgent_decision", "opinion", "report_back"} <= set(kinds)


def test_the_secretary_is_reminded_three_weeks_before_the_last_meeting_in_time(sqlite_town: Town) -> None:
    town = sqlite_town
    case = str(town.post("cases", {**AUDIT, "body": "regionstyrelsen"}).json()["id"])
    meeting = {"body": "regionstyrelsen", "day": "2020-05-06", "starts": "10.00", "place": "Luleå"}
    town.post("meetings", meeting, "styrelsen")
    do(town, case, "list_recommendations", "registrator", {"recommendations": ["Följ upp."]})
    do(town, case, "answer_recommendations", "handlaggare", {"answers": [ANSWER]})
    for at, told in ((datetime(2020, 4, 14, 21, 59, tzinfo=UTC), 0), (datetime(2020, 4, 14, 22, tzinfo=UTC), 1)):
        town.clock.at = at
        runtime.tick(town.database, town.house.engine, at)
        items = town.get("reminders", "styrelsen").json()["items"]
        assert [one["kind"] for one in items] == ["answer_due"] * told
    assert town.get("reminders", "handlaggare").json()["items"] == []
    assert town.post(f"reminders/{items[0]['id']}/seen", who="styrelsen").status_code == 200
    assert town.get("reminders", "styrelsen").json()["items"] == []


def test_every_recommendation_is_answered_and_a_promise_has_somebody_who_keeps_it(sqlite_town: Town) -> None:
    town = sqlite_town
    case = str(town.post("cases", {**AUDIT, "body": "regionstyrelsen"}).json()["id"])
    do(town, case, "list_recommendations", "registrator", {"recommendations": ["Följ upp.", "Sätt mål."]})
    for answers in (
        [ANSWER],
        [ANSWER, ANSWER],
        [ANSWER, {**PROMISE, "number": 3}],
        [ANSWER, {**PROMISE, "owner": None}],
        [ANSWER, {"number": 2, "answer": "<p>Ja.</p>", "promised_on": "2020-06-01"}],
    ):
        do(town, case, "answer_recommendations", "handlaggare", {"answers": answers}, status=422)
    link = {"recommendation": 1, "case": "9999-2020", "point": 1}
    assert town.post(f"cases/{case}/recommendations/links", link, "handlaggare").status_code == 404
    gaps = town.get(f"cases/{case}/recommendations", "handlaggare").json()["items"]
    assert [(one["number"], one["gap"]) for one in gaps] == [(1, True), (2, True)]
