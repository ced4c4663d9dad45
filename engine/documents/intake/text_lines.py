"""Lines of plain text: which were broken by the page's width and which on purpose, and how broken words are mended."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from engine.documents.intake.blocks import Remark

NEAR: Final = 0.9
"""Lines this close to the width show what the width is."""
SLACK: Final = 0.08
"""A break is meant when the next word would have fitted with this share of the width to spare."""
MARKER = re.compile(r"[ \t]*(?:[-–•·▪◦*] +(?:(?:[0-9]{1,3}|[a-zåäö])[.)] +)?|(?:[0-9]{1,3}|[a-zåäö])[.)] +)(?=\S)")
BULLET = re.compile(r"[ \t]*[-–•·▪◦*] ")
MEANT = re.compile(r"att |[-\w.]+@|(?:https?://|www\.)|[0-9]{4}-[0-9]{2}-[0-9]{2}\b|§ ?[0-9]")
"""Lines that begin so stand by themselves although they begin with a small letter or a figure."""
BROKEN = re.compile(r"(?P<start>[^\W\d_]+)[-\u2010\u00ad]$")
PAIRED: Final = ("och", "eller", "samt", "respektive", "till")
"""After these a hyphen at the end of a line stands for a part of the word that is said later: hälso- och sjukvård."""


@dataclass
class Mender:
    """Puts lines together and notes what it had to decide."""

    width: int
    hyphenated: frozenset[str]
    """Words that stand with a hyphen within a line somewhere in the text."""
    whole: frozenset[str]
    remarks: list[Remark] = field(default_factory=list)

    def meant(self, line: str, following: str) -> bool:
        """Whether the break between two lines was made on purpose: the next word would have fitted before it."""
        bare, after = line.rstrip(), following.strip()
        if line.endswith("  ") or after.startswith("**") or bare.endswith("**"):
            return True
        if not begins_sentence(after) and not MEANT.match(after):
            return False
        needed = len(bare) + 1 + len(after.split()[0])
        return self.width - needed > SLACK * self.width

    def joined(self, line: str, following: str) -> str:
        """Two lines as one, a word that was broken between them mended."""
        line, following = line.rstrip(), following.strip()
        broken = BROKEN.search(line)
        if broken is None or not following[:1].islower() or following.split()[0] in PAIRED:
            return f"{line} {following}"
        rest = re.match(r"[^\W\d_]+", following)
        end = rest[0] if rest else ""
        with_hyphen, without = f"{broken['start']}-{end}".lower(), f"{broken['start']}{end}".lower()
        known = with_hyphen in self.hyphenated
        if len(broken["start"]) == 1 or (known and without not in self.whole):
            self.remarks.append(Remark(kind="hyphen_kept", quote=f"{broken['start']}-{end}"))
            return f"{line}{following}"
        self.remarks.append(Remark(kind="hyphen_dropped", quote=f"{broken['start']}-{end}"))
        return line[:-1] + following


def begins_sentence(text: str) -> bool:
    """Whether a line can be the first of something: it does not begin with a small letter."""
    return bool(text) and not text[0].islower()


def mender_of(lines: Iterable[str]) -> Mender:
    """The mender for a text, which learns its width and its words."""
    kept = [line.rstrip() for line in lines]
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)+|[^\W\d_]+", "\n".join(kept).lower())
    return Mender(
        width_of(kept),
        frozenset(word for word in words if "-" in word),
        frozenset(word for word in words if "-" not in word),
    )


def width_of(lines: list[str]) -> int:
    """The width that the text was set to: what at least three lines come near, else the longest line's."""
    lengths = sorted((len(line) for line in lines), reverse=True)
    for place, length in enumerate(lengths[:-2]):
        if lengths[place + 2] >= NEAR * length:
            return length
    return lengths[0] if lengths else 0
