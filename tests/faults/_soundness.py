"""Whether everything that is kept agrees: journals, processes, tasks, records, numbers, outbox and answers."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel, col

from engine import files, seals
from engine.cases.tables import Case, Record, RecordFile
from engine.db import Counter as Series
from engine.db import Database
from engine.jobs import Outbox
from engine.journal import JournalEntry
from engine.lifecycle.machine import Machine
from engine.lifecycle.runtime import Engine
from engine.lifecycle.tables import Task, process
from engine.meetings.tables import Paragraph
from engine.requests import KeptAnswer
from engine.search import SearchEntry

RENDERED = ("confirmation", "referral", "report", "extract")
"""Records whose document a job makes."""


def counts(session: Session) -> dict[str, int]:
    """How many rows every table has."""
    tables = sorted(SQLModel.metadata.tables.values(), key=lambda one: one.name)
    return {one.name: session.execute(select(func.count()).select_from(one)).scalar_one() for one in tables}


def faults(database: Database, store: Path, moving: Engine) -> list[str]:
    """Everything that does not agree; the journals are proved, which raises when they cannot be."""
    with database.read() as session:
        seals.verify_all(session)
        return [*of_processes(session, moving), *of_numbers(session), *of_records(session, store), *of_acts(session)]


def of_processes(session: Session, moving: Engine) -> Iterator[str]:
    """A process has moved once for each act, and what it waits for is what its task rows wait for."""
    for row in session.execute(select(process)).all():
        machine = Machine.restore(moving.bundles.get(session, row.sha), row.state, lambda *_: {})
        rows = session.execute(
            select(col(Task.id)).where(col(Task.process_id) == row.id, col(Task.done_at).is_(None))
        ).scalars()
        if {waiting.id for waiting in machine.waiting} != set(rows):
            yield f"process {row.id}: its tasks are not those that wait"
        tags = col(JournalEntry.tag).in_(["task:completed", "timer:fired"])
        moved = select(func.count()).where(col(JournalEntry.stream_id) == row.case_id, tags)
        if session.execute(moved).scalar_one() != row.rev:
            yield f"process {row.id}: moved {row.rev} times, which is not what the journal tells"


def of_numbers(session: Session) -> Iterator[str]:
    """Every series is taken from 1 without a gap or a double up to where its counter stands."""
    taken: Counter[str] = Counter()
    for case in session.execute(select(Case)).scalars():
        taken["dnr"] += 1
        taken["motion"] += case.sub_number is not None
    decided = select(col(Paragraph.number)).where(col(Paragraph.number).is_not(None)).order_by(col(Paragraph.number))
    numbers = list(session.execute(decided).scalars())
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"§§ {numbers}"
    taken["paragraph"] = len(numbers)
    for series in session.execute(select(Series)).scalars():
        kind = series.series.partition(":")[0]
        if series.next - 1 != taken[kind]:
            yield f"series {series.series}: {series.next - 1} taken, {taken[kind]} used"
    dnrs = session.execute(select(col(Case.dnr))).scalars().all()
    if sorted(int(dnr.partition("-")[0]) for dnr in dnrs) != list(range(1, len(dnrs) + 1)):
        yield f"dnr {sorted(dnrs)}"


def of_records(session: Session, store: Path) -> Iterator[str]:
    """Records are numbered within their case, each that is made here has one job, and each file is in the store."""
    records = session.execute(select(Record)).scalars().all()
    for case in session.execute(select(Case)).scalars():
        numbers = sorted(record.number or 0 for record in records if record.case_id == case.id)
        if numbers != list(range(1, case.records + 1)):
            yield f"{case.dnr}: records {numbers} of {case.records}"
    jobs = [json.loads(job.payload) for job in session.execute(select(Outbox)).scalars() if job.kind == "render"]
    asked = Counter(job.get("record") for job in jobs)
    made = Counter(str(record.id) for record in records if record.kind in RENDERED)
    if asked != made:
        yield f"jobs {asked - made} without record, records {made - asked} without job"
    for file in session.execute(select(RecordFile)).scalars():
        if len(files.read(store, file.organisation_id, file.sha256)) != file.size:
            yield f"file {file.sha256}: not of its size"


def of_acts(session: Session) -> Iterator[str]:
    """Every case can be found, and every kept answer is whole."""
    cases = session.execute(select(func.count()).select_from(Case)).scalar_one()
    if session.execute(select(func.count()).select_from(SearchEntry)).scalar_one() != cases:
        yield "a case that cannot be found"
    for kept in session.execute(select(KeptAnswer)).scalars():
        if kept.status not in (200, 201) or not kept.body:
            yield f"an answer of {kept.status} is kept"
