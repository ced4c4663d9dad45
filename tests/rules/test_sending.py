"""What goes out is verified, by a way that reaches."""

import pytest

from engine.rules.refusal import Refusal
from engine.rules.sending import (
    may_note_bounce,
    may_note_receipt,
    may_send_again,
    may_send_extract,
    recipient_reached,
)


def rule(refusal: Refusal | None) -> str | None:
    return refusal.rule if refusal else None


def test_extract_is_sent_of_a_verified_paragraph() -> None:
    assert may_send_extract("§ 113", verified=True) is None
    assert rule(may_send_extract("§ 113", verified=False)) == "extract_unverified"


@pytest.mark.parametrize(
    ("way", "address", "refused"),
    [
        ("email", "it@region.example", None),
        ("email", "IT-direktör", "recipient_without_address"),
        ("email", None, "recipient_without_address"),
        ("email", "växel@öregion.example", "recipient_without_address"),
        ("email", "vaxel@öregion.example", None),
        ("email", "a@b.example, c@d.example", "recipient_without_address"),
        ("email", "a@b.example\nBcc: c@d.example", "recipient_without_address"),
        ("email", "<a@b.example>", "recipient_without_address"),
        ("email", "a@localhost", "recipient_without_address"),
        ("post", "Storgatan 1, Luleå", None),
        ("post", "", "recipient_without_address"),
        ("internal", None, None),
        (None, "it@region.example", "recipient_without_way"),
    ],
)
def test_everybody_named_is_reached(way: str | None, address: str | None, refused: str | None) -> None:
    assert rule(recipient_reached("IT/MT-direktör", way, address)) == refused


@pytest.mark.parametrize(
    ("state", "replaced", "refused"),
    [
        ("queued", False, "sent_already"),
        ("sending", False, "sent_already"),
        ("sent", False, None),
        ("refused", False, None),
        ("bounced", False, None),
        ("received", False, None),
        ("bounced", True, "sent_again_already"),
    ],
)
def test_what_is_on_its_way_is_not_sent_twice(state: str, replaced: bool, refused: str | None) -> None:
    assert rule(may_send_again("Divisionschef", state, replaced=replaced)) == refused


def test_only_what_has_gone_can_be_acknowledged_or_come_back() -> None:
    for state in ("queued", "sending", "refused", "bounced"):
        assert rule(may_note_receipt("Divisionschef", state, None)) == "nothing_to_receive"
        assert rule(may_note_bounce("Divisionschef", state)) == "nothing_to_bounce"
    assert may_note_receipt("Divisionschef", "sent", None) is None
    assert may_note_bounce("Divisionschef", "received") is None
    assert rule(may_note_receipt("Divisionschef", "sent", "2020-06-09")) == "receipt_ahead"
