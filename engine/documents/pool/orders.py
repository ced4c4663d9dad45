"""What is asked of a printer and what comes of it, the same in this process and in a worker of the pool."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from engine.documents.html import TEMPLATES, render_html
from engine.documents.made_with import made_with
from engine.documents.models import Document
from engine.documents.pdf import render_pdf
from engine.organisations.profile import Profile

PAGE: Final = "page"
"""The kind of an order whose HTML is made already; other orders have the name of a document's class."""
KINDS: Final[dict[str, type[Document]]] = {kind.__name__: kind for kind in TEMPLATES}


@dataclass(frozen=True)
class Order:
    """What is to be drawn, as bytes: a page of HTML; or a document, its profile, and the template if it is not ours."""

    kind: str
    parts: tuple[bytes, ...]

    @property
    def key(self) -> bytes:
        """The content's sha256: two orders with the same key ask for the same bytes."""
        digest = hashlib.sha256(self.kind.encode())
        for part in self.parts:
            digest.update(len(part).to_bytes(8, "big") + part)
        return digest.digest()


@dataclass(frozen=True)
class Drawn:
    """A document as HTML and as PDF, and what it was made with (`made_with.made_with`)."""

    html: str
    pdf: bytes
    made: Mapping[str, str]


class Printer(ABC):
    """Draws documents. The errors are those of `pdf.render_pdf`, and of the pool those of `engine.documents.pool`."""

    @abstractmethod
    def drawn(self, order: Order, *, within: float | None = None, anew: bool = False) -> Drawn:
        """Carries out an order: `within` so many seconds, its turn included, and `anew` although it is known."""

    def draw(self, html: str, *, within: float | None = None) -> bytes:
        """A page made by `html.render_html` as PDF."""
        return self.drawn(page(html), within=within).pdf

    def make(self, document: Document, profile: Profile, *, template: str = "", within: float | None = None) -> Drawn:
        """A document as HTML and PDF, both made where drawing is limited; with a template of others if there is one."""
        return self.drawn(filled(document, profile, template), within=within)


class InProcess(Printer):
    """Draws in this process, where nothing limits it: for tests, and for a program that draws and ends."""

    def drawn(self, order: Order, *, within: float | None = None, anew: bool = False) -> Drawn:
        """Carries out the order while the caller waits, however long it takes."""
        return carry_out(order)


def page(html: str) -> Order:
    """The order of a page."""
    return Order(PAGE, (html.encode(),))


def filled(document: Document, profile: Profile, template: str = "") -> Order:
    """The order of a document."""
    parts = (document.model_dump_json(), profile.model_dump_json(), template)
    return Order(type(document).__name__, tuple(part.encode() for part in parts))


def carry_out(order: Order) -> Drawn:
    """Makes the HTML, unless it is given, and draws it, in this process."""
    html = html_of(order)
    return Drawn(html, render_pdf(html), made_with())


def html_of(order: Order) -> str:
    """The order's page."""
    if order.kind == PAGE:
        return order.parts[0].decode()
    document, profile, template = order.parts
    return render_html(KINDS[order.kind].model_validate_json(document), profile_of(profile), template.decode())


@lru_cache(maxsize=64)
def profile_of(said: bytes) -> Profile:
    """A profile, read once."""
    return Profile.model_validate_json(said)
