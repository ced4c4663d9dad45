"""Reading what is secret leaves a trace, written before the answer is sent."""

from collections.abc import Iterable
from typing import Literal, Protocol
from uuid import UUID

from api.door import Asked
from engine import registry
from engine.cases.tables import Case, Record


class Listed(Protocol):
    """A row of a list, or its view."""

    id: UUID
    secrecy: str


def read(who: Asked, subject: Case | Record) -> None:
    """Notes in the organisation's access stream that something secret is read; open things leave no trace."""
    if subject.secrecy == "secret":
        with who.house.database.write() as session:
            registry.note_reading(session, who.actor, subject, who.now)


def listed(who: Asked, kind: Literal["case", "record"], rows: Iterable[Listed]) -> None:
    """Notes there, as one entry, which of the rows of a list are secret; a list of open things leaves no trace."""
    if secret := [row.id for row in rows if row.secrecy == "secret"]:
        with who.house.database.write() as session:
            registry.note_listing(session, who.actor, kind, secret, who.now)
