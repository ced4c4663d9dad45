"""A real § comes out as it was printed: § 113 of Region Norrbotten's executive board, 2020.

What the system makes is made from records through the rules and the phrases; only what somebody wrote is read from the
source. The source lies beside the project, not in it.
"""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from engine.documents.html import render_html
from engine.documents.models import Extract, Meeting, Signer, written
from engine.documents.pdf import render_pdf
from engine.documents.phrases import paragraph
from engine.organisations.profile import SectionKey, shipped_profiles
from engine.rules.numbering import Number, compile_pattern
from engine.rules.procedure import Claim, DecisionPoint, Person, Reserved, Sentence, Sitting, acclaimed, conduct
from tests.documents.paper import once, recall

SEED = Path(__file__).resolve().parents[3] / "shared" / "seeds" / "000_0d6b2c89195e6e80.txt"
NORRBOTTEN = shipped_profiles()["region-norrbotten"]
WRITTEN: dict[SectionKey, str] = {
    "assessment": "Yttrande till beslutsförslaget",
    "summary": "Sammanfattning",
    "matter": "Ärendet",
    "impact_equality": "Beslutsförslagets påverkan avseende jämställdhet",
}
RECIPIENTS = ("Verksamhetsdirektör", "IT/MT-Direktör", "Divisionschefer Närsjukvård", "Divisionschef Länsjukvård")


@pytest.fixture(scope="module")
def source() -> str:
    """The § as it was printed."""
    if not SEED.is_file():
        pytest.skip(f"the printed § is not on this machine: {SEED}")
    return SEED.read_text(encoding="utf-8")


def sections(source: str) -> dict[str, list[str]]:
    """The source's headings with the paragraphs under each."""
    found: dict[str, list[str]] = {}
    heading = ""
    for block in re.split(r"\n{2,}", source.strip()):
        if title := re.fullmatch(r"\*\*([^*]+)\*\*", block.strip()):
            heading = title[1]
        found.setdefault(heading, []).extend([] if title else [block.strip()])
    return found


def recorded() -> tuple[Sentence, ...]:
    """What the secretary records: a claim, an acclamation and a reservation, all Marianne Sandström's."""
    people = {"chair": Person("Ordföranden"), "marianne": Person("Marianne Sandström", "SD")}
    sitting = Sitting(
        kind="executive_board",
        organ="regionstyrelsen",
        council="regionfullmäktige",
        people=people,
        serving=frozenset(people),
        presiding="chair",
        seats=3,
    )
    point = DecisionPoint("1", "to_council", "avslå motionen", "rejected")
    claim = Claim("1", "approve", ("marianne",), "motion", clauses=("bifalla motionen",))
    reservation = Reserved(("marianne",), datetime(2020, 6, 10, 12, 0, tzinfo=UTC))
    followed = conduct(acclaimed(sitting, [point], [claim], reservations=[reservation]))
    assert followed.decided
    return followed.sentences


def the_extract(source: str) -> Extract:
    """The extract of § 113."""
    printed = sections(source)
    formats = NORRBOTTEN.formats
    made = paragraph(
        NORRBOTTEN,
        recorded(),
        label=compile_pattern(formats.paragraph.pattern, yearly=False).format(Number(113)),
        title="Motion 3-2020 om systemet CallMe",
        dnr=(compile_pattern(formats.dnr.pattern, yearly=True).format(Number(272, 2020)),),
        sections=tuple(written(key, "\n\n".join(printed[label])) for key, label in WRITTEN.items()),
        attachments=("Motion 3-2020 om översyn av systemet CallMe",),
        recipients=(
            "Verksamhetsdirektör",
            "IT/MT-Direktör",
            "Divisionschefer Närsjukvård",
            "Divisionschef Länsjukvård",
        ),
    )
    return Extract(
        meeting=Meeting(body="Regionstyrelsen", day=date(2020, 6, 10)),
        paragraph=made,
        verified=date(2020, 6, 17),
        certifier=Signer(name="Eva Ek", title="Nämndsekreterare"),
    )


def test_the_printed_paragraph_comes_out_word_for_word(source: str) -> None:
    drawn = render_pdf(render_html(the_extract(source), NORRBOTTEN))
    assert recall(source, drawn) >= 0.995


def test_its_headings_stand_in_the_printed_order(source: str) -> None:
    printed = [heading for heading in sections(source) if heading and not heading.startswith("§")]
    drawn = once(render_pdf(render_html(the_extract(source), NORRBOTTEN)))
    assert [line for line in drawn if line in printed] == printed
    assert drawn.index("§ 113") < drawn.index(printed[0])


def test_the_sentences_of_the_paragraph_are_made_by_the_system(source: str) -> None:
    printed, made = sections(source), the_extract(source).paragraph
    assert [one.text for one in made.decision] == printed["Regionstyrelsens beslut"]
    assert list(made.handling) == printed["Ärendets behandling under sammanträdet"]
    assert list(made.procedure) == printed["Beslutsgång"]
    assert list(made.reservation) == printed["Reservation"]
