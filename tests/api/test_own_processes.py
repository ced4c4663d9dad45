"""The process owner's door: citizens' proposals (KL 8:1) made a process through it alone, with forms of its own."""

import json
from typing import Any

import pytest

from engine.lifecycle.deployments import shipped_files
from engine.settings import data
from tests.api.counting import counting
from tests.api.test_audits import do
from tests.api.town import Town
from tests.pages.desk import desk_of

EXAMPLE = data("workflows", "examples", "citizen_proposal")
WEIGHED = {"resident": True, "concerns": True, "decider": "Nämnden", "checked_on": "2020-02-17"}
TOLD = {"told_on": "2020-02-17", "told_by": "Brev", "said": "Förslaget bifölls.\nTack."}
CASE: dict[str, Any] = {
    "kind": "board_matter",
    "process": "citizen_proposal",
    "title": "Medborgarförslag om bussar",
    "diary": "region",
    "body": "regionstyrelsen",
    "arrived_on": "2020-02-17",
    "way_in": "post",
    "sender": "Anna Ask",
    "record": {"kind": "letter", "paper_location": "Pärm 1"},
}


def files(**changed: str) -> dict[str, str]:
    """The example as a process owner sends it: its own files, and the shipped diagrams that it calls."""
    called = {
        name: text.decode() for name, text in shipped_files("board_matter").items() if name != "board_matter.bpmn"
    }
    own = {path.name: path.read_text(encoding="utf-8") for path in EXAMPLE.iterdir()}
    return {**called, **own, **changed}


def deployed(town: Town) -> Town:
    """A town whose process owner has deployed the example."""
    form = {"key": "citizen_proposal", "files": files()}
    assert town.post("workflows/lint", form, "administrator").json() == {"faults": []}
    answer = town.post("workflows", form, "administrator")
    assert answer.status_code == 201, answer.text
    assert answer.json()["name"] == "Medborgarförslag"
    return town


def test_a_citizens_proposal_walks_its_own_process_from_arrival_to_closing(town: Town) -> None:
    case = str(deployed(town).post("cases", CASE).json()["id"])
    task = town.get(f"tasks/{town.task(case, 'weigh_proposal')}").json()
    asked = task["form"]["properties"]
    assert [one["title"] for one in asked.values()][:2] == [
        "Förslagsställaren är folkbokförd",
        "Förslaget rör verksamheten",
    ]
    assert set(task["form"]["required"]) == {"resident", "concerns", "decider", "checked_on"}
    do(town, case, "weigh_proposal", "registrator", WEIGHED)
    do(town, case, "allocate", "chef", {"officer": "handlaggare"})
    report = {
        "sections": [{"key": key, "html": "<p>Bussar.</p>"} for key in ("summary", "impact_equality")],
        "proposal": [{"kind": "own", "text": "bifalla förslaget"}],
    }
    do(town, case, "draft_report", "handlaggare", report)
    do(town, case, "review", "chef", {"approved": True})
    do(town, case, "approve", "direktor", {"approved": True})
    held = {"body": "regionstyrelsen", "day": "2020-02-17", "starts": "10.00", "place": "Luleå"}
    meeting = town.post("meetings", held, "styrelsen").json()["id"]
    do(town, case, "schedule", "styrelsen", {"meeting_id": meeting})
    serving = ["karin-lundmark", "per-wikstrom", "lars-niemi", "helena-ohman"]
    roll = {"members": serving, "presides": "karin-lundmark"}
    assert town.ask("PUT", f"meetings/{meeting}/attendance", "styrelsen", json=roll).is_success
    do(town, case, "decide", "styrelsen", {})
    assert town.post(f"meetings/{meeting}/close", {}, "styrelsen").is_success
    by = {"verified_on": "2020-02-17", "by": ["karin-lundmark", "per-wikstrom"]}
    do(town, case, "verify_minutes", "styrelsen", by)
    do(town, case, "send_extracts", "styrelsen", {})
    do(town, case, "invite_proposer", "registrator", TOLD)
    do(town, case, "close_case", "registrator", {})
    assert town.get(f"cases/{case}").json()["closed_on"] == "2020-02-17"
    records = town.get(f"cases/{case}/records").json()["items"]
    left = [one for one in records if one["kind"] == "answers"]
    assert [one["title"] for one in left] == ["Prövning av medborgarförslaget", "Svar till förslagsställaren"]
    text = town.get(f"records/{left[1]['id']}").json()["text"]
    assert "Förslaget bifölls.<br>Tack." in text


def test_what_is_answered_steers_the_gateways_and_the_rest_is_closed_by_hand(town: Town) -> None:
    case = str(deployed(town).post("cases", CASE).json()["id"])
    do(town, case, "weigh_proposal", "registrator", {**WEIGHED, "resident": False})
    refused = town.post(f"cases/{case}/close", {"outcome": "written_off"})
    assert (refused.status_code, refused.json()["rule"]) == (409, "closed_by_its_step")
    do(town, case, "tell_proposer", "registrator", TOLD)
    assert town.get(f"cases/{case}/tasks").json()["items"] == []
    assert town.post(f"cases/{case}/close", {"outcome": "written_off"}).status_code == 200


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {**WEIGHED, "resident": "kanske"},
        {**WEIGHED, "decider": "Kungen"},
        {**WEIGHED, "checked_on": "i går"},
        {**WEIGHED, "remark": "x" * 1001},
        {**WEIGHED, "outcome": "approved"},
    ],
)
def test_an_answer_of_the_wrong_kind_moves_nothing(shared_town: Town, answers: dict[str, Any]) -> None:
    town = shared_town
    if "citizen_proposal" not in {one["key"] for one in town.get("workflows", "administrator").json()["items"]}:
        deployed(town)
    case = str(town.post("cases", CASE).json()["id"])
    before = town.get(f"cases/{case}").json()["rev"]
    do(town, case, "weigh_proposal", "registrator", answers, status=422)
    assert town.get(f"cases/{case}").json()["rev"] == before
    assert town.post(f"tasks/{town.task(case, 'weigh_proposal')}/complete", WEIGHED, "chef").status_code == 403


def test_an_own_form_is_filled_in_on_its_page(sqlite_town: Town) -> None:
    town = deployed(sqlite_town)
    with desk_of(town, "registrator") as desk:
        assert "Medborgarförslag" in desk.get("/register").text
        case = str(town.post("cases", CASE).json()["id"])
        task = town.task(case, "weigh_proposal")
        page = desk.get(f"/tasks/{task}")
        for said in (
            "Förslagsställaren är folkbokförd",
            "Kontrollera i folkbokföringen",
            "Fullmäktige",
            "Kontrollerat",
        ):
            assert said in page.text
        with counting(town.database) as counted:
            desk.get(f"/tasks/{task}")
        assert len(counted.statements) <= 6


def spoilt(**changes: Any) -> str:
    """One of the example's forms with something else in it."""
    said = json.loads((EXAMPLE / "weigh_proposal.json").read_text(encoding="utf-8"))
    return json.dumps({**said, **changes})


def with_field(name: str, **said: Any) -> str:
    """A form that asks one thing beside what steers the case."""
    plain = {"type": "boolean", "title": "Ja eller nej"}
    return spoilt(properties={"resident": plain, "concerns": plain, name: said}, required=[])


TEXT = {"type": "string", "title": "Ett"}


@pytest.mark.parametrize(
    ("form", "element", "rule"),
    [
        ("hej", "", "form_unreadable"),
        ("[" * 50_000, "", "form_unreadable"),
        (spoilt(title=""), "", "form"),
        (spoilt(properties={}), "", "form"),
        (spoilt(required=["who"]), "", "form"),
        (spoilt(allOf=[]), "", "form"),
        (with_field("what", type="object", title="Ett"), "what", "form_field"),
        (with_field("what", type="string"), "what", "form_field"),
        (with_field("what", **TEXT, pattern="(a+)+$"), "what", "form_field"),
        (with_field("what", **TEXT, enum=["a", "a"]), "what", "form_field"),
        (with_field("what", **TEXT, maxLength=10**9), "what", "form_field"),
        (with_field("outcome", **TEXT), "outcome", "form_field"),
        (with_field("board", **TEXT), "board", "form_field"),
        (with_field("copy", **TEXT), "copy", "form_field"),
        (with_field("__class__", **TEXT), "__class__", "form_field"),
    ],
)
def test_every_fault_of_a_form_is_told_at_its_field(shared_town: Town, form: str, element: str, rule: str) -> None:
    sent = {"key": "citizen_proposal", "files": files(**{"weigh_proposal.json": form})}
    faults = shared_town.post("workflows/lint", sent, "administrator").json()["faults"]
    assert (rule, element) in [(one["rule"], one["element"]) for one in faults]
    assert {one["file"] for one in faults} == {"weigh_proposal.json"}
    refused = shared_town.post("workflows", sent, "administrator")
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/diagram-refused")


def test_a_step_whose_form_is_not_sent_along_or_that_has_one_already_is_refused(shared_town: Town) -> None:
    sent = {"key": "citizen_proposal", "files": {k: v for k, v in files().items() if k != "tell_proposer.json"}}
    faults = shared_town.post("workflows/lint", sent, "administrator").json()["faults"]
    assert sorted((one["element"], one["rule"]) for one in faults) == [
        ("invite_proposer", "no_form"),
        ("tell_proposer", "no_form"),
    ]
    role = 'name="role" value="registrar" />'
    both = f'{role}<spiffworkflow:property name="form" value="tell_proposer" />'
    text = files()["closing.bpmn"].replace(role, both)
    sent = {"key": "citizen_proposal", "files": files(**{"closing.bpmn": text})}
    faults = shared_town.post("workflows/lint", sent, "administrator").json()["faults"]
    assert [(one["element"], one["rule"]) for one in faults] == [("close_case", "form_of_house")]


def test_a_case_follows_only_a_process_that_its_own_organisation_has(town: Town) -> None:
    answer = town.post("cases", CASE)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "process")
    assert town.get("cases").json()["items"] == []
    motion = {**CASE, "kind": "motion", "movers": [{"person": "marianne-sandstrom"}], "clauses": ["Bussar."]}
    assert town.post("cases", motion).status_code == 422
