"""Lists are shown a page at a time, newest first, and stay on their indexes."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, text

from engine import registry
from engine.cases.tables import Case
from engine.db import Database, new_id
from engine.errors import Invalid, NotFound
from engine.registry.lists import CaseFilters, RecordFilters, cases, records
from tests.rooms.office import MORNING, TODAY, Office, an_office, statements


def many(office: Office, count: int) -> list[UUID]:
    """Bare rows, so that lists have something to be long with."""
    body = office.body("regionstyrelsen")
    first = office.matter()
    rows = []
    for number in range(1, count):
        own = new_id()
        rows.append(
            Case(
                id=own,
                case_id=own,
                organisation_id=office.region.id,
                body_id=body.id,
                diary_id=first.diary_id,
                kind="motion" if number % 3 == 0 else "board_matter",
                dnr=f"X {number}",
                title="Ärende",
                arrived_on=TODAY,
                closed_on=TODAY if number % 2 else None,
                opened_at=MORNING,
            )
        )
    office.session.add_all(rows)
    office.session.flush()
    return [first.id, *(row.id for row in rows)]


def pages(office: Office, filters: CaseFilters, limit: int) -> Iterator[list[UUID]]:
    cursor = None
    while True:
        page = registry.list_cases(office.session, office.actor(), filters, cursor, limit)
        yield [case.id for case in page.items]
        cursor = page.next
        if cursor is None:
            return


@pytest.mark.parametrize("limit", [1, 4, 5, 10, 11, 200])
def test_pages_hold_every_case_once_newest_first(sqlite_database: Database, limit: int) -> None:
    with an_office(sqlite_database) as office:
        made = many(office, 10)
        read = list(pages(office, CaseFilters(), limit))
    assert [case for page in read for case in page] == made[::-1]
    assert all(len(page) <= limit for page in read)


def test_filters_say_which_cases(database: Database) -> None:
    with an_office(database) as office:
        made = many(office, 13)
        board = office.body("regionstyrelsen").id
        asked: list[tuple[CaseFilters, list[UUID]]] = [
            (CaseFilters(kind="motion"), made[3::3]),
            (CaseFilters(open=True), made[0::2]),
            (CaseFilters(open=False), made[1::2]),
            (CaseFilters(body_id=board, dnr="X 4"), [made[4]]),
            (CaseFilters(officer_id=new_id()), []),
            (CaseFilters(diary_id=new_id()), []),
        ]
        for filters, wanted in asked:
            assert [case for page in pages(office, filters, 5) for case in page] == wanted[::-1]


def test_a_list_takes_one_statement_however_long(database: Database) -> None:
    with an_office(database) as office:
        actor = office.actor()
        counts = []
        for extra in (1, 30):
            many_more(office, extra)
            with statements(database) as said:
                registry.list_cases(office.session, actor, CaseFilters(), limit=50)
            counts.append(len(said))
    assert counts == [1, 1]


def many_more(office: Office, count: int) -> None:
    for _ in range(count):
        office.matter()


def test_a_sheet_takes_no_more_statements_for_a_longer_case(database: Database) -> None:
    with an_office(database) as office:
        case, actor = office.register(), office.actor()
        counts = []
        for letters in (1, 5):
            for _ in range(letters):
                office.letter(case)
            with statements(database) as said:
                registry.case_sheet(office.session, actor, case)
            counts.append(len(said))
    assert counts == [9, 9]


@pytest.mark.parametrize("limit", [0, -1, 201])
def test_a_page_has_a_size_that_can_be_served(sqlite_database: Database, limit: int) -> None:
    with an_office(sqlite_database) as office, pytest.raises(Invalid):
        registry.list_cases(office.session, office.actor(), CaseFilters(), limit=limit)


def test_records_are_listed_by_case_direction_and_day(database: Database) -> None:
    with an_office(database) as office:
        case = office.register()
        letter = office.letter(case)
        out = registry.RecordForm(direction="outgoing", title="Svar", correspondent="Ask")
        answer = registry.add_record(office.session, office.actor(), case.id, out, office.now)
        asked: list[tuple[RecordFilters, list[UUID]]] = [
            (RecordFilters(case_id=case.id, direction="outgoing"), [answer.id]),
            (RecordFilters(from_day=date(2020, 1, 8)), []),
            (RecordFilters(through_day=date(2020, 1, 6)), []),
            (RecordFilters(loose=True), []),
        ]
        for filters, wanted in asked:
            assert [one.id for one in registry.list_records(office.session, office.actor(), filters).items] == wanted
        first = registry.list_records(office.session, office.actor(), RecordFilters(loose=False), limit=1)
        assert first.next == answer.id
        second = registry.list_records(office.session, office.actor(), RecordFilters(), first.next, 1)
        assert [one.id for one in second.items] == [letter.id]


def test_a_dnr_is_looked_up_and_a_hidden_one_is_not_there(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case = office.matter()
        assert registry.find_by_dnr(office.session, office.actor(), case.dnr) == case
        for username, dnr in (("kultur", case.dnr), ("registrator", "2-2020"), ("registrator", "")):
            with pytest.raises(NotFound):
                registry.find_by_dnr(office.session, office.actor(username), dnr)


CASE_LISTS = [
    CaseFilters(),
    CaseFilters(kind="motion"),
    CaseFilters(open=True),
    CaseFilters(open=False),
    CaseFilters(body_id=new_id()),
    CaseFilters(officer_id=new_id()),
    CaseFilters(dnr="1-2020"),
    CaseFilters(diary_id=new_id()),
]
RECORD_LISTS = [
    RecordFilters(),
    RecordFilters(case_id=new_id()),
    RecordFilters(from_day=TODAY),
    RecordFilters(loose=True),
]


@pytest.mark.parametrize("username", ["registrator", "handlaggare"])
def test_every_list_stays_on_an_index(sqlite_database: Database, username: str) -> None:
    with an_office(sqlite_database) as office:
        many(office, 300)
        office.session.connection().execute(text("ANALYZE"))
        actor = office.actor(username)
        for filters in CASE_LISTS:
            for cursor in (None, new_id()):
                assert_indexed(sqlite_database, office, cases(actor, filters, cursor, 50), "case_file")
        for wanted in RECORD_LISTS:
            assert_indexed(sqlite_database, office, records(actor, wanted, new_id(), 50), "record")


def assert_indexed(database: Database, office: Office, question: Any, table: str) -> None:
    """The plan of a question as it is sent, with its values: no step walks the table itself."""
    sent: list[tuple[str, Any]] = []

    def hear(connection: Any, cursor: Any, statement: str, values: Any, *rest: Any) -> None:
        sent.append((statement, values))

    event.listen(database.write_engine, "before_cursor_execute", hear)
    office.session.exec(question).all()
    event.remove(database.write_engine, "before_cursor_execute", hear)
    [(statement, values)] = sent
    explained = office.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    walks = [row[3] for row in explained if row[3].split()[1] == table]
    assert walks
    assert all("USING" in step and "INDEX" in step for step in walks), walks
