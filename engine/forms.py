"""What a person may send in: the ground that every step's form stands on.

One form class serves the API, the page, the scenario and the test. Unknown fields are refused,
and so are control characters: they have no place in a register and hide things in logs and PDFs.
"""

import re
import unicodedata
from collections.abc import Set
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from engine.rules.numbering import CLASS_MAX, is_class_code
from engine.settings import characters

BREAKS = frozenset("\n\t")
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
SILENT = frozenset("\n\t\u00ad\u200b\u200d\u2060\ufeff")
"""Characters that show nothing and need no font."""
LINE_MAX = 500
TEXT_MAX = 20_000
RICH_MAX = 400_000
"""Longest fragment of HTML, its pictures not counted."""
PICTURES_MAX = 6_000_000
"""All pictures of a fragment together, in characters of their addresses."""
PICTURE = re.compile(r"data:image/[a-z+]{1,10};base64,[A-Za-z0-9+/=]*")
"""The address of a picture that stands in the text itself."""


def printable(value: str) -> str:
    """Returns the text in Unicode NFC, or refuses it for a character that no document of ours could show.

    So a title, a name or a claim that has been accepted never stops the extract that it is to stand in.
    """
    used = set(value)
    if bad := first_of(value, {c for c in used - BREAKS if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn")}):
        raise ValueError(f"contains the character U+{ord(bad):04X}, which cannot be printed")
    if bad := first_of(value, used & TURNING):
        raise ValueError(f"contains the character U+{ord(bad):04X}, which turns the reading direction")
    composed = unicodedata.normalize("NFC", value)
    known = characters()
    if known is not None and (bad := first_of(composed, set(composed) - known - SILENT)):
        raise ValueError(f"contains the character U+{ord(bad):04X}, which cannot be printed")
    return composed


def first_of(text: str, characters: Set[str]) -> str | None:
    """The first of the characters that stands in the text."""
    return next((c for c in text if c in characters), None) if characters else None


def printable_beside_pictures(value: str) -> str:
    """The same for a text in which pictures stand."""
    printable(PICTURE.sub("", value))
    return unicodedata.normalize("NFC", value)


def one_line(value: str) -> str:
    """Refuses line breaks, so that titles and names stay on their line."""
    if "\n" in value or "\t" in value:
        raise ValueError("must be a single line")
    return value


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LINE_MAX),
    AfterValidator(printable),
    AfterValidator(one_line),
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=TEXT_MAX), AfterValidator(printable)]


def class_code(code: str) -> str:
    """Refuses a class code that no pattern could write."""
    if not is_class_code(code):
        raise ValueError(f"not a class code such as 3.2.1 of at most {CLASS_MAX} characters")
    return code


ClassCode = Annotated[Line, AfterValidator(class_code)]
Rich = Annotated[str, StringConstraints(max_length=RICH_MAX + PICTURES_MAX), AfterValidator(printable_beside_pictures)]
"""A fragment of HTML from a person; `documents.richtext.clean` makes it harmless before it is kept."""
Place = Annotated[int, Field(ge=1, le=10_000)]
"""A number in a list: of a record in its case, a decision point, a claim."""
Day = Annotated[date, Field(ge=date(1900, 1, 1), lt=date(3000, 1, 1))]
"""A legal day that calendars reach."""
Instant = Annotated[AwareDatetime, Field(ge=datetime(1900, 1, 1, tzinfo=UTC), lt=datetime(3000, 1, 1, tzinfo=UTC))]
"""An instant, with its offset from UTC."""


class Form(BaseModel):
    """The base of every form: frozen, no unknown fields, blanks round what is written taken away."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, hide_input_in_errors=True)
