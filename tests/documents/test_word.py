"""Word files: what is in the model is in the file, in Word's own styles, and comes back when it is imported."""

import io
import subprocess
import sys
import zipfile
from typing import Any

import docx
import pytest

from engine.documents.html import render_html
from engine.documents.intake.making import as_suggested, make
from engine.documents.intake.reading import read_file
from engine.documents.intake.results import Split
from engine.documents.intake.splitting import split_file
from engine.documents.models import Document, Letter, Report, Section, Sender, Statement
from engine.documents.word import Writable, render_docx
from engine.organisations.profile import Profile, shipped_profiles
from tests.documents.files import PIXEL_ADDRESS
from tests.documents.makers import every_document
from tests.documents.seeds import SEEDS, Seed
from tests.documents.test_seeds import MEETING

NORRBOTTEN = shipped_profiles()["region-norrbotten"]
WRITTEN = {name: one for name, one in every_document().items() if isinstance(one, Writable)}
TABLE = (
    '<table><thead><tr><th>Post</th><th colspan="2">Kronor</th></tr></thead>'
    '<tbody><tr><td rowspan="2">Tak</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>'
)
RICH = (
    '<h3>Bakgrund</h3><p>Taket <strong>läcker</strong><span class="note">Sedan 2018.</span> <em>ofta</em>.</p>'
    '<ol start="3"><li>Virke<ul><li>Plank</li></ul></li><li>Plåt</li></ol>'
    + TABLE
    + "<blockquote><p>Citat</p></blockquote>"
    + '<p><a href="https://example.org">En sida</a> och H<sub>2</sub>O</p>'
    f'<p><img alt="Karta" src="{PIXEL_ADDRESS}"></p>'
)


def back(content: bytes, profile: Profile = NORRBOTTEN) -> Split:
    return split_file(content, read_file(content, "a.docx"), profile)


def report(html: str = RICH) -> Report:
    return Report(
        title="Cykelparkering",
        body="Regionstyrelsen",
        dnr=("31-2020",),
        sender=Sender(unit="Fastighet", name="Bo Berg", email="bo.berg@example.org"),
        proposal=(Statement(text="Regionstyrelsen beslutar att:", points=((2, "Bygga taket."), (3, "Måla det."))),),
        sections=(Section(key="matter", html=html),),
        recipients=("Fastighetschef", "Ekonomichef"),
    )


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_what_comes_out_as_word_comes_back_the_same(seed: Seed) -> None:
    first = seed.split()
    document = make(first, as_suggested(first), seed.profile, MEETING)
    assert isinstance(document, Writable)
    again = back(render_docx(document, seed.profile), seed.profile)
    assert [one.key for one in again.sections] == [one.key for one in first.sections]
    assert make(again, as_suggested(again), seed.profile, MEETING) == document
    assert again.unplaced == ()


def test_lists_tables_notes_links_and_pictures_survive() -> None:
    matter = back(render_docx(report(), NORRBOTTEN)).section("matter")
    assert matter is not None
    sent = Section(key="matter", html=RICH).html
    lost = sent.replace(' start="3"', "").replace("<blockquote>", "").replace("</blockquote>", "")
    assert matter.html == lost, "what mammoth does not tell: the first number of a list, and that something is quoted"


def test_recipients_and_points_are_lists_with_their_numbers() -> None:
    split = back(render_docx(report(), NORRBOTTEN))
    recipients = split.section("recipients")
    assert recipients is not None
    assert recipients.html == "<ul><li>Fastighetschef</li><li>Ekonomichef</li></ul>"
    numbering = opened(render_docx(report(), NORRBOTTEN)).part.numbering_part.element
    assert [int(one.val) for one in numbering.xpath("//w:startOverride") if int(one.val) == 2] == [2]
    assert numbering.xpath('//w:lvl[@w:ilvl="0"]/w:lvlText[@w:val="%1)"]'), "as the organisation marks points"


def test_styles_language_and_properties_are_words_own() -> None:
    file = opened(render_docx(report(), NORRBOTTEN))
    styled = [(one.style.name, one.text.replace("\xa0", " ")) for one in file.paragraphs]
    assert ("Title", "Cykelparkering") in styled
    assert ("Heading 1", "Ärendet") in styled
    assert ("Heading 2", "Bakgrund") in styled
    assert ("Quote", "Citat") in styled
    known = file.core_properties
    assert (known.title, known.language, known.author) == ("Cykelparkering", "sv-SE", "Region Norrbotten")
    assert known.last_modified_by == ""
    assert {one.get(docx.oxml.ns.qn("w:val")) for one in file.styles.element.xpath("//w:lang")} == {"sv-SE"}
    assert "Regionstyrelsen" in file.sections[0].header.paragraphs[0].text
    assert file.sections[0].header._element.xpath('//w:fldSimple[@w:instr="PAGE"]')


def test_a_draft_says_that_it_is_one() -> None:
    file = opened(render_docx(report().model_copy(update={"draft": True}), NORRBOTTEN))
    assert "Utkast" in file.sections[0].header.paragraphs[0].text


@pytest.mark.parametrize("name", WRITTEN)
def test_every_word_of_the_page_is_in_the_file(name: str) -> None:
    document: Document = WRITTEN[name]
    assert isinstance(document, Writable)
    page = render_html(document, NORRBOTTEN)
    main = page[page.index("<main>") : page.rindex("</main>")]
    read = read_file(main.encode(), "a.html")
    file = read_file(render_docx(document, NORRBOTTEN), "a.docx")
    words = [word for block in file.blocks if block.furniture is None for word in block.text.split()]
    assert words == [word for block in read.blocks for word in block.text.split()]


def test_the_same_document_gives_the_same_bytes_in_any_process() -> None:
    asked = (
        "import hashlib\nfrom tests.documents.test_word import report, NORRBOTTEN, render_docx\n"
        "print(hashlib.sha256(render_docx(report(), NORRBOTTEN)).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", asked],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PATH": "/usr/bin:/bin"},
        ).stdout
        for seed, zone in (("1", "Europe/Stockholm"), ("2", "Asia/Tokyo"))
    }
    assert len(runs) == 1
    with zipfile.ZipFile(io.BytesIO(render_docx(report(), NORRBOTTEN))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [one.filename for one in archive.infolist() if "thumbnail" in one.filename]


def test_a_letter_keeps_its_parties_apart() -> None:
    letter = WRITTEN["letter"]
    assert isinstance(letter, Letter)
    text = "\n".join(one.text for one in opened(render_docx(letter, NORRBOTTEN)).paragraphs)
    assert "Anna Alm\nStorgatan 1\n972\xa034\xa0Luleå" in text or "Anna Alm\nStorgatan 1\n972 34 Luleå" in text
