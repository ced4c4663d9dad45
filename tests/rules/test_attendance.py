"""Who is recorded as serving, for whom, and until when."""

from datetime import date

import pytest

from engine.rules.attendance import (
    may_decide_on,
    may_preside,
    may_record_attendance,
    may_serve_as_member,
    may_serve_as_substitute,
    may_take_up,
)
from engine.rules.raising import BodyKind
from engine.rules.refusal import Refusal

DAY = "2020-06-17"


def rule(refusal: Refusal | None) -> str | None:
    return refusal.rule if refusal else None


@pytest.mark.parametrize(
    ("seats", "refused"),
    [
        ({"member"}, None),
        ({"chair"}, None),
        ({"second_vice_chair"}, None),
        ({"substitute"}, "seat_missing"),
        ({"commissioner"}, "seat_missing"),
        (set(), "seat_missing"),
    ],
)
def test_member_serves_by_a_seat_held_that_day(seats: set[str], refused: str | None) -> None:
    assert rule(may_serve_as_member("A", frozenset(seats), DAY)) == refused


@pytest.mark.parametrize(
    ("kind", "seats", "member_present", "refused"),
    [
        ("council", {"substitute"}, False, None),
        ("council", {"substitute"}, True, "served_for_is_present_council"),
        ("board", {"substitute"}, False, None),
        ("board", {"substitute"}, True, "served_for_is_present_board"),
        ("board", {"member"}, False, "substitute_seat_missing"),
    ],
)
def test_substitute_serves_in_the_place_of_an_absent_member(
    kind: BodyKind, seats: set[str], member_present: bool, refused: str | None
) -> None:
    answer = may_serve_as_substitute(kind, "E", frozenset(seats), DAY, "A", member_present=member_present)
    assert rule(answer) == refused


def test_who_presides_serves() -> None:
    assert may_preside("A", serving=True) is None
    assert rule(may_preside("A", serving=False)) == "presides_without_serving"


@pytest.mark.parametrize(
    ("same_body", "closed", "refused"),
    [(True, False, None), (True, True, "meeting_closed"), (False, False, "meeting_of_other_body")],
)
def test_matter_is_taken_up_at_an_open_meeting_of_its_body(same_body: bool, closed: bool, refused: str | None) -> None:
    assert rule(may_take_up(DAY, "Regionstyrelsen", same_body=same_body, closed=closed)) == refused


@pytest.mark.parametrize(
    ("closed", "verified", "refused"),
    [
        (False, None, None),
        (True, None, "meeting_closed"),
        (False, "§ 112", "meeting_has_verified"),
        (True, "§ 112", "meeting_has_verified"),
    ],
)
def test_attendance_is_settled_when_the_meeting_closes_or_a_paragraph_is_verified(
    closed: bool, verified: str | None, refused: str | None
) -> None:
    assert rule(may_record_attendance(DAY, closed=closed, verified=verified)) == refused


def test_decision_is_recorded_on_the_day_of_the_meeting_at_the_earliest() -> None:
    assert may_decide_on(date(2020, 6, 17), date(2020, 6, 17)) is None
    assert rule(may_decide_on(date(2020, 6, 17), date(2020, 6, 16))) == "meeting_ahead"
