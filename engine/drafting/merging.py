"""What is taken of an imported file finds its place in a draft, after what stands there already."""

import html
from collections.abc import Collection, Iterator
from typing import Final, cast, get_args

from engine.documents.intake.choosing import is_chosen_whole, section_ref, suggestion_ref
from engine.documents.intake.results import FoundSection, Split, Suggestion
from engine.drafting.forms import CopyForm, LoosePoint, RecipientForm, SectionForm, Written

DATA: Final = frozenset({"title", "proposal_point", "decision_point", "recipient", "attachment"})
"""Fields that have a place in a draft; other suggestions are facts of the case or of the decided §."""


def into_draft(split: Split) -> frozenset[str]:
    """The names of what has a place in a draft."""
    sections = (section_ref(one) for one in split.sections if is_chosen_whole(split, one) and key_of(one))
    return frozenset((*sections, *(suggestion_ref(one) for one in split.suggestions if one.field in DATA)))


def key_of(section: FoundSection) -> Written | None:
    """The section of a draft that a section of a file goes into; running text is an assessment. None for data."""
    key = "assessment" if section.key == "text" else section.key
    return cast("Written", key) if key in get_args(Written) else None


def merged(content: CopyForm, split: Split, taken: Collection[str]) -> CopyForm:
    """The draft with what is taken of a file. Nothing that stands in it goes, but a title that another is taken for."""
    named = [one for one in split.suggestions if suggestion_ref(one) in taken]
    points = [point(one) for one in named if one.field in ("proposal_point", "decision_point")]
    recipients = [RecipientForm(text=one.value) for one in named if one.field == "recipient"]
    attachments = [one.value for one in named if one.field == "attachment"]
    said = {one.text for one in content.recipients}
    return content.model_copy(
        update={
            "title": next((one.value for one in named if one.field == "title"), content.title),
            "sections": tuple(sections(content, [one for one in split.sections if section_ref(one) in taken])),
            "proposal": (*content.proposal, *(one for one in points if one not in content.proposal)),
            "recipients": (*content.recipients, *(one for one in recipients if one.text not in said)),
            "attachments": (*content.attachments, *(one for one in attachments if one not in content.attachments)),
        }
    )


def sections(content: CopyForm, taken: list[FoundSection]) -> Iterator[SectionForm]:
    """The sections: those that are there with what comes to them, then the new ones in the order of the file."""
    texts: dict[Written, str] = {one.key: one.html for one in content.sections}
    begun: set[Written] = set()
    for one in taken:
        if key := key_of(one):
            told = html.escape(one.label.rstrip(" :"), quote=False) if key in begun else ""
            texts[key] = texts.get(key, "") + (f"<h3>{told}</h3>" if told else "") + one.html
            begun.add(key)
    return (SectionForm(key=key, html=text) for key, text in texts.items())


def point(suggestion: Suggestion) -> LoosePoint:
    """A proposed decision out of a printed one; what it means for a motion is for a person to say."""
    kind = suggestion.kind if suggestion.kind in ("own", "to_council", "assignment") else "own"
    return LoosePoint.model_validate(
        {
            "kind": kind,
            "text": suggestion.value,
            "sentence": suggestion.sentence,
            "assigned_to": suggestion.office or None,
        }
    )
