"""Headings: which line is the heading of which section, by the organisation's own labels and those of others.

A scanner's faults are forgiven within a bounded number of letters, and only where no other heading is as near. What was
found so is never more than a suggestion of low confidence.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, Literal

from engine.documents.intake.decoding import folded
from engine.documents.intake.results import Confidence
from engine.organisations.profile import ORGAN, STANDARD_LABELS, Documents, Profile, SectionKey
from engine.settings import data

LONGEST: Final = 90
"""Longest line that can be a heading of a section, in characters."""
RUN_IN = re.compile(r"(?P<label>[^:\n]{3,60}):\s+(?P<rest>\S.*)", re.DOTALL)
Role = Literal["signatures", "copies", "addressee"]


@dataclass(frozen=True)
class Label:
    """A heading that is looked for, folded; `owned` when the name of a body stands before it."""

    key: SectionKey
    text: str
    own: bool
    owned: bool = False


@dataclass(frozen=True)
class Heading:
    """What a line is the heading of, and the body that it names; `rest` is what follows on it in the same line."""

    key: SectionKey
    label: str
    why: Literal["profile_label", "standard_label", "near_label"]
    confidence: Confidence
    organ: str = ""
    rest: str = ""


@cache
def table() -> Mapping[str, Any]:
    """The shipped words by which Swedish documents are read."""
    return tomllib.loads(data("templates", "intake", "sv.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def labels_of(documents: Documents) -> tuple[Label, ...]:
    """The headings that are looked for: the profile's own first."""
    made: dict[tuple[str, SectionKey, bool], Label] = {}
    sheets = (documents.report, documents.opinion, documents.minutes)
    own = [(section.key, section.label) for sheet in sheets for section in sheet.sections if section.label]
    others: list[tuple[SectionKey, str]] = [(key, label) for key, label in STANDARD_LABELS.items()]
    others += [(key, label) for key, names in table()["headings"].items() for label in names]
    for is_own, (key, label) in [(True, one) for one in own] + [(False, one) for one in others]:
        owned = label.startswith((ORGAN, "{organ}"))
        bare = folded(re.sub(r"^\{[a-z_]+\}", "", label)).rstrip(": ")
        made.setdefault((bare, key, owned), Label(key, bare, is_own, owned))
    return tuple(made.values())


def heading_of(text: str, profile: Profile, bodies: Sequence[str] = ()) -> Heading | None:
    """What section a whole line is the heading of; None when it is of none, or of two alike.

    `bodies` are names of bodies beside those that Swedish bodies' names end with.
    """
    bare = text.strip().rstrip(":").rstrip()
    if not bare or len(bare) > LONGEST:
        return None
    labels = labels_of(profile.documents)
    for candidate in (exact(bare, labels, bodies), near(bare, labels)):
        if candidate is not None:
            return candidate
    return None


def run_in_heading(text: str, profile: Profile) -> Heading | None:
    """What section a paragraph begins, when a heading stands first in it: "Bilaga: Revisionsrapport"."""
    found = RUN_IN.fullmatch(text)
    if found is None:
        return None
    heading = exact(found["label"].strip(), labels_of(profile.documents), ())
    if heading is None:
        return None
    label = text[: len(text) - len(found["rest"])].strip()
    return Heading(heading.key, label, heading.why, "medium", heading.organ, found["rest"])


def exact(bare: str, labels: Sequence[Label], bodies: Sequence[str]) -> Heading | None:
    """A heading that is written as it is known, apart from letters without their rings and dots."""
    line = folded(bare)
    for label in labels:
        organ = owner(bare, label.text, bodies) if label.owned else ""
        if (label.owned and organ) or (not label.owned and line == label.text):
            return Heading(label.key, bare, why_of(label), "high" if label.own else "medium", organ)
    return None


def why_of(label: Label) -> Literal["profile_label", "standard_label"]:
    """Whose heading it is."""
    return "profile_label" if label.own else "standard_label"


def owner(bare: str, ending: str, bodies: Sequence[str]) -> str:
    """The name in the genitive that stands before "beslut" or "förslag"; "" when there is no such."""
    line = folded(bare)
    if not line.endswith(f" {ending}"):
        return ""
    words = len(ending.split())
    name = " ".join(bare.split()[:-words])
    known = {folded(body) + "s" for body in bodies} | {folded(body) for body in bodies}
    last = folded(name).split()[-1] if name else ""
    if folded(name) in known or last.endswith(tuple(folded(one) for one in table()["words"]["owners"])):
        return name
    return ""


def near(bare: str, labels: Sequence[Label]) -> Heading | None:
    """The one heading that the line is nearest to, within a letter or two by its length; None when two are as near."""
    line = folded(bare)
    distances = sorted(
        (distance(line, label.text, allowed(label.text)), label.key)
        for label in labels
        if not label.owned and abs(len(label.text) - len(line)) <= allowed(label.text)
    )
    best = next(((steps, key) for steps, key in distances if steps >= 0), None)
    if best is None or any(steps == best[0] and key != best[1] for steps, key in distances):
        return None
    return Heading(best[1], bare, "near_label", "low")


def allowed(label: str) -> int:
    """How many letters may be wrong in a heading: none in a short one, up to three in a long."""
    return 0 if len(label) < 6 else 1 if len(label) < 12 else 2 if len(label) < 20 else 3


@lru_cache(maxsize=20_000)
def distance(one: str, other: str, most: int) -> int:
    """How many letters must be changed, added or taken away to make one text the other; -1 for more than `most`."""
    if abs(len(one) - len(other)) > most:
        return -1
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, row[0] = row[0], place
        for column, theirs in enumerate(other, 1):
            cost = before if letter == theirs else 1 + min(before, row[column], row[column - 1])
            before, row[column] = row[column], cost
        if min(row) > most:
            return -1
    return row[-1] if row[-1] <= most else -1


def role_of(text: str, profile: Profile) -> Role | None:
    """What a line says of the lines under it, when it heads no section."""
    line = folded(text).rstrip(": ")
    known = table()["roles"]
    for role in ("signatures", "copies", "addressee"):
        names = [folded(name) for name in known[role]]
        if role == "signatures" and profile.signatures.heading:
            names.append(folded(profile.signatures.heading))
        if line in names:
            return role
    return None


def document_name(text: str, profile: Profile) -> bool:
    """Whether a line is the name of a kind of document, as stands in the head of a sheet."""
    sheets = (profile.documents.report, profile.documents.opinion, profile.documents.minutes)
    names = [*(sheet.name for sheet in sheets), profile.documents.extract.name, *table()["roles"]["letterheads"]]
    return folded(text) in {folded(name) for name in names}


def ends_as(text: str, words: str) -> bool:
    """Whether the last word of a text ends as one of the table's: `bodies`, `units`."""
    last = folded(text).split()
    return bool(last) and last[-1].endswith(tuple(folded(one) for one in table()["words"][words]))
