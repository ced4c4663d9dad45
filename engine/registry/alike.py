"""What is in the register already that has to do with what has come in: possible duplicates, and earlier senders.

Only what the actor sees is looked through, so a secret case is never told of by what resembles it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal
from uuid import UUID

from sqlmodel import Session, col, select

from engine import search
from engine.access import Actor, visible
from engine.cases.tables import Case, Record, RecordFile
from engine.organisations.tables import Body, Diary
from engine.registry.unpacking import Hint

SHOWN: Final = 5
LOOKED_AT: Final = 50
"""So many cases that have the words somewhere are looked at."""
NEAR: Final = timedelta(days=60)
"""Within so many days the same sender may have sent the same thing twice."""
SENDERS_FROM: Final = 500
"""So many of the newest cases tell who the earlier senders are."""
Why = Literal["file", "title", "sender"]


@dataclass(frozen=True)
class Alike:
    """A case or record that may be the same as what has come in, and why it is thought so."""

    case_id: UUID | None
    record_id: UUID | None
    dnr: str
    title: str
    day: date
    why: tuple[Why, ...]


def possible_duplicates(
    session: Session,
    actor: Actor,
    *,
    title: str = "",
    sender: str = "",
    day: date | None = None,
    hashes: Sequence[str] = (),
) -> list[Alike]:
    """What the actor sees that holds one of the files, is about the same, or came from the same sender at that time.

    At most five, the surest first; three statements.
    """
    found: dict[UUID, Alike] = {}
    for why, some in (
        ("file", same_file(session, actor, hashes)),
        ("title", same_title(session, actor, title)),
        ("sender", same_sender(session, actor, sender, day)),
    ):
        for one in some:
            key = one.case_id or one.record_id
            before = found.get(key) if key else None
            if key and before is None:
                found[key] = one
            elif key and before is not None and why not in before.why:
                found[key] = Alike(**{**vars(before), "why": (*before.why, why)})
    ordered = sorted(found.values(), key=lambda one: ("file" not in one.why, -len(one.why)))
    return [one for one in ordered if one.why != ("sender",) or not title][:SHOWN]


def same_file(session: Session, actor: Actor, hashes: Sequence[str]) -> list[Alike]:
    """Records that hold a file with the same content."""
    if not hashes:
        return []
    wanted = (
        select(Record, Case)
        .join(RecordFile, col(RecordFile.record_id) == col(Record.id))
        .outerjoin(Case, (col(Case.id) == col(Record.case_id)) & visible(actor, Case))
        .where(
            col(RecordFile.organisation_id) == actor.organisation_id,
            col(RecordFile.sha256).in_(hashes),
            visible(actor, Record),
        )
        .order_by(col(Record.id).desc())
        .limit(SHOWN)
    )
    return [of_record(record, case) for record, case in session.exec(wanted)]


def of_record(record: Record, case: Case | None) -> Alike:
    """A record that holds the file; `case` is None where it lies in none."""
    dnr = (case.dnr if case else record.dnr) or ""
    day = record.received_on or record.registered_on
    return Alike(case.id if case else None, record.id, dnr, record.title, day, ("file",))


def same_title(session: Session, actor: Actor, title: str) -> list[Alike]:
    """Cases whose titles have all the words of this title, in whatever form."""
    if len(search.asked_for(title)) < 2:
        return []
    ids = search.find(session, actor, title, LOOKED_AT)
    rows = session.exec(select(Case).where(col(Case.id).in_(ids), visible(actor, Case)).order_by(col(Case.id).desc()))
    wanted = set(search.words_of(title)) - search.UNSAID
    return [of_case(case, "title") for case in rows if wanted <= set(search.words_of(case.title))][:SHOWN]


def same_sender(session: Session, actor: Actor, sender: str, day: date | None) -> list[Alike]:
    """Cases from the same sender of about the same day."""
    if not sender or day is None:
        return []
    wanted = (
        select(Case)
        .where(
            visible(actor, Case),
            col(Case.sender) == sender,
            col(Case.arrived_on) >= day - NEAR,
            col(Case.arrived_on) <= day + NEAR,
        )
        .order_by(col(Case.id).desc())
        .limit(SHOWN)
    )
    return [of_case(case, "sender") for case in session.exec(wanted)]


def of_case(case: Case, why: Why) -> Alike:
    """A case that resembles."""
    return Alike(case.id, None, case.dnr, case.title, case.arrived_on, (why,))


def earlier_senders(session: Session, actor: Actor) -> list[str]:
    """Who has sent in what the actor sees, by name: senders of the newest cases."""
    newest = select(col(Case.sender)).where(visible(actor, Case)).order_by(col(Case.id).desc()).limit(SENDERS_FROM)
    return sorted({name for name in session.exec(newest) if name})


def by_the_sender(session: Session, actor: Actor, sender: str) -> list[Hint]:
    """Kind, class, body and diary of the newest case from the same sender that the actor sees, as hints."""
    if not sender:
        return []
    wanted = (
        select(Case.kind, Case.class_code, Body.slug, Diary.slug)
        .join(Body, col(Body.id) == col(Case.body_id))
        .join(Diary, col(Diary.id) == col(Case.diary_id))
        .where(visible(actor, Case), col(Case.sender) == sender)
        .order_by(col(Case.id).desc())
        .limit(1)
    )
    row = session.exec(wanted).first()
    if row is None:
        return []
    said = dict(zip(("kind", "class_code", "body", "diary"), row, strict=True))
    return [Hint(field, value, "sender") for field, value in said.items() if value]
