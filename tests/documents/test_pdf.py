"""Documents on paper: our fonts, nothing fetched, the same bytes everywhere, and a page that holds together."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from engine.documents.fonts import FACES, MissingFonts, Unprintable, font_file, install, main, require_printable
from engine.documents.html import render_html
from engine.documents.models import Section
from engine.documents.pdf import RenderFailed, render_pdf
from engine.organisations.profile import shipped_profiles
from engine.settings import data
from tests.documents.makers import a_case_sheet, a_paragraph, a_report, an_extract, every_document
from tests.documents.paper import fonts, pages

PROFILES = shipped_profiles()
NORRBOTTEN = PROFILES["region-norrbotten"]
ROOT = Path(__file__).resolve().parents[2]


def page(content: str) -> str:
    """A page of ours with this in it."""
    return render_html(a_report(), NORRBOTTEN).replace("</main>", f"{content}</main>")


@pytest.mark.parametrize("slug", sorted(PROFILES))
def test_only_our_fonts_are_embedded(slug: str) -> None:
    marked = "<p>Čáhci ŋ ŧ → ≤ 5 ‰ <em>ŧ α</em> <strong>fet</strong> av\u2011bok 5\u202f000</p><h4>y</h4>"
    sections = (Section(key="matter", html=f"<h3>x</h3>{marked}"),)
    report = a_report().model_copy(update={"sections": sections, "draft": True})
    embedded = fonts(render_pdf(render_html(report, PROFILES[slug])))
    assert embedded
    assert {re.sub(r"-(Bold|Italic).*", "", name) for name in embedded} <= {"Dnr-Serif", "Dnr-Sans"}


def test_a_character_that_our_fonts_lack_is_refused_by_name() -> None:
    with pytest.raises(Unprintable, match=r"中 \(U\+4E2D\)"):
        render_pdf(page("<p>&#x4e2d;</p>"))
    require_printable("Alla svenska tecken: åäö ÅÄÖ é § – ” …")


def test_the_same_document_is_the_same_bytes_in_another_process() -> None:
    def checksums(seed: str, zone: str, language: str) -> str:
        here = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language}
        command = [sys.executable, "-m", "tests.documents.makers"]
        return subprocess.run(command, env=here, cwd=ROOT, capture_output=True, check=True, text=True).stdout

    first = checksums("1", "Europe/Stockholm", "C.UTF-8")
    assert len(first.splitlines()) == len(every_document())
    assert checksums("2", "Pacific/Auckland", "C") == first


def test_a_second_rendering_on_a_warm_press_is_the_same_bytes() -> None:
    html = render_html(an_extract(), NORRBOTTEN)
    assert render_pdf(html) == render_pdf(html)


@pytest.mark.parametrize(
    "content",
    [
        '<link rel="attachment" href="file:///etc/passwd">',
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<img src="https://example.org/x.png" alt="x">',
        '<img src="ftp://example.org/x.png" alt="x">',
        '<img src="x.png" alt="x">',
        '<img src="asset:fonts/../../app.py" alt="x">',
        '<img src="asset:fonts/SourceSans3-400Regular.ttf" alt="x">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        "<style>@import url(http://127.0.0.1:9/x.css);</style>",
        '<style>@font-face { font-family: "x"; src: url(file:///etc/passwd) }</style><p style="font-family: x">a</p>',
        '<p style="background: url(http://127.0.0.1:9/x.png)">a</p>',
        '<p style="colour: red">a</p>',
        '<object data="file:///etc/passwd"></object>',
    ],
)
def test_nothing_is_fetched_and_every_complaint_is_an_error(content: str) -> None:
    with pytest.raises(RenderFailed):
        render_pdf(page(content))


def test_a_picture_that_is_in_the_page_itself_may_be_shown() -> None:
    dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
    assert render_pdf(page(f'<img src="data:image/png;base64,{dot}" alt="En punkt">')).startswith(b"%PDF")


@pytest.mark.parametrize("name", sorted(every_document()))
def test_a_pdf_is_tagged_and_tells_its_title_language_and_author(name: str) -> None:
    with pikepdf.open(io.BytesIO(render_pdf(render_html(every_document()[name], NORRBOTTEN)))) as pdf:
        root = pdf.Root
        assert str(root.Lang) == "sv"
        assert bool(root.MarkInfo.Marked)
        assert "/StructTreeRoot" in root
        assert str(pdf.docinfo["/Title"])
        assert str(pdf.docinfo["/Author"]) == "Region Norrbotten"
        assert "/CreationDate" not in pdf.docinfo
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_every_page_tells_what_it_is_a_page_of() -> None:
    drawn = pages(render_pdf(render_html(a_case_sheet(records=90), NORRBOTTEN)))
    assert len(drawn) > 2
    for number, lines in enumerate(drawn, 1):
        assert {f"Sida {number} ({len(drawn)})", "Dagboksblad", "2020-06-30", "Dnr 31-2020"} <= set(lines)
        assert "Från eller till" in lines or number == len(drawn)


def test_no_heading_is_left_alone_at_the_foot_of_a_page() -> None:
    labels = {"Reservation", "Sammanfattning", "Ärendets behandling under sammanträdet", "Beslutsgång", "Ärendet"}
    head = {"Region", "Norrbotten", "Protokollsutdrag", "Regionstyrelsen", "Sida 1 (2)", "2020-06-10", "Dnr 31-2020"}
    ends: set[str] = set()
    for filled in range(12, 22):
        matter = Section(key="assessment", html="<p>rad</p>" * filled)
        paragraph = a_paragraph().model_copy(update={"sections": (matter, *a_paragraph().sections)})
        extract = an_extract().model_copy(update={"paragraph": paragraph})
        first, _ = pages(render_pdf(render_html(extract, NORRBOTTEN)))
        ends.add([line for line in first if line not in head][-1])
    assert len(ends) > 3
    assert not ends & labels


def test_a_word_longer_than_the_line_is_whole_on_paper() -> None:
    word = "realisationsvinstbeskattningsfrågeställning" * 4
    report = a_report().model_copy(update={"title": word, "sections": (Section(key="matter", html=f"<p>{word}</p>"),)})
    text = "".join("".join(lines) for lines in pages(render_pdf(render_html(report, NORRBOTTEN))))
    assert text.count(word) == 2


def test_a_machine_without_pango_is_told_what_to_install() -> None:
    code = (
        "import cffi\n"
        "def nowhere(self, name, flags=0): raise OSError(f'cannot load library {name}')\n"
        "cffi.FFI.dlopen = nowhere\n"
        "from engine.documents.pdf import MissingLibrary, render_pdf\n"
        "try: render_pdf('<p>x</p>')\n"
        "except MissingLibrary as missing: print(missing)\n"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in told
    assert told.count("\n") == 1


def test_documents_can_be_made_without_loading_weasyprint() -> None:
    code = (
        "import sys\n"
        "from engine.documents import fonts, html, letters, models, pdf, phrases, richtext\n"
        "print('weasyprint' in sys.modules)\n"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    assert told == "False\n"


def test_fonts_are_installed_from_npm_with_their_licences(tmp_path: Path) -> None:
    main([str(data("node_modules")), str(tmp_path)])
    for face in FACES:
        assert (tmp_path / face.name).read_bytes() == font_file(face.name).read_bytes()
    assert "SIL OPEN FONT LICENSE" in (tmp_path / "source-serif-4-OFL.txt").read_text("utf-8").upper()


def test_without_npm_the_fonts_are_missed_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(MissingFonts, match="npm ci"):
        install(tmp_path, tmp_path / "fonts")
    with pytest.raises(MissingFonts, match="script/bootstrap"):
        font_file("../../pyproject.toml")
