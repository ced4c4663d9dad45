"""What can be appealed, and legal force, each at its boundary."""

from datetime import date

import pytest

from engine.rules.force import Force, force, may_register_appeal

UP = date(2011, 4, 4)


def test_only_a_decision_of_the_bodys_own_can_be_appealed() -> None:
    assert may_register_appeal("§ 1", ["to_council", "own"]) is None
    for kinds in (["to_council"], ["assignment"], []):
        no = may_register_appeal("§ 1", kinds)
        assert no is not None
        assert (no.rule, dict(no.facts)) == ("nothing_to_appeal", {"paragraph": "§ 1"})


@pytest.mark.parametrize(
    ("up", "kinds", "today", "confirmed", "appealed", "state"),
    [
        (None, ("own",), date(2011, 5, 1), False, False, "not_noticed"),
        (UP, ("to_council",), date(2011, 5, 1), False, False, "not_appealable"),
        (UP, ("own",), date(2011, 4, 26), False, False, "running"),
        (UP, ("own",), date(2011, 4, 27), False, False, "earliest"),
        (UP, ("own",), date(2011, 4, 27), True, False, "confirmed"),
        (UP, ("own",), date(2011, 4, 27), False, True, "appealed"),
        (date(2008, 3, 3), ("own",), date(2008, 3, 25), False, False, "running"),
        (date(2008, 3, 3), ("own",), date(2008, 3, 26), False, False, "earliest"),
    ],
)
def test_legal_force_has_three_states_after_the_time_for_appeal(
    up: date | None, kinds: tuple[str, ...], today: date, confirmed: bool, appealed: bool, state: Force
) -> None:
    assert force(up, kinds, today, confirmed=confirmed, appealed=appealed) == state
