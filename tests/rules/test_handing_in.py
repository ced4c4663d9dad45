"""What a report must hold before it is handed in."""

import pytest

from engine.rules.handing_in import Point, Written, gaps, may_hand_in

EQUALITY = ("impact_equality", "Påverkan avseende jämställdhet")
REJECT = Point("avslå motionen", means=True)


def written(*sections: str, points: tuple[Point, ...] = (REJECT,), motion: bool = True) -> Written:
    return Written((EQUALITY,), frozenset(sections), points, motion)


def test_a_report_with_all_its_sections_and_a_proposal_may_be_handed_in() -> None:
    assert may_hand_in(written("impact_equality", "summary")) is None


def test_a_section_that_the_organisation_wants_may_not_be_empty() -> None:
    refused = may_hand_in(written("summary"))
    assert refused is not None
    assert (refused.rule, dict(refused.facts)) == ("report_section_empty", {"section": EQUALITY[1]})


@pytest.mark.parametrize(
    ("points", "motion", "rules"),
    [
        ((), True, ["report_without_proposal"]),
        ((Point(" ", means=True),), True, ["report_point_empty"]),
        ((REJECT, Point("", means=False)), True, ["report_point_empty"]),
        ((Point("tacka för motionen", means=False),), True, ["report_outcome_unsaid"]),
        ((Point("fastställa planen", means=False),), False, []),
        ((Point("", means=False),), True, ["report_point_empty", "report_outcome_unsaid"]),
    ],
)
def test_the_proposal_says_something_and_what_becomes_of_a_motion(
    points: tuple[Point, ...], motion: bool, rules: list[str]
) -> None:
    told = list(gaps(written("impact_equality", points=points, motion=motion)))
    assert [refusal.rule for _, refusal in told] == rules
    assert {place for place, _ in told} <= {"proposal"}


def test_everything_that_is_missing_is_told_at_once_with_its_place() -> None:
    assert [place for place, _ in gaps(written(points=()))] == ["proposal", "impact_equality"]
