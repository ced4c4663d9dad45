"""A founded database of each kind, made once per worker and copied per test, and the application over it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

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


@contextmanager
def on_sqlite(founded: Path, folder: Path) -> Iterator[Town]:
    """The application over a copy of the SQLite file."""
    shutil.copyfile(founded, folder / "dnr.sqlite")
    with ground.opened(f"sqlite:///{folder / 'dnr.sqlite'}") as database, opened(database, folder) as town:
        yield town


@contextmanager
def on_postgresql(server: str, founded: str, folder: Path) -> Iterator[Town]:
    """The application over a copy of the PostgreSQL database."""
    with (
        ground.created(server, founded) as name,
        ground.opened(ground.address_of(server, name)) as database,
        opened(database, folder) as town,
    ):
        yield town


@pytest.fixture
def sqlite_town(sqlite_founded: Path, tmp_path: Path) -> Iterator[Town]:
    """The application over SQLite, for tests that need one kind only."""
    with on_sqlite(sqlite_founded, tmp_path) as town:
        yield town


@pytest.fixture
def postgresql_town(postgresql_server: str, postgresql_founded: str, tmp_path: Path) -> Iterator[Town]:
    """The application over PostgreSQL."""
    with on_postgresql(postgresql_server, postgresql_founded, tmp_path) as town:
        yield town


@pytest.fixture(params=["sqlite", "postgresql"])
def town(request: pytest.FixtureRequest) -> Town:
    """The application over a founded database; the test runs on both kinds."""
    made: Town = request.getfixturevalue(f"{request.param}_town")
    return made


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The same for a whole file of tests that leave it as they found it."""
    folder = tmp_path_factory.mktemp("town")
    if request.param == "sqlite":
        with on_sqlite(request.getfixturevalue("sqlite_founded"), folder) as town:
            yield town
    else:
        server, founded = (request.getfixturevalue(f"postgresql_{name}") for name in ("server", "founded"))
        with on_postgresql(server, founded, folder) as town:
            yield town
