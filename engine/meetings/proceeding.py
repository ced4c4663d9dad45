"""From what the secretary records to the log of events that `rules.procedure` reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from engine.db import found
from engine.documents.phrases import sentence
from engine.drafting.forms import PointForm
from engine.errors import Invalid, RuleBroken, require
from engine.lifecycle.work import Work
from engine.meetings.corrections import attendance_of
from engine.meetings.facts import read
from engine.meetings.forms import ClaimForm, DecideForm, DivisionForm, ReservationForm
from engine.meetings.sittings import kind_of, people_of, seats_on
from engine.meetings.tables import Meeting, Paragraph
from engine.organisations.profile import Profile
from engine.organisations.tables import Body, Mandate, Person
from engine.organisations.wording import small
from engine.rules.attendance import ATTENDANCE_MISSING, MEMBER_SEATS
from engine.rules.procedure import phrases
from engine.rules.procedure.conduct import Conduct, NotAllowed, choose, conduct, replay
from engine.rules.procedure.facts import (
    Claim,
    Claimed,
    DebateClosed,
    DecisionPoint,
    Divided,
    DivisionRequested,
    Found,
    Gavel,
    Procedure,
    Reserved,
    Sitting,
    StoodOutside,
    Target,
    Withdrawn,
)


@dataclass(frozen=True)
class Item:
    """One matter at one meeting: who sits, and who is who."""

    work: Work
    body: Body
    meeting: Meeting
    profile: Profile
    sitting: Sitting
    people: Mapping[str, Person]

    def ids(self, keys: Sequence[str]) -> tuple[str, ...]:
        """The ids of people named by slug or id."""
        return tuple(str(self.people[key].id) for key in keys)


def item_of(work: Work, meeting: Meeting, body: Body, profile: Profile, form: DecideForm) -> Item:
    """The matter with its sitting; refused when nobody has been recorded as serving (KL 5:66)."""
    keys = named_in(form)
    people = people_of(work.session, work.case.organisation_id, keys, "claims") if keys else {}
    sitting = sitting_of(work, meeting, body, profile, [person.id for person in people.values()])
    return Item(work, body, meeting, profile, sitting, people)


def named_in(form: DecideForm) -> list[str]:
    """Everybody the form names."""
    keys = [key for claim in form.claims for key in claim.movers]
    keys += [one.person for one in form.reservations]
    keys += [key for one in form.divisions for key in (one.requested_by, *(vote.person for vote in one.votes))]
    return [*keys, *form.outside]


def sitting_of(work: Work, meeting: Meeting, body: Body, profile: Profile, named: Sequence[UUID]) -> Sitting:
    """Who sits, from the meeting's attendance and the mandates of the day."""
    session = work.session
    rows = attendance_of(session, meeting.id)
    serving = frozenset(str(row.person_id) for row in rows if row.part != "present")
    if not serving:
        require(ATTENDANCE_MISSING.refuse(day=meeting.day.isoformat()))
    seats = seats_on(session, body.id, meeting)
    present = {row.person_id for row in rows if row.part == "present"}
    proposing = {person for person in present if "commissioner" in seats.get(person, frozenset())}
    return Sitting(
        kind=kind_of(body),
        organ=small(body.name),
        council=small(council_name(session, work.case.organisation_id, profile)),
        people=names_of(session, body, meeting, [*named, *(row.person_id for row in rows)]),
        serving=serving,
        presiding=next(str(row.person_id) for row in rows if row.presides),
        seats=sum(1 for held in seats.values() if held & MEMBER_SEATS),
        may_propose=frozenset(str(person) for person in proposing),
        minority_spent=minority_spent(work),
        abstainers_may_reserve=profile.rules.abstainer_may_reserve,
        closed=meeting.closed_at,
    )


def council_name(session: Session, organisation_id: UUID, profile: Profile) -> str:
    """What the council is called."""
    council = col(Body.organisation_id) == organisation_id, col(Body.kind) == "council"
    return session.exec(select(Body.name).where(*council)).first() or profile.words.council


def names_of(session: Session, body: Body, meeting: Meeting, ids: Sequence[UUID]) -> dict[str, phrases.Person]:
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


def procedure_of(item: Item, proposed: Sequence[PointForm], form: DecideForm) -> Procedure:
    """The log of events: claims, those who stand outside, the gavel, each proposition, reservations.

    RuleBroken at the first event that the rules refuse.
    """
    points = tuple(point_of(number, point) for number, point in enumerate(proposed, 1))
    claims = [claim_of(item, number, claim, len(points)) for number, claim in enumerate(form.claims, 1)]
    procedure = Procedure(item.sitting, points).then(
        *(Claimed(claim) for claim in claims),
        *(Withdrawn(str(number)) for number, claim in enumerate(form.claims, 1) if claim.withdrawn),
        *(StoodOutside(person) for person in item.ids(form.outside)),
        DebateClosed(form.whole_first),
    )
    try:
        procedure = put(item, procedure, form)
        procedure = procedure.then(*(reserved(item, place, one) for place, one in enumerate(form.reservations)))
        replay(procedure)
    except NotAllowed as error:
        raise RuleBroken(error.refusal) from None
    return procedure


def put(item: Item, procedure: Procedure, form: DecideForm) -> Procedure:
    """Every proposition in its order, each found, divided on where that was asked for, and gavelled."""
    winners = {str(number) for number in form.carried}
    if unknown := next((number for number in form.carried if not 0 < number <= len(form.claims)), None):
        raise Invalid("carried", "there is no such claim", claim=unknown)
    divisions = {division.proposition: division for division in form.divisions}
    if len(divisions) < len(form.divisions):
        raise Invalid("divisions", "a proposition is divided on once")
    number = 0
    while (asked := replay(procedure).current) is not None:
        number += 1
        procedure = procedure.then(Found(choose(asked, winners)))
        division = divisions.pop(number, None)
        procedure = divided(item, procedure, division) if division else procedure.then(Gavel())
    if divisions:
        raise Invalid("divisions", "there is no such proposition", proposition=min(divisions))
    return procedure


def divided(item: Item, procedure: Procedure, form: DivisionForm) -> Procedure:
    """A division: asked for, the counter-proposal chosen where there are several, and the votes."""
    yes, no = str(form.yes), str(form.no)
    (requester,) = item.ids([form.requested_by])
    procedure = procedure.then(DivisionRequested(requester))
    asked = replay(procedure).current
    if asked is not None and asked.question.kind == "counter":
        counter = yes if yes in asked.question.options else no
        procedure = procedure.then(Found(counter), Gavel())
    people = item.ids([vote.person for vote in form.votes])
    if len(set(people)) < len(people):
        raise Invalid("divisions", "somebody has two votes")
    roll = dict(zip(people, (vote.vote for vote in form.votes), strict=True))
    casting = item.sitting.presiding if form.casting_vote else ""
    return procedure.then(Divided(yes, no, roll, casting, form.ground, str(form.annex or "")))


def point_of(number: int, point: PointForm) -> DecisionPoint:
    """A proposed point as the rules know it."""
    return DecisionPoint(str(number), point.kind, point.text, point.means or "adopted", point.sentence)


def claim_of(item: Item, number: int, form: ClaimForm, points: int) -> Claim:
    """A claim as the rules know it; approval and rejection of a motion get the words that follow from it."""
    target = form.target or natural_target(item.work.case.kind, form.kind)
    words = form.texts or suggested(item.profile, form, target)
    return Claim(
        id=str(number),
        kind=form.kind,
        movers=item.ids(form.movers),
        target=target,
        points=tuple(str(point) for point in form.points),
        clauses=words,
        means=form.means or "adopted",
        point_kind=form.point_kind,
        presumes=str(form.presumes) if form.presumes else "",
        to=form.to,
        reason=form.reason,
        until=form.until,
    )


def natural_target(case_kind: str, claim_kind: str) -> Target:
    """What a claim to approve or reject is about when nothing else was said."""
    if claim_kind not in ("approve", "reject"):
        return "standing_proposal"
    if case_kind == "motion":
        return "motion"
    return "initiative" if case_kind == "initiative" else "standing_proposal"


def suggested(profile: Profile, form: ClaimForm, target: Target) -> tuple[str, ...]:
    """The words for "bifall till motionen" and the like, once for each point that is claimed."""
    if target == "standing_proposal" or form.kind not in ("approve", "reject"):
        return ()
    clause = sentence(profile, f"clause_{form.kind}", {"target": target})
    return (clause,) * max(len(form.points), 1)


def reserved(item: Item, place: int, form: ReservationForm) -> Reserved:
    """A reservation of one person."""
    annex = str(form.annex) if form.annex else ""
    points = tuple(str(point) for point in form.points)
    return Reserved(item.ids([form.person]), announced(item, place, form), points, form.own_claim, annex)


def announced(item: Item, place: int, form: ReservationForm) -> datetime:
    """When a reservation was announced: as recorded, or now while the meeting goes on."""
    if form.announced_at is None and item.meeting.closed_at is not None:
        raise Invalid(f"reservations.{place}.announced_at", "the meeting is closed, so say when it was announced")
    return form.announced_at or item.work.now


def verdict(procedure: Procedure) -> Conduct:
    """What follows from the log; Invalid when it does not end in a decision."""
    followed = conduct(procedure)
    return found(followed if followed.decided else None, decision="none")
