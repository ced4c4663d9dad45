"""The secretary's meetings by page: planned, put up, called, decided, ended; and what others see of them."""

import re

from tests.api.test_access import MARK
from tests.api.town import Town
from tests.pages.desk import desk_of, forms_of, summary
from tests.pages.scene import step
from tests.pages.sitting import SECRETARY, a_meeting, called, put_up, ready


def test_a_meeting_is_planned_put_up_called_decided_and_ended_by_page(town: Town) -> None:
    case = ready(town, "Motion om växeln")
    with desk_of(town, SECRETARY) as desk:
        assert "Inget sammanträde är planerat. Planera ett" in desk.get("/meetings").text
        form = desk.form("/meetings/new")
        assert form.fields["body"] == "regionstyrelsen", "the secretary's own body is chosen"
        bad = desk.send(form, {"day": "2020-02-17", "starts": "tio", "place": "Luleå"})
        assert bad.status_code == 422
        made = desk.send(form, {"day": "2020-02-17", "starts": "10.00", "place": "Regionhuset, Luleå"})
        meeting = made.headers["location"]
        assert made.status_code == 303
        page = desk.get(meeting).text
        assert "Motion om växeln" in page
        assert "Uppropet har inte gjorts. Minst 4 av 7 måste tjänstgöra" in page
        assert desk.fill(meeting, None).headers["location"] == f"{meeting}#agenda"
        assert "Inget ärende är färdigt för Regionstyrelsen just nu." in desk.get(meeting).text
        roll = desk.form(f"{meeting}/attendance")
        assert roll.fields["presides"] == "karin-lundmark"
        assert roll.fields["here.per-wikstrom"] == "ja", "before the call everybody is thought to be there"
        late = {"here.helena-ohman": "nej", "instead.helena-ohman": "eva-astrom", "present.eva-astrom": "ja"}
        assert desk.send(roll, {**late, "more.0": "nils-bergqvist"}).status_code == 303
        page = desk.get(meeting).text
        assert "7 av 7 tjänstgör." in page
        assert "för Helena Öhman (C)" in page
        assert "En till är närvarande utan att tjänstgöra." in page
        again = desk.form(f"{meeting}/attendance").fields
        assert (again["instead.helena-ohman"], again["present.nils-bergqvist"]) == ("eva-astrom", "ja")
        item = re.findall(r'href="(/items/[\w-]+)">Ta upp', desk.get(meeting).text)[0]
        task = re.findall(r'href="(/tasks/[\w-]+)">Val, eller allt i efterhand', desk.get(item).text)[0]
        assert desk.fill(task).status_code == 303
        page = desk.get(meeting).text
        assert "§ 1" in page
        assert "Förslag till fullmäktige" in page
        assert desk.fill(f"{meeting}/close").status_code == 303
        assert "Avslutat, inte justerat" in desk.get(meeting).text
        minutes = desk.get(f"{meeting}/minutes")
        assert "föreslår regionfullmäktige besluta att avslå motionen" in minutes.text.replace("\u00a0", " ")
        assert "Hållna" in desk.get("/meetings").text
    assert town.get(f"cases/{case}/tasks", SECRETARY).json()["items"][-1]["step"] == "verify_minutes"


def test_what_the_roll_may_not_say_is_refused_and_nothing_typed_is_lost(sqlite_town: Town) -> None:
    meeting = a_meeting(sqlite_town, "2020-02-17")
    with desk_of(sqlite_town, SECRETARY) as desk:
        form = desk.form(f"/meetings/{meeting}/attendance")
        answer = desk.send(form, {"instead.per-wikstrom": "eva-astrom"})
        assert answer.status_code == 409
        assert summary(answer.text) == ["Eva Åström kan inte tjänstgöra för Per Wikström, som är närvarande. (KL 6:17)"]
        back = next(one for one in forms_of(answer.text) if one.action.endswith("/attendance"))
        assert back.fields["instead.per-wikstrom"] == "eva-astrom"


def test_a_roll_corrected_after_a_decision_takes_a_reason(sqlite_town: Town) -> None:
    meeting = a_meeting(sqlite_town, "2020-02-17")
    case = ready(sqlite_town, "Motion om växeln")
    put_up(sqlite_town, case, meeting)
    called(sqlite_town, meeting)
    step(sqlite_town, case, "decide", SECRETARY, {})
    with desk_of(sqlite_town, SECRETARY) as desk:
        path = f"/meetings/{meeting}/attendance"
        assert "är redan avgjord. En ändring blir en rättelse med skäl" in desk.get(path).text
        refused = desk.fill(path, {"here.stig-kero": "ja"})
        assert refused.status_code == 409
        assert desk.fill(path, {"here.stig-kero": "ja", "reason": "Kom till § 2."}).status_code == 303


def test_readers_see_the_meeting_without_its_tools_and_nothing_of_what_is_secret(sqlite_town: Town) -> None:
    town = sqlite_town
    meeting = a_meeting(town, "2020-02-17")
    secret, waiting = ready(town, "Motion om skyddade uppgifter"), ready(town, "Motion om hemligheter")
    put_up(town, ready(town, "Motion om växeln"), meeting)
    put_up(town, secret, meeting)
    for case in (secret, waiting):
        assert town.post(f"cases/{case}/secrecy", MARK).status_code == 200
    with desk_of(town, "ledamot") as member, desk_of(town, SECRETARY) as secretary:
        page = member.get(f"/meetings/{meeting}").text
        assert "Motion om växeln" in page
        assert "1 ärende<" in page
        for word in ("skyddade", "hemligheter", "Protokollför", "Upprop <", "Sätt upp"):
            assert word not in page, word
        assert re.search(r'<td class="num" role="cell">1</td>', member.get("/meetings").text)
        assert member.get("/meetings/new").status_code == 403
        assert member.get(f"/meetings/{meeting}/attendance").status_code == 403
        page = secretary.get(f"/meetings/{meeting}").text
        assert "skyddade" in page
        assert "hemligheter" in page
    with desk_of(town, "registrator", "region-vasterbotten") as stranger:
        assert stranger.get(f"/meetings/{meeting}").status_code == 404
        assert stranger.get("/meetings").text.count("/meetings/") == 0


def test_what_happens_during_the_meeting_is_noted_by_page_and_undone(sqlite_town: Town) -> None:
    meeting = a_meeting(sqlite_town, "2020-02-17")
    called(sqlite_town, meeting)
    path = f"/meetings/{meeting}/attendance"
    with desk_of(sqlite_town, SECRETARY) as desk:
        noted = desk.form(path, f"/meetings/{meeting}/moments")
        assert desk.send(noted, {"kind": "left", "person": "lars-niemi"}).status_code == 303
        assert "Lars Niemi lämnar." in desk.get(path).text
        again = desk.send(desk.form(path, f"/meetings/{meeting}/moments"), {"kind": "left", "person": "lars-niemi"})
        assert summary(again.text) == ["Lars Niemi tjänstgör inte just nu."]
        assert desk.fill_action(path, f"/meetings/{meeting}/moments/undo").status_code == 303
        assert "Lars Niemi lämnar." not in desk.get(path).text
        assert desk.get(f"{path}.csv").content.startswith(b"\xef\xbb\xbfOrgan;Dag;Namn")
