"""When minutes are verified, and that who presided is among those who do."""

from datetime import date, timedelta

import pytest

from engine.rules.refusal import Refusal
from engine.rules.verification import may_verify_on, presiding_verifies

MEETING = date(2020, 6, 17)


def rule(refusal: Refusal | None) -> str | None:
    return refusal.rule if refusal else None


@pytest.mark.parametrize(
    ("day", "today", "remark", "refused"),
    [
        ("2020-06-16", "2020-07-01", "", "verified_before_meeting"),
        ("2020-06-17", "2020-07-01", "", None),
        ("2020-07-01", "2020-07-01", "", None),  # the fourteenth day
        ("2020-07-02", "2020-07-02", "", "verified_late"),
        ("2020-07-02", "2020-07-02", "En justerare var sjuk.", None),
        ("2020-07-02", "2020-07-01", "", "verified_ahead"),
    ],
)
def test_minutes_are_verified_within_fourteen_days_of_the_close(
    day: str, today: str, remark: str, refused: str | None
) -> None:
    answer = may_verify_on(
        date.fromisoformat(day),
        meeting=MEETING,
        closed=MEETING,
        today=date.fromisoformat(today),
        immediate=False,
        remark=remark,
    )
    assert rule(answer) == refused


@pytest.mark.parametrize(
    ("closed", "immediate", "refused"),
    [
        (None, True, None),
        (None, False, "verified_before_close"),
        (date(2020, 6, 18), False, "verified_before_close"),
        (MEETING, False, None),
    ],
)
def test_only_immediate_verification_comes_before_the_close(
    closed: date | None, immediate: bool, refused: str | None
) -> None:
    answer = may_verify_on(MEETING, meeting=MEETING, closed=closed, today=MEETING, immediate=immediate, remark="")
    assert rule(answer) == refused


def test_immediate_verification_is_made_at_the_meeting_and_does_not_get_round_the_fourteen_days() -> None:
    for day, refused in ((MEETING, None), (MEETING + timedelta(days=40), "immediate_after_close")):
        answer = may_verify_on(day, meeting=MEETING, closed=MEETING, today=day, immediate=True, remark="")
        assert rule(answer) == refused


def test_who_presided_is_among_those_who_verify() -> None:
    assert presiding_verifies("A", presides=True) is None
    assert rule(presiding_verifies("A", presides=False)) == "verifier_presiding_missing"
