"""What a PDF tells those who do not see it: in which order, as what, once, and nothing that is only decoration."""

import pikepdf
import pytest

from engine.documents.html import render_html
from engine.documents.pdf import render_pdf
from engine.organisations.profile import shipped_profiles
from tests.documents.makers import a_report, every_document
from tests.documents.paper import fonts
from tests.documents.structure import Artifact, Node, Reading

NORRBOTTEN = shipped_profiles()["region-norrbotten"]
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
OWN = (
    "<style>@page { @top-left { content: element(top) } @bottom-right { content: 'Sida ' counter(page) } }"
    ".top { position: running(top); border-bottom: 1pt solid } .note { float: footnote }"
    ".mark { position: fixed; top: 90mm; z-index: -1 } h1 span { display: block } @page { white-space: nowrap }"
    "::footnote-marker { content: counter(footnote) '. ' }</style>"
)


def page(content: str) -> str:
    """A page with this in it, a head, a foot and a watermark; style sheet and profile are a report's."""
    head = render_html(a_report(), NORRBOTTEN).partition("</head>")[0]
    return (
        f'{head}{OWN}</head><body><div class="top">Överst</div><p class="mark">UTKAST</p><main>{content}</main></body>'
    )


def read(content: str) -> Reading:
    """The report drawn and read."""
    return Reading(render_pdf(page(content)))


def one(reading: Reading, role: str) -> Node:
    """The only element of a role."""
    (found,) = reading.document.all(role)
    return found


def test_a_document_is_read_in_order_as_what_it_is() -> None:
    assert read(
        "<article><h1><span>§ 7</span> <span>Cykelparkering</span></h1><p>Dnr 31-2020</p><section><h2>Beslut</h2>"
        "<p>Regionstyrelsen beslutar</p><ol><li value='3'>att bygga</li><li>att måla</li></ol></section>"
        "<section><h2>Ärendet</h2><h3>Bakgrund</h3><div>Regn.</div><blockquote><p>Sa någon.</p></blockquote>"
        "<p></p></section></article><div><div></div><p>Rätt utdraget intygar</p></div>"
    ).pairs == [
        ("H1", "§ 7 Cykelparkering"),
        ("P", "Dnr 31-2020"),
        ("H2", "Beslut"),
        ("P", "Regionstyrelsen beslutar"),
        ("Lbl", "3."),
        ("LBody", "att bygga"),
        ("Lbl", "4."),
        ("LBody", "att måla"),
        ("H2", "Ärendet"),
        ("H3", "Bakgrund"),
        ("P", "Regn."),
        ("P", "Sa någon."),
        ("P", "Rätt utdraget intygar"),
    ]


@pytest.mark.parametrize("name", sorted(every_document()))
def test_every_mark_is_told_once_and_nothing_is_empty(name: str) -> None:
    reading = Reading(render_pdf(render_html(every_document()[name], NORRBOTTEN)))
    elements = list(reading.document.walk())
    assert not reading.said, "marked content that no element tells"
    assert {one.role for one in elements if not one.content} <= {"TD"}
    assert elements[0].language == "sv"


def test_an_element_broken_over_pages_is_one_element() -> None:
    words = " ".join(f"ord{number}" for number in range(1500))
    items = "".join(f"<li>punkt {number}</li>" for number in range(90))
    reading = read(f"<p>{words}</p><ol>{items}</ol><blockquote><p>{words}</p></blockquote>")
    assert [len(one.pages) > 2 for one in reading.document.all("P") if one.text == words] == [True, True]
    listed = [one for one in reading.document.all("L") if len(one.kids) > 10]
    assert [[item.text for item in one.kids] for one in listed] == [[f"{n + 1}. punkt {n}" for n in range(90)]]
    assert len(reading.document.all("BlockQuote")) == 1


def test_words_are_parted_where_lines_end_and_not_where_they_go_on() -> None:
    said = (
        "Detta är text som <em>bryts</em> mellan <strong>två</strong> <em>rader</em> och fortsätter, Luleå-Kiruna-"
        "Gällivare-Jokkmokk-Arjeplog-Arvidsjaur-Boden-Piteå-Älvsbyn-Kalix-Haparanda-Övertorneå-Överkalix-Pajala, "
        f"till {'realisationsvinstbeskattningsfrågeställning' * 4} och<br>ny rad."
    )
    plain = said.replace("<br>", " ")
    for tag in ("em", "strong"):
        plain = plain.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    for shift in range(0, 40, 3):  # the lines break in other places
        assert ("P", f"{'x' * shift} {plain}".strip()) in read(f"<p>{'x' * shift} {said}</p>").pairs


def test_a_hyphen_where_a_word_was_broken_is_not_read() -> None:
    word = "realisationsvinst\u00adbeskattnings\u00adfråge\u00adställnings\u00adproblem\u00adområdes\u00adavgränsning"
    drawn = render_pdf(page(f"<p>En text om {word} och av\u2011bok 5\u00a0000 kronor, en-två.</p>"))
    reading = Reading(drawn)
    assert ("P", f"En text om {word.replace(chr(0xAD), '')} och av-bok 5 000 kronor, en-två.") in reading.pairs
    assert all(name.startswith("Dnr-") for name in fonts(drawn))


@pytest.mark.parametrize(
    "content",
    [
        "<ul><li><strong>Förnya recept</strong><br>En tjänst</li></ul>",
        "<table><tr><td>Förnya recept<br>En tjänst</td></tr></table>",
        "<table><tr><td><p>Förnya <em>recept</em><br><em>En</em> tjänst</p></td></tr></table>",
        "<p><strong>Förnya recept<br></strong>En tjänst</p>",
    ],
)
def test_a_space_is_read_where_a_line_was_broken_by_hand(content: str) -> None:
    assert "Förnya recept En tjänst" in [said for _, said in read(content).pairs]


def test_another_language_within_the_text_is_kept() -> None:
    content = '<p>Rapporten <span lang="en">The State of <em>Care</em></span> finns.</p><p lang="se">Buorre beaivi.</p>'
    reading = read(content)
    assert [(one.text, one.language) for one in reading.document.all("Span")] == [("The State of Care", "en")]
    assert [one.text for one in reading.document.all("P") if one.language == "se"] == ["Buorre beaivi."]
    assert ("P", "Rapporten The State of Care finns.") in reading.pairs


def test_bold_and_italic_are_told_apart() -> None:
    reading = read("<p>en <strong>fet</strong> och <em>kursiv</em> rad</p>")
    assert (one(reading, "Strong").text, one(reading, "Em").text) == ("fet", "kursiv")
    roles = reading.pdf.Root.StructTreeRoot.RoleMap
    assert (str(roles.Strong), str(roles.Em)) == ("/Span", "/Span")


TABLE = (
    "<table><caption>Kostnader</caption><thead><tr><th>Post</th><th>Kronor</th></tr></thead>"
    "<tfoot><tr><td>Summa</td><td>9</td></tr></tfoot>"
    "<tbody>{rows}</tbody></table>"
)


def test_a_table_over_pages_is_one_table_with_its_heads_told_once() -> None:
    rows = "".join(f"<tr><td>rad {number}</td><td>{number}</td></tr>" for number in range(150))
    reading = read(TABLE.format(rows=rows))
    table = one(reading, "Table")
    assert [part.role for part in table.kids] == ["Caption", "THead", "TBody", "TFoot"]
    assert [head.text for head in table.all("TH")] == ["Post", "Kronor"]
    assert [row.text for row in table.all("TBody")[0].kids] == [f"rad {number} {number}" for number in range(150)]
    assert one(reading, "TFoot").text == "Summa 9"
    repeated = [artifact for artifact in reading.artifacts if artifact.text == "PostKronor"]
    assert repeated == [Artifact(artifact.page, "Pagination", "", "PostKronor") for artifact in repeated]
    assert len(repeated) == len({page for cell in table.all("TD") for page in cell.pages}) - 1 > 2


def test_heads_tell_what_they_are_heads_of() -> None:
    reading = read(
        "<table><tbody><tr><th>Till</th><td>Boden</td></tr><tr><th scope='col'>År</th><th>Antal</th></tr>"
        "<tr><td>2020</td><td>7</td></tr></tbody></table>"
    )
    scopes = [(head.text, head.attributes["Scope"]) for head in reading.document.all("TH")]
    assert scopes == [("Till", "Row"), ("År", "Column"), ("Antal", "Column")]


def test_cells_name_their_heads_where_heads_span() -> None:
    reading = read(
        "<table><thead><tr><th rowspan='2'>År</th><th colspan='2'>Antal</th></tr><tr><th>In</th><th>Ut</th></tr>"
        "</thead><tbody><tr><td>2020</td><td>7</td><td>8</td></tr></tbody></table>"
    )
    named = {head.identifier: head.text for head in reading.document.all("TH")}
    assert [
        (cell.text, [named[name] for name in cell.attributes["Headers"]]) for cell in reading.document.all("TD")
    ] == [
        ("2020", ["År"]),
        ("7", ["Antal", "In"]),
        ("8", ["Antal", "Ut"]),
    ]
    listed = reading.pdf.Root.StructTreeRoot.IDTree.Names
    assert {str(name) for name in list(listed)[::2]} == set(named)


@pytest.mark.parametrize(
    ("rows", "widths"),
    [
        ("<tr><td>a</td><td>b</td><td>c</td></tr><tr><td>d</td></tr>", [3, 3]),
        ("<tr><td rowspan='9'>a</td><td>b</td></tr><tr><td colspan='5'>c</td></tr>", [6, 5]),
        ("<tr><td>a</td><td rowspan='2'>b</td></tr><tr><td colspan='2'>c</td></tr>", [2, 1]),
    ],
)
def test_a_ragged_table_is_told_as_a_regular_one(rows: str, widths: list[int]) -> None:
    table = one(read(f"<table><tbody>{rows}</tbody></table>"), "Table")
    told = [sum(cell.attributes.get("ColSpan", 1) for cell in row.kids) for row in table.all("TR")]
    assert told == widths


def test_notes_are_told_after_their_paragraph_and_can_be_followed() -> None:
    notes = '<p>Ett<span class="note">Första <em>noten</em>.</span> och två<span class="note">Andra.</span> slut.</p>'
    reading = read(f"{notes}<ul><li>Punkt<span class='note'>Tredje.</span></li></ul><p>Sist.</p>")
    assert reading.pairs == [
        ("P", "Ett1 och två2 slut."),
        ("Note", "Första noten."),
        ("Lbl", "1."),
        ("Note", "Andra."),
        ("Lbl", "2."),
        ("Lbl", "–"),
        ("LBody", "Punkt3"),
        ("Note", "Tredje."),
        ("Lbl", "3."),
        ("P", "Sist."),
    ]
    assert [note.identifier for note in reading.document.all("Note")] == ["note-1", "note-2", "note-3"]
    references = reading.document.all("Reference")
    assert [[link.links for link in reference.all("Link")] for reference in references] == [
        [["Till fotnot 1"]],
        [["Till fotnot 2"]],
        [["Till fotnot 3"]],
    ]
    destinations = {str(name) for name in list(reading.pdf.Root.Names.Dests.Names)[::2]}
    assert destinations == {"note-1", "note-2", "note-3"}


def test_what_stands_on_every_page_is_not_read() -> None:
    reading = read("<p>rad</p>" * 80)
    assert reading.pairs == [("P", "rad")] * 80
    for number, drawn in enumerate(reading.pdf.pages):
        here = {(one.type, one.subtype): one.text for one in reading.artifacts if one.page == number and one.text}
        assert here == {
            ("Pagination", "Header"): "Överst",
            ("Pagination", "Footer"): f"Sida {number + 1}",
            ("Pagination", "Watermark"): "UTKAST",
        }
        assert drawn.Tabs == "/S"


def test_lines_and_backgrounds_are_decoration() -> None:
    reading = read("<p style='border: 1pt solid; background: #eee'>ram</p><table><tr><td>cell</td></tr></table>")
    assert {artifact.type for artifact in reading.artifacts if not artifact.text} == {"Layout"}


def test_a_link_says_where_it_leads_however_many_lines_it_takes() -> None:
    long = "en lång länk med många ord som tar mer än en rad i anspråk på sidan när den skrivs ut på papper"
    reading = read(
        f'<p><a href="https://example.org/a">{long} <strong>och fetstil</strong></a>, '
        '<a href="https://example.org/b" title="Beslutet i sin helhet">här</a>, '
        '<a href="mailto:anna@example.org">anna@example.org</a></p>'
    )
    assert [(link.text, set(link.links)) for link in reading.document.all("Link")] == [
        (f"{long} och fetstil", {f"{long} och fetstil (https://example.org/a)"}),
        ("här", {"Beslutet i sin helhet"}),
        ("anna@example.org", {"anna@example.org"}),
    ]
    annotations = [note for drawn in reading.pdf.pages for note in drawn.get("/Annots", [])]
    assert len(annotations) == sum(len(link.links) for link in reading.document.all("Link"))
    assert [note.StructParent for note in annotations] == list(
        range(len(reading.pdf.pages), len(reading.pdf.pages) + len(annotations))
    )


def test_a_picture_is_told_by_its_words() -> None:
    reading = read(f'<p>Se <img src="data:image/png;base64,{DOT}" alt="En punkt"> här.</p>')
    figure = one(reading, "Figure")
    assert (figure.alternative, len(figure.attributes["BBox"])) == ("En punkt", 4)
    (image,) = reading.pdf.pages[0].Resources.XObject.values()
    assert str(image.Interpolate) == "False"


def test_lists_say_how_they_are_numbered_and_hold_lists() -> None:
    reading = read("<ol start='3'><li>tre<ul><li>under</li></ul></li><li><p>fyra</p><p>mer</p></li></ol>")
    outer, inner = [one for one in reading.document.all("L") if "under" in one.text]
    assert (outer.attributes["ListNumbering"], inner.attributes["ListNumbering"]) == ("Decimal", "Disc")
    assert [[part.role for part in item.kids] for item in outer.kids] == [["Lbl", "LBody"], ["Lbl", "LBody"]]
    assert [part.role for part in outer.kids[0].kids[1].kids] == ["L"]
    assert outer.kids[0].kids[0].text == "3."


def test_a_table_of_contents_is_one_and_its_dots_are_not_read() -> None:
    contents = (
        "<style>.contents li { position: relative; padding-left: 30mm; list-style: none } .contents a::after {"
        " content: leader('. ') target-counter(attr(href), page) } .contents span { position: absolute; left: 0 }"
        '</style><nav class="contents"><ol><li><a href="#p1"><span>§ 1</span> Val</a></li>'
        '<li><a href="#p2"><span>§ 2</span> Motion</a></li></ol></nav><h1 id="p1">Val</h1><h1 id="p2">Motion</h1>'
    )
    reading = read(contents)
    assert reading.pairs == [("TOCI", "§ 1 Val 1"), ("TOCI", "§ 2 Motion 1"), ("H1", "Val"), ("H1", "Motion")]
    assert [link.links for link in one(reading, "TOC").all("Link")] == [["§ 1 Val"], ["§ 2 Motion"]]
    assert any(set(artifact.text) == {".", " "} for artifact in reading.artifacts)


def test_headings_are_bookmarks_in_their_order_and_level() -> None:
    drawn = read("<h1><span>§ 7</span> <span>Titel</span></h1><h2>Ett</h2><h3>Under</h3><h2>Två</h2>").pdf
    with drawn, drawn.open_outline() as outline:
        (top,) = outline.root
        assert top.title == "§ 7 Titel"
        assert [(one.title, [below.title for below in one.children]) for one in top.children] == [
            ("Ett", ["Under"]),
            ("Två", []),
        ]


def test_elements_and_marks_find_each_other() -> None:
    reading = read("<p>" + "ord " * 900 + "<em>ord</em> ord</p>")
    root = reading.pdf.Root.StructTreeRoot
    nums = root.ParentTree.Nums.as_list()
    assert [int(key) for key in nums[::2]] == list(range(len(reading.pdf.pages)))
    assert root.ParentTreeNextKey == len(reading.pdf.pages)
    for number, (drawn, elements) in enumerate(zip(reading.pdf.pages, nums[1::2], strict=True)):
        assert drawn.StructParents == number
        for mark, element in enumerate(elements.as_list()):
            assert mark in [kid.get("/MCID") if isinstance(kid, pikepdf.Dictionary) else kid for kid in element.K]
