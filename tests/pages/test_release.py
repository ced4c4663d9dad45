"""A request for records by page: received, judged, refused in writing, and the decision drawn."""

from engine import steps
from tests.api.town import Town
from tests.pages.desk import desk_of, summary

ASKED = {"asks": "Motionen om CallMe.\nOch svaren.", "way_in": "email", "diary": "region", "body": "regionstyrelsen"}


def test_a_request_is_received_judged_refused_and_appealed(sqlite_town: Town) -> None:
    case = sqlite_town.a_board_matter()
    with desk_of(sqlite_town, "registrator") as desk:
        assert "Ingen har begärt ut något" in desk.get("/release-requests").text
        received = desk.fill("/release-requests/new", ASKED)
        assert received.status_code == 303, summary(received.text)
        address = received.headers["location"]
        page = desk.get(address).text
        assert "Bedöm minst en handling innan begäran besvaras." in page  # the grey button says why
        missing = desk.fill(f"{address}/judgements/new", {"record": f"{case['dnr']}:1", "judgement": "refused"})
        assert missing.status_code == 409
        assert "Ange den bestämmelse" in missing.text
        said = {"record": f"{case['dnr']}:1", "judgement": "refused", "provision": "OSL 25 kap. 1 §"}
        assert desk.fill(f"{address}/judgements/new", said).status_code == 303
        refusal = {"authority": "Regionstyrelsen", "court": "Kammarrätten i Sundsvall", "reasons": "Hälsa."}
        assert desk.fill(f"{address}/refusal/new", refusal).status_code == 303
        assert "Överklagas senast" in desk.get(address).text
        assert desk.fill(f"{address}/appeal/new", {"received_on": "i dag"}).status_code == 303
        assert "Överklagad" in desk.get("/release-requests").text
        town = sqlite_town
        steps.settle(town.database, town.house.engine, town.house.files, town.house.printer, town.clock.at)
        record = town.get(f"{address.removeprefix('/')}").json()["record_id"]
        files = town.get(f"records/{record}").json()["files"]
        assert [one["media_type"] for one in files] == ["application/pdf", "text/html"]
        decision = town.get(f"records/{record}/files/2").text
        assert "Kammarrätten i Sundsvall" in decision
