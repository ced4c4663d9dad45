from datetime import UTC, datetime, timedelta

import pytest

from engine.rules.writing import IDLE, LEASE, Lease, clock, may_ask, may_change, may_take_over, may_write

NOW = datetime(2020, 5, 4, 8, 31, tzinfo=UTC)
KAJ = Lease("kaj", "Kaj Moberg", NOW, NOW)


def test_one_writes_at_a_time_and_the_other_is_told_who_does() -> None:
    assert may_write("kaj", KAJ, NOW) is None
    assert may_write("olle", None, NOW) is None
    refused = may_write("olle", KAJ, NOW + timedelta(minutes=14))
    assert refused is not None
    assert (refused.rule, dict(refused.facts)) == ("draft_held", {"name": "Kaj Moberg", "since": "10.31"})


def test_a_lease_lapses_by_itself_at_the_instant_it_ends() -> None:
    assert may_write("olle", KAJ, NOW + LEASE - timedelta(seconds=1)) is not None
    assert may_write("olle", KAJ, NOW + LEASE) is None


@pytest.mark.parametrize(("rested", "left"), [(0, 5), (1, 5), (61, 4), (299, 1)])
def test_a_lease_is_taken_over_after_five_minutes_of_rest(rested: int, left: int) -> None:
    refused = may_take_over(KAJ, NOW + timedelta(seconds=rested))
    assert refused is not None
    assert (refused.rule, refused.facts["minutes"]) == ("draft_holder_active", left)
    assert may_take_over(KAJ, NOW + IDLE) is None
    assert may_take_over(None, NOW) is None


def test_one_asks_only_somebody_who_writes() -> None:
    assert may_ask(KAJ, "olle", NOW) is None
    for lease, actor, now in ((None, "olle", NOW), (KAJ, "kaj", NOW), (KAJ, "olle", NOW + LEASE)):
        refused = may_ask(lease, actor, now)
        assert refused is not None
        assert refused.rule == "draft_nothing_held"


def test_a_finished_draft_is_written_in_no_more() -> None:
    refused = may_change(finished=True)
    assert refused is not None
    assert refused.rule == "draft_finished"
    assert may_change(finished=False) is None


def test_yesterdays_time_of_day_is_told_with_its_day() -> None:
    assert clock(NOW - timedelta(days=1), NOW) == "2020-05-03 10.31"
