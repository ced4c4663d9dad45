"""What may not come in: each is refused with a 4xx that names the field or the element, and nothing is written."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import func, select

from engine.db import metadata
from engine.lifecycle.deployments import shipped_files
from engine.organisations.forms import DiaryForm
from engine.organisations.tables import SignInTry
from tests.api.town import API, NORTH, Town, motion

NOWHERE = "00000000-0000-7000-8000-000000000000"
DEEP = "[" * 100_000 + "]" * 100_000
BPMN = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
BOMB = (
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + f"]><definitions {BPMN}>&j;</definitions>"
)


def rows(town: Town) -> dict[str, int]:
    """How many rows every table has."""
    with town.database.read() as session:
        return {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata().sorted_tables
            if table.name not in ("token", SignInTry.__tablename__)
        }


@contextmanager
def nothing_written(town: Town) -> Iterator[None]:
    """Holds the tables against what they were."""
    for who in ("registrator", "administrator", "fullmaktige"):
        town.token(who)
    before = rows(town)
    yield
    assert rows(town) == before


def raw(town: Town, path: str, body: bytes, kind: str = "application/json", who: str = "registrator") -> Any:
    """A request whose body is these very bytes."""
    headers = {"Content-Type": kind, "Authorization": f"Bearer {town.token(who)}"}
    return town.client.request("POST", f"{API}/{path}", content=body, headers=headers)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"7",
        b'"text"',
        b"[]",
        b'{"title": "\xff\xfe"}',
        b'{"title": "\\ud800"}',
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"start": ' + b"9" * 5000 + b"}",
        DEEP.encode(),
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b"\x00",
        "{}".encode("utf-16"),
    ],
    ids=lambda body: repr(body[:24]),
)
def test_a_body_that_is_no_form_is_refused_on_every_route_that_takes_one(shared_town: Town, body: bytes) -> None:
    town = shared_town
    with nothing_written(town):
        for path in (
            "cases",
            "records",
            "series/start",
            "series/void",
            "meetings",
            "workflows/lint",
            f"cases/{NOWHERE}/notes",
            f"records/{NOWHERE}/files",
            f"tasks/{NOWHERE}/complete",
            "tokens",
        ):
            who = {"workflows/lint": "administrator", "meetings": "fullmaktige"}.get(path, "registrator")
            answer = raw(town, path, body, who=who)
            assert answer.status_code in (400, 404, 422) if "tasks" in path else answer.status_code in (400, 422), path
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["title"]


def test_a_form_over_ten_megabytes_is_refused_whether_it_says_its_size_or_not(sqlite_town: Town) -> None:
    form = json.dumps({**motion(), "title": "x" * 10_000_001}).encode()

    async def pieces() -> Any:
        for start in range(0, len(form), 1 << 20):
            yield form[start : start + (1 << 20)]

    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {sqlite_town.token('registrator')}"}
    with nothing_written(sqlite_town):
        for content in (form, pieces()):
            for path in ("cases", "meetings"):
                answer = sqlite_town.client.request(
                    "POST", f"{API}/{path}", content=pieces() if content is not form else form, headers=headers
                )
                assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "Rad\nbrytning"}, "title"),
        ({"title": "Klocka\x07"}, "title"),
        ({"title": "Noll\x00"}, "title"),
        ({"title": "Vänd\u202etext"}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"clauses": ["att\x1b[2J"]}, "clauses.0"),
        ({"clauses": ["x"] * 101}, "clauses"),
        ({"clauses": "inte en lista"}, "clauses"),
        ({"arrived_on": "2020-02-30"}, "arrived_on"),
        ({"arrived_on": 20200217}, "arrived_on"),
        ({"arrived_on": "2020-02-17T08:00:00"}, "arrived_on"),
        ({"kind": "something"}, "kind"),
        ({"diary": "finns-inte"}, "diary"),
        ({"body": "finns-inte"}, "body"),
        ({"body": "'; DROP TABLE case_file; --"}, "body"),
        ({"class_code": "{seq}"}, "class_code"),
        ({"movers": [{"person": "marianne-sandstrom", "serving": "kanske"}]}, "movers.0.serving"),
        ({"answer_by": "2020-05-01"}, "body"),
        ({"secrecy": {"provision": "OSL", "authority": ""}}, "secrecy.authority"),
        ({"files": [{"filename": "a.txt", "content": "inte base64!"}]}, "files.0.content"),
        ({"files": [{"filename": "..", "content": "SGVqIQ=="}]}, "filename"),
        ({"organisation_id": NOWHERE}, "organisation_id"),
        ({"dnr": "1-2020"}, "dnr"),
    ],
)
def test_a_faulty_field_is_named_and_nothing_is_written(shared_town: Town, changes: Any, field: str) -> None:
    with nothing_written(shared_town):
        answer = shared_town.post("cases", {**motion(), **changes})
        assert answer.status_code == 422, answer.text
        assert field in {fault["field"] for fault in answer.json()["errors"]}, answer.text


def test_numbers_that_no_series_could_hold_are_refused(shared_town: Town) -> None:
    with nothing_written(shared_town):
        for start in (0, -1, 10**10, 10**30, 1.5, "7", True, None):
            form = {"series": "dnr", "diary": "region", "start": start, "reason": "Prov"}
            answer = shared_town.post("series/start", form)
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "start"), start
        for year in (1899, 10_000, 10**20, "i år"):
            form = {"series": "motion", "year": year, "reason": "Prov"}
            answer = shared_town.post("series/void", form)
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "year"), year


@pytest.mark.parametrize(
    "path",
    [
        "cases/%00",
        "cases/%ff",
        "cases/..%2f..",
        "cases/1-2020",
        "cases?limit=0",
        "cases?limit=201",
        "cases?limit=99999999999999999999999",
        "cases?limit=x",
        "cases?after=x",
        "cases?after=%00",
        "cases?after=MjAyMC0wMS0wMVQwMDowMDowMHx4",
        "cases?dnr=%00",
        "cases?q=%00",
        "cases?kind=x",
        "cases?open=kanske",
        "tasks?after=MjAyMC0wMS0wMVQwMDowMDowMHwwMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDA",
        "records/x/files/1",
        f"records/{NOWHERE}/files/0",
        f"records/{NOWHERE}/files/99999999999999999999",
        f"cases/{NOWHERE}/journal?after=LTE",
        "meetings/x",
    ],
)
def test_an_address_that_cannot_be_read_is_refused(shared_town: Town, path: str) -> None:
    answer = shared_town.get(path)
    assert answer.status_code in (404, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def diagrams(**changed: str) -> dict[str, str]:
    """The shipped diagrams of the motion, some of them changed."""
    files = {name: content.decode() for name, content in shipped_files("motion").items()}
    return {**files, **{f"{name}.bpmn": text for name, text in changed.items()}}


def spoilt(old: str, new: str) -> dict[str, str]:
    """The shipped diagrams with something else in the first place where `old` stands in motion.bpmn."""
    text = diagrams()["motion.bpmn"]
    assert old in text
    return diagrams(motion=text.replace(old, new, 1))


HOSTILE = {
    "no XML": diagrams(motion="hej"),
    "nothing": diagrams(motion=""),
    "half a file": diagrams(motion=diagrams()["motion.bpmn"][:2000]),
    "a bomb": diagrams(motion=BOMB),
    "an external entity": diagrams(
        motion=f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><definitions {BPMN}>&x;</definitions>'
    ),
    "a DOCTYPE": diagrams(motion="<!DOCTYPE definitions>" + diagrams()["motion.bpmn"].split("?>", 1)[-1]),
    "deep nesting": diagrams(motion=f"<definitions {BPMN}>" + "<x>" * 50_000 + "</x>" * 50_000 + "</definitions>"),
    "another document": diagrams(motion="<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "a script": spoilt(
        "</bpmn:process>", "<bpmn:scriptTask id='x'><bpmn:script>1</bpmn:script></bpmn:scriptTask></bpmn:process>"
    ),
    "a control character": diagrams(motion=diagrams()["motion.bpmn"].replace("<bpmn:process", "\x0b<bpmn:process", 1)),
    "a missing process": {"motion.bpmn": diagrams()["motion.bpmn"]},
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_or_broken_diagram_is_refused_with_its_faults_and_nothing_is_deployed(
    shared_town: Town, kind: str
) -> None:
    form = {"key": "motion", "files": HOSTILE[kind]}
    with nothing_written(shared_town):
        checked = shared_town.post("workflows/lint", form, "administrator")
        assert checked.status_code == 200, checked.text
        faults = checked.json()["faults"]
        assert faults
        assert all(fault["rule"] and fault["message"] and fault["help"] for fault in faults)
        refused = shared_town.post("workflows", form, "administrator")
        assert (refused.status_code, refused.json()["type"]) == (422, "/problems/diagram-refused")
        assert refused.json()["faults"] == faults
        assert "root:" not in refused.text


def test_diagrams_that_are_too_many_too_large_or_misnamed_are_refused(shared_town: Town) -> None:
    with nothing_written(shared_town):
        for files in (
            {},
            {"../motion.bpmn": "x"},
            {"motion.exe": "x"},
            {f"d{number}.bpmn": "x" for number in range(31)},
            {"motion.bpmn": "x" * 2_000_001},
            {"motion.bpmn": 7},
        ):
            answer = shared_town.post("workflows/lint", {"key": "motion", "files": files}, "administrator")
            assert answer.status_code == 422, answer.text
            assert answer.json()["errors"][0]["field"].startswith("files")


def test_good_diagrams_are_deployed_beside_the_old(town: Town) -> None:
    form = {"key": "motion", "files": diagrams()}
    assert town.post("workflows/lint", form, "administrator").json() == {"faults": []}
    assert town.post("workflows", form, "administrator").json()["version"] == 2
    listed = town.get("workflows", "administrator").json()["items"]
    assert [one["version"] for one in listed if one["key"] == "motion"] == [1, 2]
    assert town.post("workflows", form, "registrator").status_code == 403


def test_a_dnr_pattern_that_could_not_be_read_back_is_refused_by_the_field(town: Town) -> None:
    for pattern in ("{seq}{class}-{year}", "{year}", "{seq}-{", "{seq} {seq}", "{seq}-{okänd}", "{seq}\x07-{year}"):
        with pytest.raises(ValidationError) as refused:
            DiaryForm.model_validate({"slug": "ny", "name": "Nytt", "pattern": pattern})
        assert "pattern" in str(refused.value)


def test_multipart_that_is_broken_or_holds_too_much_is_refused(shared_town: Town) -> None:
    case = shared_town.a_motion()["id"]
    form = '{"direction": "internal", "title": "Utkast"}'
    path = f"cases/{case}/records"
    with nothing_written(shared_town):
        for parts, field in (
            ([("files", ("a.txt", b"x"))], "form"),
            ([("form", (None, "{"))], "body"),
            ([("form", (None, form)), ("other", ("a.txt", b"x"))], "other"),
            ([("form", (None, form)), ("files", ("a.txt", b""))], "files"),
            ([("form", ("form.json", form))], "form"),
        ):
            answer = shared_town.ask("POST", path, "registrator", files=parts)
            assert answer.status_code == 422, (parts, answer.text)
            assert answer.json()["errors"][0]["field"] == field
        many: Any = [("form", (None, form)), *[("files", (f"{n}.txt", b"x")) for n in range(21)]]
        assert shared_town.ask("POST", path, "registrator", files=many).status_code == 400
        for kind in ("multipart/form-data", "multipart/form-data; boundary=x"):
            answer = raw(shared_town, path, b"hej", kind)
            assert answer.status_code in (400, 422), answer.text
            assert answer.headers["content-type"] == "application/problem+json"


def test_sign_in_takes_no_more_than_its_form(shared_town: Town) -> None:
    for form in (
        {"organisation": NORTH, "username": "registrator", "password": "x" * 201},
        {"organisation": NORTH, "username": "registrator", "password": "x", "scopes": ["allt"]},
        {"organisation": NORTH, "username": "registrator", "password": "x", "scopes": []},
        {"organisation": NORTH, "username": "registrator", "password": "x", "hours": 10**9},
    ):
        answer = shared_town.client.request("POST", f"{API}/tokens", json=form)
        assert answer.status_code == 422
        assert "x" * 20 not in answer.text
