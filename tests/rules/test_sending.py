"""What goes out is verified, by a way that reaches."""

import pytest

from engine.rules.refusal import Refusal
from engine.rules.sending import may_send_extract, recipient_reached


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
        ("post", "Storgatan 1, Luleå", None),
        ("post", "", "recipient_without_address"),
        ("internal", None, None),
        (None, "it@region.example", "recipient_without_way"),
    ],
)
def test_everybody_named_is_reached(way: str | None, address: str | None, refused: str | None) -> None:
    assert rule(recipient_reached("IT/MT-direktör", way, address)) == refused
