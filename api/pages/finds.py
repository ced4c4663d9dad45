"""What was found in a file, as a page shows it: the text line by line, and each thing with where and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.documents.intake.blocks import Block
from engine.documents.intake.choosing import choices, section_ref, suggestion_ref
from engine.documents.intake.labels import table
from engine.documents.intake.making import kind_of
from engine.documents.intake.results import FoundSection, Split, Suggestion
from engine.drafting import into_draft


@dataclass(frozen=True)
class Line:
    """A block of the file, and what was found in it."""

    block: Block
    told: tuple[str, ...]
    state: str
    """placed, furniture or unplaced."""


@dataclass(frozen=True)
class Find:
    """A thing to take or leave."""

    ref: str
    name: str
    text: str
    html: str
    sure: str
    why: str
    block: int
    answer: str
    in_draft: bool
    """Whether it has a place in the draft; else it is in the document alone."""
    besides: str = ""
    """What to look at before it is taken."""


@dataclass(frozen=True)
class FoundPart:
    """A section with what was found in it."""

    name: str
    label: str
    find: Find | None
    """The section itself, when it is taken or left as a whole."""
    why: str
    sure: str
    below: tuple[Find, ...]


@dataclass(frozen=True)
class Finds:
    """A whole file."""

    kind: str
    lines: tuple[Line, ...]
    facts: tuple[Find, ...]
    """What stands outside the sections: number, title, days, names."""
    parts: tuple[FoundPart, ...]
    unplaced: tuple[tuple[Block, str], ...]
    remarks: tuple[tuple[str, str, int], ...]
    """Each remark with what it is about, and how often it was made."""
    waiting: int
    takeable: int = field(default=0)
    """How many things are taken and not yet written into the draft."""


def finds_of(split: Split, answers: Mapping[str, str], dnr: str) -> Finds:
    """Everything that was found, with what has been chosen; `dnr` is the case's own."""
    asked, places = choices(split), into_draft(split)
    within = {number: one.id for one in split.sections for number in (*one.blocks, one.heading) if number is not None}

    def fact(one: Suggestion) -> Find:
        ref, said = suggestion_ref(one), table()
        kind = f" ({said['kinds'][one.kind]})" if one.kind in said["kinds"] else ""
        return Find(
            ref=ref,
            name=said["fields"][one.field] + kind,
            text=" ".join(part for part in (one.value, f"({one.party})" if one.party else "", one.office) if part),
            html="",
            sure=one.confidence,
            why=said["why"][one.why],
            block=one.blocks[0],
            answer=answers.get(ref, ""),
            in_draft=ref in places,
            besides=f"Ärendet har {dnr}." if one.field == "dnr" and one.value != dnr else "",
        )

    def part(section: FoundSection) -> FoundPart:
        ref, said = section_ref(section), table()
        name, why = said["sections"][section.key], said["why"][section.why]
        mine = [one for one in split.suggestions if within.get(one.blocks[0]) == section.id]
        first = section.heading or (section.blocks[0] if section.blocks else 1)
        whole = Find(
            ref, name, "", section.html, section.confidence, why, first, answers.get(ref, ""), ref in places
        ) if ref in asked else None  # fmt: skip
        below = tuple(fact(one) for one in mine if suggestion_ref(one) in asked)
        return FoundPart(name, section.label, whole, why, section.confidence, below)

    taken = [ref for ref, answer in answers.items() if answer == "taken" and ref in places]
    return Finds(
        kind=kind_of(split),
        lines=lines_of(split),
        facts=tuple(
            fact(one) for one in split.suggestions if one.blocks[0] not in within and suggestion_ref(one) in asked
        ),
        parts=tuple(part(one) for one in split.sections),
        unplaced=tuple((split.block(one.block), table()["unplaced"][one.why]) for one in split.unplaced),
        remarks=remarks_of(split),
        waiting=sum(ref not in answers for ref in asked),
        takeable=len(taken),
    )


def lines_of(split: Split) -> tuple[Line, ...]:
    """The file's text with what was found in each line."""
    said = table()
    told: dict[int, list[str]] = {block.number: [] for block in split.blocks}
    for section in split.sections:
        if section.heading is not None:
            told[section.heading].append(said["sections"][section.key])
    for one in split.suggestions:
        for number in one.blocks:
            told[number].append(said["fields"][one.field])
    loose = {one.block for one in split.unplaced}
    return tuple(
        Line(
            block,
            tuple(dict.fromkeys(told[block.number])),
            "unplaced" if block.number in loose else "furniture" if block.furniture else "placed",
        )
        for block in split.blocks
    )


def remarks_of(split: Split) -> tuple[tuple[str, str, int], ...]:
    """What is to be known of how the file was read; the same thing once, with how often."""
    counted: dict[str, list[str]] = {}
    for one in split.remarks:
        counted.setdefault(one.kind, []).append(one.quote)
    return tuple((table()["remarks"][kind], next(filter(None, said), ""), len(said)) for kind, said in counted.items())
