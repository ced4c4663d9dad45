"""No word of an imported file is lost: whatever people write, in any order, everything has one place."""

import re

from hypothesis import given
from hypothesis import strategies as st

from engine.documents.intake.reading import read_file
from engine.documents.intake.results import Split
from engine.documents.intake.splitting import split_file
from engine.errors import Invalid
from engine.organisations.profile import shipped_profiles

NORRBOTTEN = shipped_profiles()["region-norrbotten"]


def imported(content: bytes, name: str) -> Split:
    return split_file(content, read_file(content, name), NORRBOTTEN)


PEOPLE_WRITE = (
    "beslut att motionen Regionstyrelsen avslå och 1177 e-tjänster (SD) § 12 Dnr 272-2020 2020-01-02 förslag bifall "
    "Anna Alm yrkar : . - • 1) ** # Sida 1 Bilaga: å ä ö ! ? Sammanfattning Ärendet Beslut Utdrag till I tjänsten"
)
WORDS = st.sampled_from(PEOPLE_WRITE.split())
LINE = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
HEADING = st.sampled_from(
    ["Beslut", "Ärendet", "**Reservation**", "## Sammanfattning", "Bilagor:", "Utdrag till", "I tjänsten", "Bakgrund"]
)
TEXT = st.lists(
    st.one_of(LINE, HEADING, st.sampled_from(["", "", "\f", "- punkt", "1. punkt"])), min_size=1, max_size=40
)


def bare(text: str) -> str:
    """The letters and figures of a text, which nothing may take away; marks of lists and of bold may go."""
    return "".join(re.findall(r"[^\W_]+", text))


def placed(split: Split) -> list[int]:
    """The number of every block's place."""
    inside = [number for one in split.sections for number in one.blocks]
    heads = [one.heading for one in split.sections if one.heading is not None]
    rest = [*split.furniture, *(one.block for one in split.unplaced)]
    own = {number for one in split.suggestions for number in one.blocks} - {*inside, *heads, *rest}
    return sorted([*inside, *heads, *rest, *own])


WORDLESS = ("the file is empty", "there is no text in the file")


def tried(content: bytes, name: str) -> tuple[Split | None, str]:
    """What is imported, or why nothing is."""
    try:
        return imported(content, name), ""
    except Invalid as refused:
        return None, refused.reason


@given(TEXT)
def test_no_word_is_lost_whatever_the_text(parts: list[str]) -> None:
    text = "\n".join(parts)
    split, refused = tried(text.encode(), "a.txt")
    if split is None:
        assert refused in WORDLESS
        return
    marks = "".join(bare(block.marker) for block in split.blocks)
    said = "".join(sorted(bare("".join(block.text for block in split.blocks)) + marks))
    assert said == "".join(sorted(bare(text)))
    assert placed(split) == [block.number for block in split.blocks], "every block has one place"
    for one in split.sections:
        for number in one.blocks:
            assert bare(split.block(number).text) in bare(re.sub("<[^>]*>", "", one.html).replace("&amp;", ""))


@given(st.lists(st.tuples(st.sampled_from(["p", "h1", "h2", "li", "td", "div"]), LINE), min_size=1, max_size=20))
def test_no_word_is_lost_whatever_the_html(parts: list[tuple[str, str]]) -> None:
    wrap = {"li": "<ul><li>{}</li></ul>", "td": "<table><tr><td>{}</td></tr></table>"}
    html = "".join(wrap.get(tag, f"<{tag}>{{}}</{tag}>").format(text) for tag, text in parts)
    split, refused = tried(html.encode(), "a.html")
    if split is None:
        assert refused in WORDLESS
        return
    assert bare("".join(block.text for block in split.blocks)) == bare(" ".join(text for _, text in parts))
    assert placed(split) == [block.number for block in split.blocks]
