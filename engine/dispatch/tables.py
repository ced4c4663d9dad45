"""5 goes out: one row per recipient and sending."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from engine.db import instant, new_id
from engine.organisations.tables import one_of

WAYS = ("email", "print_service", "post", "internal_post", "by_hand")
STATES = ("queued", "sending", "sent", "refused", "bounced", "received")
"""In line, handed over just now, gone, refused for good, come back, acknowledged by its recipient."""
UNSETTLED = text("state NOT IN ('sent', 'received') AND replaced_by IS NULL")


class Dispatch(SQLModel, table=True):
    """Expediering: an extract on its way to one recipient, by one way.

    A row is never written over by another sending: one that is sent again keeps its row and names the new one.
    """

    __table_args__ = (
        one_of("way", WAYS),
        one_of("state", STATES),
        Index("ix_dispatch_paragraph_id", "paragraph_id", "position"),
        Index("ix_dispatch_case_id", "case_id"),
        Index("ix_dispatch_unsettled", "organisation_id", "id", sqlite_where=UNSETTLED, postgresql_where=UNSETTLED),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    body_id: UUID = Field(foreign_key="body.id")
    secrecy: str = "open"
    case_id: UUID = Field(foreign_key="case_file.id")
    paragraph_id: UUID = Field(foreign_key="paragraph.id")
    record_id: UUID | None = Field(default=None, foreign_key="record.id", index=True)
    """The extract."""
    position: int
    """The recipient's place in the §."""
    recipient: str
    """The literal text of the decision."""
    purpose: str
    way: str
    address: str | None = None
    state: str = "queued"
    sha256: str | None = None
    """Of the very PDF that went; None until it has."""
    message_id: str | None = None
    """The mail's Message-ID: the same at every try, so that a recipient's server can tell a repeat."""
    link: bytes | None = Field(default=None, sa_column=Column(LargeBinary, unique=True))
    """For a secret matter: hash of the link that the mail holds in place of the PDF, good until `link_until`."""
    link_until: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    attempts: int = 0
    ambiguous: int = 0
    """Tries of which nobody knows whether they arrived: the line was cut after the mail had been handed over."""
    answer: str | None = Field(default=None, sa_type=Text)
    """What the other side said last, or why it came back."""
    at: datetime = Field(sa_column=instant())
    claimed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    sent_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    received_on: date | None = None
    received_by: str | None = None
    reason: str | None = Field(default=None, sa_type=Text)
    """Why it was sent again."""
    replaced_by: UUID | None = Field(default=None, foreign_key="dispatch.id", index=True)
