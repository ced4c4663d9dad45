"""Drafts over HTTP: written by one, read by those who prepare the case, and by nobody else."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.api.test_access import PEOPLE
from tests.api.town import WEST, Town

WRITERS = {"handlaggare", "kollega", "chef", "direktor"}
READERS = WRITERS | {"registrator", "fullmaktige", "styrelsen"}
ELSEWHERE = {"kulturhandl", "kulturchef"}
STAFF = READERS | ELSEWHERE


def copy(words: str, **more: Any) -> dict[str, Any]:
    return {"sections": [{"key": "summary", "html": f"<p>{words}</p>"}], **more}


def begun(town: Town, who: str = "handlaggare") -> str:
    case = town.a_board_matter()["id"]
    answer = town.post(f"cases/{case}/drafts", who=who)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/api/v1/drafts/{answer.json()['id']}"
    return str(answer.json()["id"])


def save(town: Town, draft: str, words: str, who: str = "handlaggare", **more: Any) -> Any:
    return town.ask("PUT", f"drafts/{draft}/copy", who, json=copy(words), **more)


def test_a_day_of_writing(town: Town) -> None:
    draft = begun(town)
    tag = save(town, draft, "Motionen föreslår något.").headers["etag"]
    assert save(town, draft, "Ett.", headers={"If-Match": tag}).headers["etag"] == '"2"'
    stale = save(town, draft, "Två.", headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["type"]) == (412, "/problems/stale")
    assert town.post(f"drafts/{draft}/versions", {"note": "Första"}, "handlaggare").json()["version"] == 1
    save(town, draft, "Ett och två.")
    seen = town.get(f"drafts/{draft}", "chef").json()
    assert (seen["unsaved"], seen["versions"], seen["saved_by"]) == (True, 1, "Sofia Rönnqvist")
    assert seen["content"]["sections"] == [{"key": "summary", "html": "<p>Ett och två.</p>"}]
    assert seen["lease"]["since_said"] == "09.00"
    assert (seen["may_write"], seen["reason"]) == (
        False,
        "Sofia Rönnqvist skriver i utkastet sedan 09.00. Vänta, eller be om att få skriva.",
    )
    told = town.get(f"drafts/{draft}/comparison", "chef").json()
    assert (told["old"], told["new"], told["changed"]) == (1, None, ["summary"])
    assert told["sections"][0]["html"] == "<p>Ett <ins>och två</ins>.</p>"
    made = town.post(f"drafts/{draft}/versions/1/restore", who="handlaggare").json()
    assert (made["version"], made["restored"], made["why"]) == (3, 1, "restored")
    listed = town.get(f"drafts/{draft}/versions", "chef").json()["items"]
    assert [(one["version"], one["why"], one["note"]) for one in listed] == [
        (3, "restored", None),
        (2, "kept", None),
        (1, "saved", "Första"),
    ]
    assert town.get(f"drafts/{draft}/versions/2").json()["content"]["sections"][0]["html"] == "<p>Ett och två.</p>"


def test_the_lease_goes_from_hand_to_hand(town: Town) -> None:
    draft = begun(town)
    save(town, draft, "Olles ord.")
    held = save(town, draft, "Kajs ord.", "kollega")
    assert (held.status_code, held.json()["rule"]) == (409, "draft_held")
    assert town.post(f"drafts/{draft}/lease/ask", who="kollega").status_code == 204
    assert [one["kind"] for one in town.get(f"drafts/{draft}", "handlaggare").json()["notices"]] == ["asked"]
    assert town.ask("DELETE", f"drafts/{draft}/notices", "handlaggare").status_code == 204
    early = town.post(f"drafts/{draft}/lease/over", who="kollega")
    assert (early.status_code, early.json()["rule"]) == (409, "draft_holder_active")
    assert early.json()["title"].endswith("Du kan ta över om 5 minuter, eller be om att få skriva.")
    town.clock.at += timedelta(minutes=5)
    taken = town.post(f"drafts/{draft}/lease/over", who="kollega").json()
    assert (taken["lease"]["mine"], taken["versions"], taken["unsaved"]) == (True, 1, False)
    (notice,) = town.get(f"drafts/{draft}", "handlaggare").json()["notices"]
    assert (notice["kind"], notice["by"], notice["version"]) == ("taken_over", "Kaj Moberg", 1)
    assert save(town, draft, "Olle igen.").status_code == 409
    assert town.ask("DELETE", f"drafts/{draft}/lease", "kollega").status_code == 204
    assert town.post(f"drafts/{draft}/lease", who="handlaggare").json()["lease"]["mine"] is True


def test_a_repeat_with_the_same_key_saves_once(town: Town) -> None:
    draft = begun(town)
    answers = [save(town, draft, "Ett.", headers={"Idempotency-Key": "a"}) for _ in range(2)]
    assert [answer.json()["rev"] for answer in answers] == [1, 1]


def test_who_may_read_and_who_may_write(sqlite_town: Town) -> None:
    town, draft = sqlite_town, begun(sqlite_town)
    save(town, draft, "Ett.")
    town.post(f"drafts/{draft}/versions", who="handlaggare")
    town.ask("DELETE", f"drafts/{draft}/lease", "handlaggare")
    reads = [("GET", f"drafts/{draft}{path}", None) for path in ("", "/versions", "/versions/1", "/comparison")]
    writes: list[tuple[str, str, Any]] = [
        ("PUT", f"drafts/{draft}/copy", copy("Två.")),
        ("POST", f"drafts/{draft}/versions", {}),
        ("POST", f"drafts/{draft}/versions/1/restore", {}),
        ("POST", f"drafts/{draft}/lease", {}),
        ("POST", f"drafts/{draft}/lease/over", {}),
        ("DELETE", f"drafts/{draft}/lease", None),
    ]
    wrong = []
    for who in PEOPLE:
        organisation = {"organisation": WEST} if who == "frammande" else {}
        name = "registrator" if who == "frammande" else who
        for requests, may, verb in ((reads, READERS, STAFF | {"frammande"}), (writes, WRITERS, WRITERS | ELSEWHERE)):
            for method, path, form in requests:
                answer = town.ask(method, path, name, json=form, **organisation)
                expected = {200, 201, 204} if who in may else {404} if who in verb else {403}
                if answer.status_code not in expected:
                    wrong.append((who, method, path, answer.status_code, expected))
    assert wrong == []


def test_what_is_hidden_answers_as_what_does_not_exist(sqlite_town: Town) -> None:
    draft, nowhere = begun(sqlite_town), str(uuid4())
    hidden = sqlite_town.get(f"drafts/{draft}", "kulturhandl")
    missing = sqlite_town.get(f"drafts/{nowhere}", "kulturhandl")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.text.replace(draft, nowhere) == missing.text


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"sections": [{"key": "decision", "html": "x"}]}, "sections.0.key"),
        ({"sections": [{"key": "summary", "html": "a"}] * 2}, "sections"),
        ({"sections": [{"key": "summary", "html": "x" * 400_001}]}, "sections.0.html"),
        ({"sections": [{"key": "summary", "html": "<b>" * 501}]}, "sections.0.html"),
        ({"proposal": [{"text": "x"}] * 51}, "proposal"),
        ({"secret": True}, "secret"),
        ([], "body"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field(sqlite_town: Town, form: Any, field: str) -> None:
    draft = begun(sqlite_town)
    answer = sqlite_town.ask("PUT", f"drafts/{draft}/copy", "handlaggare", json=form)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_scripts_in_what_one_types_are_gone_before_anybody_reads_it(sqlite_town: Town) -> None:
    draft = begun(sqlite_town)
    save(sqlite_town, draft, "Ja<script>alert(1)</script><img src=x onerror=alert(1)> <a href='javascript:x'>nej</a>")
    html = sqlite_town.get(f"drafts/{draft}", "chef").json()["content"]["sections"][0]["html"]
    assert html == "<p>Ja nej</p>"


def test_proposals_and_recipients_are_compared_item_by_item(sqlite_town: Town) -> None:
    draft = begun(sqlite_town)
    first = {"text": "avslå motionen", "means": "rejected", "kind": "to_council"}
    forms = (
        copy("Ett.", title="Svar", proposal=[first], recipients=[{"text": "Alfa"}, {"text": "Beta"}], attachments=[1]),
        copy(
            "Ett.",
            proposal=[{**first, "text": "bifalla motionen"}, {"text": "ge ett uppdrag"}],
            recipients=[{"text": "Beta"}, {"text": "Gamma"}],
            attachments=[1],
        ),
    )
    for form in forms:
        assert sqlite_town.ask("PUT", f"drafts/{draft}/copy", "handlaggare", json=form).status_code == 200
        sqlite_town.post(f"drafts/{draft}/versions", who="handlaggare")
    told = sqlite_town.get(f"drafts/{draft}/comparison?old=1&new=2").json()
    assert told["changed"] == ["title", "proposal", "recipients"]
    assert told["title"]["state"] == "removed"
    proposal = [(one["state"], one["html"]) for one in told["parts"]["proposal"]]
    assert proposal[0] == ("changed", "<p><del>avslå </del><ins>bifalla </ins>motionen</p>")
    assert proposal[1][0] == "added"
    assert [(one["state"], one["old"] and one["old"]["text"]) for one in told["parts"]["recipients"]] == [
        ("removed", "Alfa"),
        ("same", "Beta"),
        ("added", None),
    ]
    assert sqlite_town.get(f"drafts/{draft}/comparison?old=1&new=9").status_code == 404
    assert sqlite_town.get(f"drafts/{draft}/comparison?new=1").json()["old"] == 0
    assert sqlite_town.get(f"drafts/{draft}/comparison").json()["old"] == 1
