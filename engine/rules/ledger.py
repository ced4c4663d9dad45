"""Who sits from moment to moment: people leave and come, another takes the chair, the meeting is adjourned.

The ledger is a log of moments. Who serves at an item and who leads it follows from the roll and the moments before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.rules.raising import BodyKind
from engine.rules.refusal import Refusal, declare, first

MomentKind = Literal["left", "arrived", "presides", "adjourned", "resumed"]

MOMENT_OUT_OF_ORDER = declare("moment_out_of_order", None, "last")
MOMENT_WITHOUT_PERSON = declare("moment_without_person", None)
LEFT_NOT_THERE = declare("left_not_there", None, "name")
LEFT_WHILE_PRESIDING = declare("left_while_presiding", None, "name")
ARRIVED_ALREADY = declare("arrived_already", None, "name")
MEMBER_BROKE_OFF = declare("member_broke_off", "KL 5:20", "name")
PRESIDES_AWAY = declare("presides_away", None, "name")
MEETING_ADJOURNED = declare("meeting_adjourned", None)
NOT_ADJOURNED = declare("not_adjourned", None)


@dataclass(frozen=True)
class Moment:
    """Something that changes who sits. `substitute` serves for one who left, "" leaves the seat empty.

    `disqualification` tells that somebody left for jäv, after which a member of the council may come back (KL 5:20).
    """

    at: datetime
    kind: MomentKind
    person: str = ""
    substitute: str = ""
    disqualification: bool = False


@dataclass(frozen=True)
class Sitting:
    """Who is away at an instant, each with the substitute who serves instead or ""; who leads; whether all rests."""

    away: Mapping[str, str]
    presiding: str
    adjourned: bool


def sitting_at(presiding: str, moments: Sequence[Moment], at: datetime) -> Sitting:
    """How the meeting sits at an instant. Whose first moment is that they arrive was away until then."""
    away = dict.fromkeys(late(moments), "")
    adjourned = False
    for moment in moments:
        if moment.at > at:
            break
        match moment.kind:
            case "left":
                away[moment.person] = moment.substitute
            case "arrived":
                away.pop(moment.person, None)
            case "presides":
                presiding = moment.person
            case _:
                adjourned = moment.kind == "adjourned"
    return Sitting(away, presiding, adjourned)


def late(moments: Iterable[Moment]) -> list[str]:
    """Those whose first moment is that they arrive."""
    seen: dict[str, MomentKind] = {}
    for moment in moments:
        if moment.kind in ("left", "arrived"):
            seen.setdefault(moment.person, moment.kind)
    return [person for person, kind in seen.items() if kind == "arrived"]


def may_note_moment(
    kind: BodyKind, serving: frozenset[str], presiding: str, moments: Sequence[Moment], new: Moment, name: str
) -> Refusal | None:
    """Whether a moment may be noted next. `serving` are those recorded as serving; `name` is the person's.

    KL 5:20: a member of the council who has broken off for anything but jäv does not serve again that day. In boards
    that is for the council to decide (KL 6:16).
    """
    now = sitting_at(presiding, moments, new.at)
    last = moments[-1].at if moments else None
    if last is not None and new.at < last:
        return MOMENT_OUT_OF_ORDER.refuse(last=f"{last:%H.%M}")
    match new.kind:
        case "adjourned":
            return MEETING_ADJOURNED.refuse() if now.adjourned else None
        case "resumed":
            return None if now.adjourned else NOT_ADJOURNED.refuse()
        case _ if not new.person:
            return MOMENT_WITHOUT_PERSON.refuse()
        case "left":
            return may_leave(serving, now, new.person, name)
        case "arrived":
            return may_arrive(kind, serving, moments, now, new.person, name)
        case _:
            sits = new.person in serving and new.person not in now.away
            return None if sits else PRESIDES_AWAY.refuse(name=name)


def may_leave(serving: frozenset[str], now: Sitting, person: str, name: str) -> Refusal | None:
    """Who leaves serves now, and hands over the chair before."""
    return first(
        None if person in serving and person not in now.away else LEFT_NOT_THERE.refuse(name=name),
        LEFT_WHILE_PRESIDING.refuse(name=name) if person == now.presiding else None,
    )


def may_arrive(
    kind: BodyKind, serving: frozenset[str], moments: Sequence[Moment], now: Sitting, person: str, name: str
) -> Refusal | None:
    """KL 5:19–20: a member who arrives takes the seat; in the council not one who broke off for anything but jäv."""
    if person in serving and person not in now.away:
        return ARRIVED_ALREADY.refuse(name=name)
    breaks = [one for one in moments if one.kind == "left" and one.person == person]
    broke_off = bool(breaks) and not breaks[-1].disqualification
    return MEMBER_BROKE_OFF.refuse(name=name) if kind == "council" and broke_off else None


def may_decide_now(now: Sitting) -> Refusal | None:
    """Nothing is decided while the meeting is adjourned."""
    return MEETING_ADJOURNED.refuse() if now.adjourned else None


def breaks(moments: Iterable[Moment]) -> list[tuple[datetime, datetime | None]]:
    """The adjournments, each with its end if it has one."""
    found: list[tuple[datetime, datetime | None]] = []
    for moment in moments:
        if moment.kind == "adjourned":
            found.append((moment.at, None))
        elif moment.kind == "resumed" and found:
            found[-1] = (found[-1][0], moment.at)
    return found


def stretches(person: str, moments: Sequence[Moment], begins: datetime, ends: datetime | None) -> list[
    tuple[datetime, datetime | None]
]:  # fmt: skip
    """From when until when somebody was there, for the list that fees are paid by."""
    found: list[tuple[datetime, datetime | None]] = [] if person in late(moments) else [(begins, ends)]
    for moment in moments:
        if moment.person == person and moment.kind == "left" and found:
            found[-1] = (found[-1][0], moment.at)
        elif moment.person == person and moment.kind == "arrived":
            found.append((moment.at, ends))
    return found
