"""Who is recorded as serving, for whom, and until when."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine.rules.attendance import (
    Decided,
    Roll,
    may_correct_attendance,
    may_decide_on,
    may_leave_item,
    may_preside,
    may_record_attendance,
    may_serve_as_member,
    may_serve_as_substitute,
    may_stand_in,
    may_take_up,
    one_to_a_seat,
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


@pytest.mark.parametrize(
    ("seats", "there", "serves", "refused"),
    [
        ({"substitute"}, True, False, None),
        ({"member"}, True, False, "substitute_seat_missing"),
        ({"substitute"}, False, False, "stand_in_unrecorded"),
        ({"substitute"}, True, True, "stand_in_serves"),
    ],
)
def test_substitute_stands_in_for_one_item(seats: set[str], there: bool, serves: bool, refused: str | None) -> None:
    assert rule(may_stand_in("E", frozenset(seats), DAY, there=there, serves=serves)) == refused


def test_who_steps_out_of_an_item_serves_at_the_meeting() -> None:
    assert may_leave_item("A", serving=True) is None
    assert rule(may_leave_item("A", serving=False)) == "leaves_without_serving"


def test_a_seat_is_served_by_one_at_a_time() -> None:
    assert one_to_a_seat("E", "A", both_serve=False) is None
    assert rule(one_to_a_seat("E", "A", both_serve=True)) == "seat_served_twice"


def test_who_presides_serves() -> None:
    assert may_preside("A", serving=True) is None
    assert rule(may_preside("A", serving=False)) == "presides_without_serving"


@pytest.mark.parametrize(
    ("same_body", "closed", "refused"),
    [(True, False, None), (True, True, "meeting_closed"), (False, False, "meeting_of_other_body")],
)
def test_matter_is_taken_up_at_an_open_meeting_of_its_body(same_body: bool, closed: bool, refused: str | None) -> None:
    assert rule(may_take_up(DAY, "Regionstyrelsen", same_body=same_body, closed=closed)) == refused


@pytest.mark.parametrize(("closed", "refused"), [(False, None), (True, "meeting_closed")])
def test_attendance_is_settled_when_the_meeting_closes(closed: bool, refused: str | None) -> None:
    assert rule(may_record_attendance(DAY, closed=closed)) == refused


A, B, C, D, X = "A", "B", "C", "D", "X"
ROLL = Roll(serving=frozenset({A, B, C}), there=frozenset({A, B, C, D, X}), presides=A)
FIRST = Decided("§ 1", served=frozenset({A, B}), heard=frozenset({D}), presided=A)


def changed(**changes: Any) -> Roll:
    return replace(ROLL, **changes)


@pytest.mark.parametrize(
    ("after", "reason", "refused"),
    [
        (ROLL, "Felskrivning", None),
        (ROLL, " ", "attendance_reason_missing"),
        (changed(serving=frozenset({A, B, C, X})), "X kom kl. 10.20", None),
        (changed(serving=frozenset({A, B})), "C var aldrig där", None),
        (changed(there=frozenset({A, B, C, D})), "X var aldrig där", None),
        (changed(serving=frozenset({A, C})), "B gick", "served_at_paragraph"),
        (changed(there=frozenset({A, B, C, X})), "D gick", "heard_at_paragraph"),
        (changed(presides=B), "A lämnade över", "presided_at_paragraph"),
    ],
)
def test_attendance_is_not_corrected_against_a_decided_paragraph(after: Roll, reason: str, refused: str | None) -> None:
    names = {B: "Bo Berg"}
    answer = may_correct_attendance([FIRST], ROLL, after, reason, names)
    assert rule(answer) == refused
    assert answer is None or answer.facts["paragraph"] == "§ 1"


def test_attendance_is_corrected_freely_while_nothing_has_been_decided() -> None:
    assert may_correct_attendance([], ROLL, Roll(frozenset(), frozenset(), X), "", {}) is None


def test_who_leads_is_corrected_where_every_paragraph_was_led_by_somebody_else() -> None:
    led_by_b = replace(FIRST, presided=B)
    assert may_correct_attendance([led_by_b], ROLL, changed(presides=C), "Fel person", {}) is None
    assert rule(may_correct_attendance([led_by_b, FIRST], ROLL, changed(presides=B), "A gick", {})) == (
        "presided_at_paragraph"
    )


def test_decision_is_recorded_on_the_day_of_the_meeting_at_the_earliest() -> None:
    assert may_decide_on(date(2020, 6, 17), date(2020, 6, 17)) is None
    assert rule(may_decide_on(date(2020, 6, 17), date(2020, 6, 16))) == "meeting_ahead"
