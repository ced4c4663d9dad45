"""Who sits at one item: the meeting's attendance, less those who step out, with those who serve in their place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session, col, select

from engine.errors import require
from engine.lifecycle.work import Work
from engine.meetings.corrections import attendance_of
from engine.meetings.deciding_forms import DecideForm, DisqualifiedForm, LeavesForm
from engine.meetings.facts import read
from engine.meetings.moments import moments_of
from engine.meetings.sittings import kind_of, people_of, seats_on
from engine.meetings.tables import Attendance, Meeting, Paragraph
from engine.organisations.profile import Profile
from engine.organisations.tables import Body, Mandate, Person
from engine.organisations.wording import small
from engine.rules.attendance import (
    ATTENDANCE_MISSING,
    MEMBER_SEATS,
    may_leave_item,
    may_preside,
    may_stand_in,
    one_to_a_seat,
)
from engine.rules.ledger import may_decide_now, sitting_at
from engine.rules.meeting import may_decide_own_disqualification, may_take_part
from engine.rules.procedure import phrases
from engine.rules.procedure.conduct import conduct
from engine.rules.procedure.facts import Sitting
from engine.rules.refusal import Refusal

CHAIRS = ("chair", "first_vice_chair", "second_vice_chair", "member", "substitute")
"""The seats of whoever leads an item, the first that the person holds counts."""


@dataclass(frozen=True)
class Room:
    """Who is at the meeting and what seats they hold."""

    body: Body
    meeting: Meeting
    rows: Sequence[Attendance]
    seats: Mapping[UUID, frozenset[str]]
    relieved: frozenset[UUID] = frozenset()
    """Substitutes whose members have come."""

    @property
    def serving(self) -> set[UUID]:
        """Those who serve at the meeting."""
        return {row.person_id for row in self.rows if row.part != "present"} - self.relieved

    @property
    def there(self) -> set[UUID]:
        """All who are recorded."""
        return {row.person_id for row in self.rows}

    @property
    def commissioners(self) -> set[UUID]:
        """Those who may propose without serving (KL 5:39)."""
        return {one for one in self.there - self.serving if "commissioner" in self.held(one)}

    @property
    def chair(self) -> UUID:
        """Who leads the meeting."""
        return next(row.person_id for row in self.rows if row.presides)

    def held(self, person: UUID) -> frozenset[str]:
        """The seats that somebody holds in the body."""
        return self.seats.get(person, frozenset())

    @property
    def members(self) -> int:
        """How many seats the body has."""
        return sum(1 for held in self.seats.values() if held & MEMBER_SEATS)


@dataclass(frozen=True)
class Seated:
    """Who serves at the item, and who serves in whose place."""

    serving: frozenset[UUID]
    stand_ins: Mapping[UUID, UUID]


def sitting_of(
    work: Work, meeting: Meeting, body: Body, profile: Profile, form: DecideForm, people: Mapping[str, Person]
) -> Sitting:
    """Who sits, from the meeting's attendance, the mandates of the day and what the secretary says of this item.

    Refused when nobody is recorded as serving (KL 5:66), and where somebody steps out, stands in or leads who may not.
    """
    room = Room(body, meeting, attendance_of(work.session, meeting.id), seats_on(work.session, body.id, meeting))
    if not room.serving:
        require(ATTENDANCE_MISSING.refuse(day=meeting.day.isoformat()))
    room, form, people = as_sat(work, room, form, people)
    names = names_of(work.session, body, meeting, {one.id for one in people.values()} | room.there)
    seated = seated_at(room, form, people, names)
    presiding = people[form.presides].id if form.presides else room.chair
    check_presiding(room, seated, form, people, presiding, names[str(presiding)].name)
    return Sitting(
        kind=kind_of(body),
        organ=small(body.name),
        council=small(council_name(work.session, work.case.organisation_id, profile)),
        people=names,
        serving=frozenset(map(str, seated.serving)),
        presiding=str(presiding),
        seats=room.members,
        disqualified=frozenset(str(people[one.person].id) for one in form.disqualified),
        may_propose=frozenset(map(str, room.commissioners)),
        minority_spent=minority_spent(work),
        abstainers_may_reserve=profile.rules.abstainer_may_reserve,
        closed=meeting.closed_at,
        absent=frozenset(str(people[one.person].id) for one in form.absent),
        stand_ins={str(member): str(substitute) for member, substitute in seated.stand_ins.items()},
        disputed=frozenset(str(people[one.person].id) for one in form.disqualified if one.disputed),
        led_as=next(seat for seat in CHAIRS if seat in room.held(presiding)) if presiding != room.chair else "",
        election=form.election is not None,
    )


def as_sat(
    work: Work, room: Room, form: DecideForm, people: Mapping[str, Person]
) -> tuple[Room, DecideForm, Mapping[str, Person]]:
    """The room and the item as the meeting sat when the item was taken up: who had left, who had come, who led.

    What the form itself says of somebody goes before. Refused while the meeting is adjourned.
    """
    moments = moments_of(work.session, room.meeting.id)
    if not moments:
        return room, form, people
    now = sitting_at(str(room.chair), moments, form.taken_up_at or work.now)
    require(may_decide_now(now))
    said = {people[one.person].id for one in (*form.disqualified, *form.absent)}
    away = {UUID(one): now.away[one] for one in sorted(now.away)}
    there = {row.person_id for row in room.rows if row.part == "member"} - away.keys()
    relieved = frozenset(row.person_id for row in room.rows if row.serving_for_id in there)
    serving = room.serving - relieved
    gone = tuple(
        LeavesForm(person=str(one), substitute=away[one] or None) for one in away if one in serving and one not in said
    )
    presides = form.presides or (now.presiding if now.presiding != str(room.chair) else None)
    keys = [key for one in gone for key in (one.person, one.substitute) if key] + ([presides] if presides else [])
    known = {**people, **people_of(work.session, room.body.organisation_id, keys)} if keys else people
    sat = form.model_copy(update={"absent": (*form.absent, *gone), "presides": presides})
    return replace(room, relieved=relieved), sat, known


def seated_at(
    room: Room, form: DecideForm, people: Mapping[str, Person], names: Mapping[str, phrases.Person]
) -> Seated:
    """Those who serve at the item, one to a seat."""
    serving, stand_ins = room.serving, dict[UUID, UUID]()
    for one in (*form.disqualified, *form.absent):
        person = people[one.person]
        require(may_leave_item(person.name, serving=person.id in serving))
        serving.discard(person.id)
        check_disputed(room, one, person)
    for one in (*form.disqualified, *form.absent):
        if one.substitute:
            person = people[one.substitute]
            require(stand_in_refusal(room, person, serves=person.id in serving))
            serving.add(person.id)
            stand_ins[people[one.person].id] = person.id
    for row in room.rows:
        if row.serving_for_id in serving and row.person_id not in room.relieved:
            name, member = names[str(row.person_id)].name, names[str(row.serving_for_id)].name
            require(one_to_a_seat(name, member, both_serve=row.person_id in serving))
    return Seated(frozenset(serving), stand_ins)


def check_disputed(room: Room, one: LeavesForm, person: Person) -> None:
    """In a disputed question of jäv the person concerned votes only where the quorum needs it (KL 6:31)."""
    if isinstance(one, DisqualifiedForm) and one.voted:
        others = len(room.serving) - 1
        require(may_decide_own_disqualification(kind_of(room.body), person.name, room.members, others))


def stand_in_refusal(room: Room, person: Person, *, serves: bool) -> Refusal | None:
    """Whether somebody may serve in another's place at the item."""
    day, there = room.meeting.day.isoformat(), person.id in room.there
    return may_stand_in(person.name, room.held(person.id), day, there=there, serves=serves)


def check_presiding(
    room: Room, seated: Seated, form: DecideForm, people: Mapping[str, Person], presiding: UUID, name: str
) -> None:
    """Who leads the item serves at it; a chair who is disqualified leaves the chair (KL 5:47, 6:30)."""
    disqualified = presiding in {people[one.person].id for one in form.disqualified}
    require(may_take_part(kind_of(room.body), name, disqualified=disqualified))
    require(may_preside(name, serving=presiding in seated.serving))


def council_name(session: Session, organisation_id: UUID, profile: Profile) -> str:
    """What the council is called."""
    council = col(Body.organisation_id) == organisation_id, col(Body.kind) == "council"
    return session.exec(select(Body.name).where(*council)).first() or profile.words.council


def names_of(session: Session, body: Body, meeting: Meeting, ids: Collection[UUID]) -> dict[str, phrases.Person]:
    """People as the minutes name them; the party is that of their mandate on the day."""
    lasts = col(Mandate.through_day).is_(None) | (col(Mandate.through_day) >= meeting.day)
    held = select(Mandate.person_id, Mandate.party).where(
        col(Mandate.body_id) == body.id, col(Mandate.from_day) <= meeting.day, lasts
    )
    parties = {person: party for person, party in session.exec(held) if party}
    people = session.exec(select(Person).where(col(Person.id).in_(ids)))
    return {str(one.id): phrases.Person(one.name, parties.get(one.id) or one.party or "") for one in people}


def minority_spent(work: Work) -> bool:
    """Whether a minority of the body has had this matter sent away before (KL 5:50)."""
    earlier = select(Paragraph.facts).where(
        col(Paragraph.case_id) == work.case.id,
        col(Paragraph.body_id) == work.body_id,
        col(Paragraph.outcome).in_(("referred_back", "tabled")),
    )
    return any(conduct(read(facts).procedure).ground == "minority" for facts in work.session.exec(earlier) if facts)
