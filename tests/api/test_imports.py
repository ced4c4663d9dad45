"""Files brought into a case over HTTP: nothing counts before it is taken, nothing is lost, what is bad is refused."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest

from api.messages import messages
from engine import steps
from engine.documents.word import MEDIA_TYPE
from engine.organisations.setup import set_up
from tests.api.test_access import PEOPLE
from tests.api.town import NORTH, START, WEST, Town, described
from tests.documents.files import a_word_report, an_odt_report, bad_files
from tests.documents.paper import recall, words
from tests.documents.seeds import FOLDER, SCANNED, SEEDS, Seed
from tests.documents.structure import Reading
from tests.documents.test_intake import PASTED, REPORT
from tests.documents.test_seeds import said, same

EAST = "region-jamtland-harjedalen"
WRITERS = {"handlaggare", "kollega", "chef", "direktor"}
READERS = WRITERS | {"registrator", "fullmaktige", "styrelsen"}
ELSEWHERE = {"kulturhandl", "kulturchef", "frammande"}
FORMATS = {"a.docx": a_word_report(), "a.odt": an_odt_report(), "a.md": REPORT.encode(), "a.txt": REPORT.encode()}


def a_file(name: str, content: bytes) -> dict[str, Any]:
    return {"files": [{"filename": name, "content": b64encode(content).decode()}]}


def brought(town: Town, form: Any, who: str = "handlaggare", case: str = "", **more: Any) -> dict[str, Any]:
    key = case or town.a_board_matter(**more)["id"]
    answer = town.post(f"cases/{key}/imports", form, who, **more)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/api/v1/imports/{answer.json()['id']}"
    made: dict[str, Any] = answer.json()
    return made


def whole(town: Town, key: str, who: str = "handlaggare", **more: Any) -> dict[str, Any]:
    answer = town.get(f"imports/{key}", who, **more)
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


def take_all(town: Town, key: str, more: Any = None, **asked: Any) -> dict[str, Any]:
    form = {"taken": whole(town, key, **asked)["choices"], **(more or {})}
    answer = town.ask("PUT", f"imports/{key}/choices", "handlaggare", json=form, **asked)
    assert answer.status_code == 200, answer.text
    assert answer.json()["waiting"] == 0
    made: dict[str, Any] = answer.json()
    return made


def sent_as_part(town: Town, case: str, name: str, content: bytes) -> Any:
    files = [("files", (name, content, "application/octet-stream"))]
    return town.ask("POST", f"cases/{case}/imports", "handlaggare", files=files, data={"form": "{}"})


def named(one: dict[str, Any], field: str) -> list[str]:
    return [f"suggestion-{found['id']}" for found in one["found"]["suggestions"] if found["field"] == field]


def section(one: dict[str, Any], key: str) -> str:
    return next(f"section-{found['id']}" for found in one["found"]["sections"] if found["key"] == key)


def home(town: Town, region: str) -> dict[str, str]:
    """The region of a printed document, founded if the town does not have it."""
    if region == EAST:
        with town.database.write() as session:
            made = set_up(session, described(EAST, "Region Jämtland Härjedalen"), START)
            steps.deploy_shipped(session, made.id, START)
    return {"organisation": region}


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_every_printed_document_comes_through_the_routes_as_it_was_printed(sqlite_town: Town, seed: Seed) -> None:
    content, where = seed.content(), home(sqlite_town, seed.region)
    key = brought(sqlite_town, a_file(seed.file, content), **where)["id"]
    one = whole(sqlite_town, key, **where)
    assert one["kind"] == seed.kind
    assert one["waiting"] == len(one["choices"]) > 0
    assert one["found"]["unplaced"] == []
    found: dict[str, Sequence[str]] = {}
    for suggestion in one["found"]["suggestions"]:
        found[suggestion["field"]] = (*found.get(suggestion["field"], ()), suggestion["value"])
    assert found.keys() - {"document"} == seed.facts.keys()
    empty = sqlite_town.get(f"imports/{key}/document.html", "handlaggare", **where)
    if seed.kind == "paragraph":
        assert (empty.status_code, empty.json()["errors"][0]["field"]) == (422, "meeting_day")
    else:
        assert seed.facts["title"][0] not in empty.text, "nothing is in the document before it has been taken"
    take_all(sqlite_town, key, {"meeting_day": "2020-06-10"} if seed.kind == "paragraph" else None, **where)
    pdf = sqlite_town.get(f"imports/{key}/document.pdf", "handlaggare", **where)
    assert pdf.headers["content-type"] == "application/pdf"
    printed = (FOLDER / seed.file).read_text(encoding="utf-8")
    wanted, told = words(printed), words(said(Reading(pdf.content).document))
    assert recall(printed, pdf.content) >= 0.995
    assert (len(told) - same(wanted, told)) / len(wanted) <= 0.02


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_as_a_word_file_it_comes_back_the_same(sqlite_town: Town, seed: Seed) -> None:
    content, where = seed.content(), home(sqlite_town, seed.region)
    first = brought(sqlite_town, a_file(seed.file, content), **where)
    day = {"meeting_day": "2020-06-10"} if seed.kind == "paragraph" else None
    take_all(sqlite_town, first["id"], day, **where)
    word = sqlite_town.get(f"imports/{first['id']}/document.docx", "handlaggare", **where)
    assert word.headers["content-type"] == MEDIA_TYPE
    again = brought(sqlite_town, a_file("a.docx", word.content), case=first["case_id"], **where)
    take_all(sqlite_town, again["id"], day, **where)
    pages = [sqlite_town.get(f"imports/{one['id']}/document.html", "handlaggare", **where) for one in (first, again)]
    assert pages[0].text == pages[1].text


def test_the_scanned_document_splits_as_its_corrected_text(sqlite_town: Town) -> None:
    content, where = SCANNED.content(), home(sqlite_town, SCANNED.region)
    one = whole(sqlite_town, brought(sqlite_town, a_file(SCANNED.file, content), **where)["id"], **where)
    assert [found["key"] for found in one["found"]["sections"]] == ["text"]
    assert len(named(one, "recommendation")) == 3


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_taken_of_a_file_stands_in_the_draft_as_a_version(town: Town, name: str) -> None:
    one = whole(town, brought(town, a_file(name, FORMATS[name]))["id"])
    assert [found["key"] for found in one["found"]["sections"]] == ["proposal", "summary", "matter", "recipients"]
    answer = town.post(f"imports/{one['id']}/take", {"taken": one["choices"]}, "handlaggare")
    assert (answer.status_code, answer.json()["version"], answer.json()["why"]) == (201, 1, "imported"), answer.text
    assert answer.json()["note"] == name
    (draft,) = town.get(f"cases/{one['case_id']}/drafts", "handlaggare").json()["items"]
    content = town.get(f"drafts/{draft['id']}", "handlaggare").json()["content"]
    assert content["title"] == "Cykelparkering vid Björkgatan"
    (summary, matter) = content["sections"]
    assert (summary["key"], summary["html"][:15]) == ("summary", "<p>Taket läcker")
    assert (matter["key"], "<ul><li>Virke</li><li>Plåt</li></ul>" in matter["html"]) == ("matter", True)
    assert "bygga taket" in [point["text"] for point in content["proposal"]]
    assert "Fastighetschef" in [recipient["text"] for recipient in content["recipients"]]
    entry = town.get(f"cases/{one['case_id']}/journal").json()["items"][-1]
    assert (entry["tag"], entry["facts"]["import"], entry["personal"]["filename"]) == (
        "draft:imported",
        one["id"],
        name,
    )
    assert whole(town, one["id"])["answers"][section(one, "summary")] == "written"
    again = town.post(f"imports/{one['id']}/take", {}, "handlaggare")
    assert again.json()["errors"][0]["message"] == "Inget av det som är valt hör hemma i ett utkast."


def test_pasted_html_is_a_file_too(sqlite_town: Town) -> None:
    one = whole(sqlite_town, brought(sqlite_town, {"pasted": PASTED})["id"])
    assert (one["filename"], one["found"]["format"]) == ("", "html")
    assert [found["key"] for found in one["found"]["sections"]] == ["proposal", "summary", "matter", "recipients"]


def test_a_file_is_sent_as_a_part_too(sqlite_town: Town) -> None:
    case = sqlite_town.a_board_matter()["id"]
    answer = sent_as_part(sqlite_town, case, "a.md", REPORT.encode())
    assert (answer.status_code, answer.json()["filename"]) == (201, "a.md")


def test_choices_are_kept_and_only_what_is_taken_is_written(sqlite_town: Town) -> None:
    town = sqlite_town
    one = whole(town, brought(town, a_file("a.md", REPORT.encode()))["id"])
    summary, matter = section(one, "summary"), section(one, "matter")
    form = {"taken": [summary], "left": [matter, *named(one, "title")], "kind": "opinion"}
    saved = town.ask("PUT", f"imports/{one['id']}/choices", "handlaggare", json=form).json()
    assert (saved["waiting"], saved["kind"]) == (one["waiting"] - 3, "opinion")
    assert whole(town, one["id"], "kollega")["answers"] == {
        summary: "taken",
        matter: "left",
        **dict.fromkeys(named(one, "title"), "left"),
    }
    assert town.get(f"cases/{one['case_id']}/drafts", "handlaggare").json()["items"] == [], "nothing is written yet"
    assert town.post(f"imports/{one['id']}/take", {}, "handlaggare").status_code == 201
    (draft,) = town.get(f"cases/{one['case_id']}/drafts", "handlaggare").json()["items"]
    content = town.get(f"drafts/{draft['id']}", "handlaggare").json()["content"]
    assert [part["key"] for part in content["sections"]] == ["summary"]
    assert (content["title"], content["proposal"], content["recipients"]) == (None, [], [])
    assert town.post(f"imports/{one['id']}/take", {"taken": [matter]}, "handlaggare").json()["version"] == 2
    content = town.get(f"drafts/{draft['id']}", "handlaggare").json()["content"]
    assert [part["key"] for part in content["sections"]] == ["summary", "matter"]


def test_nothing_that_stands_in_the_draft_is_lost(sqlite_town: Town) -> None:
    town, case = sqlite_town, sqlite_town.a_board_matter()["id"]
    draft = town.post(f"cases/{case}/drafts", who="handlaggare").json()["id"]
    mine = {
        "sections": [{"key": "summary", "html": "<p>Mitt.</p>"}, {"key": "assessment", "html": "<p>Ja.</p>"}],
        "proposal": [{"text": "riva taket"}],
        "recipients": [{"text": "Fastighetschef", "purpose": "action"}],
    }
    assert town.ask("PUT", f"drafts/{draft}/copy", "handlaggare", json=mine).status_code == 200
    one = whole(town, brought(town, a_file("a.md", REPORT.encode()), case=case)["id"])
    assert town.post(f"imports/{one['id']}/take", {"taken": one["choices"]}, "handlaggare").json()["version"] == 2
    content = town.get(f"drafts/{draft}", "handlaggare").json()["content"]
    assert {part["key"]: part["html"] for part in content["sections"]} == {
        "summary": "<p>Mitt.</p><p>Taket läcker.</p>",
        "assessment": "<p>Ja.</p>",
        "matter": "<ul><li>Virke</li><li>Plåt</li></ul>",
    }
    assert [point["text"] for point in content["proposal"]] == ["riva taket", "bygga taket"]
    assert [(one["text"], one["purpose"]) for one in content["recipients"]] == [("Fastighetschef", "action")]
    kept = town.get(f"drafts/{draft}/versions/1", "handlaggare").json()
    assert (kept["why"], kept["content"]["sections"][0]["html"]) == ("kept", "<p>Mitt.</p>")


def test_text_without_a_place_is_kept_and_shown(sqlite_town: Town) -> None:
    loose = "En mening som inte hör till något avsnitt och som därför ska visas."
    text = f"{loose}\n\n{REPORT}"
    one = whole(sqlite_town, brought(sqlite_town, a_file("a.md", text.encode()))["id"])
    blocks = {block["number"]: block["text"] for block in one["found"]["blocks"]}
    assert loose in [blocks[unplaced["block"]] for unplaced in one["found"]["unplaced"]]


def test_somebody_who_writes_is_not_written_over(sqlite_town: Town) -> None:
    town = sqlite_town
    one = whole(town, brought(town, a_file("a.md", REPORT.encode()))["id"])
    draft = town.post(f"cases/{one['case_id']}/drafts", who="kollega").json()["id"]
    answer = town.post(f"imports/{one['id']}/take", {"taken": one["choices"]}, "handlaggare")
    assert (answer.status_code, answer.json()["rule"]) == (409, "draft_held")
    assert town.get(f"drafts/{draft}").json()["versions"] == 0
    assert whole(town, one["id"])["answers"] == {}, "a refused act leaves nothing behind"


def test_a_repeat_with_the_same_key_brings_in_once(sqlite_town: Town) -> None:
    case = sqlite_town.a_board_matter()["id"]
    form = a_file("a.md", REPORT.encode())
    ids = {
        sqlite_town.post(f"cases/{case}/imports", form, "handlaggare", headers={"Idempotency-Key": "a"}).json()["id"]
        for _ in range(2)
    }
    assert len(ids) == 1
    assert len(sqlite_town.get(f"cases/{case}/imports", "handlaggare").json()["items"]) == 1


def test_who_may_bring_in_and_who_may_write(sqlite_town: Town) -> None:
    town = sqlite_town
    one = brought(town, a_file("a.md", REPORT.encode()))
    key, case, wrong = one["id"], one["case_id"], []
    asks: list[tuple[str, str, Any, set[str], set[str]]] = [
        ("GET", f"imports/{key}", None, READERS, READERS | ELSEWHERE),
        ("GET", f"imports/{key}/document.html", None, READERS, READERS | ELSEWHERE),
        ("GET", f"imports/{key}/document.docx", None, READERS, READERS | ELSEWHERE),
        ("GET", f"cases/{case}/imports", None, READERS, READERS | ELSEWHERE),
        ("POST", f"cases/{case}/imports", {"pasted": "Hej"}, READERS, READERS | ELSEWHERE),
        ("PUT", f"imports/{key}/choices", {"taken": ["section-2"]}, READERS, READERS | ELSEWHERE),
        ("POST", f"imports/{key}/take", {"taken": ["section-2"]}, WRITERS, WRITERS | ELSEWHERE - {"frammande"}),
    ]
    for who in PEOPLE:
        name, organisation = ("registrator", WEST) if who == "frammande" else (who, NORTH)
        for method, path, form, may, verb in asks:
            answer = town.ask(method, path, name, organisation=organisation, json=form)
            expected = {200, 201, 409, 422} if who in may else {404} if who in verb else {403}
            if answer.status_code not in expected:
                wrong.append((who, method, path, answer.status_code, expected))
    assert wrong == []
    hidden, nowhere = town.get(f"imports/{key}", "kulturhandl"), str(uuid4())
    assert hidden.text.replace(key, nowhere) == town.get(f"imports/{nowhere}", "kulturhandl").text
    assert town.ask("DELETE", f"imports/{key}", "kulturhandl").status_code == 404
    assert town.ask("DELETE", f"imports/{key}", "registrator").status_code == 204
    assert town.get(f"imports/{key}", "registrator").status_code == 404


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "files"),
        ({"pasted": "Hej", **a_file("a.md", b"Hej")}, "files"),
        (a_file("a.docx", b"\xd0\xcf\x11\xe0"), "file"),
        (a_file("a.pdf", b"%PDF-1.7"), "file"),
        ({"pasted": "<p>" * 600}, "file"),
    ],
)
def test_what_cannot_be_brought_in_is_refused_by_its_field(sqlite_town: Town, form: Any, field: str) -> None:
    case = sqlite_town.a_board_matter()["id"]
    answer = sqlite_town.post(f"cases/{case}/imports", form, "handlaggare")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field), answer.text
    assert answer.json()["errors"][0]["message"]


def test_names_that_the_file_has_nothing_by_are_refused(sqlite_town: Town) -> None:
    key = brought(sqlite_town, a_file("a.md", REPORT.encode()))["id"]
    for form, field in (
        ({"taken": ["section-99"]}, "taken"),
        ({"left": ["suggestion-9999"]}, "left"),
        ({"taken": ["section-2"], "left": ["section-2"]}, "left"),
    ):
        answer = sqlite_town.ask("PUT", f"imports/{key}/choices", "handlaggare", json=form)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field), answer.text


def test_bombs_and_other_programs_files_are_refused(sqlite_town: Town) -> None:
    case = sqlite_town.a_board_matter()["id"]
    for name, _, content in bad_files():
        answer = sent_as_part(sqlite_town, case, name, content)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "file"), answer.text
        assert answer.json()["errors"][0]["message"] != messages()["fields"]["other"], name
    assert sqlite_town.get(f"cases/{case}/imports", "handlaggare").json()["items"] == []
