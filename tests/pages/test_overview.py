"""Översikt, and the case's way to its meeting, by page."""

from datetime import timedelta

from tests.api.town import Town
from tests.pages.desk import desk_of
from tests.pages.scene import to_drafting


def test_the_overview_shows_what_is_late_who_has_what_and_which_motions_wait(sqlite_town: Town) -> None:
    town = sqlite_town
    with desk_of(town, "chef") as desk:
        empty = desk.get("/overview").text
        assert "Inget är försenat." in empty
        assert "Inget ärende väntar på något steg." in empty
        assert "Alla motioner är besvarade." in empty
    case = to_drafting(town, "Motion om växeln", "2020-02-18")
    town.clock.at += timedelta(days=2)
    with desk_of(town, "chef") as desk:
        page = desk.get("/overview").text
        assert f'href="/cases/{case}"' in page
        assert "1 dag sen" in page
        assert "Sofia Rönnqvist" in page
        assert page.count("<svg") == 2, "each row of a chart is a row of a table"
        assert desk.get("/motions/undecided.pdf").content.startswith(b"%PDF")


def test_a_case_says_whether_it_makes_its_meeting_and_which_stop_is_next(sqlite_town: Town) -> None:
    town = sqlite_town
    case = to_drafting(town, "Motion om växeln", "2020-10-07")
    with desk_of(town, "handlaggare") as desk:
        assert "Inget sammanträde är planerat." in desk.get(f"/cases/{case}").text
        for day in ("2020-02-26", "2020-04-01"):
            form = {"body": "regionstyrelsen", "day": day, "starts": "10.00", "place": "Luleå"}
            assert town.post("meetings", form, "styrelsen").status_code == 201
        page = desk.get(f"/cases/{case}").text
        assert 'data-color="success">Ja</span>' in page
        assert "13 mars" in page
        near = town.get(f"cases/{case}/stops").json()["offered"][0]["id"]
        assert 'data-color="danger">Nej</span>' in desk.get(f"/cases/{case}?meeting={near}").text
        assert "Manusstopp" in desk.get(f"/cases/{case}/draft").text


def test_a_colleague_takes_over_by_page_and_the_reason_stands_among_what_has_happened(sqlite_town: Town) -> None:
    case = to_drafting(sqlite_town, "Motion om växeln", "2020-10-07")
    with desk_of(sqlite_town, "kollega") as desk:
        page = desk.get(f"/cases/{case}").text
        assert "Väntar på handläggaren: Skriv tjänsteskrivelse" in page
        assert f'href="/cases/{case}/officer/new"' in page
        done = desk.fill(f"/cases/{case}/officer/new", {"officer": "kollega", "reason": "Sofia är ledig."})
        assert done.status_code == 303, done.text
        after = desk.get(f"/cases/{case}").text
        assert "Att göra nu: Skriv tjänsteskrivelse" in after
        assert "Ärendet fick en annan handläggare" in after
