"""What the register must say, what the public register may leave out, and what a secrecy mark states."""

from datetime import date

import pytest

from engine.rules.refusal import Refusal
from engine.rules.secrecy import Direction, Field, may_mark, may_withhold, register_complete

TODAY = date(2020, 1, 20)
FULL: dict[Field, str] = {
    "date": "2020-01-20",
    "dnr": "272-2020",
    "correspondent": "Marianne Sandström (SD)",
    "subject": "Motion om systemet CallMe",
}


def rule(refusal: Refusal | None) -> str | None:
    return refusal.rule if refusal else None


@pytest.mark.parametrize("direction", ["incoming", "outgoing", "internal"])
def test_record_with_all_four_points_is_registered(direction: Direction) -> None:
    assert register_complete(direction, FULL) is None


@pytest.mark.parametrize("field", FULL)
@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
def test_record_that_comes_in_or_goes_out_lacks_none_of_the_four(direction: Direction, field: Field) -> None:
    assert rule(register_complete(direction, {**FULL, field: " "})) == "register_field_missing"


def test_record_drawn_up_and_kept_here_has_no_correspondent() -> None:
    assert register_complete("internal", {**FULL, "correspondent": ""}) is None
    assert rule(register_complete("internal", {**FULL, "subject": ""})) == "register_field_missing"


@pytest.mark.parametrize(
    ("field", "provision", "refused"),
    [
        ("correspondent", "OSL 25:1", None),
        ("subject", "OSL 25:1", None),
        ("subject", " ", "withheld_without_provision"),
        ("date", "OSL 25:1", "register_field_public"),
        ("dnr", "OSL 25:1", "register_field_public"),
    ],
)
def test_only_correspondent_and_subject_may_be_withheld(field: Field, provision: str, refused: str | None) -> None:
    assert rule(may_withhold(field, provision)) == refused


@pytest.mark.parametrize(
    ("provision", "marked", "authority", "refused"),
    [
        ("OSL 25:1", TODAY, "Regionstyrelsen", None),
        (" ", TODAY, "Regionstyrelsen", "mark_without_provision"),
        ("OSL 25:1", None, "Regionstyrelsen", "mark_without_date"),
        ("OSL 25:1", date(2020, 1, 21), "Regionstyrelsen", "mark_in_the_future"),
        ("OSL 25:1", TODAY, "", "mark_without_authority"),
    ],
)
def test_secrecy_mark_states_provision_date_and_authority(
    provision: str, marked: date | None, authority: str, refused: str | None
) -> None:
    assert rule(may_mark(provision, marked, authority, TODAY)) == refused
