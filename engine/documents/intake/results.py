"""What an imported file is thought to hold. Nothing of it counts before somebody has approved it."""

from typing import Literal

from engine.documents.intake.blocks import Block, Format, Remark
from engine.documents.models import Model
from engine.organisations.profile import SectionKey

Confidence = Literal["high", "medium", "low"]
State = Literal["to_be_approved"]
TextKey = SectionKey | Literal["text"]
"""A canonical section, or the running text of a document without any: a letter's, an opinion's."""
DocumentKind = Literal["paragraph", "report", "opinion", "letter"]

Field = Literal[
    "document",
    "paragraph",
    "title",
    "dnr",
    "day",
    "meeting_day",
    "answer_by",
    "body",
    "addressee",
    "copy",
    "unit",
    "sender",
    "email",
    "closing",
    "signer",
    "decision_point",
    "proposal_point",
    "claim",
    "reservation",
    "recommendation",
    "finding",
    "recipient",
    "attachment",
    "basis",
]
UnplacedWhy = Literal["before_sections", "after_section", "picture_alone"]


class Suggestion(Model):
    """Something that can be data: what it says, where it stands, why it is thought so."""

    id: int = 0
    """From 1; by this it is approved."""
    field: Field
    value: str
    """The words or the number; a day as 2023-08-07."""
    party: str = ""
    """Of a person: "SD"."""
    office: str = ""
    """Of a signer: "Regiondirektör"; of an assignment, who gets it."""
    kind: str = ""
    """Of a decision point `own`, `to_council` or `assignment`; of a claim its kind; of a finding its grade."""
    number: int | None = None
    """Of a point, as printed."""
    sentence: bool = False
    """Of a point: whether its words are a sentence of their own."""
    blocks: tuple[int, ...]
    quote: str
    confidence: Confidence
    why: str
    state: State = "to_be_approved"


class FoundSection(Model):
    """A section: its key, the heading as it stands, and the blocks under it."""

    id: int = 0
    key: TextKey
    label: str = ""
    heading: int | None = None
    """The heading's block; with `run_in` the text follows on it in the same block."""
    run_in: bool = False
    blocks: tuple[int, ...] = ()
    html: str = ""
    """The blocks as one cleaned fragment."""
    confidence: Confidence
    why: str
    state: State = "to_be_approved"


class Unplaced(Model):
    """A block that found no place."""

    block: int
    why: UnplacedWhy


class Split(Model):
    """A file sorted. Every block stands in one place: a section, a suggestion of its own, furniture, or unplaced."""

    format: Format
    encoding: str = ""
    sha256: str
    blocks: tuple[Block, ...]
    sections: tuple[FoundSection, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    furniture: tuple[int, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def block(self, number: int) -> Block:
        """The block with that number."""
        return self.blocks[number - 1]

    def found(self, field: Field) -> tuple[Suggestion, ...]:
        """The suggestions for a field, in order."""
        return tuple(one for one in self.suggestions if one.field == field)

    def first(self, field: Field) -> str:
        """The value first suggested for a field, "" when there is none."""
        return next((one.value for one in self.suggestions if one.field == field), "")

    def section(self, key: TextKey) -> FoundSection | None:
        """The first section with that key."""
        return next((one for one in self.sections if one.key == key), None)
