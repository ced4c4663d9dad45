"""The diary by page: filters, totals, lists to take along, searches that are kept."""

from tests.api.town import Town
from tests.pages.desk import desk_of
from tests.pages.scene import MARK, to_drafting


def test_filters_and_words_are_kept_in_the_address_and_in_what_is_taken_along(sqlite_town: Town) -> None:
    town = sqlite_town
    to_drafting(town, "Motion om telefontillgänglighet", "2020-10-07")
    town.a_motion(title="Motion om cykelvägar")
    town.a_board_matter(title="Motion om hemligheter", secrecy=MARK)
    with desk_of(town, "registrator") as desk:
        page = desk.get("/cases?q=tillgänglighet&officer=handlaggare").text
        assert "1 ärende." in page
        assert "Motion om telefontillgänglighet" in page
        assert "2 ärenden" in desk.get("/cases?officer=ingen").text
        assert "Inget ärende" in desk.get("/cases?from=2020-02-18").text
        assert "3 ärenden" in desk.get("/cases?through=i+dag&body=finns-inte&kind=hej").text
        assert "hemligheter" in desk.get("/cases.csv?q=motion").content.decode("utf-8-sig")
        workbook = desk.get("/cases.xlsx?q=motion")
        assert workbook.content[:2] == b"PK"
        assert workbook.headers["content-disposition"] == 'attachment; filename="diariet.xlsx"'
    with desk_of(town, "handlaggare") as desk:
        taken = desk.get("/cases.csv").content.decode("utf-8-sig")
        assert "telefontillgänglighet" in taken
        assert "hemligheter" not in taken
        assert desk.get("/cases.csv?q=hemligheter").content.decode("utf-8-sig").count("\r\n") == 1


def test_a_search_is_kept_found_again_and_forgotten(sqlite_town: Town) -> None:
    sqlite_town.a_motion()
    with desk_of(sqlite_town, "registrator") as desk:
        address = "/cases?kind=motion&state=open"
        saved = desk.fill(address, {"name": "Öppna motioner"})
        assert (saved.status_code, saved.headers["location"]) == (303, address)
        page = desk.get("/cases").text
        assert 'href="/cases?kind=motion&amp;state=open">Öppna motioner</a>' in page
        forget = next(one for one in (desk.form(address, action) for action in forgetting(desk.get(address).text)))
        assert desk.send(forget).status_code == 303
        assert "Öppna motioner" not in desk.get("/cases").text
    with desk_of(sqlite_town, "handlaggare") as desk:
        assert "Öppna motioner" not in desk.get("/cases").text


def forgetting(html: str) -> list[str]:
    return [part.split('"')[0] for part in html.split('action="')[1:] if part.startswith("/searches/")]
