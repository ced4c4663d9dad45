"""What a person may send in: the ground that every step's form stands on.

One form class serves the API, the page, the scenario and the test. Unknown fields are refused,
and so are control characters: they have no place in a register and hide things in logs and PDFs.
"""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

LINE_MAX = 500
TEXT_MAX = 20_000
RICH_MAX = 400_000


def printable(value: str) -> str:
    """Returns the text in Unicode NFC, or refuses it for a control, surrogate or direction-changing character."""
    if bad := next((c for c in value if c not in "\n\t" and unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn")), None):
        raise ValueError(f"contains the character U+{ord(bad):04X}, which cannot be printed")
    if bad := next((c for c in value if c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), None):
        raise ValueError(f"contains the character U+{ord(bad):04X}, which turns the reading direction")
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
Rich = Annotated[str, StringConstraints(max_length=RICH_MAX), AfterValidator(printable)]
"""A fragment of HTML from a person; `documents.richtext.clean` makes it harmless before it is kept."""


class Form(BaseModel):
    """The base of every form: frozen, no unknown fields, no silent conversion of strings to numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, hide_input_in_errors=True)
