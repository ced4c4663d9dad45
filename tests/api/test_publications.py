"""Marked passages: read by few, in no byte of what is published, and nowhere in clear before it is approved."""

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pytest

from engine import steps
from tests.api.test_access import PEOPLE
from tests.api.town import NORTH, WEST, Town
from tests.documents.paper import poppler
from tests.pages.scene import REPORT, step, to_drafting

SECRET, NAME, NUMBER = "vårdas för astma sedan våren", "Gudrun Hjelmqvist", "19420817-2389"
MARKED = (
    f'<p>Ärendet gäller {NAME}, som <span class="mask" data-ground="OSL 25:1">{SECRET}</span>.</p>'
    f"<p>Frågor besvaras av {NAME} ({NUMBER}).</p>"
)
HIDDEN = [{"text": NAME, "words": True}, {"text": NUMBER}]
PUBLISH = {"take_down_on": "2020-06-01", "hidden": HIDDEN}
SEES_MARKED = {"registrator", "fullmaktige", "styrelsen", "chef", "direktor", "handlaggare"}
SEES = SEES_MARKED | {"kollega", "ordforande", "ledamot", "revisor"}
PUBLISHERS = {"registrator", "fullmaktige", "styrelsen"}


def a_report(town: Town) -> str:
    """A finished report with marked passages, drawn; its record."""
    case = to_drafting(town, "Motion om systemet CallMe", "2020-03-21")
    sections = [{**one, "html": MARKED} if one["key"] == "matter" else one for one in REPORT["sections"]]
    step(town, case, "draft_report", "handlaggare", {**REPORT, "sections": sections})
    step(town, case, "review", "chef", {"approved": True})
    step(town, case, "approve", "direktor", {"approved": True})
    drawn(town)
    records = town.get(f"cases/{case}/records").json()["items"]
    return str(next(one["id"] for one in records if one["kind"] == "report"))


def drawn(town: Town) -> None:
    """The outbox is emptied."""
    steps.settle(town.database, town.house.engine, town.house.files, town.house.printer, town.clock.at)


def everything_in(pdf: bytes) -> bytes:
    """All bytes of a PDF, those of its streams unpacked, and all its strings as text."""
    found = [pdf, poppler("pdftotext", pdf, "-enc", "UTF-8").encode()]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for one in opened.objects:
            if isinstance(one, pikepdf.Stream):
                found.append(one.read_bytes())
            found += [str(text).encode() for text in strings(one)]
    return b"\n".join(found)


def strings(one: Any) -> list[str]:
    """Every string of an object; what it refers to is an object of its own."""
    if isinstance(one, pikepdf.String):
        return [str(one)]
    below: Any = ()
    if isinstance(one, pikepdf.Array):
        below = one
    elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        below = dict(one).values()
    return [text for part in below if not getattr(part, "is_indirect", False) for text in strings(part)]


def tells(content: bytes) -> list[str]:
    """Which of the hidden words the bytes hold, in any way that text is written."""
    words = (SECRET, "astma", NAME, "Gudrun", "Hjelmqvist", NUMBER, NUMBER[2:], NUMBER.replace("-", ""))
    folded = re.sub(rb"\s+", b" ", content).lower()
    return [
        word
        for word in words
        for code in ("utf-8", "utf-16-be", "utf-16-le", "cp1252")
        if word.lower().encode(code) in folded or word.lower().encode(code).hex().encode() in folded
    ]


def test_nothing_that_is_hidden_is_in_any_byte_of_what_is_published(town: Town) -> None:
    record = a_report(town)
    original = town.get(f"records/{record}").json()["files"]
    assert [(one["variant"], one["marked"]) for one in original] == [("original", True)] * 2
    in_clear = town.get(f"records/{record}/files/1", "chef").content
    assert tells(everything_in(in_clear)), "the reading finds what is there"
    made = town.post(f"records/{record}/publication", PUBLISH)
    assert (made.status_code, made.json()["state"]) == (201, "drawing"), made.text
    assert town.get(f"/api/v1/published?organisation={NORTH}", "ingenting").json()["items"] == []
    drawn(town)
    files = town.get(f"records/{record}").json()["files"]
    assert [(one["variant"], one["marked"]) for one in files[2:]] == [("masked", False)] * 2
    assert len({one["sha256"] for one in files}) == 4
    assert files[2]["filename"].endswith("-maskerad.pdf")
    (told,) = public(town, f"/api/v1/published?organisation={NORTH}").json()["items"]
    pdf, html = (public(town, told[kind]) for kind in ("pdf", "html"))
    assert (pdf.status_code, html.status_code) == (200, 200)
    assert pdf.content == town.get(f"records/{record}/files/3", "ledamot").content
    assert tells(everything_in(pdf.content)) == []
    assert tells(html.content) == []
    assert "[uppgift dold, OSL 25 kap. 1 §]" in html.text.replace("\u00a0", " ")
    assert tells(str(dict(pdf.headers)).encode() + str(told).encode()) == []
    entries = town.get(f"cases/{town.get(f'records/{record}').json()['case_id']}/journal?limit=200", "ledamot").text
    assert '"record:published"' in entries
    assert tells(entries.encode()) == [], "the journal does not tell what is hidden"


def public(town: Town, path: str) -> Any:
    """A request of somebody who is not signed in."""
    return town.client.request("GET", path)


def test_a_marked_original_is_opened_by_those_who_may_read_the_marks(town: Town) -> None:
    record, wrong = a_report(town), []
    for who in PEOPLE:
        name, organisation = ("registrator", WEST) if who == "frammande" else (who, NORTH)
        answer = town.get(f"records/{record}/files/1", name, organisation=organisation)
        expected = 200 if who in SEES_MARKED else 403 if who in SEES or who in ("administrator", "ingenting") else 404
        if answer.status_code != expected or (expected != 200 and tells(answer.content)):
            wrong.append((who, answer.status_code, expected))
    assert wrong == []


def test_a_case_taken_along_holds_no_original_for_those_who_may_not_read_the_marks(sqlite_town: Town) -> None:
    town = sqlite_town
    record = a_report(town)
    case = town.get(f"records/{record}").json()["case_id"]
    stamped = f"records/{record}/files/1/stamped.pdf"
    for who, reads in (("chef", True), ("ledamot", False), ("revisor", False)):
        copy = town.get(stamped, who)
        assert copy.status_code == (200 if reads else 403), who
        bound, packed = (town.get(f"cases/{case}/bundle.{kind}", who) for kind in ("pdf", "zip"))
        assert (bound.status_code, packed.status_code) == (200, 200), who
        with zipfile.ZipFile(io.BytesIO(packed.content)) as opened:
            inside = b"".join(opened.read(name) for name in opened.namelist() if name.endswith((".html", ".csv")))
        assert bool(tells(everything_in(bound.content))) is reads, who
        assert bool(tells(inside)) is reads, who


def test_who_may_publish_and_take_down(sqlite_town: Town) -> None:
    record, wrong = a_report(sqlite_town), []
    for who in PEOPLE:
        if who in PUBLISHERS:
            continue
        name, organisation = ("registrator", WEST) if who == "frammande" else (who, NORTH)
        for path, form in (("", PUBLISH), ("/preview", {}), ("/take-down", {"reason": "Fel"})):
            answer = sqlite_town.post(f"records/{record}/publication{path}", form, name, organisation=organisation)
            if answer.status_code != (404 if who == "frammande" else 403) or tells(answer.content):
                wrong.append((who, path, answer.status_code))
    assert wrong == []
    for who in sorted(PUBLISHERS):
        assert sqlite_town.post(f"records/{record}/publication/preview", {}, who).status_code == 200


def test_the_preview_tells_what_is_marked_and_what_looks_like_personal_data(sqlite_town: Town) -> None:
    record = a_report(sqlite_town)
    shown = sqlite_town.post(f"records/{record}/publication/preview", {}).json()
    assert shown["marks"] == [{"text": SECRET, "ground": "OSL 25:1"}]
    assert shown["suspects"] == [NUMBER]
    assert SECRET not in shown["html"]
    refused = sqlite_town.post(f"records/{record}/publication", {"take_down_on": "2020-06-01"})
    assert (refused.status_code, refused.json()["rule"]) == (409, "publish_personal_left")
    left = {"take_down_on": "2020-06-01", "left_because": "Numret är påhittat."}
    assert sqlite_town.post(f"records/{record}/publication", left).status_code == 201


def test_it_comes_down_by_itself_by_hand_and_when_the_record_becomes_secret(town: Town) -> None:
    record = a_report(town)
    for ending in ("by itself", "by hand", "secret"):
        assert town.post(f"records/{record}/publication", PUBLISH).status_code == 201
        drawn(town)
        (told,) = public(town, f"/api/v1/published?organisation={NORTH}").json()["items"]
        assert public(town, told["pdf"]).status_code == 200
        before = town.clock.at
        if ending == "by itself":
            town.clock.at = datetime(2020, 6, 1, 8, tzinfo=UTC)
        elif ending == "by hand":
            assert (
                town.post(f"records/{record}/publication/take-down", {"reason": "Fel"}).json()["state"] == "taken_down"
            )
        else:
            mark = {"provision": "OSL 25 kap. 1 §", "authority": "Region Norrbotten"}
            assert town.post(f"records/{record}/secrecy", mark).status_code == 200
        assert public(town, told["pdf"]).status_code == public(town, told["html"]).status_code == 404
        assert public(town, f"/api/v1/published?organisation={NORTH}").json()["items"] == []
        town.clock.at = before
    states = [one["state"] for one in town.get(f"records/{record}/publication").json()["items"]]
    assert states == ["published", "taken_down", "taken_down"], "the one that the mark hides would stand without it"
    assert town.post(f"records/{record}/publication", PUBLISH).json()["rule"] == "publish_secret"
    again = town.post(f"records/{record}/publication/take-down", {"reason": "Fel"})
    assert again.status_code == 200
    assert town.post(f"records/{record}/publication/take-down", {"reason": "Fel"}).json()["rule"] == "publish_ended"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"hidden": HIDDEN}, "take_down_on"),
        ({**PUBLISH, "hidden": [{"text": "x", "ground": "därför"}]}, "hidden.0.ground"),
        ({**PUBLISH, "hidden": [{"text": "Sammanfattning"}]}, "hidden"),
    ],
)
def test_what_cannot_be_published_is_refused_by_its_field(sqlite_town: Town, form: Any, field: str) -> None:
    answer = sqlite_town.post(f"records/{a_report(sqlite_town)}/publication", form)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field), answer.text


def test_a_record_that_we_have_not_drawn_is_masked_elsewhere(sqlite_town: Town) -> None:
    case = sqlite_town.a_board_matter()["id"]
    record = sqlite_town.post(f"cases/{case}/records", {"direction": "internal", "title": "Bild"}).json()["id"]
    assert sqlite_town.post(f"records/{record}/publication", PUBLISH).json()["rule"] == "publish_not_drawn"
    passed = {**PUBLISH, "take_down_on": "2020-02-17"}
    answer = sqlite_town.post(f"records/{a_report(sqlite_town)}/publication", passed)
    assert answer.json()["rule"] == "publish_take_down_passed"


def test_the_original_is_still_proved_as_it_was_drawn(sqlite_town: Town) -> None:
    from engine.minutes.proof import Verdict, drawn_records, prove_all

    town = sqlite_town
    record = a_report(town)
    town.post(f"records/{record}/publication", PUBLISH)
    drawn(town)
    with town.database.read() as session:
        records = drawn_records(session, None, None)
    found = list(prove_all(town.database, town.house.files, town.house.printer, records))
    assert {one.verdict for one in found} == {Verdict.SAME}
    assert len(records) == len(set(records))
