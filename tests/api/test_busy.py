"""When no turn comes, even to be known or to read, one is told to try again and nothing has happened."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest
from sqlalchemy import make_url

from engine.db import Database
from engine.errors import Busy
from tests.api.town import API, Town, motion
from tests.pages.desk import desk_of

PATIENCE = 0.05


@contextmanager
def hurried(town: Town) -> Iterator[None]:
    """The same database for those who wait no longer than a moment."""
    patient = town.database
    patient.close()
    hasty = town.house.database = Database(patient.url, PATIENCE)
    try:
        yield
    finally:
        hasty.close()
        town.house.database = patient


@contextmanager
def held_whole(town: Town) -> Iterator[None]:
    """Somebody else holds all of the database, as a repair or a change of its tables does."""
    if town.database.sqlite:
        with closing(sqlite3.connect(make_url(town.database.url).database or "")) as other:
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            yield
    else:
        with psycopg.connect(town.database.url) as connection:
            connection.execute("LOCK TABLE token, browser_session, case_file IN ACCESS EXCLUSIVE MODE")
            yield


def test_one_who_cannot_be_known_is_told_to_try_again(town: Town) -> None:
    token, case = town.token("registrator"), town.a_motion()
    with hurried(town), held_whole(town):
        for method, path, form in (
            ("GET", "me", None),
            ("GET", f"cases/{case['id']}", None),
            ("POST", "cases", motion()),
            ("POST", "cases", {"title": "inget formulär"}),
        ):
            answer = town.client.request(
                method, f"{API}/{path}", headers={"Authorization": f"Bearer {token}"}, json=form
            )
            assert (answer.status_code, answer.json()["type"]) == (503, "/problems/busy"), (path, answer.text)
            assert answer.json()["title"].startswith("Det är många som sparar just nu.")
    assert [one["dnr"] for one in town.get("cases").json()["items"]] == [case["dnr"]]


def test_a_page_that_cannot_know_its_visitor_says_so_in_plain_words(town: Town) -> None:
    with desk_of(town, "registrator") as desk, hurried(town), held_whole(town):
        for path, status in (("/", 503), ("/cases", 503), ("/finns-inte", 404)):
            answer = desk.get(path)
            assert answer.status_code == status, path
            assert ("Det är många som sparar just nu." in answer.text) == (status == 503), path


@pytest.mark.parametrize("reader", ["read", "glance"])
def test_a_reader_for_whom_there_is_no_connection_is_told_so(database: Database, reader: str) -> None:
    hasty = Database(database.url, PATIENCE)
    most = hasty.read_engine.pool.size() + hasty.read_engine.pool._max_overflow  # type: ignore[attr-defined]
    taken = [hasty.read_engine.connect() for _ in range(most)]
    with pytest.raises(Busy), getattr(hasty, reader)() as asked:
        asked.connection() if reader == "read" else asked.exec_driver_sql("SELECT 1")
    for one in taken:
        one.close()
    with hasty.read() as session:
        session.connection()
    hasty.close()
