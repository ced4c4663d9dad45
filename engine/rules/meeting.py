"""Who decides at a meeting: quorum, disqualification, majorities and the council's minority right.

Numbers count persons who serve at the item, distance included. Boards follow the council's rules where KL 6:27–35
says so.
"""

from typing import Literal

from engine.rules.raising import BodyKind
from engine.rules.refusal import Refusal, declare

Majority = Literal["simple", "two_thirds"]
Ground = Literal["majority", "minority"]
Spent = Literal["unused", "used_by_minority"]

NO_QUORUM_COUNCIL = declare("no_quorum_council", "KL 5:45", "present", "needed")
NO_QUORUM_BOARD = declare("no_quorum_board", "KL 6:27", "present", "needed")
MINORITY_RIGHT_COUNCIL_ONLY = declare("minority_right_council_only", "KL 6:33")
MINORITY_TOO_SMALL = declare("minority_too_small", "KL 5:50", "requesting", "needed", "present")
MINORITY_RIGHT_SPENT = declare("minority_right_spent", "KL 5:50")
MINORITY_RIGHT_NOT_IN_ELECTIONS = declare("minority_right_not_in_elections", "KL 5:50")
DISQUALIFIED_TAKES_NO_PART_COUNCIL = declare("disqualified_takes_no_part_council", "KL 5:47", "name")
DISQUALIFIED_TAKES_NO_PART_BOARD = declare("disqualified_takes_no_part_board", "KL 6:30", "name")
DISQUALIFIED_LEAVES_ROOM = declare("disqualified_leaves_room", "KL 6:30", "name")
DISPUTED_PERSON_NOT_NEEDED = declare("disputed_person_not_needed", "KL 6:31", "name")
TWO_THIRDS_MISSING = declare("two_thirds_missing", "KL 5:55", "yes", "needed")


def quorum(seats: int) -> int:
    """How many must take part for a body of `seats` members to decide: more than half (KL 5:45, 6:27)."""
    return seats // 2 + 1


def has_quorum(kind: BodyKind, seats: int, present: int, disqualified: int = 0) -> Refusal | None:
    """Whether the body may decide an item. `present` take part; `disqualified` have left seats empty, for jäv.

    Only the council may go below because of disqualification (KL 5:46).
    """
    needed = quorum(seats)
    if kind == "council":
        return None if present + disqualified >= needed else NO_QUORUM_COUNCIL.refuse(present=present, needed=needed)
    return None if present >= needed else NO_QUORUM_BOARD.refuse(present=present, needed=needed)


def may_take_part(kind: BodyKind, name: str, *, disqualified: bool) -> Refusal | None:
    """KL 5:47, 6:30: who is disqualified takes no part in the handling of the matter."""
    if not disqualified:
        return None
    rule = DISQUALIFIED_TAKES_NO_PART_COUNCIL if kind == "council" else DISQUALIFIED_TAKES_NO_PART_BOARD
    return rule.refuse(name=name)


def may_stay_in_room(kind: BodyKind, name: str, *, disqualified: bool) -> Refusal | None:
    """KL 6:30: in a board who is disqualified leaves the room as well; in the council they may sit and listen."""
    return DISQUALIFIED_LEAVES_ROOM.refuse(name=name) if disqualified and kind != "council" else None


def may_decide_own_disqualification(kind: BodyKind, name: str, seats: int, others: int) -> Refusal | None:
    """KL 6:31: in a disputed question of jäv the person concerned votes only if the body has no quorum without them.

    `others` is the number present besides the person.
    """
    return DISPUTED_PERSON_NOT_NEEDED.refuse(name=name) if has_quorum(kind, seats, others) is None else None


def wins(yes: int, no: int) -> bool | None:
    """KL 5:55: the majority of the votes cast decides. True for yes, False for no, None at a tie."""
    return None if yes == no else yes > no


def reaches(majority: Majority, yes: int, no: int) -> Refusal | None:
    """Whether a decision that needs two thirds of the votes cast has them (KL 5:10, 5:37, 5:58)."""
    needed = -(-2 * (yes + no) // 3)
    if majority == "simple" or (yes >= needed and yes > 0):
        return None
    return TWO_THIRDS_MISSING.refuse(yes=yes, needed=needed)


def minority(present: int) -> int:
    """The least number that is one third of those present (KL 5:50)."""
    return -(-present // 3)


def may_use_minority_right(
    kind: BodyKind, requesting: int, present: int, *, spent: bool = False, election: bool = False
) -> Refusal | None:
    """KL 5:50: in the council one third of those present may have a matter tabled or referred back.

    `spent` tells whether a minority has used the right in this matter already, for either of the two; a majority that
    decided the same has not spent it. Boards have no such right (6:33), elections neither.
    """
    if kind != "council":
        return MINORITY_RIGHT_COUNCIL_ONLY.refuse()
    if election:
        return MINORITY_RIGHT_NOT_IN_ELECTIONS.refuse()
    if spent:
        return MINORITY_RIGHT_SPENT.refuse()
    if requesting < 1 or 3 * requesting < present:
        return MINORITY_TOO_SMALL.refuse(requesting=requesting, needed=minority(present), present=present)
    return None


def grounds(
    kind: BodyKind, requesting: int, present: int, *, carried: bool, spent: bool, election: bool = False
) -> tuple[Ground, ...]:
    """On which grounds a vote sends a matter away: by majority, by minority, by both, or by none (it is decided today).

    `requesting` voted for sending it away, `carried` tells whether that won. With both grounds the chair must state
    which: it is stored and never inferred (KL 5:50).
    """
    by_majority: tuple[Ground, ...] = ("majority",) if carried else ()
    allowed = may_use_minority_right(kind, requesting, present, spent=spent, election=election) is None
    return (*by_majority, "minority") if allowed else by_majority
