"""Whether something may be recorded now, and if not why: for the API's guard and the grey button alike."""

from collections.abc import Iterable

from engine.rules.meeting import has_quorum, may_use_minority_right
from engine.rules.procedure.course import possible_grounds
from engine.rules.procedure.facts import (
    STANDING,
    Claim,
    Claimed,
    DebateClosed,
    Divided,
    DivisionRequested,
    Event,
    Found,
    Gavel,
    MinorityRequested,
    PropositionRefused,
    Reserved,
    StoodOutside,
    Withdrawn,
)
from engine.rules.procedure.reserving import may_reserve
from engine.rules.procedure.state import Course, Open
from engine.rules.refusal import Refusal, declare, first

ITEM_DECIDED = declare("item_decided", None)
CLAIM_ID_TAKEN = declare("claim_id_taken", None)
CLAIM_WITHOUT_MOVER = declare("claim_without_mover", None)
CLAIM_MOVER_MAY_NOT_PROPOSE = declare("claim_mover_may_not_propose", "KL 5:39", "name")
CLAIM_UNKNOWN_POINT = declare("claim_unknown_point", None, "point")
CLAIM_WITHOUT_WORDS = declare("claim_without_words", "KL 5:53")
CLAIM_UNKNOWN = declare("claim_unknown", None)
CLAIMS_LOCKED = declare("claims_locked", None)
PROPOSITIONS_BEGUN = declare("propositions_begun", None)
DEBATE_OPEN = declare("debate_open", None)
DEBATE_ALREADY_CLOSED = declare("debate_already_closed", None)
CLAIM_PRESUMES_UNKNOWN = declare("claim_presumes_unknown", None)
NOTHING_TO_DECIDE = declare("nothing_to_decide", "KL 5:53", "point")
OUTSIDE_TOO_LATE = declare("outside_too_late", "KL 4:25", "name")
OUTSIDE_NOT_SERVING = declare("outside_not_serving", "KL 4:25", "name")
REFUSING_COUNCIL_ONLY = declare("refusing_council_only", "KL 5:57")
REFUSING_WITHOUT_REASON = declare("refusing_without_reason", "KL 5:57")
MINORITY_PERSON_NOT_SERVING = declare("minority_person_not_serving", "KL 5:50", "name")
OPTION_NOT_PUT = declare("option_not_put", "KL 5:53")
FINDING_STATED = declare("finding_stated", "KL 5:54")
FINDING_MISSING = declare("finding_missing", "KL 5:54")
DIVISION_PENDING = declare("division_pending", "KL 5:54")
DIVISION_NOT_REQUESTED = declare("division_not_requested", "KL 5:54")
DIVISION_ONE_PROPOSAL = declare("division_one_proposal", "KL 5:54")
DIVISION_REQUESTER_NOT_SERVING = declare("division_requester_not_serving", "KL 5:54", "name")
VOTE_QUESTION_WRONG = declare("vote_question_wrong", "KL 5:54")
VOTE_BY_ABSENT = declare("vote_by_absent", "KL 5:55", "name")
VOTE_BY_DISQUALIFIED = declare("vote_by_disqualified", "KL 6:30", "name")
VOTE_OUTSIDE_DECISION = declare("vote_outside_decision", "KL 4:25", "name")
VOTE_MISSING = declare("vote_missing", "KL 5:55", "name")
TIE_CHAIR_ABSTAINS = declare("tie_chair_abstains", "KL 4:25", "name")
TIE_WITHOUT_CASTING_VOTE = declare("tie_without_casting_vote", "KL 5:55")
CASTING_VOTE_WITHOUT_TIE = declare("casting_vote_without_tie", "KL 5:55", "yes", "no")
CASTING_VOTE_NOT_PRESIDING = declare("casting_vote_not_presiding", "KL 5:55", "name")
GROUND_MISSING = declare("ground_missing", "KL 5:50")
GROUND_WRONG = declare("ground_wrong", "KL 5:50")


def may_happen(course: Course, event: Event) -> Refusal | None:
    """Whether the event may be recorded as the next of the item."""
    if isinstance(event, Reserved):
        return may_reserve(course, event)
    if course.decided:
        return ITEM_DECIDED.refuse()
    match event:
        case Claimed(claim, unanimous):
            return first(may_change_claims(course, unanimous=unanimous), claim_in_order(course, claim))
        case Withdrawn(claim_id, unanimous):
            return first(may_change_claims(course, unanimous=unanimous), claim_stands(course, claim_id))
        case PropositionRefused():
            return may_refuse_proposition(course, event)
        case StoodOutside(person):
            return may_stand_outside(course, person)
        case MinorityRequested():
            return may_send_away(course, event)
        case DebateClosed():
            return may_close_debate(course)
        case _:
            return may_conduct(course, event)


def may_conduct(course: Course, event: Found | DivisionRequested | Divided | Gavel) -> Refusal | None:
    """Whether the chair may put, gavel or divide now."""
    top = course.current
    if top is None:
        return DEBATE_OPEN.refuse()
    match event:
        case Found(option):
            return may_find(course, top, option)
        case DivisionRequested(person):
            return may_request_division(course, top, person)
        case Divided():
            return division_in_order(course, top, event)
        case _:
            if not top.found:
                return FINDING_MISSING.refuse()
            return DIVISION_PENDING.refuse() if top.requested else None


# Claims


def may_change_claims(course: Course, *, unanimous: bool) -> Refusal | None:
    """Claims are free until the gavel falls on them, then changed only by consent of all, before propositions."""
    if course.begun:
        return PROPOSITIONS_BEGUN.refuse()
    return CLAIMS_LOCKED.refuse() if course.locked and not unanimous else None


def claim_in_order(course: Course, claim: Claim) -> Refusal | None:
    """A claim has movers who may propose (KL 5:39), concerns known points, and says what is to be decided (KL 5:53)."""
    sitting, known = course.sitting, {point.id for point in course.points}
    strangers = [mover for mover in claim.movers if mover not in sitting.serving | sitting.may_propose]
    unknown = next((point for point in claim.points if point not in known), None)
    return first(
        CLAIM_ID_TAKEN.refuse() if claim.id in course.seen else None,
        CLAIM_WITHOUT_MOVER.refuse() if not claim.movers else None,
        *(CLAIM_MOVER_MAY_NOT_PROPOSE.refuse(name=sitting.name(mover)) for mover in strangers),
        CLAIM_UNKNOWN_POINT.refuse(point=unknown) if unknown is not None else None,
        None if has_words(claim) else CLAIM_WITHOUT_WORDS.refuse(),
    )


def has_words(claim: Claim) -> bool:
    """Whether the claim says what it wants decided, for each of its points; support and formal claims need no words."""
    if claim.formal or claim.supports_standing or (claim.rejects_standing and not claim.clauses):
        return True
    wanted = max(len(claim.points), 1) if claim.kind != "add" else 1
    return len(claim.clauses) == wanted and all(clause.strip() for clause in claim.clauses)


def claim_stands(course: Course, claim: str) -> Refusal | None:
    """Whether there is such a claim that has not been withdrawn."""
    return None if any(other.id == claim for other in course.claims) else CLAIM_UNKNOWN.refuse()


def may_refuse_proposition(course: Course, event: PropositionRefused) -> Refusal | None:
    """KL 5:57: the chair of the council, no other, refuses a proposal that raises a new matter or is unlawful."""
    return first(
        REFUSING_COUNCIL_ONLY.refuse() if course.sitting.kind != "council" else None,
        REFUSING_WITHOUT_REASON.refuse() if not event.reason.strip() else None,
        claim_stands(course, event.claim),
        PROPOSITIONS_BEGUN.refuse() if course.begun else None,
    )


def may_stand_outside(course: Course, person: str) -> Refusal | None:
    """KL 4:25: who takes no part in the decision says so before the propositions are put."""
    name = course.sitting.name(person)
    if person not in course.sitting.serving:
        return OUTSIDE_NOT_SERVING.refuse(name=name)
    return OUTSIDE_TOO_LATE.refuse(name=name) if course.begun else None


def may_send_away(course: Course, event: MinorityRequested) -> Refusal | None:
    """KL 5:45, 5:50: there is a quorum, and those who ask are present and a third of the council."""
    sitting = course.sitting
    strangers = sorted(event.people - sitting.serving)
    return first(
        has_quorum(sitting.kind, sitting.seats, len(sitting.serving), sitting.emptied),
        *(MINORITY_PERSON_NOT_SERVING.refuse(name=sitting.name(person)) for person in strangers),
        may_use_minority_right(
            sitting.kind,
            len(event.people),
            len(sitting.serving),
            spent=sitting.minority_spent,
            election=sitting.election,
        ),
    )


def may_close_debate(course: Course) -> Refusal | None:
    """The claims are locked once, when every point has a proposal and additions presume proposals that were made."""
    if course.locked:
        return DEBATE_ALREADY_CLOSED.refuse()
    if any(claim.presumes not in course.seen | {"", STANDING} for claim in course.put):
        return CLAIM_PRESUMES_UNKNOWN.refuse()
    asked = {point for question in course.questions for point in question.points}
    without = next((number for number, point in enumerate(course.points, 1) if point.id not in asked), None)
    return NOTHING_TO_DECIDE.refuse(point=without) if without is not None else None


# Propositions


def may_find(course: Course, top: Open, option: str) -> Refusal | None:
    """KL 5:45, 5:53–54: there is a quorum, the option is among those put, and nothing was found yet."""
    sitting = course.sitting
    if top.found:
        return FINDING_STATED.refuse()
    quorate = has_quorum(sitting.kind, sitting.seats, len(sitting.serving), sitting.emptied)
    return quorate or (None if option in top.question.options else OPTION_NOT_PUT.refuse())


def may_request_division(course: Course, top: Open, person: str) -> Refusal | None:
    """KL 5:54: somebody who takes part asks for a division before the gavel falls on the finding."""
    if not top.found:
        return FINDING_MISSING.refuse()
    if top.requested:
        return DIVISION_PENDING.refuse()
    if len(top.question.options) < 2:
        return DIVISION_ONE_PROPOSAL.refuse()
    voting = person in course.sitting.serving and person not in course.outside
    return None if voting else DIVISION_REQUESTER_NOT_SERVING.refuse(name=course.sitting.name(person))


def division_in_order(course: Course, top: Open, event: Divided) -> Refusal | None:
    """KL 4:25, 5:54–55: the division was asked for, is between main and counter, and everybody's vote is there."""
    if not top.counter:
        return DIVISION_NOT_REQUESTED.refuse()
    if {event.yes, event.no} != {top.found, top.counter}:
        return VOTE_QUESTION_WRONG.refuse()
    return first(roll_in_order(course, event), tie_in_order(course, event)) or ground_in_order(course, top, event)


def roll_in_order(course: Course, event: Divided) -> Refusal | None:
    """Yes, no and abstaining together are those who serve, less those who stand outside the decision."""
    sitting = course.sitting
    return first(
        *(vote_by_stranger(course, person) for person in sorted(event.roll)),
        *missing(course, sorted(sitting.serving - set(course.outside) - event.roll.keys())),
    )


def vote_by_stranger(course: Course, person: str) -> Refusal | None:
    """Whether somebody votes who may not: for jäv, for standing outside, or for not serving."""
    sitting, name = course.sitting, course.sitting.name(person)
    if person in sitting.disqualified:
        return VOTE_BY_DISQUALIFIED.refuse(name=name)
    if person in course.outside:
        return VOTE_OUTSIDE_DECISION.refuse(name=name)
    return None if person in sitting.serving else VOTE_BY_ABSENT.refuse(name=name)


def missing(course: Course, people: Iterable[str]) -> Iterable[Refusal]:
    """A refusal for each of those whose vote is not recorded."""
    return (VOTE_MISSING.refuse(name=course.sitting.name(person)) for person in people)


def tie_in_order(course: Course, event: Divided) -> Refusal | None:
    """KL 5:55: a casting vote at a tie only, by who presides; 4:25: who presides cannot abstain at a tie."""
    yes, no, presiding = event.count("yes"), event.count("no"), course.sitting.presiding
    if yes != no:
        return CASTING_VOTE_WITHOUT_TIE.refuse(yes=yes, no=no) if event.casting else None
    if event.roll.get(presiding, "abstain") == "abstain":
        return TIE_CHAIR_ABSTAINS.refuse(name=course.sitting.name(presiding))
    if not event.casting:
        return TIE_WITHOUT_CASTING_VOTE.refuse()
    if event.casting != presiding:
        return CASTING_VOTE_NOT_PRESIDING.refuse(name=course.sitting.name(event.casting))
    return None


def ground_in_order(course: Course, top: Open, event: Divided) -> Refusal | None:
    """KL 5:50: the ground is stated where both are possible, and nothing else is stated anywhere."""
    possible = possible_grounds(course, top.question, event) if top.question.formal else ()
    if event.ground is None:
        return GROUND_MISSING.refuse() if len(possible) > 1 else None
    return None if event.ground in possible else GROUND_WRONG.refuse()
