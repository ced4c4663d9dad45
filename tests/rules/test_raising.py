"""Who may raise a motion or a matter, and in what form."""

from datetime import date

import pytest

from engine.rules.raising import (
    CLAUSE_MAX,
    BodyKind,
    Mandate,
    Office,
    may_decide_motion,
    may_have_been_raised,
    may_raise_initiative,
    may_raise_matter,
    may_raise_motion,
    may_raise_together,
    may_return_motion,
    motion_in_order,
    withdrawal,
)
from engine.rules.refusal import Refusal

DAY = date(2020, 2, 19)
TERM = (date(2018, 10, 15), date(2022, 10, 14))


def rule(refusal: Refusal | None) -> str | None:
    return refusal.rule if refusal else None


def in_council(office: Office, *, serving: bool = False) -> Mandate:
    return Mandate("rf", "council", office, *TERM, serving=serving)


def in_board(office: Office, *, serving: bool = False) -> Mandate:
    return Mandate("rs", "executive_board", office, *TERM, serving=serving)


@pytest.mark.parametrize(
    ("mandates", "refused"),
    [
        ([in_council("member")], None),
        ([in_council("substitute", serving=True)], None),
        ([in_council("substitute")], "motion_substitute_not_serving"),
        ([in_council("auditor")], "motion_mover_not_member"),
        ([in_council("commissioner")], "motion_mover_not_member"),
        ([in_board("member")], "motion_mover_not_member"),
        ([in_board("member"), in_council("member")], None),
        ([], "motion_mover_not_member"),
    ],
)
def test_motion_is_raised_by_a_council_member_or_a_serving_substitute(
    mandates: list[Mandate], refused: str | None
) -> None:
    assert rule(may_raise_motion("Marianne Sandström", mandates, DAY)) == refused


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        (date(2018, 10, 14), "motion_mover_not_member"),
        (date(2018, 10, 15), None),
        (date(2022, 10, 14), None),
        (date(2022, 10, 15), "motion_mover_not_member"),
    ],
)
def test_mandate_must_be_held_on_the_day(day: date, refused: str | None) -> None:
    assert rule(may_raise_motion("Marianne Sandström", [in_council("member")], day)) == refused


def test_mandate_without_an_end_is_still_held() -> None:
    assert may_raise_motion("A", [Mandate("rf", "council", "member", date(2018, 10, 15))], DAY) is None


def test_every_mover_of_a_joint_motion_must_be_entitled() -> None:
    entitled, other = ("A", [in_council("member")]), ("B", [in_council("substitute")])
    assert may_raise_together([entitled], DAY) is None
    refused = may_raise_together([entitled, other], DAY)
    assert refused is not None
    assert refused.facts["name"] == "B"
    assert rule(may_raise_together([], DAY)) == "motion_mover_missing"


@pytest.mark.parametrize(
    ("mandate", "concerns_audit", "refused"),
    [
        (in_board("member"), False, None),
        (in_board("substitute", serving=True), False, None),
        (in_board("substitute"), False, "matter_substitute_not_serving"),
        (in_board("auditor"), True, None),
        (in_board("auditor"), False, "auditor_matter_not_audit"),
        (in_board("commissioner"), False, "matter_mover_not_member"),
        (in_council("member"), False, "matter_mover_not_member"),
    ],
)
def test_matter_in_a_board_is_raised_by_its_members_and_auditors_of_theirs(
    mandate: Mandate, concerns_audit: bool, refused: str | None
) -> None:
    assert rule(may_raise_matter("A", [mandate], "rs", DAY, concerns_audit=concerns_audit)) == refused


def test_initiative_is_raised_at_the_meeting() -> None:
    member = [in_board("member")]
    assert may_raise_initiative("A", member, "rs", DAY, at_meeting=True) is None
    assert rule(may_raise_initiative("A", member, "rs", DAY, at_meeting=False)) == "initiative_outside_meeting"
    assert rule(may_raise_initiative("A", [], "rs", DAY, at_meeting=True)) == "matter_mover_not_member"


@pytest.mark.parametrize(
    ("clauses", "signed", "one_subject", "refused"),
    [
        (["att systemet ska vara frivilligt"], True, True, None),
        (["att systemet ska vara frivilligt", "att kostnaden redovisas"], True, True, None),
        (["att systemet ska vara frivilligt"], False, True, "motion_unsigned"),
        (["att systemet ska vara frivilligt"], True, False, "motion_several_subjects"),
        ([], True, True, "motion_without_clauses"),
        (["att systemet ska vara frivilligt", " "], True, True, "motion_clause_empty"),
        (["x" * CLAUSE_MAX], True, True, None),
        (["x" * (CLAUSE_MAX + 1)], True, True, "motion_clause_too_long"),
    ],
)
def test_motion_is_signed_on_one_subject_with_numbered_clauses(
    clauses: list[str], signed: bool, one_subject: bool, refused: str | None
) -> None:
    assert rule(motion_in_order(clauses, signed=signed, one_subject=one_subject)) == refused


def test_refusal_says_which_clause_is_empty() -> None:
    refused = motion_in_order(["att ett", ""], signed=True, one_subject=True)
    assert refused is not None
    assert refused.facts["number"] == 2


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ("council", None),
        ("executive_board", "motion_decided_by_council"),
        ("board", "motion_decided_by_council"),
        ("subcommittee", "motion_decided_by_council"),
    ],
)
def test_motion_is_always_decided_by_the_council(body: BodyKind, refused: str | None) -> None:
    assert rule(may_decide_motion(body)) == refused


def test_motion_withdrawn_before_it_is_announced_is_returned() -> None:
    assert withdrawal(None, DAY) == "returned"
    assert withdrawal(date(2020, 2, 20), DAY) == "returned"
    assert may_return_motion(None, DAY) is None
    assert may_return_motion(date(2020, 2, 20), DAY) is None


def test_motion_withdrawn_after_it_is_announced_is_left_to_the_council() -> None:
    assert withdrawal(DAY, DAY) == "council_decides"
    assert rule(may_return_motion(DAY, DAY)) == "motion_already_announced"


def test_an_initiative_arrives_on_the_day_of_the_meeting_where_it_is_raised() -> None:
    assert may_have_been_raised(date(2023, 5, 24), date(2023, 5, 24)) is None
    refusal = may_have_been_raised(date(2023, 5, 23), date(2023, 5, 24))
    assert refusal is not None
    assert (refusal.rule, refusal.section) == ("initiative_another_day", "KL 4:20")
