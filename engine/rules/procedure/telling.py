"""What the minutes say of the decision, the claims and the reservations: phrase keys and facts."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from engine.rules.procedure.facts import Claim, Outcome, Reserved, Sitting
from engine.rules.procedure.narrate import movers, reasons
from engine.rules.procedure.outcomes import sent_away_by
from engine.rules.procedure.phrases import Clause, Fact, Sentence
from engine.rules.procedure.state import Course

HANDLING = "handling"


def told(course: Course, decided: tuple[Outcome, ...]) -> tuple[Sentence, ...]:
    """All sentences, in the order of the minutes; of the decision and the reservations once there are any."""
    propositions = (*course.said, *fallen(course))
    return (*decision(course, decided), *handling(course), *propositions, *reservations(course, decided))


def decision(course: Course, decided: tuple[Outcome, ...]) -> tuple[Sentence, ...]:
    """The decision, in words that are the winners' own."""
    organ: dict[str, Fact] = {"organ": course.sitting.organ}
    if course.sent_away is not None:
        return (sent_away(course),)
    rejected = tuple(outcome.point for outcome in decided if outcome.result == "not_adopted" and not outcome.text)
    numbers = tuple(number for number, point in enumerate(course.points, 1) if point.id in rejected)
    whole = () if len(numbers) == len(course.points) else numbers
    worded = [outcome for outcome in decided if outcome.text]
    said = [Sentence("decision_rejected", {**organ, "points": whole}, "decision")] if numbers else []
    for _, same in groupby(worded, key=lambda outcome: (outcome.sentence, outcome.kind == "to_council")):
        said += in_words(course, list(same), alone=len(worded) == 1)
    return tuple(said)


def in_words(course: Course, same: list[Outcome], *, alone: bool) -> list[Sentence]:
    """Decisions that share one lead ("beslutar att", "föreslår … besluta att"), or stand as sentences."""
    if same[0].sentence:
        return [Sentence("decision_sentence", {"sentence": outcome.text}, "decision") for outcome in same]
    facts: dict[str, Fact] = {"organ": course.sitting.organ, "council": course.sitting.council, "kind": same[0].kind}
    if alone:
        return [Sentence("decision_one", {**facts, "clause": same[0].text}, "decision")]
    clauses = tuple(Clause(outcome.number, outcome.text) for outcome in same)
    return [Sentence("decision_many", {**facts, "clauses": clauses}, "decision")]


def sent_away(course: Course) -> Sentence:
    """The decision that the matter is referred back or tabled."""
    organ = course.sitting.organ
    to, reason, until = sending(course)
    if sent_away_by(course) == "refer_back":
        return Sentence("decision_refer_back", {"organ": organ, "to": to, "reason": reason}, "decision")
    return Sentence("decision_table", {"organ": organ, "until": until}, "decision")


def sending(course: Course) -> tuple[str, str, str]:
    """To whom, why and until when the matter is sent away."""
    away = course.sent_away
    if away is None or away.settled is None:
        request = away.request if away else None
        return (request.to, request.reason, request.until) if request else ("", "", "")
    claims = away.settled.question.backers[away.settled.winner]
    to = next((course.claim(claim).to for claim in claims if course.claim(claim).to), "")
    until = next((course.claim(claim).until for claim in claims if course.claim(claim).until), "")
    return to, reasons(course, claims), until


def handling(course: Course) -> tuple[Sentence, ...]:
    """Who sat otherwise than at the meeting, claims made and not withdrawn (KL 5:67), consents, who stood outside."""
    claims = (claimed(course, alike) for alike in joined(course.claims))
    people = course.sitting.named(course.outside)
    outside = (Sentence("outside_decision", {"people": people}, HANDLING),) if people else ()
    return (*seating(course.sitting), *claims, *course.consents, *outside)


def seating(sitting: Sitting) -> tuple[Sentence, ...]:
    """Who was disqualified (KL 5:47, 6:30) or was not there, who served instead, and who led the item."""
    out = (disqualified(sitting, person) for person in sorted(sitting.disqualified, key=sitting.name))
    gone = (
        Sentence(
            "absent_at_item", {"person": sitting.people[person], "substitute": stand_in(sitting, person)}, HANDLING
        )
        for person in sorted(sitting.absent, key=sitting.name)
    )
    led: dict[str, Fact] = {"office": sitting.led_as, "person": sitting.people[sitting.presiding]}
    return (*out, *gone, *((Sentence("vice_presides", led, HANDLING),) if sitting.led_as else ()))


def disqualified(sitting: Sitting, person: str) -> Sentence:
    """Somebody takes no part for jäv; in a board they leave the room as well."""
    substitute = stand_in(sitting, person)
    facts: dict[str, Fact] = {
        "organ": sitting.organ,
        "person": sitting.people[person],
        "disputed": person in sitting.disputed,
    }
    if sitting.kind == "council":
        return Sentence("disqualified_council", {**facts, "substitute": substitute}, HANDLING)
    if not substitute:
        return Sentence("disqualified_board_empty_seat", facts, HANDLING)
    return Sentence("disqualified_board", {**facts, "substitute": substitute}, HANDLING)


def stand_in(sitting: Sitting, person: str) -> Fact:
    """Who serves in somebody's place, "" for nobody."""
    return sitting.people[sitting.stand_ins[person]] if person in sitting.stand_ins else ""


def fallen(course: Course) -> tuple[Sentence, ...]:
    """The additions that fell with the proposal they were made for."""
    if course.sent_away is not None or not course.decided:
        return ()
    questions = (asked for asked in course.questions if asked.kind == "addition" and course.fallen(asked))
    people = (movers(course, asked, asked.options[0]) for asked in questions)
    return tuple(Sentence("addition_fell", {"movers": who}, "procedure") for who in people)


def joined(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims that say the same, together, in the order of the first."""
    same: dict[Claim, list[Claim]] = {}
    for claim in claims:
        same.setdefault(replace(claim, id="", movers=()), []).append(claim)
    return list(same.values())


def claimed(course: Course, alike: list[Claim]) -> Sentence:
    """What some people claim together."""
    claim = alike[0]
    people = dict.fromkeys(mover for one in alike for mover in one.movers)
    numbers = tuple(number for number, point in enumerate(course.points, 1) if point.id in claim.points)
    facts: dict[str, Fact] = {"movers": course.sitting.named(tuple(people))}
    match claim.kind:
        case "approve" | "reject":
            facts |= {"target": claim.target, "points": numbers}
        case "amend":
            facts |= {"clause": " ".join(claim.clauses), "points": numbers}
        case "add":
            facts |= {"clause": claim.clauses[0]}
        case "refer_back":
            facts |= {"to": claim.to, "reason": claim.reason}
        case _:
            facts |= {"reason": claim.reason}
    return Sentence(f"claim_{claim.kind}", facts, HANDLING)


def reservations(course: Course, decided: tuple[Outcome, ...]) -> tuple[Sentence, ...]:
    """The reservations, with the numbers that the points have in the decision."""
    return tuple(reservation(course, event, decided) for event in course.reservations)


def reservation(course: Course, event: Reserved, decided: tuple[Outcome, ...]) -> Sentence:
    """A reservation; a point that has no number in the decision keeps the one it had among the proposals."""
    numbers = {outcome.point: outcome.number or place for place, outcome in enumerate(decided, 1)}
    facts: dict[str, Fact] = {
        "people": course.sitting.named(event.people),
        "points": tuple(numbers[point] for point in event.points),
        "own_claim": event.own_claim,
        "annex": event.annex,
    }
    return Sentence("reservation", facts, "reservation")
