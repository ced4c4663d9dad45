"""Where lines do not end, what a link prints, and tables that fit on paper."""

import re

import pytest

from engine.documents.grids import with_grids
from engine.documents.layout import lay_out, statements
from engine.documents.models import Statement
from engine.documents.richtext import clean, plain
from engine.documents.typography import bound, css_text, with_addresses
from engine.documents.view import page_number
from engine.organisations.profile import shipped_profiles

UNBROKEN = "realisationsvinst" * 3


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("§ 113 enligt 5 kap. 35 § KL", "§~113 enligt 5~kap.~35~§ KL"),
        ("§§ 101–124, Dnr 272-2020, Dnr: 678-2021", "§§~101–124, Dnr~272-2020, Dnr:~678-2021"),
        ("den 7 augusti 2023 kl. 10.00", "den 7~augusti~2023 kl.~10.00"),
        ("17 juni, i maj 2024", "17~juni, i maj 2024"),
        ("206 000 kronor, 85 procent, 31 %", "206~000~kronor, 85~procent, 31~%"),
        ("Peter Olofsson (S) och t.f. regiondirektör", "Peter Olofsson~(S) och t.f.~regiondirektör"),
        ("bilaga 2, punkt 3, Motion 3-2020", "bilaga~2, punkt~3, Motion~3-2020"),
        ("positiva – men", "positiva~– men"),
        ("i 5 steg, 3 är för", "i 5 steg, 3 är för"),
        ("12 000 kr, 1 250 000 kronor, 1,5 mkr", "12~000~kr, 1~250~000~kronor, 1,5~mkr"),
        ("se s. 4 och kl 13.00, kl. 13.00", "se s.~4 och kl~13.00, kl.~13.00"),
        ("4 kap. 2 a § och 6 kap. 7–8 §§", "4~kap.~2~a~§ och 6~kap.~7–8~§§"),
        ("ring 0920-28 40 00 eller 08-123 45 67", "ring 0920-28~40~00 eller 08-123~45~67"),
        ("+46 70 123 45 67, 070 123 45 67", "+46~70~123~45~67, 070~123~45~67"),
        ("Box 1, 972 34 Luleå, 972 av dem", "Box 1, 972~34 Luleå, 972 av dem"),
        ("dnr RS 338-2023 och tabell 2, figur 3", "dnr~RS~338-2023 och tabell~2, figur~3"),
        ("Áile Ánne Ŋuvllos (Fi), Gällivare", "Áile Ánne Ŋuvllos~(Fi), Gällivare"),
    ],
)
def test_a_line_does_not_end_where_swedish_keeps_words_together(written: str, set_: str) -> None:
    assert bound(f"<p>{written}</p>", joints=False) == f"<p>{set_.replace('~', chr(160))}</p>"


def test_a_line_does_not_end_within_a_range_of_numbers() -> None:
    kept = '<span class="kept">{}</span>'
    assert bound("<p>§§ 101–106, 108–124</p>") == (f"<p>§§\u00a0{kept.format('101–106')}, {kept.format('108–124')}</p>")
    assert bound("<p>10.00–15.02</p>") == f"<p>{kept.format('10.00–15.02')}</p>"
    for said in ("2023-05-01–2023-06-01", "a–b", "Luleå–Boden", "5 –"):
        assert "<span" not in bound(f"<p>{said}</p>")


def test_tags_titles_and_style_sheets_are_left_alone() -> None:
    page = '<title>§ 1 x</title><style>a { b: 10 kr }</style><p title="§ 1">x</p>'
    assert bound(page) == page


def test_a_link_prints_its_address_where_its_words_do_not_tell_it() -> None:
    link = '<a href="https://www.example.org/plan/">regionens plan</a>'
    assert with_addresses(link) == link.replace("<a ", '<a data-address="example.org/plan" ')
    for told in ('<a href="https://example.org/plan">example.org/plan</a>', '<a href="mailto:a@b.se">a@b.se</a>'):
        assert with_addresses(told) == told


def test_text_in_a_style_sheet_ends_nothing() -> None:
    assert re.fullmatch(r'"[A-Za-z0-9\\ ]*"', css_text('"</style>;}\\\n'))
    assert page_number("{page}/{pages}").split() == ['""', "counter(page)", '"\\2f', '"', "counter(pages)", '""']


def test_a_row_of_headers_becomes_the_head_that_stands_on_every_page() -> None:
    made = with_grids(clean("<table><tr><th>Ort<th>Kronor<tr><th>Luleå<td>1 000<tr><th>Umeå<td>–</table>"))
    assert made.startswith('<table><thead><tr><th scope="col">Ort</th>')
    assert '<th scope="row">Luleå</th><td class="figures">1 000</td>' in made


def test_a_header_that_reaches_into_the_body_stays_where_it_is() -> None:
    made = with_grids(clean("<table><tr><th rowspan=2>Ort<th>År<tr><td>2020</table>"))
    assert "<thead>" not in made


def test_columns_get_widths_only_where_long_words_do_not_fit() -> None:
    few = clean("<table><tr><td>kort</td><td>också</td></tr></table>")
    assert "<col" not in with_grids(few)
    many = clean(f"<table><caption>T</caption><tr>{f'<td>{UNBROKEN}</td>' * 4}<td>x</td></tr></table>")
    made = with_grids(many)
    widths = [float(one) for one in re.findall(r"width:([\d.]+)%", made)]
    assert len(widths) == 5
    assert abs(sum(widths) - 100) < 0.5
    assert widths[4] < widths[0]
    assert made.index("</caption>") < made.index("<colgroup>") < made.index("<tbody>")


def test_tables_made_ready_lose_no_word() -> None:
    written = clean("<table><tr><th colspan=2>a b<tr><td rowspan=2>c<td>d<tr><td>e</table><p>f</p>")
    assert plain(with_grids(written)) == plain(written)


def test_a_short_decision_stands_whole_on_a_page_and_a_long_one_may_be_parted() -> None:
    minutes = shipped_profiles()["region-norrbotten"].documents.minutes
    short = lay_out(minutes, {"decision": statements((Statement(text="Bifall."),))}, "Nämnden")
    long = lay_out(minutes, {"decision": statements((Statement(text="x" * 3_000),))}, "Nämnden")
    assert short[0].whole
    assert not long[0].whole
