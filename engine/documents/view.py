"""What templates ask of a profile and a document: sections, days, numbers, and what stands at head and foot."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from engine.documents.grids import with_grids
from engine.documents.layout import (
    Laid,
    content_of_opinion,
    content_of_paragraph,
    content_of_report,
    lay_out,
    raised,
)
from engine.documents.listings import CaseContents, PostList
from engine.documents.models import (
    CaseSheet,
    Document,
    Extract,
    Letter,
    Minutes,
    NoticeCertificate,
    Opinion,
    Paragraph,
    Report,
    UndecidedMotions,
)
from engine.documents.phrases import wording_of_letter
from engine.documents.typography import css_text, long_day, with_addresses
from engine.organisations.profile import Profile
from engine.organisations.sheets import COVER_LABELS
from engine.organisations.wording import genitive, small
from engine.rules.procedure.phrases import Fact

FONTS: Final = {
    "serif": '"Dnr Serif", "Dnr Sans", "Source Serif 4", Georgia, serif',
    "sans": '"Dnr Sans", "Source Sans 3", "Segoe UI", Arial, sans-serif',
}
SIZES: Final = {"small": ("10.5pt", "14.5pt"), "normal": ("11pt", "15pt"), "large": ("12pt", "16.5pt")}
"""Size and line of the text."""
HEAD_NUMBERS: Final = 2
"""Most dnr that a head tells one by one."""
LINE: Final = 4
"""A line of the foot, in mm."""
PARENTHESIS: Final = '@counter-style parenthesis { system: extends decimal; suffix: ")\\00a0" }'
"""WeasyPrint finds the styles of counters only in the document's own style element."""
Part = Literal["sender", "addressee", "copies"]


@dataclass(frozen=True)
class Head:
    """What the head tells: the kind of document, whose it is, its day (of a meeting, or its own) and its dnr."""

    name: str
    unit: str = ""
    day: date | None = None
    dnr: tuple[str, ...] = ()
    of_meeting: bool = False
    of_sender: bool = False
    """Whether `unit` is who sends a letter, rather than a body."""


def head_of(document: Document, profile: Profile) -> Head:
    """The head of a document."""
    kinds = profile.documents
    match document:
        case Minutes():
            return Head(kinds.minutes.name, document.meeting.body, document.meeting.day, of_meeting=True)
        case Extract(meeting=meeting, paragraph=paragraph):
            return Head(kinds.extract.name, meeting.body, meeting.day, paragraph.dnr, of_meeting=True)
        case NoticeCertificate(meeting=meeting):
            return Head(kinds.notice.name, meeting.body, meeting.day, of_meeting=True)
        case Report():
            return Head(kinds.report.name, document.body, document.day, document.dnr)
        case Opinion():
            return Head(kinds.opinion.name, document.body, document.day, document.dnr)
        case Letter():
            return Head(document.name, document.sender.unit, document.day, document.dnr, of_sender=True)
        case UndecidedMotions():
            return Head(kinds.undecided, document.body, document.day, document.dnr)
        case CaseSheet() | CaseContents():
            name = kinds.case_sheet if isinstance(document, CaseSheet) else kinds.case_contents
            return Head(name, document.body, document.day, (document.dnr,))
        case PostList():
            return Head(kinds.post_list, document.body, document.day)
        case _:
            raise TypeError(f"there is no head for {type(document).__name__}")


@dataclass(frozen=True)
class View:
    """What templates ask of a profile."""

    profile: Profile

    def day(self, value: date) -> str:
        """A day as the organisation prints it: 2023-08-07 or 7 augusti 2023."""
        return value.isoformat() if self.profile.formats.date == "iso" else long_day(value)

    def dnr(self, numbers: tuple[str, ...], label: str | None = None) -> str:
        """The dnr with its label once: "Dnr 272-2020, 273-2020"."""
        said = ", ".join(numbers)
        if label is None:
            return self.profile.formats.dnr.printed(said)
        return f"{label} {said}" if label else said

    def few(self, numbers: tuple[str, ...]) -> tuple[str, ...]:
        """The dnr that a head has room for; all of them stand with the title."""
        return numbers if len(numbers) <= HEAD_NUMBERS else (f"{numbers[0]} m.fl.",)

    def head(self, document: Document) -> Head:
        """What the head of every page tells."""
        return head_of(document, self.profile)

    def of_paragraph(self, paragraph: Paragraph, body: str) -> list[Laid]:
        """The sections of a §."""
        return lay_out(self.profile.documents.minutes, content_of_paragraph(paragraph), body)

    def of_report(self, report: Report) -> list[Laid]:
        """The sections of a report."""
        return lay_out(self.profile.documents.report, content_of_report(report), report.body)

    def of_opinion(self, opinion: Opinion) -> list[Laid]:
        """The sections of an opinion."""
        return lay_out(self.profile.documents.opinion, content_of_opinion(opinion), opinion.body)

    def written(self, fragment: str) -> str:
        """What people wrote, its tables ready for paper and its links with their addresses."""
        return with_addresses(with_grids(fragment))

    def letter(self, letter: Letter) -> str:
        """The text of a letter, whose headings stand directly under its title."""
        return raised(self.written(letter.html))

    def meeting_head(self, extract: Extract) -> Head:
        """The head of an extract without the dnr, which stands with its §."""
        return replace(self.head(extract), dnr=())

    def told(self, minutes: Minutes) -> Mapping[str, object]:
        """What there is to tell on each row of the cover."""
        cover = minutes.cover
        return {key: getattr(cover, "place" if key == "place_time" else key) for key in COVER_LABELS} if cover else {}

    def notice(self, document: Minutes | NoticeCertificate) -> str:
        """The sentence that tells that the minutes have been verified (KL 8:12)."""
        facts: dict[str, Fact] = {
            "body": genitive(small(document.meeting.body)),
            "day": self.day(document.meeting.day),
            "verified": self.day(document.verified) if document.verified else "",
        }
        return wording_of_letter(self.profile, "notice", "text", facts)

    def undecided(self, document: UndecidedMotions) -> str:
        """The sentence over the list of motions."""
        count = len(document.late) + len(document.others)
        facts: dict[str, Fact] = {
            "council": small(document.body),
            "day": self.day(document.day),
            "count": count,
            "late": len(document.late),
        }
        return wording_of_letter(self.profile, "undecided", "text", facts)

    def parties(self, document: Letter | Opinion) -> list[list[Part]]:
        """Who writes to whom, in the profile's order and in two columns; only those that there are."""
        there = {
            "sender": any((document.sender.unit, document.sender.name, document.sender.email)),
            "addressee": bool(document.addressee),
            "copies": isinstance(document, Letter) and bool(document.copies),
        }
        order: list[Part] = [one for one in self.profile.documents.letter.order if there[one]]
        place = order.index("addressee") if "addressee" in order else len(order)
        return [order[: place or 1], order[place or 1 :]]

    def cover_rows(self, present: Mapping[str, object]) -> list[tuple[str, str]]:
        """Key and label of the rows of the cover that have something to tell, in the profile's order."""
        rows = self.profile.documents.minutes.cover.layout()
        return [(row.key, row.label) for row in rows if present.get(row.key)]

    def style(self, document: Document) -> str:
        """The profile's choices as variables and rules of the style sheet."""
        chosen = self.profile.style
        size, line = SIZES[chosen.text_size]
        first, rest = self.foot_heights(document)
        variables = {
            "accent": chosen.accent,
            "heading-colour": chosen.accent if chosen.heading_colour == "accent" else "#1b1b1b",
            "text-font": FONTS[chosen.text_font],
            "heading-font": FONTS[chosen.heading_font],
            "plain-font": FONTS["sans"],
            "size": size,
            "line": line,
            "logo": f"{chosen.logo_height}mm",
            "top": f"{max(TOPS[chosen.head], chosen.logo_height + LOGO_ROOM[chosen.head])}mm",
            "foot-first": f"{first}mm",
            "foot": f"{rest}mm",
        }
        told = "; ".join(f"--{name}: {value}" for name, value in variables.items())
        return f":root {{ {told} }}\n.page::after {{ content: {page_number(chosen.page_number.text)} }}\n{PARENTHESIS}"

    def foot_heights(self, document: Document) -> tuple[int, int]:
        """The margin at the foot of the first page and of those after, in mm."""
        foot = self.profile.style.foot
        lines = max((len(one) for one in foot.columns), default=0)
        bare = FOOT + (INITIALS if self.initials(document) else 0)
        full = bare + (lines * LINE + 3 if lines else 0)
        return full, full if foot.pages == "all" else bare

    def initials(self, document: Document) -> str:
        """The words over the space for the verifiers' initials: at the foot of minutes only."""
        return self.profile.style.initials if isinstance(document, Minutes) else ""


TOPS: Final = {"columns": 40, "boxes": 50, "letterhead": 44}
"""From the edge of the first page to the text, in mm."""
LOGO_ROOM: Final = {"columns": 24, "boxes": 38, "letterhead": 26}
"""The same, above and below the logo."""
FOOT: Final = 24
INITIALS: Final = 11


def page_number(text: str) -> str:
    """The text of a page number as CSS content: "Sida {page} ({pages})" counts pages."""
    said = css_text(text)
    for word, counter in (("{page}", "counter(page)"), ("{pages}", "counter(pages)")):
        said = said.replace(css_text(word)[1:-1], f'" {counter} "')
    return said
