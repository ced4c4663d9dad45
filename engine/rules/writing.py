"""Who may write in a draft now: one at a time, visibly, and nobody once it has been handed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from engine.rules.calendar import STOCKHOLM
from engine.rules.refusal import Refusal, declare

LEASE: Final = timedelta(minutes=15)
"""So long after the last sign of life somebody still counts as writing."""
IDLE: Final = timedelta(minutes=5)
"""So long somebody must have rested before another may take over."""

DRAFT_FINISHED = declare("draft_finished", None)
DRAFT_HELD = declare("draft_held", None, "name", "since")
DRAFT_HOLDER_ACTIVE = declare("draft_holder_active", None, "name", "minutes")
DRAFT_NOTHING_HELD = declare("draft_nothing_held", None)


@dataclass(frozen=True)
class Lease:
    """Who writes in a draft, since when, and when they last showed it."""

    holder: str
    name: str
    since: datetime
    renewed: datetime

    @property
    def until(self) -> datetime:
        """When it ends if its holder does nothing more."""
        return self.renewed + LEASE

    def stands(self, now: datetime) -> bool:
        """Whether it still counts."""
        return now < self.until

    def idle(self, now: datetime) -> timedelta:
        """How long its holder has rested."""
        return now - self.renewed


def may_write(actor: str, lease: Lease | None, now: datetime) -> Refusal | None:
    """One person writes at a time; a lease that has lapsed hinders nobody."""
    if lease is None or lease.holder == actor or not lease.stands(now):
        return None
    return DRAFT_HELD.refuse(name=lease.name, since=clock(lease.since, now))


def may_take_over(lease: Lease | None, now: datetime) -> Refusal | None:
    """Another's lease is taken over when its holder has rested for five minutes; until then one asks."""
    if lease is None or lease.idle(now) >= IDLE:
        return None
    left = IDLE - lease.idle(now)
    return DRAFT_HOLDER_ACTIVE.refuse(name=lease.name, minutes=-(-int(left.total_seconds()) // 60))


def may_ask(lease: Lease | None, actor: str, now: datetime) -> Refusal | None:
    """One asks whoever writes; where nobody else does there is nobody to ask."""
    return DRAFT_NOTHING_HELD.refuse() if may_write(actor, lease, now) is None else None


def may_change(*, finished: bool) -> Refusal | None:
    """A finished draft has become a record; what is to be changed is written in a new round."""
    return DRAFT_FINISHED.refuse() if finished else None


def clock(instant: datetime, now: datetime) -> str:
    """A time of day in Sweden as people say it, "10.31"; with its day when that was another."""
    local, today = instant.astimezone(STOCKHOLM), now.astimezone(STOCKHOLM).date()
    return f"{local:%H.%M}" if local.date() == today else f"{local:%Y-%m-%d %H.%M}"
