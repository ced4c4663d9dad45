"""What every room shares: the case, its records, and what hangs on them.

Protected tables carry the same access columns (`organisation_id, body_id, secrecy, case_id`), which is all
that `access.visible` looks at. For a case, `case_id` is its own id.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from engine.db import instant, new_id
from engine.organisations.tables import one_of

KINDS = ("motion", "initiative", "audit_response", "board_matter")
OUTCOMES = (
    "approved",
    "rejected",
    "answered",
    "partly_approved",
    "referred_back",
    "tabled",
    "written_off",
    "withdrawn",
    "returned",
    "decided",
)
DIRECTIONS = ("incoming", "outgoing", "internal")
SECRECY = ("open", "secret")
VARIANTS = ("original", "masked")
WAYS_IN = ("post", "email", "by_hand", "at_meeting", "e_service", "fax", "internal", "imported")


class Case(SQLModel, table=True):
    """Ärende. `rev` is the number of acts on it and the head of its journal: one act, one entry, one revision."""

    __tablename__ = "case_file"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("secrecy", SECRECY),
        CheckConstraint("case_id = id", name="own_access_column"),
        UniqueConstraint("organisation_id", "dnr"),
        Index("ix_case_file_list", "organisation_id", "id"),
        Index("ix_case_file_open", "organisation_id", "closed_on", "id"),
        Index("ix_case_file_kind", "organisation_id", "kind", "id"),
        Index("ix_case_file_body", "organisation_id", "body_id", "id"),
        Index("ix_case_file_officer", "officer_id", "id"),
        Index("ix_case_file_sender", "organisation_id", "sender", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID
    organisation_id: UUID = Field(foreign_key="organisation.id")
    body_id: UUID = Field(foreign_key="body.id")
    secrecy: str = "open"
    diary_id: UUID = Field(foreign_key="diary.id")
    kind: str
    dnr: str
    title: str
    class_code: str | None = None
    sub_number: str | None = None
    """A number of the kind's own series: a motion's "3-2020"."""
    sender: str | None = None
    arrived_on: date
    raised_on: date | None = None
    decide_by: date | None = None
    """A motion's one-year day (KL 5:35); an audit's requested day."""
    officer_id: UUID | None = Field(default=None, foreign_key="user_account.id")
    outcome: str | None = None
    opened_at: datetime = Field(sa_column=instant())
    closed_on: date | None = None
    voided_reason: str | None = None
    records: int = 0
    """How many records have got a running number; the next is one more."""
    provision: str | None = None
    marked_on: date | None = None
    marked_by: str | None = None
    reconsider_on: date | None = None
    rev: int = 0
    head: bytes = Field(default=b"", sa_type=LargeBinary)


class CaseParty(SQLModel, table=True):
    """Who may see a case besides those whose body it is: a person with an account, or a body it was sent to."""

    __tablename__ = "case_party"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (body_id IS NULL)", name="one_party"),
        Index("ix_case_party_user_id_case_id", "user_id", "case_id"),
        Index("ix_case_party_body_id_case_id", "body_id", "case_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    user_id: UUID | None = Field(default=None, foreign_key="user_account.id")
    body_id: UUID | None = Field(default=None, foreign_key="body.id")
    reason: str


class Mover(SQLModel, table=True):
    """Motionär or initiator, as named in the document, with the person when it is one of ours."""

    __table_args__ = (Index("ix_mover_case_id_position", "case_id", "position"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case_file.id")
    position: int
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    name: str
    party: str | None = None


class Clause(SQLModel, table=True):
    """Att-sats of a motion, numbered from 1."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    number: int
    text: str = Field(sa_type=Text)
    outcome: str | None = None


class Relation(SQLModel, table=True):
    """Samband between two cases, shown from both."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    other_id: UUID = Field(foreign_key="case_file.id", index=True)
    kind: str
    at: datetime = Field(sa_column=instant())
    ended_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Watch(SQLModel, table=True):
    """Bevakning: somebody is to look at the case on a day."""

    __table_args__ = (Index("ix_watch_owner_id_due_on", "owner_id", "due_on", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    body_id: UUID = Field(foreign_key="body.id")
    secrecy: str = "open"
    owner_id: UUID = Field(foreign_key="user_account.id")
    due_on: date
    text: str
    done_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Record(SQLModel, table=True):
    """Handling (OSL 5:2). Three days are kept apart: received, registered, and the document's own.

    `number` runs within the case. A record may lie in the diary without a case; it then has a dnr of its own.
    """

    __table_args__ = (
        one_of("direction", DIRECTIONS),
        one_of("secrecy", SECRECY),
        UniqueConstraint("case_id", "number"),
        UniqueConstraint("organisation_id", "dnr"),
        Index("ix_record_list", "organisation_id", "id"),
        Index("ix_record_registered", "organisation_id", "registered_on", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    body_id: UUID = Field(foreign_key="body.id")
    secrecy: str = "open"
    case_id: UUID | None = Field(default=None, foreign_key="case_file.id")
    number: int | None = None
    dnr: str | None = None
    direction: str
    kind: str
    """What it is: `motion`, `confirmation`, `report`, `extract`, `file_note`, `letter` …"""
    title: str
    correspondent: str | None = None
    """From whom it came, or to whom it went."""
    received_on: date | None = None
    registered_on: date
    registered_at: datetime = Field(sa_column=instant())
    document_date: date | None = None
    way_in: str | None = None
    paper_location: str | None = None
    text: str | None = Field(default=None, sa_type=Text)
    """A file note's own text (cleaned HTML)."""
    provision: str | None = None
    marked_on: date | None = None
    marked_by: str | None = None
    reconsider_on: date | None = None
    own_mark: bool = False
    """Whether the mark is the record's own; else it is its case's, and comes and goes with it."""
    voided_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    voided_reason: str | None = None
    rev: int = 0
    head: bytes = Field(default=b"", sa_type=LargeBinary)
    """A record without a case has a journal stream of its own; within a case the case's stream tells."""


class RecordFile(SQLModel, table=True):
    """A file of a record: the bytes lie in the file store under their sha256."""

    __tablename__ = "record_file"
    __table_args__ = (
        UniqueConstraint("record_id", "position"),
        one_of("variant", VARIANTS),
        Index("ix_record_file_sha256", "organisation_id", "sha256"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    record_id: UUID = Field(foreign_key="record.id")
    organisation_id: UUID = Field(foreign_key="organisation.id")
    position: int
    filename: str
    media_type: str
    size: int
    sha256: str
    variant: str = "original"
    """A masked version stands beside its original, and is what others may have."""
    marked: bool = False
    """Whether passages in it are marked as secret: only those may open it who may read such passages."""
    made_with: str | None = Field(default=None, sa_type=Text)
    """For what we render: profile version, template hash and library versions, as JSON."""
    at: datetime = Field(sa_column=instant())
