"""A report of 40 pages our whole way, from data to a file of both standards, against WeasyPrint's own of the same HTML.

The bare one makes PDF/A-2a alone, with WeasyPrint's tags, fonts and style sheet as warm as ours.
"""

from engine.documents.html import render_html, style_element
from engine.documents.pdf import press, render_pdf
from tests.benchmarks import Row, compare, own_cpu
from tests.benchmarks._pages import pages_of, profile, report

GOAL = 1.1
PAGES = range(39, 43)
SECTIONS = 48


def measure() -> Row:
    """The ratio of the CPU times."""
    document, house = report(SECTIONS), profile()
    html, warm = render_html(document, house), press()

    def ours() -> bytes:
        return render_pdf(render_html(document, house))

    def bare() -> bytes:
        page = warm.weasyprint.HTML(string=html.replace(style_element(), ""), url_fetcher=warm.fetcher)
        drawn: bytes = page.write_pdf(
            stylesheets=warm.sheets, font_config=warm.fonts, pdf_variant="pdf/a-2a", presentational_hints=True
        )
        return drawn

    counts = {"pages": pages_of(ours()), "pages of the bare": pages_of(bare())}
    if not set(counts.values()) <= set(PAGES):
        raise RuntimeError(f"the report should have 40 pages: {counts}")
    return compare(lambda: own_cpu(ours), lambda: own_cpu(bare), goal=GOAL, counts=counts)
