"""Documents that are made when they are asked for, at the door."""

from tests.api.story import Story
from tests.api.town import Town


def test_the_minutes_and_the_cover_notes_of_a_decided_motion_can_be_read(town: Town) -> None:
    Story(town).through()
    meeting = town.get("meetings", "styrelsen").json()["items"][-1]
    minutes = town.get(f"meetings/{meeting['id']}/minutes.html", "styrelsen")
    assert minutes.status_code == 200
    assert "Beslutande" in minutes.text
    assert minutes.headers["content-security-policy"].startswith("default-src 'none'")
    pdf = town.get(f"meetings/{meeting['id']}/minutes.pdf", "styrelsen")
    assert pdf.content.startswith(b"%PDF-")
    (paragraph,) = town.get(f"meetings/{meeting['id']}", "styrelsen").json()["paragraphs"]
    note = town.get(f"paragraphs/{paragraph['id']}/recipients/1/cover-note.html", "styrelsen")
    assert note.status_code == 200
    assert "Följebrev" in note.text
    assert town.get(f"paragraphs/{paragraph['id']}/recipients/99/cover-note.html", "styrelsen").status_code == 404


def test_the_list_of_undecided_motions_is_for_everybody_who_reads_cases(town: Town) -> None:
    case = town.a_motion()
    listed = town.get("motions/undecided.html")
    assert case["title"] in listed.text
    assert town.get("motions/undecided.pdf").content.startswith(b"%PDF-")
