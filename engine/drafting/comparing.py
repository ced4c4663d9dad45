"""Two versions of a draft side by side: what people wrote word by word, what is data item by item."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Session

from engine.access import Actor
from engine.db import found
from engine.documents.aligning import Budget, align
from engine.documents.comparing import compare
from engine.documents.richtext import from_text
from engine.drafting.copies import working_content
from engine.drafting.drafts import see_draft
from engine.drafting.forms import CopyForm
from engine.drafting.keeping import read_copy
from engine.drafting.tables import DraftVersion

State = Literal["same", "changed", "added", "removed"]
Part = Literal["title", "proposal", "attachments", "recipients", "referrals"]
PARTS: tuple[Part, ...] = ("proposal", "attachments", "recipients", "referrals")


@dataclass(frozen=True)
class SectionDifference:
    """A section: its text with <ins> and <del>, and how many words are new and gone."""

    key: str
    state: State
    html: str
    inserted: int
    deleted: int


@dataclass(frozen=True)
class ItemDifference:
    """An item of a part that is data, as it was and as it is; `html` compares its words."""

    state: State
    old: Any
    new: Any
    html: str


@dataclass(frozen=True)
class Comparison:
    """What differs between two versions; without a number the newer is what is written now."""

    old: int
    new: int | None
    title: ItemDifference
    sections: list[SectionDifference]
    parts: dict[Part, list[ItemDifference]]

    @property
    def changed(self) -> list[str]:
        """The parts that differ: sections by key, then what is data."""
        told = [one.key for one in self.sections if one.state != "same"]
        told += ["title"] if self.title.state != "same" else []
        return told + [part for part, items in self.parts.items() if any(one.state != "same" for one in items)]


def compare_versions(
    session: Session, actor: Actor, draft_id: UUID, old: int | None = None, new: int | None = None
) -> Comparison:
    """Compares two versions; `new` is what is written now unless given, `old` the last version before it.

    NotFound when there is no such version. With no version before it, everything is new.
    """
    draft = see_draft(session, actor, draft_id)
    after = content_of(session, draft_id, new) if new is not None else working_content(session, draft)[0]
    if old is None:
        old = (draft.versions if draft.unsaved else draft.versions - 1) if new is None else new - 1
    before = content_of(session, draft_id, old) if old > 0 else CopyForm()
    return compared(max(old, 0), new, before, after)


def content_of(session: Session, draft_id: UUID, number: int) -> CopyForm:
    """What stands in a version."""
    return read_copy(found(session.get(DraftVersion, (draft_id, number)), version=number))


def compared(old: int, new: int | None, before: CopyForm, after: CopyForm) -> Comparison:
    """The comparison of two contents, at a cost that all parts share."""
    budget = Budget()
    was, is_now = ({one.key: one.html for one in form.sections} for form in (before, after))
    keys = dict.fromkeys([*is_now, *was])
    return Comparison(
        old,
        new,
        title=item(before.title, after.title, budget),
        sections=[section(key, was.get(key, ""), is_now.get(key, ""), budget) for key in keys],
        parts={part: items(getattr(before, part), getattr(after, part), budget) for part in PARTS},
    )


def section(key: str, old: str, new: str, budget: Budget) -> SectionDifference:
    """A section's difference."""
    told = compare(old, new, budget)
    return SectionDifference(key, state_of(old or None, new or None), told.html, told.inserted, told.deleted)


def state_of(old: object, new: object) -> State:
    """What became of something: None stands for nothing."""
    if old == new:
        return "same"
    return "added" if old is None else "removed" if new is None else "changed"


def items(old: Sequence[Any], new: Sequence[Any], budget: Budget) -> list[ItemDifference]:
    """A list of data: items that are alike in order, between them those that changed, came and went."""
    told: list[ItemDifference] = []
    for run in align([plain(one) for one in old], [plain(one) for one in new], budget):
        told += [item(one, other, budget) for one, other in zip_longest(old[run.old], new[run.new])]
    return told


def item(old: Any, new: Any, budget: Budget) -> ItemDifference:
    """One item of data as it was and as it is."""
    html = compare(from_text(words_of(old)), from_text(words_of(new)), budget).html
    return ItemDifference(state_of(old, new), data_of(old), data_of(new), html)


def words_of(one: Any) -> str:
    """What is read of an item: a point's text, a recipient's name, a record's number."""
    said = getattr(one, "text", None) or getattr(one, "recipient", None) if isinstance(one, BaseModel) else one
    return "" if said is None else str(said)


def data_of(one: Any) -> Any:
    """An item as plain data."""
    return one.model_dump(mode="json") if isinstance(one, BaseModel) else one


def plain(one: Any) -> str:
    """An item as it is told from others."""
    return one.model_dump_json() if isinstance(one, BaseModel) else repr(one)
