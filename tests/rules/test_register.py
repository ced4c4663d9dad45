"""The register is kept, corrected visibly, and a case is closed when it is finished."""

from collections.abc import Callable
from datetime import date

import pytest

from engine.rules import register
from engine.rules.refusal import Refusal

TODAY = date(2020, 1, 20)


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (lambda: register.may_act(None), None),
        (lambda: register.may_act("Registrerat två gånger"), "case_voided"),
        (lambda: register.may_void_case(None, decided=False), None),
        (lambda: register.may_void_case("Dubblett", decided=False), "case_voided"),
        (lambda: register.may_void_case(None, decided=True), "case_in_progress"),
        (lambda: register.may_touch_record(None), None),
        (lambda: register.may_touch_record("Dubblett"), "record_voided"),
        (lambda: register.may_correct_register(["title"]), None),
        (lambda: register.may_correct_register([]), "register_correction_empty"),
        (lambda: register.may_relate(same=False, stands=False), None),
        (lambda: register.may_relate(same=True, stands=False), "relation_to_itself"),
        (lambda: register.may_relate(same=False, stands=True), "relation_stands"),
        (lambda: register.may_move(there=False), None),
        (lambda: register.may_move(there=True), "record_there_already"),
    ],
)
def test_nothing_in_the_register_is_erased_or_done_twice(
    answer: Callable[[], Refusal | None], refused: str | None
) -> None:
    told = answer()
    assert (told.rule if told else None) == refused


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (lambda: register.may_have_arrived(TODAY, TODAY), None),
        (lambda: register.may_have_arrived(date(2020, 1, 21), TODAY), "arrived_in_the_future"),
        (lambda: register.may_announce_motion(TODAY, date(2020, 2, 19), date(2020, 2, 19)), None),
        (lambda: register.may_announce_motion(TODAY, date(2020, 1, 19), TODAY), "announced_before_arrival"),
        (lambda: register.may_announce_motion(TODAY, date(2020, 2, 19), TODAY), "arrived_in_the_future"),
    ],
)
def test_what_is_noted_has_happened(answer: Callable[[], Refusal | None], refused: str | None) -> None:
    told = answer()
    assert (told.rule if told else None) == refused


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (lambda: register.may_remit_to("executive_board", "Regionstyrelsen"), None),
        (lambda: register.may_remit_to("board", "Patientnämnden"), None),
        (lambda: register.may_remit_to("subcommittee", "Arbetsutskottet"), "remit_not_a_board"),
        (lambda: register.may_remit_to("council", "Regionfullmäktige"), "remit_not_a_board"),
        (lambda: register.may_handle("Anna Alm", officer_there=True), None),
        (lambda: register.may_handle("Anna Alm", officer_there=False), "officer_without_role"),
        (lambda: register.may_return("Motionen är inte undertecknad."), None),
        (lambda: register.may_return(" "), "return_without_reason"),
    ],
)
def test_motion_goes_to_a_board_that_prepares_or_back_with_a_reason(
    answer: Callable[[], Refusal | None], refused: str | None
) -> None:
    told = answer()
    assert (told.rule if told else None) == refused


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (lambda: register.decided("rejected"), None),
        (lambda: register.decided(None), "close_before_outcome"),
        (lambda: register.nothing_waits([]), None),
        (lambda: register.nothing_waits(["Expediera beslutet"]), "close_with_tasks"),
        (lambda: register.nothing_watched(0), None),
        (lambda: register.nothing_watched(2), "close_with_watches"),
        (lambda: register.records_hold_something([]), None),
        (lambda: register.records_hold_something([3, 7]), "close_with_empty_records"),
        (lambda: register.may_close_by_hand(has_lifecycle=False), None),
        (lambda: register.may_close_by_hand(has_lifecycle=True), "closed_by_its_step"),
        (lambda: register.open_still(None), None),
        (lambda: register.open_still(TODAY), "case_closed"),
    ],
)
def test_case_is_closed_once_and_when_nothing_is_left(
    answer: Callable[[], Refusal | None], refused: str | None
) -> None:
    told = answer()
    assert (told.rule if told else None) == refused


def test_refusal_names_the_empty_records() -> None:
    told = register.records_hold_something([3, 7])
    assert told is not None
    assert told.facts["numbers"] == "3, 7"


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"closed": False, "has_it": False, "to_self": True, "leads": False}, None),
        ({"closed": False, "has_it": False, "to_self": False, "leads": True}, None),
        ({"closed": False, "has_it": False, "to_self": False, "leads": False}, "reassign_others"),
        ({"closed": False, "has_it": True, "to_self": True, "leads": True}, "reassign_to_the_same"),
        ({"closed": True, "has_it": False, "to_self": True, "leads": True}, "closed_changes_no_hands"),
    ],
)
def test_an_officer_takes_over_an_open_case_and_only_those_who_lead_give_it_away(
    said: dict[str, bool], rule: str | None
) -> None:
    refused = register.may_reassign(**said)
    assert (refused.rule if refused else None) == rule
