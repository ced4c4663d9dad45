"""Blocks to sections and suggestions, by the organisation's headings. Nothing is decided and nothing is lost."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from engine.documents.intake import auditing, deciding, labels
from engine.documents.intake.assembling import fragment
from engine.documents.intake.blocks import Block, Reading
from engine.documents.intake.decoding import folded
from engine.documents.intake.front import Front
from engine.documents.intake.labels import Heading
from engine.documents.intake.outline import (
    RUNNING,
    first_of_group,
    group_sizes,
    is_subheading,
    letterheads,
    text_begins,
    under,
    why_unplaced,
)
from engine.documents.intake.results import (
    Field,
    FoundSection,
    Split,
    Suggestion,
    TextKey,
    Unplaced,
)
from engine.documents.intake.signing import signatures
from engine.organisations.profile import Profile

LISTED: Final[dict[TextKey, Field]] = {"recipients": "recipient", "attachments": "attachment", "basis": "basis"}
"""Sections whose lines are each something by itself."""
PROSE: Final = frozenset({"decision", "proposal", "summary", "matter", "assessment"})
"""A document with none of these has running text instead of sections."""
OPINION = re.compile(r"(?:yttrande|remissvar|remissyttrande|svar på remiss)\b", re.IGNORECASE)


@dataclass
class Open:
    """A section in the making."""

    key: TextKey
    heading: Heading | None
    number: int | None
    level: int
    blocks: list[Block] = field(default_factory=list)
    subheadings: set[int] = field(default_factory=set)


def split_file(content: bytes, read: Reading, profile: Profile, bodies: Sequence[str] = ()) -> Split:
    """Sorts a file's blocks under the headings of a profile; `bodies` are the names of the organisation's own bodies.

    The same bytes, profile and names always give the same result.
    """
    return Splitter(read, profile, bodies).split(hashlib.sha256(content).hexdigest())


@dataclass
class Splitter:
    """Sorts one file."""

    read: Reading
    profile: Profile
    bodies: Sequence[str]
    sections: list[Open] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)

    def split(self, sha256: str) -> Split:
        """The whole result."""
        own = tuple(block.number for block in self.read.blocks if block.furniture is not None)
        blocks = [block for block in self.read.blocks if block.furniture is None]
        heads = self.headings(blocks)
        begin = text_begins(blocks, heads, self.profile)
        front = Front(self.profile, self.bodies)
        front.sort(blocks[:begin], letterheads(self.read.blocks))
        self.suggestions += front.suggestions
        self.text(blocks[begin:], heads, front)
        self.suggest()
        self.kind(blocks)
        return Split(
            format=self.read.format,
            encoding=self.read.encoding,
            sha256=sha256,
            blocks=self.read.blocks,
            sections=tuple(self.closed()),
            suggestions=told_once(self.suggestions),
            furniture=own,
            unplaced=tuple(sorted(self.unplaced, key=lambda one: one.block)),
            remarks=self.read.remarks,
        )

    def headings(self, blocks: Sequence[Block]) -> dict[int, Heading]:
        """Which blocks head a section, or begin with a heading."""
        sizes = group_sizes(blocks)
        found: dict[int, Heading] = {}
        for block in blocks:
            heading = self.heading(block, alone=sizes[block.group] == 1, first=first_of_group(blocks, block))
            if heading is not None:
                found[block.number] = heading
        return found

    def heading(self, block: Block, *, alone: bool, first: bool) -> Heading | None:
        """What a block is the heading of. Within a paragraph only a first line that is exactly a heading counts."""
        if block.kind not in ("heading", "paragraph") or "\n" in block.text:
            return None
        found = labels.heading_of(block.text, self.profile, self.bodies)
        if found is None:
            return labels.run_in_heading(block.text, self.profile) if block.kind == "paragraph" else None
        plain = alone or block.kind == "heading" or block.bold
        return found if plain or (first and found.why != "near_label") else None

    def text(self, blocks: Sequence[Block], heads: dict[int, Heading], front: Front) -> None:
        """Sorts everything after the front into sections."""
        listed = frozenset(under(blocks, heads, LISTED))
        signed = signatures(blocks, self.profile, frozenset(heads), listed)
        self.suggestions += signed.suggestions
        loose: list[Block] = []
        now: Open | None = None
        for place, block in enumerate(blocks):
            heading = heads.get(block.number)
            if block.number in signed.taken:
                now = None
            elif heading is not None and not self.within(now, block, heading):
                now = self.open(block, heading)
            elif now is None or self.beyond(now, block):
                now = None
                loose.append(block)
            else:
                self.add(now, block, blocks, place, heads)
        self.leave(front.left, loose)

    def within(self, now: Open | None, block: Block, heading: Heading) -> bool:
        """Whether a heading only divides the section that is open: the same once more, or one of lower rank."""
        if now is None or heading.rest or now.key in LISTED:
            return False
        if block.kind == "heading" and now.level and block.level > now.level:
            return True
        return heading.key == now.key and block.number != now.number

    def open(self, block: Block, heading: Heading) -> Open:
        """Begins a section."""
        level = block.level if block.kind == "heading" else 0
        now = Open(heading.key, heading, block.number, level)
        self.sections.append(now)
        if heading.organ:
            name = heading.organ
            body = next((one for one in self.known_bodies() if genitive_of(one) == folded(name)), "")
            if body or name.endswith("s"):
                self.suggestions.append(
                    Suggestion(
                        field="body",
                        value=body or name[:-1],
                        blocks=(block.number,),
                        quote=block.text,
                        confidence="high" if body else "medium",
                        why="body_in_heading",
                    )
                )
        return now

    def known_bodies(self) -> tuple[str, ...]:
        """The bodies that the organisation is known to have."""
        words = self.profile.words
        return (*self.bodies, words.council, words.executive_board)

    def beyond(self, now: Open, block: Block) -> bool:
        """Whether a block under a list of lines is running text, which is no line of it."""
        prose = len(block.text) > RUNNING and block.text.rstrip().endswith(".")
        return now.key in LISTED and (prose or block.kind in ("table", "picture")) and block.kind != "item"

    def add(self, now: Open, block: Block, blocks: Sequence[Block], place: int, heads: dict[int, Heading]) -> None:
        """Adds a block to the open section, as a heading within it when it is one."""
        now.blocks.append(block)
        if now.key not in LISTED and is_subheading(blocks, place, heads):
            now.subheadings.add(block.number)

    def leave(self, before: Sequence[Block], loose: Sequence[Block]) -> None:
        """What is in no section: the running text of a document without sections, else unplaced."""
        after = [block for block in loose if block not in before]
        if after and not any(one.key in PROSE for one in self.sections):
            text = Open("text", None, None, 0, after)
            for place, block in enumerate(after):
                if is_subheading(after, place, {}):
                    text.subheadings.add(block.number)
            self.sections.insert(0, text)
            after = []
        first = min((one.number for one in self.sections if one.number), default=0)
        self.unplaced += [Unplaced(block=block.number, why=why_unplaced(block, before=True)) for block in before]
        self.unplaced += [
            Unplaced(block=block.number, why=why_unplaced(block, before=block.number < first)) for block in after
        ]

    def suggest(self) -> None:
        """What the sections say that can be data."""
        for one in self.sections:
            if one.key in ("decision", "proposal"):
                name: Field = "decision_point" if one.key == "decision" else "proposal_point"
                self.suggestions += deciding.points(content_of(one), name)
            elif one.key == "reservation":
                self.suggestions += deciding.reservations(content_of(one))
            elif one.key in ("claims", "handling"):
                self.suggestions += deciding.claims(content_of(one))
            elif name_of_line := LISTED.get(one.key):
                self.suggestions += lines_of(one, name_of_line)
            elif one.key in ("text", "matter", "assessment"):
                self.suggestions += auditing.audit(one.blocks, frozenset(one.subheadings))

    def kind(self, blocks: Sequence[Block]) -> None:
        """What kind of document it is by what was found in it; told of the block that shows it."""
        title = next((one for one in self.suggestions if one.field == "title"), None)
        sign = next((one for one in self.suggestions if one.field == "paragraph"), None)
        proposal = next((one for one in self.sections if one.key in ("proposal", "decision")), None)
        sheets = self.profile.documents
        first = blocks[0].number
        if sign is not None:
            kind, name, block = "paragraph", sheets.minutes.name, sign.blocks[0]
        elif proposal is not None:
            kind, name, block = "report", sheets.report.name, proposal.number or first
        elif title is not None and OPINION.match(title.value):
            kind, name, block = "opinion", sheets.opinion.name, title.blocks[0]
        else:
            kind, name, block = "letter", sheets.letter.name, first
        self.suggestions = [one for one in self.suggestions if one.field != "document"] + [
            one.model_copy(update={"kind": kind}) for one in self.suggestions if one.field == "document"
        ]
        self.suggestions.append(
            Suggestion(
                field="document",
                value=name,
                kind=kind,
                blocks=(block,),
                quote=self.read.blocks[block - 1].text,
                confidence="medium",
                why="shape_of_document",
            )
        )

    def label(self, one: Open) -> str:
        """The heading as it stands in the file."""
        if one.heading is None or one.number is None:
            return ""
        return one.heading.label if one.heading.rest else self.read.blocks[one.number - 1].text

    def closed(self) -> list[FoundSection]:
        """The sections as they are handed over."""
        seen: set[TextKey] = set()
        made = []
        for number, one in zip(count(1), self.sections, strict=False):
            why = one.heading.why if one.heading else "no_headings"
            made.append(
                FoundSection(
                    id=number,
                    key=one.key,
                    label=self.label(one),
                    heading=one.number,
                    run_in=bool(one.heading and one.heading.rest),
                    blocks=tuple(block.number for block in one.blocks),
                    html=fragment(content_of(one), frozenset(one.subheadings)),
                    confidence="low" if one.key in seen else one.heading.confidence if one.heading else "medium",
                    why="same_section_again" if one.key in seen else why,
                )
            )
            seen.add(one.key)
        return made


def content_of(one: Open) -> list[Block]:
    """The blocks of a section, with what follows on a heading in the same line as the first."""
    if one.heading is None or not one.heading.rest or one.number is None:
        return one.blocks
    first = Block(number=one.number, kind="paragraph", text=one.heading.rest, html=escaped(one.heading.rest), group=-1)
    return [first, *one.blocks]


def escaped(text: str) -> str:
    """Plain text as HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")


def lines_of(one: Open, name: Field) -> list[Suggestion]:
    """Each line of a list of recipients, attachments or documents."""
    return [
        Suggestion(
            field=name,
            value=" ".join(block.text.split()),
            number=place,
            blocks=(block.number,),
            quote=block.text,
            confidence="high" if one.heading and one.heading.confidence == "high" else "medium",
            why="line_in_section",
        )
        for place, block in enumerate(content_of(one), 1)
    ]


def genitive_of(name: str) -> str:
    """A body's name in the genitive, folded."""
    return folded(name if name.endswith("s") else f"{name}s")


def told_once(suggestions: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """The suggestions in the order of the file, each with its number; the same value for one field is told once."""
    kept: dict[tuple[object, ...], Suggestion] = {}
    for one in sorted(suggestions, key=lambda suggestion: suggestion.blocks[0]):
        same = (one.field, folded(one.value)) if one.field in ("body", "dnr", "answer_by") else (id(one),)
        kept.setdefault(same, one)
    return tuple(one.model_copy(update={"id": number}) for number, one in enumerate(kept.values(), 1))
