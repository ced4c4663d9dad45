"""Bytes to text by simple rules: a byte order mark, then UTF-16 by its zeros, then UTF-8, then Windows-1252.

What is none of these is refused, and what was read by the last rule is told, since that rule can be wrong.
"""

import codecs
import re
import unicodedata
from typing import Final

from engine.documents.intake.blocks import FIELD, Remark
from engine.errors import Invalid
from engine.forms import printable

CHARACTERS_MAX: Final = 2_000_000
"""Longest text, some 700 pages."""
LINE_MAX: Final = 100_000
"""Longest line."""
MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
DOUBLY = re.compile("Ã[¥¤¶…„–]")
"""What å, ä, ö, Å, Ä and Ö look like when UTF-8 has been taken for Windows-1252 and written again."""


def decode(content: bytes) -> tuple[str, str, tuple[Remark, ...]]:
    """The text, its encoding and what to know about it. Invalid when it is no text, or holds what cannot be shown."""
    text, encoding = decoded(content)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = text.replace("\x0b", "\n")
    if len(text) > CHARACTERS_MAX:
        raise Invalid(FIELD, f"longer than {CHARACTERS_MAX} characters")
    if any(len(line) > LINE_MAX for line in text.split("\n")):
        raise Invalid(FIELD, f"a line is longer than {LINE_MAX} characters")
    try:
        text = "\f".join(printable(page) for page in text.split("\f"))
    except ValueError as fault:
        raise Invalid(FIELD, str(fault)) from None
    remarks = [Remark(kind="read_as_cp1252")] if encoding == "cp1252" else []
    remarks += [Remark(kind="read_as_utf16")] if encoding.startswith("utf-16") else []
    remarks += [Remark(kind="doubly_encoded", quote=found[0])] if (found := DOUBLY.search(text)) else []
    return text, encoding.removesuffix("-le").removesuffix("-be"), tuple(remarks)


def decoded(content: bytes) -> tuple[str, str]:
    """The characters and the name of the encoding."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return strictly(content[len(mark) :], encoding), encoding
    if zeros := utf16_by_zeros(content):
        return strictly(content, zeros), zeros
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return strictly(content, "cp1252"), "cp1252"


def strictly(content: bytes, encoding: str) -> str:
    """The text, or Invalid where a byte has no meaning in the encoding."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        raise Invalid(FIELD, f"not text: byte {fault.start} has no meaning in {encoding}") from None


def utf16_by_zeros(content: bytes) -> str:
    """UTF-16 without its mark: every other byte of Swedish text is zero. "" when it is not so."""
    sample = content[:4_000]
    if len(content) % 2 or len(sample) < 4:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    most = len(sample) // 2
    if odd > 0.7 * most and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * most and odd == 0 else ""


CONFUSED: Final = str.maketrans({"0": "o", "6": "o", "1": "l", "|": "l", "&": "a", "ß": "ss", "ø": "o", "æ": "a"})
"""What a scanner takes for letters, and the other way round."""


def folded(text: str) -> str:
    """The text for comparing: small letters without rings, dots and accents, single spaces."""
    apart = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(one for one in apart if not unicodedata.combining(one))
    return " ".join(bare.translate(CONFUSED).split())
