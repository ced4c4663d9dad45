"""Who may raise a matter, in what form, and what becomes of one that is withdrawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from engine.rules.refusal import Refusal, declare, first

BodyKind = Literal["council", "executive_board", "board", "subcommittee"]
Office = Literal["member", "substitute", "auditor", "commissioner"]
Withdrawal = Literal["returned", "council_decides"]

CLAUSE_MAX: Final = 2_000
"""Longest att-sats, in characters."""

MOTION_MOVER_MISSING = declare("motion_mover_missing", "KL 4:19")
MOTION_MOVER_NOT_MEMBER = declare("motion_mover_not_member", "KL 4:19", "name")
MOTION_SUBSTITUTE_NOT_SERVING = declare("motion_substitute_not_serving", "KL 4:22", "name")
MATTER_MOVER_NOT_MEMBER = declare("matter_mover_not_member", "KL 4:20", "name")
MATTER_SUBSTITUTE_NOT_SERVING = declare("matter_substitute_not_serving", "KL 4:22", "name")
AUDITOR_MATTER_NOT_AUDIT = declare("auditor_matter_not_audit", "KL 4:21", "name")
INITIATIVE_OUTSIDE_MEETING = declare("initiative_outside_meeting", "KL 4:20", "name")
INITIATIVE_ANOTHER_DAY = declare("initiative_another_day", "KL 4:20", "arrived")
MOTION_UNSIGNED = declare("motion_unsigned", None)
MOTION_SEVERAL_SUBJECTS = declare("motion_several_subjects", None)
MOTION_WITHOUT_CLAUSES = declare("motion_without_clauses", None)
MOTION_CLAUSE_EMPTY = declare("motion_clause_empty", None, "number")
MOTION_CLAUSE_TOO_LONG = declare("motion_clause_too_long", None, "number", "most")
MOTION_DECIDED_BY_COUNCIL = declare("motion_decided_by_council", "KL 5:22")
MOTION_ALREADY_ANNOUNCED = declare("motion_already_announced", "KL 5:35", "announced")


@dataclass(frozen=True)
class Mandate:
    """An office somebody holds in a body, from and to the days given (both included; `until` None: still).

    `serving` tells whether a substitute served when the matter was raised.
    """

    body_id: str
    body_kind: BodyKind
    office: Office
    since: date
    until: date | None = None
    serving: bool = False

    def holds(self, day: date) -> bool:
        """Whether the office is held on the day."""
        return self.since <= day and (self.until is None or day <= self.until)


def may_raise_motion(name: str, mandates: Iterable[Mandate], day: date) -> Refusal | None:
    """KL 4:19: every member of the council may raise motions; 4:22: a substitute only while serving.

    `name` is who the refusal speaks of; `mandates` are theirs, of any body.
    """
    offices = [held for held in mandates if held.body_kind == "council" and held.holds(day)]
    if any(held.office == "member" or (held.office == "substitute" and held.serving) for held in offices):
        return None
    if any(held.office == "substitute" for held in offices):
        return MOTION_SUBSTITUTE_NOT_SERVING.refuse(name=name)
    return MOTION_MOVER_NOT_MEMBER.refuse(name=name)


def may_raise_together(movers: Iterable[tuple[str, Iterable[Mandate]]], day: date) -> Refusal | None:
    """A motion may have several movers: each must be entitled (KL 4:19, 4:22), and there must be one."""
    answers = [may_raise_motion(name, mandates, day) for name, mandates in movers]
    return first(*answers) if answers else MOTION_MOVER_MISSING.refuse()


def may_raise_matter(
    name: str, mandates: Iterable[Mandate], body_id: str, day: date, *, concerns_audit: bool = False
) -> Refusal | None:
    """KL 4:20: a member of a board raises matters there; 4:22: a substitute while serving; 4:21: auditors their own."""
    offices = [held for held in mandates if held.body_id == body_id and held.holds(day)]
    if any(held.office == "member" or (held.office == "substitute" and held.serving) for held in offices):
        return None
    if any(held.office == "auditor" for held in offices):
        return None if concerns_audit else AUDITOR_MATTER_NOT_AUDIT.refuse(name=name)
    if any(held.office == "substitute" for held in offices):
        return MATTER_SUBSTITUTE_NOT_SERVING.refuse(name=name)
    return MATTER_MOVER_NOT_MEMBER.refuse(name=name)


def may_raise_initiative(
    name: str, mandates: Iterable[Mandate], body_id: str, day: date, *, at_meeting: bool
) -> Refusal | None:
    """KL 4:20: an initiative is raised at the board's meeting by a serving member; to have sent it in is not enough."""
    entitled = may_raise_matter(name, mandates, body_id, day)
    return entitled or (None if at_meeting else INITIATIVE_OUTSIDE_MEETING.refuse(name=name))


def may_have_been_raised(arrived: date, meeting: date) -> Refusal | None:
    """KL 4:20: an initiative is raised at a meeting, which is the day that it arrived on."""
    return None if meeting == arrived else INITIATIVE_ANOTHER_DAY.refuse(arrived=arrived.isoformat())


def motion_in_order(clauses: Sequence[str], *, signed: bool, one_subject: bool) -> Refusal | None:
    """KL 5:72 and common local order: a motion is signed, on one subject, its att-satser numbered from 1."""
    if not signed:
        return MOTION_UNSIGNED.refuse()
    if not one_subject:
        return MOTION_SEVERAL_SUBJECTS.refuse()
    if not clauses:
        return MOTION_WITHOUT_CLAUSES.refuse()
    return first(*(clause_in_order(number, text) for number, text in enumerate(clauses, 1)))


def clause_in_order(number: int, text: str) -> Refusal | None:
    """An att-sats says something, and no more than can be put to the vote."""
    if not text.strip():
        return MOTION_CLAUSE_EMPTY.refuse(number=number)
    return MOTION_CLAUSE_TOO_LONG.refuse(number=number, most=CLAUSE_MAX) if len(text) > CLAUSE_MAX else None


def may_decide_motion(body_kind: BodyKind) -> Refusal | None:
    """KL 5:22–23: a motion is always decided by the council; every other body only proposes."""
    return None if body_kind == "council" else MOTION_DECIDED_BY_COUNCIL.refuse()


def withdrawal(announced: date | None, today: date) -> Withdrawal:
    """What becomes of a motion its movers withdraw: returned before it is announced, then the council decides."""
    return "returned" if announced is None or today < announced else "council_decides"


def may_return_motion(announced: date | None, today: date) -> Refusal | None:
    """A withdrawn motion is returned only before it is announced; then handling goes on until the council decides."""
    if announced is None or withdrawal(announced, today) == "returned":
        return None
    return MOTION_ALREADY_ANNOUNCED.refuse(announced=announced.isoformat())
