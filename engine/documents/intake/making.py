"""A document out of what has been approved of an imported file: its words as they stand, each in its place."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from engine.documents.intake.assembling import fragment
from engine.documents.intake.blocks import Block
from engine.documents.intake.people import DEPUTY
from engine.documents.intake.results import DocumentKind, Field, FoundSection, Split, Suggestion
from engine.documents.models import (
    Answer,
    Document,
    Letter,
    Meeting,
    Minutes,
    Model,
    Opinion,
    Paragraph,
    Report,
    Section,
    Sender,
    Signer,
    Statement,
)
from engine.errors import Invalid
from engine.organisations.profile import Profile, SectionKey
from engine.organisations.wording import capital

STRUCTURED = ("decision", "proposal", "attachments", "recipients")
"""Sections that are data in every document."""
SAID = ("reservation", "statement", "handling", "claims", "proposition_order", "procedure", "division")
"""Sections of a § that are sentences."""


class Approved(Model):
    """What somebody has approved: the kind of document, and the ids of sections and suggestions."""

    kind: DocumentKind
    sections: tuple[int, ...] = ()
    suggestions: tuple[int, ...] = ()


def as_suggested(split: Split) -> Approved:
    """Everything that is suggested, for one who has found nothing to change."""
    return Approved(
        kind=kind_of(split),
        sections=tuple(one.id for one in split.sections),
        suggestions=tuple(one.id for one in split.suggestions),
    )


def kind_of(split: Split) -> DocumentKind:
    """The kind of document that is suggested."""
    return cast("DocumentKind", next(one.kind for one in split.found("document") if one.kind))


class Maker:
    """Puts one document together."""

    def __init__(self, split: Split, approved: Approved, profile: Profile) -> None:
        self.split, self.profile = split, profile
        self.sections = [one for one in split.sections if one.id in approved.sections]
        self.suggestions = [one for one in split.suggestions if one.id in approved.suggestions]

    def found(self, field: Field) -> list[Suggestion]:
        """The approved suggestions for a field."""
        return [one for one in self.suggestions if one.field == field]

    def values(self, field: Field) -> tuple[str, ...]:
        """Their values."""
        return tuple(one.value for one in self.found(field))

    def first(self, field: Field) -> str:
        """The first of them, "" when there is none."""
        return next(iter(self.values(field)), "")

    def day(self, field: Field) -> date | None:
        """The first of them as a day."""
        said = self.first(field)
        return date.fromisoformat(said) if said else None

    @property
    def body(self) -> str:
        """The body that decides or is written to, as it begins a sentence."""
        return capital(self.first("body"))

    @property
    def sender(self) -> Sender:
        """Who writes."""
        return Sender(unit=self.first("unit"), name=self.first("sender"), email=self.first("email"))

    @property
    def signers(self) -> tuple[Signer, ...]:
        """Who has signed, a deputy as such."""
        made = []
        for one in self.found("signer"):
            office = DEPUTY.sub("", one.office)
            name = f"{one.value} ({one.party})" if one.party else one.value
            made.append(Signer(name=name, title=office, deputy=office != one.office))
        return tuple(made)

    def blocks(self, section: FoundSection) -> list[Block]:
        """The blocks of a section; of one that begins in its heading's line, what follows on it too."""
        blocks = [self.split.block(number) for number in section.blocks]
        if section.run_in and section.heading is not None:
            head = self.split.block(section.heading)
            rest = head.text[len(section.label) :].strip()
            blocks.insert(0, Block(number=head.number, kind="paragraph", text=rest, html="", group=-1))
        return blocks

    def statements(self, key: SectionKey) -> tuple[Statement, ...]:
        """A decision or a proposal: each lead with the points that follow on it."""
        made: list[Statement] = []
        for section in (one for one in self.sections if one.key == key):
            for block in self.blocks(section):
                if block.kind == "item" and made:
                    last = made[-1]
                    number = number_of(block, len(last.points) + 1)
                    marker = {"marker": ")"} if block.marker.endswith(")") else {}
                    points = (*last.points, (number, block.text))
                    made[-1] = last.model_copy(update={"points": points, **marker})
                else:
                    made.append(Statement(text=block.text))
        return tuple(made)

    def sentences(self, key: SectionKey) -> tuple[str, ...]:
        """The paragraphs of sections with that key."""
        return tuple(
            block.text for one in self.sections if one.key == key and self.plain(one) for block in self.blocks(one)
        )

    def plain(self, section: FoundSection) -> bool:
        """Whether a section holds nothing but paragraphs."""
        return all(block.kind == "paragraph" for block in self.blocks(section))

    def written(self, *, said: bool) -> tuple[Section, ...]:
        """The sections that people write; with `said` those too that a § has as sentences, where they are more."""
        made: list[Section] = []
        seen: set[str] = set()
        for one in self.sections:
            if one.key in STRUCTURED or not one.html or (not said and one.key in SAID and self.plain(one)):
                continue
            again = f"<h3>{heading_text(one)}</h3>" if one.key in seen else ""
            seen.add(one.key)
            made.append(Section(key="assessment" if one.key == "text" else one.key, html=again + one.html))
        return tuple(made)

    def paragraph(self, meeting: Meeting | None) -> Minutes:
        """Minutes with one §."""
        day = self.day("meeting_day")
        if meeting is None and day is None:
            raise Invalid("meeting_day", "say at which meeting the § was decided")
        said = {key: self.sentences(key) for key in SAID}  # type: ignore[arg-type]
        return Minutes(
            meeting=meeting or Meeting(body=self.body, day=cast("date", day)),
            paragraphs=(
                Paragraph(
                    label=self.first("paragraph"),
                    title=self.first("title"),
                    dnr=self.values("dnr"),
                    decision=self.statements("decision") or self.statements("proposal"),
                    sections=self.written(said=False),
                    attachments=self.values("attachment"),
                    recipients=self.values("recipient"),
                    **said,
                ),
            ),
        )

    def report(self) -> Report:
        """A report with its proposal."""
        return Report(
            title=self.first("title"),
            body=self.body,
            dnr=self.values("dnr"),
            day=self.day("day"),
            sender=self.sender,
            proposal=self.statements("proposal"),
            sections=self.written(said=True),
            attachments=self.values("attachment"),
            recipients=self.values("recipient"),
            signers=self.signers,
        )

    def opinion(self) -> Opinion:
        """An opinion: its lead and its answers where it answers recommendations, else its text."""
        lead, answers = self.answers()
        kept = [one for one in self.written(said=True) if not (answers and one.key == "assessment")]
        return Opinion(
            title=self.first("title"),
            body=self.body,
            dnr=self.values("dnr"),
            day=self.day("day"),
            sender=self.sender,
            addressee=self.values("addressee"),
            lead=lead,
            answers=answers,
            proposal=self.statements("proposal"),
            sections=tuple(kept),
            attachments=self.values("attachment"),
            recipients=self.values("recipient"),
            signers=self.signers,
        )

    def answers(self) -> tuple[str, tuple[Answer, ...]]:
        """The sentence before the answers, and each recommendation with the answer to it."""
        text = next((one for one in self.sections if one.key == "text"), None)
        asked = {one.blocks[0]: one.value for one in self.found("recommendation") if one.why == "heading_answers"}
        if text is None or not asked:
            return "", ()
        parts = cut(self.blocks(text), asked)
        if len(parts[0]) > 1 or any(block.kind != "paragraph" for block in parts[0]):
            return "", ()
        lead = parts[0][0].text if parts[0] else ""
        return lead, tuple(
            Answer(recommendation=asked[part[0].number], html=fragment(part[1:], subheadings(part, asked)))
            for part in parts[1:]
        )

    def letter(self) -> Letter:
        """A letter with its running text; sections in it keep their headings."""
        html = "".join(
            (f"<h3>{heading_text(one)}</h3>" if one.label else "") + one.html
            for one in self.sections
            if one.key != "attachments" and one.html
        )
        return Letter(
            name=self.first("document") or self.profile.documents.letter.name,
            title=self.first("title"),
            day=self.day("day"),
            dnr=self.values("dnr"),
            sender=self.sender,
            addressee=(*self.values("addressee"), *self.values("body")),
            copies=self.values("copy"),
            html=html,
            attachments=self.values("attachment"),
            closing=self.first("closing"),
            signers=self.signers,
        )


def make(split: Split, approved: Approved, profile: Profile, meeting: Meeting | None = None) -> Document:
    """The document of an approved import. What was not approved is not in it.

    A § needs its meeting, from the records or by its day in the file; Invalid without.
    """
    maker = Maker(split, approved, profile)
    match approved.kind:
        case "paragraph":
            return maker.paragraph(meeting)
        case "report":
            return maker.report()
        case "opinion":
            return maker.opinion()
        case "letter":
            return maker.letter()


def cut(blocks: Sequence[Block], at: dict[int, str]) -> list[list[Block]]:
    """The blocks in parts, each beginning at one of the numbers; the first is what stands before them."""
    parts: list[list[Block]] = [[]]
    for block in blocks:
        if block.number in at:
            parts.append([])
        parts[-1].append(block)
    return parts


def subheadings(part: Sequence[Block], asked: dict[int, str]) -> frozenset[int]:
    """Headings within an answer that are no recommendations."""
    return frozenset(block.number for block in part[1:] if block.kind == "heading" and block.number not in asked)


def number_of(block: Block, otherwise: int) -> int:
    """The number of an item as printed; its place where it has none."""
    digits = "".join(one for one in block.marker if one.isdecimal())
    return int(digits) if digits else otherwise


def heading_text(section: FoundSection) -> str:
    """A section's heading as HTML, without its colon."""
    return section.label.rstrip(": ").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
