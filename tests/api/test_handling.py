"""Work over many cases, over HTTP: cases that change hands, whether they make their meeting, the whole at a glance."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.api.counting import counting
from tests.api.town import Town, motion
from tests.pages.scene import MARK, REPORT, step, to_drafting

REASON = {"officer": "kollega", "reason": "Sofia är ledig till och med oktober."}


def test_a_case_changes_hands_with_a_reason_and_what_waits_goes_with_it(town: Town) -> None:
    case = to_drafting(town, "Motion om växeln", "2020-10-07")
    before = town.get(f"cases/{case}").json()
    given = town.post(f"cases/{case}/officer", REASON, "chef")
    assert given.status_code == 200, given.text
    after = town.get(f"cases/{case}").json()
    assert after["rev"] == before["rev"] + 1
    assert after["officer_id"] != before["officer_id"]
    assert [task["assigned_id"] for task in after["tasks"]] == [after["officer_id"]]
    assert [one["name"] for one in after["parties"] if one["reason"] == "officer"] == ["Kaj Moberg"]
    told = town.get(f"cases/{case}/journal").json()["items"][-1]
    assert told["tag"] == "case:reassigned"
    assert told["personal"]["reason"] == REASON["reason"]
    assert (told["personal"]["from_name"], told["personal"]["officer_name"]) == ("Sofia Rönnqvist", "Kaj Moberg")
    back = town.post(f"cases/{case}/officer", {"officer": "handlaggare", "reason": "Åter."}, "handlaggare")
    assert back.status_code == 200, "an officer takes over by themselves"
    step(town, case, "draft_report", "handlaggare", REPORT)


@pytest.mark.parametrize(
    ("who", "officer", "rule"),
    [
        ("kollega", "kulturhandl", "reassign_others"),
        ("chef", "handlaggare", "reassign_to_the_same"),
        ("chef", "chef", "officer_without_role"),
        ("chef", "kulturhandl", "officer_without_role"),
    ],
)
def test_who_may_not_have_a_case_or_give_it_away_is_told_why(
    sqlite_town: Town, who: str, officer: str, rule: str
) -> None:
    case = to_drafting(sqlite_town, "Motion om växeln", "2020-10-07")
    refused = sqlite_town.post(f"cases/{case}/officer", {"officer": officer, "reason": "Därför."}, who)
    assert refused.status_code == 409
    assert rule in refused.json()["detail"]
    assert sqlite_town.post(f"cases/{case}/officer", REASON, "registrator").status_code == 403
    assert sqlite_town.post(f"cases/{case}/officer", {"officer": "kollega"}, "chef").status_code == 422


def test_a_voided_or_closed_case_changes_no_hands(sqlite_town: Town) -> None:
    case = sqlite_town.a_board_matter()["id"]
    assert sqlite_town.post(f"cases/{case}/void", {"reason": "Dubblett"}).status_code == 200
    refused = sqlite_town.post(f"cases/{case}/officer", REASON, "chef")
    assert "case_voided" in refused.json()["detail"]


def meeting(town: Town, body: str, day: str, who: str) -> str:
    form = {"body": body, "day": day, "starts": "10.00", "place": "Luleå"}
    answer = town.post("meetings", form, who)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_the_stops_are_counted_back_from_the_first_meeting_that_is_made_or_from_a_chosen_one(town: Town) -> None:
    case = to_drafting(town, "Motion om växeln", "2020-10-07")
    bare = town.get(f"cases/{case}/stops").json()
    assert (bare["meeting"], bare["answer"], bare["stops"]) == (None, None, [])
    near = meeting(town, "regionstyrelsen", "2020-02-26", "styrelsen")
    later = meeting(town, "regionstyrelsen", "2020-04-01", "styrelsen")
    council = meeting(town, "regionfullmaktige", "2020-04-22", "fullmaktige")
    told = town.get(f"cases/{case}/stops").json()
    assert (told["meeting"]["id"], told["answer"]) == (later, "yes")
    assert [(one["name"], one["day"], one["state"]) for one in told["stops"]] == [
        ("Manusstopp", "2020-03-13", "next"),
        ("Ordförandens beredning", "2020-03-18", "ahead"),
        ("Kallelse", "2020-03-25", "ahead"),
    ]
    assert (told["council"]["id"], told["last_council"]) == (council, "2020-04-22")
    assert [one["id"] for one in told["offered"]] == [near, later, council]
    chosen = town.get(f"cases/{case}/stops?meeting={near}").json()
    assert chosen["answer"] == "no"
    assert chosen["stops"][0]["state"] == "missed"
    own = town.get(f"cases/{case}/stops?meeting={council}").json()
    assert ("Kungörelse och kallelse", "2020-04-15") in [(one["name"], one["day"]) for one in own["stops"]]
    for name, who in (("draft_report", "handlaggare"), ("review", "chef"), ("approve", "direktor")):
        step(town, case, name, who, REPORT if name == "draft_report" else {"approved": True})
    done = town.get(f"cases/{case}/stops?meeting={later}").json()
    assert [one["state"] for one in done["stops"]] == ["done", "done", "next"]


def test_the_overview_counts_what_one_sees_and_nothing_else(sqlite_town: Town) -> None:
    town = sqlite_town
    late = to_drafting(town, "Motion om sent", "2020-02-18")
    to_drafting(town, "Motion om snart", "2020-02-24")
    to_drafting(town, "Motion om senare", "2020-10-07", officer="kollega")
    town.a_motion(**{**motion(), "title": "Motion om hemligt", "secrecy": MARK})
    town.clock.at = datetime(2020, 2, 20, 9, tzinfo=UTC)
    seen: dict[str, Any] = town.get("overview").json()
    assert (seen["open_cases"], seen["late_count"], seen["soon_count"], seen["unallocated"]) == (4, 1, 1, 1)
    assert [(one["case_id"], one["due_on"]) for one in seen["late"]] == [(late, "2020-02-18")]
    assert [(one["step"], one["count"]) for one in seen["standing"]] == [("draft_report", 3), ("check_motion", 1)]
    assert [(one["name"], one["cases"], one["tasks"], one["late"]) for one in seen["load"]] == [
        ("Sofia Rönnqvist", 2, 2, 1),
        ("Kaj Moberg", 1, 1, 0),
    ]
    board = town.get("overview", "handlaggare").json()
    assert (board["open_cases"], board["unallocated"]) == (3, 0), "the secret motion is not among the officer's"
    assert town.get("overview", "ledamot").status_code == 403


def test_the_overview_asks_as_much_of_the_database_however_many_cases_there_are(sqlite_town: Town) -> None:
    asked = []
    for _ in range(2):
        for _ in range(3):
            to_drafting(sqlite_town, "Motion om växeln", "2020-02-18")
        with counting(sqlite_town.database) as counted:
            assert sqlite_town.get("overview").status_code == 200
        asked.append(len(counted.statements))
    assert asked[0] == asked[1] <= 8
