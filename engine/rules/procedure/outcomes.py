"""What was decided: exactly one outcome per decision point, and what that makes of the matter."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from engine.rules.procedure.facts import NO, STANDING, Formal, Outcome, Result
from engine.rules.procedure.state import Course, Settled

NotPut = Literal["refused", "sent_away", "fell"]


def outcomes(course: Course) -> tuple[Outcome, ...]:
    """Exactly one outcome per decision point, then one per addition that was put."""
    if formal := sent_away_by(course):
        away: Result = "referred_back" if formal == "refer_back" else "tabled"
        return tuple(Outcome(point.id, point.kind, away) for point in course.points)
    by_point: dict[str, Outcome] = {}
    for done in sorted(course.settled, key=lambda done: done.question.kind == "whole"):
        if done.question.kind == "points" or (done.question.kind == "whole" and done.winner != STANDING):
            by_point |= {outcome.point: outcome for outcome in material(course, done)}
    added = tuple(addition(course, done) for done in course.settled if done.question.kind == "addition")
    return numbered((*(by_point[point.id] for point in course.points), *added))


def sent_away_by(course: Course) -> Formal | None:
    """Which formal claim sent the matter away, None when none did."""
    away = course.sent_away
    if away is None:
        return None
    return away.request.formal if away.request else away.settled.question.formal if away.settled else None


def material(course: Course, done: Settled) -> list[Outcome]:
    """What an answer makes of its points. A proposal for the whole takes the place of all of them."""
    points = [point for point in course.points if point.id in done.question.points]
    if done.winner == STANDING:
        return [Outcome(p.id, p.kind, p.means, p.clause, STANDING, sentence=p.sentence) for p in points]
    claim = course.claim(done.winner)
    found = []
    for place, point in enumerate(points):
        words = claim.clause_for(point.id)
        if not words:
            found.append(Outcome(point.id, point.kind, "not_adopted", proposal=claim.id))
        elif place and not claim.points:
            found.append(Outcome(point.id, point.kind, "replaced", proposal=claim.id))
        else:
            meaning: Result = "not_adopted" if claim.rejects_standing else claim.meaning
            found.append(Outcome(point.id, point.kind, meaning, words, claim.id))
    return found


def addition(course: Course, done: Settled) -> Outcome:
    """What became of an addition."""
    claim = course.claim(done.question.options[0])
    if done.winner == NO:
        return Outcome(claim.id, claim.point_kind, "not_adopted", proposal=NO)
    return Outcome(claim.id, claim.point_kind, claim.meaning, claim.clauses[0], claim.id)


def numbered(decided: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """The outcomes with their places in the decision; those without words have none (0)."""
    with_words = [outcome.point for outcome in decided if outcome.text]
    return tuple(
        replace(outcome, number=with_words.index(outcome.point) + 1 if outcome.text else 0) for outcome in decided
    )


def result(course: Course, decided: tuple[Outcome, ...]) -> Result | None:
    """What became of the matter: what all its points say, or partly approved where they differ and some approve."""
    if formal := sent_away_by(course):
        return "referred_back" if formal == "refer_back" else "tabled"
    if not decided:
        return None
    points = {point.id for point in course.points}
    said = dict.fromkeys(outcome.result for outcome in decided if outcome.point in points)
    told = [one for one in said if one not in ("adopted", "replaced")]
    meant = [one for one in told if one != "not_adopted"]
    match meant:
        case []:
            return "not_adopted" if told and "adopted" not in said else "adopted"
        case [only] if "not_adopted" not in told:
            return only
        case _:
            return "partly_approved" if "approved" in meant else meant[0]


def not_put(course: Course) -> Mapping[str, NotPut]:
    """The claims that no proposition was put on, with why."""
    put = {claim for done in course.settled for backers in done.question.backers.values() for claim in backers}
    why: NotPut = "sent_away" if course.sent_away else "fell"
    return {
        claim.id: "refused" if claim.id in course.refused else why for claim in course.claims if claim.id not in put
    }
