"""What somebody may send to reach out through a document: refused or made harmless, and nothing is ever fetched."""

import socket
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.api.test_drafts import begun
from tests.api.town import Town


@contextmanager
def nobody_calls() -> Iterator[str]:
    """A place on this machine that listens; fails when anybody has called it meanwhile."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        with pytest.raises(BlockingIOError):
            listening.accept()


def picture(wide: int, high: int) -> str:
    """A picture as an address: all of one colour, so that its file is small however large it is."""
    written = BytesIO()
    Image.new("1", (wide, high)).save(written, "PNG")
    return f"data:image/png;base64,{b64encode(written.getvalue()).decode()}"


PAGES = {
    "file": '<img src="file:///etc/passwd" alt="x"><a href="file:///etc/passwd">läs</a>'
    '<object data="file:///etc/passwd"></object><p style="background: url(file:///etc/passwd)">a</p>',
    "http": '<img src="{there}/x.png" alt="x"><iframe src="{there}/x"></iframe><object data="{there}/x"></object>'
    '<link rel="stylesheet" href="{there}/x.css"><style>@import url({there}/y.css);</style>'
    '<p style="background: url({there}/z.png)">a</p><svg><image href="{there}/s.png"/></svg><video src="{there}/v">',
    "attachment": '<link rel="attachment" href="{there}/a"><link rel="attachment" href="file:///etc/passwd">'
    '<a rel="attachment" href="{there}/b">bilaga</a>',
    "script": '<script src="{there}/x.js"></script><script>fetch("{there}")</script><img src="x" onerror="alert(1)">'
    '<a href="javascript:alert(1)" onclick="alert(1)">tryck</a>',
    "nested": "<div><blockquote><ul><li>" * 100 + "djupt" + "</li></ul></blockquote></div>" * 100,
    "tags": "<em>" * 300 + "djupt" + "</em>" * 300,
    "colspan": '<table><tr><th colspan="99999" rowspan="99999">bred</th><td>smal</td></tr></table>',
}
REFUSED = {
    "bomb": lambda: f'<img alt="svart" src="{picture(20_000, 20_000)}">',
    "no-picture": lambda: f'<img alt="x" src="data:image/svg+xml;base64,{b64encode(b"<svg/>").decode()}">',
}


def still_draws(town: Town) -> None:
    """The pool draws for the next who asks."""
    assert town.get("motions/undecided.pdf").content.startswith(b"%PDF-")


def saved(town: Town, html: str) -> Any:
    """The answer when this is saved in a draft's summary, and the draft as it then is."""
    draft = begun(town)
    form = {"sections": [{"key": "summary", "html": html}]}
    return town.ask("PUT", f"drafts/{draft}/copy", "handlaggare", json=form), draft


def drawn(town: Town, html: str) -> Any:
    """What the same gives as a file that is brought into a case and drawn, all that was found in it taken."""
    page = f"<h1>Cykelparkering</h1><h2>Sammanfattning</h2><p>Taket läcker.</p>{html}<p>Slut.</p>"
    case = town.a_board_matter()["id"]
    files = [("files", ("a.html", page.encode(), "text/html"))]
    brought = town.ask("POST", f"cases/{case}/imports", "handlaggare", files=files, data={"form": "{}"})
    if brought.status_code != 201:
        return brought
    key = brought.json()["id"]
    taken = {"taken": town.get(f"imports/{key}", "handlaggare").json()["choices"]}
    assert town.ask("PUT", f"imports/{key}/choices", "handlaggare", json=taken).status_code == 200
    return town.get(f"imports/{key}/document.pdf", "handlaggare")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_text_that_reaches_out_is_made_harmless_and_nothing_is_fetched(sqlite_town: Town, name: str) -> None:
    with nobody_calls() as there:
        html = PAGES[name].replace("{there}", there)
        answer, draft = saved(sqlite_town, html)
        if answer.status_code == 200:
            kept = sqlite_town.get(f"drafts/{draft}", "handlaggare").json()["content"]["sections"][0]["html"]
            assert not any(f"<{tag}" in kept for tag in ("img", "script", "iframe", "object", "link", "style", "svg"))
            assert not any(word in kept for word in ("file:", "javascript:", "onclick", "onerror", "99999", "url("))
        else:
            assert answer.status_code == 422, answer.text
            assert answer.json()["errors"][0]["field"] == "sections.0.html"
        pdf = drawn(sqlite_town, html)
        assert pdf.status_code in (200, 422), pdf.text
        assert b"root:" not in pdf.content
        still_draws(sqlite_town)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_picture_that_is_none_or_fills_the_memory_is_refused_with_a_word(sqlite_town: Town, name: str) -> None:
    answer, _ = saved(sqlite_town, REFUSED[name]())
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "sections.0.html"
    still_draws(sqlite_town)


def test_a_picture_of_fifty_megabytes_never_comes_in(sqlite_town: Town) -> None:
    huge = f'<img alt="x" src="data:image/png;base64,{"A" * 50_000_000}">'
    answer, _ = saved(sqlite_town, huge)
    assert answer.status_code == 413
    still_draws(sqlite_town)
