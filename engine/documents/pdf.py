"""HTML to PDF. Alone imports WeasyPrint, and only when a PDF is drawn: it costs a second, and needs Pango.

Nothing is fetched but pictures as `data:` and our own fonts; no clock is read; every complaint of WeasyPrint is an
error. The same HTML gives the same bytes in every process, on every machine with the same libraries.
"""

import contextlib
import io
import logging
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from engine import pictures
from engine.documents import fonts, markup
from engine.documents.attachments import Attachment
from engine.documents.html import style_element, style_sheet
from engine.errors import DnrError, Misconfigured

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

LIBRARIES: Final = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""Debian's packages that hold what WeasyPrint calls."""

VERSION: Final = "70.0"
"""The version of WeasyPrint whose insides `tagging` knows."""

PAGE_MAX: Final = 20_000_000
"""Most characters of a page, pictures included; 60 pages of text have half a million."""

ONE_AT_A_TIME = threading.Lock()
"""Pango's font map is shared between the renderings of a process."""


class MissingLibrary(Misconfigured):
    """A library that draws PDFs is missing on this machine. All that needs no PDF works without it."""


class RenderFailed(DnrError):
    """The document could not be drawn without fault."""


@dataclass(frozen=True)
class Press:
    """What is made once per process and used for every document."""

    weasyprint: Any
    fonts: "FontConfiguration"
    fetcher: "URLFetcher"
    sheets: tuple[Any, ...]
    variant: Callable[[int], str]
    write_pdf: Callable[[Any, Sequence[Attachment]], bytes]


def render_pdf(html: str, *, attachments: Sequence[Attachment] = ()) -> bytes:
    """Draws a document made by `html.render_html` as PDF/A-2a and PDF/UA-1 at once, with our fonts only.

    With `attachments` it is PDF/A-3a, and they are embedded. MissingLibrary or MissingFonts when the machine
    lacks something (the message has the command), Unprintable for a character that our fonts lack,
    RenderFailed for a page that is not fit to be drawn (`markup.faults`) and for everything that WeasyPrint complains
    of: an address that may not be fetched, a style it does not know.
    """
    if len(html) > PAGE_MAX:
        raise RenderFailed(count=1, first=f"the page is longer than {PAGE_MAX} characters")
    with ONE_AT_A_TIME:
        machine = press()
        fonts.require_printable(unescape(html))
        try:
            with complaints_raised():
                return drawn(machine, html, attachments)
        except (ValueError, RecursionError) as fault:
            raise RenderFailed(count=1, first=f"{type(fault).__name__}: {fault}"[:300]) from fault


def drawn(machine: Press, html: str, attachments: Sequence[Attachment]) -> bytes:
    """Draws the page; RenderFailed, before anything is laid out, when it is not fit to be drawn."""
    source = machine.weasyprint.HTML(string=html.replace(style_element(), ""), url_fetcher=machine.fetcher)
    if found := list(islice(markup.faults(source.etree_element), 100)):
        raise RenderFailed(count=len(found), first=found[0][:300])
    laid_out = source.render(
        stylesheets=machine.sheets,
        font_config=machine.fonts,
        pdf_variant=machine.variant(3 if attachments else 2),
        presentational_hints=True,  # for `start` of lists
    )
    return machine.write_pdf(laid_out, attachments)


@cache
def press() -> Press:
    """The press of this process, with fonts and style sheet warm."""
    module, locked = load_weasyprint(), fetcher_class()()
    with complaints_raised():
        config = module.text.fonts.FontConfiguration()
        sheets = tuple(
            module.CSS(string=text, font_config=config, url_fetcher=locked)
            for text in (fonts.style_rules(), style_sheet())
        )
    from engine.documents.conformance import variant, write_pdf

    return Press(module, config, locked, sheets, variant, write_pdf)


def load_weasyprint() -> Any:
    """Imports WeasyPrint; MissingLibrary when it is another version, or cannot find what Debian's packages hold."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("error", DeprecationWarning)
            warnings.filterwarnings("default", module=r"(?!weasyprint)")
            import weasyprint
            import weasyprint.text.fonts
    except (OSError, DeprecationWarning) as missing:
        command = f"apt-get install {LIBRARIES}"
        raise MissingLibrary(library=str(missing).split(":")[0], command=command) from missing
    if weasyprint.__version__ != VERSION:
        raise MissingLibrary(
            library=f"WeasyPrint {VERSION}", found=str(weasyprint.__version__), command="script/bootstrap"
        )
    return weasyprint


def fetcher_class() -> type["URLFetcher"]:
    """The class of the locked fetcher (made late, since its base comes with WeasyPrint)."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class LockedFetcher(URLFetcher):  # type: ignore[misc]
        """Serves checked pictures as `data:` and our own fonts as `asset:fonts/NAME`; all else is refused."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=("data",), allow_redirects=False)

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            """The font or the picture; ValueError, which WeasyPrint logs, for any other address."""
            kind, _, name = url.partition(":fonts/")
            if kind == "asset":
                return URLFetcherResponse(url, fonts.font_file(name).read_bytes(), {"Content-Type": "font/ttf"})
            if url[:5].lower() == "data:":
                return super().fetch(pictures.checked(url).address, headers)
            raise ValueError("only pictures in the page itself and our own fonts are fetched")

    return LockedFetcher


class Complaints(logging.Handler):
    """Keeps what WeasyPrint logs as warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the message."""
        self.said.append(record.getMessage())


@contextlib.contextmanager
def complaints_raised() -> Iterator[None]:
    """RenderFailed at the end when WeasyPrint has logged a warning or an error meanwhile."""
    log, kept = logging.getLogger("weasyprint"), Complaints()
    log.addHandler(kept)
    try:
        yield
    finally:
        log.removeHandler(kept)
    if kept.said:
        raise RenderFailed(count=len(kept.said), first=kept.said[0][:300])
