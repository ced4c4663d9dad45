"""The ledger of a meeting: who leaves and comes, another chair, a break; and what each § says of who decided it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.api.town import Town
from tests.pages.scene import step
from tests.pages.sitting import SECRETARY, a_meeting, called, put_up, ready

STIG = "stig-kero"


def happens(town: Town, meeting: str, kind: str, person: str | None = None, **form: Any) -> Any:
    town.clock.at += timedelta(minutes=10)
    said = {"kind": kind, **({"person": person} if person else {}), **form}
    return town.post(f"meetings/{meeting}/moments", said, SECRETARY)


def rule(answer: Any) -> str | None:
    return answer.json().get("rule") if answer.status_code == 409 else None


def held(town: Town) -> str:
    """A meeting whose roll has been called at nine: six serve, Eva among them for Helena."""
    town.clock.at = datetime(2020, 2, 17, 8, tzinfo=UTC)
    meeting = a_meeting(town, "2020-02-17")
    called(town, meeting)
    return meeting


def decided(town: Town, meeting: str, title: str) -> str:
    """An item decided as the meeting sits now; what its § says of who was there."""
    case = ready(town, title)
    item = put_up(town, case, meeting)
    town.clock.at += timedelta(minutes=10)
    step(town, case, "decide", SECRETARY, {})
    return item


def serving(town: Town, meeting: str) -> str:
    """The minutes as they read now, with ordinary spaces and nothing round what is kept on one line."""
    read = str(town.get(f"meetings/{meeting}/minutes.html", SECRETARY).text).replace("\u00a0", " ")
    return re.sub(r'<span class="kept">([^<]*)</span>', r"\1", read)


def test_who_left_and_who_came_shows_at_each_paragraph_and_on_the_cover(town: Town) -> None:
    meeting = held(town)
    decided(town, meeting, "Motion om bussar")
    assert happens(town, meeting, "left", "lars-niemi").status_code == 201
    assert happens(town, meeting, "arrived", STIG).status_code == 201
    assert happens(town, meeting, "arrived", "helena-ohman").status_code == 201
    decided(town, meeting, "Motion om båtar")
    assert happens(town, meeting, "arrived", "lars-niemi").status_code == 201
    decided(town, meeting, "Motion om broar")
    read = serving(town, meeting)
    assert read.count("Lars Niemi (S) är inte närvarande när ärendet behandlas.") == 1
    assert read.count("Stig Kero (SJVP) är inte närvarande") == 0, "who had not come yet is not told of at § 1"
    cover = read[read.index("Lars Niemi") - 2000 : read.index("Motion om bussar")]
    assert "§§ 1, 3" in cover, "Lars decided in two"
    assert "§§ 2–3" in cover, "Stig and Helena from the second on"


def test_another_takes_the_chair_and_signs_what_was_decided_then(town: Town) -> None:
    meeting = held(town)
    assert rule(happens(town, meeting, "left", "karin-lundmark")) == "left_while_presiding"
    assert happens(town, meeting, "presides", "per-wikstrom").status_code == 201
    assert happens(town, meeting, "left", "karin-lundmark").status_code == 201
    decided(town, meeting, "Motion om bussar")
    assert "Per Wikström (M) leder sammanträdet under paragrafen." in serving(town, meeting)


def test_a_substitute_takes_the_seat_of_one_who_leaves_and_nothing_is_decided_in_a_break(town: Town) -> None:
    town.clock.at = datetime(2020, 2, 17, 8, tzinfo=UTC)
    meeting = a_meeting(town, "2020-02-17")
    called(town, meeting, substitutes=[], present=["eva-astrom"])
    assert rule(happens(town, meeting, "left", "lars-niemi", substitute="nils-bergqvist")) == "substitute_seat_missing"
    assert happens(town, meeting, "left", "lars-niemi", substitute="eva-astrom").status_code == 201
    decided(town, meeting, "Motion om bussar")
    assert "Eva Åström (S) tjänstgör i stället för Lars Niemi." in serving(town, meeting)
    case = ready(town, "Motion om båtar")
    put_up(town, case, meeting)
    assert happens(town, meeting, "adjourned").status_code == 201
    town.clock.at += timedelta(minutes=10)
    task = town.task(case, "decide", SECRETARY)
    assert rule(town.post(f"tasks/{task}/complete", {}, SECRETARY)) == "meeting_adjourned"
    assert happens(town, meeting, "resumed").status_code == 201
    town.clock.at += timedelta(minutes=10)
    assert town.post(f"tasks/{task}/complete", {}, SECRETARY).status_code == 200
    assert "kl. 09.40–10.00" in serving(town, meeting), "the cover tells of the break"


def test_what_was_noted_last_is_undone_until_a_paragraph_leans_on_it(town: Town) -> None:
    meeting = held(town)
    came = happens(town, meeting, "arrived", STIG).json()["id"]
    assert STIG_THERE in roll(town, meeting)
    assert town.post(f"meetings/{meeting}/moments/{came}/undo", who=SECRETARY).status_code == 204
    assert STIG_THERE not in roll(town, meeting), "who did not come is recorded no more"
    left = happens(town, meeting, "left", "lars-niemi").json()["id"]
    decided(town, meeting, "Motion om bussar")
    assert town.post(f"meetings/{meeting}/moments/{left}/undo", who=SECRETARY).status_code == 422


STIG_THERE = ("Stig Kero", "member")


def roll(town: Town, meeting: str) -> list[tuple[str, str]]:
    found = town.get(f"meetings/{meeting}", SECRETARY).json()["attendance"]
    return [(one["name"], one["part"]) for one in found]


def test_an_item_taken_up_before_is_decided_by_those_who_sat_then(sqlite_town: Town) -> None:
    meeting = held(sqlite_town)
    case = ready(sqlite_town, "Motion om bussar")
    put_up(sqlite_town, case, meeting)
    taken_up = sqlite_town.clock.at + timedelta(minutes=5)
    happens(sqlite_town, meeting, "left", "lars-niemi")
    step(sqlite_town, case, "decide", SECRETARY, {"taken_up_at": taken_up.isoformat()})
    assert "är inte närvarande" not in serving(sqlite_town, meeting)


def test_the_list_for_fees_tells_from_when_until_when_and_no_cell_is_a_formula(sqlite_town: Town) -> None:
    meeting = held(sqlite_town)
    happens(sqlite_town, meeting, "left", "lars-niemi")
    sqlite_town.clock.at = datetime(2020, 2, 17, 12, tzinfo=UTC)
    sqlite_town.post(f"meetings/{meeting}/close", {}, SECRETARY)
    told = sqlite_town.get(f"meetings/{meeting}/attendance.csv", SECRETARY)
    assert told.content.startswith(b"\xef\xbb\xbf")
    lines = told.content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "Organ;Dag;Namn;Parti;Som;För;Från;Till;Minuter"
    assert "Regionstyrelsen;2020-02-17;Eva Åström;S;tjänstgörande ersättare;Helena Öhman;10.00;13.00;180" in lines
    assert any(line.startswith("Regionstyrelsen;2020-02-17;Lars Niemi;S;ledamot;;") for line in lines)


def test_moments_before_the_roll_after_the_meeting_or_by_others_are_refused(sqlite_town: Town) -> None:
    town = sqlite_town
    meeting = a_meeting(town, "2020-02-17")
    assert rule(happens(town, meeting, "adjourned")) == "attendance_missing"
    called(town, meeting)
    form = {"kind": "adjourned"}
    assert town.post(f"meetings/{meeting}/moments", form, "fullmaktige").status_code == 403
    ahead = {"kind": "adjourned", "at": "2020-02-18T10:00:00+01:00"}
    assert town.post(f"meetings/{meeting}/moments", ahead, SECRETARY).status_code == 422
    town.post(f"meetings/{meeting}/close", {}, SECRETARY)
    assert rule(happens(town, meeting, "adjourned")) == "meeting_closed"
