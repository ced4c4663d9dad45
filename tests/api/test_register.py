"""A registrar's day through the API: cases and records, what hangs on them, and their files."""

import json
from typing import Any

from sqlmodel import col, select

from engine.journal import JournalEntry
from engine.organisations.tables import AccessStream, Organisation
from tests.api.town import NORTH, Town

LETTER = {
    "kind": "letter",
    "title": "Synpunkter på motionen",
    "correspondent": "Hälsocentralen i Älvsbyn",
    "received_on": "2020-02-17",
    "way_in": "email",
}
MARK = {"provision": "OSL 25 kap. 1 §", "authority": "Region Norrbotten"}
HEJ = {"filename": "hej.txt", "media_type": "text/plain", "content": "SGVqIQ=="}


def test_a_motion_is_registered_and_its_first_step_waits(town: Town) -> None:
    made = town.a_motion()
    assert (made["dnr"], made["sub_number"], made["rev"], made["records"]) == ("1-2020", "1-2020", 1, 1)
    answer = town.get(f"cases/{made['id']}")
    assert answer.headers["etag"] == '"1"'
    assert answer.headers["cache-control"] == "no-store"
    case = answer.json()
    assert [(one["name"], one["party"]) for one in case["movers"]] == [("Marianne Sandström", "SD")]
    assert [one["text"] for one in case["clauses"]] == ["systemet CallMe ska vara frivilligt."]
    assert [(one["step"], one["mine"]) for one in case["tasks"]] == [("check_motion", True)]
    seen_by_another = town.get(f"cases/{made['id']}", "fullmaktige").json()
    assert [(one["step"], one["mine"]) for one in seen_by_another["tasks"]] == [("check_motion", False)]


def test_a_case_is_found_by_its_dnr_its_words_its_kind_and_whether_it_is_open(town: Town) -> None:
    one = town.a_motion()
    two = town.a_motion(title="Motion om cykelvägar")
    town.post(f"cases/{two['id']}/void", {"reason": "Registrerad två gånger"})

    def found(question: str) -> list[str]:
        return [case["dnr"] for case in town.get(f"cases?{question}").json()["items"]]

    assert found("") == [two["dnr"], one["dnr"]]
    assert found("dnr=1-2020") == ["1-2020"]
    assert found("dnr=77-2020") == []
    assert found("q=cykelv%C3%A4gen") == [two["dnr"]]
    assert found("open=true") == [one["dnr"]]
    assert found("open=false") == [two["dnr"]]
    assert found("kind=audit_response") == []
    assert found("q=motion&open=true") == [one["dnr"]]


def test_a_list_of_cases_comes_in_pages_that_neither_repeat_nor_skip(town: Town) -> None:
    made = [town.a_motion(title=f"Motion nummer {number}")["dnr"] for number in range(5)]
    for question in ("cases?limit=2", "cases?limit=2&q=motion"):
        seen, page = [], question
        while page:
            answer = town.get(page).json()
            assert len(answer["items"]) <= 2
            seen += [case["dnr"] for case in answer["items"]]
            page = f"{question}&after={answer['next']}" if answer["next"] else ""
        assert seen == made[::-1]


def test_renaming_a_case_shows_old_and_new_in_its_journal(town: Town) -> None:
    case = town.a_motion()["id"]
    answer = town.ask("PATCH", f"cases/{case}", "registrator", json={"title": "Ny mening", "reason": "Tydligare"})
    assert (answer.status_code, answer.json()["title"], answer.headers["etag"]) == (200, "Ny mening", '"2"')
    entries = town.get(f"cases/{case}/journal").json()["items"]
    assert [entry["tag"] for entry in entries] == ["case:registered", "case:renamed"]
    assert entries[1]["personal"]["title:old"] == "Motion om systemet CallMe"
    assert entries[1]["personal"]["title:new"] == "Ny mening"
    first = town.get(f"cases/{case}/journal?limit=1").json()
    assert [entry["seq"] for entry in first["items"]] == [1]
    rest = town.get(f"cases/{case}/journal?limit=1&after={first['next']}").json()
    assert ([entry["seq"] for entry in rest["items"]], rest["next"]) == ([2], None)


def test_notes_watches_and_relations_hang_on_the_case(town: Town) -> None:
    one, two = town.a_motion()["id"], town.a_motion(title="Motion om telefontider")["id"]
    note = town.post(f"cases/{one}/notes", {"title": "Samtal", "text": "Motionären ringde."})
    assert (note.status_code, note.json()["number"], note.json()["kind"]) == (201, 2, "file_note")
    assert town.get(note.headers["location"]).json()["text"] == "<p>Motionären ringde.</p>"
    watch = town.post(f"cases/{one}/watches", {"due_on": "2020-05-04", "text": "Har svaren kommit?"}).json()
    related = town.post(f"cases/{one}/relations", {"other": "2-2020", "kind": "caused_by"})
    assert related.status_code == 201, related.text
    case, other = (town.get(f"cases/{key}").json() for key in (one, two))
    assert [(each["dnr"], each["kind"]) for each in case["relations"]] == [("2-2020", "caused_by")]
    assert [(each["dnr"], each["kind"]) for each in other["relations"]] == [("1-2020", "caused_by")]
    assert [each["text"] for each in case["watches"]] == ["Har svaren kommit?"]
    done = town.post(f"cases/{one}/watches/{watch['id']}/done")
    assert (done.status_code, done.json()["done_at"]) == (200, "2020-02-17T08:00:00Z")
    ended = town.ask("DELETE", f"cases/{two}/relations/{related.json()['id']}", "registrator")
    assert ended.status_code == 204
    assert town.get(f"cases/{one}").json()["relations"][0]["ended_at"] == "2020-02-17T08:00:00Z"
    twice = town.ask("DELETE", f"cases/{two}/relations/{related.json()['id']}", "registrator")
    assert twice.status_code == 404


def test_a_record_with_files_comes_as_json_or_as_multipart_and_goes_out_as_it_came(town: Town) -> None:
    case = town.a_motion()["id"]
    as_json = town.post(f"cases/{case}/records", {**LETTER, "files": [HEJ]})
    assert as_json.status_code == 201, as_json.text
    content = b"%PDF-1.7\n" + bytes(range(256)) * 9000
    parts: Any = [
        ("form", (None, '{"direction": "internal", "kind": "letter", "title": "Utkast"}')),
        ("files", ("brev å.pdf", content, "application/pdf")),
        ("files", ("../../etc/passwd", b"x", "nonsense")),
    ]
    as_parts = town.ask("POST", f"cases/{case}/records", "registrator", files=parts)
    assert as_parts.status_code == 201, as_parts.text
    assert [(file["filename"], file["media_type"], file["size"]) for file in as_parts.json()["files"]] == [
        ("brev å.pdf", "application/pdf", len(content)),
        ("passwd", "application/octet-stream", 1),
    ]
    assert not any(file["made_here"] for file in as_parts.json()["files"])
    got = town.get(f"records/{as_parts.json()['id']}/files/1")
    assert got.content == content
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-disposition"] == "attachment; filename*=UTF-8''brev%20%C3%A5.pdf"
    assert town.get(f"records/{as_json.json()['id']}/files/1").content == b"Hej!"
    assert town.get(f"records/{as_json.json()['id']}/files/2").status_code == 404
    listed = town.get(f"cases/{case}/records").json()
    assert [(record["number"], len(record["files"])) for record in listed["items"]] == [(1, 0), (2, 1), (3, 2)]
    assert listed["next"] is None


def test_a_file_that_is_gone_or_has_been_altered_is_not_sent(sqlite_town: Town) -> None:
    case = sqlite_town.a_motion()["id"]
    record = sqlite_town.post(f"cases/{case}/records", {**LETTER, "files": [HEJ]}).json()
    (kept,) = [path for path in sqlite_town.house.files.rglob("*") if path.is_file()]
    assert kept.name == record["files"][0]["sha256"]
    kept.write_bytes(b"Nej!")
    for _ in range(2):
        answer = sqlite_town.get(f"records/{record['id']}/files/1")
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/misconfigured")
        kept.unlink(missing_ok=True)


def test_the_same_file_under_another_name_or_of_another_type_is_another_request(sqlite_town: Town) -> None:
    key = {"Idempotency-Key": "brev"}
    address = f"cases/{sqlite_town.a_motion()['id']}/records"
    first = sqlite_town.post(address, {**LETTER, "files": [HEJ]}, headers=key)
    assert first.status_code == 201, first.text
    for other in ({**HEJ, "filename": "annat.txt"}, {**HEJ, "media_type": "text/html"}):
        refused = sqlite_town.post(address, {**LETTER, "files": [other]}, headers=key)
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/key-reused")
    assert sqlite_town.post(address, {**LETTER, "files": [HEJ]}, headers=key).content == first.content


def test_an_annex_that_comes_later_is_added_to_its_record(town: Town) -> None:
    record = town.post(f"cases/{town.a_motion()['id']}/records", LETTER).json()["id"]
    added = town.ask("POST", f"records/{record}/files", "registrator", files=[("files", ("bilaga.txt", b"Bilaga"))])
    assert added.status_code == 201, added.text
    assert town.post(f"records/{record}/files", {"files": [HEJ]}).status_code == 201
    assert [file["filename"] for file in town.get(f"records/{record}").json()["files"]] == ["bilaga.txt", "hej.txt"]
    assert town.post(f"records/{record}/files", {"files": []}).status_code == 422


def test_a_record_without_a_case_is_moved_into_one_corrected_and_voided(town: Town) -> None:
    case = town.a_motion()
    loose = town.post("records", {**LETTER, "diary": "region", "body": "regionfullmaktige"})
    assert (loose.status_code, loose.json()["dnr"], loose.json()["number"]) == (201, "2-2020", None), loose.text
    record = loose.json()["id"]
    assert [one["id"] for one in town.get("records").json()["items"]] == [record]
    moved = town.post(f"records/{record}/move", {"case": case["dnr"], "reason": "Hör dit"})
    assert (moved.json()["number"], moved.headers["etag"]) == (2, '"2"'), moved.text
    assert town.get("records").json()["items"] == []
    right = town.ask("PATCH", f"records/{record}", "registrator", json={"title": "Svar", "reason": "Fel rubrik"})
    assert right.json()["title"] == "Svar"
    assert town.post(f"records/{record}/void", {"reason": "Kom två gånger"}).json()["voided_reason"] == "Kom två gånger"
    again = town.post(f"records/{record}/void", {"reason": "Igen"})
    assert (again.status_code, again.json()["rule"]) == (409, "record_voided")


def test_reading_what_is_secret_leaves_a_trace_and_does_not_touch_the_case(town: Town) -> None:
    case = town.a_motion()["id"]
    record = town.post(f"cases/{case}/records", {**LETTER, "secrecy": MARK, "files": [HEJ]}).json()
    rev = town.get(f"cases/{case}").json()["rev"]
    before = readings(town)
    town.get(f"cases/{case}")
    town.get("cases")
    town.get(f"cases/{case}/records", "handlaggare")
    assert readings(town) == before
    town.get(f"records/{record['id']}")
    town.get(f"records/{record['id']}/files/1")
    assert readings(town) == before + 2
    assert town.post(f"cases/{case}/secrecy", MARK).status_code == 200
    town.get(f"cases/{case}")
    assert readings(town) == before + 3
    assert town.get(f"cases/{case}").json()["rev"] == rev + 1
    lifted = town.post(f"cases/{case}/secrecy/lift", {"reason": "Inte känsligt längre"})
    assert (lifted.status_code, lifted.json()["secrecy"]) == (200, "open")


def test_a_list_in_which_something_secret_stands_leaves_one_trace_that_names_it(town: Town) -> None:
    hidden = [town.a_motion()["id"] for _ in range(2)]
    case = town.a_motion()["id"]
    record = town.post(f"cases/{case}/records", {**LETTER, "secrecy": MARK}).json()["id"]
    for one in hidden:
        assert town.post(f"cases/{one}/secrecy", MARK).status_code == 200
    for path, kind, secret in (
        ("cases", "case", sorted(hidden, reverse=True)),
        ("cases?q=CallMe", "case", sorted(hidden, reverse=True)),
        (f"cases/{case}/records", "record", [record]),
    ):
        before = readings(town)
        assert town.get(path).status_code == 200
        assert readings(town) == before + 1, path
        tag, facts = last_reading(town)
        assert (tag, sorted(facts[f"{kind}s"], reverse=True)) == (f"{kind}:listed", secret)
    before = readings(town)
    assert town.get("cases", "ledamot").status_code == 200
    assert readings(town) == before


def last_reading(town: Town) -> tuple[str, Any]:
    """The newest entry of the organisation's access stream: its tag and its facts."""
    with town.database.read() as session:
        wanted = select(JournalEntry.tag, JournalEntry.body).where(col(JournalEntry.stream) == "access")
        tag, body = session.exec(wanted.order_by(col(JournalEntry.seq).desc()).limit(1)).one()
        return tag, json.loads(body)["facts"]


def readings(town: Town) -> int:
    """How many readings the organisation's access stream tells of."""
    with town.database.read() as session:
        wanted = select(AccessStream.rev).join(Organisation, col(Organisation.id) == col(AccessStream.organisation_id))
        return session.exec(wanted.where(col(Organisation.slug) == NORTH)).one()


def test_a_series_goes_on_from_a_number_and_a_number_is_voided_with_its_reason(town: Town) -> None:
    start = town.post("series/start", {"series": "dnr", "diary": "region", "start": 272, "reason": "Pärmen"})
    assert start.status_code == 201, start.text
    assert town.a_motion()["dnr"] == "272-2020"
    void = town.post("series/void", {"series": "dnr", "diary": "region", "reason": "Fel stämpel"})
    assert (void.status_code, void.json()["label"]) == (201, "273-2020")
    assert town.a_motion()["dnr"] == "274-2020"
    back = town.post("series/start", {"series": "dnr", "diary": "region", "start": 100, "reason": "Åter"})
    assert (back.status_code, back.json()["rule"]) == (409, "series_start_taken")
    assert "274" in back.json()["title"]
    told = town.get("series/jumps?series=dnr&diary=region", "revisor").json()["items"]
    assert [(one["kind"], one["number"], one["label"], one["reason"]) for one in told] == [
        ("started", 272, None, "Pärmen"),
        ("voided", 273, "273-2020", "Fel stämpel"),
    ]
    assert town.get("series/jumps?series=dnr&diary=region&year=2019").json()["items"] == []
    assert town.get("series/jumps?series=dnr").status_code == 422
    assert town.get("series/jumps?series=dnr&diary=finns-inte").status_code in (404, 422)


def test_a_record_without_a_case_is_found_by_its_dnr(town: Town) -> None:
    form = {**LETTER, "diary": "region", "body": "regionstyrelsen", "direction": "incoming"}
    loose = [town.post("records", form) for _ in range(2)]
    assert [one.status_code for one in loose] == [201, 201], loose[0].text
    dnr = loose[0].json()["dnr"]
    assert [one["dnr"] for one in town.get(f"records?dnr={dnr}").json()["items"]] == [dnr]
    assert town.get("records?dnr=999-2020").json()["items"] == []
