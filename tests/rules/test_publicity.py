"""What anyone may see: the days on which records become official, and what is left out of those that are secret."""

from datetime import date

import pytest

from engine.rules.publicity import left_out, official_since
from engine.rules.secrecy import Direction

ARRIVED, REGISTERED, FINISHED = date(2020, 2, 14), date(2020, 2, 17), date(2020, 11, 25)


@pytest.mark.parametrize(
    ("direction", "arrived", "finished", "since"),
    [
        ("incoming", ARRIVED, None, ARRIVED),
        ("incoming", None, None, REGISTERED),
        ("outgoing", None, None, REGISTERED),
        ("internal", None, None, None),
        ("internal", None, FINISHED, FINISHED),
    ],
)
def test_a_record_is_official_when_it_came_in_or_went_out_or_when_its_matter_is_finished(
    direction: Direction, arrived: date | None, finished: date | None, since: date | None
) -> None:
    assert official_since(direction, arrived, REGISTERED, finished) == since


def test_of_a_secret_record_only_what_it_is_about_and_who_it_was_with_are_left_out() -> None:
    assert left_out(secret=True) == {"correspondent", "subject"}
    assert left_out(secret=False) == frozenset()
