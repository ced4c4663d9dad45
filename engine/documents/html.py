"""Documents to HTML: one page that a browser shows and `pdf.render_pdf` draws.

The templates of a document and of its parts are the same for every organisation; labels, order, colours and fonts
come from the profile.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal

from engine.documents.models import CaseSheet, Document, Extract, Letter, Minutes, Paragraph, Report, Section, Statement
from engine.organisations.profile import Profile, SectionFormat, SectionKey, Sheet
from engine.settings import data
from engine.templating import render, render_foreign

TEMPLATES: Final[dict[type[Document], str]] = {
    Report: "documents/report.html",
    Minutes: "documents/minutes.html",
    Extract: "documents/extract.html",
    Letter: "documents/letter.html",
    CaseSheet: "documents/case_sheet.html",
}
MONTHS: Final = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
FONTS: Final = {
    "serif": '"Dnr Serif", "Dnr Sans", "Source Serif 4", Georgia, serif',
    "sans": '"Dnr Sans", "Source Sans 3", "Segoe UI", Arial, sans-serif',
}


@dataclass(frozen=True)
class Block:
    """Some content of a section: cleaned HTML, sentences a paragraph each, statements, or a list of lines."""

    kind: Literal["html", "sentences", "statements", "lines"]
    content: str | tuple[str, ...] | tuple[Statement, ...]


Content = Mapping[SectionKey, list[Block]]


@dataclass(frozen=True)
class Laid:
    """A section as it is printed: its place in the profile, its heading, its content (none when kept empty)."""

    format: SectionFormat
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class View:
    """What templates ask of a profile."""

    profile: Profile

    def day(self, value: date) -> str:
        """A day as the organisation prints it: 2023-08-07 or 7 augusti 2023."""
        if self.profile.formats.date == "iso":
            return value.isoformat()
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"

    def dnr(self, numbers: tuple[str, ...]) -> str:
        """The dnr with its label once: "Dnr 272-2020, 273-2020"."""
        return self.profile.formats.dnr.printed(", ".join(numbers))

    def font(self, name: Literal["serif", "sans"]) -> str:
        """The font stack, ours first."""
        return FONTS[name]

    def of_paragraph(self, paragraph: Paragraph, body: str) -> list[Laid]:
        """The sections of a §."""
        return lay_out(self.profile.documents.minutes, content_of_paragraph(paragraph), body)

    def of_report(self, report: Report) -> list[Laid]:
        """The sections of a report."""
        return lay_out(self.profile.documents.report, content_of_report(report), report.body)


@cache
def style_sheet() -> str:
    """The style sheet of all documents, for paper and for screen."""
    return data("templates", "documents", "document.css").read_text(encoding="utf-8")


@cache
def style_element() -> str:
    """The style sheet as it stands in every document; `render_pdf` puts its own, already read, in its place."""
    return f"<style>\n{style_sheet()}</style>"


def render_html(document: Document, profile: Profile, template: str = "") -> str:
    """The document as one HTML page that needs nothing else.

    Sections follow the profile's order and labels; one without content is left out unless the profile keeps it.
    With the text of an organisation's own `template` in place of ours only in a worker of the pool, under its limits.
    """
    names = {"document": document, "profile": profile, "view": View(profile), "style": style_element()}
    return render_foreign(template, **names) if template else render(TEMPLATES[type(document)], **names)


def lay_out(sheet: Sheet, content: Content, body: str) -> list[Laid]:
    """The sections to print, in the profile's order and under its labels."""
    present = frozenset(key for key, blocks in content.items() if blocks)
    return [Laid(one, one.heading(body), tuple(content.get(one.key, ()))) for one in sheet.layout(present)]


def content_of_paragraph(paragraph: Paragraph) -> Content:
    """The content of a § by section: what was recorded first, then what was written."""
    content: dict[SectionKey, list[Block]] = {
        "decision": statements(paragraph.decision),
        "reservation": sentences(paragraph.reservation),
        "statement": sentences(paragraph.statement),
        "handling": sentences(paragraph.handling),
        "claims": sentences(paragraph.claims),
        "proposition_order": sentences(paragraph.proposition_order),
        "procedure": sentences(paragraph.procedure),
        "division": sentences(paragraph.division),
        "attachments": lines(paragraph.attachments),
        "recipients": lines(paragraph.recipients),
    }
    return with_written(content, paragraph.sections)


def content_of_report(report: Report) -> Content:
    """The content of a report by section."""
    content: dict[SectionKey, list[Block]] = {
        "proposal": statements(report.proposal),
        "attachments": lines(report.attachments),
        "recipients": lines(report.recipients),
    }
    return with_written(content, report.sections)


def with_written(content: dict[SectionKey, list[Block]], sections: tuple[Section, ...]) -> Content:
    """The content with the sections that people wrote."""
    for section in sections:
        if section.html:
            content.setdefault(section.key, []).append(Block("html", section.html))
    return content


def statements(said: tuple[Statement, ...]) -> list[Block]:
    """Statements as a block, when there are any."""
    return [Block("statements", said)] if said else []


def sentences(said: tuple[str, ...]) -> list[Block]:
    """Sentences as a block, when there are any."""
    return [Block("sentences", said)] if said else []


def lines(listed: tuple[str, ...]) -> list[Block]:
    """A list of lines as a block, when there are any."""
    return [Block("lines", listed)] if listed else []
