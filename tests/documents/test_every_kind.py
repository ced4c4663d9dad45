"""Every kind of document in every house style: what is read is what was written, and nothing else is in the file."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise

import pytest

from engine.documents.html import render_html
from engine.documents.models import Report, Section
from engine.documents.pdf import render_pdf
from tests.documents.fourth import styles
from tests.documents.makers import a_report, every_document
from tests.documents.paper import boxes, fonts, pages
from tests.documents.specimen_words import TREE, WIDE_TABLE, prose, table
from tests.documents.structure import Node, Reading

OURS = re.compile(r"Dnr-(Serif|Sans)(-\w+)?")
HEAD, LINE = 120, 50
"""Where a head ends, and what a signature takes above the name, in points."""
STYLES = styles()


def documents() -> dict[str, object]:
    """One of each kind, and one with everything that text may hold, on several pages."""
    text = f"{TREE}{WIDE_TABLE}{prose(6)}{table(60)}<p lang='se'>Buorre beaivi, Áile Ánne Ŋuvllos.</p>"
    long = a_report().model_copy(update={"sections": (Section(key="matter", html=text),), "draft": True})
    return {**every_document(), "long_report": long}


def written(html: str) -> list[str]:
    """The words of the page's text, as they were written."""
    main = html.partition("<main>")[2].partition("</main>")[0]
    notes = re.findall(r'<span class="note">(.*?)</span>', main)
    bare = re.sub(r'<span class="note">.*?</span>|<img[^>]*>', "", main)
    spaced = re.sub(r"</?(?:p|h\d|li|ul|ol|div|t\w+|section|article|br|caption|blockquote)\b[^>]*>", " ", bare)
    text = unescape(re.sub(r"<[^>]*>", "", spaced)).replace("\u00ad", "")
    return [*text.split(), *unescape(re.sub(r"<[^>]*>", "", " ".join(notes))).replace("\u00ad", "").split()]


def said(node: Node) -> Iterator[str]:
    """What is read of an element, without markers of items and numbers of notes."""
    if node.role == "Lbl":
        return
    for one in node.content:
        if isinstance(one, str):
            yield one
        else:
            yield from (
                said(one) if one.role in ("Span", "Em", "Strong", "Link", "Reference") else (" ", *said(one), " ")
            )


def tables_of(reading: Reading) -> list[list[list[Node]]]:
    """The rows of every table."""
    return [
        [row.kids for part in one.kids if part.role != "Caption" for row in part.kids]
        for one in reading.document.all("Table")
    ]


def size(cell: Node, name: str) -> int:
    """How many columns or rows a cell spans."""
    return int(cell.attributes.get(name, 1))


@pytest.mark.parametrize("slug", sorted(STYLES))
@pytest.mark.parametrize("name", sorted(documents()))
def test_what_is_read_is_what_was_written_in_order_and_once(name: str, slug: str) -> None:
    html = render_html(documents()[name], STYLES[slug])  # type: ignore[arg-type]
    drawn = render_pdf(html)
    reading = Reading(drawn)
    wanted = written(html)
    read = "".join(said(reading.document)).replace(" (example.org/cykel/plan-2030)", "").split()
    if name == "minutes":  # the contents tell pages
        read = [one for one in read if not re.fullmatch(r"\d", one) or one in wanted]
        assert len(wanted) <= len(read) <= len(wanted) + 2
    else:
        assert sorted(read) == sorted(wanted)
    levels = [int(one.role[1]) for one in reading.document.walk() if re.fullmatch(r"H\d", one.role)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for rows in tables_of(reading):
        covered = sum(size(cell, "ColSpan") * size(cell, "RowSpan") for row in rows for cell in row)
        assert covered == len(rows) * sum(size(cell, "ColSpan") for cell in rows[0])
        assert all(cell.attributes.get("Scope") for row in rows for cell in row if cell.role == "TH")
    assert all(OURS.fullmatch(font) for font in fonts(drawn))


def test_a_table_over_several_pages_is_read_as_one_with_its_head_once() -> None:
    report = a_report().model_copy(update={"sections": (Section(key="matter", html=table(90)),)})
    drawn = render_pdf(render_html(report, STYLES["fourth"]))
    reading = Reading(drawn)
    (one,) = [found for found in reading.document.all("Table") if "Anmärkning" in found.text]
    assert one.text.count("Anmärkning") == 1
    assert sum("Anmärkning" in " ".join(lines) for lines in pages(drawn)) > 2
    assert len(one.all("TR")) == 92


def test_words_are_parted_where_a_note_stands_between_the_pages_of_a_paragraph() -> None:
    words = " ".join(f"ord{number}" for number in range(900))
    report = a_report().model_copy(
        update={"sections": (Section(key="matter", html=f'<p>a<span class="note">En not.</span> {words}</p>'),)}
    )
    reading = Reading(render_pdf(render_html(report, STYLES["region-norrbotten"])))
    assert words in reading.document.text


def letter_of(lines: int) -> Report:
    """A report of so many lines."""
    text = "".join("<p>En rad i texten.</p>" for _ in range(lines))
    return a_report().model_copy(update={"sections": (Section(key="matter", html=text),), "attachments": ("Ritning",)})


@pytest.mark.parametrize("slug", sorted(STYLES))
def test_signatures_never_stand_alone_on_a_page(slug: str) -> None:
    two_pages = 0
    for lines in range(14, 26, 2):
        drawn = render_pdf(render_html(letter_of(lines), STYLES[slug]))
        last = max(one.page for one in boxes(drawn))
        signed = [one for one in boxes(drawn) if one.word == "Ceder"]
        two_pages += last == 1
        above = [one for one in boxes(drawn) if one.page == signed[0].page and HEAD < one.top < signed[0].top - LINE]
        assert above, lines
    assert two_pages
