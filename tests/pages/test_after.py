"""Efter mötet by page: verified together, put up, sent; and the notice board that anybody may read."""

import re

from tests.api.test_after import days_pass
from tests.api.town import NORTH, Town
from tests.pages.desk import desk_of, summary
from tests.pages.scene import step
from tests.pages.sitting import SECRETARY, a_meeting, called, put_up, ready


def test_a_meeting_is_brought_to_its_end_by_page(town: Town) -> None:
    meeting = a_meeting(town, "2020-02-17")
    for title in ("Motion om bussar", "Motion om båtar"):
        case = ready(town, title)
        put_up(town, case, meeting)
        called(town, meeting)
        step(town, case, "decide", SECRETARY, {})
    town.post(f"meetings/{meeting}/close", {}, SECRETARY)
    path = f"/meetings/{meeting}/after"
    with desk_of(town, SECRETARY) as desk, desk_of(town) as anybody:
        form = desk.form(path, f"/meetings/{meeting}/verify")
        assert form.fields["by.0"] == "karin-lundmark", "who led the meeting is among those who verify"
        alone = desk.send(form, {"by.0": "per-wikstrom"})
        assert len(summary(alone.text)) == 2, "why not, § by §"
        assert desk.send(form, {"by.1": "per-wikstrom"}).status_code == 303
        up = desk.form(path, f"/meetings/{meeting}/notices")
        assert up.fields["kept"] == "Regionstyrelsens kansli"
        assert desk.send(up).status_code == 303
        board = anybody.get(f"/anslagstavla/{NORTH}")
        assert board.status_code == 200
        assert "Regionstyrelsen 2020-02-17, §§ 1–2" in board.text
        assert "bussar" not in board.text, "only what the law lists"
        assert "2020-03-09" in board.text
        assert desk.fill_action(path, f"/meetings/{meeting}/send", {"others": "internal_post"}).status_code == 303
        page = desk.get(path).text
        assert "2 av 2" in page
        assert "Till fullmäktige" in page
        assert page.count("Överklagas inte") == 2
        days_pass(town, 22)
        desk.sign_in(SECRETARY)
        down = re.findall(r'href="([^"]+do=down)"', desk.get(path).text)[0].replace("&amp;", "&")
        assert desk.fill(down).status_code == 303
        assert "nedtaget 2020-03-10" in desk.get(path).text
        assert "Inget protokoll är anslaget just nu." in anybody.get(f"/anslagstavla/{NORTH}").text
        assert anybody.get("/anslagstavla/finns-inte").status_code == 404
