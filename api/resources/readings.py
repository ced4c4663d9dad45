"""Reading what is secret leaves a trace, written before the answer is sent."""

from api.door import Asked
from engine import registry
from engine.cases.tables import Case, Record


def read(who: Asked, subject: Case | Record) -> None:
    """Notes in the organisation's access stream that something secret is read; open things leave no trace."""
    if subject.secrecy == "secret":
        with who.house.database.write() as session:
            registry.note_reading(session, who.actor, subject, who.now)
