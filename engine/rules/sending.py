"""Extracts go out: of what has been verified, to recipients who can be reached the way it is said."""

import re

from engine.rules.refusal import Refusal, declare

EXTRACT_UNVERIFIED = declare("extract_unverified", "KL 5:69", "paragraph")
RECIPIENT_WITHOUT_WAY = declare("recipient_without_way", None, "recipient")
RECIPIENT_WITHOUT_ADDRESS = declare("recipient_without_address", None, "recipient")
SENT_ALREADY = declare("sent_already", None, "recipient")
SENT_AGAIN_ALREADY = declare("sent_again_already", None, "recipient")
NOTHING_TO_RECEIVE = declare("nothing_to_receive", None, "recipient")
RECEIPT_AHEAD = declare("receipt_ahead", None, "day")
NOTHING_TO_BOUNCE = declare("nothing_to_bounce", None, "recipient")

MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")
"""One mailbox and nothing beside it: no name, no second address, nothing that could end a line of a mail's head."""
UNDERWAY = frozenset({"queued", "sending"})
GONE = frozenset({"sent", "received"})


def may_send_extract(paragraph: str, *, verified: bool) -> Refusal | None:
    """An extract is sent of a § that has been verified (KL 5:69)."""
    return None if verified else EXTRACT_UNVERIFIED.refuse(paragraph=paragraph)


def recipient_reached(recipient: str, way: str | None, address: str | None) -> Refusal | None:
    """Everybody named in the decision is sent to, by a way that is known; e-mail and letters need an address."""
    if way is None:
        return RECIPIENT_WITHOUT_WAY.refuse(recipient=recipient)
    if way == "email" and not MAIL_ADDRESS.fullmatch(address or ""):
        return RECIPIENT_WITHOUT_ADDRESS.refuse(recipient=recipient)
    return RECIPIENT_WITHOUT_ADDRESS.refuse(recipient=recipient) if way == "post" and not address else None


def may_send_again(recipient: str, state: str, *, replaced: bool) -> Refusal | None:
    """What has not left the house yet is not sent twice, and of two that send it again one does.

    `state` is the dispatch's; one that came back, was refused, or has arrived where nobody found it can go again.
    """
    if replaced:
        return SENT_AGAIN_ALREADY.refuse(recipient=recipient)
    return SENT_ALREADY.refuse(recipient=recipient) if state in UNDERWAY else None


def may_note_receipt(recipient: str, state: str, day_ahead: str | None) -> Refusal | None:
    """A receipt is noted of what has left the house, on a day that has been; `day_ahead` is one that has not."""
    if state not in GONE:
        return NOTHING_TO_RECEIVE.refuse(recipient=recipient)
    return RECEIPT_AHEAD.refuse(day=day_ahead) if day_ahead else None


def may_note_bounce(recipient: str, state: str) -> Refusal | None:
    """Only what has left the house can come back."""
    return None if state in GONE else NOTHING_TO_BOUNCE.refuse(recipient=recipient)
