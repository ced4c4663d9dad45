"""What stands against verifying a §: contradictions always, gaps unless a printed remark explains them."""

from dataclasses import replace

import pytest

from engine.rules.completeness import Item, completeness, may_verify_item
from engine.rules.procedure import STANDING, Claimed, Found, Procedure, Reserved
from tests.rules.procedure.table import a_board, begin, claimed, for_motion, found, tabling


def decided() -> Procedure:
    """The board proposes rejection, B claims approval and reserves."""
    procedure = found(claimed(begin(a_board()), for_motion("a", "B")), STANDING)
    return procedure.then(Reserved(("B",)))


def the_item() -> Item:
    procedure = decided()
    return Item(
        title="Motion 3-2020 om systemet CallMe",
        serving=procedure.sitting.serving,
        presiding="A",
        procedure=procedure,
        printed=("avslå motionen",),
        printed_reservations=frozenset({"B"}),
    )


def test_complete_item_may_be_verified() -> None:
    assert completeness(the_item()).blocking == ()
    assert may_verify_item(the_item()) is None


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"printed": ("bifalla motionen",)}, "item_text_differs"),
        ({"printed": ("avslå motionen", "redovisa kostnaden")}, "item_points_differ"),
        ({"printed": ()}, "item_points_differ"),
        ({"printed_reservations": frozenset({"B", "C"})}, "item_reservation_unrecorded"),
    ],
)
def test_contradiction_blocks_verification_whatever_is_remarked(change: dict[str, object], rule: str) -> None:
    item = replace(the_item(), **change, remarks={rule: "Så blev det."})  # type: ignore[arg-type]
    assert [refusal.rule for refusal in completeness(item).contradictions] == [rule]
    refused = may_verify_item(item)
    assert refused is not None
    assert refused.rule == rule


def test_spaces_make_no_difference_to_the_decision() -> None:
    assert may_verify_item(replace(the_item(), printed=("avslå\u00a0 motionen",))) is None


def test_procedure_that_the_rules_refuse_is_a_contradiction() -> None:
    item = replace(the_item(), procedure=begin(a_board()).then(Found(STANDING)))
    assert [refusal.rule for refusal in completeness(item).contradictions] == ["debate_open"]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"title": " "}, "item_without_title"),
        ({"presiding": "Z"}, "item_without_presiding"),
        ({"procedure": None}, "item_without_procedure"),
        ({"procedure": begin(a_board()).then(Claimed(for_motion("a", "B")))}, "item_undecided"),
        ({"promised_texts": ("B",)}, "item_reservation_text_missing"),
    ],
)
def test_missing_fact_blocks_unless_a_printed_remark_says_why(change: dict[str, object], rule: str) -> None:
    item = replace(the_item(), printed_reservations=frozenset(), **change)  # type: ignore[arg-type]
    assert [refusal.rule for refusal in completeness(item).missing] == [rule]
    explained = replace(item, remarks={rule: "Uppgiften saknas i sekreterarens anteckningar."})
    assert may_verify_item(explained) is None
    assert [refusal.rule for refusal in completeness(explained).explained] == [rule]
    assert may_verify_item(replace(item, remarks={rule: " "})) is not None


def test_nobody_served_and_so_nobody_presided() -> None:
    item = replace(the_item(), serving=frozenset())
    assert [refusal.rule for refusal in completeness(item).missing] == [
        "item_without_attendance",
        "item_without_presiding",
    ]


def test_matter_sent_away_has_no_text_to_hold_against_the_decision() -> None:
    procedure = found(claimed(begin(a_board()), tabling("a", "B")), "a")
    item = replace(the_item(), procedure=procedure, printed=("Ärendet bordläggs.",), printed_reservations=frozenset())
    assert may_verify_item(item) is None
