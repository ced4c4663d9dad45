"""The order of propositions: which questions the claims give, and which proposals stand in each.

Formal claims come first, each against that the matter is decided today and never against each other. Then the
proposals for the matter: as a whole where single points are disputed too, and point by point. Additions come last.
Joint and identical claims share one proposal.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from engine.rules.procedure.facts import NO, STANDING, TODAY, Claim, DecisionPoint, Formal

REJECTION = "rejection"
"""What proposals to reject the standing proposal, without words of their own, have in common."""


@dataclass(frozen=True)
class Question:
    """A question to put. `options` are answered by yes or no each; `backers` holds the claims behind an option.

    An option is `STANDING`, `TODAY`, `NO`, or the id of the first claim behind the proposal. A question of kind
    `counter` chooses among the others which shall meet the one that was found, when a division is asked for.
    """

    kind: Literal["formal", "whole", "points", "addition", "counter"]
    options: tuple[str, ...]
    backers: Mapping[str, tuple[str, ...]]
    points: tuple[str, ...] = ()
    formal: Formal | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What tells the question from the others of its item."""
        return (self.kind, self.formal or "", *self.points, *(self.options[:1] if self.kind == "addition" else ()))


def agenda(points: Sequence[DecisionPoint], claims: Sequence[Claim], *, whole_first: bool) -> tuple[Question, ...]:
    """The questions that the claims give, in the order in which they are put."""
    wholes = tuple(whole_question(points, claims))
    apart = [claim for claim in claims if not (wholes and is_whole(claim, points))]
    groups = tuple(point_questions(points, apart))
    material = (*wholes, *groups) if whole_first else (*groups, *wholes)
    return (*formal_questions(claims), *material, *additions(claims))


def formal_questions(claims: Sequence[Claim]) -> Iterator[Question]:
    """One question for each formal kind that is claimed, in the order they were raised."""
    for kind in dict.fromkeys(claim.kind for claim in claims if claim.formal):
        backers = tuple(claim.id for claim in claims if claim.kind == kind)
        formal: Formal = "refer_back" if kind == "refer_back" else "table"
        yield Question("formal", (TODAY, backers[0]), {TODAY: (), backers[0]: backers}, formal=formal)


def additions(claims: Sequence[Claim]) -> Iterator[Question]:
    """Each addition is approved or rejected on its own; identical ones together."""
    shared: dict[str, list[str]] = {}
    for claim in claims:
        if claim.kind == "add":
            shared.setdefault(wording(claim.clause_for("")), []).append(claim.id)
    for ids in shared.values():
        yield Question("addition", (ids[0], NO), {ids[0]: tuple(ids), NO: ()})


def is_whole(claim: Claim, points: Sequence[DecisionPoint]) -> bool:
    """Whether the claim is an alternative to the standing proposal as a whole, when that has several points."""
    return claim.material and not claim.supports_standing and not claim.points and len(points) > 1


def whole_question(points: Sequence[DecisionPoint], claims: Sequence[Claim]) -> Iterator[Question]:
    """The question of the matter as a whole, when some claims are about that and others about single points."""
    wholes = [claim for claim in claims if is_whole(claim, points)]
    partial = any(claim.material and claim.points and not claim.supports_standing for claim in claims)
    if wholes and partial:
        supporting = [claim for claim in claims if claim.supports_standing and not claim.points]
        backers = proposals(points[0], [*wholes, *supporting])
        yield Question("whole", tuple(backers), backers, tuple(point.id for point in points))


def point_questions(points: Sequence[DecisionPoint], claims: Sequence[Claim]) -> Iterator[Question]:
    """One question for all points with the same proposals; the undisputed ones first, then in the points' order."""
    groups: dict[tuple[object, ...], list[str]] = {}
    backed: dict[tuple[object, ...], Mapping[str, tuple[str, ...]]] = {}
    for point in points:
        backers = proposals(point, claims)
        if backers:
            disputed = tuple(backers) != (STANDING,)
            key = (disputed, *backers.items()) if disputed else (disputed,)
            groups.setdefault(key, []).append(point.id)
            backed[key] = merged(backed.get(key, {}), backers)
    for key in sorted(groups, key=lambda key: bool(key[0])):
        yield Question("points", tuple(backed[key]), backed[key], tuple(groups[key]))


def merged(one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """The claims behind the same options in two points, each claim once."""
    return {option: tuple(dict.fromkeys((*one.get(option, ()), *backers))) for option, backers in other.items()}


def proposals(point: DecisionPoint, claims: Sequence[Claim]) -> Mapping[str, tuple[str, ...]]:
    """The proposals for a point, each with the claims behind it; the standing one first, if there is one."""
    shared: dict[str, list[str]] = {wording(point.clause): []} if point.clause else {}
    standing = wording(point.clause)
    for claim in claims:
        if claim.material and (not claim.points or point.id in claim.points):
            words = standing if claim.supports_standing else wording(claim.clause_for(point.id)) or REJECTION
            shared.setdefault(words, []).append(claim.id)
    return {STANDING if words and words == standing else ids[0]: tuple(ids) for words, ids in shared.items()}


def wording(clause: str) -> str:
    """A clause as it is compared: spaces, case and a final full stop make no difference, a word does."""
    return " ".join(clause.casefold().split()).rstrip(".")
