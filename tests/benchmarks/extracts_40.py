"""Forty extracts our whole way, from data to a file of both standards through the rendering pool, against bare drawing.

The bare one is WeasyPrint's own `write_pdf` of the same HTML in two processes, with fonts and style sheet as warm as
ours. CPU time is that of both processes and of this one, which asks. Our pool remembers nothing here, so all are drawn.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

from engine.documents.html import render_html, style_element
from engine.documents.models import Extract, Section
from engine.documents.pdf import press
from engine.documents.pool import Pool
from engine.organisations.profile import shipped_profiles
from tests.benchmarks import Row, compare, own_cpu, spent
from tests.benchmarks._pages import SAID, pages_of
from tests.documents.makers import a_paragraph, an_extract

GOAL = 1.15
MANY, PROCESSES = 40, 2
PROFILE = shipped_profiles()["region-norrbotten"]


def extract(number: int) -> Extract:
    """An extract of one to three pages; no two are alike."""
    said = "".join(f"<p>{number}.{n} {SAID * 2}</p>" for n in range(number % 8 + 1))
    paragraph = a_paragraph(f"§ {number}", f"Tillgänglighet i hus {number}")
    sections = (*paragraph.sections, Section(key="assessment", html=said))
    return an_extract().model_copy(update={"paragraph": paragraph.model_copy(update={"sections": sections})})


def bare(html: str) -> bytes:
    """What WeasyPrint does by itself."""
    warm = press()
    page = warm.weasyprint.HTML(string=html.replace(style_element(), ""), url_fetcher=warm.fetcher)
    drawn: bytes = page.write_pdf(
        stylesheets=warm.sheets, font_config=warm.fonts, pdf_variant="pdf/a-2a", presentational_hints=True
    )
    return drawn


def asked_who(html: str) -> int:
    """Draws once, so that all is warm, and tells the process."""
    bare(html)
    return os.getpid()


def processes_of(executor: Executor, html: str) -> set[int]:
    """The processes of the bare pool, once each has drawn."""
    found: set[int] = set()
    while len(found) < PROCESSES:
        found |= set(executor.map(asked_who, [html] * MANY))
    return found


def measure() -> Row:
    """The ratio, with the pages of all forty and the CPU milliseconds of each one."""
    documents = [extract(number) for number in range(MANY)]
    pages = [render_html(document, PROFILE) for document in documents]
    with (
        Pool(PROCESSES, remembered=0, renewed_after=MANY * 1000) as pool,
        ThreadPoolExecutor(PROCESSES) as threads,
        ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as executor,
    ):

        def ours() -> list[bytes]:
            return [drawn.pdf for drawn in threads.map(lambda document: pool.make(document, PROFILE), documents)]

        def theirs() -> list[bytes]:
            return list(executor.map(bare, pages))

        bare_processes = processes_of(executor, pages[0])
        drawn = sum(map(pages_of, ours()))
        if drawn != sum(map(pages_of, theirs())):
            raise RuntimeError("the two do not draw the same pages")
        spents: dict[str, list[float]] = {"ours": [], "bare": []}

        def cost(name: str, work: Callable[[], Sequence[bytes]], processes: set[int]) -> float:
            seconds: list[float] = []
            seconds.append(own_cpu(lambda: seconds.append(spent(work, *processes))))
            spents[name].append(sum(seconds))
            return sum(seconds)

        row = compare(
            lambda: cost("ours", ours, {worker.process.pid for worker in pool.workers}),
            lambda: cost("bare", theirs, bare_processes),
            goal=GOAL,
        )
    each = {f"{name} ms": round(min(seconds) * 1000 / MANY, 1) for name, seconds in spents.items()}
    return Row(row.ratio, row.low, row.high, row.goal, {"pages": drawn, **each})
