"""What is published: a masked version of what we drew, approved by somebody who sees what is masked, for a time."""

from datetime import date
from typing import Any

import pytest

from engine.rules.publications import is_published, may_leave_personal, may_publish, may_take_down
from engine.rules.refusal import Refusal

TODAY, LATER = date(2020, 5, 4), date(2020, 6, 4)
GOOD: dict[str, Any] = {"secret": False, "drawn": True, "sees_marked": True, "take_down_on": LATER, "today": TODAY}


def rule(refusal: Refusal | None) -> str | None:
    return refusal.rule if refusal else None


def test_what_is_secret_as_a_whole_is_not_published() -> None:
    refused = may_publish(**{**GOOD, "secret": True})
    assert refused is not None
    assert (refused.rule, refused.section) == ("publish_secret", "OSL 8:1")
    assert may_publish(**GOOD) is None


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"drawn": False}, "publish_not_drawn"),
        ({"sees_marked": False}, "publish_unseen"),
        ({"take_down_on": TODAY}, "publish_take_down_passed"),
        ({"take_down_on": date(2020, 5, 5)}, None),
    ],
)
def test_who_approves_sees_what_is_masked_and_it_comes_down_on_a_day_to_come(
    changes: dict[str, Any], refused: str | None
) -> None:
    assert rule(may_publish(**{**GOOD, **changes})) == refused


def test_personal_data_are_masked_or_left_with_a_reason() -> None:
    assert may_leave_personal(0, "") is None
    assert rule(may_leave_personal(2, " ")) == "publish_personal_left"
    assert may_leave_personal(2, "Förtroendevaldas adresser.") is None


def test_what_is_published_stands_until_the_day_it_comes_down() -> None:
    assert is_published(LATER, ended=False, today=date(2020, 6, 3))
    assert not is_published(LATER, ended=False, today=LATER)
    assert not is_published(LATER, ended=True, today=TODAY)
    assert may_take_down(ended=False) is None
    assert rule(may_take_down(ended=True)) == "publish_ended"
