"""Who has signed: the lines under "I tjänsten", or names with what they are at the end of the document."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.documents.intake import labels
from engine.documents.intake.blocks import Block
from engine.documents.intake.people import Named, is_office, person_alone
from engine.documents.intake.results import Confidence, Suggestion
from engine.organisations.profile import Profile

CLOSING = re.compile(r"(?:för|på uppdrag av|enligt uppdrag|med vänlig hälsning)\b", re.IGNORECASE)
LINE_MAX: Final = 90
"""Longest line of a signature, in characters."""
LINES_MAX: Final = 4
"""Most lines of one."""


@dataclass
class Signed:
    """The blocks that are signatures, and what they suggest."""

    taken: set[int] = field(default_factory=set)
    suggestions: list[Suggestion] = field(default_factory=list)


def signatures(blocks: Sequence[Block], profile: Profile, heads: frozenset[int], listed: frozenset[int]) -> Signed:
    """Finds the signatures among the blocks of the text.

    `heads` are the numbers of headings of sections, `listed` those of lines that are recipients and the like.
    """
    found = Signed()
    place = 0
    while place < len(blocks):
        if labels.role_of(blocks[place].text, profile) == "signatures":
            place = under_heading(blocks, place, heads, found)
            continue
        lines = paragraph(blocks, place, heads)
        if lines[0].number not in listed and (signer := signed(lines)):
            close_before(blocks, place, found)
            take(found, lines, *signer, why="name_and_office", confidence="medium")
        place += len(lines)
    return found


def under_heading(blocks: Sequence[Block], place: int, heads: frozenset[int], found: Signed) -> int:
    """The signatures under their heading, and where the text goes on."""
    head = blocks[place]
    found.taken.add(head.number)
    found.suggestions.append(
        Suggestion(
            field="closing",
            value=head.text,
            blocks=(head.number,),
            quote=head.text,
            confidence="high",
            why="under_signatures",
        )
    )
    place += 1
    while place < len(blocks) and blocks[place].number not in heads:
        lines = paragraph(blocks, place, heads)
        person = person_alone(lines[0].text)
        if person is None or len(lines) > LINES_MAX or any(len(line.text) > LINE_MAX for line in lines):
            break
        take(found, lines, person, office_of(lines), why="under_signatures", confidence="high")
        place += len(lines)
    return place


def paragraph(blocks: Sequence[Block], place: int, heads: frozenset[int]) -> list[Block]:
    """The lines of the paragraph that begins at a place."""
    lines = [blocks[place]]
    for block in blocks[place + 1 :]:
        if block.group != lines[0].group or block.number in heads:
            break
        lines.append(block)
    return lines


def signed(lines: Sequence[Block]) -> tuple[Named, str] | None:
    """Name and office of a signature; None when the lines are something else."""
    if not 2 <= len(lines) <= LINES_MAX or any(
        line.kind != "paragraph" or len(line.text) > LINE_MAX or line.text.endswith((".", ":", ",")) for line in lines
    ):
        return None
    person = person_alone(lines[0].text)
    office = office_of(lines)
    return (person, office) if person is not None and is_office(office) else None


def office_of(lines: Sequence[Block]) -> str:
    """What the signer is, though it be written over several lines."""
    return " ".join(line.text for line in lines[1:])


def close_before(blocks: Sequence[Block], place: int, found: Signed) -> None:
    """Suggests the line before the first signature when it says for whom it is signed."""
    before = blocks[place - 1] if place and not found.suggestions else None
    if before is None or not CLOSING.match(before.text) or len(before.text) > LINE_MAX or before.text.endswith("."):
        return
    found.taken.add(before.number)
    found.suggestions.append(
        Suggestion(
            field="closing",
            value=before.text,
            blocks=(before.number,),
            quote=before.text,
            confidence="medium",
            why="before_signers",
        )
    )


def take(
    found: Signed, lines: Sequence[Block], person: Named, office: str, *, why: str, confidence: Confidence
) -> None:
    """Suggests a signer."""
    found.taken |= {line.number for line in lines}
    found.suggestions.append(
        Suggestion(
            field="signer",
            value=person.name,
            party=person.party,
            office=office,
            blocks=tuple(line.number for line in lines),
            quote="\n".join(line.text for line in lines),
            confidence=confidence,
            why=why,
        )
    )
