"""Pictures of every page of every document in every style, to be looked at: script/prints OUT [NAME…].

Each document becomes a PDF and a sheet with its pages side by side; long ones are sampled at their beginning, middle
and end. With --screen the page is also drawn as a browser shows it, on a telephone and on a desk.
"""

import argparse
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from engine.documents.html import render_html
from engine.documents.models import Document
from engine.documents.pdf import render_pdf
from engine.organisations.profile import Profile, load_profile
from tests.documents.fourth import styles as every_style
from tests.documents.specimens import HARD, LONG, SHORT

PAGES = 8
"""Most pages of a document on its sheet."""
SCREENS = {"phone": 390, "desk": 1280}


def chosen(pages: list[Path]) -> list[Path]:
    """The pages that are shown: all of them, or the first, some in the middle and the last."""
    if len(pages) <= PAGES:
        return pages
    middle = len(pages) // 2
    return [*pages[:3], *pages[middle - 1 : middle + 2], *pages[-2:]]


def sheet(pages: Iterable[Path], target: Path, columns: int = 4) -> None:
    """Pages side by side on grey."""
    drawn = [Image.open(page).convert("RGB") for page in pages]
    wide, high = (max(one.size[side] for one in drawn) + 12 for side in (0, 1))
    columns = min(columns, len(drawn))
    whole = Image.new("RGB", (wide * columns + 12, high * -(-len(drawn) // columns) + 12), "#777777")
    for place, one in enumerate(drawn):
        whole.paste(one, (12 + place % columns * wide, 12 + place // columns * high))
    whole.save(target)


def photograph(pdf: bytes, target: Path, dpi: int) -> int:
    """Writes the sheet of a PDF's pages and returns how many there are."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.pdf")
        file.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", str(dpi), "-png", file, Path(folder, "page")], check=True)
        pages = sorted(Path(folder).glob("*.png"))
        sheet(chosen(pages), target)
        return len(pages)


def screens(html: str, target: Path) -> None:
    """Draws the page as a browser shows it at each width."""
    program = shutil.which("chromium") or "chromium"
    file = target.with_suffix(".html")
    for name, width in SCREENS.items():
        picture = target.with_name(f"{target.name}-{name}.png")
        flags = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={width},2400"]
        subprocess.run([program, *flags, f"--screenshot={picture}", file.as_uri()], check=True, capture_output=True)
    assert html, "a page has something to show"


def draw(document: Document, profile: Profile, target: Path, dpi: int, screen: bool) -> int:
    """One document in one style; returns its pages."""
    html = render_html(document, profile)
    target.with_suffix(".html").write_text(html, encoding="utf-8")
    pdf = render_pdf(html)
    target.with_suffix(".pdf").write_bytes(pdf)
    if screen:
        screens(html, target.resolve())
    return photograph(pdf, target.with_suffix(".png"), dpi)


def main() -> None:
    """Draws what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*", help="specimens; all but the long ones when none is named")
    parser.add_argument("--style", action="append", default=[], help="a shipped profile, fourth, or a profile's file")
    parser.add_argument("--dpi", type=int, default=70)
    parser.add_argument("--screen", action="store_true")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    known = {**SHORT, **HARD, **LONG}
    made = every_style()
    styles = {Path(one).stem: made.get(one) or load_profile(Path(one).read_text("utf-8")) for one in asked.style}
    for slug, profile in (styles or made).items():
        for name in asked.names or (*SHORT, *HARD):
            pages = draw(known[name], profile, asked.out / f"{name}_{slug}", asked.dpi, asked.screen)
            print(f"{name} {slug}: {pages} pages")


if __name__ == "__main__":
    main()
