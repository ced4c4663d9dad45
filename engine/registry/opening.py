"""How an act gets hold of a record: its case is locked first, and the entry goes to the stream that tells of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from engine.access import Actor, visible
from engine.acts import note, open_case
from engine.cases.tables import Case, Record
from engine.db import found
from engine.errors import Stale
from engine.journal import Act, Value
from engine.journal import record as write


@dataclass(frozen=True)
class Opened:
    """A record locked for an act, with its case when it lies in one."""

    record: Record
    case: Case | None

    def tell(
        self,
        session: Session,
        act: Act,
        tag: str,
        facts: Mapping[str, Value],
        personal: Mapping[str, Value] | None = None,
    ) -> None:
        """Saves the record and writes the act's one entry: on the case's stream, else on the record's own."""
        named: dict[str, Value] = {"record": str(self.record.id), "number": self.record.number, **facts}
        session.add(self.record)
        if self.case is not None:
            note(session, self.case, act, tag, named, personal)
        else:
            write(session, "record", self.record, act, tag, named, personal)
        session.flush()


def open_record(session: Session, actor: Actor, record_id: UUID, if_match: int | None = None) -> Opened:
    """Locks a record for an act, its case before it. NotFound when it is hidden.

    `if_match` is the revision of the case, or of a record that lies in none; Stale when it has moved, or when the
    record was moved to another case meanwhile.
    """
    mine = (col(Record.id) == record_id, visible(actor, Record))
    case_id = found(session.exec(select(Record.id, Record.case_id).where(*mine)).first(), record=str(record_id))[1]
    case = open_case(session, actor, case_id, if_match) if case_id else None
    locked = select(Record).where(*mine).with_for_update(of=Record).execution_options(populate_existing=True)
    record = found(session.exec(locked).first(), record=str(record_id))
    if record.case_id != case_id:
        raise Stale(record=str(record_id))
    if case is None and if_match is not None and record.rev != if_match:
        raise Stale(seen=if_match, now=record.rev)
    return Opened(record, case)


def find_case(session: Session, actor: Actor, key: str, field: str) -> UUID:
    """The id of a case that the actor sees, named by dnr or id. NotFound otherwise; `field` is what named it."""
    try:
        wanted = col(Case.id) == UUID(key)
    except ValueError:
        wanted = col(Case.dnr) == key
    row = session.exec(select(Case.id).where(visible(actor, Case), wanted)).first()
    return found(row, **{field: key})
