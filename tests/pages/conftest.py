"""The pages' tests: a town of their own, the same with a scene laid in it, and a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.api.conftest import on_sqlite, postgresql_founded, postgresql_town, sqlite_founded, sqlite_town, town
from tests.api.town import Town
from tests.pages.browsing import NoChromium, chromium
from tests.pages.scene import Scene, laid

__all__ = ["postgresql_founded", "postgresql_town", "sqlite_founded", "sqlite_town", "town"]


@pytest.fixture(scope="module")
def laid_town(sqlite_founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, Scene]]:
    """A town with cases at different places, for a file of tests that leave it as they found it."""
    with on_sqlite(sqlite_founded, tmp_path_factory.mktemp("desk")) as town:
        yield town, laid(town)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """This worker's Chromium."""
    try:
        with chromium() as running:
            yield running
    except NoChromium as missing:
        pytest.fail(str(missing))
