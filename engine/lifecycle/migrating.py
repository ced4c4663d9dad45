"""Running cases are moved to the diagrams deployed last: a dry run first, then each case in a transaction of its own.

What has been deployed since a case began changes nothing for it until somebody moves it. A case is *safe* when it can
go on as if nothing had happened; *by hand* when a step that was done has gone from the new diagram, which a person
must say is in order; *blocked* when it cannot go on by the new diagram from where it stands, with the reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select, update
from sqlmodel import Session, col

from engine.acts import note
from engine.cases.tables import Case
from engine.db import Database, found
from engine.errors import DnrError, Overtaken
from engine.journal import Act
from engine.lifecycle.bundles import Bundle
from engine.lifecycle.deployments import latest
from engine.lifecycle.moving import CannotMove, move
from engine.lifecycle.runtime import Engine
from engine.lifecycle.tables import ProcessMove, Task, process
from engine.statements import Prepared

Sort = Literal["safe", "by_hand", "blocked"]
PLANNED_MAX: Final = 10_000
"""Most processes in one plan."""


class NeedsAPerson(DnrError):
    """A step that was done has gone from the new diagram, so a person must say that the case may be moved."""


@dataclass(frozen=True)
class Planned:
    """A process that runs by older diagrams, and whether it can be moved."""

    process_id: UUID
    case_id: UUID | None
    sort: Sort
    element: str
    """What stands in the way, by its id in the diagram; empty when nothing does."""
    reason: str


LOCK = Prepared(
    select(process.c.case_id, process.c.organisation_id, process.c.key, process.c.sha, process.c.rev, process.c.state)
    .where(process.c.id == bindparam("process", type_=Uuid), process.c.status == "running")
    .with_for_update()
)
SHIFT = Prepared(
    update(process)
    .where(process.c.id == bindparam("process", type_=Uuid), process.c.rev == bindparam("seen"))
    .values(rev=process.c.rev + 1, sha=bindparam("new"), state=bindparam("after"), state_before=None)
)


def plan(session: Session, engine: Engine, organisation_id: UUID, key: str) -> list[Planned]:
    """The running processes of a kind that do not follow the diagrams deployed last, each with its sort; moves none.

    NotFound when nothing has been deployed for the kind.
    """
    newest = found(latest(session, organisation_id, key), key=key)
    new = engine.bundles.get(session, newest)
    wanted = (
        select(process.c.id, process.c.case_id, process.c.sha, process.c.state)
        .where(
            process.c.organisation_id == organisation_id,
            process.c.key == key,
            process.c.status == "running",
            process.c.sha != newest,
        )
        .order_by(process.c.id)
        .limit(PLANNED_MAX)
    )
    rows = session.connection().execute(wanted).all()
    gone = {one: sorted(steps) for one, steps in gone_steps(session, [row.id for row in rows], new)}
    return [
        sorted_out(row.id, row.case_id, row.state, engine.bundles.get(session, row.sha), new, gone.get(row.id, []))
        for row in rows
    ]


def sorted_out(
    process_id: UUID, case_id: UUID | None, state: bytes, old: Bundle, new: Bundle, gone: list[str]
) -> Planned:
    """One process with its sort; it is moved in memory to know."""
    try:
        move(state, old, new)
    except CannotMove as why:
        return Planned(process_id, case_id, "blocked", str(why.facts["element"]), str(why.facts["reason"]))
    if gone:
        return Planned(process_id, case_id, "by_hand", gone[0], "a step that was done has gone")
    return Planned(process_id, case_id, "safe", "", "")


def gone_steps(session: Session, processes: list[UUID], new: Bundle) -> Iterator[tuple[UUID, set[str]]]:
    """Per process, the steps that somebody has done in it and that the new diagrams do not have."""
    known = [step.id for step in new.steps]
    for start in range(0, len(processes), 500):
        some = processes[start : start + 500]
        wanted = (
            select(col(Task.process_id), col(Task.step))
            .where(col(Task.process_id).in_(some), col(Task.done_by).is_not(None), col(Task.step).not_in(known))
            .distinct()
        )
        found_here: dict[UUID, set[str]] = {}
        for process_id, step in session.connection().execute(wanted):
            found_here.setdefault(process_id, set()).add(step)
        yield from found_here.items()


def migrate(session: Session, engine: Engine, act: Act, process_id: UUID, *, by_hand: bool = False) -> bool:
    """Moves one process to the diagrams deployed last; False when it follows them already.

    Consequences: the process is stored anew with its case's next revision and one journal entry, how it was stored
    before is kept, its waiting steps get the names that they have now, and the step before can no longer be undone.
    Raises `NotFound`, `CannotMove`, and `NeedsAPerson` unless `by_hand` says that a person has looked.
    """
    row = found(LOCK.run(session, {"process": process_id}).first(), process=str(process_id))
    case_id, organisation_id, key, sha, rev, state = row
    if organisation_id != act.organisation_id:
        found(None, process=str(process_id))
    newest = found(latest(session, organisation_id, key), key=key)
    if sha == newest:
        return False
    new = engine.bundles.get(session, newest)
    moved = move(state, engine.bundles.get(session, sha), new)
    gone = sorted(next((steps for _, steps in gone_steps(session, [process_id], new)), ()))
    if gone and not by_hand:
        raise NeedsAPerson(step=gone[0])
    written = SHIFT.run(session, {"process": process_id, "seen": rev, "new": newest, "after": moved})
    if written.rowcount != 1:
        raise Overtaken(process=rev)
    session.add(
        ProcessMove(
            process_id=process_id, from_sha=sha, to_sha=newest, state_before=state, by_name=act.name, at=act.now
        )
    )
    rename_waiting(session, process_id, new)
    if case_id is not None:
        case = found(session.get(Case, case_id, with_for_update=True), case=str(case_id))
        note(session, case, act, "process:moved", {"from": sha, "to": newest, "gone": gone})
    session.flush()
    return True


def rename_waiting(session: Session, process_id: UUID, new: Bundle) -> None:
    """Gives the waiting steps the names that they have in the new diagrams."""
    waiting = select(Task).where(col(Task.process_id) == process_id, col(Task.done_at).is_(None))
    for task in session.execute(waiting).scalars():
        task.name = new.step(task.step).name
        session.add(task)


@dataclass(frozen=True)
class Moved:
    """What came of moving many: how many were moved, and those that were left with the reason."""

    moved: int
    left: tuple[Planned, ...]


def migrate_all(database: Database, engine: Engine, act: Act, key: str) -> Moved:
    """Moves every process of a kind that is safe, each in a transaction of its own; a second run takes up the rest."""
    with database.read() as session:
        planned = plan(session, engine, act.organisation_id, key)
    moved = 0
    for one in planned:
        if one.sort == "safe":
            with database.write() as session:
                moved += migrate(session, engine, act, one.process_id)
    return Moved(moved, tuple(one for one in planned if one.sort != "safe"))
