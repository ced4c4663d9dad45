"""What is imported: every format comes out alike, no word is lost, and what is bad is refused with a word for it."""

import re
from pathlib import Path

import pytest

from engine.documents.intake.labels import table
from engine.documents.intake.reading import read_file
from engine.documents.intake.results import Split
from engine.documents.intake.splitting import split_file
from engine.errors import Invalid
from engine.organisations.profile import shipped_profiles
from tests.documents.files import (
    PIXEL_ADDRESS,
    a_word_report,
    an_odt_report,
    bad_files,
    part,
    rewritten,
)

REPOSITORY = Path(__file__).resolve().parents[2]
NORRBOTTEN = shipped_profiles()["region-norrbotten"]
REPORT = """# Cykelparkering vid Björkgatan

Dnr 31-2020

## Förslag till beslut

Regionstyrelsen beslutar att bygga taket.

## Sammanfattning

Taket läcker.

## Ärendet

- Virke
- Plåt

## Beslutet skickas till

Fastighetschef
"""
PASTED = """<h1>Cykelparkering vid Björkgatan</h1><p>Dnr 31-2020</p><h2>Förslag till beslut</h2>
<p>Regionstyrelsen beslutar att bygga taket.</p><h2>Sammanfattning</h2><div><p>Taket läcker.</p></div><h2>Ärendet</h2>
<ul><li>Virke</li><li>Plåt</li></ul><h2>Beslutet skickas till</h2><p>Fastighetschef</p>"""
FORMATS = {
    "docx": ("a.docx", a_word_report()),
    "odt": ("a.odt", an_odt_report()),
    "md": ("a.md", REPORT.encode()),
    "txt": ("a.txt", REPORT.encode()),
    "html": ("", PASTED.encode()),
}


def imported(content: bytes, name: str = "") -> Split:
    return split_file(content, read_file(content, name), NORRBOTTEN)


def example(kind: str) -> Split:
    name, content = FORMATS[kind]
    return imported(content, name)


def lines(text: str) -> Split:
    return imported(text.encode(), "a.txt")


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_split_alike(kind: str) -> None:
    name, content = FORMATS[kind]
    split = imported(content, name)
    assert split.format == kind
    assert [one.key for one in split.sections] == ["proposal", "summary", "matter", "recipients"]
    assert split.first("title") == "Cykelparkering vid Björkgatan"
    assert split.first("dnr") == "31-2020"
    assert split.first("proposal_point") == "bygga taket"
    assert split.first("recipient") == "Fastighetschef"
    matter = split.section("matter")
    assert matter is not None
    assert "<ul><li>Virke</li><li>Plåt</li></ul>" in matter.html
    assert split.unplaced == ()
    assert split == imported(content, name), "the same file always gives the same"


def test_what_word_says_with_styles_survives() -> None:
    split = example("docx")
    matter, summary = split.section("matter"), split.section("summary")
    assert matter is not None
    assert summary is not None
    assert matter.html.startswith("<h3>Kostnader</h3><ul>")
    assert "<table>" in matter.html
    assert "1200" in matter.html
    assert summary.html == "<p>Taket läcker. <strong>Det är bråttom.</strong></p>"
    told = [(split.block(number).text, split.block(number).furniture) for number in split.furniture]
    assert told == [
        ("Postadress 971 89 Luleå", "header_or_footer"),
        ("Region Norrbotten", "header_or_footer"),
    ]


def test_a_footnote_stands_where_it_is_referred_to() -> None:
    summary = example("odt").section("summary")
    assert summary is not None
    assert summary.html == '<p>Taket läcker<span class="note">Sedan 2018.</span>.</p>'


@pytest.mark.parametrize(("name", "reason", "content"), [*bad_files()], ids=[one[0] for one in bad_files()])
def test_what_is_bad_is_refused_with_a_word_for_it(name: str, reason: str, content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        imported(content, name)
    assert refused.value.field == "file"
    assert refused.value.reason.startswith(reason)


def test_macros_and_links_to_elsewhere_are_left_alone_and_told_of() -> None:
    word = a_word_report()
    rels = "word/_rels/document.xml.rels"
    link = b'<Relationship Id="x9" Type="http://a/attachedTemplate" Target="http://a/b" TargetMode="External"/>'
    changed = part(word, rels).replace(b"</Relationships>", link + b"</Relationships>")
    split = imported(rewritten(word, {rels: changed}, {"word/vbaProject.bin": b"x"}), "a.docm")
    assert [(one.kind, one.quote) for one in split.remarks] == [
        ("macros_ignored", ""),
        ("external_not_fetched", "http://a/b"),
    ]


def test_pictures_are_kept_when_they_say_what_they_show() -> None:
    picture = PIXEL_ADDRESS
    split = imported(
        f'<h1>Karta</h1><h2>Ärendet</h2><p>Text <img src="{picture}" alt="Karta över Luleå"></p>'
        f'<img src="{picture}"><img src="http://a/b.png" alt="Borta">'.encode()
    )
    matter = split.section("matter")
    assert matter is not None
    assert 'alt="Karta över Luleå"' in matter.html
    assert [one.kind for one in split.remarks] == ["picture_without_text", "external_not_fetched"]


def test_encodings_are_found_by_simple_rules() -> None:
    text = "Förslag till beslut\n\nÅtgärden avslås."
    for encoding, told in (
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", ["read_as_utf16"]),
        ("cp1252", ["read_as_cp1252"]),
    ):
        read = read_file(text.encode(encoding), "a.txt")
        assert [block.text for block in read.blocks] == ["Förslag till beslut", "Åtgärden avslås."]
        assert [one.kind for one in read.remarks] == told
    for encoding in ("utf-16-le", "utf-16-be"):
        assert read_file(text.encode(encoding), "a.txt").encoding == "utf-16"
    twice = text.encode().decode("cp1252", errors="ignore").encode()
    assert "doubly_encoded" in [one.kind for one in read_file(twice, "a.txt").remarks]


def test_a_heading_with_a_letter_wrong_is_found_and_marked_as_uncertain() -> None:
    split = lines("Arendet\n\nText om saken i fråga.\n\nSammanfatlning\n\nKort om saken i fråga.")
    assert [(one.key, one.why, one.confidence) for one in split.sections] == [
        ("matter", "profile_label", "high"),
        ("summary", "near_label", "low"),
    ]
    assert split.sections[1].label == "Sammanfatlning", "the words stay as they stand"
    assert lines("Samordning\n\nText om saken i fråga.").section("summary") is None


def test_the_pages_own_words_are_shown_apart() -> None:
    page = "Region Norrbotten Protokoll\n\n{text}\n\nJusterandes sign\nSida {n} av 2\n"
    first = page.format(
        text="Ärendet\n\nArbetet med att utveckla digitala tjänster fortsätter i hela regionen och", n=1
    )
    split = lines(first + "\f" + page.format(text="ska följas upp under året.", n=2))
    assert [(split.block(one).text, split.block(one).furniture) for one in split.furniture] == [
        ("Justerandes sign", "signature_strip"),
        ("Sida 1 av 2", "page_number"),
        ("Region Norrbotten Protokoll", "repeated_line"),
        ("Justerandes sign", "signature_strip"),
        ("Sida 2 av 2", "page_number"),
    ]
    matter = split.section("matter")
    assert matter is not None
    assert matter.html.endswith("hela regionen och ska följas upp under året.</p>")
    assert [one.kind for one in split.remarks] == ["paragraphs_joined"]


def test_broken_words_are_mended_by_what_the_text_shows() -> None:
    text = (
        "Ärendet\n\nRegionen erbjuder e-tjänster och digitala-vägar till alla som bor i länet och som\n"
        "behöver dem i vardagen. Arbetet med digitali-\nsering fortsätter, liksom hälso- och sjukvård, hälso-\n"
        "och tandvård samt digitala-\nvägar som redan har tagits fram i regionens verksamheter.\n"
    )
    split = lines(text)
    assert [(one.kind, one.quote) for one in split.remarks] == [
        ("hyphen_dropped", "digitali-sering"),
        ("hyphen_kept", "digitala-vägar"),
    ]
    matter = split.section("matter")
    assert matter is not None
    assert "digitalisering fortsätter" in matter.html
    assert "hälso- och tandvård" in matter.html


def test_several_claims_and_reservations_are_told_apart() -> None:
    split = lines(
        "§ 63/20 Cykelparkering\n\nDnr KS-2014/742, KS-2014/743\n\nYrkanden\n\n"
        "Anna Alm (M) och Bo Berg (KD) yrkar bifall till motionen. Carin Ceder (S) yrkar avslag på motionen. "
        "Dan Dahl (V) yrkar att ärendet återremitteras.\n\nReservation\n\nAnna Alm (M), Bo Berg (KD) och Eva Ek (C) "
        "reserverar sig mot beslutet.\n\nBeslut\n\nKommunstyrelsen beslutar\n\n1. att avslå motionen, samt\n"
        "2. att uppdra åt kommundirektören att redovisa frågan."
    )
    assert [(one.value, one.party, one.kind) for one in split.found("claim")] == [
        ("Anna Alm", "M", "approve"),
        ("Bo Berg", "KD", "approve"),
        ("Carin Ceder", "S", "reject"),
        ("Dan Dahl", "V", "refer_back"),
    ]
    assert [(one.value, one.party) for one in split.found("reservation")] == [
        ("Anna Alm", "M"),
        ("Bo Berg", "KD"),
        ("Eva Ek", "C"),
    ]
    assert [(one.value, one.kind, one.number, one.office) for one in split.found("decision_point")] == [
        ("avslå motionen", "own", 1, ""),
        ("uppdra åt kommundirektören att redovisa frågan", "assignment", 2, "kommundirektören"),
    ]
    assert (split.first("paragraph"), split.first("title")) == ("§ 63/20", "Cykelparkering")
    assert [one.value for one in split.found("dnr")] == ["KS-2014/742", "KS-2014/743"]


def test_text_without_a_place_is_shown_in_order() -> None:
    split = lines("En mening som står för sig själv före allt annat.\n\nSammanfattning\n\nKort om saken i fråga.")
    assert [(split.block(one.block).text, one.why) for one in split.unplaced] == [
        ("En mening som står för sig själv före allt annat.", "before_sections")
    ]


def test_everything_that_is_said_of_a_find_has_its_sentence() -> None:
    words = table()
    for file in sorted((REPOSITORY / "engine" / "documents" / "intake").glob("*.py")):
        for why in re.findall(r'why="([a-z_]+)"|"(?:high|medium|low)", why="([a-z_]+)"', file.read_text("utf-8")):
            assert next(filter(None, why)) in words["why"] | words["unplaced"]
    tables = ("why", "unplaced", "furniture", "remarks")
    assert [said for name in tables for said in words[name].values() if not said.endswith(".")] == []
