"""After the notice of verified minutes: seen to stand or not, appealed, of legal force; and §§ done together."""

from datetime import timedelta
from typing import Any

from tests.api.town import Town
from tests.pages.scene import step
from tests.pages.sitting import MEMBERS, SECRETARY, a_meeting, called, put_up, ready


def verified(town: Town, *titles: str) -> tuple[str, list[str]]:
    """A meeting whose §§ have been verified the same day; its id and theirs."""
    meeting = a_meeting(town, "2020-02-17")
    cases = [ready(town, title) for title in titles]
    items = [put_up(town, case, meeting) for case in cases]
    called(town, meeting)
    own = [{"kind": "own", "text": "uppdra åt regiondirektören att utreda frågan"}]
    for case in cases:
        step(town, case, "decide", SECRETARY, {"points": [*PROPOSAL, *own]})
    assert town.post(f"meetings/{meeting}/close", {}, SECRETARY).status_code == 200
    answer = town.post(f"meetings/{meeting}/verify", {"verified_on": "2020-02-17", "by": list(MEMBERS[:2])}, SECRETARY)
    assert answer.json()["refused"] == []
    return meeting, items


PROPOSAL: list[dict[str, Any]] = [{"kind": "to_council", "text": "avslå motionen", "means": "rejected"}]


def a_notice(town: Town, meeting: str, up: str = "2020-02-17") -> str:
    answer = town.post(f"meetings/{meeting}/notices", {"up": up, "kept": "Regionens kansli"}, SECRETARY)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def days_pass(town: Town, days: int, *, logged: bool = True) -> None:
    """So many days, on each of which the program does what is due, or not."""
    from engine.minutes.standing import log_display

    for _ in range(days):
        town.clock.at += timedelta(days=1)
        if logged:
            log_display(town.database, town.clock.at)


def left(town: Town, meeting: str) -> dict[str, Any]:
    found: dict[str, Any] = town.get(f"meetings/{meeting}/after", SECRETARY).json()
    return found


def rule(answer: Any) -> str | None:
    return answer.json().get("rule") if answer.status_code == 409 else None


def test_all_paragraphs_of_a_meeting_are_verified_together_each_in_its_own_case(town: Town) -> None:
    meeting, _ = verified(town, "Motion om bussar", "Motion om båtar")
    found = left(town, meeting)
    assert [one["verified_on"] for one in found["paragraphs"]] == ["2020-02-17"] * 2
    assert (found["verify_by"], found["notice_by"]) == ("2020-03-02", "2020-02-19")
    again = town.post(f"meetings/{meeting}/verify", {"verified_on": "2020-02-17", "by": list(MEMBERS[:2])}, SECRETARY)
    assert again.json() == {"done": [], "refused": []}, "done again it does what was left, which is nothing"
    sent = town.post(f"meetings/{meeting}/send", {"others": "email"}, SECRETARY).json()
    assert len(sent["refused"]) == 2, "a recipient without an address cannot be mailed, and the reason is told"
    assert town.post(f"meetings/{meeting}/send", {"others": "internal_post"}, SECRETARY).json()["refused"] == []
    assert [(one["recipients"], one["reached"]) for one in left(town, meeting)["paragraphs"]] == [(1, 1)] * 2


def test_decisions_get_legal_force_the_day_after_the_time_for_appeal_once_the_court_is_asked(town: Town) -> None:
    meeting, (item,) = verified(town, "Motion om bussar")
    notice = a_notice(town, meeting)
    (standing,) = left(town, meeting)["notices"]
    assert (standing["last"], standing["earliest"]) == ("2020-03-09", "2020-03-10")
    days_pass(town, 21)
    assert rule(town.post(f"notices/{notice}/legal-force", {"asked_on": "2020-03-09"}, SECRETARY)) == (
        "legal_force_early"
    )
    assert left(town, meeting)["paragraphs"][0]["force"] == "running"
    days_pass(town, 1)
    assert left(town, meeting)["paragraphs"][0]["force"] == "earliest"
    confirmed = town.post(f"notices/{notice}/legal-force", {"asked_on": "2020-03-10"}, SECRETARY)
    assert confirmed.json() == {"paragraphs": [item]}
    assert left(town, meeting)["paragraphs"][0]["force"] == "confirmed"


def test_a_day_on_which_the_board_was_not_kept_shows_and_nothing_gets_legal_force(town: Town) -> None:
    meeting, _ = verified(town, "Motion om bussar")
    notice = a_notice(town, meeting)
    days_pass(town, 4)
    days_pass(town, 2, logged=False)
    days_pass(town, 20)
    (standing,) = left(town, meeting)["notices"]
    assert "2020-02-22" in standing["missing"]
    assert rule(town.post(f"notices/{notice}/legal-force", {"asked_on": "2020-03-14"}, SECRETARY)) == (
        "notice_interrupted"
    )
    gone = {"down": "2020-03-14", "interrupted": "Tavlan låg nere"}
    assert town.post(f"meetings/{meeting}/notices/{notice}/down", gone, SECRETARY).status_code == 200
    fresh = a_notice(town, meeting, "2020-03-14")
    (standing,) = left(town, meeting)["notices"]
    assert (standing["id"], standing["missing"]) == (fresh, None)
    assert standing["last"] == "2020-04-06", "day 21 is a Saturday"
    assert town.post(f"notices/{notice}/legal-force", {"asked_on": "2020-03-14"}, SECRETARY).status_code == 404


def test_an_appealed_paragraph_waits_for_the_court_and_the_others_get_legal_force(town: Town) -> None:
    meeting, (first, second) = verified(town, "Motion om bussar", "Motion om båtar")
    notice = a_notice(town, meeting)
    appeal = town.post(f"notices/{notice}/appeals", {"paragraph": first, "received_on": "2020-02-17"}, SECRETARY).json()
    assert left(town, meeting)["paragraphs"][0]["force"] == "appealed"
    days_pass(town, 22)
    confirmed = town.post(f"notices/{notice}/legal-force", {"asked_on": "2020-03-10"}, SECRETARY)
    assert confirmed.json() == {"paragraphs": [second]}
    half = town.post(f"appeals/{appeal['id']}", {"result": "rejected"}, SECRETARY)
    assert half.status_code == 422
    ended = {"court_number": "1234-20", "result": "rejected", "ended_on": "2020-03-10"}
    assert town.post(f"appeals/{appeal['id']}", ended, SECRETARY).status_code == 200
    assert left(town, meeting)["paragraphs"][0]["force"] == "earliest"
    confirmed = town.post(f"notices/{notice}/legal-force", {"asked_on": "2020-03-10"}, SECRETARY)
    assert confirmed.json() == {"paragraphs": [first]}


def test_a_proposal_alone_cannot_be_appealed(sqlite_town: Town) -> None:
    town = sqlite_town
    meeting, case = a_meeting(town, "2020-02-17"), ready(town, "Motion om bussar")
    item = put_up(town, case, meeting)
    called(town, meeting)
    step(town, case, "decide", SECRETARY, {})
    town.post(f"meetings/{meeting}/close", {}, SECRETARY)
    step(town, case, "verify_minutes", SECRETARY, {"verified_on": "2020-02-17", "by": list(MEMBERS[:2])})
    notice = a_notice(town, meeting)
    assert left(town, meeting)["paragraphs"][0]["force"] == "not_appealable"
    answer = town.post(f"notices/{notice}/appeals", {"paragraph": item, "received_on": "2020-02-17"}, SECRETARY)
    assert rule(answer) == "nothing_to_appeal"


def test_only_its_secretary_confirms_and_another_region_finds_nothing(sqlite_town: Town) -> None:
    meeting, _ = verified(sqlite_town, "Motion om bussar")
    notice = a_notice(sqlite_town, meeting)
    form = {"asked_on": "2020-02-17"}
    assert sqlite_town.post(f"notices/{notice}/legal-force", form, "fullmaktige").status_code == 403
    assert sqlite_town.post(f"notices/{notice}/legal-force", form, "ledamot").status_code == 403
    assert (
        sqlite_town.post(
            f"meetings/{meeting}/verify", {"verified_on": "2020-02-17", "by": ["x"]}, "ledamot"
        ).status_code
        == 403
    )
