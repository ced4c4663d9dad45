"""How an organisation's documents look: colours, fonts, logo, head and foot. Choices, no code and no style sheet."""

import re
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from engine.forms import Line, Text
from engine.organisations.sheets import Strict
from engine.pictures import checked

LOGO_MAX: Final = 100_000
"""Largest logo, in bytes."""
PAGE_WORDS: Final = ("{page}", "{pages}")
"""What the text of a page number is filled with."""


def readable_on_paper(colour: str) -> str:
    """Refuses a colour that is too pale for text on white (contrast under 4.5:1, WCAG 1.4.3)."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError("not a colour like #004b87")
    red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    contrast = 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    if contrast < 4.5:
        raise ValueError(f"too pale for text on white: contrast {contrast:.1f}, at least 4.5 is needed")
    return colour.lower()


def linear(channel: float) -> float:
    """An sRGB channel (0–1) as linear light."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def logo_on_paper(address: str) -> str:
    """The logo as it is kept; refuses what is no PNG or JPEG, too large, or drawn out to a line."""
    if not address:
        return ""
    try:
        picture = checked(address, LOGO_MAX)
    except ValueError as fault:
        raise ValueError(f"the logo: {fault}") from None
    if not 1 / 4 <= picture.width / picture.height <= 12:
        raise ValueError("the logo is more than 12 times as wide, or 4 times as high, as the other way")
    return picture.address


def page_text(text: str) -> str:
    """Refuses the text of a page number that names no page, or anything but the page and how many there are."""
    bare = text
    for word in PAGE_WORDS:
        bare = bare.replace(word, "")
    if "{page}" not in text:
        raise ValueError("lacks {page}, the number of the page")
    if re.search(r"[{}]", bare) or "\n" in bare:
        raise ValueError("only {page} and {pages} are filled, on one line")
    return text


class PageNumber(Strict):
    """Where the number of the page stands, and how: "Sida 2 (4)"."""

    place: Literal["head", "foot"] = "head"
    text: Annotated[Line, Field(max_length=40), AfterValidator(page_text)] = "Sida {page} ({pages})"


class HeadLabels(Strict):
    """The small words over the fields of a head in boxes."""

    body: Line = "Organ"
    sender: Line = "Från"
    day: Line = "Datum"
    meeting: Line = "Sammanträdesdatum"
    dnr: Line = "Diarienummer"
    page: Line = "Sida"


class Foot(Strict):
    """What stands at the foot: up to four columns of lines (address, telephone …), on the first page or on all."""

    columns: Annotated[
        tuple[Annotated[tuple[Line, ...], Field(min_length=1, max_length=5)], ...], Field(max_length=4)
    ] = ()
    pages: Literal["first", "all"] = "first"


class Style(Strict):
    """How the documents look. Fonts are ours: `serif` and `sans`."""

    accent: Annotated[str, AfterValidator(readable_on_paper)] = "#1d1d1b"
    heading_colour: Literal["text", "accent"] = "text"
    text_font: Literal["serif", "sans"] = "serif"
    heading_font: Literal["serif", "sans"] = "sans"
    text_size: Literal["small", "normal", "large"] = "normal"
    """10.5, 11 or 12 points."""
    logo: Annotated[str, AfterValidator(logo_on_paper)] = ""
    """A PNG or JPEG as a `data:` address; the word mark is printed where there is none."""
    logo_height: Annotated[int, Field(ge=6, le=25)] = 12
    """In millimetres."""
    logo_text: Annotated[tuple[Line, ...], Field(max_length=3)] = ()
    """The word mark, one line each; the organisation's name when empty."""
    head: Literal["columns", "boxes", "letterhead"] = "columns"
    """`columns`: whose, what and when side by side on every page; `boxes`: the same as labelled fields;
    `letterhead`: a large first page with sender and addressee, a single line on those that follow."""
    head_labels: HeadLabels = HeadLabels()
    page_number: PageNumber = PageNumber()
    dnr: Literal["title", "above", "head"] = "title"
    """Where a document's dnr stands: under its title, above it, or only in the head."""
    decision: Literal["bar", "panel", "lines", "plain"] = "bar"
    """What the decision stands out by: a bar in the margin, a tinted panel, a line above and below, nothing."""
    foot: Foot = Foot()
    initials: Annotated[Text, Field(max_length=60)] = ""
    """The words over the space for the verifiers' initials at the foot of every page of minutes, "" for no space."""

    @model_validator(mode="after")
    def dnr_is_read_aloud(self) -> Self:
        """The dnr stands in the text: what only the head of every page says is not read aloud by a screen reader."""
        if self.dnr == "head" and self.head != "letterhead":
            raise ValueError(
                "dnr: head goes with head: letterhead; "
                "the other heads are not read aloud, so there the dnr stands under or above the title"
            )
        return self
