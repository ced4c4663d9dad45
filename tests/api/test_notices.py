"""The notice of verified minutes at the door."""

from tests.api.story import Story
from tests.api.town import Town


def test_a_secretary_puts_up_a_notice_and_prints_its_certificate(town: Town) -> None:
    Story(town).through()
    meeting = town.get("meetings", "styrelsen").json()["items"][-1]["id"]
    today = town.get(f"meetings/{meeting}", "styrelsen").json()["paragraphs"][0]["verified_on"]
    put = town.post(f"meetings/{meeting}/notices", {"up": today, "kept": "Regionens hus, Luleå"}, "styrelsen")
    assert put.status_code == 201, put.text
    notice = put.json()
    assert (notice["down"], notice["broken"]) == (None, False)
    assert notice["appeal_by"] < notice["comes_down"]
    assert town.get(f"meetings/{meeting}/notices", "styrelsen").json() == [notice]
    place = f"meetings/{meeting}/notices/{notice['id']}"
    shown = town.get(f"{place}/certificate.html", "styrelsen").text.replace("\u00a0", " ")
    assert "Anslagsbevis" in shown
    assert all(said in shown for said in (today, notice["comes_down"], "Regionens hus, Luleå", notice["signer"]))
    assert town.get(f"{place}/certificate.pdf", "styrelsen").content.startswith(b"%PDF-")
    early = town.post(f"{place}/down", {"down": today}, "styrelsen")
    assert (early.status_code, early.json()["rule"]) == (409, "notice_taken_down_early")


def test_others_may_read_a_notice_and_not_put_one_up(town: Town) -> None:
    Story(town).through()
    meeting = town.get("meetings", "styrelsen").json()["items"][-1]["id"]
    form = {"up": "2020-06-18", "kept": "Regionens hus"}
    assert town.post(f"meetings/{meeting}/notices", form, "registrator").status_code == 403
    assert town.get(f"meetings/{meeting}/notices", "registrator").json() == []
