"""What cannot wait for a board's meeting: the chair, or another whom the board has named, decides in its place."""

from datetime import date

from engine.rules.refusal import Refusal, declare

URGENT_WITHOUT_REASON = declare("urgent_without_reason", "KL 6:39")
URGENT_REPORTED_BEFORE = declare("urgent_reported_before", "KL 6:40", "decided")
URGENT_REPORTED_LATE = declare("urgent_reported_late", "KL 6:40", "next")


def may_decide_urgently(reason: str) -> Refusal | None:
    """KL 6:39: only what is so urgent that the board's meeting cannot be waited for; why is recorded."""
    return None if reason.strip() else URGENT_WITHOUT_REASON.refuse()


def may_report_urgent(decided: date, meeting: date, following: date | None) -> Refusal | None:
    """KL 6:40: an urgent decision is reported at the board's next meeting; `following` is the first after its day."""
    if meeting < decided:
        return URGENT_REPORTED_BEFORE.refuse(decided=decided.isoformat())
    if following is not None and meeting > following:
        return URGENT_REPORTED_LATE.refuse(next=following.isoformat())
    return None
