"""A fourth house style is made from YAML alone; what cannot be printed is refused in plain words."""

import re

import pytest

from engine.documents.html import render_html
from engine.documents.pdf import render_pdf
from engine.errors import Invalid
from engine.organisations.profile import load_profile, shipped_profiles
from tests.documents.fourth import FOURTH, fourth, logo
from tests.documents.makers import a_letter, a_paragraph, a_report, an_extract, every_document
from tests.documents.paper import fonts, pages


def text(html: str) -> str:
    """The words of a page with ordinary spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html.split("</head>")[1]))


@pytest.mark.parametrize("name", sorted(every_document()))
def test_every_document_is_printed_in_a_style_of_ones_own(name: str) -> None:
    html = render_html(every_document()[name], fourth())
    drawn = render_pdf(html)
    first = " ".join(pages(drawn)[0]).replace("\u00a0", " ")
    assert "sidan 1 av" in first
    assert "999 99 Björkdalen" in first
    assert all(one.startswith(("Dnr", "Source")) for one in fonts(drawn))
    assert '<img src="data:image/png' in html
    assert "--accent: #8a3b00" in html


def test_its_words_labels_and_order_are_those_of_the_yaml() -> None:
    report = text(render_html(a_report(), fourth()))
    assert report.index("Dnr: 31-2020") < report.index("Ärendet")
    assert report.index("Förvaltningens förslag") < report.index("Bilagor") < report.index("För kommunen")
    assert report.index("Carin Ceder") < report.index("Beslutet delges")
    assert "tf regiondirektör" in report
    assert "4 maj 2020" in report
    extract = text(render_html(an_extract(), fourth()))
    assert "Utdragsbestyrkande" in extract
    minutes = text(render_html(every_document()["minutes"], fourth()))
    assert minutes.index("Beslutande ledamöter") < minutes.index("Tid och plats") < minutes.index("Justerare")
    assert "Bevis om anslag" in minutes
    assert "Sign." in minutes
    assert "Sign." not in extract


def test_a_document_that_is_signed_digitally_says_so_in_the_organisations_words() -> None:
    said = render_html(a_report().model_copy(update={"digital": True}), fourth())
    assert "Undertecknat med e-legitimation." in text(said)
    assert 'class="line"' not in said


def test_the_three_that_ship_are_told_apart_by_head_numbering_and_decision() -> None:
    looks = [profile.style for profile in shipped_profiles().values()]
    for told in ("accent", "head", "page_number", "decision"):
        assert len({str(getattr(look, told)) for look in looks}) == len(looks), told
    assert {(look.text_font, look.heading_font) for look in looks} == {
        ("serif", "sans"),
        ("sans", "sans"),
        ("sans", "serif"),
    }


def test_who_writes_to_whom_stands_in_the_profiles_order() -> None:
    order = {"region-norrbotten": ("Registraturen", "Anna Alm"), "region-vasterbotten": ("Registraturen", "Anna Alm")}
    for slug, (first, then) in order.items():
        said = text(render_html(a_letter(), shipped_profiles()[slug])).split("Missiv")[1]
        assert said.rindex(first) < said.index(then)


def test_the_numbers_of_decision_points_are_marked_as_the_profile_says() -> None:
    assert a_paragraph().decision[0].points
    assert '<ol class="points parenthesis">' in render_html(an_extract(), fourth())
    assert '<ol class="points">' in render_html(an_extract(), shipped_profiles()["region-vasterbotten"])


@pytest.mark.parametrize(
    ("before", "after", "field", "reason"),
    [
        ("{logo}", "https://example.org/logo.png", "style.logo", "not a PNG or a JPEG"),
        ("{logo}", "data:image/svg+xml;base64,PHN2Zy8+", "style.logo", "not a PNG or a JPEG"),
        ("{logo}", logo(1300, 10), "style.logo", "more than 12 times as wide"),
        ("{logo}", f"data:image/png;base64,{'A' * 200_000}", "style.logo", "larger than 100 kB"),
        ("logo_height: 18", "logo_height: 90", "style.logo_height", "less than or equal to 25"),
        ("sidan {page} av {pages}", "sidan", "style.page_number.text", "lacks {page}"),
        ("sidan {page} av {pages}", "{page} {organ}", "style.page_number.text", "only {page} and {pages}"),
        ("head: letterhead", "head: banner", "style.head", "Input should be"),
        ("decision: plain", "decision: '}'", "style.decision", "Input should be"),
        ("[addressee, sender, copies]", "[addressee, sender, sender]", "documents.letter", "each once"),
        ("{key: place_time", "{key: deciding", "documents.minutes.cover", "deciding stands twice"),
        ("accent: \"#8a3b00\"", "accent: red", "style.accent", "not a colour"),
        ("pages: all", "pages: some", "style.foot.pages", "Input should be"),
        ("Stora vägen 1, ", "a, b, c, d, e, ", "style.foot.columns.0", "at most 5"),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_refused_with_its_field(before: str, after: str, field: str, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        fourth(before, after)
    assert refused.value.field == field
    assert reason in refused.value.reason


def test_the_dnr_stands_where_it_is_read_aloud() -> None:
    assert fourth("dnr: above", "dnr: head").style.dnr == "head"
    with pytest.raises(Invalid, match="not read aloud"):
        load_profile(
            FOURTH.replace("dnr: above", "dnr: head").replace("head: letterhead", "head: boxes").replace("{logo}", "")
        )


@pytest.mark.parametrize("said", ['"; } </style><script>', "\\", "{page}}", "/* {page}", "sida\u00a0{page} å"])
def test_the_text_of_a_page_number_ends_no_style_sheet(said: str) -> None:
    try:
        profile = fourth('"sidan {page} av {pages}"', f"{said!r}")
    except Invalid:
        return
    html = render_html(a_report(), profile)
    assert html.count("</style>") == 2
    assert "<script>" not in html
    render_pdf(html)
