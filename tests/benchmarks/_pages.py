"""A report of so many pages, and what it takes to draw it: `python -m tests.benchmarks._pages SECTIONS`.

Printed are the pages and the process's largest memory in kB (Linux).
"""

import io
import sys
from pathlib import Path

import pikepdf

from engine.documents.html import render_html
from engine.documents.models import Report, Section
from engine.documents.pdf import render_pdf
from engine.organisations.profile import Profile, SectionKey, shipped_profiles
from tests.documents.makers import a_report

SAID = (
    "Regionen har under året arbetat med att förbättra tillgängligheten i hela länet, och nämnden har följt arbetet "
    "genom delårsrapporter. Kostnaden ryms inom den beslutade ramen, men osäkerheten om statsbidragen är stor. "
)
SECTION = (
    "<h3>{number}. Åtgärder och uppföljning</h3>"
    f"<p>{SAID * 3}</p><p>{SAID}<strong>Förslaget</strong> innebär att <em>arbetet fortsätter</em>. {SAID}</p>"
    f"<ul><li>{SAID}</li><li>öppettiderna ses över</li><li>resultatet redovisas</li></ul>"
    "<table><thead><tr><th>År</th><th>Besök</th><th>Kostnad, tkr</th></tr></thead><tbody>"
    "<tr><td>2021</td><td>12 300</td><td>4 120</td></tr><tr><td>2022</td><td>12 900</td><td>4 310</td></tr>"
    f"</tbody></table><p>{SAID * 2}</p>"
)
"""Two thirds of a page, with some of everything."""


def profile() -> Profile:
    """The profile that the report is set in."""
    return shipped_profiles()["region-norrbotten"]


def report(sections: int) -> Report:
    """The report; its text is parted on the sections that people write, since each may only be so long."""
    said = [SECTION.format(number=number) for number in range(1, sections + 1)]
    third = len(said) // 3 + 1
    keys: tuple[SectionKey, ...] = ("matter", "assessment", "summary")
    parts = [(key, "".join(said[place * third : (place + 1) * third])) for place, key in enumerate(keys)]
    return a_report().model_copy(update={"sections": tuple(Section(key=key, html=html) for key, html in parts if html)})


def pages_of(pdf: bytes) -> int:
    """How many pages a file has."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def largest_memory() -> int:
    """The most memory that this process has held so far, in kB."""
    (line,) = [one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM:")]
    return int(line.split()[1])


def main(sections: int) -> None:
    """Draws the report once and tells."""
    drawn = render_pdf(render_html(report(sections), profile()))
    held = largest_memory()  # before the file is read back
    print(pages_of(drawn), held)


if __name__ == "__main__":
    main(int(sys.argv[1]))
