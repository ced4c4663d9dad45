"""Five printed documents are imported, approved as suggested, and come out as they were printed."""

import re
import subprocess
from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise

import pytest

from engine.documents.html import render_html
from engine.documents.intake.making import as_suggested, make
from engine.documents.models import Meeting
from engine.documents.pdf import render_pdf
from tests.documents.paper import words
from tests.documents.seeds import FOLDER, SCANNED, SEEDS, Seed
from tests.documents.structure import BLOCKS, Node, Reading

CHECK = FOLDER.parent / "check" / "fidelity"
MEETING = Meeting(body="Regionstyrelsen", day=date(2020, 6, 10))
"""Where a § comes from is known from the records, not from the §."""
DASHES = ("–", "•", "-")
APART = BLOCKS | {"L", "LI", "Sect", "Div", "Table", "TR", "Art", "Part"}
EVERY = pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)


@cache
def drawn(file: str) -> bytes:
    """The document of a seed as PDF."""
    seed = next(one for one in SEEDS.values() if one.file == file)
    split = seed.split()
    return render_pdf(render_html(make(split, as_suggested(split), seed.profile, MEETING), seed.profile))


def read(seed: Seed) -> Reading:
    """Its structure, as a screen reader has it. What the head and the foot of pages say is not in it."""
    seed.content()
    return Reading(drawn(seed.file))


def same(wanted: Sequence[str], found: Sequence[str]) -> int:
    """How many words stand in both in the same order."""
    return sum(one.size for one in SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks())


def said(node: Node) -> str:
    """The text of an element without the dashes before items, which are none of its words."""
    parts = [
        one if isinstance(one, str) else f" {said(one)} " if one.role in APART else said(one) for one in node.content
    ]
    told = re.sub(r"\s+", " ", "".join(parts)).strip()
    return "" if node.role == "Lbl" and told in DASHES else told


@EVERY
def test_the_import_finds_what_the_document_holds_and_nothing_else(seed: Seed) -> None:
    split = seed.split()
    found: dict[str, list[str]] = {}
    for one in split.suggestions:
        found.setdefault(one.field, []).append(one.value)
    assert found.pop("document")
    assert found.keys() == seed.facts.keys()
    for name, values in seed.facts.items():
        assert len(found[name]) == len(values), name
        assert [one for one, begins in zip(found[name], values, strict=True) if not one.startswith(begins)] == []
    assert as_suggested(split).kind == seed.kind


def test_what_was_found_says_more_than_words() -> None:
    motion, letter = SEEDS["000"].split(), SEEDS["003"].split()
    assert [(one.kind, one.quote) for one in motion.found("decision_point")] == [
        ("to_council", "Regionstyrelsen föreslår regionfullmäktige besluta att avslå motionen.")
    ]
    assert [(one.party, one.kind) for one in motion.found("claim")] == [("SD", "approve")]
    assert [one.party for one in motion.found("reservation")] == ["SD"]
    assert [one.kind for one in letter.found("finding")] == ["inte helt", "inte helt"]
    assert [one.office for one in letter.found("signer")] == ["Revisionens ordförande", "Förtroendevald revisor"]
    assert [(one.kind, one.number) for one in SEEDS["002"].split().found("proposal_point")] == [
        ("own", 1),
        ("own", 2),
        ("own", 3),
    ]
    assert [one.sentence for one in SEEDS["004"].split().found("proposal_point")] == [True]


@EVERY
def test_it_is_split_by_the_organisations_headings_and_nothing_is_left_over(seed: Seed) -> None:
    split = seed.split()
    assert tuple(one.key for one in split.sections) == seed.sections
    assert split.unplaced == ()
    assert tuple(split.block(number).text for number in split.furniture) == seed.furniture


def test_the_scanned_opinion_splits_as_the_corrected_one() -> None:
    scanned, corrected = SCANNED.split(), SEEDS["001"].split()
    shape = [(block.kind, block.group, block.page, block.level) for block in corrected.blocks]
    assert [(block.kind, block.group, block.page, block.level) for block in scanned.blocks] == shape
    assert [(one.key, one.blocks) for one in scanned.sections] == [(one.key, one.blocks) for one in corrected.sections]
    assert [(one.field, one.blocks) for one in scanned.suggestions] == [
        (one.field, one.blocks) for one in corrected.suggestions
    ]
    assert scanned.first("title") == "Yttrande dver granskning av den politiska styrningen av 1177", (
        "words are not changed"
    )
    assert len(re.findall("<h3>", scanned.sections[0].html)) == 3
    paragraphs = [part.count("<p>") for part in scanned.sections[0].html.split("<h3>")]
    assert paragraphs == [1, 1, 5, 2]


@EVERY
def test_it_comes_out_as_it_was_printed(seed: Seed) -> None:
    seed.content()
    wanted = words((FOLDER / seed.file).read_text(encoding="utf-8"))
    told = words(said(read(seed).document))
    extra = (len(told) - same(wanted, told)) / len(wanted)
    assert extra <= 0.02, f"{extra:.4f} of the words were not printed"


@EVERY
def test_the_check_finds_every_word(seed: Seed, tmp_path_factory: pytest.TempPathFactory) -> None:
    seed.content()
    if not CHECK.is_file():
        pytest.skip(f"the check is not on this machine: {CHECK}")
    pdf = tmp_path_factory.mktemp("seed") / "seed.pdf"
    pdf.write_bytes(drawn(seed.file))
    asked = ["python3", str(CHECK), str(FOLDER / seed.file), str(pdf), "--min", "0.995", "--max-extra", "0.05"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


@EVERY
def test_headings_are_headings(seed: Seed) -> None:
    document = read(seed).document
    levels = [(int(one.role[1]), one.text) for one in document.walk() if re.fullmatch("H[1-6]", one.role)]
    assert levels[0][0] == 1
    assert levels[0][1].endswith(seed.facts["title"][0])
    assert all(after[0] <= before[0] + 1 for before, after in pairwise(levels)), "no level is jumped"
    labels = [one.label.rstrip(":") for one in seed.split().sections if one.label]
    printed = [text.rstrip(":") for _, text in levels[1:]]
    within = [text for text in printed if text.startswith(seed.headings)] if seed.headings else []
    assert [text for text in printed if text not in within] == labels
    assert [text.startswith(begins) for text, begins in zip(within, seed.headings, strict=True)].count(False) == 0


@EVERY
def test_lists_are_lists_and_recipients_are_one(seed: Seed) -> None:
    lists = read(seed).document.all("L")
    told = [[item.text for item in one.all("LI")] for one in lists]
    for field in ("recipient", "attachment"):
        if values := seed.facts.get(field):
            assert [one for one in told if tuple(one) == values], f"no list of each {field}"
            told.remove(list(values))
    assert [len(one) for one in told] == list(seed.items)
