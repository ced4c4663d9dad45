"""What the minutes tell of the propositions: phrase keys and facts, one tuple of sentences for each event."""

from typing import Literal

from engine.rules.procedure.agenda import Question
from engine.rules.procedure.facts import NO, STANDING, TODAY, Claim, Divided, MinorityRequested
from engine.rules.procedure.phrases import Fact, Person, Proposal, Sentence
from engine.rules.procedure.state import Course

Style = Literal["proposal", "counter", "formal", "addition", "raised", "whole"]


def style(course: Course, question: Question) -> Style:
    """How a question is told: which family of phrases."""
    if question.kind == "points":
        return "raised" if is_raised(course, question) else "proposal"
    if question.kind == "whole":
        others = [option for option in question.options if option != STANDING]
        return "whole" if len(others) == 1 and course.claim(others[0]).rejects_standing else "proposal"
    return question.kind


def is_raised(course: Course, question: Question) -> bool:
    """Whether nothing is proposed but approval and rejection of the motion or initiative itself."""
    if STANDING in question.options or len(question.options) != 2:
        return False
    claims = [course.claim(option) for option in question.options]
    on_raised = all(claim.target != "standing_proposal" for claim in claims)
    return on_raised and {claim.kind for claim in claims} == {"approve", "reject"}


def movers(course: Course, question: Question, option: str) -> tuple[Person, ...]:
    """Everybody behind an option, in the order they spoke, each once."""
    ids = (mover for claim in question.backers[option] for mover in course.claim(claim).movers)
    return course.sitting.named(tuple(dict.fromkeys(ids)))


def proposal(course: Course, question: Question, option: str) -> Proposal:
    """An option as the minutes name it; numbered when the same people have several in the question."""
    if option == STANDING:
        return Proposal()
    named = {other: movers(course, question, other) for other in question.options if other != STANDING}
    alike = [other for other in named if named[other] == named[option]]
    return Proposal(named[option], alike.index(option) + 1 if len(alike) > 1 else 0)


def said_as(course: Course, question: Question, option: str) -> Fact:
    """An option as a fact of the question's phrases."""
    match style(course, question):
        case "formal":
            return TODAY if option == TODAY else question.formal or ""
        case "addition":
            return "reject" if option == NO else "approve"
        case "raised":
            return course.claim(option).kind
        case "whole":
            return "approve" if option == STANDING else "reject"
        case _:
            return proposal(course, question, option)


def numbers(course: Course, question: Question) -> tuple[int, ...]:
    """The numbers of a question's points, () when it concerns the whole matter."""
    if len(question.points) == len(course.points):
        return ()
    return tuple(number for number, point in enumerate(course.points, 1) if point.id in question.points)


def about(course: Course, question: Question) -> dict[str, Fact]:
    """The facts that all phrases of a question's family share."""
    organ: dict[str, Fact] = {"organ": course.sitting.organ}
    match style(course, question):
        case "formal":
            return {"formal": question.formal or ""}
        case "addition":
            return {**organ, "movers": movers(course, question, question.options[0])}
        case "raised":
            kind = next(point.kind for point in course.points if point.id in question.points)
            target = course.claim(question.options[0]).target
            return {**organ, "council": course.sitting.council, "kind": kind, "target": target}
        case _:
            return organ


def told(key: str, **facts: Fact) -> Sentence:
    """A sentence of the procedure section."""
    return Sentence(key, facts, "procedure")


def finding(course: Course, question: Question, option: str) -> tuple[Sentence, ...]:
    """The proposals are put and the chair states what was found."""
    facts = {**about(course, question), "found": said_as(course, question, option)}
    then = bool(course.settled)
    match style(course, question):
        case "formal":
            return (told("formal", **facts, then=then),)
        case "addition":
            return (told("addition", **facts),)
        case "raised":
            return (told("raised_approve_or_reject", **facts, points=numbers(course, question), then=then),)
        case "whole":
            rejecting = next(other for other in question.options if other != STANDING)
            return (told("whole_approve_or_reject", **facts, movers=movers(course, question, rejecting), then=then),)
        case "counter":
            options = tuple(proposal(course, question, other) for other in question.options)
            return (told("counter_proposal", options=options, found=facts["found"]),)
        case _:
            return (among_proposals(course, question, option, then=then),)


def among_proposals(course: Course, question: Question, option: str, *, then: bool) -> Sentence:
    """The finding among one, two or several proposals for the matter or some points."""
    organ, points = course.sitting.organ, numbers(course, question)
    options = tuple(proposal(course, question, other) for other in question.options)
    found = proposal(course, question, option)
    if len(options) == 1:
        return (
            told("one_proposal_points", organ=organ, points=points, then=then)
            if points
            else told("one_proposal", organ=organ, then=then)
        )
    if len(options) == 2:
        first, second = options
        return told("two_proposals", organ=organ, first=first, second=second, found=found, points=points, then=then)
    return told("several_proposals", organ=organ, options=options, found=found, points=points, then=then)


def division() -> tuple[Sentence, ...]:
    """A division is asked for between two options."""
    return (told("division_requested"),)


def division_among_several(course: Course, question: Question, main: str) -> tuple[Sentence, ...]:
    """A division is asked for, and a counter-proposal is to be chosen first."""
    return (told("division_requested"), told("main_proposal", main=proposal(course, question, main)))


def vote_question(course: Course, question: Question, event: Divided) -> Sentence:
    """What yes and no stand for, as the body approved it."""
    yes, no = (said_as(course, question, option) for option in (event.yes, event.no))
    shared: dict[str, Fact] = {"organ": course.sitting.organ, "yes": yes, "no": no}
    match style(course, question):
        case "formal":
            return told("vote_question_formal", **shared)
        case "addition":
            return told("vote_question_addition", **shared, movers=about(course, question)["movers"])
        case "raised":
            return told("vote_question_raised", **shared, target=about(course, question)["target"])
        case "whole":
            return told("vote_question_whole", **shared)
        case _:
            return told("vote_question", **shared)


def result(course: Course, question: Question, event: Divided, winner: str) -> tuple[Sentence, ...]:
    """The vote question and what the division gave."""
    facts: dict[str, Fact] = {**about(course, question), "organ": course.sitting.organ, **count(event)}
    family = style(course, question)
    ending = "" if family == "proposal" else f"_{family}"
    facts["found"] = said_as(course, question, winner)
    asked = vote_question(course, question, event)
    if not event.casting:
        return (asked, told(f"division_result{ending}", **facts))
    facts["votes"] = facts.pop("ayes")
    del facts["noes"]
    if family == "proposal" and (decision := tie_decides(course, question, winner)):
        del facts["found"]
        return (asked, told("tie_decision", **facts, **decision))
    return (asked, told(f"tie{ending}", **facts))


def count(event: Divided) -> dict[str, Fact]:
    """The numbers of a division."""
    ayes, noes, abstaining = event.count("yes"), event.count("no"), event.count("abstain")
    return {"ayes": ayes, "noes": noes, "abstaining": abstaining, "annex": event.annex}


def tie_decides(course: Course, question: Question, winner: str) -> dict[str, Fact]:
    """The decision's own words, where the casting vote gives the whole of it; {} where it does not."""
    point = course.points[0]
    clause = point.clause if winner == STANDING else course.claim(winner).clause_for(point.id)
    if len(course.points) > 1 or not clause or (winner == STANDING and point.sentence):
        return {}
    return {"kind": point.kind, "council": course.sitting.council, "clause": clause}


def minority(request: MinorityRequested, requesting: int, present: int) -> Sentence:
    """A third of those present have the matter sent away."""
    return told("minority", requesting=requesting, present=present, formal=request.formal, reason=request.reason)


def minority_in_division(course: Course, question: Question, event: Divided) -> tuple[Sentence, ...]:
    """The division shows that a third of those present want the matter sent away."""
    away = question.backers[question.options[1]]
    requesting = event.count("no" if event.yes == TODAY else "yes")
    request = MinorityRequested(question.formal or "table", frozenset(), reasons(course, away))
    counted = told("division_count", organ=course.sitting.organ, **count(event))
    told_of = minority(request, requesting, len(course.sitting.serving))
    return (vote_question(course, question, event), counted, told_of)


def reasons(course: Course, claims: tuple[str, ...]) -> str:
    """The reasons given in some formal claims, each once."""
    return " ".join(dict.fromkeys(course.claim(claim).reason for claim in claims if course.claim(claim).reason))


def refused(course: Course, claim: Claim, reason: str) -> Sentence:
    """The chair refuses to put a claim (KL 5:57)."""
    return told("proposition_refused", movers=course.sitting.named(claim.movers), reason=reason)


def consent(course: Course, claim: Claim, key: Literal["consent_claim", "consent_withdraw"]) -> Sentence:
    """The body lets a claim be made, or withdrawn, after the gavel on the claims."""
    facts: dict[str, Fact] = {"organ": course.sitting.organ, "movers": course.sitting.named(claim.movers)}
    return Sentence(key, facts, "handling")
