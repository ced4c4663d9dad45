"""The shipped story, played through the API: what it leaves, twice the same, and with the seed's own text."""

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from api.demo import shipped_scenarios
from api.play import ActFailed, Played, Player, rehearsal
from api.scenario import Scenario, read_scenario
from engine.db import Database, declare
from engine.documents.richtext import from_text
from engine.errors import Invalid, NotARehearsal
from engine.settings import Settings
from tests.house.sources import ROOT
from tests.rooms.reading import page, words
from tests.rooms.test_seed_000_through_rooms import HEADINGS, TYPED, sections_of

SEEDS = ROOT.parent / "shared" / "seeds"
Play = Callable[..., Played]


@pytest.fixture
def callme() -> Scenario:
    (path,) = (path for path in shipped_scenarios() if path.stem == "callme")
    return read_scenario(path)


@pytest.fixture
def play(tmp_path: Path) -> Play:
    def played(scenario: Scenario, name: str = "one") -> Played:
        settings = Settings(home=tmp_path / name, database_url="")
        with rehearsal(settings) as database:
            return Player(scenario, database, settings, tmp_path / f"{name}-out", lambda line: None).play()

    return played


def changed(scenario: Scenario, step: str, **form: Any) -> Scenario:
    """The scenario with other answers in a step, every time it is done."""
    acts = tuple(
        act.model_copy(update={"form": {**act.form, **form}}) if act.step == step else act for act in scenario.acts
    )
    return scenario.model_copy(update={"acts": acts})


def test_the_story_ends_in_the_extract_and_the_report_and_a_rerun_gives_the_same_bytes(
    callme: Scenario, play: Play, tmp_path: Path
) -> None:
    told = play(callme)
    out = tmp_path / "one-out"
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["documents"] == told.documents
    assert {document["dnr"] for document in told.documents} == {"272-2020"}
    kinds = {document["kind"] for document in told.documents if document["file"].endswith(".pdf")}
    assert kinds >= {"confirmation", "report", "extract"}
    extract = next(document for document in told.documents if document["title"].startswith("Protokollsutdrag § 113"))
    recipients = ["Verksamhetsdirektör", "IT/MT-Direktör", "Divisionschefer Närsjukvård", "Divisionschef Länsjukvård"]
    assert extract["recipients"] == recipients
    for document in told.documents:
        content = (out / document["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == document["sha256"]
        assert content.startswith(b"%PDF-" if document["file"].endswith(".pdf") else b"<!doctype html>")
    play(callme, "two")
    files = {path.name: path.read_bytes() for path in out.iterdir()}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "two-out").iterdir()}


def test_the_seeds_own_text_comes_out_as_a_pdf(callme: Scenario, play: Play, tmp_path: Path) -> None:
    found = sorted(SEEDS.glob("000_*.txt"))
    if not found:
        pytest.skip(f"the seed is not here: {SEEDS}/000_*.txt")
    seed = found[0].read_text(encoding="utf-8")
    typed = [{"key": key, "html": from_text(sections_of(seed)[heading])} for key, heading in TYPED.items()]
    told = play(changed(callme, "draft_report", sections=typed))
    name = next(one["file"] for one in told.documents if "§ 113" in one["title"] and one["file"].endswith(".pdf"))
    read = text_of(tmp_path / "one-out" / name)
    wanted = joined(words(seed))
    matcher = SequenceMatcher(None, wanted, joined(words(read)), autojunk=False)
    assert sum(block.size for block in matcher.get_matching_blocks()) / len(wanted) >= 0.995
    html = (tmp_path / "one-out" / name.replace(".pdf", ".html")).read_text(encoding="utf-8")
    assert page(html).headings == HEADINGS


def text_of(pdf: Path) -> str:
    """The text of a PDF, by poppler."""
    if shutil.which("pdftotext") is None:
        pytest.fail("pdftotext is missing; install it with: script/bootstrap --test")
    run = subprocess.run(["pdftotext", "-enc", "UTF-8", str(pdf), "-"], capture_output=True, check=True, text=True)
    return run.stdout


def joined(listed: list[str]) -> list[str]:
    """Words without their hyphens, which extraction drops at the ends of lines."""
    return re.sub(r"(?<=\w)[-\u2010\u2011]\s*(?=\w)", "", " ".join(listed)).split()


def test_nothing_is_played_into_a_database_in_use(callme: Scenario, sqlite_database: Database, tmp_path: Path) -> None:
    declare(sqlite_database, rehearsal=False)
    settings = Settings(home=tmp_path, database_url="")
    with pytest.raises(NotARehearsal):
        Player(callme, sqlite_database, settings, tmp_path / "out", lambda line: None).play()
    with pytest.raises(NotARehearsal), rehearsal(settings):
        pass


def test_an_act_that_is_refused_stops_the_story_and_one_expected_is_part_of_it(callme: Scenario, play: Play) -> None:
    first = callme.acts[0]
    expected = first.model_copy(update={"form": {**first.form, "start": 0}, "expect": 422})
    wrong = first.model_copy(update={"form": {**first.form, "diary": "okänt"}})
    with pytest.raises(ActFailed, match="okänt"):
        play(callme.model_copy(update={"acts": (expected, first, wrong)}))


@pytest.mark.parametrize(
    ("line", "other", "said"),
    [
        ("step: announce", "stop: announce", "stop"),
        ("who: chef", "who: okänd", "who"),
        ("at: 2020-02-19T16:30:00", "at: 2020-03-29T02:30:00", "does not exist"),
        ("at: 2020-02-19T16:30:00", "at: 2019-02-19T16:30:00", "comes before"),
        ("title: Motionen om CallMe", "title: [", "YAML"),
    ],
)
def test_a_scenario_that_does_not_hold_is_refused_with_its_field(
    tmp_path: Path, line: str, other: str, said: str
) -> None:
    (path,) = (path for path in shipped_scenarios() if path.stem == "callme")
    spoiled = tmp_path / "spoiled.yaml"
    spoiled.write_text(path.read_text(encoding="utf-8").replace(line, other, 1), encoding="utf-8")
    with pytest.raises(Invalid, match=said):
        read_scenario(spoiled)
