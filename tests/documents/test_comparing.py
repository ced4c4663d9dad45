"""Two versions compared: whichever marks are taken away, what is left is one of them."""

import re
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.documents.aligning import PAIRS_MAX, Budget, align
from engine.documents.comparing import compare, marks, read
from engine.documents.fragment import Node, walk
from engine.documents.richtext import clean, plain

WORDS = st.sampled_from(
    ["alfa", "beta", "gamma", "delta", "och", "att", "i", "å", "ö", "1177", "§", "–", "ja,", "nej."]
)
SAID = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
INLINE = st.one_of(
    SAID,
    SAID.map(lambda said: f"<strong>{said}</strong>"),
    st.tuples(SAID, SAID).map(lambda two: f"<em>{two[0]} <strong>{two[1]}</strong></em>"),
    SAID.map(lambda said: f'<a href="https://exempel.se/{len(said)}">{said}</a>'),
    st.just("<br>"),
)
LINE = st.lists(INLINE, min_size=1, max_size=3).map(" ".join)
ITEMS = st.lists(LINE, min_size=1, max_size=4)
BLOCK = st.one_of(
    LINE.map(lambda said: f"<p>{said}</p>"),
    SAID.map(lambda said: f"<h3>{said}</h3>"),
    ITEMS.map(lambda items: f"<ul>{''.join(f'<li>{one}</li>' for one in items)}</ul>"),
    st.tuples(LINE, ITEMS).map(lambda two: f"<ol><li>{two[0]}<ul><li>{'</li><li>'.join(two[1])}</li></ul></li></ol>"),
    st.lists(st.tuples(SAID, LINE), min_size=1, max_size=3).map(
        lambda rows: (
            f"<table><tr><th>{'</th></tr><tr><td>'.join(f'{a}</td><td>{b}' for a, b in rows)}</td></tr></table>"
        )
    ),
    LINE.map(lambda said: f"<blockquote><p>{said}</p><p>{said}</p></blockquote>"),
)
TEXT = st.lists(BLOCK, max_size=5).map("".join).map(clean)


@st.composite
def two_versions(draw: st.DrawFn) -> tuple[str, str]:
    """A text and another, often a slightly changed one."""
    blocks = draw(st.lists(BLOCK, max_size=5))
    other = list(blocks)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(other)))
        what = draw(st.sampled_from(("add", "drop", "word")))
        if what == "add":
            other.insert(place, draw(BLOCK))
        elif other and what == "drop":
            other.pop(min(place, len(other) - 1))
        elif other:
            one = min(place, len(other) - 1)
            other[one] = other[one].replace(draw(WORDS), draw(WORDS), 1)
    return clean("".join(blocks)), clean("".join(other))


def words(fragment: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", plain(fragment))


def without(html: str, kind: str) -> str:
    return re.sub(rf"<{kind}>.*?</{kind}>", " ", html)


@settings(max_examples=400, deadline=None)
@given(st.one_of(two_versions(), st.tuples(TEXT, TEXT)))
def test_without_the_new_it_reads_as_the_old_and_without_the_gone_as_the_new(texts: tuple[str, str]) -> None:
    old, new = texts
    told = compare(old, new)
    assert words(without(told.html, "ins")) == words(old)
    assert words(without(told.html, "del")) == words(new)
    assert told.differs == (old != new)
    assert compare(old, new) == told


@settings(max_examples=200, deadline=None)
@given(two_versions())
def test_what_comes_out_is_cleaned_html_with_marks_and_nothing_else(texts: tuple[str, str]) -> None:
    html = compare(*texts).html
    nodes = [node for node in walk(read(html)) if node.tag != "root"]
    assert all(not node.attributes for node in nodes if node.tag in ("ins", "del"))
    assert not [inner for kind in ("ins", "del") for mark in marks(read(html), kind) for inner in marks(mark, kind)]
    bare = re.sub(r"</?(?:ins|del)>", " ", html)
    assert {node.tag for node in nodes} - {"ins", "del"} <= {node.tag for node in walk(read(clean(bare)))} | {"p"}
    assert words(clean(bare)) == words(html)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<p>Hej du glada</p>", "<p>Hej du sura</p>", "<p>Hej du <del>glada</del><ins>sura</ins></p>"),
        ("<p>ett</p><p>två</p>", "<p>två</p>", "<p><del>ett</del></p><p>två</p>"),
        ("", "<p>nytt</p>", "<p><ins>nytt</ins></p>"),
        ("<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li><li>c</li><li>b</li></ul>",
         "<ul><li>a</li><li><ins>c</ins></li><li>b</li></ul>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a<ul><li>b och c</li></ul></li></ul>",
         "<ul><li>a<ul><li>b <ins>och c</ins></li></ul></li></ul>"),
        ("<p>ett två tre</p>", "<h3>ett två tre</h3>", "<p><del>ett två tre</del></p><h3><ins>ett två tre</ins></h3>"),
        ("<p>ett <strong>två</strong> tre</p>", "<p>ett två tre</p>",
         "<p>ett <del><strong>två</strong> </del><ins>två </ins>tre</p>"),
        ("<p>a &lt;b&gt; &amp; c</p>", "<p>a &lt;x&gt; &amp; c</p>",
         "<p>a &lt;<del>b</del><ins>x</ins>&gt; &amp; c</p>"),
        ('<p>Ja<span class="note">Se lagen.</span> nej</p>', '<p>Ja<span class="note">Se balken.</span> nej</p>',
         '<p>Ja<del><span class="note">Se lagen.</span></del><ins><span class="note">Se balken.</span></ins> nej</p>'),
        ("<p>att de inte ska det</p>", "<p>att vi bör inte vilja det</p>",
         "<p>att <del>de inte ska </del><ins>vi bör inte vilja </ins>det</p>"),
    ],
)  # fmt: skip
def test_it_is_marked_as_a_person_would(old: str, new: str, told: str) -> None:
    assert compare(old, new).html == told


def test_a_new_row_of_a_table_is_new_and_the_others_are_not() -> None:
    head = "<thead><tr><th>År</th><th>Kronor</th></tr></thead>"
    rows = "<tr><td>2020</td><td>12 000</td></tr><tr><td>2022</td><td>14 000</td></tr>"
    old = f"<table>{head}<tbody>{rows}</tbody></table>"
    new = old.replace("<tr><td>2022", "<tr><td>2021</td><td>13 500</td></tr><tr><td>2022").replace("14 000", "15 000")
    told = compare(clean(old), clean(new))
    assert "<tr><td><ins>2021</ins></td><td><ins>13 500</ins></td></tr>" in told.html
    assert "<td><del>14 </del><ins>15 </ins>000</td>" in told.html
    assert (told.inserted, told.deleted) == (4, 1)


def test_the_words_are_counted_as_people_count_them() -> None:
    old = "<p>CallMe inte längre ska krävas. Verksamheten ska avgöra.</p>"
    new = "<p>CallMe ska vara frivilligt. Verksamheten ska själv avgöra.</p>"
    told = compare(old, new)
    assert (told.inserted, told.deleted) == (4, 4)


N = 20_000
HOSTILE = {
    "the same word": (["a"] * N, ["a"] * (N - 1) + ["b"]),
    "two in turn": (["a", "b"] * (N // 2), ["b", "a", "a"] * (N // 3)),
    "all others": ([f"x{n}" for n in range(N)], [f"y{n}" for n in range(N)]),
    "backwards": ([f"x{n}" for n in range(N)], [f"x{N - n}" for n in range(N)]),
    "few words": ([str(n * n % 97) for n in range(N)], [str(n * n * n % 97) for n in range(N)]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_compared_within_bounds_and_loses_nothing(name: str) -> None:
    old, new = HOSTILE[name]
    for before, after in (
        (f"<p>{' '.join(old)}</p>", f"<p>{' '.join(new)}</p>"),
        *[tuple("".join(f"<p>{word}</p>" for word in each) for each in (old, new))],
    ):
        began = time.process_time()
        told = compare(before, after)
        assert time.process_time() - began < 15, "some seconds, whatever it is, on a slow machine too"
        assert words(without(told.html, "ins")) == old
        assert words(without(told.html, "del")) == new


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12), st.booleans())
def test_runs_cover_both_and_what_is_alike_is(old: list[str], new: list[str], poor: bool) -> None:
    found = align(old, new, Budget(20 if poor else PAIRS_MAX))
    assert [one for run in found for one in old[run.old]] == old
    assert [one for run in found for one in new[run.new]] == new
    assert all(old[run.old] == new[run.new] for run in found if run.alike)
    if not poor:
        assert all(old[run.old] != new[run.new] for run in found if not run.alike)
        assert sum(len(old[run.old]) for run in found if run.alike) == longest(old, new)


def longest(old: list[str], new: list[str]) -> int:
    """The length of a longest common subsequence, by the textbook."""
    row = [0] * (len(new) + 1)
    for item in old:
        before = row
        row = [0]
        for place, other in enumerate(new):
            row.append(before[place] + 1 if item == other else max(before[place + 1], row[place]))
    return row[-1]


def test_the_same_comes_out_in_another_process_with_another_hash_seed() -> None:
    old, new = (" ".join(HOSTILE["few words"][side][:2000]) for side in (0, 1))
    code = "import sys; from engine.documents.comparing import compare; print(compare(*sys.argv[1:]).html)"
    said = {
        subprocess.run(
            [sys.executable, "-c", code, f"<p>{old}</p>", f"<p>{new}</p>"],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_a_tree_without_marks_has_none() -> None:
    assert list(marks(Node("root", {}, ["text"]), "ins")) == []
