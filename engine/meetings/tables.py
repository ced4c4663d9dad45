"""3 decided: meetings, who was there, and what was decided under each §."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from engine.db import instant, new_id
from engine.organisations.tables import one_of

POINT_KINDS = ("own", "to_council", "assignment")


class Meeting(SQLModel, table=True):
    """Sammanträde of a body. Its row carries the head of the meeting's journal."""

    __table_args__ = (UniqueConstraint("body_id", "day", "starts"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    body_id: UUID = Field(foreign_key="body.id")
    day: date
    starts: str
    """Local time, "10.00"."""
    place: str
    closed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    rev: int = 0
    head: bytes = Field(default=b"", sa_type=LargeBinary)


class Attendance(SQLModel, table=True):
    """Who was there: serving (as member or for an absent member), or present without vote."""

    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        one_of("part", ("member", "serving_substitute", "present")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    meeting_id: UUID = Field(foreign_key="meeting.id")
    person_id: UUID = Field(foreign_key="person.id")
    part: str
    serving_for_id: UUID | None = Field(default=None, foreign_key="person.id")
    presides: bool = False


class MeetingMoment(SQLModel, table=True):
    """Something that changed who sits: somebody left or came, another took the chair, the meeting was adjourned."""

    __tablename__ = "meeting_moment"
    __table_args__ = (
        one_of("kind", ("left", "arrived", "presides", "adjourned", "resumed")),
        Index("ix_meeting_moment_meeting_id", "meeting_id", "at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    meeting_id: UUID = Field(foreign_key="meeting.id")
    at: datetime = Field(sa_column=instant())
    kind: str
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    substitute_id: UUID | None = Field(default=None, foreign_key="person.id")
    disqualification: bool = False


class Paragraph(SQLModel, table=True):
    """A § of the minutes. `facts` is the recorded beslutsgång as `rules.procedure` reads it."""

    __table_args__ = (
        UniqueConstraint("body_id", "year", "number"),
        Index("ix_paragraph_case_id", "case_id"),
        Index("ix_paragraph_meeting_id", "meeting_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    body_id: UUID = Field(foreign_key="body.id")
    secrecy: str = "open"
    case_id: UUID | None = Field(default=None, foreign_key="case_file.id")
    meeting_id: UUID = Field(foreign_key="meeting.id")
    year: int
    number: int | None = None
    """None while it is only on the agenda."""
    label: str | None = None
    """"§ 113" as the profile formats it."""
    title: str
    draft_id: UUID | None = Field(default=None, foreign_key="draft.id", index=True)
    prepared: str | None = Field(default=None, sa_type=Text)
    """Who is not there at the item, who leads it and what is proposed, as a form; until it is decided."""
    facts: str | None = Field(default=None, sa_type=Text)
    outcome: str | None = None
    decided_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    verified_on: date | None = None
    immediate: bool = False
    """Verified at the meeting, shown there in writing."""
    remark: str | None = Field(default=None, sa_type=Text)
    """Printed with the verification: why it was late, or what a verifier noted."""
    record_id: UUID | None = Field(default=None, foreign_key="record.id", index=True)
    """The extract, once it is made."""


class ItemEvent(SQLModel, table=True):
    """Something that happened at an item, as it was recorded at the table. Its id is its recorder's own."""

    __tablename__ = "item_event"
    __table_args__ = (UniqueConstraint("paragraph_id", "position"),)

    id: UUID = Field(primary_key=True)
    paragraph_id: UUID = Field(foreign_key="paragraph.id")
    position: int
    kind: str
    form: str = Field(sa_type=Text)
    at: datetime = Field(sa_column=instant())
    by_id: UUID = Field(foreign_key="user_account.id")
    undone_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    """Set when it was recorded by mistake; then it counts no more."""


class DecisionPoint(SQLModel, table=True):
    """Beslutspunkt with its outcome."""

    __tablename__ = "decision_point"
    __table_args__ = (one_of("kind", POINT_KINDS),)

    paragraph_id: UUID = Field(foreign_key="paragraph.id", primary_key=True)
    number: int = Field(primary_key=True)
    origin: int = 0
    """The point of the standing proposal that it comes from, 0 for an addition."""
    kind: str
    text: str = Field(sa_type=Text)
    outcome: str
    assigned_to: str | None = None
    report_by: date | None = None


class Reservation(SQLModel, table=True):
    """Reservation (KL 4:27): each by name, against all points or some."""

    paragraph_id: UUID = Field(foreign_key="paragraph.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    points: str = ""
    announced_at: datetime = Field(sa_column=instant())
    text: str | None = Field(default=None, sa_type=Text)
    annex: int | None = None


class Verifier(SQLModel, table=True):
    """Justerare: who certified the §, in the order they stand under it."""

    paragraph_id: UUID = Field(foreign_key="paragraph.id", primary_key=True)
    position: int = Field(primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")


class Recipient(SQLModel, table=True):
    """Whom the extract goes to: the literal text decided in the §, with an address when there is one."""

    __table_args__ = (one_of("purpose", ("action", "information", "service", "report_back")),)

    paragraph_id: UUID = Field(foreign_key="paragraph.id", primary_key=True)
    position: int = Field(primary_key=True)
    text: str
    purpose: str = "information"
    address: str | None = None
