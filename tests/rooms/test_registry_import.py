"""An older diary is brought in from a CSV file: checked first, all of it or nothing, and no cell can do harm."""

import contextlib
import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, func, select

from engine import registry, search
from engine.cases.tables import Case
from engine.db import Counter, Database
from engine.errors import Forbidden, Invalid, TooLarge
from engine.journal import verify_stream
from engine.registry import importing, rows
from engine.registry.importing import Report
from tests.region import NORRBOTTEN
from tests.rooms.office import Office, an_office

HEADER = "dnr;ärendemening;typ;diarium;organ;inkom;avsändare;motionsnummer;avslutat;utfall"
GOOD = [
    "14-2019;Motion om skolmat;motion;region;Regionfullmäktige;2019-03-01;Sven Ersson (S);2-2019;2019-11-05;avslagen",
    "7-2019;Budget 2020;eget ärende;Regionens diarium;regionstyrelsen;2019-02-01;;;;",
    "3-2020;Granskning av vård;Revisionsgranskning;region;regionstyrelsen;20200103;Revisorerna;;;",
]


def a_file(*lines: str, header: str = HEADER, encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    return end.join((header, *lines, "")).encode(encoding)


def bring(office: Office, content: bytes, *, dry_run: bool = False) -> Report:
    return importing.read(office.session, office.actor(), content, office.now, dry_run=dry_run)


def test_cases_keep_their_dnr_and_the_series_go_on_after_the_highest(database: Database) -> None:
    with an_office(database) as office:
        report = bring(office, a_file(*GOOD))
        assert (report.rows, report.faults, report.brought_in) == (3, (), True)
        cases = [office.session.get_one(Case, key) for key in report.cases]
        assert [case.dnr for case in cases] == ["14-2019", "7-2019", "3-2020"]
        assert (cases[0].sub_number, cases[0].outcome, cases[0].closed_on) == ("2-2019", "rejected", date(2019, 11, 5))
        assert (cases[1].closed_on, cases[1].outcome, cases[2].kind) == (None, None, "audit_response")
        for case in cases:
            assert verify_stream(office.session, case.id, case.rev, case.head) == 1
        assert search.find(office.session, office.actor(), "skolmaten") == [cases[0].id]
        assert office.register().dnr == "4-2020"
        series = registry.SeriesForm(series="dnr", diary="region", year=2019)
        [jump] = registry.jumps(office.session, office.actor(), series, office.now)
        assert (jump.kind, jump.number) == ("imported", 15)
        assert office.told(office.region.id)[-1].facts == {"cases": 3}


def test_a_dry_run_says_the_same_and_keeps_nothing(database: Database) -> None:
    with an_office(database) as office:
        report = bring(office, a_file(*GOOD), dry_run=True)
        assert (report.rows, report.faults, report.cases, report.dry_run) == (3, (), (), True)
        assert office.session.exec(select(func.count()).select_from(Case)).one() == 0
        assert office.session.exec(select(Counter)).all() == []


def test_a_series_that_is_past_the_highest_stays_where_it_is(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        form = registry.SeriesStartForm(series="dnr", diary="region", start=500, reason="Papper")
        registry.start_series(office.session, office.actor(), form, office.now)
        bring(office, a_file(GOOD[2]))
        assert office.register().dnr == "500-2020"


FAULTS: list[tuple[str, str | None]] = [
    ("KN/1/2019;Motion;motion;region;Regionfullmäktige;2019-03-01;;;;", "dnr"),
    ("014-2019;Motion;motion;region;Regionfullmäktige;2019-03-01;;;;", "dnr"),
    ("1-2031;Motion;motion;region;Regionfullmäktige;2019-03-01;;;;", "dnr"),
    (";Motion;motion;region;Regionfullmäktige;2019-03-01;;;;", "dnr"),
    ("9-2019;;motion;region;Regionfullmäktige;2019-03-01;;;;", "ärendemening"),
    ('9-2019;"två\nrader";motion;region;Regionfullmäktige;2019-03-01;;;;', "ärendemening"),
    ("9-2019;a\x00b;motion;region;Regionfullmäktige;2019-03-01;;;;", "ärendemening"),
    ("9-2019;a\u202eb;motion;region;Regionfullmäktige;2019-03-01;;;;", "ärendemening"),
    ("9-2019;Motion;interpellation;region;Regionfullmäktige;2019-03-01;;;;", "typ"),
    ("9-2019;Motion;motion;okänt;Regionfullmäktige;2019-03-01;;;;", "diarium"),
    ("9-2019;Motion;motion;region;okänt;2019-03-01;;;;", "organ"),
    ("KN/9/2019;Motion;motion;kultur;Regionfullmäktige;2019-03-01;;;;", "diarium"),
    ("9-2019;Motion;motion;region;Regionfullmäktige;1 mars;;;;", "inkom"),
    ("9-2019;Motion;motion;region;Regionfullmäktige;2020-03-01;;;;", "inkom"),
    ("9-2019;Motion;motion;region;Regionfullmäktige;2019-03-01;;;2019-02-01;", "avslutat"),
    ("9-2019;Motion;motion;region;Regionfullmäktige;2019-03-01;;;2021-02-01;", "avslutat"),
    ("9-2019;Motion;motion;region;Regionfullmäktige;2019-03-01;;;;okänd", "utfall"),
    ("9-2019;Motion;motion;region;Regionfullmäktige;2019-03-01;;nio;;", "motionsnummer"),
    ("9-2019;Budget;eget ärende;region;Regionfullmäktige;2019-03-01;;9-2019;;", "motionsnummer"),
    (f"9-2019;{'x' * 600};motion;region;Regionfullmäktige;2019-03-01;;;;", "ärendemening"),
    (f"9-2019;{'x' * 3000};motion;region;Regionfullmäktige;2019-03-01;;;;", "ärendemening"),
    ("9-2019;Motion", None),
    ("9-2019;Motion;motion;region;Regionfullmäktige;2019-03-01;;;;;", None),
]


@pytest.mark.parametrize(("line", "column"), FAULTS, ids=range(len(FAULTS)))
def test_a_faulty_row_is_named_by_line_and_column_and_nothing_is_brought_in(
    sqlite_database: Database, line: str, column: str | None
) -> None:
    with an_office(sqlite_database) as office:
        report = bring(office, a_file(GOOD[0], line))
        assert not report.brought_in
        [fault] = report.faults
        assert (fault.line, fault.column) == (4 if '"' in line else 3, column)
        assert fault.reason
        assert report.rows == 1
        assert office.session.exec(select(func.count()).select_from(Case)).one() == 0


def test_numbers_that_stand_twice_are_refused_per_row(database: Database) -> None:
    with an_office(database) as office:
        case = office.register()
        form = registry.LooseRecordForm.model_validate(
            {"diary": "region", "body": "regionstyrelsen", "direction": "internal", "title": "PM"}
        )
        registry.add_loose_record(office.session, office.actor(), form, office.now)
        void = registry.VoidNumberForm(series="dnr", diary="region", reason="x")
        registry.void_number(office.session, office.actor(), void, office.now)
        known = [f"{n}-2020;Motion;motion;region;Regionfullmäktige;2020-01-01;;;;" for n in (1, 2, 3)]
        report = bring(office, a_file(GOOD[0], GOOD[0], *known))
    assert case.dnr == "1-2020"
    lines = [(fault.line, fault.column) for fault in report.faults]
    assert lines == [(3, "dnr"), (3, "motionsnummer"), (4, "dnr"), (5, "dnr"), (6, "dnr")]
    assert "line 2" in report.faults[0].reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
@pytest.mark.parametrize(("delimiter", "end"), [(";", "\r\n"), (",", "\n"), ("\t", "\r\n")])
def test_files_of_any_office_program_are_read(
    sqlite_database: Database, encoding: str, delimiter: str, end: str
) -> None:
    lines = [line.replace(";", delimiter) for line in GOOD]
    content = a_file(*lines, header=HEADER.replace(";", delimiter), encoding=encoding, end=end)
    with an_office(sqlite_database) as office:
        report = bring(office, content)
        title = office.session.exec(select(Case.title).where(col(Case.dnr) == "3-2020")).one()
    assert (report.faults, title) == ((), "Granskning av vård")


UNREADABLE: list[tuple[bytes, str]] = [
    (b"", "column"),
    (b"\xff\xfe", "column"),
    (b"a;b;c\r\n1;2;3\r\n", "unknown column 'a'"),
    (a_file(*GOOD, header=HEADER + ";dnr"), "two columns for dnr"),
    (a_file(*GOOD, header="dnr;typ"), "no column for title"),
    (a_file(header=HEADER + ";"), "column"),
    (a_file('9-2019;"utan slut;motion'), "not CSV"),
    (a_file(f'9-2019;"{"x" * 200_000}"'), "not CSV"),
]


@pytest.mark.parametrize(("content", "reason"), UNREADABLE, ids=range(len(UNREADABLE)))
def test_a_file_that_is_no_diary_is_refused_as_a_whole(sqlite_database: Database, content: bytes, reason: str) -> None:
    with an_office(sqlite_database) as office, pytest.raises(Invalid, match=reason):
        bring(office, content)


def test_a_file_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLarge):
        rows.read_table(b"x" * (rows.FILE_MAX + 1))
    with pytest.raises(TooLarge):
        rows.read_table(a_file(*["x"] * (rows.ROWS_MAX + 1)))


def test_a_thousand_faults_are_listed_and_the_rest_counted(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        report = bring(office, a_file(*["kort"] * 1200), dry_run=True)
    assert (len(report.faults), report.more_faults, report.rows) == (1000, 200, 0)


def test_a_motion_number_that_is_in_the_register_is_refused(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        bring(office, a_file(GOOD[0]))
        report = bring(office, a_file(GOOD[0].replace("14-2019", "15-2019")))
    assert [(fault.line, fault.column) for fault in report.faults] == [(2, "motionsnummer")]


def test_a_registrar_of_one_board_brings_in_no_cases_of_another(sqlite_database: Database) -> None:
    own = {"username": "egen", "name": "Eva", "roles": [{"role": "registrar", "body": "kulturnamnden"}]}
    with an_office(sqlite_database, users=[*NORRBOTTEN["users"], own]) as office:
        mine = "KN/4/2019;Museet;eget ärende;kultur;Kulturnämnden;2019-03-01;;;;"
        report = importing.read(office.session, office.actor("egen"), a_file(mine, GOOD[1]), office.now)
    assert [(fault.line, fault.column) for fault in report.faults] == [(3, "organ")]


def test_empty_lines_are_passed_over(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        report = bring(office, a_file("", GOOD[0], ";;;;;;;;;", ""))
    assert (report.rows, report.faults) == (1, ())


def test_importing_is_for_registrars(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office, pytest.raises(Forbidden):
        importing.read(office.session, office.actor("handlaggare"), a_file(*GOOD), office.now)


@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda said: a_file(said, encoding="utf-8"))))
def test_no_file_makes_the_reader_fall(content: bytes) -> None:
    with contextlib.suppress(Invalid):
        assert rows.read_table(content).headings


@given(st.lists(st.lists(st.one_of(st.none(), st.text()), min_size=2, max_size=2), max_size=5))
def test_no_cell_that_is_written_is_a_formula(cells: list[list[Any]]) -> None:
    said = "".join(rows.to_csv(["rad", "skäl"], cells))
    read = list(csv.reader(io.StringIO(said, newline=""), delimiter=";"))[1:]
    assert len(read) == len(cells)
    for cell in (cell for row in read for cell in row):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("cell", ["=1+1", "+46", "-5", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_a_formula_is_written_as_text(cell: str) -> None:
    assert rows.harmless(cell) == f"'{cell}"
    assert rows.harmless("Motion") == "Motion"
