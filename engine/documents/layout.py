"""What is printed in which section: a document's content by section, then the profile's order and labels."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from engine.documents.models import Answer, Opinion, Paragraph, Report, Section, Statement
from engine.organisations.profile import SectionFormat, SectionKey, Sheet

KEPT_WHOLE: Final = frozenset({"decision", "proposal", "reservation", "attachments", "recipients"})
WHOLE_MAX: Final = 1_500
"""Longest section that stands whole on a page, in letters: some twenty lines."""
MANY: Final = 12
NARROW: Final = 36
"""So many lines, none of more letters, stand in two columns."""
RAISED: Final = {"h3": "h2", "h4": "h3"}
HEADING = re.compile(r"<(/?)(h[34])>")


@dataclass(frozen=True)
class Block:
    """Some content of a section: cleaned HTML, sentences a paragraph each, statements, answers, or lines of a list."""

    kind: Literal["html", "sentences", "statements", "answers", "lines"]
    content: str | tuple[str, ...] | tuple[Statement, ...] | tuple[Answer, ...]

    @property
    def narrow(self) -> bool:
        """Whether it is a long list of short lines, which stands in two columns."""
        return len(self.content) > MANY and all(isinstance(one, str) and len(one) <= NARROW for one in self.content)


Content = Mapping[SectionKey, list[Block]]


@dataclass(frozen=True)
class Laid:
    """A section as it is printed: its place in the profile, its heading, its content (none when kept empty).

    One without a heading has the headings within it a level higher, so that no level is jumped.
    """

    format: SectionFormat
    heading: str
    blocks: tuple[Block, ...]

    @property
    def whole(self) -> bool:
        """Whether it is so short that it is not parted between two pages."""
        return self.format.key in KEPT_WHOLE and sum(map(extent, self.blocks)) <= WHOLE_MAX

    def html(self, fragment: str) -> str:
        """A cleaned fragment with its headings at the level that fits here."""
        return fragment if self.heading else raised(fragment)

    def under(self, fragment: str) -> str:
        """A cleaned fragment that stands under a heading of its own in this section."""
        return fragment.replace("<h3>", "<h4>").replace("</h3>", "</h4>") if self.heading else fragment


def extent(block: Block) -> int:
    """About how many letters a block takes; a line of a list takes its whole line."""
    if isinstance(block.content, str):
        return len(block.content)
    return sum(
        len(one.text) + 80 + sum(len(text) + 80 for _, text in one.points)
        if isinstance(one, Statement)
        else len(str(one)) + 80
        for one in block.content
    )


def raised(fragment: str) -> str:
    """A cleaned fragment with its headings a level higher."""
    return HEADING.sub(lambda tag: f"<{tag[1]}{RAISED[tag[2]]}>", fragment)


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
    return with_written(surroundings(report), report.sections)


def content_of_opinion(opinion: Opinion) -> Content:
    """The content of an opinion by section: the lead and the answers stand with the assessment."""
    content = surroundings(opinion)
    content["assessment"] = [
        *sentences((opinion.lead,) if opinion.lead else ()),
        *([Block("answers", opinion.answers)] if opinion.answers else []),
    ]
    return with_written(content, opinion.sections)


def surroundings(document: Report | Opinion) -> dict[SectionKey, list[Block]]:
    """What is proposed, what goes with it, and who gets it."""
    return {
        "proposal": statements(document.proposal),
        "attachments": lines(document.attachments),
        "recipients": lines(document.recipients),
    }


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
