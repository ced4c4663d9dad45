"""How Swedish text is set: what may not be parted at the end of a line, and days as people write them.

Only spaces are touched, and soft hyphens set in long words; never a letter, a dash or a quotation mark: what is read
is what was written.
"""

import re
from datetime import date
from typing import Final

from engine.documents.compounds import with_joints

MONTHS: Final = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
FIXED: Final = "\u00a0"
TAGS = re.compile(r"(<[^>]*>)")
HEADLESS = re.compile(r"<(style|script|title)\b.*?</\1>", re.DOTALL)
LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
UNITS: Final = "kap|st|p|%|‰|§|§§|kr|kronor|tkr|mkr|mnkr|miljoner|miljarder|procent|km|m|kg|min|tim|år|st"
AFTER_A_MONTH: Final = "|".join(r"(?<=\d." + one + ")" for one in MONTHS)
JOINED: Final = (
    r"(?<=§) (?=\d)",
    rf"(?<=\d) (?=(?:{UNITS})(?![\w-]))",
    r"(?<=\bkap\.) (?=\d)",
    r"(?i:(?<=\bkl\.)|(?<=\bkl)|(?<=\bs\.)|(?<=\bnr)|(?<=\bca)) (?=\S)",
    r"(?i:(?<=\bdnr)|(?<=\bdnr:)|(?<=\bt\.f\.)|(?<=\bbl\.)) (?=\S)",
    r"(?i:(?<=\bbilaga)|(?<=\bpunkt)|(?<=\bsida)|(?<=\bmotion)|(?<=\btabell)|(?<=\bfigur)|(?<=\bavsnitt)) (?=\d)",
    r"(?<=\d) (?=[a-z] §)",
    r"(?<=\d [a-z]) (?=§)",
    r"(?<=\b[A-ZÅÄÖ]{2}) (?=\d+[-/:]\d)",
    r"(?<=\b\d{3}) (?=\d\d [A-ZÅÄÖ])",
    rf"(?<=\b\d)(?<!\d\d\d) (?=(?:{'|'.join(MONTHS)})\b)",
    rf"(?<=\b\d\d) (?=(?:{'|'.join(MONTHS)})\b)",
    f"(?:{AFTER_A_MONTH}) " + r"(?=\d{4}\b)",
    r"(?<=\d) (?=\d{3}(?!\d))",
    r"(?<=\w) (?=\([A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,3}\))",
    r"(?<=\w) (?=[–—] )",
)
"""Where a line does not end: "§ 113", "5 kap. 35 §", "2 a §", "RS 272-2020", "kl. 10.00", "7 augusti", "206 000",
"972 34 Luleå", "(S)"."""
RANGE: Final = re.compile(r"(?<![\w–.:/-])\d+(?:[.:/]\d+)?–\d+(?:[.:/]\d+)?(?![\w–-])")
"""From one number to another: "101–106", "10.00–15.02"."""
PHONE: Final = re.compile(r"(?<![\w-])(?:\+\d\d ?\d{1,3}|0\d{1,3})(?:[ –-]| - )\d{2,3}(?: \d{2,3}){1,3}(?![\d-])")
"""A telephone number: "0920-28 40 00", "+46 70 123 45 67"."""
BOUND = re.compile("|".join(f"(?:{one})" for one in JOINED))


def bound(html: str, *, joints: bool = True) -> str:
    """A page whose text has fixed spaces where a line should not end, and long words that may be parted where it must.

    Tags, style sheets and titles are left alone. Without `joints` no word is parted.
    """
    kept: list[str] = []
    place = 0
    for part in HEADLESS.finditer(html):
        kept += [bound_text(html[place : part.start()], joints=joints), part[0]]
        place = part.end()
    return "".join((*kept, bound_text(html[place:], joints=joints)))


def bound_text(html: str, *, joints: bool) -> str:
    """A fragment with fixed spaces and, if there are to be `joints`, soft hyphens and ranges of numbers kept whole."""
    parts = TAGS.split(html)
    parts[::2] = [BOUND.sub(FIXED, PHONE.sub(in_one, one)) for one in parts[::2]]
    if joints:
        parts[::2] = [RANGE.sub(r'<span class="kept">\g<0></span>', with_joints(one)) for one in parts[::2]]
    return "".join(parts)


def in_one(number: re.Match[str]) -> str:
    """A telephone number on one line."""
    return number[0].replace(" ", FIXED)


def with_addresses(fragment: str) -> str:
    """A cleaned fragment whose links carry their address where their words do not tell it, to be printed on paper."""
    return LINK.sub(addressed, fragment)


def addressed(link: re.Match[str]) -> str:
    """One link."""
    told = re.sub(r"^(https?://(www\.)?|mailto:)|/$", "", link[1])
    words = re.sub(r"<[^>]*>", "", link[2])
    return (
        link[0] if told.casefold() in words.casefold() else f'<a data-address="{told}" href="{link[1]}">{link[2]}</a>'
    )


def long_day(value: date) -> str:
    """7 augusti 2023."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def css_text(text: str) -> str:
    """The text as a string of CSS that ends nothing: everything but letters and figures is written as its number."""
    return '"' + "".join(one if one.isalnum() and one.isascii() else f"\\{ord(one):x} " for one in text) + '"'
