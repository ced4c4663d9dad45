"""The law's times, each on the day before, on the day and on the day after."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.calendar import is_rest_day
from engine.rules.deadlines import (
    Clock,
    PointKind,
    Standing,
    appeal_by,
    appealable,
    decide_within,
    earliest_legal_force,
    last_meeting,
    late_item_by,
    may_announce_late_item,
    may_confirm_legal_force,
    may_put_up,
    may_set_due,
    may_summon,
    may_take_down,
    notice_by,
    notice_stood,
    raised_on,
    summon_by,
    verify_by,
)
from engine.rules.refusal import Refusal

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def on(day: str) -> date:
    return date.fromisoformat(day)


def rule(refusal: Refusal | None) -> str | None:
    return refusal.rule if refusal else None


# KL 5:35


@pytest.mark.parametrize(
    ("raised", "within"),
    [
        ("2020-02-19", "2021-02-19"),
        ("2020-02-29", "2021-02-28"),
        ("2019-02-28", "2020-02-28"),
        ("2023-03-01", "2024-03-01"),
        ("2020-12-31", "2021-12-31"),
    ],
)
def test_motion_should_be_decided_within_a_year(raised: str, within: str) -> None:
    assert decide_within(on(raised)) == on(within)


def test_one_year_rule_is_shown_as_the_last_council_meeting_in_time() -> None:
    meetings = [on("2020-11-25"), on("2021-02-17"), on("2021-04-14")]
    assert last_meeting(on("2021-02-19"), meetings) == on("2021-02-17")
    assert last_meeting(on("2021-02-17"), meetings) == on("2021-02-17")
    assert last_meeting(on("2021-02-16"), meetings) == on("2020-11-25")
    assert last_meeting(on("2020-11-24"), meetings) is None


def test_motion_is_raised_when_announced_or_when_it_arrives_as_the_body_has_set() -> None:
    arrived, announced = on("2020-01-20"), on("2020-02-19")
    assert raised_on("announced", arrived, announced) == announced
    assert raised_on("announced", arrived, None) is None
    assert raised_on("arrived", arrived, announced) == arrived


# KL 5:13–15


def test_council_on_a_tuesday_is_summoned_by_the_tuesday_before() -> None:
    assert summon_by(on("2021-02-16")) == on("2021-02-09")
    assert may_summon(on("2021-02-16"), on("2021-02-09")) is None
    assert rule(may_summon(on("2021-02-16"), on("2021-02-10"))) == "summons_too_late"


def test_summons_is_counted_backwards_and_never_moved() -> None:
    assert summon_by(on("2021-04-12")) == on("2021-04-05")  # Easter Monday


def test_late_item_is_announced_by_the_nearest_weekday_before() -> None:
    assert late_item_by(on("2021-02-15")) == on("2021-02-12")  # Monday → Friday
    assert may_announce_late_item(on("2021-02-15"), on("2021-02-12")) is None
    assert rule(may_announce_late_item(on("2021-02-15"), on("2021-02-13"))) == "late_item_too_late"


# KL 5:69


@pytest.mark.parametrize(
    ("closed", "day", "last"),
    [
        ("2021-01-20", "2021-02-03", "2021-02-03"),
        ("2021-06-11", "2021-06-25", "2021-06-28"),  # Midsummer Eve
        ("2021-12-10", "2021-12-24", "2021-12-27"),  # Christmas Eve
        ("2021-03-19", "2021-04-02", "2021-04-06"),  # Good Friday
    ],
)
def test_minutes_are_verified_within_fourteen_days(closed: str, day: str, last: str) -> None:
    assert verify_by(on(closed)) == Clock(on(day), on(last))


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        ("2021-06-21", "running"),
        ("2021-06-22", "near"),
        ("2021-06-24", "near"),
        ("2021-06-25", "due"),
        ("2021-06-28", "due"),
        ("2021-06-29", "overdue"),
    ],
)
def test_late_is_counted_from_the_moved_day_and_warned_before_the_unmoved(today: str, standing: Standing) -> None:
    assert verify_by(on("2021-06-11")).standing(on(today)) == standing


# KL 8:12, 13:5


@pytest.mark.parametrize(
    ("verified", "last"),
    [("2021-02-01", "2021-02-03"), ("2021-02-04", "2021-02-08"), ("2021-12-22", "2021-12-27")],
)
def test_notice_is_up_by_the_second_day_after_verification(verified: str, last: str) -> None:
    assert notice_by(on(verified)).last == on(last)


@pytest.mark.parametrize(
    ("up", "last"),
    [
        ("2011-04-04", "2011-04-26"),  # day 21 is Easter Monday
        ("2008-03-03", "2008-03-25"),  # day 21 is Easter Monday
        ("2021-01-15", "2021-02-05"),
        ("2021-06-04", "2021-06-28"),  # Midsummer Eve
        ("2021-12-03", "2021-12-27"),  # Christmas Eve
        ("2021-12-10", "2022-01-03"),  # New Year's Eve
        ("2021-05-16", "2021-06-07"),  # National Day on a Sunday
    ],
)
def test_time_for_appeal_is_three_weeks_from_the_notice(up: str, last: str) -> None:
    assert appeal_by(on(up)).last == on(last)
    assert earliest_legal_force(on(up)) == on(last) + timedelta(1)


def test_notice_tells_of_what_is_verified_and_is_up_already() -> None:
    today = on("2021-02-03")
    assert rule(may_put_up(today, today, None)) == "notice_without_verification"
    assert rule(may_put_up(on("2021-02-01"), today, on("2021-02-02"))) == "notice_before_verification"
    assert rule(may_put_up(on("2021-02-04"), today, on("2021-02-02"))) == "notice_ahead"
    assert may_put_up(on("2021-02-02"), today, on("2021-02-02")) is None
    assert may_put_up(today, today, on("2021-02-01")) is None


def test_notice_comes_down_the_day_after_the_last_day_for_appeal() -> None:
    assert rule(may_take_down(on("2011-04-04"), on("2011-04-26"))) == "notice_taken_down_early"
    assert may_take_down(on("2011-04-04"), on("2011-04-27")) is None


@pytest.mark.parametrize(
    ("shown", "missing"),
    [
        ([("2021-01-15", "2021-02-05")], None),
        ([("2021-01-15", "2021-01-20"), ("2021-01-21", "2021-02-07")], None),
        ([("2021-01-18", "2021-02-05"), ("2021-01-15", "2021-01-19")], None),
        ([("2021-01-15", "2021-02-04")], "2021-02-05"),
        ([("2021-01-15", "2021-01-20"), ("2021-01-22", "2021-02-07")], "2021-01-21"),
        ([("2021-01-16", "2021-02-05")], "2021-01-15"),
        ([], "2021-01-15"),
    ],
)
def test_time_for_appeal_runs_out_only_if_the_notice_stood_unbroken(
    shown: list[tuple[str, str]], missing: str | None
) -> None:
    refused = notice_stood(on("2021-01-15"), [(on(start), on(end)) for start, end in shown])
    assert rule(refused) == ("notice_interrupted" if missing else None)
    assert (refused.facts["missing"] if refused else None) == missing


@pytest.mark.parametrize(
    ("today", "court_asked", "appealed", "refused"),
    [
        ("2021-02-05", True, False, "legal_force_early"),
        ("2021-02-06", False, False, "legal_force_unasked"),
        ("2021-02-06", True, True, "legal_force_appealed"),
        ("2021-02-06", True, False, None),
    ],
)
def test_legal_force_is_confirmed_when_the_court_has_been_asked(
    today: str, court_asked: bool, appealed: bool, refused: str | None
) -> None:
    up = on("2021-01-15")
    assert rule(may_confirm_legal_force(up, on(today), court_asked=court_asked, appealed=appealed)) == refused


@pytest.mark.parametrize(("kind", "can"), [("own", True), ("to_council", False), ("assignment", False)])
def test_only_a_decision_of_the_bodys_own_can_be_appealed(kind: PointKind, can: bool) -> None:
    assert appealable(kind) == can


@given(DAYS)
def test_no_time_runs_out_on_a_day_of_rest_or_earlier_than_counted(day: date) -> None:
    for clock in (verify_by(day), notice_by(day), appeal_by(day)):
        assert not is_rest_day(clock.last)
        assert clock.day <= clock.last


@given(DAYS, st.integers(-40, 40))
def test_a_clock_never_runs_back(day: date, offset: int) -> None:
    order: list[Standing] = ["running", "near", "due", "overdue"]
    clock, today = appeal_by(day), appeal_by(day).day + timedelta(offset)
    assert order.index(clock.standing(today)) <= order.index(clock.standing(today + timedelta(1)))


# Times that somebody sets


def test_due_date_must_be_ahead() -> None:
    assert may_set_due(on("2021-05-20"), on("2021-05-19")) is None
    assert rule(may_set_due(on("2021-05-20"), on("2021-05-20"))) == "due_date_passed"
