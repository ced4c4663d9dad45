"""What is refused before a document is drawn: clearly, soon, and with nothing fetched."""

import base64
import io
import time
from datetime import UTC, datetime

import pytest
from PIL import Image

from engine.documents.attachments import Attachment
from engine.documents.html import render_html
from engine.documents.pdf import VERSION, RenderFailed, load_weasyprint, render_pdf
from engine.organisations.profile import shipped_profiles
from engine.settings import data
from tests.documents.makers import a_report

NORRBOTTEN = shipped_profiles()["region-norrbotten"]
SOON = 5.0
"""Seconds of CPU, most of them for warming up."""


def page(content: str) -> str:
    """A report of ours with this at its end."""
    return render_html(a_report(), NORRBOTTEN).replace("</main>", f"{content}</main>")


def picture(content: bytes, kind: str = "png") -> str:
    """An element that shows these bytes."""
    return f'<p><img src="data:image/{kind};base64,{base64.b64encode(content).decode()}" alt="Bild"></p>'


def png(width: int, height: int, mode: str = "L") -> bytes:
    """A picture of one colour."""
    written = io.BytesIO()
    Image.new(mode, (width, height)).save(written, "PNG")
    return written.getvalue()


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
HOSTILE = SVG.format('<script>alert(1)</script><image href="file:///etc/passwd"/><use href="http://127.0.0.1:9/x#a"/>')
JPEG_2000 = b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(99)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<div>" * 300 + "x" + "</div>" * 300, "nested deeper than 100"),
        ("<div>" * 2_000, "nested deeper than 100"),
        ('<table><tr><td colspan="99999">x</td></tr></table>', "spans more than 2000"),
        ('<table><tr><td rowspan="99999">x</td></tr></table>', "spans more than 2000"),
        ('<table><tr><td colspan="-1">x</td></tr></table>', "spans more than 2000"),
        ('<table><colgroup span="99999"></colgroup><tr><td>x</td></tr></table>', "spans more than 2000"),
        (picture(bytes(50_000_000)), "longer than 20000000 characters"),
        (picture(bytes(9_000_000)), "larger than 2000 kB"),
        (picture(png(7000, 7000)), "40 million pixels"),
        (picture(HOSTILE.encode(), "svg+xml"), "not a PNG or a JPEG"),
        (picture(HOSTILE.encode()), "not a whole PNG or JPEG"),
        (picture(HOSTILE.encode(), "jpeg"), "not a whole PNG or JPEG"),
        (picture(JPEG_2000, "jpeg"), "not a whole PNG or JPEG"),
        (picture(png(900, 900)[:200]), "not a whole PNG or JPEG"),
        ('<img alt="x" src="data:text/html,<script>alert(1)</script>">', "not a PNG or a JPEG"),
        ('<img alt="x" src="file:///etc/passwd">', "not a PNG or a JPEG"),
        ('<img alt="x" src="http://127.0.0.1:9/x.png">', "not a PNG or a JPEG"),
        (HOSTILE, "holds no <svg>"),
        ("<script>alert(1)</script>", "holds no <script>"),
        ('<link rel="attachment" href="file:///etc/passwd">', "holds no <link>"),
        ('<link rel="attachment" href="data:text/plain,x">', "holds no <link>"),
        ('<p><a rel="attachment" href="data:text/plain,x">fil</a></p>', "embeds a file"),
        ('<p><a rel="nofollow Attachment" href="file:///etc/passwd">fil</a></p>', "embeds a file"),
        ('<object data="file:///etc/passwd"></object>', "holds no <object>"),
        ('<embed src="file:///etc/passwd">', "holds no <embed>"),
        ('<iframe src="file:///etc/passwd"></iframe>', "holds no <iframe>"),
        ('<form><input name="x"></form>', "holds no <form>"),
        (picture(png(9, 9)).replace(' alt="Bild"', ""), "no alternative text"),
        (picture(png(9, 9)).replace('alt="Bild"', 'alt=" "'), "no alternative text"),
        ('<p><a href="https://example.org/"><span></span></a></p>', "a link without words"),
        ("<h4>Under ingenting</h4>", "a heading jumps from level 2 to 4: Under ingenting"),
    ],
)
def test_what_is_hostile_or_no_one_can_read_is_refused_with_its_reason(content: str, reason: str) -> None:
    html, begun = page(content), time.process_time()
    with pytest.raises(RenderFailed, match=reason):
        render_pdf(html)
    assert time.process_time() - begun < SOON


@pytest.mark.parametrize(
    "style",
    [
        f"url(data:image/svg+xml;base64,{base64.b64encode(HOSTILE.encode()).decode()})",
        "url(data:text/css,p%7B%7D)",
        "url(file:///etc/passwd)",
        "url(http://127.0.0.1:9/x.png)",
        "url(//127.0.0.1:9/x.png)",
    ],
)
def test_a_style_sheet_fetches_nothing_either(style: str) -> None:
    with pytest.raises(RenderFailed):
        render_pdf(page(f"<p style='background: {style}'>x</p>"))
    with pytest.raises(RenderFailed):
        render_pdf(page(f"<style>@import {style};</style>"))


@pytest.mark.parametrize(
    ("given", "instead", "reason"),
    [
        ('lang="sv"', "", "the page has no language"),
        ('lang="sv"', 'lang=" "', "the page has no language"),
        ("<h1", "<h2", "a heading jumps from level 0 to 2"),
        ("<title>", "<title></title><meta>", "the page has no title"),
    ],
)
def test_a_page_needs_a_language_a_title_and_a_first_heading(given: str, instead: str, reason: str) -> None:
    html = page("")
    if given == "<title>":
        start, end = html.index("<title>"), html.index("</title>")
        html = html[:start] + "<title> " + html[end:]
    else:
        assert given in html
        html = html.replace(given, instead, 1)
    with pytest.raises(RenderFailed, match=reason):
        render_pdf(html)


def test_a_picture_of_any_plain_kind_may_be_shown() -> None:
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA"):
        assert render_pdf(page(picture(png(9, 9, mode)))).startswith(b"%PDF")
    written = io.BytesIO()
    Image.new("CMYK", (9, 9)).save(written, "JPEG")
    assert render_pdf(page(picture(written.getvalue(), "jpeg"))).startswith(b"%PDF")


def test_an_embedded_file_needs_a_plain_name_a_kind_and_times_with_zones() -> None:
    now = datetime(2024, 5, 6, tzinfo=UTC)
    for name, kind, created in (
        ("ärende.json", "application/json", now),
        ("../x.json", "application/json", now),
        ("x.json", "json", now),
        ("x.json", "application/json", now.replace(tzinfo=None)),
    ):
        with pytest.raises(ValueError, match="an embedded file"):
            Attachment(name, b"{}", kind, created, now)


def test_what_cannot_be_told_is_not_drawn() -> None:
    with pytest.raises(RenderFailed, match="was not drawn"):
        render_pdf(page("<p style='opacity: 0.5'>x</p>"))


def test_weasyprint_is_the_version_that_is_mended() -> None:
    assert f'"weasyprint=={VERSION}"' in data("pyproject.toml").read_text("utf-8")
    assert load_weasyprint().__version__ == VERSION
