"""The whole case to take along, by page and over the API; what is secret is noted as read, and told to nobody else."""

import io
import zipfile
from base64 import b64encode

from tests.api.town import Town
from tests.pages.desk import desk_of
from tests.rooms.test_bundle import MARK, a_pdf, words_in


def test_a_case_is_taken_along_as_pdf_and_zip(sqlite_town: Town) -> None:
    town = sqlite_town
    case = town.a_board_matter()
    content = b64encode(a_pdf("Hemligt")).decode()
    files = [{"filename": "a.pdf", "media_type": "application/pdf", "content": content}]
    record = {"direction": "internal", "title": "Kanariefågel", "secrecy": MARK, "files": files}
    made = town.post(f"cases/{case['id']}/records", record).json()
    address = f"/cases/{case['id']}/bundle"
    with desk_of(town, "registrator") as desk:
        page = desk.get(f"/cases/{case['id']}").text
        assert f'href="{address}.pdf"' in page
        drawn = desk.get(f"{address}.pdf")
        assert drawn.headers["content-disposition"] == 'attachment; filename="akt-1-2020.pdf"'
        assert "Hemligt" in " ".join(words_in(drawn.content))
        assert "med stämpel" in desk.get(f"/records/{made['id']}").text
        stamped = desk.get(f"/records/{made['id']}/files/1/stamped.pdf")
        assert "Dnr 1-2020:2" in words_in(stamped.content)[0]
        with zipfile.ZipFile(io.BytesIO(desk.get(f"{address}.zip").content)) as packed:
            assert "002/01 a.pdf" in packed.namelist()
    for who, status in (("handlaggare", 200), ("kulturhandl", 404)):
        with desk_of(town, who) as desk:
            drawn, packed_too = desk.get(f"{address}.pdf"), desk.get(f"{address}.zip")
            assert (drawn.status_code, packed_too.status_code) == (status, status)
            if status == 200:
                assert "kanarie" not in " ".join(words_in(drawn.content)).casefold()
                with zipfile.ZipFile(io.BytesIO(packed_too.content)) as packed:
                    assert "kanarie" not in "".join(packed.namelist()).casefold()
            assert desk.get(f"/records/{made['id']}/files/1/stamped.pdf").status_code == 404
    assert town.get(f"cases/{case['id']}/bundle.pdf").headers["content-type"] == "application/pdf"


def test_what_is_no_pdf_has_no_stamped_copy(sqlite_town: Town) -> None:
    case = sqlite_town.a_motion(files=[{"filename": "a.txt", "media_type": "text/plain", "content": "SGVq"}])
    record = sqlite_town.get(f"cases/{case['id']}/records").json()["items"][0]["id"]
    with desk_of(sqlite_town, "registrator") as desk:
        assert desk.get(f"/records/{record}/files/1/stamped.pdf").status_code == 404


def test_the_post_list_handed_out_as_pdf_holds_no_word_of_what_is_secret(sqlite_town: Town) -> None:
    town = sqlite_town
    town.a_board_matter(title="Motion om Kanariefågel", secrecy=MARK)
    town.a_board_matter(title="Motion om bussar")
    with desk_of(town, "registrator") as desk:
        own = " ".join(words_in(desk.get("/post-list.pdf?day=2020-02-17").content))
        handed_out = " ".join(words_in(desk.get("/post-list.pdf?day=2020-02-17&view=public").content))
    with desk_of(town, "handlaggare") as desk:
        officers = " ".join(words_in(desk.get("/post-list.pdf?day=2020-02-17").content))
    assert "Kanariefågel" in own
    assert "1-2020" in handed_out
    assert "bussar" in handed_out
    assert "kanarie" not in (handed_out + officers).casefold()
