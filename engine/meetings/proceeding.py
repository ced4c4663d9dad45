"""From what the secretary records to the log of events that `rules.procedure` reads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.db import found
from engine.documents.phrases import sentence
from engine.drafting.forms import PointForm
from engine.errors import Invalid, RuleBroken
from engine.lifecycle.work import Work
from engine.meetings.deciding_forms import DecideForm, DivisionForm, ElectionForm, ReservationForm, SpokenForm
from engine.meetings.seating import sitting_of
from engine.meetings.sittings import people_of
from engine.meetings.tables import Meeting
from engine.organisations.profile import Profile
from engine.organisations.tables import Body, Person
from engine.rules.procedure.conduct import Conduct, NotAllowed, choose, conduct, replay
from engine.rules.procedure.facts import (
    Claim,
    Claimed,
    DebateClosed,
    DecisionPoint,
    Divided,
    DivisionRequested,
    Event,
    Found,
    Gavel,
    MinorityRequested,
    Procedure,
    PropositionRefused,
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


def item_of(
    work: Work, meeting: Meeting, body: Body, profile: Profile, form: DecideForm, also: Sequence[str] = ()
) -> Item:
    """The matter with its sitting; refused when nobody has been recorded as serving (KL 5:66).

    `also` are people whom the form does not name.
    """
    keys = [*named_in(form), *also]
    people = people_of(work.session, work.case.organisation_id, keys, "claims") if keys else {}
    sitting = sitting_of(work, meeting, body, profile, form, people)
    return Item(work, body, meeting, profile, sitting, people)


def named_in(form: DecideForm) -> list[str]:
    """Everybody the form names."""
    keys = [key for claim in form.claims for key in claim.movers]
    keys += [one.person for one in form.reservations]
    keys += [key for one in form.divisions for key in (one.requested_by, *(vote.person for vote in one.votes))]
    keys += [key for one in (*form.disqualified, *form.absent) for key in (one.person, one.substitute) if key]
    keys += [form.presides] if form.presides else []
    keys += form.minority.people if form.minority else ()
    return [*keys, *form.outside, *(nominated(form.election) if form.election else ())]


def nominated(form: ElectionForm) -> list[str]:
    """Everybody an election names."""
    keys = [*form.nominated, *form.tellers, *(one.person for one in form.ballots or ())]
    return [*keys, *(key for key in (form.acclaimed, form.lot) if key)]


def procedure_of(item: Item, proposed: Sequence[PointForm], form: DecideForm) -> Procedure:
    """The log of events: claims, those who stand outside, the gavel, each proposition, reservations.

    RuleBroken at the first event that the rules refuse.
    """
    points = tuple(point_of(number, point) for number, point in enumerate(proposed, 1))
    procedure = Procedure(item.sitting, points).then(*debated(item, form, len(points)))
    try:
        procedure = sent_away(item, procedure, form) if form.minority else put(item, procedure, form)
        procedure = procedure.then(*(reserved(item, place, one) for place, one in enumerate(form.reservations)))
        replay(procedure)
    except NotAllowed as error:
        raise RuleBroken(error.refusal) from None
    return procedure


def debated(item: Item, form: DecideForm, points: int) -> Iterator[Event]:
    """What happens before the propositions: first until the gavel falls on the claims, then what all consent to."""
    claims = [(claim_of(item, number, one, points), one) for number, one in enumerate(form.claims, 1)]
    refused = [PropositionRefused(str(one.claim), one.reason) for one in form.refused]
    late = {claim.id for claim, one in claims if one.late}
    yield from (Claimed(claim) for claim, one in claims if not one.late)
    yield from (Withdrawn(claim.id) for claim, one in claims if one.withdrawn)
    yield from (StoodOutside(person) for person in item.ids(form.outside))
    yield from (one for one in refused if one.claim not in late)
    if form.minority:
        return
    yield DebateClosed(form.whole_first)
    yield from (Claimed(claim, unanimous=True) for claim, one in claims if one.late)
    yield from (Withdrawn(claim.id, unanimous=True) for claim, one in claims if one.withdrawn_late)
    yield from (one for one in refused if one.claim in late)


def sent_away(item: Item, procedure: Procedure, form: DecideForm) -> Procedure:
    """A minority has the matter sent away (KL 5:50); Invalid when anything is said to have been put."""
    asked = found(form.minority)
    if form.carried or form.divisions or any(one.late or one.withdrawn_late for one in form.claims):
        raise Invalid("minority", "nothing is put when a minority sends the matter away")
    people = frozenset(item.ids(asked.people))
    return procedure.then(MinorityRequested(asked.kind, people, asked.reason, asked.to, asked.until))


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


def claim_of(item: Item, number: int, form: SpokenForm, points: int) -> Claim:
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


def suggested(profile: Profile, form: SpokenForm, target: Target) -> tuple[str, ...]:
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
