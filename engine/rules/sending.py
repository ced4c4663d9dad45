"""Extracts go out: of what has been verified, to recipients who can be reached the way it is said."""

from engine.rules.refusal import Refusal, declare

EXTRACT_UNVERIFIED = declare("extract_unverified", "KL 5:69", "paragraph")
RECIPIENT_WITHOUT_WAY = declare("recipient_without_way", None, "recipient")
RECIPIENT_WITHOUT_ADDRESS = declare("recipient_without_address", None, "recipient")


def may_send_extract(paragraph: str, *, verified: bool) -> Refusal | None:
    """An extract is sent of a § that has been verified (KL 5:69)."""
    return None if verified else EXTRACT_UNVERIFIED.refuse(paragraph=paragraph)


def recipient_reached(recipient: str, way: str | None, address: str | None) -> Refusal | None:
    """Everybody named in the decision is sent to, by a way that is known; e-mail and letters need an address."""
    if way is None:
        return RECIPIENT_WITHOUT_WAY.refuse(recipient=recipient)
    if way == "email" and "@" not in (address or ""):
        return RECIPIENT_WITHOUT_ADDRESS.refuse(recipient=recipient)
    return RECIPIENT_WITHOUT_ADDRESS.refuse(recipient=recipient) if way == "post" and not address else None
