"""How numbers are written: one pattern language for dnr, motion numbers and §§.

A pattern is literal text with tokens: `{seq}` (running number), `{seq:5}` (padded with zeros to five digits),
`{year}`, `{yy}` (two digits, 1950–2049), `{class}` (class code such as 3.2.1) and `{record}` (number of a record in
its case). Literal braces are doubled. A pattern is accepted only when every number it writes can be read back in
exactly one way.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, cast

from engine.rules.refusal import Refusal, Rule, declare

PATTERN_MAX: Final = 60
"""Longest pattern, in characters."""
TEXT_MAX: Final = 120
"""Longest text that is read as a number, in characters."""
DIGITS_MAX: Final = 10
"""Most digits of a running number."""
CLASS_MAX: Final = 20
"""Longest class code, in characters."""
YY_FROM: Final = 1950
"""The first year that two digits can stand for."""

PATTERN_TOO_LONG = declare("pattern_too_long", None, "most")
PATTERN_UNPRINTABLE = declare("pattern_unprintable", None, "position", "character")
PATTERN_SPACES = declare("pattern_spaces", None, "position")
PATTERN_BRACE = declare("pattern_brace", None, "position")
PATTERN_UNKNOWN_TOKEN = declare("pattern_unknown_token", None, "position", "token")
PATTERN_REPEATED_TOKEN = declare("pattern_repeated_token", None, "position", "token")
PATTERN_WITHOUT_SEQUENCE = declare("pattern_without_sequence", None)
PATTERN_WITHOUT_YEAR = declare("pattern_without_year", None)
PATTERN_AMBIGUOUS = declare("pattern_ambiguous", None, "position", "before", "after")

NUMBER_VOID_WITHOUT_REASON = declare("number_void_without_reason", None)
SERIES_START_WITHOUT_REASON = declare("series_start_without_reason", None)
SERIES_START_TAKEN = declare("series_start_taken", None, "start", "taken")

Name = Literal["seq", "year", "yy", "class", "record"]

LETTERS: Final = "A-Za-zÅÄÖåäö"
CLASS_CODE: Final = f"[0-9{LETTERS}]+(?:[.][0-9{LETTERS}]+)*"
TOKEN = re.compile(r"\{(seq|record)(?::([1-9][0-9]?))?\}|\{(year|yy|class)\}")
IN_CLASS = re.compile(f"[0-9{LETTERS}.]")


@dataclass(frozen=True)
class Number:
    """A number taken apart. What its pattern does not show is None (§ 113 shows no year)."""

    seq: int
    year: int | None = None
    class_code: str | None = None
    record: int | None = None


class PatternError(ValueError):
    """A pattern that cannot be used. `refusal` has the Swedish sentence, `position` counts characters from 0."""

    def __init__(self, refusal: Refusal, position: int, reason: str) -> None:
        super().__init__(f"{reason} (position {position})")
        self.refusal, self.position, self.reason = refusal, position, reason


@dataclass(frozen=True)
class Token:
    """A token of a pattern with where it stands; `width` is the least number of digits."""

    name: Name
    width: int
    position: int

    @property
    def varies(self) -> bool:
        """Whether its length differs from number to number."""
        return self.name in ("seq", "class", "record")

    def may_hold(self, character: str) -> bool:
        """Whether the character can be part of what the token writes."""
        return bool(IN_CLASS.fullmatch(character)) if self.name == "class" else character in "0123456789"

    @property
    def regex(self) -> str:
        """What the token writes, as a named group."""
        match self.name:
            case "year":
                said = "[0-9]{4}"
            case "yy":
                said = "[0-9]{2}"
            case "class":
                said = CLASS_CODE
            case _ if self.width > 1:
                said = f"[0-9]{{{self.width}}}|[1-9][0-9]{{{self.width},{DIGITS_MAX - 1}}}"
            case _:
                said = f"[1-9][0-9]{{0,{DIGITS_MAX - 1}}}"
        return f"(?P<{self.name}_>{said})"

    def write(self, number: Number) -> str:
        """The token's part of a number; ValueError when the number lacks it or it cannot be read back."""
        match self.name:
            case "year" if number.year is not None and 1000 <= number.year <= 9999:
                return str(number.year)
            case "yy" if number.year is not None and YY_FROM <= number.year < YY_FROM + 100:
                return f"{number.year % 100:02}"
            case "class" if number.class_code is not None and is_class_code(number.class_code):
                return number.class_code
            case "seq" if 1 <= number.seq < 10**DIGITS_MAX:
                return f"{number.seq:0{self.width}}"
            case "record" if number.record is not None and 1 <= number.record < 10**DIGITS_MAX:
                return f"{number.record:0{self.width}}"
            case _:
                raise ValueError(f"{number} has no {self.name} that can be written")


Piece = str | Token


@dataclass(frozen=True)
class Pattern:
    """A pattern that writes numbers and reads them back; made by `compile_pattern`."""

    text: str
    pieces: tuple[Piece, ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Its tokens from left to right."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Token))

    def shows(self, name: Name) -> bool:
        """Whether the pattern has this token."""
        return any(token.name == name for token in self.tokens)

    def format(self, number: Number) -> str:
        """The number as text; ValueError when it lacks what the pattern shows, or is out of range."""
        return "".join(piece if isinstance(piece, str) else piece.write(number) for piece in self.pieces)

    def parse(self, text: str) -> Number | None:
        """The number that is written as `text`, or None when this pattern writes none so."""
        if len(text) > TEXT_MAX:
            return None
        regex = "".join(re.escape(piece) if isinstance(piece, str) else piece.regex for piece in self.pieces)
        read = re.fullmatch(regex, text)
        number = to_number(read.groupdict()) if read else None
        return number if number and self.writable(number) else None

    def writable(self, number: Number) -> bool:
        """Whether `format` can write the number."""
        try:
            self.format(number)
        except ValueError:
            return False
        return True


def is_class_code(code: str) -> bool:
    """Whether the text can stand as a class code: letters and digits in parts with full stops between."""
    return len(code) <= CLASS_MAX and re.fullmatch(CLASS_CODE, code) is not None


def to_number(read: dict[str, str]) -> Number:
    """The number that a pattern's groups have read."""
    year = int(read["year_"]) if "year_" in read else None
    if "yy_" in read:
        year = YY_FROM + (int(read["yy_"]) - YY_FROM) % 100
    record = int(read["record_"]) if "record_" in read else None
    return Number(int(read["seq_"]), year, read.get("class_"), record)


def compile_pattern(text: str, *, yearly: bool) -> Pattern:
    """Reads a pattern. `yearly` demands a year in it: the series restarts, and its numbers must not collide.

    PatternError, with position and reason, when it is too long, holds characters that do not print, has no running
    number, or could be read back in two ways.
    """
    if len(text) > PATTERN_MAX:
        raise fault(PATTERN_TOO_LONG, PATTERN_MAX, f"longer than {PATTERN_MAX} characters", most=PATTERN_MAX)
    check_characters(text)
    pattern = Pattern(text, tuple(split(text)))
    check_tokens(pattern.tokens, yearly=yearly)
    check_unambiguous(pattern.pieces)
    return pattern


def fault(rule: Rule, position: int, reason: str, **facts: str | int) -> PatternError:
    """The error for a rule that the pattern breaks at a position."""
    stated = {**facts, **({"position": position + 1} if "position" in rule.facts else {})}
    return PatternError(rule.refuse(**stated), position, reason)


def check_characters(text: str) -> None:
    """Refuses what does not print, what has two spellings, and spaces that get lost in print."""
    for position, character in enumerate(text):
        if not character.isprintable() or unicodedata.normalize("NFC", character) != character:
            code = f"U+{ord(character):04X}"
            raise fault(PATTERN_UNPRINTABLE, position, f"the character {code} may not be used", character=code)
    if (position := len(unicodedata.normalize("NFC", text))) != len(text):
        raise fault(PATTERN_UNPRINTABLE, 0, "a letter is written as two characters", character="NFD")
    lost = re.search(r"\A | \Z|  ", text)
    if lost:
        raise fault(PATTERN_SPACES, lost.start(), "spaces at an end or side by side get lost")


def split(text: str) -> Iterator[Piece]:
    """The literals and tokens of a pattern, neighbouring literals joined."""
    literal, position = "", 0
    while position < len(text):
        if text[position] not in "{}":
            literal, position = literal + text[position], position + 1
        elif text[position : position + 2] in ("{{", "}}"):
            literal, position = literal + text[position], position + 2
        else:
            if literal:
                yield literal
            token, position = read_token(text, position)
            literal = ""
            yield token
    if literal:
        yield literal


def read_token(text: str, position: int) -> tuple[Token, int]:
    """The token at a position, and where the text goes on."""
    read = TOKEN.match(text, position)
    if read is None:
        end = text.find("}", position)
        if text[position] == "}" or end < 0:
            raise fault(PATTERN_BRACE, position, "a brace without its partner; write it twice for a literal one")
        said = text[position : end + 1]
        raise fault(PATTERN_UNKNOWN_TOKEN, position, f"{said} is not a token", token=said)
    width = int(read[2] or 1)
    if width > DIGITS_MAX:
        raise fault(PATTERN_UNKNOWN_TOKEN, position, f"more than {DIGITS_MAX} digits", token=read[0])
    return Token(cast("Name", read[1] or read[3]), width, position), read.end()


def check_tokens(tokens: tuple[Token, ...], *, yearly: bool) -> None:
    """Each token once, the year in one way only, the running number there, and the year where it is needed."""
    seen: set[str] = set()
    for token in tokens:
        name = "year" if token.name == "yy" else token.name
        if name in seen:
            said = f"{{{token.name}}}"
            raise fault(PATTERN_REPEATED_TOKEN, token.position, f"{said} repeats what is there", token=said)
        seen.add(name)
    if "seq" not in seen:
        raise fault(PATTERN_WITHOUT_SEQUENCE, 0, "there is no {seq}")
    if yearly and "year" not in seen:
        raise fault(PATTERN_WITHOUT_YEAR, 0, "the series restarts every year, but there is no {year} or {yy}")


def check_unambiguous(pieces: tuple[Piece, ...]) -> None:
    """Refuses a pattern where it cannot be told how far a token of varying length reaches.

    Such a token is bounded from the left when some literal character between it and the next one cannot be part of
    it, and the next one is bounded from the right when some such character cannot be part of that. Reading from both
    ends must meet: once a pair is bounded from the right only, all later pairs must be.
    """
    only_right = False
    for left, right, between in neighbours(pieces):
        bounded_left = any(not left.may_hold(character) for character in between)
        bounded_right = any(not right.may_hold(character) for character in between)
        only_right = only_right or not bounded_left
        if not (bounded_right if only_right else bounded_left):
            before, after = f"{{{left.name}}}", f"{{{right.name}}}"
            reason = f"it cannot be told where {before} ends and {after} begins"
            raise fault(PATTERN_AMBIGUOUS, right.position, reason, before=before, after=after)


def neighbours(pieces: tuple[Piece, ...]) -> Iterator[tuple[Token, Token, str]]:
    """Each pair of tokens of varying length that follow on each other, with the literal text between them."""
    places = [place for place, piece in enumerate(pieces) if isinstance(piece, Token) and piece.varies]
    for start, end in pairwise(places):
        between = "".join(piece for piece in pieces[start:end] if isinstance(piece, str))
        yield cast("Token", pieces[start]), cast("Token", pieces[end]), between


def may_void(reason: str) -> Refusal | None:
    """A number in a gap-free series is voided only with a reason, and stays visible with it (JO 4639-2007)."""
    return None if reason.strip() else NUMBER_VOID_WITHOUT_REASON.refuse()


def may_start_at(start: int, reason: str, taken: int) -> Refusal | None:
    """A series may start at another number than 1 only with a reason, and never at or below one that is `taken`.

    `taken` is the highest number already given in the series and year, 0 for none.
    """
    if start <= taken:
        return SERIES_START_TAKEN.refuse(start=start, taken=taken)
    return None if start == 1 or reason.strip() else SERIES_START_WITHOUT_REASON.refuse()
