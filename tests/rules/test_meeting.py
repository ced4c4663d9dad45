"""Quorum, disqualification, majorities and the minority right, each at its boundary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.meeting import (
    Ground,
    Majority,
    grounds,
    has_quorum,
    may_decide_own_disqualification,
    may_stay_in_room,
    may_take_part,
    may_use_minority_right,
    minority,
    quorum,
    reaches,
    wins,
)
from engine.rules.raising import BodyKind
from engine.rules.refusal import Refusal


def rule(refusal: Refusal | None) -> str | None:
    return refusal.rule if refusal else None


@pytest.mark.parametrize(("seats", "needed"), [(13, 7), (61, 31), (12, 7), (5, 3), (1, 1)])
def test_quorum_is_more_than_half_of_the_members(seats: int, needed: int) -> None:
    assert quorum(seats) == needed
    assert 2 * needed > seats >= 2 * (needed - 1)


@pytest.mark.parametrize(
    ("kind", "seats", "present", "disqualified", "refused"),
    [
        ("board", 13, 7, 0, None),
        ("board", 13, 6, 0, "no_quorum_board"),
        ("board", 13, 6, 7, "no_quorum_board"),
        ("executive_board", 15, 7, 0, "no_quorum_board"),
        ("council", 61, 31, 0, None),
        ("council", 61, 30, 0, "no_quorum_council"),
        ("council", 61, 30, 1, None),
        ("council", 61, 20, 10, "no_quorum_council"),
        ("council", 61, 20, 11, None),
    ],
)
def test_only_the_council_may_go_below_quorum_and_only_for_disqualification(
    kind: BodyKind, seats: int, present: int, disqualified: int, refused: str | None
) -> None:
    assert rule(has_quorum(kind, seats, present, disqualified)) == refused


def test_disqualified_member_of_a_board_takes_no_part_and_leaves_the_room() -> None:
    assert rule(may_take_part("board", "A", disqualified=True)) == "disqualified_takes_no_part_board"
    assert rule(may_stay_in_room("board", "A", disqualified=True)) == "disqualified_leaves_room"
    assert may_take_part("board", "A", disqualified=False) is None
    assert may_stay_in_room("board", "A", disqualified=False) is None


def test_disqualified_member_of_the_council_takes_no_part_but_may_listen() -> None:
    assert rule(may_take_part("council", "A", disqualified=True)) == "disqualified_takes_no_part_council"
    assert may_stay_in_room("council", "A", disqualified=True) is None


def test_person_concerned_decides_a_disputed_disqualification_only_if_quorum_needs_it() -> None:
    assert rule(may_decide_own_disqualification("board", "A", 13, 7)) == "disputed_person_not_needed"
    assert may_decide_own_disqualification("board", "A", 13, 6) is None


@pytest.mark.parametrize(("yes", "no", "won"), [(7, 6, True), (6, 7, False), (6, 6, None), (1, 0, True), (0, 0, None)])
def test_majority_of_the_votes_cast_decides(yes: int, no: int, won: bool | None) -> None:
    assert wins(yes, no) is won


@pytest.mark.parametrize(
    ("majority", "yes", "no", "refused"),
    [
        ("two_thirds", 40, 20, None),
        ("two_thirds", 40, 21, "two_thirds_missing"),
        ("two_thirds", 41, 20, None),
        ("two_thirds", 0, 0, "two_thirds_missing"),
        ("simple", 31, 30, None),
    ],
)
def test_two_thirds_are_of_the_votes_cast(majority: Majority, yes: int, no: int, refused: str | None) -> None:
    assert rule(reaches(majority, yes, no)) == refused


@pytest.mark.parametrize(
    ("requesting", "present", "spent", "refused"),
    [
        (21, 61, False, None),  # 63 ≥ 61
        (20, 61, False, "minority_too_small"),  # 60 < 61
        (20, 60, False, None),
        (19, 60, False, "minority_too_small"),
        (24, 61, True, "minority_right_spent"),
        (1, 3, False, None),
        (0, 3, False, "minority_too_small"),
    ],
)
def test_one_third_of_those_present_in_the_council_may_send_a_matter_away_once(
    requesting: int, present: int, spent: bool, refused: str | None
) -> None:
    assert rule(may_use_minority_right("council", requesting, present, spent=spent)) == refused


def test_boards_and_elections_know_no_minority_right() -> None:
    assert rule(may_use_minority_right("board", 13, 13)) == "minority_right_council_only"
    assert rule(may_use_minority_right("council", 61, 61, election=True)) == "minority_right_not_in_elections"


@pytest.mark.parametrize(
    ("away", "today", "present", "spent", "by"),
    [
        (24, 33, 61, False, ("minority",)),
        (24, 33, 61, True, ()),
        (20, 37, 61, False, ()),
        (35, 26, 61, True, ("majority",)),
        (14, 0, 31, False, ("majority", "minority")),  # 17 abstain: the chair must state the ground
    ],
)
def test_ground_for_sending_a_matter_away(
    away: int, today: int, present: int, spent: bool, by: tuple[Ground, ...]
) -> None:
    assert grounds("council", away, present, carried=away > today, spent=spent) == by


def test_a_board_sends_a_matter_away_only_by_majority() -> None:
    assert grounds("board", 6, 13, carried=False, spent=False) == ()
    assert grounds("board", 7, 13, carried=True, spent=False) == ("majority",)


@given(st.integers(1, 200))
def test_minority_is_the_least_number_that_is_a_third(present: int) -> None:
    assert may_use_minority_right("council", minority(present), present) is None
    assert may_use_minority_right("council", minority(present) - 1, present) is not None
