"""Cases from an older diary: a CSV file is checked as a whole and brought in as a whole, numbers kept as they were.

Nobody starts from an empty diary. A row keeps its dnr to the letter when the diary's pattern can read it, and the
diary's series goes on after the highest.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from pydantic import ValidationError
from sqlmodel import Session, col, select

from engine.access import POLICY, Actor, permit
from engine.cases.tables import Case, Record
from engine.db import new_id
from engine.errors import Stale
from engine.journal import Act, Value, record
from engine.organisations.profile import Profile
from engine.organisations.profiles import current_profile
from engine.organisations.setup import open_organisation, say
from engine.organisations.tables import Body, Diary, Organisation
from engine.registry.indexing import texts_of
from engine.registry.rows import ImportRow, Table, read_table
from engine.registry.series import Series, explain, go_on_from, of_diary, of_motions, readable, taken_until
from engine.registry.tables import SeriesNote
from engine.rules.calendar import legal_day
from engine.search import index_case

SHOWN_MAX: Final = 1000
"""Most faults that one report lists."""
ASKED_AT_ONCE: Final = 500
REASON: Final = "Numren är tagna i ett tidigare diarium"


@dataclass(frozen=True)
class RowFault:
    """What is wrong in the file: the line it stands on (the header is line 1; 0 for the file as a whole)."""

    line: int
    column: str | None
    reason: str


@dataclass(frozen=True)
class Report:
    """What came of an import. With any fault nothing was brought in."""

    rows: int
    """Rows without a fault."""
    faults: tuple[RowFault, ...]
    dry_run: bool
    more_faults: int = 0
    cases: tuple[UUID, ...] = ()
    """What was brought in, in the order of the file."""

    @property
    def brought_in(self) -> bool:
        """Whether the rows are cases now."""
        return bool(self.cases)


@dataclass(frozen=True)
class Diaries:
    """What rows may name, by slug and by name in lower case."""

    organisation: Organisation
    profile: Profile
    diaries: Mapping[str, Diary]
    bodies: Mapping[str, Body]
    today: date
    actor: Actor

    def motions(self, year: int) -> Series:
        """The series of motions in a year."""
        return of_motions(self.profile.formats.motion, year)


@dataclass
class Checked:
    """A row that fits, with what it names."""

    line: int
    row: ImportRow
    diary: Diary
    body: Body


@dataclass
class Checking:
    """The rows of a file as far as they have been checked."""

    fit: list[Checked] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    dnrs: dict[str, int] = field(default_factory=dict)
    motions: dict[str, int] = field(default_factory=dict)

    def fault(self, line: int, column: str | None, reason: str) -> None:
        """Notes a fault."""
        self.faults.append(RowFault(line, column, reason))


def read(session: Session, actor: Actor, content: bytes, now: datetime, *, dry_run: bool = True) -> Report:
    """Checks a CSV file of cases and, unless it is a dry run, brings all of them in; with a fault none of them.

    Columns are named in Swedish or English (`registry.rows.COLUMNS`); UTF-8 with or without BOM, UTF-16 with BOM or
    Latin-1; semicolon, comma or tab. Each case begins its journal with case:imported; the series of each diary goes on
    after the highest number, with a note; one entry on the organisation's journal. No process is started. Stale when
    somebody took one of the numbers meanwhile.
    """
    permit(actor, "case.register")
    permit(actor, "series.keep")
    table = read_table(content)
    organisation = session.get_one(Organisation, actor.organisation_id)
    known = diaries_of(session, organisation, actor, legal_day(now))
    checking = check(session, known, table)
    if checking.faults or dry_run:
        return report(checking, dry_run=dry_run)
    act = actor.act(now)
    organisation = open_organisation(session, actor.organisation_id)
    move_series(session, known, checking.fit, act)
    if any(taken(session, organisation.id, checking.dnrs, NUMBERED)):
        raise Stale(organisation=organisation.slug)
    cases = [case_of(one, now) for one in checking.fit]
    keep(session, cases, checking.fit, act)
    say(session, organisation, act, "cases:imported", {"cases": len(cases)})
    return Report(len(cases), (), dry_run=False, cases=tuple(case.id for case in cases))


def report(checking: Checking, *, dry_run: bool) -> Report:
    """What the check found, the faults in order of line."""
    faults = sorted(checking.faults, key=lambda one: one.line)
    bad = {fault.line for fault in faults}
    good = sum(one.line not in bad for one in checking.fit)
    return Report(good, tuple(faults[:SHOWN_MAX]), dry_run=dry_run, more_faults=max(0, len(faults) - SHOWN_MAX))


def diaries_of(session: Session, organisation: Organisation, actor: Actor, today: date) -> Diaries:
    """What the organisation has that rows may name."""
    _, profile = current_profile(session, organisation.id)
    diaries = session.exec(select(Diary).where(col(Diary.organisation_id) == organisation.id)).all()
    bodies = session.exec(select(Body).where(col(Body.organisation_id) == organisation.id)).all()
    return Diaries(
        organisation,
        profile,
        {key.casefold(): one for one in diaries for key in (one.name, one.slug)},
        {key.casefold(): one for one in bodies for key in (one.name, one.slug)},
        today,
        actor,
    )


def check(session: Session, known: Diaries, table: Table) -> Checking:
    """Every row by itself, against the rows before it, and against what is in the diary."""
    checking = Checking()
    for line, column, reason in table.faults:
        checking.fault(line, column, reason)
    for line, cells in table.rows:
        check_row(checking, known, table, line, cells)
    for column, numbers, where in (("dnr", checking.dnrs, NUMBERED), ("sub_number", checking.motions, MOTIONS)):
        for line, number in taken(session, known.organisation.id, numbers, where):
            checking.fault(line, table.heading(column), f"{number} is in the register already")
    return checking


def check_row(checking: Checking, known: Diaries, table: Table, line: int, cells: Mapping[str, str]) -> None:
    """One row: its cells, the diary and body it names, its numbers."""
    try:
        row = ImportRow.model_validate(cells)
    except ValidationError as fault:
        for one in fault.errors(include_url=False, include_input=False, include_context=False):
            column = table.heading(str(one["loc"][0])) if one["loc"] else None
            checking.fault(line, column, one["msg"].removeprefix("Value error, "))
        return
    diary, body = known.diaries.get(row.diary.casefold()), known.bodies.get(row.body.casefold())
    if diary is None:
        checking.fault(line, table.heading("diary"), "there is no diary with that name")
    if body is None:
        checking.fault(line, table.heading("body"), "there is no body with that name")
    if diary is None or body is None:
        return
    if diary.body_id not in (None, body.id):
        checking.fault(line, table.heading("diary"), "it is another body's diary")
    if not known.actor.holds(POLICY["case.register"].roles, body.id):
        checking.fault(line, table.heading("body"), "you do not register for it")
    for column, reason in faults_of(row, diary, known):
        checking.fault(line, table.heading(column), reason)
    once(checking, checking.dnrs, line, table.heading("dnr"), row.dnr)
    if row.sub_number:
        once(checking, checking.motions, line, table.heading("sub_number"), row.sub_number)
    checking.fit.append(Checked(line, row, diary, body))


def once(checking: Checking, seen: dict[str, int], line: int, column: str, number: str) -> None:
    """Notes a number, and the fault when an earlier row has it."""
    if number in seen:
        checking.fault(line, column, f"{number} stands on line {seen[number]} too")
    else:
        seen[number] = line


def faults_of(row: ImportRow, diary: Diary, known: Diaries) -> Iterator[tuple[str, str]]:
    """What is wrong with a row's numbers and days."""
    number = readable(diary.pattern).parse(row.dnr)
    if number is None:
        yield "dnr", f"the diary's pattern {diary.pattern} does not read it"
    elif number.year is not None and number.year > known.today.year:
        yield "dnr", "its year lies ahead"
    if row.sub_number and (
        row.kind != "motion" or known.motions(known.today.year).pattern.parse(row.sub_number) is None
    ):
        yield "sub_number", "not a motion's number in the organisation's format"
    if row.arrived_on > known.today:
        yield "arrived_on", "lies ahead"
    if row.closed_on and not row.arrived_on <= row.closed_on <= known.today:
        yield "closed_on", "before it arrived, or ahead"


NUMBERED: Final = (
    (Case.dnr, Case.organisation_id),
    (Record.dnr, Record.organisation_id),
    (SeriesNote.label, SeriesNote.organisation_id),
)
"""Where a dnr may be taken: by a case, by a record without one, or as a voided number."""
MOTIONS: Final = ((Case.sub_number, Case.organisation_id),)


def taken(
    session: Session, organisation_id: UUID, numbers: Mapping[str, int], where: Sequence[tuple[object, object]]
) -> Iterator[tuple[int, str]]:
    """The lines whose number is in the register already, with the number."""
    asked = list(numbers)
    for start in range(0, len(asked), ASKED_AT_ONCE):
        some = asked[start : start + ASKED_AT_ONCE]
        for column, owner in where:
            there = select(col(column)).where(col(owner) == organisation_id, col(column).in_(some))
            for number in session.connection().execute(there).scalars():
                yield numbers[str(number)], str(number)


def move_series(session: Session, known: Diaries, rows: Sequence[Checked], act: Act) -> None:
    """Lets each series go on after the highest number that is brought in, unless it is past it already.

    The counter of motions is locked before those of diaries, as when a motion is registered.
    """
    highest: dict[tuple[str, int], tuple[Series, int]] = {}
    for series, seq in numbers(known, rows):
        key = (series.name, series.year)
        if seq > highest.get(key, (series, 0))[1]:
            highest[key] = (series, seq)
    for _, (series, seq) in sorted(highest.items(), key=lambda item: item[0], reverse=True):
        if taken_until(session, known.organisation.id, series) < seq:
            go_on_from(session, known.organisation.id, series, seq + 1, REASON)
            explain(session, known.organisation, series, act, "imported", seq + 1, None, REASON)


def numbers(known: Diaries, rows: Iterable[Checked]) -> Iterator[tuple[Series, int]]:
    """The series and running number of every dnr and motion number."""
    for one in rows:
        dnr = readable(one.diary.pattern).parse(one.row.dnr)
        if dnr:
            yield of_diary(one.diary, dnr.year or one.row.arrived_on.year), dnr.seq
        if one.row.sub_number:
            motion = known.motions(known.today.year).pattern.parse(one.row.sub_number)
            if motion:
                yield known.motions(motion.year or one.row.arrived_on.year), motion.seq


def case_of(checked: Checked, now: datetime) -> Case:
    """The case of a row, not yet saved."""
    row, own = checked.row, new_id()
    return Case(
        id=own,
        case_id=own,
        organisation_id=checked.body.organisation_id,
        body_id=checked.body.id,
        diary_id=checked.diary.id,
        kind=row.kind,
        dnr=row.dnr,
        sub_number=row.sub_number,
        title=row.title,
        class_code=row.class_code,
        sender=row.sender,
        arrived_on=row.arrived_on,
        closed_on=row.closed_on,
        outcome=row.outcome or ("decided" if row.closed_on else None),
        opened_at=now,
    )


def keep(session: Session, cases: Sequence[Case], rows: Sequence[Checked], act: Act) -> None:
    """Saves the cases, each with the beginning of its journal and its place in the search index."""
    for case, one in zip(cases, rows, strict=True):
        facts: dict[str, Value] = {"dnr": case.dnr, "kind": case.kind, "diary": one.diary.slug, "body": one.body.slug}
        record(session, "case", case, act, "case:imported", facts, {"title": case.title, "sender": case.sender})
    session.add_all(cases)
    session.flush()
    for case in cases:
        index_case(session, case, texts_of(case))
