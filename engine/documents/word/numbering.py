"""Lists as Word counts them: one kind of list for each way of marking items, one instance for each list."""

from typing import Any, Final

from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from engine.documents.word.fields import element

KINDS: Final = {
    "dash": ("bullet", "–"),
    "plain": ("bullet", ""),
    "stop": ("decimal", "%{}."),
    "parenthesis": ("decimal", "%{})"),
}
"""Kind of list → Word's kind of number, and what stands before an item; {} is the level."""
LEVELS: Final = 9
INDENT: Final = 340
"""A level, in twentieths of a point: 6 mm."""


class Lists:
    """The lists of a file."""

    def __init__(self, word: Word) -> None:
        self.numbering: Any = word.part.numbering_part.element
        self.kinds: dict[str, int] = {}

    def begin(self, kind: str, level: int, start: int) -> int:
        """A new list; its number is what its items refer to."""
        if kind not in self.kinds:
            self.kinds[kind] = self.define(kind)
        instance = self.numbering.add_num(self.kinds[kind])
        instance.add_lvlOverride(ilvl=level).add_startOverride(start)
        return int(instance.numId)

    def define(self, kind: str) -> int:
        """A kind of list with its nine levels."""
        known = [int(one.get(qn("w:abstractNumId"))) for one in self.numbering.findall(qn("w:abstractNum"))]
        number = max(known, default=-1) + 1
        abstract = element("abstractNum", abstractNumId=str(number))
        abstract.append(element("multiLevelType", val="multilevel"))
        for level in range(LEVELS):
            abstract.append(level_of(kind, level))
        self.numbering.insert(len(known), abstract)
        return number


def level_of(kind: str, level: int) -> Any:
    """One level of a kind of list."""
    how, text = KINDS[kind]
    made = element("lvl", ilvl=str(level))
    made.append(element("start", val="1"))
    made.append(element("numFmt", val=how))
    made.append(element("lvlText", val=text.format(level + 1)))
    made.append(element("lvlJc", val="left"))
    place = element("pPr")
    hanging = 0 if kind == "plain" else INDENT
    place.append(element("ind", left=str(INDENT * level + hanging), hanging=str(hanging)))
    made.append(place)
    return made


def number(paragraph: Paragraph, instance: int, level: int) -> None:
    """Makes a paragraph an item of a list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = instance
