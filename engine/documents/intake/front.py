"""What stands before the text: number, title, dnr, day, who writes and to whom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.documents.intake import labels
from engine.documents.intake.blocks import Block
from engine.documents.intake.days import days_in, whole_day
from engine.documents.intake.decoding import folded
from engine.documents.intake.people import is_office, person_alone
from engine.documents.intake.results import Confidence, Field, Suggestion
from engine.organisations.profile import Profile
from engine.rules.numbering import compile_pattern

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SIGN = re.compile(r"§+ ?(?P<number>[0-9]{1,5}(?:/[0-9]{2,4})?)(?:[ .:–-]+(?P<rest>\S.*))?", re.DOTALL)
DNR_WORD = re.compile(
    r"(?:dnr|diarienummer|diarienr|ärendenummer|ärendenr|ärende-?id)\s*[.:]?\s*(?P<numbers>\S.*)", re.IGNORECASE
)
DNR_SHAPE = re.compile(r"(?=.*[0-9]{2})[A-ZÅÄÖ]{0,5}[-/ .]?[0-9]{1,6}(?:[-/.][0-9A-ZÅÄÖ]{1,6}){1,3}")
SITTING = re.compile(r"sammanträdes?(?:dag|datum)?", re.IGNORECASE)
ADDRESSED = re.compile(r"till\s+(?=\S)", re.IGNORECASE)
TITLE_MAX: Final = 300
"""Longest title, in characters."""


@dataclass
class Front:
    """Sorts the lines before the text; what it cannot name is left over."""

    profile: Profile
    bodies: Sequence[str]
    suggestions: list[Suggestion] = field(default_factory=list)
    left: list[Block] = field(default_factory=list)

    def suggest(
        self, one: Block, name: Field, value: str, why: str, confidence: Confidence = "high", quote: str = ""
    ) -> None:
        """Adds a suggestion for a block."""
        self.suggestions.append(
            Suggestion(
                field=name,
                value=value,
                blocks=(one.number,),
                quote=quote or one.text,
                confidence=confidence,
                why=why,
            )
        )

    def sort(self, blocks: Sequence[Block], letterheads: frozenset[str]) -> None:
        """Names each line. `letterheads` are lines that come again on later pages, folded."""
        head: Block | None = None
        blocks = [one.model_copy(update={"text": " ".join(one.text.split())}) for one in blocks]  # fixed spaces too
        for place, one in enumerate(blocks):
            role = labels.role_of(one.text, self.profile)
            if role in ("copies", "addressee"):
                head = one
                self.left.append(one)
            elif head is not None and same_group(blocks, place):
                self.under(head, one)
            else:
                head = None
                if not self.line(one, letterheads):
                    self.left.append(one)
        self.above_email(blocks)
        self.title(blocks)

    def under(self, head: Block, one: Block) -> None:
        """Suggests a line that a word before it is about: "För kännedom:", "Till:"."""
        copies = labels.role_of(head.text, self.profile) == "copies"
        self.suggest(one, "copy" if copies else "addressee", one.text, "word_before")
        if head in self.left:
            self.left.remove(head)
            last = self.suggestions[-1]
            self.suggestions[-1] = last.model_copy(
                update={"blocks": (head.number, one.number), "quote": f"{head.text} {one.text}"}
            )

    def line(self, one: Block, letterheads: frozenset[str]) -> bool:
        """Suggests what a line is by itself; False when it says nothing of itself."""
        if self.number(one) or self.dnr(one) or self.day(one):
            return True
        own = folded(one.text) in own_bodies(self.profile, self.bodies)
        addressed = ADDRESSED.sub("", one.text, count=1)
        if found := EMAIL.search(one.text):
            self.suggest(one, "email", found[0], "email_address")
        elif not own and folded(one.text) in letterheads:
            self.suggest(one, "unit", one.text, "letterhead", "medium")
        elif is_body(one.text, self.profile, self.bodies):
            self.suggest(one, "body", one.text, "body_named", "medium")
        elif addressed != one.text and is_body(addressed, self.profile, self.bodies):
            self.suggest(one, "body", addressed, "word_before", "medium")
        elif labels.document_name(one.text, self.profile):
            self.suggest(one, "document", one.text, "document_name", "medium")
        else:
            return False
        return True

    def has(self, name: Field) -> bool:
        """Whether something is suggested for a field already."""
        return any(one.field == name for one in self.suggestions)

    def number(self, one: Block) -> bool:
        """A § with or without its title in the same line."""
        found = SIGN.fullmatch(one.text)
        if found is None or self.has("paragraph"):
            return False
        own = compile_pattern(self.profile.formats.paragraph.pattern, yearly=False)
        said = one.text[: found.start("rest")].rstrip(" .:–-") if found["rest"] else one.text
        self.suggest(one, "paragraph", said, "paragraph_sign", "high" if own.parse(said) else "medium")
        if found["rest"]:
            self.suggest(one, "title", found["rest"], "after_paragraph", "medium")
        return True

    def dnr(self, one: Block) -> bool:
        """One dnr or several, after a word for it or written as the organisation writes its own."""
        own = compile_pattern(self.profile.formats.dnr.pattern, yearly=False)
        word = DNR_WORD.fullmatch(one.text)
        numbers = re.split(r"\s*[,;]\s*|\s+och\s+", word["numbers"] if word else one.text)
        if not word and not all(own.parse(number) for number in numbers):
            shaped = all(DNR_SHAPE.fullmatch(number) for number in numbers) and whole_day(one.text) is None
            if shaped and not self.has("dnr"):
                self.suggest(one, "dnr", one.text, "like_a_number", "low")
            return shaped
        for number in numbers:
            mine = own.parse(number) is not None
            self.suggest(one, "dnr", number, "word_before" if word else "own_pattern", "high" if mine else "medium")
        return True

    def day(self, one: Block) -> bool:
        """The day of the document, or of the meeting where a word says so."""
        if (alone := whole_day(one.text)) is not None:
            self.suggest(one, "day", alone.isoformat(), "date_alone")
            return True
        for day, _ in days_in(one.text):
            if SITTING.search(one.text) and len(one.text) <= TITLE_MAX:
                self.suggest(one, "meeting_day", day.isoformat(), "date_after_word")
                return True
        return False

    def above_email(self, blocks: Sequence[Block]) -> None:
        """Lines over an e-mail address in the same paragraph: the person, and above the person the unit."""
        for one in [suggestion for suggestion in self.suggestions if suggestion.field == "email"]:
            place = next(i for i, block in enumerate(blocks) if block.number == one.blocks[0])
            above = [block for block in blocks[:place] if block.group == blocks[place].group and block in self.left]
            for block in above:
                person = person_alone(block.text)
                unit = labels.ends_as(block.text, "units") or is_office(block.text)
                name: Field = "sender" if person and not unit else "unit"
                self.suggest(block, name, block.text, "above_email", "medium")
                self.left.remove(block)

    def title(self, blocks: Sequence[Block]) -> None:
        """The title: what follows on the §, else a heading, else the last line that stands for itself."""
        if self.has("title"):
            return
        sign = next((one.blocks[0] for one in self.suggestions if one.field == "paragraph"), None)
        candidates = [one for one in self.left if self.can_be_title(one, blocks)]
        after = [one for one in candidates if sign is not None and one.number == sign + 1]
        headings = [one for one in candidates if one.kind == "heading" or one.bold]
        if after:
            self.take(after[0], "after_paragraph", "high")
        elif headings:
            self.take(
                min(headings, key=lambda one: (one.kind != "heading", one.level)), "heading_before_text", "medium"
            )
        elif candidates:
            self.take(candidates[-1], "alone_before_text", "medium" if len(candidates) == 1 else "low")

    def can_be_title(self, one: Block, blocks: Sequence[Block]) -> bool:
        """Whether a line can be the title: neither a sentence nor somebody's name or unit."""
        if one.kind not in ("heading", "paragraph") or len(one.text) > TITLE_MAX or one.text.endswith((":", ",")):
            return False
        if labels.role_of(one.text, self.profile) or labels.ends_as(one.text, "units"):
            return False
        return one.kind == "heading" or one.bold or not one.text.endswith(".")

    def take(self, one: Block, why: str, confidence: Confidence) -> None:
        """Suggests the title and takes it from what is left over."""
        self.left.remove(one)
        self.suggest(one, "title", " ".join(one.text.split()), why, confidence)


def same_group(blocks: Sequence[Block], place: int) -> bool:
    """Whether a line belongs to the paragraph of the line before it, or follows on a word for it."""
    before = blocks[place - 1]
    return before.group == blocks[place].group or before.text.rstrip().endswith(":")


def is_body(text: str, profile: Profile, bodies: Sequence[str]) -> bool:
    """Whether a line is the name of a body: one of the organisation's, or by how the names of bodies end."""
    line = text.strip().rstrip(".:")
    if folded(line) in own_bodies(profile, bodies):
        return True
    return len(line.split()) <= 5 and line[:1].isupper() and labels.ends_as(line, "bodies")


def own_bodies(profile: Profile, bodies: Sequence[str]) -> frozenset[str]:
    """The names of the organisation's own bodies, folded."""
    return frozenset(folded(name) for name in (profile.words.council, profile.words.executive_board, *bodies))
