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
    r"(?i:(?<=\bkl\.)|(?<=\bs\.)|(?<=\bnr)|(?<=\bdnr)|(?<=\bdnr:)|(?<=\bt\.f\.)|(?<=\bbl\.)|(?<=\bca)) (?=\S)",
    r"(?i:(?<=\bbilaga)|(?<=\bpunkt)|(?<=\bsida)|(?<=\bmotion)) (?=\d)",
    rf"(?<=\b\d)(?<!\d\d\d) (?=(?:{'|'.join(MONTHS)})\b)",
    rf"(?<=\b\d\d) (?=(?:{'|'.join(MONTHS)})\b)",
    f"(?:{AFTER_A_MONTH}) " + r"(?=\d{4}\b)",
    r"(?<=\d) (?=\d{3}(?!\d))",
    r"(?<=\w) (?=\([A-ZÅÄÖ]{1,4}\))",
    r"(?<=\w) (?=[–—] )",
)
"""Where a line does not end: "§ 113", "5 kap. 35 §", "Dnr 272-2020", "kl. 10.00", "7 augusti", "206 000", "(S)"."""
BOUND = re.compile("|".join(f"(?:{one})" for one in JOINED))


def bound(html: str) -> str:
    """A page whose text has fixed spaces where a line should not end, and long words that may be parted where it must.

    Tags, style sheets and titles are left alone.
    """
    kept: list[str] = []
    place = 0
    for part in HEADLESS.finditer(html):
        kept += [bound_text(html[place : part.start()]), part[0]]
        place = part.end()
    return "".join((*kept, bound_text(html[place:])))


def bound_text(html: str) -> str:
    """A fragment with fixed spaces and soft hyphens in its text."""
    parts = TAGS.split(html)
    parts[::2] = [with_joints(BOUND.sub(FIXED, one)) for one in parts[::2]]
    return "".join(parts)


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
