"""What may be chosen of an imported file, one thing at a time, and the document of what has been chosen.

A section is chosen by its name ("section-1"), a suggestion by its own ("suggestion-4"). A section that is data, such as
a decision or the recipients, is chosen point by point: its words come along with the points that are taken.
"""

from collections.abc import Collection
from typing import Final

from engine.documents.intake.making import Approved
from engine.documents.intake.results import DocumentKind, Field, FoundSection, Split, Suggestion, TextKey

POINTS: Final[dict[TextKey, Field]] = {
    "decision": "decision_point",
    "proposal": "proposal_point",
    "recipients": "recipient",
    "attachments": "attachment",
}
"""Sections that are chosen by their points, and the field of those."""
NEVER_ASKED: Final = frozenset({"basis"})
"""Fields whose lines stand in a section that is chosen as a whole."""


def section_ref(section: FoundSection) -> str:
    """The name by which a section is chosen."""
    return f"section-{section.id}"


def suggestion_ref(suggestion: Suggestion) -> str:
    """The name by which a suggestion is chosen."""
    return f"suggestion-{suggestion.id}"


def points_of(split: Split, section: FoundSection) -> tuple[Suggestion, ...]:
    """The suggestions by which a section is chosen; none for one that is chosen as a whole."""
    blocks = {*section.blocks, *((section.heading,) if section.run_in else ())}
    field = POINTS.get(section.key)
    return tuple(one for one in split.suggestions if one.field == field and blocks.issuperset(one.blocks))


def is_asked(suggestion: Suggestion) -> bool:
    """Whether a suggestion is one to take or leave; what kind of document it is is chosen beside them."""
    return suggestion.field not in NEVER_ASKED and suggestion.why != "shape_of_document"


def is_chosen_whole(split: Split, section: FoundSection) -> bool:
    """Whether a section is one to take or leave; an empty one stands as its label does."""
    return bool(section.html) and not points_of(split, section)


def choices(split: Split) -> tuple[str, ...]:
    """Everything that somebody takes or leaves, by name, in the order of the file."""
    sections = [section_ref(one) for one in split.sections if is_chosen_whole(split, one)]
    return (*sections, *(suggestion_ref(one) for one in split.suggestions if is_asked(one)))


def chosen(split: Split, taken: Collection[str], kind: DocumentKind) -> tuple[Split, Approved]:
    """The file without the points that were not taken, and what of it has been approved; for `making.make`."""
    sections = [pared(split, one, taken) for one in split.sections]
    kept = [one for one in sections if one is not None]
    suggestions = tuple(one.id for one in split.suggestions if not is_asked(one) or suggestion_ref(one) in taken)
    approved = Approved(kind=kind, sections=tuple(one.id for one in kept), suggestions=suggestions)
    return split.model_copy(update={"sections": tuple(kept)}), approved


def pared(split: Split, section: FoundSection, taken: Collection[str]) -> FoundSection | None:
    """A section with the points that were taken; None when nothing of it was."""
    points = points_of(split, section)
    if not points:
        return section if not section.html or section_ref(section) in taken else None
    stays = {number for one in points if suggestion_ref(one) in taken for number in one.blocks}
    if not stays:
        return None
    gone = {number for one in points for number in one.blocks} - stays
    blocks = tuple(number for number in section.blocks if number not in gone)
    return section.model_copy(update={"blocks": blocks, "run_in": section.run_in and section.heading not in gone})
