"""What can be appealed, and in which of three states a decision's legal force is."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, cast

from engine.rules.deadlines import PointKind, appealable, earliest_legal_force
from engine.rules.refusal import Refusal, declare

NOTHING_TO_APPEAL = declare("nothing_to_appeal", "KL 13:2", "paragraph")

Force = Literal["not_noticed", "not_appealable", "running", "earliest", "confirmed", "appealed"]


def may_register_appeal(paragraph: str, kinds: Iterable[str]) -> Refusal | None:
    """KL 13:2: what only prepares or executes cannot be appealed; a § with a decision of the body's own can."""
    if any(appealable(cast("PointKind", kind)) for kind in kinds):
        return None
    return NOTHING_TO_APPEAL.refuse(paragraph=paragraph)


def force(up: date | None, kinds: Iterable[str], today: date, *, confirmed: bool, appealed: bool) -> Force:
    """How a § stands: KL 13:5, the time for appeal runs from the notice; 13:4–6, the court is asked; 13:14, a stay.

    `earliest` means that legal force is possible and has not been confirmed.
    """
    if appealed:
        return "appealed"
    if confirmed:
        return "confirmed"
    if up is None:
        return "not_noticed"
    if not any(appealable(cast("PointKind", kind)) for kind in kinds):
        return "not_appealable"
    return "earliest" if today >= earliest_legal_force(up) else "running"
