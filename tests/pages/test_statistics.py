"""Numbers and the closing checklist by page."""

from tests.api.town import Town
from tests.pages.desk import desk_of


def test_numbers_lead_to_the_cases_and_steps_are_told_with_their_oldest(sqlite_town: Town) -> None:
    town = sqlite_town
    town.a_motion()
    with desk_of(town, "registrator") as desk:
        page = desk.get("/statistics").text
        assert 'href="/cases?kind=motion&amp;from=2020-01-01&amp;through=2020-02-17">Motion</a>' in page
        assert "Granska motionen" in page
        assert "Inga ärenden kom in under perioden." in desk.get("/statistics?from=i+morgon&through=hej").text
    steps = town.get("statistics").json()["steps"]
    assert [(one["name"], one["waiting"]) for one in steps] == [("Granska motionen", 1)]


def test_what_is_left_before_closing_is_told_point_by_point(sqlite_town: Town) -> None:
    case = sqlite_town.a_motion()
    with desk_of(sqlite_town, "registrator") as desk:
        page = desk.get(f"/cases/{case['id']}/checklist").text
        assert "Ärendet pågår." in page
        assert "Återstår: " in page
        assert desk.get(f"/cases/{case['id']}").text.count(f"/cases/{case['id']}/checklist") == 1
