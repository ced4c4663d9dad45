"""A document brought in by page: chosen thing by thing, written into the draft, or thrown away; without script."""

from tests.api.town import Town
from tests.documents.test_intake import PASTED, REPORT
from tests.pages.desk import HERE, Desk, desk_of


def brought(desk: Desk, case: str, **fields: str) -> str:
    answer = desk.fill(f"/cases/{case}/imports/new", fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def content(town: Town, case: str) -> dict[str, object]:
    (draft,) = town.get(f"cases/{case}/drafts", "handlaggare").json()["items"]
    found: dict[str, object] = town.get(f"drafts/{draft['id']}", "handlaggare").json()["content"]
    return found


def test_what_is_chosen_is_kept_and_then_written_into_the_draft(sqlite_town: Town) -> None:
    case = sqlite_town.a_board_matter()["id"]
    with desk_of(sqlite_town, "handlaggare") as desk:
        here = brought(desk, case, pasted=REPORT)
        page = desk.get(here)
        assert "Texten i filen" in page.text
        assert "Ärendet har 1-2020." in page.text, "another dnr than the case's is pointed out"
        chosen = {"items.section-2": "taken", "items.section-3": "left", "_do": "save"}
        assert desk.send(desk.form(here, here), chosen).headers["location"] == here
        form = desk.form(here, here)
        assert (form.fields["items.section-2"], form.fields["items.section-3"]) == ("taken", "left")
        assert sqlite_town.get(f"cases/{case}/drafts", "handlaggare").json()["items"] == []
        assert desk.send(form, {"_do": None}).status_code == 303
        assert "Infört i utkastet" in desk.get(here).text
    written = content(sqlite_town, case)
    assert written["sections"] == [{"key": "summary", "html": "<p>Taket läcker.</p>"}]


def test_the_rest_is_taken_at_once_and_what_was_left_stays_left(sqlite_town: Town) -> None:
    case = sqlite_town.a_board_matter()["id"]
    with desk_of(sqlite_town, "handlaggare") as desk:
        here = brought(desk, case, pasted=REPORT)
        desk.send(desk.form(here, here), {"items.section-3": "left", "_do": "all"})
        assert "Allt besvarat" in desk.get(here).text
        assert desk.send(desk.form(here, here), {"_do": None}).status_code == 303
    written = content(sqlite_town, case)
    assert written["title"] == "Cykelparkering vid Björkgatan"
    assert [one["key"] for one in written["sections"]] == ["summary"]  # type: ignore[attr-defined]


def test_html_that_is_pasted_goes_before_its_text(sqlite_town: Town) -> None:
    case = sqlite_town.a_board_matter()["id"]
    with desk_of(sqlite_town, "handlaggare") as desk:
        here = brought(desk, case, pasted="Cykelparkering", pasted_html=PASTED)
        assert "Virke" in desk.get(here).text
        assert here in desk.get(f"/cases/{case}/imports/new").text


def test_a_file_is_chosen_and_a_bad_one_refused_in_words(sqlite_town: Town) -> None:
    case = sqlite_town.a_board_matter()["id"]
    with desk_of(sqlite_town, "handlaggare") as desk:
        form = desk.form(f"/cases/{case}/imports/new")
        for name, sent, status in (("a.md", REPORT.encode(), 303), ("a.pdf", b"%PDF-1.7", 422)):
            files = {"files": (name, sent, "application/octet-stream")}
            answer = desk.ask("POST", form.action, data=form.fields, files=files, headers=HERE)
            assert answer.status_code == status, answer.text
        assert "Dokumentet kunde inte hämtas in" in answer.text
        assert "PDF" in answer.text
        both = desk.ask("POST", form.action, data={**form.fields, "pasted": "Hej"}, files=files, headers=HERE)
        assert "Välj en fil, eller klistra in en text." in both.text
        assert desk.send(form, {}).status_code == 422, "nothing at all is said so too"


def test_a_refusal_keeps_what_was_chosen(sqlite_town: Town) -> None:
    case = sqlite_town.a_board_matter()["id"]
    with desk_of(sqlite_town, "handlaggare") as desk:
        here = brought(desk, case, pasted=REPORT)
        nothing = desk.send(desk.form(here, here), {"items.section-2": "left"})
        assert nothing.status_code == 422
        assert "Inget av det som är valt hör hemma i ett utkast." in nothing.text
        assert 'value="left" checked' in nothing.text
        sqlite_town.post(f"cases/{case}/drafts", who="kollega")
        held = desk.send(desk.form(here, here), {"items.section-2": "taken"})
        assert held.status_code == 409
        assert "Kaj Moberg skriver i utkastet" in held.text
        assert 'value="taken" checked' in held.text


def test_what_is_thrown_away_is_gone_and_the_documents_are_files(sqlite_town: Town) -> None:
    case = sqlite_town.a_board_matter()["id"]
    with desk_of(sqlite_town, "handlaggare") as desk:
        here = brought(desk, case, pasted=REPORT)
        assert desk.get(f"{here}/document.pdf").content[:5] == b"%PDF-"
        assert desk.get(f"{here}/document.docx").content[:2] == b"PK"
        assert desk.send(desk.form(here, here), {"_do": "drop"}).status_code == 303
        assert desk.get(here).status_code == 404


def test_a_script_in_a_file_is_shown_as_text(sqlite_town: Town) -> None:
    case = sqlite_town.a_board_matter()["id"]
    with desk_of(sqlite_town, "handlaggare") as desk:
        hostile = "# Sammanfattning\n\n<script>alert(1)</script> <img src=x onerror=alert(1)>\n\nLöst <script>alert(2)"
        page = desk.get(brought(desk, case, pasted=hostile)).text
    assert "<script>alert" not in page
    assert "onerror=alert(1)>" not in page
    assert "&lt;script&gt;alert(1)" in page
