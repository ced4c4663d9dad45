"""Who sees what, and who may do what: a table written by hand, held against every route."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from tests.api.town import NORTH, WEST, Town

CANARIES = {
    "secret in the board": "Kanariefågel",
    "secret, sent to culture": "Blåhakesång",
    "the secret record": "Rördromsbo",
    "the pile": "Smådoppingdamm",
}
"""Words that stand in what is secret, each in one place and nowhere else."""
MARK = {"provision": "OSL 25 kap. 1 §", "authority": "Region Norrbotten"}


def a_file(word: str) -> dict[str, str]:
    """A file whose name is the word."""
    return {"filename": f"{word}.txt", "media_type": "text/plain", "content": b64encode(word.encode()).decode()}


PEOPLE = (
    "registrator",  # registrar of the organisation
    "fullmaktige",  # secretary of the council
    "styrelsen",  # secretary of the executive board
    "handlaggare",  # officer of the executive board
    "kollega",  # another officer of the executive board
    "chef",  # manager of the executive board
    "direktor",  # director of the executive board
    "ordforande",  # chair of the executive board
    "ledamot",  # member of the executive board
    "kulturhandl",  # officer of the board for culture
    "kulturchef",  # manager of the board for culture
    "revisor",  # auditor of the organisation
    "administrator",  # keeps the installation and sees no case
    "ingenting",  # an account without roles
    "frammande",  # registrar of another region
)
BOARD = {"styrelsen", "handlaggare", "kollega", "chef", "direktor", "ordforande", "ledamot"}
CHIEFS = {"styrelsen", "chef", "direktor"}
SEES = {
    "open in the board": {"registrator", "revisor", "fullmaktige", *BOARD},  # the council decides on motions
    "open in the council": {"registrator", "revisor", "fullmaktige"},
    "open in the board for culture": {"registrator", "revisor", "fullmaktige", "kulturhandl", "kulturchef"},
    "secret in the board": {"registrator", "fullmaktige", *CHIEFS},
    "secret, sent to culture": {"registrator", "fullmaktige", *CHIEFS, "kulturchef", "kulturhandl"},
    "open in another region": {"frammande"},
}
"""Who sees which case. A secret one: those who keep registers and lead in the bodies that have it, and its officer."""
SEES_SECRET_RECORD = {"registrator", "fullmaktige", *CHIEFS}
"""Who sees the secret record in the open case of the board."""
WORKS = {
    "open in the board": {"registrator", "fullmaktige", "styrelsen", "handlaggare", "kollega", "chef", "direktor"},
    "open in the council": {"registrator", "fullmaktige"},
    "open in the board for culture": {"registrator", "fullmaktige", "kulturhandl", "kulturchef"},
    "secret in the board": {"registrator", "fullmaktige", *CHIEFS},
    "secret, sent to culture": {"registrator", "fullmaktige", *CHIEFS, "kulturchef", "kulturhandl"},
    "open in another region": {"frammande"},
}
"""Who may write notes in a case and add records to it: its own staff, and that of the bodies it was sent to."""
STAFF = {
    "registrator", "fullmaktige", "styrelsen", "handlaggare", "kollega", "chef", "direktor",
    "kulturhandl", "kulturchef", "frammande",
}  # fmt: skip
REGISTRARS = {"registrator", "frammande"}
NO_CASES = {"administrator", "ingenting"}


@dataclass
class Scene:
    """The cases of the table in one town."""

    town: Town
    cases: dict[str, str]
    dnrs: dict[str, str]
    secret_record: str
    open_record: str

    def ask(self, method: str, path: str, who: str, form: Any = None) -> Any:
        """One request as somebody; the stranger comes from the other region."""
        name, organisation = ("registrator", WEST) if who == "frammande" else (who, NORTH)
        return self.town.ask(method, path, name, organisation=organisation, json=form)


@pytest.fixture(scope="module")
def scene(shared_town: Town) -> Scene:
    """The scene that the tests of this file leave as it is."""
    return a_scene(shared_town)


def a_scene(town: Town) -> Scene:
    """Six cases, one of them on its way through its lifecycle."""
    marked: tuple[dict[str, Any], ...] = tuple(
        {"title": f"{CANARIES[name]} ska ses över", "secrecy": MARK, "clauses": [f"{CANARIES[name]} ska bort."]}
        for name in ("secret in the board", "secret, sent to culture")
    )
    board, sent = marked
    made = {
        "open in the board": town.a_board_matter(title="Motion om bussar"),
        "open in the council": town.a_motion(title="Motion om båtar"),
        "open in the board for culture": town.a_board_matter(
            kind="motion", body="kulturnamnden", diary="kultur", title="Motion om böcker"
        ),
        "secret in the board": town.a_board_matter(**board),
        "secret, sent to culture": town.a_motion(**sent),
        "open in another region": town.a_board_matter(WEST, title="Motion om berg"),
    }
    cases = {name: case["id"] for name, case in made.items()}
    for name in ("secret in the board", "secret, sent to culture"):
        word = CANARIES[name]
        written = (
            ("notes", {"title": word, "text": word}),
            ("watches", {"due_on": "2020-05-04", "text": word}),
            ("records", {"direction": "internal", "title": word, "files": [a_file(word)]}),
            ("relations", {"other": cases["open in the board"]}),
        )
        for path, form in written:
            assert town.post(f"cases/{cases[name]}/{path}", form).status_code == 201
    walk(town, cases["secret, sent to culture"])
    write(town, cases["secret, sent to culture"], CANARIES["secret, sent to culture"])
    bring(town, cases["secret, sent to culture"], CANARIES["secret, sent to culture"])
    word = word_of_record = CANARIES["the secret record"]
    record = {"direction": "internal", "title": word, "correspondent": word, "secrecy": MARK, "files": [a_file(word)]}
    secret_record = town.post(f"cases/{cases['open in the board']}/records", record).json()["id"]
    corrected = {"title": f"{word} två", "reason": word}
    assert town.ask("PATCH", f"records/{secret_record}", "registrator", json=corrected).status_code == 200
    loose = {"direction": "internal", "title": word, "secrecy": MARK, "diary": "region", "body": "regionstyrelsen"}
    assert town.post("records", loose).status_code == 201
    plain = town.post(f"cases/{cases['open in the board']}/records", {"direction": "internal", "title": "Öppen"}).json()
    word = CANARIES["the pile"]
    assert town.post("pile", {"files": [a_file(word)]}).status_code == 201
    asked = {"asks": "Allt", "received_on": "2020-02-17", "diary": "region", "body": "regionstyrelsen"}
    release = town.post("release-requests", asked).json()["id"]
    about = {"record": secret_record, "judgement": "refused", "provision": "OSL 25 kap. 1 §", "reason": word_of_record}
    assert town.post(f"release-requests/{release}/judgements", about).status_code == 200
    return Scene(town, cases, {name: case["dnr"] for name, case in made.items()}, secret_record, plain["id"])


def walk(town: Town, case: str) -> None:
    """The motion is admitted, announced, sent to the board for culture and given to its officer."""
    for step, who, form in (
        ("check_motion", "registrator", {"admitted": True}),
        ("announce", "fullmaktige", {"day": "2020-02-17"}),
        ("remit", "fullmaktige", {"board": "kulturnamnden"}),
        ("allocate", "kulturchef", {"officer": "kulturhandl"}),
    ):
        answer = town.post(f"tasks/{town.task(case, step, who)}/complete", form, who)
        assert answer.status_code == 200, (step, answer.text)


def write(town: Town, case: str, word: str) -> None:
    """Its officer writes two versions of a draft, and some more that no version holds."""
    draft = town.post(f"cases/{case}/drafts", who="kulturhandl").json()["id"]
    for number in range(3):
        copy = {"title": word, "sections": [{"key": "summary", "html": f"<p>{word} {number}</p>"}]}
        assert town.ask("PUT", f"drafts/{draft}/copy", "kulturhandl", json=copy).status_code == 200
        if number < 2:
            assert town.post(f"drafts/{draft}/versions", {"note": word}, "kulturhandl").status_code == 201


def bring(town: Town, case: str, word: str) -> None:
    """Its officer brings in a file that has not been taken yet."""
    sent = {"files": [{**a_file(word), "filename": f"{word}.md"}]}
    assert town.post(f"cases/{case}/imports", sent, "kulturhandl").status_code == 201


def acts(scene: Scene, case: str) -> Iterator[tuple[str, str, Any, set[str], set[str]]]:
    """Method, path and form of every route on a case; who may in general, and who may in this case."""
    own, works = SEES[case], WORKS[case]
    reads = set(PEOPLE) - NO_CASES
    key = scene.cases[case]
    for path in ("", "/journal", "/tasks", "/records", "/sheet"):
        yield "GET", f"cases/{key}{path}", None, reads, own
    for path in ("/drafts", "/imports"):
        yield "GET", f"cases/{key}{path}", None, STAFF, works
    yield "POST", f"cases/{key}/imports", {"pasted": "Öppet"}, STAFF, works
    yield "POST", f"cases/{key}/notes", {"title": "Öppet", "text": "Öppet"}, STAFF, works
    yield "POST", f"cases/{key}/watches", {"due_on": "2020-05-04", "text": "Öppet"}, STAFF, works
    yield "POST", f"cases/{key}/records", {"direction": "internal", "title": "Öppet"}, STAFF, works
    yield "PATCH", f"cases/{key}", {"decide_by": "2021-02-17"}, REGISTRARS, own & REGISTRARS
    for path, form in (("void", {"reason": "Fel"}), ("secrecy", MARK), ("secrecy/lift", {"reason": "Öppet"})):
        yield "POST", f"cases/{key}/{path}", form, REGISTRARS, own & REGISTRARS


DESTRUCTIVE = ("/void", "/secrecy", "/secrecy/lift")
"""Acts that would change the table; only those who may not do them try."""


def test_each_route_on_each_case_answers_each_person_as_the_table_says(scene: Scene) -> None:
    wrong = []
    for case, sees in SEES.items():
        for method, path, form, verb, may in acts(scene, case):
            for who in PEOPLE:
                if who in may and path.endswith(DESTRUCTIVE):
                    continue
                answer = scene.ask(method, path, who, form)
                expected = (
                    {403} if who not in verb else {404} if who not in sees else {403} if who not in may else {200, 201}
                )
                if method == "PATCH" and who in may:
                    expected = {200, 409}  # a correction that has been made already corrects nothing
                if answer.status_code not in expected:
                    wrong.append((case, method, path.split("/", 2)[-1], who, answer.status_code, expected))
    assert wrong == []


def test_what_is_hidden_answers_exactly_as_what_does_not_exist(scene: Scene) -> None:
    for case, sees in SEES.items():
        for method, path, form, verb, _ in acts(scene, case):
            nowhere = str(uuid4())
            for who in sorted(verb - sees):
                hidden = scene.ask(method, path, who, form)
                missing = scene.ask(method, path.replace(scene.cases[case], nowhere), who, form)
                assert hidden.status_code == missing.status_code == 404, (path, who)
                assert hidden.text.replace(scene.cases[case], nowhere) == missing.text
                assert set(hidden.headers) == set(missing.headers)


def test_lists_searches_and_pages_count_only_what_one_sees(scene: Scene) -> None:
    for who in set(PEOPLE) - NO_CASES:
        mine = {scene.dnrs[case] for case, sees in SEES.items() if who in sees}
        listed = scene.ask("GET", "cases", who).json()["items"]
        assert {(case["dnr"], case["id"]) for case in listed} == {
            (scene.dnrs[case], scene.cases[case]) for case, sees in SEES.items() if who in sees
        }, who
        assert {case["dnr"] for case in scene.ask("GET", "cases?q=motion", who).json()["items"]} <= mine
        for case in ("secret in the board", "secret, sent to culture"):
            found = scene.ask("GET", f"cases?q={CANARIES[case]}", who).json()["items"]
            assert [one["dnr"] for one in found] == ([scene.dnrs[case]] if who in SEES[case] else []), (who, case)
        for case, dnr in scene.dnrs.items():
            by_dnr = scene.ask("GET", f"cases?dnr={dnr}", who).json()["items"]
            assert {one["id"] for one in by_dnr} >= ({scene.cases[case]} if who in SEES[case] else set())
            assert who in SEES[case] or scene.cases[case] not in {one["id"] for one in by_dnr}
        paged: list[Any] = []
        after: str | None = ""
        while after is not None:
            page = scene.ask("GET", f"cases?limit=1{after and f'&after={after}'}", who).json()
            paged += page["items"]
            after = page["next"]
        assert paged == listed


def test_a_secret_record_in_an_open_case_is_shown_to_few_and_named_to_nobody_else(scene: Scene) -> None:
    case = scene.cases["open in the board"]
    for who in sorted(set(PEOPLE) - NO_CASES):
        sees = who in SEES_SECRET_RECORD
        for path in (f"records/{scene.secret_record}", f"records/{scene.secret_record}/files/1"):
            assert scene.ask("GET", path, who).status_code == (200 if sees else 404), (who, path)
        if who in SEES["open in the board"]:
            listed = {record["id"] for record in scene.ask("GET", f"cases/{case}/records", who).json()["items"]}
            assert (scene.secret_record in listed) is sees
            assert scene.open_record in listed


def hidden_words(who: str) -> list[str]:
    """The words that no answer to this person may hold."""
    sees = {**SEES, "the secret record": SEES_SECRET_RECORD, "the pile": {"registrator"}}
    return [word for name, word in CANARIES.items() if who not in sees[name]]


def test_no_answer_to_one_who_may_not_see_it_holds_a_word_of_what_is_secret(scene: Scene) -> None:
    described = scene.town.ask("GET", "/api/v1/openapi.json", "registrator").json()["paths"]
    drawn = (".pdf", ".docx", ".xlsx", ".zip")
    gets = [path for path, methods in described.items() if "get" in methods and not path.endswith(drawn)]
    ids = everything(scene)
    looked = 0
    for who in PEOPLE:
        words = hidden_words(who)
        for path in gets if words else ():
            name = next((name for name in ids if f"{{{name}}}" in path), "")
            for key in ids[name] if name else [""]:
                address = (
                    path.replace(f"{{{name}}}", key)
                    .replace("{position}", "1")
                    .replace("{number}", "1")
                    .replace("{slug}", "not-found")
                    .replace("{organisation}", NORTH)
                )
                answer = scene.ask("GET", address, who)
                assert answer.status_code < 500
                assert not [word for word in words if word.casefold() in answer.text.casefold()], (who, address)
                looked += 1
    assert looked > 500


def everything(scene: Scene) -> dict[str, list[str]]:
    """The ids of all there is, by the name of the parameter they go into."""
    records, tasks = [], []
    for case, key in scene.cases.items():
        who = "frammande" if case == "open in another region" else "registrator"
        records += [record["id"] for record in scene.ask("GET", f"cases/{key}/records", who).json()["items"]]
        tasks += [task["id"] for task in scene.ask("GET", f"cases/{key}/tasks", who).json()["items"]]
    records += [record["id"] for record in scene.ask("GET", "records", "registrator").json()["items"]]
    case = scene.cases["secret, sent to culture"]
    drafts = [draft["id"] for draft in scene.ask("GET", f"cases/{case}/drafts", "kulturhandl").json()["items"]]
    imports = [one["id"] for one in scene.ask("GET", f"cases/{case}/imports", "kulturhandl").json()["items"]]
    return {
        "import_id": imports,
        "case_id": list(scene.cases.values()),
        "record_id": records,
        "task_id": tasks,
        "draft_id": drafts,
        "meeting_id": [str(uuid4())],
        "paragraph_id": [str(uuid4())],
        "dispatch_id": [str(uuid4())],
        "secret": ["S" * 43],
        "request_id": [row["id"] for row in scene.ask("GET", "release-requests", "registrator").json()["items"]],
        "item_id": [item["id"] for item in scene.ask("GET", "pile", "registrator").json()["items"]],
    }
