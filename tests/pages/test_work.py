"""The registrar's and the officer's work by page, without script: once by each way, and by hurried hands."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.requests import KEPT
from tests.api.town import Town
from tests.pages.desk import HERE, Desk, Form, desk_of, forms_of, summary
from tests.pages.scene import MARK, REPORT, step, to_drafting

MOTION = {
    "kind": "motion",
    "title": "Motion om systemet CallMe",
    "sender": "",
    "arrived_on": "i dag",
    "way_in": "post",
    "diary": "region",
    "body": "regionfullmaktige",
    "movers.0.person": "marianne-sandstrom",
    "clauses.0": "systemet ska vara frivilligt.",
}


def test_a_case_is_registered_on_one_page_and_its_number_is_shown_at_once(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, "registrator") as desk:
        files = [
            ("files", ("motion.pdf", b"%PDF-1.7 motion", "application/pdf")),
            ("files", ("bilaga.eml", b"Hej", "")),
        ]
        done = desk.fill("/register", MOTION, files=files)
        assert done.status_code == 303
        shown = desk.get(done.headers["location"])
        assert "Ärendet är registrerat: <a" in shown.text
        assert 'data-copy="1-2020"' in shown.text
        case = done.headers["location"].partition("done=")[2]
        page = desk.get(f"/cases/{case}").text
        assert "Marianne Sandström (SD)" in page
        record = re.findall(r'href="(/records/[\w-]+)"', page)[0]
        names = re.findall(r'href="(/records/[\w-]+/files/\d)">([^<]+)<', desk.get(record).text)
        assert [name for _, name in names] == ["motion.pdf", "bilaga.eml"]
        file = desk.get(names[0][0])
        assert file.content == b"%PDF-1.7 motion"
        assert file.headers["content-disposition"].startswith("attachment")
        assert file.headers["x-content-type-options"] == "nosniff"


def test_what_is_missing_is_told_at_the_field_and_above_and_everything_typed_is_kept(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, "registrator") as desk:
        wrong = {
            **MOTION,
            "title": "",
            "arrived_on": "5/x",
            "way_in": "",
            "movers.0.person": "",
            "movers.0.name": "",
            "movers.0.party": "S",
        }
        answer = desk.fill("/register", wrong)
        assert answer.status_code == 422
        assert summary(answer.text) == [
            "Ärendemening: Fältet måste fyllas i.",
            "Kom in: Skriv dagen som ÅÅÅÅ-MM-DD, till exempel 2021-03-09.",
            "Förslagsställare: Ange person eller namn.",
        ]
        assert 'value="5/x"' in answer.text
        assert re.search(
            r'id="f-arrived_on"[^>]*aria-describedby="f-arrived_on-help f-arrived_on-fault"[^>]*aria-invalid',
            answer.text,
        )
        assert 'href="#f-title"' in answer.text
        assert re.search(r'name="movers.0.party" value="S"', answer.text)
        assert sqlite_town.get("cases").json()["items"] == [], "no number was drawn"
        left = desk.fill("/register", {**MOTION, "way_in": ""})
        assert summary(left.text) == ["Hur det kom in: Ange hur handlingen kom in."]
        assert re.search(r'<option value="regionfullmaktige" selected', left.text)


def test_a_rule_that_says_no_is_told_in_the_words_of_the_api(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, "registrator") as desk:
        answer = desk.fill("/register", {**MOTION, "movers.0.person": "", "movers.0.name": "Okänd Person"})
        assert answer.status_code == 409
        said = sqlite_town.post("cases", {**motion_of(MOTION), "movers": [{"name": "Okänd Person"}]}).json()["title"]
        assert summary(answer.text) == [said]


def motion_of(typed: dict[str, str]) -> dict[str, Any]:
    return {name: typed[name] for name in ("kind", "title", "diary", "body", "way_in")} | {
        "arrived_on": "2020-02-17", "clauses": [typed["clauses.0"]]
    }  # fmt: skip


def test_the_same_click_twice_registers_once_and_the_back_button_does_not_register_again(town: Town) -> None:
    with desk_of(town, "registrator") as desk:
        form = desk.form("/register")
        first, second = desk.send(form, MOTION), desk.send(form, MOTION)
        assert first.headers["location"] == second.headers["location"]
        assert len(town.get("cases").json()["items"]) == 1
        changed = desk.send(form, {**MOTION, "title": "En helt annan motion"})
        assert changed.status_code == 409, "the form that was sent is not sent again as another"
        assert 'value="En helt annan motion"' in changed.text
        onward = desk.send(desk_form(changed.text), {})
        assert onward.status_code == 303
        assert len(town.get("cases").json()["items"]) == 2
        town.clock.at += KEPT


def desk_form(html: str) -> Form:
    """The form that does something on a page."""
    return next(one for one in forms_of(html) if one.method == "post" and one.action != "/sign-out")


def test_rows_are_added_and_taken_away_without_script_and_nothing_typed_is_lost(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, "registrator") as desk:
        more = desk.fill("/register", {**MOTION, "_do": "add:movers"})
        assert more.status_code == 200
        assert summary(more.text) == []
        two = desk_form(more.text)
        assert (two.fields["title"], two.fields["movers.0.person"]) == (MOTION["title"], "marianne-sandstrom")
        assert two.fields["movers.1.person"] == ""
        less = desk_form(desk.send(two, {"movers.1.name": "Lars Niemi", "_do": "drop:movers.0"}).text)
        assert less.fields["movers.0.name"] == "Lars Niemi"
        assert "movers.1.name" not in less.fields
        assert sqlite_town.get("cases").json()["items"] == []


def test_a_report_is_written_sent_back_with_reasons_mended_and_approved_by_page(town: Town) -> None:
    case = to_drafting(town, "Motion om växeln", "2020-10-07")
    with desk_of(town, "handlaggare") as officer, desk_of(town, "chef") as manager:
        assert officer.get(first_task(officer)).headers["location"] == f"/cases/{case}/draft"
        form = to_hand_in(officer, case)
        labels = [form.fields[name] for name in form.fields if name.endswith(".key")]
        assert labels == ["assessment", "summary", "matter", "impact_equality", "basis"], "in the organisation's order"
        typed = {f"sections.{place}.html": f"Avsnitt {place}.\n\n- ett\n- två" for place in range(4)}
        point = {"proposal.0.kind": "to_council", "proposal.0.text": "avslå motionen", "proposal.0.means": "rejected"}
        sent = officer.send(form, {**typed, **point})
        assert sent.status_code == 303
        assert "Klart:" in officer.get(sent.headers["location"]).text
        assert manager.get(f"/cases/{case}").text.count("Att göra nu") == 1
        no_reason = manager.fill(first_task(manager), {"approved": "nej"})
        assert summary(no_reason.text) == ["Ange varför tjänsteskrivelsen skickas tillbaka."]
        back = manager.send(desk_form(no_reason.text), {"approved": "nej", "reason": "Priset saknas."})
        assert back.status_code == 303
        assert "Priset saknas." in officer.get(f"/cases/{case}/draft").text
        again = to_hand_in(officer, case)
        assert again.fields["sections.0.html"] == "Avsnitt 0.\n\n- ett\n- två", (
            "what was written is there to go on with"
        )
        assert again.fields["proposal.0.text"] == "avslå motionen"
        assert officer.send(again, {"sections.4.html": "Avtalet."}).status_code == 303
        assert manager.fill(first_task(manager), {"approved": "ja"}).status_code == 303
        assert "Ärendet väntar på direktören." in manager.get(f"/cases/{case}").text


def to_hand_in(desk: Desk, case: str) -> Form:
    """The form of the draft's page, with the button pressed that hands it in."""
    form = desk.form(f"/cases/{case}/draft", f"/cases/{case}/draft")
    return replace(form, action=f"{form.action}/hand-in")


def first_task(desk: Desk) -> str:
    """The task at the top of the inbox."""
    return str(re.findall(r'href="(/tasks/[\w-]+)"', desk.get("/").text)[0])


def test_one_who_was_overtaken_is_told_so_and_keeps_the_text(sqlite_town: Town) -> None:
    case = str(sqlite_town.a_motion()["id"])
    task = sqlite_town.task(case, "check_motion")
    with desk_of(sqlite_town, "registrator") as desk:
        form = desk.form(f"/tasks/{task}")
        sqlite_town.post(f"cases/{case}/notes", {"title": "Samtal", "text": "Hon ringde."})
        stale = desk.send(form, {"admitted": "nej", "reason": "Motionen är inte undertecknad."})
        assert stale.status_code == 412
        assert "Någon sparade före dig." in stale.text
        assert "Motionen är inte undertecknad.</textarea>" in stale.text
        assert f'href="/cases/{case}"' in stale.text
        assert desk.send(desk_form(stale.text), {}).status_code == 303, "once told, one may go on"
        late = desk.send(form, {"admitted": "ja", "_key": "another"})
        assert late.status_code == 409
        assert "Steget är redan gjort" in late.text


def test_what_is_begun_is_kept_as_a_draft_and_shown_next_time(sqlite_town: Town) -> None:
    task = sqlite_town.task(str(sqlite_town.a_motion()["id"]), "check_motion")
    with desk_of(sqlite_town, "registrator") as desk:
        form = desk.form(f"/tasks/{task}")
        half = {**form.fields, "reason": "Halvfärdigt", "admitted": "nej"}
        assert desk.ask("POST", f"/tasks/{task}/draft", data=half, headers=HERE).status_code == 204
        again = desk.form(f"/tasks/{task}")
        assert (again.fields["reason"], again.fields["admitted"]) == ("Halvfärdigt", "nej")
        assert sqlite_town.get(f"tasks/{task}").json()["draft"]["reason"] == "Halvfärdigt", "the API has the same draft"


def test_a_file_that_is_too_large_is_refused_on_a_page_of_its_own(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, max_file=20_000) as desk:
        desk.sign_in("registrator")
        files = [("files", ("stor.pdf", b"x" * 30_000, "application/pdf"))]
        answer = desk.fill("/register", MOTION, files=files)
        assert answer.status_code == 413
        assert answer.headers["content-type"].startswith("text/html")
        assert "Det du skickade är för stort." in answer.text


def test_an_empty_inbox_says_what_will_come_and_a_late_task_stands_first(town: Town) -> None:
    with desk_of(town, "ingenting") as desk:
        assert desk.get("/").status_code == 403
    with desk_of(town, "revisor") as desk:
        assert "Inget väntar på dig. Nytt hamnar här, med dag." in desk.get("/").text
    for title, due_on in (("Senare", "2020-10-07"), ("Snart", "2020-02-20"), ("Sen", "2020-02-18")):
        to_drafting(town, title, due_on)
    town.clock.at += timedelta(days=2)
    with desk_of(town, "handlaggare") as desk:
        page = desk.get("/").text
    assert re.findall(r'class="group">([^<]+)<', page) == ["Försenat", "Inom en vecka", "Senare"]
    assert re.findall(r"-2020</span> · (\w+)", page) == ["Sen", "Snart", "Senare"]
    assert "1 dag sen" in page
    assert "om 1 dag" in page


def test_the_diary_is_searched_by_words_numbers_and_filters(town: Town) -> None:
    bus, boat = town.a_motion(title="Motion om tidigare bussar"), town.a_motion(title="Motion om båtar")
    with desk_of(town, "registrator") as desk:
        assert desk.get(f"/cases?q={bus['dnr']}").headers["location"] == f"/cases/{bus['id']}"
        found = desk.get("/cases?q=bussen").text
        assert bus["title"] in found
        assert boat["title"] not in found
        assert "Inget ärende som du får se har det." in desk.get("/cases?q=finnsinte").text
        assert "1 ärende" not in desk.get("/cases?kind=initiative").text
        for odd in ("kind=x&state=y&body=z", "after=%00", "after=abc", "q=%00", "q=" + "a" * 3000, "kind=" + "a" * 50):
            assert desk.get(f"/cases?{odd}").status_code in (200, 303, 404), odd


@pytest.mark.parametrize("act", ["notes", "watches", "relations", "correct", "secrecy", "void", "records", "close"])
def test_each_act_on_a_case_is_done_by_its_page_or_says_why_not(sqlite_town: Town, act: str) -> None:
    case, other = str(sqlite_town.a_motion()["id"]), sqlite_town.a_motion()["dnr"]
    typed: dict[str, dict[str, str]] = {
        "notes": {"title": "Samtal", "text": "Hon ringde."},
        "watches": {"due_on": "i morgon", "text": "Ring henne"},
        "relations": {"other": other},
        "correct": {"title": "Motion om det nya systemet", "reason": "Felskrivet"},
        "secrecy": MARK,
        "void": {"reason": "Registrerad två gånger"},
        "records": {"direction": "internal", "title": "Minnesanteckning"},
        "close": {"outcome": "written_off"},
    }
    with desk_of(sqlite_town, "registrator") as desk:
        answer = desk.fill(f"/cases/{case}/{act}/new", typed[act])
        if act == "close":
            assert summary(answer.text) == ["Ärendet avslutas i sitt sista steg. Gör de steg som väntar först."]
        else:
            assert (answer.status_code, answer.headers["location"]) == (303, f"/cases/{case}")
            assert desk.get(f"/cases/{case}").status_code == 200


def test_a_step_that_is_anothers_is_grey_and_says_whose_it_is(sqlite_town: Town) -> None:
    case = to_drafting(sqlite_town, "Motion om växeln", "2020-10-07")
    task = sqlite_town.task(case, "draft_report", "chef")
    with desk_of(sqlite_town, "chef") as desk:
        page = desk.get(f"/tasks/{task}").text
        assert "Steget görs av handläggaren." in page
        assert 'aria-disabled="true" aria-describedby="why"' in page
        assert f'action="/tasks/{task}"' not in page


def test_who_has_written_the_draft_is_told_before_approving_it_and_again_when_it_is_refused(sqlite_town: Town) -> None:
    case = to_drafting(sqlite_town, "Motion om växeln", "2020-10-07", officer="allt")
    step(sqlite_town, case, "draft_report", "allt", REPORT)
    task = sqlite_town.task(case, "review", "chef")
    own = "Du har själv skrivit förslaget. Någon annan måste godkänna det."
    with desk_of(sqlite_town, "allt") as desk, desk_of(sqlite_town, "chef") as manager:
        assert own in desk.get(f"/tasks/{task}").text
        assert own not in manager.get(f"/tasks/{task}").text
        refused = desk.fill(f"/tasks/{task}", {"approved": "ja"})
        assert (refused.status_code, summary(refused.text)) == (409, [own])
