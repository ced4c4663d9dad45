"""2 prepared: the drafts an officer writes, and their versions."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from engine.db import instant, new_id


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
    approved_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    finished_on: date | None = None
    record_id: UUID | None = Field(default=None, foreign_key="record.id", index=True)
    versions: int = 0


class DraftVersion(SQLModel, table=True):
    """The whole draft as it was saved: sections as cleaned HTML, and what becomes data in the §."""

    __tablename__ = "draft_version"

    draft_id: UUID = Field(foreign_key="draft.id", primary_key=True)
    version: int = Field(primary_key=True)
    author_id: UUID = Field(foreign_key="user_account.id")
    at: datetime = Field(sa_column=instant())
    content: str = Field(sa_type=Text)
    """`ReportForm` as JSON, its HTML cleaned."""
