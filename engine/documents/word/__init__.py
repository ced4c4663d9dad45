"""Documents as Word files, for those who must: the same words in the same order as on screen and in the PDF.

The file is made from the page that the PDF is drawn from, with Word's own styles for titles, headings and lists, real
footnotes, and tables whose heads are repeated. What is archived is the PDF; a Word file is a copy to work with.
"""

from datetime import UTC, datetime, time
from typing import Final

from docx import Document as WordDocument
from docx.document import Document as Word
from docx.shared import Mm, Pt

from engine.documents.fragment import Node, Reader
from engine.documents.html import render_html
from engine.documents.models import Document, Extract, Letter, Minutes, Opinion, Report
from engine.documents.view import View
from engine.documents.word import saving
from engine.documents.word.fields import add_page_number
from engine.documents.word.writing import Writer
from engine.organisations.profile import Profile

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Writable = Report | Opinion | Extract | Letter | Minutes
"""The documents that there are Word files of."""
FAMILIES: Final = {"serif": "Source Serif 4", "sans": "Source Sans 3"}
"""The fonts by the names that Word knows them by; Word takes another where they are not installed."""
LANGUAGE: Final = "sv-SE"
NO_DAY: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in the file's properties where the document has no day: no clock is read."""


def render_docx(document: Writable, profile: Profile) -> bytes:
    """The document as a Word file. The same document and profile always give the same bytes."""
    html = render_html(document, profile, joints=False)  # Word has a hyphenation of its own
    reader = Reader()
    reader.feed(html[html.index("<main>") + len("<main>") : html.rindex("</main>")])
    reader.close()
    word = WordDocument()
    dress(word, profile)
    Writer(word, title_level=0 if isinstance(document, Minutes) else 1).write(reader.root)
    head(word, document, profile)
    describe(word, document, profile, title_of(html))
    return saving.saved(word)


def dress(word: Word, profile: Profile) -> None:
    """A4 with the margins of the PDF, the organisation's fonts, Swedish throughout."""
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin = Mm(35), Mm(30)
    page.top_margin, page.bottom_margin = Mm(40), Mm(24)
    saving.set_language(word, LANGUAGE)
    saving.set_font(word, "Normal", FAMILIES[profile.style.text_font], Pt(11))
    for name, size in (("Title", 17), ("Heading 1", 12), ("Heading 2", 11), ("Heading 3", 11), ("Heading 4", 11)):
        saving.set_font(word, name, FAMILIES[profile.style.heading_font], Pt(size))


def head(word: Word, document: Document, profile: Profile) -> None:
    """What stands at the top of every page: whose, what, when, which dnr, and the number of the page."""
    told = View(profile).head(document)
    view = View(profile)
    parts = [" ".join(profile.logo), told.name, "Utkast" if document.draft else "", told.unit]
    parts += [view.day(told.day) if told.day else "", view.dnr(told.dnr) if told.dnr else ""]
    paragraph = word.sections[0].header.paragraphs[0]
    paragraph.add_run(" · ".join(part for part in parts if part) + " · ")
    add_page_number(paragraph, profile.style.page_number.text)


def describe(word: Word, document: Document, profile: Profile, title: str) -> None:
    """The file's properties: title, language, the organisation as author, the document's own day."""
    told = View(profile).head(document)
    at = datetime.combine(told.day, time(), UTC) if told.day else NO_DAY
    properties = word.core_properties
    properties.title, properties.author, properties.language = title, profile.name, LANGUAGE
    properties.created = properties.modified = at
    properties.last_modified_by = properties.comments = properties.keywords = properties.subject = ""
    properties.revision = 1


def title_of(html: str) -> str:
    """The title of the page."""
    reader = Reader()
    reader.feed(html[html.index("<title>") : html.index("</title>") + len("</title>")])
    reader.close()
    (title,) = (one for one in reader.root.children if isinstance(one, Node))
    return " ".join("".join(one for one in title.children if isinstance(one, str)).split())
