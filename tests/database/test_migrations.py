"""The schema: made by migrations, the same on both databases, and told when it has drifted."""

from sqlalchemy import text

from engine.db import Database
from engine.migrations import check, upgrade
from engine.migrations.writing import INITIAL, initial


def test_the_migrations_make_the_tables_that_the_program_expects(database: Database) -> None:
    assert check(database) == []


def test_the_initial_migration_is_what_the_tables_say() -> None:
    assert INITIAL.read_text(encoding="utf-8") == initial(), "a table has changed: run script/migration"


def test_an_empty_database_is_told_from_a_migrated_one(empty_database: Database) -> None:
    assert len(check(empty_database)) > 30
    upgrade(empty_database)
    assert check(empty_database) == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    upgrade(database)
    assert check(database) == []


def test_a_lost_column_a_lost_index_and_a_lost_trigger_are_told(database: Database) -> None:
    with database.write() as session:
        connection = session.connection()
        connection.execute(text("ALTER TABLE case_file DROP COLUMN sub_number"))
        connection.execute(text("DROP INDEX ix_watch_case_id"))
        on_table = "" if database.sqlite else " ON journal_entry"
        connection.execute(text(f"DROP TRIGGER journal_entry_no_update{on_table}"))
    told = check(database)
    assert len(told) == 3
    assert "sub_number" in told[0] + told[1]
    assert "ix_watch_case_id" in told[0] + told[1]
    assert told[2] == "trigger journal_entry_no_update is missing"
