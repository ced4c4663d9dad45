"""A founded database of each kind, made once per worker and copied per test, and the application over it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.db import Database
from tests import conftest as ground
from tests.api.town import Town, found_both, opened


@pytest.fixture(scope="session")
def sqlite_founded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This worker's SQLite file with two organisations."""
    path = tmp_path_factory.mktemp("founded") / "dnr.sqlite"
    shutil.copyfile(sqlite_template, path)
    found_both(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_founded(postgresql_server: str, postgresql_template: str) -> Iterator[str]:
    """This worker's template database with two organisations."""
    with ground.created(postgresql_server, postgresql_template) as name:
        found_both(ground.address_of(postgresql_server, name))
        yield name


@pytest.fixture
def sqlite_town(sqlite_founded: Path, tmp_path: Path) -> Iterator[Town]:
    """The application over SQLite, for tests that need one kind only."""
    shutil.copyfile(sqlite_founded, tmp_path / "dnr.sqlite")
    with ground.opened(f"sqlite:///{tmp_path / 'dnr.sqlite'}") as database, opened(database, tmp_path) as town:
        yield town


@pytest.fixture
def postgresql_town(postgresql_server: str, postgresql_founded: str, tmp_path: Path) -> Iterator[Town]:
    """The application over PostgreSQL."""
    with (
        ground.created(postgresql_server, postgresql_founded) as name,
        ground.opened(ground.address_of(postgresql_server, name)) as database,
        opened(database, tmp_path) as town,
    ):
        yield town


@pytest.fixture(params=["sqlite", "postgresql"])
def town(request: pytest.FixtureRequest) -> Town:
    """The application over a founded database; the test runs on both kinds."""
    made: Town = request.getfixturevalue(f"{request.param}_town")
    return made


@pytest.fixture
def founded(request: pytest.FixtureRequest, town: Town) -> Database:
    """The database under the town."""
    return town.database
