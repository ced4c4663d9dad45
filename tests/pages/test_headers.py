"""What every page carries with it, and what it weighs."""

import gzip
import json
import re

import pytest

from api.pages import assets
from api.pages.frame import HEADERS
from api.resources.sheets import PAGE
from engine.settings import data
from tests.api.town import Town
from tests.pages.desk import desk_of
from tests.pages.everywhere import PARTS, addresses
from tests.pages.scene import Scene

WEIGHT = 250_000
"""Most bytes that a page may weigh with all that it needs, compressed."""
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)
ELSEWHERE = re.compile(r"""(?:src|href|action|hx-get)=["'](?:https?:)?//""", re.IGNORECASE)
DOCUMENTS = ("/minutes", ".pdf", ".docx", ".csv", ".xlsx", ".zip")
"""Documents are themselves and no pages: they carry their own style, and nothing else may come in."""


@pytest.fixture(scope="module")
def seen(laid_town: tuple[Town, Scene]) -> dict[str, tuple[int, dict[str, str], str]]:
    """Every page that is read, as one who holds every role gets it; and some refusals."""
    town, scene = laid_town
    found = {}
    with desk_of(town, "allt") as desk:
        asked = [*addresses("GET", town, scene), ("nowhere", "/finns-inte")]
        asked.append(("no id", "/cases/x"))
        for path, address in asked:
            if not any(part in path for part in PARTS) and not path.endswith(DOCUMENTS):
                answer = desk.get(address)
                found[path] = answer.status_code, dict(answer.headers), answer.text
    with desk_of(town, "ingenting") as desk:
        answer = desk.get("/cases")
        found["forbidden"] = answer.status_code, dict(answer.headers), answer.text
    return found


def test_every_page_is_shown(seen: dict[str, tuple[int, dict[str, str], str]]) -> None:
    refused = {path: status for path, (status, _, _) in seen.items() if status != 200}
    unknown = {f"/utdrag/{{secret}}{end}": 404 for end in ("", "/fil")}
    assert refused == {"nowhere": 404, "no id": 404, "forbidden": 403, "/begin": 410, **unknown}


def test_every_page_lets_in_only_what_is_ours_and_lies_in_no_cache(
    seen: dict[str, tuple[int, dict[str, str], str]],
) -> None:
    for path, (_, headers, text) in seen.items():
        assert {name: headers.get(name.lower()) for name in HEADERS} == HEADERS, path
        assert headers["content-type"] == "text/html; charset=utf-8"
        assert 'lang="sv"' in text
        assert INLINE.search(text) is None, (path, INLINE.search(text))
        assert ELSEWHERE.search(text) is None, (path, ELSEWHERE.search(text))
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_every_page_has_one_heading_a_way_past_the_menu_and_one_live_region(
    seen: dict[str, tuple[int, dict[str, str], str]],
) -> None:
    for path, (_, _, text) in seen.items():
        assert text.count("<h1") == 1, path
        assert text.count('href="#main"') == text.count('id="main"') == 1, path
        assert text.count('aria-live="polite"') - text.count("data-files") == 1, path
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), (path, sorted(one for one in ids if ids.count(one) > 1))
        described = {
            one for found in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', text) for one in found.split()
        }
        assert described <= set(ids), (path, described - set(ids))


def test_bundles_are_kept_for_ever_and_sent_compressed_to_those_who_can_read_it(sqlite_town: Town) -> None:
    with desk_of(sqlite_town) as desk:
        for entry in ("desk.css", "desk.js"):
            packed = desk.get(assets.address(entry), headers={"Accept-Encoding": "gzip"})
            assert packed.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert packed.headers["content-encoding"] == "gzip"
            assert packed.headers["vary"] == "Accept-Encoding"
            assert packed.headers["x-content-type-options"] == "nosniff"
            smaller = desk.ask("GET", assets.address(entry), headers={"Accept-Encoding": "gzip, br;q=1.0"})
            assert smaller.headers["content-encoding"] == "br"
            assert int(smaller.headers["content-length"]) < int(packed.headers["content-length"])
            plain = desk.get(assets.address(entry), headers={"Accept-Encoding": "identity"})
            assert "content-encoding" not in plain.headers
            assert plain.content == packed.content
        for name in ("manifest.json", "..%2f..%2fapp.py", "desk.css", "", "x" * 200):
            assert desk.get(f"/assets/{name}").status_code in (404, 422), name


def test_names_of_bundles_change_with_what_is_in_them_and_point_to_what_is_there() -> None:
    folder = data("api", "assets", "pages")
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))
    for entry, name in listed["entries"].items():
        stem, suffix = entry.split(".")
        assert re.fullmatch(rf"{stem}-[0-9A-Z]{{8}}\.{suffix}", name)
        assert gzip.decompress((folder / f"{name}.gz").read_bytes()) == (folder / name).read_bytes()
    css = (folder / listed["entries"]["desk.css"]).read_text("utf-8")
    assert set(re.findall(r"url\([\"']?\.?/?([\w-]+\.woff2)", css)) == {one.name for one in folder.glob("*.woff2")}


def test_a_page_weighs_less_than_250_kilobytes(seen: dict[str, tuple[int, dict[str, str], str]]) -> None:
    folder = data("api", "assets", "pages")
    fonts = sum(one.stat().st_size for one in folder.glob("*-latin-wght-*.woff2"))
    weights = {}
    for path, (_, _, text) in seen.items():
        bundles = set(re.findall(r'(?:src|href)="/assets/([\w-]+\.(?:js|css))"', text))
        assert bundles, path
        packed = sum((folder / f"{name}.br").stat().st_size for name in bundles)
        weights[path] = fonts + packed + len(text.encode())
    assert {path: weight for path, weight in weights.items() if weight >= WEIGHT} == {}


def test_a_document_on_screen_lets_in_nothing_but_its_own_style(laid_town: tuple[Town, Scene]) -> None:
    town, scene = laid_town
    with desk_of(town, "allt") as desk:
        answer = desk.get(f"/meetings/{scene.meeting}/minutes")
    assert answer.headers["content-security-policy"] == PAGE["Content-Security-Policy"]
    kept = {name: value for name, value in HEADERS.items() if name != "Content-Security-Policy"}
    assert {name: answer.headers.get(name.lower()) for name in kept} == kept


def test_a_document_is_shown_inside_our_own_pages_and_no_others(laid_town: tuple[Town, Scene]) -> None:
    town, scene = laid_town
    with desk_of(town, "handlaggare") as desk:
        page = desk.get(f"/cases/{scene.drafting}/draft/preview")
        drawn = desk.get(f"/cases/{scene.drafting}/draft/preview.pdf")
    assert "Systemet är infört överallt." in page.text
    assert drawn.content.startswith(b"%PDF")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert page.headers["x-frame-options"] == "SAMEORIGIN"
    assert page.headers["cache-control"] == drawn.headers["cache-control"] == "no-store"
