from datetime import date

import pytest

from engine.rules.urgency import may_decide_urgently, may_report_urgent

DECIDED, NEXT, LATER = date(2021, 5, 17), date(2021, 6, 9), date(2021, 9, 8)


def test_what_cannot_wait_is_decided_with_the_reason_why() -> None:
    assert may_decide_urgently("Svarsdagen infaller före sammanträdet.") is None
    refusal = may_decide_urgently(" ")
    assert refusal is not None
    assert (refusal.rule, refusal.section) == ("urgent_without_reason", "KL 6:39")


@pytest.mark.parametrize(
    ("meeting", "following", "rule"),
    [
        (NEXT, NEXT, None),
        (DECIDED, NEXT, None),  # the board meets the same day
        (NEXT, None, None),
        (date(2021, 5, 16), NEXT, "urgent_reported_before"),
        (LATER, NEXT, "urgent_reported_late"),
    ],
)
def test_an_urgent_decision_is_reported_at_the_boards_next_meeting(
    meeting: date, following: date | None, rule: str | None
) -> None:
    refusal = may_report_urgent(DECIDED, meeting, following)
    assert (refusal.rule if refusal else None) == rule
    assert refusal is None or refusal.section == "KL 6:40"
