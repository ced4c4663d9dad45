"""Who sits from moment to moment, each rule at its boundary."""

from datetime import UTC, datetime

import pytest

from engine.rules.ledger import (
    Moment,
    MomentKind,
    breaks,
    may_decide_now,
    may_note_moment,
    sitting_at,
    stretches,
)
from engine.rules.raising import BodyKind

SERVING = frozenset({"a", "b", "c"})


def clock(hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 6, 17, hour, minute, tzinfo=UTC)


def rule(moments: list[Moment], new: Moment, kind: BodyKind = "executive_board") -> str | None:
    no = may_note_moment(kind, SERVING, "a", moments, new, "B")
    return no.rule if no else None


LEFT = Moment(clock(10), "left", "b", "s")


def test_who_left_is_away_from_that_moment_with_the_substitute_in_the_seat() -> None:
    moments = [LEFT, Moment(clock(11), "arrived", "b")]
    assert dict(sitting_at("a", moments, clock(9, 59)).away) == {}
    assert dict(sitting_at("a", moments, clock(10)).away) == {"b": "s"}
    assert dict(sitting_at("a", moments, clock(10, 59)).away) == {"b": "s"}
    assert dict(sitting_at("a", moments, clock(11)).away) == {}


def test_who_arrives_late_was_away_until_then() -> None:
    moments = [Moment(clock(10), "arrived", "c")]
    assert dict(sitting_at("a", moments, clock(9)).away) == {"c": ""}
    assert dict(sitting_at("a", moments, clock(10)).away) == {}


def test_another_takes_the_chair_and_the_meeting_rests() -> None:
    moments = [Moment(clock(10), "presides", "b"), Moment(clock(11), "adjourned"), Moment(clock(12), "resumed")]
    assert sitting_at("a", moments, clock(9)).presiding == "a"
    assert sitting_at("a", moments, clock(10)).presiding == "b"
    no = may_decide_now(sitting_at("a", moments, clock(11, 30)))
    assert no is not None
    assert no.rule == "meeting_adjourned"
    assert may_decide_now(sitting_at("a", moments, clock(12))) is None
    assert breaks(moments) == [(clock(11), clock(12))]
    assert breaks(moments[:2]) == [(clock(11), None)]


@pytest.mark.parametrize(
    ("kind", "disqualification", "refused"),
    [
        ("council", False, "member_broke_off"),
        ("council", True, None),
        ("executive_board", False, None),
        ("board", True, None),
    ],
)
def test_a_member_who_broke_off_does_not_serve_again_that_day_in_the_council_unless_for_jav(
    kind: BodyKind, disqualification: bool, refused: str | None
) -> None:
    left = Moment(clock(10), "left", "b", "s", disqualification)
    assert rule([left], Moment(clock(11), "arrived", "b"), kind) == refused


@pytest.mark.parametrize(
    ("kind", "person", "refused"),
    [
        ("left", "b", None),
        ("left", "x", "left_not_there"),
        ("left", "a", "left_while_presiding"),
        ("left", "", "moment_without_person"),
        ("arrived", "b", "arrived_already"),
        ("arrived", "d", None),
        ("presides", "b", None),
        ("presides", "x", "presides_away"),
        ("resumed", "", "not_adjourned"),
        ("adjourned", "", None),
    ],
)
def test_each_moment_is_noted_when_it_can_be(kind: MomentKind, person: str, refused: str | None) -> None:
    assert rule([], Moment(clock(10), kind, person)) == refused


def test_moments_follow_in_time_and_the_same_is_not_noted_twice() -> None:
    assert rule([LEFT], Moment(clock(9, 59), "left", "c")) == "moment_out_of_order"
    assert rule([LEFT], Moment(clock(10), "left", "c")) is None
    assert rule([LEFT], Moment(clock(10, 1), "left", "b")) == "left_not_there"
    assert rule([LEFT], Moment(clock(10, 1), "presides", "b")) == "presides_away"
    rests = Moment(clock(11), "adjourned")
    assert rule([rests], Moment(clock(12), "adjourned")) == "meeting_adjourned"


def test_the_list_for_fees_tells_from_when_until_when() -> None:
    moments = [Moment(clock(9, 30), "arrived", "c"), LEFT, Moment(clock(11), "arrived", "b")]
    ends = clock(12)
    assert stretches("a", moments, clock(9), ends) == [(clock(9), ends)]
    assert stretches("b", moments, clock(9), ends) == [(clock(9), clock(10)), (clock(11), ends)]
    assert stretches("c", moments, clock(9), ends) == [(clock(9, 30), ends)]
