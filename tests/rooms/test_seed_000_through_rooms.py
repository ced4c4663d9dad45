"""The seed's § comes out of the rooms: all but four typed sections are recorded as data and told by the system."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from engine.access import Actor
from engine.db import Database
from engine.documents.html import render_html
from engine.documents.richtext import from_text
from engine.drafting import Draft
from engine.meetings import Paragraph
from engine.minutes import extract_document, make_extract, report_document
from engine.organisations.profiles import current_profile
from engine.registry.forms import SeriesStartForm
from engine.registry.series import start_series
from tests.house.sources import ROOT
from tests.rooms.reading import PageReader, page, recall
from tests.rooms.scene import Scene, a_scene
from tests.rooms.sitting import APPROVAL, MARIANNE, at_the_meeting, closed, decided, verified

SEEDS = ROOT.parent / "shared" / "seeds"
TYPED = {
    "assessment": "Yttrande till beslutsförslaget",
    "summary": "Sammanfattning",
    "matter": "Ärendet",
    "impact_equality": "Beslutsförslagets påverkan avseende jämställdhet",
}
HEADINGS = [
    "Regionstyrelsens beslut",
    "Reservation",
    "Yttrande till beslutsförslaget",
    "Sammanfattning",
    "Ärendets behandling under sammanträdet",
    "Beslutsgång",
    "Ärendet",
    "Beslutsförslagets påverkan avseende jämställdhet",
    "Bilagor:",
    "Protokollsutdrag skickas till:",
]


@pytest.fixture
def seed() -> str:
    files: list[Path] = sorted(SEEDS.glob("000_*.txt"))
    if not files:
        pytest.skip(f"the seed is not here: {SEEDS}/000_*.txt")
    return files[0].read_text(encoding="utf-8")


def sections_of(seed: str) -> dict[str, str]:
    """The text under each heading."""
    parts = re.split(r"^\*\*([^*\n]+)\*\*$", seed, flags=re.MULTILINE)
    return {heading.strip(): text.strip() for heading, text in zip(parts[1::2], parts[2::2], strict=True)}


def report_of(seed: str) -> dict[str, Any]:
    """What the officer types, and what else the report holds as data."""
    found = sections_of(seed)
    return {
        "sections": [{"key": key, "html": from_text(found[heading])} for key, heading in TYPED.items()],
        "proposal": [{"kind": "to_council", "text": "avslå motionen", "means": "rejected"}],
        "attachments": [1],
        "recipients": [{"text": line} for line in found["Protokollsutdrag skickas till:"].split("\n\n")],
    }


def paragraph_113(scene: Scene, seed: str) -> tuple[Scene, Paragraph]:
    """The motion is prepared, decided, verified and extracted."""
    scene.case.dnr = "272-2020"
    user = scene.user("secretary")
    registrar = Actor(user.id, scene.region.id, user.name, None, frozenset({("registrar", None)}))
    series = {"series": "paragraph", "body": "regionstyrelsen", "start": 113, "reason": "Årets tidigare paragrafer"}
    start_series(scene.session, registrar, SeriesStartForm.model_validate(series), scene.now)
    held, meeting = at_the_meeting(scene, **report_of(seed))
    decided(held, claims=[APPROVAL], reservations=[{"person": MARIANNE}])
    after = closed(held, meeting)
    verified(after)
    make_extract(after.work("make_extract", "secretary"))
    return after, after.session.exec(select(Paragraph)).one()


def shown(scene: Scene, document: Any) -> PageReader:
    """A document as its page is read."""
    _, profile = current_profile(scene.session, scene.region.id)
    return page(render_html(document, profile))


def test_the_extract_holds_the_seed_in_its_order(database: Database, seed: str) -> None:
    with a_scene(database) as scene:
        after, paragraph = paragraph_113(scene, seed)
        assert (paragraph.label, paragraph.outcome) == ("§ 113", "proposed")
        read = shown(after, extract_document(after.session, paragraph))
        assert read.headings == HEADINGS
        assert recall(seed, read) >= 0.995


def test_the_report_has_the_proposal_in_the_place_of_the_decision(sqlite_database: Database, seed: str) -> None:
    with a_scene(sqlite_database) as scene:
        after, _ = paragraph_113(scene, seed)
        draft = after.session.exec(select(Draft)).one()
        read = shown(after, report_document(after.session, after.case, draft))
        assert read.headings[0] == "Förslag till beslut"
        assert "Regionstyrelsen föreslår regionfullmäktige besluta att avslå motionen." in "".join(read.said)
        assert recall(sections_of(seed)["Ärendet"], read) == 1.0
