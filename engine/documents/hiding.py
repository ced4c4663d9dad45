"""Finding what is to be hidden in a text, however it is written there, and what is put in its place.

Case, accents, soft hyphens, kinds of blanks and dashes do not count; neither does a hyphen within a word. What is found
inside a longer word takes the whole word with it, so that no compound or genitive tells ("Sandströmsmotionen").
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

HIDDEN_MAX: Final = 2_000
"""Longest text that is looked for, in characters; a longer passage is hidden where it is marked."""
INSIDE_FROM: Final = 4
"""From so many letters on, what is hidden is found inside longer words too."""
SILENT: Final = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
DASHES: Final = frozenset("\u2010\u2011\u2012\u2013\u2014\u2212\u00b7")
GROUND = re.compile(r"(OSL|TF) (\d{1,2}):(\d{1,2})(?: ([a-z]))?")
LAWS: Final = {"OSL": "OSL {chapter} kap. {section} §", "TF": "TF {chapter} kap. {section} §"}
PERSONAL: Final = "GDPR"
"""The ground for personal data that no provision of OSL covers and that are left out of what is published."""
NUMBER = re.compile(r"(?:19|20)(\d{6})-?(\d{4})")


@dataclass(frozen=True)
class Hidden:
    """A text that is not to be read, and its ground ("OSL 25:1"). With `words`, no word of it either: for names."""

    text: str
    ground: str
    words: bool = False


def ground_in_words(ground: str) -> str:
    """A ground as it is printed: "OSL 25 kap. 1 §". ValueError when it is none."""
    if ground == PERSONAL:
        return "dataskyddsförordningen"
    if (found := GROUND.fullmatch(ground)) is None:
        raise ValueError(f"not a ground such as OSL 25:1: {ground[:40]}")
    law, chapter, section, letter = found.groups()
    return LAWS[law].format(chapter=int(chapter), section=f"{int(section)} {letter}" if letter else int(section))


def block(ground: str) -> str:
    """What stands in the place of what is hidden: the same whatever its length."""
    return f"[uppgift dold, {ground_in_words(ground)}]"


def fold(text: str) -> tuple[str, list[int]]:
    """The text as it is looked through, and where each character of that stands in the text."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character in SILENT:
            continue
        for one in unicodedata.normalize("NFKD", character).casefold():
            if unicodedata.combining(one):
                continue
            plain = " " if one.isspace() else "-" if one in DASHES else one
            if plain == " " and letters[-1:] == [" "]:
                continue
            letters.append(plain)
            places.append(place)
    return "".join(letters), places


@lru_cache(maxsize=4096)
def pattern(text: str) -> re.Pattern[str] | None:
    """What finds a text in a folded one; None for a text without a letter or a digit."""
    words = re.split(r"[\s-]+", fold(text)[0].strip(" -"))
    if not any(character.isalnum() for word in words for character in word):
        return None
    said = r"[\s-]*".join(r"(?:-\s?)?".join(map(re.escape, word)) for word in words if word)
    whole = sum(len(word) for word in words) < INSIDE_FROM
    return re.compile(rf"(?<![^\W_]){said}(?:'?:?s)?(?![^\W_])" if whole else said)


def terms(hidden: Hidden) -> list[str]:
    """The texts to look for: the text itself, its words if they are to go, a person's number without its century."""
    found = [hidden.text]
    if hidden.words:
        found += [word for word in re.split(r"[\s,;]+", hidden.text) if len(fold(word)[0]) > 1]
    found += ["-".join(number) for number in NUMBER.findall(hidden.text)]
    return [term for term in dict.fromkeys(found) if len(term) <= HIDDEN_MAX]


Found = tuple[int, int, str]
"""From where to where in the text, and on what ground."""


def find(text: str, hidden: Iterable[Hidden]) -> list[Found]:
    """Where the text holds what is hidden, in order; what overlaps or follows at once is one, on its first ground."""
    folded, places = fold(text)
    found: list[Found] = []
    for one in hidden:
        for looked_for in map(pattern, terms(one)):
            for match in looked_for.finditer(folded) if looked_for else ():
                start, end = places[match.start()], places[match.end() - 1] + 1
                found.append((*whole_words(text, start, end), one.ground))
    return merged(text, sorted(found))


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the words that it begins and ends within."""
    while start > 0 and wordly(text[start - 1]) and wordly(text[start]):
        start -= 1
    while end < len(text) and wordly(text[end]) and wordly(text[end - 1]):
        end += 1
    return start, end


def wordly(character: str) -> bool:
    """Whether a character belongs to a word; what does not show does."""
    return character.isalnum() or character in SILENT or bool(unicodedata.combining(character))


def merged(text: str, found: Sequence[Found]) -> list[Found]:
    """Stretches that overlap, or have only blanks between them and the same ground, as one."""
    kept: list[Found] = []
    for start, end, ground in found:
        if kept and (start <= kept[-1][1] or (not text[kept[-1][1] : start].strip() and kept[-1][2] == ground)):
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]), kept[-1][2])
        else:
            kept.append((start, end, ground))
    return kept


def without(text: str, hidden: Sequence[Hidden]) -> str:
    """The text with a block in the place of everything hidden."""
    told, after = "", 0
    for start, end, ground in find(text, hidden):
        told += text[after:start] + block(ground)
        after = end
    return told + text[after:]
