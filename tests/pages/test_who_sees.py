"""Who gets which page: held against the API's own answers, which a table written by hand holds."""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlmodel import func, select

from engine.journal import JournalEntry
from tests.api.conftest import on_sqlite
from tests.api.counting import counting
from tests.api.test_access import CANARIES, PEOPLE, Scene, a_scene, hidden_words
from tests.api.test_access import everything as ids_of
from tests.api.town import NORTH, WEST, Town
from tests.pages.desk import Desk, desk_of
from tests.pages.everywhere import routes
from tests.pages.sitting import a_meeting

MOST = {
    "/imports/{import_id}": 9,
    "/": 3,
    "/dispatches": 2,
    "/account": 2,
    "/admin": 5,
    "/admin/bodies": 2,
    "/admin/changes": 5,
    "/admin/mandates": 4,
    "/admin/users": 4,
    "/admin/users/new": 3,
    "/cases": 10,
    "/cases/{case_id}": 34,
    "/cases/{case_id}/draft": 36,
    "/cases/{case_id}/journal": 10,
    "/overview": 14,
    "/meetings": 5,
    "/meetings/{meeting_id}": 9,
    "/meetings/{meeting_id}/attendance": 8,
    "/records/{record_id}": 6,
    "/register": 9,
    "/register/alike": 2,
    "/pile": 3,
    "/statistics": 3,
    "/tasks/{task_id}": 12,
    "/post-list": 2,
    "/{organisation}/diarium": 4,
    "/{organisation}/diarium/{case_id}": 7,
    "/{organisation}/postlista": 4,
}
"""The most statements that a page asks of the database, the session's own and a secret reading's note among them."""
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def scene(sqlite_founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The scene of the API's own table of access."""
    with on_sqlite(sqlite_founded, tmp_path_factory.mktemp("seen")) as town:
        yield a_scene(town)


DRAWN = (".pdf", ".xlsx", ".zip")
"""What is made of the same lines as the page beside it, and is dear to make for everybody."""
API_OF = {
    "/cases/{case_id}": "cases/{case_id}",
    "/cases/{case_id}/journal": "cases/{case_id}/journal",
    "/records/{record_id}": "records/{record_id}",
    "/records/{record_id}/files/{position}": "records/{record_id}/files/{position}",
    "/tasks/{task_id}": "tasks/{task_id}",
    "/imports/{import_id}": "imports/{import_id}",
}
"""Pages that show what the API shows at an address of its own."""


def pages_of(ids: dict[str, list[str]]) -> Iterator[tuple[str, str, str, str]]:
    """Every page there is of everything there is: its route, its address, and the parameter with its value."""
    for path in routes("GET"):
        if path.endswith(DRAWN):
            continue
        parameter = next((one for one in ids if f"{{{one}}}" in path), "")
        for key in ids[parameter] if parameter else [""]:
            address = path.replace(f"{{{parameter}}}", key).replace("{position}", "1")
            yield path, address.replace("{organisation}", NORTH), parameter, key


def as_the_api(scene: Scene, who: str, path: str, parameter: str, key: str) -> set[int]:
    """The numbers that a page may answer somebody: the API's own, where it shows the same; for forms, by their case.

    A draft may be hidden from those who see its case: the board's from the council's secretary, when it is secret.
    """
    if path.startswith("/{organisation}"):
        return {200, 404}  # the same for everybody, whoever they are
    if path in API_OF:
        same = API_OF[path].replace(f"{{{parameter}}}", key).replace("{position}", "1")
        return {scene.ask("GET", same, who).status_code}
    if parameter == "case_id":
        case = scene.ask("GET", f"cases/{key}", who).status_code
        return {403, case, *({404} if "/draft" in path else ())}
    return {200, 403, 404, 410}  # a link that is no link has been used


def test_each_page_answers_each_person_as_the_api_does_and_holds_no_word_of_what_is_secret(scene: Scene) -> None:
    everywhere = list(pages_of(ids_of(scene)))
    looked, wrong = 0, []
    for who in PEOPLE:
        words = [word.casefold() for word in hidden_words(who)]
        with as_somebody(scene, who) as desk:
            for path, address, parameter, key in everywhere:
                page = desk.get(address)
                if page.status_code == 303:
                    page = desk.get(page.headers["location"])
                looked += 1
                if page.status_code not in as_the_api(scene, who, path, parameter, key):
                    wrong.append((who, address, str(page.status_code)))
                if any(word in page.text.casefold() for word in words):
                    wrong.append((who, address, "tells"))
    assert wrong == []
    assert looked > 1_400


def test_a_search_by_page_finds_nothing_of_what_is_secret(scene: Scene) -> None:
    for who in sorted(set(PEOPLE) - {"administrator", "ingenting"}):
        with as_somebody(scene, who) as desk:
            for word in CANARIES.values():
                found = re.sub(r'value="[^"]*"', "", desk.get(f"/cases?q={word}").text)
                assert (word.casefold() in found.casefold()) <= (word not in hidden_words(who)), (who, word)


def test_whoever_has_not_signed_in_reads_the_open_diary_and_no_word_of_what_is_secret(scene: Scene) -> None:
    with desk_of(scene.town) as desk:
        shown = desk.get(f"/{NORTH}/diarium")
        assert shown.status_code == 200
        assert scene.dnrs["open in the board"] in shown.text
        for word in CANARIES.values():
            for address in (f"/{NORTH}/diarium?q={word}", f"/api/v1/public/{NORTH}/cases?q={word}"):
                found = re.sub(r'value="[^"]*"', "", desk.get(address).text)
                assert word.casefold() not in found.casefold(), address
        listed = desk.get(f"/{NORTH}/postlista?day=2020-02-17")
        assert scene.dnrs["secret in the board"] in listed.text
        assert [word for word in CANARIES.values() if word.casefold() in (shown.text + listed.text).casefold()] == []
        for name, key in scene.cases.items():
            own = name != "open in another region" and not name.startswith("secret")
            answers = {desk.get(f"/{NORTH}/diarium/{key}").status_code,
                       desk.get(f"/api/v1/public/{NORTH}/cases/{key}").status_code}  # fmt: skip
            assert answers == {200 if own else 404}, name
        assert desk.get("/finns-inte/diarium").status_code == 404


def as_somebody(scene: Scene, who: str) -> AbstractContextManager[Desk]:
    """The browser of one of the table's people."""
    return desk_of(scene.town, *(("registrator", WEST) if who == "frammande" else (who, NORTH)))


def test_reading_a_secret_case_by_page_is_noted(scene: Scene) -> None:
    def noted() -> int:
        with scene.town.database.read() as session:
            return int(session.exec(select(func.count()).where(JournalEntry.stream == "access")).one())

    with desk_of(scene.town, "registrator") as desk:
        before = noted()
        for path in ("", "/journal", "/notes/new"):
            assert desk.get(f"/cases/{scene.cases['secret in the board']}{path}").status_code == 200
        assert desk.get(f"/records/{scene.secret_record}").status_code == 200
        task = scene.town.task(scene.cases["secret in the board"], "check_motion")
        assert desk.get(f"/tasks/{task}").status_code == 200
        assert noted() == before + 5
        desk.get(f"/cases/{scene.cases['open in the board']}")
        assert noted() == before + 6, "a secret record stands in its list"
        desk.get(f"/cases/{scene.cases['open in the council']}")
        assert noted() == before + 6


def test_pages_ask_the_database_a_bounded_number_of_questions(scene: Scene) -> None:
    town = scene.town
    case = scene.cases["secret, sent to culture"]
    ids = {
        "{case_id}": case,
        "{task_id}": town.task(case, "draft_report", "kulturchef"),
        "{number}": "1",
        "{record_id}": scene.open_record,
        "{import_id}": ids_of(scene)["import_id"][0],
        "{meeting_id}": a_meeting(town, "2020-02-19"),
        "{organisation}": NORTH,
    }
    over = {}
    with desk_of(town, "allt") as desk:
        for path, most in MOST.items():
            address = path
            for name, one in ids.items():
                address = address.replace(name, one)
            if path == "/{organisation}/diarium/{case_id}":
                address = f"/{NORTH}/diarium/{scene.cases['open in the board']}"
            desk.get(address)  # what is read once per process has been read
            with counting(town.database) as counted:
                assert desk.get(address).status_code == 200
            if len(counted.statements) > most:
                over[path] = len(counted.statements), counted.statements
    assert over == {}


def test_a_script_in_any_text_is_shown_as_text(sqlite_town: Town) -> None:
    town = sqlite_town
    case = town.a_motion(
        title=f"Motion {SCRIPT}", sender=SCRIPT, clauses=[SCRIPT], movers=[{"person": "marianne-sandstrom"}]
    )
    other = town.a_motion(title=f"Annan {SCRIPT}")
    key = case["id"]
    record = town.post(
        f"cases/{key}/records",
        {"direction": "internal", "title": SCRIPT, "correspondent": SCRIPT, "paper_location": SCRIPT},
    ).json()
    note = town.post(f"cases/{key}/notes", {"title": SCRIPT, "text": SCRIPT}).json()
    town.post(f"cases/{key}/watches", {"due_on": "2020-05-04", "text": SCRIPT})
    town.post(f"cases/{key}/relations", {"other": other["id"]})
    town.post(f"records/{record['id']}/void", {"reason": SCRIPT})
    mark = {"provision": SCRIPT, "authority": SCRIPT}
    assert town.post(f"cases/{key}/secrecy", mark).status_code == 200
    task = town.task(key, "check_motion")
    assert (
        town.ask("PUT", f"tasks/{task}/draft", "registrator", json={"reason": SCRIPT, "clauses": [SCRIPT]}).status_code
        == 204
    )
    with desk_of(town, "registrator") as desk:
        desk.client.headers["User-Agent"] = SCRIPT
        desk.sign_in("registrator")
        shown = 0
        for address in (
            *("/", "/account", "/cases", f"/cases?q={SCRIPT}", f"/cases?kind={SCRIPT}&state={SCRIPT}", f"/{SCRIPT}"),
            *(f"/cases/{key}", f"/cases/{key}/journal", f"/cases/{key}/notes/new", f"/register?done={key}"),
            *(f"/records/{record['id']}", f"/records/{note['id']}", f"/tasks/{task}", f"/sign-in?to={SCRIPT}"),
        ):
            text = desk.get(address).text
            assert "<script>alert" not in text, address
            assert "<img" not in text, address
            shown += text.count("&lt;script&gt;alert(1)&lt;/script&gt;")
        assert shown > 15
        for form in (desk.form(f"/cases/{key}/correct/new"), desk.form("/register"), desk.form(f"/tasks/{task}")):
            texts = {name: SCRIPT for name in form.fields if not name.startswith("_")}
            answer = desk.send(form, {**texts, "_do": "look"})
            assert answer.status_code == 200
            assert "<script>alert" not in answer.text
            assert "<img" not in answer.text
