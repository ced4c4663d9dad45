"""The schema: how a database gets its tables, and how it is told from one that has drifted.

The migrations are the same on SQLite and on PostgreSQL. A table of a new module takes one more import here.
"""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect, text
from sqlalchemy.sql.schema import CheckConstraint

import engine.auditing.tables
import engine.cases.tables
import engine.dispatch.tables
import engine.drafting.tables
import engine.following
import engine.jobs
import engine.journal
import engine.lifecycle.tables
import engine.meetings.tables
import engine.minutes.publications.tables
import engine.minutes.tables
import engine.organisations.tables
import engine.referrals
import engine.registry.tables
import engine.reminders
import engine.requests
import engine.search  # noqa: F401 (each import brings its tables)
from engine.db import Database, metadata
from engine.migrations.indexing import lost_index
from engine.migrations.triggers import TRIGGERS, present

FOLDER = Path(__file__).parent
UPGRADE_LOCK = 5_027_001
"""PostgreSQL's advisory lock that lets one process at a time migrate."""


def every_table() -> MetaData:
    """The tables of all rooms."""
    return metadata()


def config() -> Config:
    """Alembic's configuration; no file and no address in it."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    return made


def upgrade(database: Database) -> None:
    """Brings the schema to the newest revision in one transaction, or leaves it as it was."""
    if database.sqlite and (name := database.write_engine.url.database):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
    with database.write_engine.begin() as connection:
        if not database.sqlite:
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
        asked = config()
        asked.attributes["connection"] = connection
        command.upgrade(asked, "head")


def check(database: Database) -> list[str]:
    """Says in English how the database differs from what the program expects; nothing when it does not."""
    with database.read_engine.connect() as connection:
        return [
            fault for look in (revision, drift, lost_checks, lost_triggers, lost_index) for fault in look(connection)
        ]


def revision(connection: Connection) -> list[str]:
    """Is the newest migration in place?"""
    newest = ScriptDirectory.from_config(config()).get_current_head()
    stands = MigrationContext.configure(connection).get_current_revision()
    return [] if stands == newest else [f"the schema is at revision {stands}, the program at {newest}"]


def drift(connection: Connection) -> list[str]:
    """Tables, columns, keys and indexes that are not as the program has them."""
    context = MigrationContext.configure(connection, opts={"include_name": ours})
    return [described(difference) for difference in compare_metadata(context, every_table())]


def described(difference: object) -> str:
    """One difference as Alembic names it, in one line."""
    return " ".join(str(difference).split())


def ours(name: str | None, kind: str, parents: object) -> bool:
    """Is this for Alembic to compare? The search index is not: `lost_index` looks after it."""
    return name is None or not name.startswith(("search_words", "ix_search_entry_words"))


def lost_checks(connection: Connection) -> list[str]:
    """CHECK constraints that are missing, which Alembic does not compare."""
    seen = inspect(connection)
    stand = {table: {found["name"] for found in seen.get_check_constraints(table)} for table in seen.get_table_names()}
    return [
        f"CHECK {constraint.name} is missing on {table.name}"
        for table in every_table().sorted_tables
        for constraint in sorted(table.constraints, key=lambda one: str(one.name))
        if isinstance(constraint, CheckConstraint) and constraint.name not in stand.get(table.name, set())
    ]


def lost_triggers(connection: Connection) -> list[str]:
    """Triggers that guard what is never changed, and are gone."""
    stand = present(connection)
    return [f"trigger {name} is missing" for name in TRIGGERS[connection.dialect.name] if name not in stand]
