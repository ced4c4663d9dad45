"""Long words: parted where two parts of a compound meet, whole when read, and never outside the page."""

import pytest

from engine.documents.compounds import SOFT, parted, with_joints
from engine.documents.grids import with_grids
from engine.documents.html import render_html
from engine.documents.pdf import render_pdf
from tests.documents.fourth import styles
from tests.documents.makers import a_letter, a_paragraph, an_extract, every_document
from tests.documents.paper import boxes, pages
from tests.documents.structure import Reading
from tests.documents.swollen import swollen, word

MILLIMETRE = 72 / 25.4
LEFT, RIGHT = 18 * MILLIMETRE, (210 - 30) * MILLIMETRE
"""The edges of head and text, in points."""


@pytest.mark.parametrize(
    "joined",
    [
        "informations|säkerhets|klassificerings|arbetet",
        "region|styrelse|ledamöterna",
        "samhällsbyggnads|nämnden",
        "förvaltnings|domstolarnas",
        "fastighets|avdelningens",
        "Person|uppgifts|behandlingen",
        "ambulans|sjukvårds|verksamhet",
        "patient|säkerhets|berättelse",
        "hyreslägenhets|innehavare",
        "regionstyrelsen",
    ],
)
def test_a_word_is_parted_where_its_parts_meet_and_nowhere_else(joined: str) -> None:
    assert with_joints(joined.replace("|", "")) == joined.replace("|", SOFT)


def test_short_words_and_words_with_hyphens_of_their_own_are_left_alone() -> None:
    own = f"informations{SOFT}säkerhets{SOFT}klassificering"
    for said in ("regionstyrelsen", own, "RS 1459-2023", "mellan-två-korta-ord-med-streck", "kommunfullmäktige"):
        assert with_joints(said) == said


def test_what_has_no_joint_may_be_parted_anywhere_and_an_address_stays_one_word() -> None:
    assert with_joints("a &amp; " + "x" * 30) == f'a &amp; <span class="long">{"x" * 30}</span>'
    assert with_joints("t.f.\u00a0" + "x" * 30) == f't.f. <span class="long">{"x" * 30}</span>'
    assert with_joints("https://www.example.org/en/mycket/lang/adress.html").count("<span") == 0
    assert parted("realisationsvinstbeskattning").replace(SOFT, "|") == "realisations|vinst|beskattning"


@pytest.mark.parametrize(
    ("slug", "joined"), [*((slug, False) for slug in sorted(styles())), ("region-norrbotten", True)]
)
def test_no_word_however_long_leaves_the_page_or_is_cut_off(slug: str, joined: bool) -> None:
    said = word(126, joined)
    for name, document in every_document().items():
        drawn = render_pdf(render_html(swollen(document, said), styles()[slug]))
        outside = [one for one in boxes(drawn) if one.left < LEFT - 1 or one.right > RIGHT + 1]
        assert not outside, name
        assert said in Reading(drawn).document.text, name


def test_a_parted_word_ends_its_line_with_a_hyphen_and_is_read_whole() -> None:
    said = "informationssäkerhetsklassificeringsarbetet"
    letter = a_letter().model_copy(update={"html": f"<p>Regionens {said} och regionens {said} går vidare.</p>"})
    drawn = render_pdf(render_html(letter, styles()["region-norrbotten"]))
    assert f"Regionens {said} och regionens {said} går vidare." in Reading(drawn).document.text
    assert max(len({one.top for one in boxes(drawn) if part in one.word}) for part in ("informations", "arbetet")) == 2
    assert "".join(pages(drawn)[0]).replace("-", "").count(said) == 2


def test_a_table_is_no_narrower_than_the_parts_of_its_words() -> None:
    rows = "<table><tr><th>Personuppgiftsbehandling</th><th>Säkerhetsklassificering</th></tr>{}</table>"
    cells = f"<tr>{'<td>sjukvårdsförvaltningens</td>' * 2}</tr>"
    assert "<col" not in with_grids(rows.format(cells))


def test_a_head_names_two_dnr_and_tells_that_there_are_more() -> None:
    many = tuple(f"{one}-2020" for one in range(1, 6))
    extract = an_extract().model_copy(update={"paragraph": a_paragraph().model_copy(update={"dnr": many})})
    for profile in styles().values():
        html = render_html(extract, profile).replace("\u00a0", " ")
        assert html.count("5-2020") == 1, "all of them with the title"
        assert "1-2020 m.fl." in html
        few = extract.model_copy(update={"paragraph": a_paragraph().model_copy(update={"dnr": many[:2]})})
        assert "m.fl." not in render_html(few, profile)
