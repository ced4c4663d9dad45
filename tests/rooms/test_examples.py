"""The three regions that ship as examples can be founded as they stand, and write their numbers in their own way."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from engine.access import actor_of_name
from engine.db import Database, found
from engine.organisations.setup import read_setup, set_up, with_passwords
from engine.organisations.tables import Diary, User
from engine.registry import RegisterForm, register
from engine.rules.calendar import legal_day
from engine.settings import data

NOW = datetime(2023, 8, 7, 8, tzinfo=UTC)
EXAMPLES = sorted(data("templates", "organisations").glob("*.yaml"))
NUMBERS = {
    "region-jamtland-harjedalen": {"RF/1/2023", "RS/1/2023"},
    "region-norrbotten": {"1-2023"},
    "region-vasterbotten": {"HSN 1-2023", "RF 1-2023", "RS 1-2023"},
}


def test_three_regions_ship_as_examples() -> None:
    assert [path.stem for path in EXAMPLES] == sorted(NUMBERS)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_shipped_region_registers_its_first_cases(database: Database, path: Path) -> None:
    form, passwords = with_passwords(read_setup(path))
    assert set(passwords) == {"administrator", "registrator"}
    assert len(set(passwords.values())) == 2
    with database.write() as session:
        region = set_up(session, form, NOW)
        actor = found(actor_of_name(session, region.id, "registrator", legal_day(NOW)))
        given = set()
        for diary in session.exec(select(Diary).where(col(Diary.organisation_id) == region.id)).all():
            said = {
                "kind": "board_matter",
                "title": "Implementering av 1177",
                "diary": diary.slug,
                "body": str(diary.body_id) if diary.body_id else "regionstyrelsen",
                "arrived_on": "2023-08-07",
            }
            given.add(register(session, actor, RegisterForm.model_validate(said), NOW).dnr)
        assert given == NUMBERS[region.slug]
        assert all(user.password for user in session.exec(select(User)).all())
