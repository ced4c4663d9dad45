"""What people paste is made harmless and regular; nothing that they wrote is lost on the way."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.richtext import clean, from_markdown, from_text, plain
from engine.errors import Invalid
from engine.forms import PICTURES_MAX, RICH_MAX
from engine.pictures import address_of

DOT = address_of(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010100000000376ef9240000000a49444154789c636000000002000148afa471"
        "0000000049454e44ae426082"
    ),
    "PNG",
)
"""A picture of one point."""


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ('<p onclick="x()" style="position:fixed">Text</p>', "<p>Text</p>"),
        ("<div>En</div><div>Två</div>", "<p>En</p><p>Två</p>"),
        ("Löpande text <b>fet</b>", "<p>Löpande text <strong>fet</strong></p>"),
        ("<p> </p><p><br></p><p>&nbsp;</p><p>Text<br></p>", "<p>Text</p>"),
        ("<h1>Bakgrund</h1><p>x</p><h2>Historik</h2><h5>Nuläge</h5>",
         "<h3>Bakgrund</h3><p>x</p><h4>Historik</h4><h4>Nuläge</h4>"),
        ("<h4>Först</h4><h3>Sedan</h3>", "<h3>Först</h3><h3>Sedan</h3>"),
        ("<ul><li><h2>Förnya recept</h2>En tjänst</li></ul>",
         "<ul><li><p><strong>Förnya recept</strong></p><p>En tjänst</p></li></ul>"),
        ("<ul><li><p>a</p></li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ('<ol start="3"><li>c</li></ol>', '<ol start="3"><li>c</li></ol>'),
        ('<a href="javascript:alert(1)">a</a> <a href="/etc/passwd">b</a>', "<p>a b</p>"),
        ('<a href="https://example.org/?a=1&b=2">c</a>', '<p><a href="https://example.org/?a=1&amp;b=2">c</a></p>'),
        ('<a href="https://example.org"><br></a><p>d</p>', "<p>d</p>"),
        ('<img src="file:///etc/passwd" alt="x"><link rel=attachment href="file:///etc/passwd">', ""),
        ('<table><tr><td colspan="99999">x<td>y</table>',
         '<table><tbody><tr><td colspan="29">x</td><td>y</td></tr></tbody></table>'),
        ('<table><tr><td rowspan="99999">x<td>y<tr><td>z</table>',
         '<table><tbody><tr><td rowspan="2">x</td><td>y</td></tr><tr><td>z</td></tr></tbody></table>'),
        ("<table><tr><td>a<table><tr><td>b<td>c</table></table>",
         "<table><tbody><tr><td><p>a</p><p>b</p><p>c</p></td></tr></tbody></table>"),
        ("<svg><style><img src=x onerror=alert(1)></style></svg><math><mtext></math>", ""),
        ('Ord<span class="note">Se <b>bilaga</b> 2.</span> följer',
         '<p>Ord<span class="note">Se <strong>bilaga</strong> 2.</span> följer</p>'),
        ('<span class="note"><p>En</p><p>Två</p></span>', '<p><span class="note">En Två</span></p>'),
        ('<p>a<span class="note">b<span class="note">c</span></span></p>', '<p>a<span class="note">bc</span></p>'),
        ('<a href="https://e.org">a<span class="note">b</span></a>', '<p><a href="https://e.org">ab</a></p>'),
        ('<span class="x" data-ground="y" onclick="z">a</span>', "<p>a</p>"),
        ('<p>till <span data-ground="OSL 25:1" class="mask" style="x">Anna</span></p>',
         '<p>till <span class="mask" data-ground="OSL 25:1">Anna</span></p>'),
        ('<span class="mask" data-ground="OSL 25:1">a <b>b</b><p>c</p><ul><li>d</ul></span>',
         ('<p><span class="mask" data-ground="OSL 25:1">a <strong>b</strong></span></p>'
         '<p><span class="mask" data-ground="OSL 25:1">c</span></p>'
         '<ul><li><span class="mask" data-ground="OSL 25:1">d</span></li></ul>')),
        ('<h2><span class="mask"><div>a</div></span></h2>', '<h3><span class="mask">a</span></h3>'),
        (f'<p>se <img alt=" En   karta " src="{DOT}" width=9></p>', f'<p>se <img alt="En karta" src="{DOT}"></p>'),
        (f'<img alt="Karta" src="{DOT}">', f'<p><img alt="Karta" src="{DOT}"></p>'),
        (f'<span class="mask" data-ground="x"><img alt="Karta" src="{DOT}"></span>',
         f'<p><span class="mask" data-ground="x"><img alt="Karta" src="{DOT}"></span></p>'),
        (f'<a href="{DOT}">a</a>', "<p>a</p>"),
        ("<p>1 &lt; 2 &amp; 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_pasted_text_becomes_regular(pasted: str, kept: str) -> None:
    assert clean(pasted) == kept


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ("<ul><li>" * 300 + "x", "nested deeper than 50"),
        ("<b>" * 100_000, "open at once"),
        ("<div></p>" * 40_000, "open at once"),
        ("<table><tr><td>" * 25_000, "open at once"),
        ("ord " * 70_000, "words"),
        ("<table>" + "<tr><td>x" * 3_000 + "</table>", "table rows"),
        ("<table><tr>" + "<td>x" * 40 + "</table>", "table columns"),
        ("<table>" + ("<tr>" + "<td rowspan=9>x" * 20) * 9 + "</table>", "table columns"),
        ("x" * (RICH_MAX + 1), "longer than"),
        (f'<img src="{DOT}">', "words that say what it shows"),
        (f'<img src="{DOT}" alt=" ">', "words that say what it shows"),
        (f'<img src="{DOT[:60]}" alt="x">', "the picture"),
        ('<img src="data:image/svg+xml;base64,PHN2Zz4=" alt="x">', "not a PNG or a JPEG"),
        ('<img src="data:text/html,<script>" alt="x">', "not a PNG or a JPEG"),
        (f'<img src="{DOT}" alt="x">' * 51, "footnotes or pictures"),
        ('a<span class="note">b</span>' * 501, "footnotes or pictures"),
        (f'<img src="data:image/png;base64,{"A" * PICTURES_MAX}AAAA" alt="x">', "pictures of more than"),
        (f'<img src="{DOT}" alt="&#x202e;">', "U+202E"),
        ('<span class="mask" data-ground="&#x202e;">a</span>', "U+202E"),
        ("<p>ab-" * 58_000, "longer than"),
        ("&#x202e;bakvänt", "U+202E"),
        ("a&#7;b", "U+0007"),
        ('<a href="https://example.org/&#x202e;">x</a>', "U+202E"),
    ],
)
def test_too_much_is_refused_with_the_field(sent: str, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        clean(sent, "matter")
    assert refused.value.field == "matter"
    assert reason in refused.value.reason


TAGS = ("p", "div", "h1", "h3", "h4", "h6", "ul", "ol", "li", "b", "strong", "em", "i", "a", "table", "tr", "td", "th",
        "thead", "caption", "blockquote", "br", "span", "pre", "sup")  # fmt: skip
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        [
            '<a href="https://example.org/å?b=&c">',
            "<td colspan=3 rowspan=2>",
            "<ol start=07>",
            "&amp;lt;",
            '<span class="note">',
            '<span class="mask" data-ground="OSL 1:1">',
            f'<img alt="y" src="{DOT}">',
        ]
    ),
    st.sampled_from([" ", "\n", "ord", "å ö", "\u00a0", " x ", "< ", "&"]),
)
FRAGMENTS = st.lists(PIECES, max_size=40).map("".join)


@given(FRAGMENTS)
def test_cleaning_twice_changes_nothing(fragment: str) -> None:
    cleaned = clean(fragment)
    assert clean(cleaned) == cleaned


@given(FRAGMENTS)
def test_no_word_is_lost(fragment: str) -> None:
    words = re.findall(r"ord|å|ö|x", re.sub(r"<[^<>]*>", " ", fragment))
    assert sorted(re.findall(r"ord|å|ö|x", plain(clean(fragment)))) == sorted(words)


@given(FRAGMENTS)
def test_what_stands_under_a_mask_stays_under_it(fragment: str) -> None:
    regular = re.sub(r"</?span[^>]*>", "", clean(fragment))
    cleaned = clean(f'<span class="mask" data-ground="x">{regular}</span>')
    bare = re.sub(r'<span class="mask" data-ground="x">.*?</span>', "", cleaned)
    assert plain(bare) == ""


@given(FRAGMENTS)
def test_headings_begin_at_the_third_level_and_never_jump(fragment: str) -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)>", clean(fragment))]
    assert set(levels) <= {3, 4}
    assert levels[:1] in ([], [3])


def test_markdown_is_cleaned_at_the_door() -> None:
    cleaned = from_markdown("# Bakgrund\n\nText *så* **här** <script>x</script>\n\n- a\n- b\n\n|h|\n|-|\n|c|\n")
    assert cleaned == (
        "<h3>Bakgrund</h3><p>Text <em>så</em> <strong>här</strong> &lt;script&gt;x&lt;/script&gt;</p>"
        "<ul><li>a</li><li>b</li></ul>"
        "<table><thead><tr><th>h</th></tr></thead><tbody><tr><td>c</td></tr></tbody></table>"
    )


def test_markdown_that_is_too_long_is_refused() -> None:
    with pytest.raises(Invalid, match="longer than"):
        from_markdown("x" * (RICH_MAX + 1))


def test_plain_text_keeps_its_paragraphs_and_lines() -> None:
    assert from_text("Första <stycket>\nrad två\n\n\nAndra") == "<p>Första &lt;stycket&gt;<br>rad två</p><p>Andra</p>"


def test_the_words_of_a_fragment_stand_a_line_to_each_block() -> None:
    fragment = clean("<h3>A</h3><p>b<br>c</p><ul><li>d<ul><li>e</ul></ul><table><tr><td>1<td>2</table>")
    assert plain(fragment).split("\n") == ["A", "b", "c", "d", "e", "1\t2"]
