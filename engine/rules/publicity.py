"""What anyone may see of the register: which records are official, and what is left out of those that are secret."""

from datetime import date

from engine.rules.secrecy import WITHHOLDABLE, Direction, Field

OF_THE_DAY: tuple[Direction, ...] = ("incoming", "outgoing")
"""What comes in or goes out is official at once; what is drawn up here is not, until its matter is finished."""


def official_since(direction: Direction, arrived: date | None, registered: date, finished: date | None) -> date | None:
    """The day since which a record is official, None while it is not.

    TF 2:9: what has come in, when it arrived. TF 2:10: what was drawn up here, when it went out, and else when its
    matter is finished.
    """
    if direction == "incoming":
        return arrived or registered
    return registered if direction == "outgoing" else finished


def left_out(*, secret: bool) -> frozenset[Field]:
    """OSL 5:2: what the public register leaves out of a record marked secret; its date and its dnr always stand."""
    return WITHHOLDABLE if secret else frozenset()
