"""Numbers: no gap and no double, whoever takes them and whatever becomes of their acts."""

import subprocess
import sys
from pathlib import Path

import pytest

from engine.db import Counter, Database, new_id, take_number
from tests.database.taker import ChangedMind

ROOT = Path(__file__).parents[2]


def test_eight_processes_taking_2000_numbers_leave_no_gap_and_no_double(database: Database) -> None:
    region = new_id()
    said = subprocess.run(
        [sys.executable, "-m", "tests.database.taker", database.url, str(region), "8", "250"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    taken = [[int(number) for number in one.split()] for one in said.splitlines()]
    assert [len(one) for one in taken] == [250] * 8
    assert sorted(number for one in taken for number in one) == list(range(1, 2001))
    assert all(one == sorted(one) for one in taken)
    with database.write() as session:
        assert take_number(session, region, "dnr", 2021) == 2001


def test_each_series_year_and_organisation_counts_for_itself(database: Database) -> None:
    region, other = new_id(), new_id()
    with database.write() as session:
        taken = [
            take_number(session, *series)
            for series in (
                (region, "dnr", 2021),
                (region, "dnr", 2021),
                (region, "dnr", 2022),
                (region, "motion", 2021),
                (other, "dnr", 2021),
                (region, "dnr", 2021),
            )
        ]
    assert taken == [1, 2, 1, 1, 1, 3]


def test_a_series_goes_on_from_where_it_was_set(database: Database) -> None:
    region = new_id()
    with database.write() as session:
        session.add(Counter(organisation_id=region, series="§", year=2021, next=112))
        session.flush()
        assert take_number(session, region, "§", 2021) == 112


def test_a_dropped_act_gives_its_number_back(database: Database) -> None:
    region = new_id()

    def take_and_drop() -> None:
        with database.write() as session:
            assert take_number(session, region, "dnr", 2021) == 1
            raise ChangedMind

    for _ in range(3):
        with pytest.raises(ChangedMind):
            take_and_drop()
    with database.write() as session:
        assert take_number(session, region, "dnr", 2021) == 1
