"""What makes an organisation's documents its own: formats, labels, order, words, style and the rules it has set.

A profile is YAML that an administrator can write: no code, and nothing in it reaches outside the document.
"""

from functools import cache
from typing import Annotated, Any, Final, Literal, Self

import yaml
from pydantic import Field, ValidationError, field_validator, model_validator

from engine.errors import Invalid
from engine.forms import Line, Text
from engine.organisations import wording
from engine.organisations.sheets import (
    ORGAN,
    STANDARD_LABELS,
    Documents,
    Extract,
    SectionFormat,
    SectionKey,
    Sheet,
    Strict,
)
from engine.organisations.style import Style
from engine.pictures import address_of
from engine.rules.numbering import PatternError, compile_pattern
from engine.rules.procedure.phrases import EXAMPLES
from engine.settings import data

__all__ = [
    "ORGAN",
    "STANDARD_LABELS",
    "Documents",
    "Extract",
    "Formats",
    "NumberFormat",
    "Profile",
    "Rules",
    "SectionFormat",
    "SectionKey",
    "Sheet",
    "Signatures",
    "StopRule",
    "Style",
    "Words",
    "load_profile",
    "shipped_profiles",
]

PROFILE_MAX: Final = 300_000
"""Largest profile, in characters; most of it may be a logo."""
DEPTH_MAX: Final = 12
"""Deepest nesting of a profile's YAML."""


class NumberFormat(Strict):
    """A number's pattern (`rules.numbering`) and the word that is printed before it, "" for none."""

    pattern: Line
    label: Annotated[Text, Field(max_length=40)] = ""
    yearly: bool = True

    @model_validator(mode="after")
    def readable(self) -> Self:
        """The pattern must be one that can be read back."""
        compile_pattern(self.pattern, yearly=False)
        return self

    def printed(self, number: str) -> str:
        """The number as a document shows it: "Dnr 272-2020"."""
        return f"{self.label} {number}" if self.label else number


class Formats(Strict):
    """Number series and days."""

    dnr: NumberFormat
    motion: NumberFormat
    paragraph: NumberFormat
    """"§ 113"; the series restarts every year although its numbers need not show the year."""
    date: Literal["iso", "long"] = "iso"
    """2023-08-07 or 7 augusti 2023."""

    @model_validator(mode="after")
    def years_shown(self) -> Self:
        """Numbers that are to be unique in a diary show the year when their series restarts."""
        for name, series in (("dnr", self.dnr), ("motion", self.motion)):
            try:
                compile_pattern(series.pattern, yearly=series.yearly)
            except PatternError as fault:
                raise ValueError(f"{name}.pattern: {fault}") from None
        return self


class Signatures(Strict):
    """Signature block: its heading ("I tjänsten", "" for none), the word before a deputy's title, how it is signed."""

    heading: Annotated[Text, Field(max_length=60)] = ""
    deputy: Annotated[Text, Field(max_length=20)] = "t.f."
    line: bool = True
    """Whether there is a line to sign on, where the document is signed by hand."""
    digital: Annotated[Text, Field(max_length=120)] = "Dokumentet är undertecknat digitalt."
    """What is printed where the document is signed digitally."""


class Words(Strict):
    """Names of the common bodies as they begin a sentence, before any body has been set up."""

    council: Line = "Regionfullmäktige"
    executive_board: Line = "Regionstyrelsen"


class StopRule(Strict):
    """A day by which something must be done before a meeting: so many days before it, or weekdays."""

    name: Line
    days: Annotated[int, Field(ge=0, le=200)]
    need: Literal["report", "agenda"]
    """What must be done by then: the report is finished, or the case stands on the agenda."""
    weekdays: bool = False


class Rules(Strict):
    """What the law leaves to the organisation."""

    stops: Annotated[tuple[StopRule, ...], Field(max_length=20)] = (
        StopRule(name="Manusstopp", days=19, need="report"),
        StopRule(name="Ordförandens beredning", days=14, need="report"),
        StopRule(name="Kallelse", days=7, need="agenda"),
    )
    """The stops before a board's or the council's meeting, which "Hinner ärendet?" counts back to."""

    raised_clock: Literal["announced", "arrived"] = "announced"
    """When a motion counts as raised (KL 5:35): at the meeting, or when it arrived."""
    author_may_approve: bool = False
    """Whether somebody may approve a draft of their own."""
    abstainer_may_reserve: bool = False
    """Whether one who abstained in the deciding division took part in the decision (KL 4:27)."""
    note_right: bool = False
    """Whether the council has given those present without vote the right to a note in the minutes (KL 4:28, 6:17)."""
    second_factor: bool = False
    """Whether everybody who signs in with a password must also give a one-time code."""
    public_diary: bool = False
    """Whether anyone may read the open part of the diary and the post list without signing in."""
    public_names: bool = False
    """Whether they then also read from whom a record came and to whom it went; private people are among them."""


class Profile(Strict):
    """An organisation's profile, whole and checked."""

    name: Line
    language: Literal["sv"] = "sv"
    words: Words = Words()
    formats: Formats
    documents: Documents
    signatures: Signatures = Signatures()
    style: Style = Style()
    rules: Rules = Rules()
    phrases: Annotated[dict[str, Text], Field(max_length=200)] = Field(default_factory=dict)
    """Sentences said in the organisation's own way, by the keys of `rules.procedure.phrases`."""

    @field_validator("phrases", mode="after")
    @classmethod
    def phrases_can_be_filled(cls, phrases: dict[str, str]) -> dict[str, str]:
        """Each phrase has a known key and no other facts than that key's."""
        for key, text in phrases.items():
            if key not in EXAMPLES:
                raise ValueError(f"there is no phrase {key!r}")
            try:
                wording.check(text, EXAMPLES[key])
            except ValueError as fault:
                raise ValueError(f"the phrase {key}: {fault}") from None
        return phrases

    @property
    def logo(self) -> tuple[str, ...]:
        """The lines of the word mark."""
        return self.style.logo_text or (self.name,)


def load_profile(text: str) -> Profile:
    """Reads a profile from YAML. Invalid with the field's path (`documents.minutes.sections.3.label`) and the reason.

    Refuses what is too large, nested too deep, repeats a key or uses anchors: such YAML grows when it is read.
    """
    if len(text) > PROFILE_MAX:
        raise Invalid("profile", f"longer than {PROFILE_MAX} characters")
    try:
        refuse_bombs(text)
        read = yaml.load(text, Loader=OnceLoader)  # noqa: S506 a SafeLoader that refuses more
    except (yaml.YAMLError, ValueError) as fault:
        raise Invalid("profile", f"not YAML that can be read: {one_line(str(fault))}") from None
    if not isinstance(read, dict):
        raise Invalid("profile", "not a mapping of fields")
    try:
        return Profile.model_validate(read)
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_input=False)[0]
        path = ".".join(str(step) for step in first["loc"]) or "profile"
        raise Invalid(path, first["msg"].removeprefix("Value error, ")) from None


def with_logo(text: str, picture: bytes) -> str:
    """The text of a profile with this PNG or JPEG as its logo; comments are lost. `load_profile` refuses a bad one."""
    load_profile(text)
    told = yaml.safe_load(text)
    kind = "PNG" if picture.startswith(b"\x89PNG") else "JPEG"
    told.setdefault("style", {})["logo"] = address_of(picture, kind)
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=120)


class OnceLoader(yaml.SafeLoader):
    """Plain YAML in which a key stands once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping, or a YAMLError for a key that stands twice."""
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key.value, str) or key.value in seen:
                raise yaml.YAMLError(f"a key stands twice or is no word, line {key.start_mark.line + 1}")
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def refuse_bombs(text: str) -> None:
    """YAMLError for anchors, aliases, tags of Python and deep nesting, before anything is built."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.YAMLError("anchors and aliases are not allowed")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH_MAX:
            raise yaml.YAMLError(f"nested deeper than {DEPTH_MAX}")


def one_line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


@cache
def shipped_profiles() -> dict[str, Profile]:
    """The profiles that come with the program, by slug ("region-norrbotten")."""
    return {
        file.stem: load_profile(file.read_text(encoding="utf-8"))
        for file in sorted(data("templates", "profiles").glob("*.yaml"))
    }
