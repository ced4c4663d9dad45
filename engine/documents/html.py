"""Documents to HTML: one page that a browser shows and `pdf.render_pdf` draws.

The templates of a document and of its parts are the same for every organisation; labels, order, colours and fonts
come from the profile.
"""

from functools import cache
from typing import Final

from engine.documents.listings import CaseContents, PostList
from engine.documents.models import (
    CaseSheet,
    Document,
    Extract,
    Letter,
    Minutes,
    NoticeCertificate,
    Opinion,
    Report,
    UndecidedMotions,
)
from engine.documents.typography import bound
from engine.documents.view import View
from engine.organisations.profile import Profile
from engine.settings import data
from engine.templating import render, render_foreign

__all__ = ["TEMPLATES", "View", "render_html", "style_element", "style_sheet"]

TEMPLATES: Final[dict[type[Document], str]] = {
    Report: "documents/report.html",
    Opinion: "documents/opinion.html",
    Minutes: "documents/minutes.html",
    Extract: "documents/extract.html",
    NoticeCertificate: "documents/notice.html",
    Letter: "documents/letter.html",
    UndecidedMotions: "documents/undecided.html",
    CaseSheet: "documents/case_sheet.html",
    PostList: "documents/post_list.html",
    CaseContents: "documents/case_contents.html",
}


@cache
def style_sheet() -> str:
    """The style sheet of all documents, for paper and for screen."""
    return data("templates", "documents", "document.css").read_text(encoding="utf-8")


@cache
def style_element() -> str:
    """The style sheet as it stands in every document; `render_pdf` puts its own, already read, in its place."""
    return f"<style>\n{style_sheet()}</style>"


def render_html(document: Document, profile: Profile, template: str = "", *, joints: bool = True) -> str:
    """The document as one HTML page that needs nothing else.

    Sections follow the profile's order and labels; one without content is left out unless the profile keeps it. Fixed
    spaces stand where a line should not end, and soft hyphens at the `joints` of long words. With the text of an
    organisation's own `template` in place of ours only in a worker of the pool, under its limits.
    """
    names = {"document": document, "profile": profile, "view": View(profile), "style": style_element()}
    html = render_foreign(template, **names) if template else render(TEMPLATES[type(document)], **names)
    return bound(html, joints=joints)
