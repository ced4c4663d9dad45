"""2 prepared: the drafts an officer writes, their working copies and versions, and who writes in them now."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from engine.db import instant, new_id
from engine.organisations.tables import one_of

WHYS = ("saved", "handed_in", "replies", "restored", "kept", "imported")
"""Why a version was made; `kept` is what somebody had not saved when another took over or handed in."""
KINDS = ("paragraph", "report", "opinion", "letter")
"""What an imported file may be."""
NOTICES = ("taken_over", "asked")


class Draft(SQLModel, table=True):
    """A report, opinion or other document in the making. Not an official record until it is finished (TF 2:12)."""

    __table_args__ = (UniqueConstraint("case_id", "kind", "round"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case_file.id")
    organisation_id: UUID = Field(foreign_key="organisation.id")
    body_id: UUID = Field(foreign_key="body.id")
    secrecy: str = "open"
    kind: str
    round: int = 1
    """A case that is referred back gets a new round; the old report stays as it was decided on."""
    author_id: UUID = Field(foreign_key="user_account.id")
    handed_in: bool = False
    """Whether it lies with those who approve it; then nobody writes on it."""
    reviewed_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    approved_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    finished_on: date | None = None
    record_id: UUID | None = Field(default=None, foreign_key="record.id", index=True)
    versions: int = 0
    rev: int = 0
    """Moves whenever the text does: at every saving of the working copy and every version. The draft's ETag."""
    unsaved: bool = False
    """Whether the working copy holds something that no version does."""
    holder_id: UUID | None = Field(default=None, foreign_key="user_account.id")
    """Who writes now (the lease). It counts until it has rested for as long as `rules.writing` says."""
    held_since: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    renewed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class DraftCopy(SQLModel, table=True):
    """The working copy: what is written now, saved as one types. Written over; what is to last becomes a version."""

    __tablename__ = "draft_copy"

    draft_id: UUID = Field(foreign_key="draft.id", primary_key=True)
    author_id: UUID = Field(foreign_key="user_account.id")
    at: datetime = Field(sa_column=instant())
    content: str = Field(sa_type=Text)
    """`CopyForm` as JSON, its HTML cleaned."""


class DraftVersion(SQLModel, table=True):
    """The whole draft as it was saved: sections as cleaned HTML, and what becomes data in the §. Never changed."""

    __tablename__ = "draft_version"
    __table_args__ = (one_of("why", WHYS),)

    draft_id: UUID = Field(foreign_key="draft.id", primary_key=True)
    version: int = Field(primary_key=True)
    author_id: UUID = Field(foreign_key="user_account.id")
    at: datetime = Field(sa_column=instant())
    why: str
    note: str | None = None
    """What the author says of it, in a line."""
    restored: int | None = None
    """The older version that it repeats."""
    changed: str
    """The parts that differ from the version before, as JSON: section keys, `title`, `proposal` and the like."""
    content: str = Field(sa_type=Text)
    """`ReportForm` as JSON, its HTML cleaned; `CopyForm` when it was saved before it was whole."""


class DraftNotice(SQLModel, table=True):
    """What somebody who writes is told: that another has taken over, or asks to write."""

    __tablename__ = "draft_notice"
    __table_args__ = (
        one_of("kind", NOTICES),
        Index("ix_draft_notice_user_id_draft_id", "user_id", "draft_id"),
        Index("ix_draft_notice_draft_id", "draft_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    draft_id: UUID = Field(foreign_key="draft.id")
    user_id: UUID = Field(foreign_key="user_account.id")
    kind: str
    by_id: UUID = Field(foreign_key="user_account.id")
    at: datetime = Field(sa_column=instant())
    version: int | None = None
    """The version that what was not saved was kept as."""
    seen_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class DraftImport(SQLModel, table=True):
    """What was found in a file that somebody has brought in, until it is taken or left. Working material, no record."""

    __tablename__ = "draft_import"
    __table_args__ = (one_of("kind", KINDS),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    author_id: UUID = Field(foreign_key="user_account.id")
    at: datetime = Field(sa_column=instant())
    filename: str
    """What the file was called; "" for what was pasted."""
    content: str = Field(sa_type=Text)
    """`Split` as JSON: the whole text with what was found in it."""
    answers: str = Field(default="{}", sa_type=Text)
    """What is taken and left, as JSON: name → taken, left or written."""
    asked: int
    """How many things there are to take or leave."""
    kind: str
    """The kind of document: what the file looks like, or what somebody has said instead."""
    meeting_day: date | None = None
    """Of a §: the day of its meeting, which the § itself does not tell."""
