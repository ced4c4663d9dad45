"""What a section's words decide, claim and reserve, as data."""

import re
from collections.abc import Iterator, Sequence

from engine.documents.intake.blocks import Block
from engine.documents.intake.decoding import folded
from engine.documents.intake.people import people_in
from engine.documents.intake.results import Confidence, Field, Suggestion
from engine.organisations.wording import small

LEAD = re.compile(
    r"(?P<organ>[^\W\d_].{1,80}?)\s+(?P<verb>beslutar|beslutade|beslutat|föreslår|föreslog|föreslås)\b(?P<more>.*?)"
    r"(?:\s*att)?\s*:?\s*",
    re.IGNORECASE | re.DOTALL,
)
ONE = re.compile(
    r"(?P<organ>[^\W\d_].{1,80}?)\s+(?:beslutar|beslutade|(?P<proposes>föreslår|föreslog)\s+(?:att\s+)?"
    r"[\w\s-]{3,60}?\s+besluta(?:r)?)\s+att\s+(?P<text>\S.*?)\.?",
    re.IGNORECASE | re.DOTALL,
)
THAT = re.compile(r"(?P<lead>att)\s+(?P<text>\S.*?)[.,;]?(?:\s+(?:och|samt))?", re.IGNORECASE | re.DOTALL)
ASSIGNED = re.compile(
    r"(?:ge|uppdra(?:r|ga)?)\s+(?:åt\s+|till\s+)?(?P<who>.{3,80}?)\s+(?:i uppdrag\s+)?att\b", re.IGNORECASE
)
RESERVES = re.compile(r"\breserverar\s+sig\b", re.IGNORECASE)
CLAIMS = re.compile(r"\b(?:yrkar|yrkade|föreslår|föreslog)\b", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zåäö])")
CLAIM_KINDS = (
    ("refer_back", re.compile(r"återremi", re.IGNORECASE)),
    ("table", re.compile(r"bordlägg", re.IGNORECASE)),
    ("add", re.compile(r"tillägg", re.IGNORECASE)),
    ("amend", re.compile(r"ändring|ändras", re.IGNORECASE)),
    ("reject", re.compile(r"avslag|avslå", re.IGNORECASE)),
    ("approve", re.compile(r"bifall", re.IGNORECASE)),
)


def points(blocks: Sequence[Block], field: Field) -> Iterator[Suggestion]:
    """The points of a decision or of a proposal for one, and the body that is to decide."""
    lead_kind = "own"
    for block in blocks:
        one = ONE.fullmatch(block.text) if block.kind == "paragraph" else None
        that = THAT.fullmatch(block.text)
        lead = LEAD.fullmatch(block.text) if block.kind == "paragraph" else None
        if one is not None:
            kind = "to_council" if one["proposes"] else "own"
            yield point(block, field, one["text"], kind, "decides_that", "high")
            yield body(block, one["organ"])
        elif lead is not None and block.text.rstrip().endswith((":", "att", "besluta", "beslutar")):
            lead_kind = "to_council" if "besluta" in lead["more"].lower() else "own"
            yield body(block, lead["organ"])
        elif block.kind == "item":
            text = that["text"] if that else small_first(block.text.rstrip(" .;,"))
            yield point(block, field, text, lead_kind, "numbered_point", "high" if block.ordered else "medium")
        elif that is not None:
            yield point(block, field, that["text"], lead_kind, "decides_that", "medium")
        elif block.kind == "paragraph":
            yield point(block, field, block.text, "own", "whole_sentence", "medium")


def point(block: Block, field: Field, text: str, kind: str, why: str, confidence: Confidence) -> Suggestion:
    """A point with its number where it is printed."""
    number = re.search(r"[0-9]{1,3}", block.marker)
    given = ASSIGNED.match(text)
    return Suggestion(
        field=field,
        value=" ".join(text.split()),
        kind="assignment" if given else kind,
        office=given["who"] if given else "",
        number=int(number[0]) if number else None,
        sentence=why == "whole_sentence",
        blocks=(block.number,),
        quote=block.text,
        confidence=confidence,
        why=why,
    )


def body(block: Block, organ: str) -> Suggestion:
    """The body that a sentence says decides or proposes."""
    return Suggestion(
        field="body", value=organ, blocks=(block.number,), quote=block.text, confidence="medium", why="body_decides"
    )


def small_first(text: str) -> str:
    """The words as they stand after "att"; an abbreviation keeps its capitals."""
    return small(text)


def reservations(blocks: Sequence[Block]) -> Iterator[Suggestion]:
    """Each person that a sentence says reserves themselves."""
    for block, sentence in sentences(blocks):
        found = RESERVES.search(sentence)
        if found is None:
            continue
        for person in people_in(sentence[: found.start()]):
            yield named(block, "reservation", person.name, person.party, "", sentence, "says_reserves")


def claims(blocks: Sequence[Block]) -> Iterator[Suggestion]:
    """Each person that a sentence says claims something, with the kind of claim; a joint claim gives several."""
    for block, sentence in sentences(blocks):
        found = CLAIMS.search(sentence)
        kind = claim_kind(sentence[found.end() :]) if found else ""
        if found is None or not kind:
            continue
        for person in people_in(sentence[: found.start()]):
            yield named(block, "claim", person.name, person.party, kind, sentence, "says_claims")


def claim_kind(words: str) -> str:
    """What is claimed by the words after the verb; "" when they do not say."""
    return next((kind for kind, pattern in CLAIM_KINDS if pattern.search(words)), "")


def sentences(blocks: Sequence[Block]) -> Iterator[tuple[Block, str]]:
    """The sentences of the blocks."""
    for block in blocks:
        for sentence in SENTENCE.split(block.text):
            yield block, sentence


def named(block: Block, field: Field, name: str, party: str, kind: str, quote: str, why: str) -> Suggestion:
    """A suggestion about a person."""
    return Suggestion(
        field=field,
        value=name,
        party=party,
        kind=kind,
        blocks=(block.number,),
        quote=quote,
        confidence="high" if folded(quote).count(folded(name)) == 1 else "medium",
        why=why,
    )
