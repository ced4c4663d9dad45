"""Letting official records out: what is judged, how soon, how a refusal is told and appealed.

A request is made to the authority that keeps the record (TF 2:17) and tried at once; who asks and why is not asked for.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Literal

from engine.rules.calendar import DAY, is_rest_day
from engine.rules.deadlines import Clock, runs_out
from engine.rules.refusal import Refusal, declare

Judgement = Literal["whole", "masked", "refused"]
Pace = Literal["at_once", "soon", "slow"]

APPEAL: Final = timedelta(weeks=3)
SOON: Final = 3
"""Weekdays within which a request is still tried quickly; a large one, or one with much to mask, may take longer."""

JUDGED_WITHOUT_PROVISION = declare("judged_without_provision", "OSL 6:3", "record")
ANSWERED_BEFORE_JUDGED = declare("answered_before_judged", "TF 2:17")
RELEASE_ANSWERED = declare("release_answered", None, "answered")
NOTHING_REFUSED = declare("nothing_refused", "OSL 6:3")
DECIDED_ONCE = declare("release_decided_once", None)
APPEALED_BEFORE_DECIDED = declare("appealed_before_decided", "OSL 6:7")


def judged(judgement: Judgement, provision: str, record: str) -> Refusal | None:
    """OSL 6:3: what is not let out whole is kept back by a provision, which whoever asked is told."""
    if judgement == "whole" or provision.strip():
        return None
    return JUDGED_WITHOUT_PROVISION.refuse(record=record)


def may_judge(answered: date | None) -> Refusal | None:
    """A request is judged until it has been answered; another request is judged anew (OSL 5:5 binds nobody)."""
    return RELEASE_ANSWERED.refuse(answered=answered.isoformat()) if answered else None


def may_answer(judgements: Sequence[Judgement]) -> Refusal | None:
    """TF 2:15–17: an answer says of each record whether it is let out; at least one has been judged."""
    return None if judgements else ANSWERED_BEFORE_JUDGED.refuse()


def may_decide(judgements: Sequence[Judgement], decided: date | None) -> Refusal | None:
    """OSL 6:3: whoever is refused, or gets a record with reservations, may have the authority's written decision."""
    if decided is not None:
        return DECIDED_ONCE.refuse()
    return None if any(one != "whole" for one in judgements) else NOTHING_REFUSED.refuse()


def may_appeal(decided: date | None) -> Refusal | None:
    """OSL 6:7: the authority's decision is what is appealed; an official's answer alone is not."""
    return None if decided is not None else APPEALED_BEFORE_DECIDED.refuse()


def appeal_by(told: date) -> Clock:
    """OSL 6:7, FL 44 §: within three weeks of the day that whoever asked got the decision (lag 1930:173 2 §)."""
    return runs_out(told + APPEAL)


def weekdays_taken(received: date, until: date) -> int:
    """How many weekdays a request has waited; the day that it came in is not counted."""
    days = (received + DAY * number for number in range(1, (until - received).days + 1))
    return sum(not is_rest_day(day) for day in days)


def pace(received: date, until: date) -> Pace:
    """TF 2:15–16: on the spot, or as soon as may be; what is left waiting for more than some days is slow."""
    taken = weekdays_taken(received, until)
    return "at_once" if taken <= 1 else "soon" if taken <= SOON else "slow"
