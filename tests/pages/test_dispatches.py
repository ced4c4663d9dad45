"""Utskick by page: what has not arrived is seen, sent again and acknowledged, by those whose work it is."""

from tests.api.town import Town
from tests.pages.desk import desk_of, summary
from tests.pages.sitting import SECRETARY, sent_out


def test_what_came_back_is_seen_sent_again_and_acknowledged(sqlite_town: Town) -> None:
    row = sent_out(sqlite_town, "Motion om stickprovsplan för livsmedel")
    with desk_of(sqlite_town, SECRETARY) as desk:
        assert "Allt har nått sina mottagare." in desk.get("/dispatches").text
        back = desk.fill(f"/dispatches/{row}/bounce/new", {"reason": "Okänd på adressen"})
        assert back.status_code == 303
        whole = back.headers["location"]
        assert "Kom tillbaka" in desk.get(whole).text
        listed = desk.get("/dispatches").text
        assert "Okänd på adressen" in listed
        assert f'href="/dispatches/{row}/again/new"' in listed
        nowhere = desk.fill(f"/dispatches/{row}/again/new", {"reason": "Ny adress", "way_out": "post", "address": ""})
        assert nowhere.status_code == 409
        assert summary(nowhere.text)[0].startswith("Ange adressen till Verksamhetsdirektör.")
        assert 'value="Ny adress"' in nowhere.text
        again = desk.fill(
            f"/dispatches/{row}/again/new", {"reason": "Ny adress", "way_out": "post", "address": "Box 1, 971 28 Luleå"}
        )
        assert again.status_code == 303
        shown = desk.get(whole).text
        assert "Skickat på nytt" in shown
        assert "På nytt: Ny adress" in shown
        assert "Allt har nått sina mottagare." in desk.get("/dispatches").text
        new = sqlite_town.get(whole.removeprefix("/"), SECRETARY).json()["items"][1]["id"]
        got = desk.fill(f"/dispatches/{new}/receipt/new", {"received_on": "i dag", "received_by": "Eva Åström"})
        assert got.status_code == 303
        assert "av Eva Åström" in desk.get(whole).text


def test_those_who_do_not_send_see_who_has_got_it_and_are_offered_nothing(sqlite_town: Town) -> None:
    row = sent_out(sqlite_town, "Motion om stickprovsplan för livsmedel")
    with desk_of(sqlite_town, SECRETARY) as desk:
        whole = desk.fill(f"/dispatches/{row}/bounce/new", {"reason": "Okänd"}).headers["location"]
    with desk_of(sqlite_town, "handlaggare") as desk:
        shown = desk.get(whole)
        assert shown.status_code == 200
        assert "Kom tillbaka" in shown.text
        assert "/again/new" not in shown.text
        assert 'href="/dispatches"' not in shown.text
        assert desk.get(f"/dispatches/{row}/again/new").status_code == 403
    with desk_of(sqlite_town, "kulturhandl") as desk:
        assert desk.get(whole).status_code == 404
        assert "Okänd" not in desk.get("/dispatches").text
    with desk_of(sqlite_town, "ledamot") as desk:
        assert desk.get(whole).status_code == 403


def test_an_extract_leads_to_who_has_got_it(sqlite_town: Town) -> None:
    row = sent_out(sqlite_town, "Motion om stickprovsplan för livsmedel")
    with desk_of(sqlite_town, SECRETARY) as desk:
        whole = desk.fill(f"/dispatches/{row}/bounce/new", {"reason": "Okänd"}).headers["location"]
        case = sqlite_town.get(whole.removeprefix("/"), SECRETARY).json()["items"][0]["case_id"]
        records = sqlite_town.get(f"cases/{case}/records", SECRETARY).json()["items"]
        extract = next(one["id"] for one in records if one["kind"] == "extract")
        assert f'href="{whole}"' in desk.get(f"/records/{extract}").text
