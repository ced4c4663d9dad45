"""Letting official records out: every refusal and every day, as the sections say."""

from datetime import date

import pytest

from engine.rules.refusal import Refusal
from engine.rules.release import (
    Judgement,
    Pace,
    appeal_by,
    judged,
    may_answer,
    may_appeal,
    may_decide,
    may_judge,
    pace,
    weekdays_taken,
)


def rule(refusal: Refusal | None) -> str | None:
    return refusal.rule if refusal else None


@pytest.mark.parametrize(
    ("judgement", "provision", "refused"),
    [
        ("whole", "", None),
        ("masked", "", "judged_without_provision"),
        ("masked", " ", "judged_without_provision"),
        ("refused", "", "judged_without_provision"),
        ("refused", "OSL 25 kap. 1 §", None),
    ],
)
def test_what_is_kept_back_is_kept_back_by_a_provision(
    judgement: Judgement, provision: str, refused: str | None
) -> None:
    assert rule(judged(judgement, provision, "272-2020:3")) == refused


def test_a_request_is_judged_before_it_is_answered_and_answered_once() -> None:
    assert rule(may_answer([])) == "answered_before_judged"
    assert may_answer(["whole"]) is None
    assert may_judge(None) is None
    assert rule(may_judge(date(2020, 3, 2))) == "release_answered"


def test_only_what_is_not_let_out_whole_is_refused_in_writing_and_once() -> None:
    assert rule(may_decide(["whole"], None)) == "nothing_refused"
    assert rule(may_decide([], None)) == "nothing_refused"
    assert may_decide(["whole", "masked"], None) is None
    assert rule(may_decide(["refused"], date(2020, 3, 2))) == "release_decided_once"


def test_it_is_the_written_decision_that_is_appealed() -> None:
    assert rule(may_appeal(None)) == "appealed_before_decided"
    assert may_appeal(date(2020, 3, 2)) is None


@pytest.mark.parametrize(
    ("told", "last"),
    [
        (date(2020, 3, 2), date(2020, 3, 23)),
        (date(2020, 3, 20), date(2020, 4, 14)),  # the day is Good Friday, so it moves past Easter
        (date(2020, 12, 3), date(2020, 12, 28)),  # the day is Christmas Eve
    ],
)
def test_a_decision_is_appealed_within_three_weeks_of_the_day_it_was_received(told: date, last: date) -> None:
    assert appeal_by(told).last == last


@pytest.mark.parametrize(
    ("received", "until", "days", "how"),
    [
        (date(2020, 3, 2), date(2020, 3, 2), 0, "at_once"),
        (date(2020, 3, 2), date(2020, 3, 3), 1, "at_once"),
        (date(2020, 3, 6), date(2020, 3, 9), 1, "at_once"),  # Friday to Monday
        (date(2020, 3, 2), date(2020, 3, 5), 3, "soon"),
        (date(2020, 3, 2), date(2020, 3, 6), 4, "slow"),
        (date(2020, 4, 8), date(2020, 4, 14), 2, "soon"),  # over Easter
    ],
)
def test_waiting_is_counted_in_weekdays(received: date, until: date, days: int, how: Pace) -> None:
    assert (weekdays_taken(received, until), pace(received, until)) == (days, how)
