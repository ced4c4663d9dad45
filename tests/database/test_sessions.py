"""Sessions: one writes at a time, readers cannot write and see one moment, instants keep their offset."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import Session, select

from engine.db import Database, UtcDateTime, found, new_id, take_number
from engine.errors import Busy, NotFound
from engine.organisations.tables import Organisation, ProfileVersion
from tests.makers import NOW, an_organisation


def in_another_thread(do: Callable[[], None]) -> threading.Thread:
    """Starts something and lets it run."""
    thread = threading.Thread(target=do)
    thread.start()
    return thread


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE organisation SET name = 'x'",
        "DELETE FROM organisation",
        "CREATE TABLE extra (id INTEGER)",
        "DROP TABLE counter",
    ],
)
def test_a_reader_cannot_write(database: Database, statement: str) -> None:
    with database.read() as session, pytest.raises(DBAPIError, match=r"read-?only"):
        session.connection().execute(text(statement))


def test_a_reader_sees_one_moment_while_others_write(database: Database) -> None:
    with database.read() as session:
        assert session.exec(select(Organisation.name)).all() == []
        with database.write() as other:
            an_organisation(other)
        assert session.exec(select(Organisation.name)).all() == []
    with database.read() as session:
        assert len(session.exec(select(Organisation.name)).all()) == 1


def test_an_act_that_raises_leaves_nothing(database: Database) -> None:
    def act() -> None:
        with database.write() as session:
            an_organisation(session)
            raise KeyError

    with pytest.raises(KeyError):
        act()
    with database.read() as session:
        assert session.exec(select(Organisation)).all() == []


def test_rows_stay_readable_after_the_act(database: Database) -> None:
    with database.write() as session:
        region = an_organisation(session, name="Region Västerbotten")
    assert region.name == "Region Västerbotten"


def test_a_writer_waits_for_its_turn(sqlite_database: Database) -> None:
    region, taken = new_id(), list[int]()

    def take() -> None:
        with sqlite_database.write() as session:
            taken.append(take_number(session, region, "dnr", 2021))

    with sqlite_database.write() as session:
        first = take_number(session, region, "dnr", 2021)
        thread = in_another_thread(take)
    thread.join()
    assert (first, taken) == (1, [2])


@pytest.mark.parametrize("neighbour", ["a thread", "a process"])
def test_a_writer_that_never_gets_its_turn_is_told_so(sqlite_database: Database, neighbour: str) -> None:
    """Another `Database` on the same file is to SQLite what another process is."""
    hasty = Database(sqlite_database.url, patience=0.01)
    holder = hasty if neighbour == "a thread" else sqlite_database
    with holder.write() as session:
        an_organisation(session)
        with pytest.raises(Busy), hasty.write() as other:
            an_organisation(other)
    with hasty.write() as session:
        an_organisation(session)
    hasty.close()


def test_an_act_does_not_wait_for_ever_for_a_row_that_another_holds(postgresql_database: Database) -> None:
    hasty = Database(postgresql_database.url, patience=0.05)
    with postgresql_database.write() as session:
        region = an_organisation(session).id
    with postgresql_database.write() as session:
        session.get(Organisation, region, with_for_update=True)
        with pytest.raises(Busy), hasty.write() as other:
            other.get(Organisation, region, with_for_update=True)
    with hasty.write() as session:
        session.get(Organisation, region, with_for_update=True)
    hasty.close()


def test_of_two_who_wait_for_each_other_one_is_told_to_try_again(postgresql_database: Database) -> None:
    with postgresql_database.write() as session:
        regions = [an_organisation(session).id for _ in range(2)]
    line, told = threading.Barrier(2), list[Busy]()

    def lock(first: UUID, then: UUID) -> None:
        try:
            with postgresql_database.write() as session:
                session.get(Organisation, first, with_for_update=True)
                line.wait()
                session.get(Organisation, then, with_for_update=True)
        except Busy as busy:
            told.append(busy)

    other = in_another_thread(lambda: lock(regions[1], regions[0]))
    lock(regions[0], regions[1])
    other.join()
    assert len(told) == 1


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(DBAPIError), database.write() as session:
        session.add(ProfileVersion(organisation_id=new_id(), version=1, text="", at=NOW))


def test_the_embedded_database_is_durable_and_guarded(sqlite_database: Database) -> None:
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
    for engine, query_only in ((sqlite_database.write_engine, 0), (sqlite_database.read_engine, 1)):
        with engine.connect() as connection:
            stand = {
                pragma: connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one()
                for pragma in (*expected, "query_only")
            }
        assert stand == {**expected, "query_only": query_only}


@pytest.mark.parametrize(
    "at",
    [
        datetime(2021, 2, 9, 12, tzinfo=timezone(timedelta(hours=1))),
        datetime(2021, 7, 9, 0, 30, 1, 5, tzinfo=timezone(timedelta(hours=2))),
        datetime(2021, 2, 9, 12, tzinfo=UTC),
    ],
)
def test_an_instant_comes_back_as_the_same_instant_in_utc(database: Database, at: datetime) -> None:
    with database.write() as session:
        region = an_organisation(session)
        session.add(ProfileVersion(organisation_id=region.id, version=1, text="", at=at))
    with database.read() as session:
        kept = session.exec(select(ProfileVersion.at).where(ProfileVersion.organisation_id == region.id)).one()
    assert kept == at
    assert kept.utcoffset() == timedelta(0)


def test_a_naive_time_is_refused(database: Database) -> None:
    naive = datetime.combine(date(2021, 2, 9), datetime.min.time())
    adopted = ProfileVersion(organisation_id=new_id(), version=1, text="", at=naive)
    with pytest.raises(StatementError, match="naive"), database.write() as session:
        session.add(adopted)


def test_no_instant_is_no_instant() -> None:
    kept = UtcDateTime()
    assert kept.process_bind_param(None, None) is None  # type: ignore[arg-type]
    assert kept.process_result_value(None, None) is None  # type: ignore[arg-type]


def test_what_is_not_there_is_not_found(database: Database) -> None:
    def look(session: Session) -> Organisation:
        return found(session.get(Organisation, new_id()), organisation="region-z")

    with database.read() as session, pytest.raises(NotFound, match="region-z"):
        look(session)
