"""What an audit's letter asks and finds, and what an answer to one answers."""

import re
from collections.abc import Iterator, Sequence

from engine.documents.intake.blocks import Block
from engine.documents.intake.days import days_in
from engine.documents.intake.decoding import folded
from engine.documents.intake.results import Confidence, Field, Suggestion

RECOMMENDS = re.compile(r"rekommend", re.IGNORECASE)
ANSWERS = re.compile(r"(?:svar|yttrande)\w*\b.{0,60}rekommendation", re.IGNORECASE | re.DOTALL)
ASSESSES = re.compile(r"bedömning|bedömer", re.IGNORECASE)
GRADE = re.compile(
    r"\b(i allt väsentligt|inte helt|inte i tillräcklig utsträckning|till övervägande del|inte fullt ut|otillräcklig\w*"
    r"|delvis|i begränsad utsträckning|inte|helt|bristfällig\w*)\b",
    re.IGNORECASE,
)
BY = re.compile(r"senast(?:\s+den)?\s*$", re.IGNORECASE)
WANTED = re.compile(r"yttrande|svar|besked", re.IGNORECASE)


def audit(blocks: Sequence[Block], subheadings: frozenset[int]) -> Iterator[Suggestion]:
    """Recommendations, graded findings and the day by which an answer is wanted."""
    yield from listed(blocks)
    yield from answered(blocks, subheadings)
    for block in blocks:
        for day, found in days_in(block.text):
            if BY.search(block.text[: found.start()]) and WANTED.search(block.text):
                yield suggestion(block, "answer_by", day.isoformat(), "date_after_word", "high")


def listed(blocks: Sequence[Block]) -> Iterator[Suggestion]:
    """The items under a paragraph that speaks of recommendations, or of an assessment."""
    lead: Block | None = None
    for block in blocks:
        if block.kind != "item":
            lead = block
        elif lead is not None and RECOMMENDS.search(lead.text):
            yield suggestion(block, "recommendation", block.text, "listed_after_word", "high")
        elif lead is not None and (grade := graded(lead, block)):
            found = suggestion(block, "finding", block.text, "graded", "medium")
            yield found.model_copy(update={"kind": grade})


def graded(lead: Block, block: Block) -> str:
    """The grade of an item under a line that leads to an assessment; "" when there is none."""
    if not lead.text.endswith(":") or not ASSESSES.search(lead.text):
        return ""
    grade = GRADE.search(block.text)
    return grade[1].lower() if grade else ""


def answered(blocks: Sequence[Block], subheadings: frozenset[int]) -> Iterator[Suggestion]:
    """The headings of an answer that says that it answers recommendations."""
    if not any(ANSWERS.search(folded(block.text)) for block in blocks if block.number not in subheadings):
        return
    for block in blocks:
        if block.number in subheadings:
            yield suggestion(block, "recommendation", block.text, "heading_answers", "medium")


def suggestion(block: Block, field: Field, value: str, why: str, confidence: Confidence) -> Suggestion:
    """A suggestion about a block."""
    return Suggestion(
        field=field, value=value, blocks=(block.number,), quote=block.text, confidence=confidence, why=why
    )
