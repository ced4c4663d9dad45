"""Separate duties, and what stands after verification."""

import pytest

from engine.rules.duties import may_approve, may_correct, may_edit_draft, may_edit_paragraph, may_verify
from engine.rules.refusal import Refusal


def rule(refusal: Refusal | None) -> str | None:
    return refusal.rule if refusal else None


def test_nobody_approves_their_own_draft() -> None:
    assert rule(may_approve("handläggaren", {"handläggaren"})) == "own_draft"
    assert rule(may_approve("chefen", ["handläggaren", "chefen"])) == "own_draft"
    assert may_approve("chefen", {"handläggaren"}) is None


def test_an_organisation_may_let_authors_approve() -> None:
    assert may_approve("handläggaren", {"handläggaren"}, author_may_approve=True) is None


def test_an_approved_draft_is_closed() -> None:
    assert may_edit_draft(approved=False) is None
    assert rule(may_edit_draft(approved=True)) == "draft_approved"


@pytest.mark.parametrize(
    ("is_secretary", "decided", "verified", "refused"),
    [
        (False, False, False, None),
        (True, False, False, None),
        (False, True, False, "paragraph_secretary_only"),
        (True, True, False, None),
        (False, True, True, "paragraph_verified"),
        (True, True, True, "paragraph_verified"),
    ],
)
def test_paragraph_is_the_secretarys_after_the_decision_and_nobodys_after_verification(
    is_secretary: bool, decided: bool, verified: bool, refused: str | None
) -> None:
    assert rule(may_edit_paragraph(is_secretary=is_secretary, decided=decided, verified=verified)) == refused


@pytest.mark.parametrize(
    ("wrong", "right", "verified", "refused"),
    [
        ("2012", "2021", True, None),
        ("2012", "2021", False, "correction_before_verification"),
        ("2012", " ", True, "correction_without_text"),
        ("", "2021", True, "correction_without_text"),
        ("2021", "2021", True, "correction_without_text"),
    ],
)
def test_correction_after_verification_shows_what_was_changed(
    wrong: str, right: str, verified: bool, refused: str | None
) -> None:
    assert rule(may_correct(wrong, right, verified=verified)) == refused


def test_minutes_are_verified_by_those_chosen_who_had_no_jav() -> None:
    assert may_verify("a", "A", {"a", "b"}) is None
    assert rule(may_verify("c", "C", {"a", "b"})) == "verifier_not_chosen"
    assert rule(may_verify("a", "A", {"a", "b"}, disqualified={"a"})) == "verifier_disqualified"
