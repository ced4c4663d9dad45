"""How an imported file looks from outside, to those who prepare its case."""

from datetime import date, datetime
from typing import Literal, Self, cast
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Session

from engine import drafting
from engine.db import found
from engine.documents.intake.choosing import choices
from engine.documents.intake.results import DocumentKind, Split
from engine.drafting import DraftImport
from engine.organisations.tables import User

State = Literal["taken", "left", "written"]


class ImportView(BaseModel):
    """An imported file: whose, when, what it seems to be, and how much of it waits for an answer."""

    id: UUID
    case_id: UUID
    filename: str
    """"" for what was pasted."""
    at: datetime
    author: str
    kind: DocumentKind
    meeting_day: date | None
    waiting: int
    """Sections and suggestions that are neither taken nor left."""

    @classmethod
    def of(cls, session: Session, row: DraftImport) -> Self:
        """The view of a row."""
        own = row.model_dump(include={"id", "case_id", "filename", "at", "kind", "meeting_day"})
        author = found(session.get(User, row.author_id)).name
        return cls(**own, author=author, waiting=row.asked - len(drafting.answers_of(row)))


class OneImport(ImportView):
    """An imported file with all that was found in it.

    `choices` are the names by which things are taken or left: "section-1" is the section with id 1 in `found`,
    "suggestion-4" the suggestion with id 4. `answers` holds what has been chosen; `into_draft` names what has a place
    in a draft. Blocks that found no place stand in `found.unplaced`, those that the page says of itself in
    `found.furniture`.
    """

    found: Split
    choices: list[str]
    answers: dict[str, State]
    into_draft: list[str]

    @classmethod
    def whole(cls, session: Session, row: DraftImport) -> Self:
        """The view of a row with its content."""
        split = drafting.found_in(row)
        asked = choices(split)
        places = drafting.into_draft(split)
        return cls(
            **ImportView.of(session, row).model_dump(),
            found=split,
            choices=list(asked),
            answers=cast("dict[str, State]", drafting.answers_of(row)),
            into_draft=[ref for ref in asked if ref in places],
        )


class ImportList(BaseModel):
    """What has been brought into a case, the newest first."""

    items: list[ImportView]
