"""How the page at the table names things: claims, proposals, questions and how far they have come."""

from dataclasses import dataclass

from api.pages.words import words
from engine.meetings.table import AtTable
from engine.rules.procedure.agenda import Question
from engine.rules.procedure.facts import NO, STANDING, TODAY, Claim
from engine.rules.procedure.state import Course, Open


@dataclass(frozen=True)
class ListedClaim:
    """A claim as it is listed; `fate` says that it is not put, and why."""

    number: str
    who: str
    kind: str
    said: str


@dataclass(frozen=True)
class Claims:
    """The claims that stand, and the numbers of those that have been withdrawn."""

    standing: tuple[ListedClaim, ...]
    withdrawn: tuple[str, ...]


@dataclass(frozen=True)
class Put:
    """A question in the order: done, being put, or ahead. `options` are what is sent and what is read."""

    text: str
    standing: str
    answer: str
    options: tuple[tuple[str, str], ...]
    found: str
    yes: tuple[str, str] | None
    no: tuple[str, str] | None
    division: str
    kind: str
    formal: bool


def to_choose(table: AtTable) -> list[tuple[str, str]]:
    """Those who serve or may propose, by name."""
    sitting = table.course.sitting
    there = sorted(sitting.serving | sitting.may_propose, key=sitting.name)
    return [(one, named(table.course, (one,))) for one in there]


def named(course: Course, people: tuple[str, ...]) -> str:
    """People with their parties."""
    said = []
    for one in people:
        person = course.sitting.people[one]
        said.append(f"{person.name} ({person.party})" if person.party else person.name)
    return ", ".join(said)


def claims_of(table: AtTable) -> Claims:
    """The claims in the order they were made."""
    course = table.course
    standing = tuple(listed(course, claim) for claim in course.claims)
    gone = course.seen - {claim.id for claim in course.claims}
    return Claims(standing, tuple(sorted(gone, key=int)))


def listed(course: Course, claim: Claim) -> ListedClaim:
    """One claim, in a few words."""
    kinds, targets = words()["claim_kind"], words()["claim_target"]
    said = kinds[claim.kind]
    if claim.kind in ("approve", "reject"):
        said = f"{said} {targets[f'{claim.kind}.{claim.target}']}"
    elif claim.clauses:
        said = f"{said}: ”{' / '.join(claim.clauses)}”"
    if claim.points:
        said = f"{said}, punkt {', '.join(claim.points)}"
    if claim.to:
        said = f"{said} till {claim.to}"
    fate = f" ({words()['claim_fate']['refused']})" if claim.id in course.refused else ""
    return ListedClaim(claim.id, named(course, claim.movers), claim.kind, said + fate)


def option_name(course: Course, option: str) -> str:
    """A proposal as one says it."""
    fixed = {STANDING: "det liggande förslaget", TODAY: "att ärendet avgörs i dag", NO: "avslag på tillägget"}
    if option in fixed:
        return fixed[option]
    claim = course.claim(option)
    return f"{words()['claim_kind'][claim.kind].lower()}, yrkande {claim.id} ({named(course, claim.movers)})"


def puts_of(table: AtTable) -> list[Put]:
    """Every question: those that are answered, the one being put, those ahead."""
    course = table.course
    done = [put(course, Open(one.question, one.winner), "done", won(course, one.winner, one.division is not None))
            for one in course.settled]  # fmt: skip
    if not course.locked or course.decided:
        return done
    current = course.current
    being = [put(course, each, "now") for each in course.open] or ([put(course, current, "now")] if current else [])
    put_keys = {each.question.key for each in course.open} or ({current.question.key} if current else set())
    ahead = [put(course, Open(one), "ahead") for one in course.pending if one.key not in put_keys]
    return [*done, *being, *ahead]


def won(course: Course, option: str, divided: bool) -> str:
    """The answer of a question."""
    return f"{option_name(course, option)}{', efter omröstning' if divided else ''}"


def put(course: Course, each: Open, standing: str, answer: str = "") -> Put:
    """A question as it stands."""
    options = tuple((one, option_name(course, one)) for one in each.question.options)
    names = dict(options)
    held = each.requested and bool(each.counter)
    return Put(
        text=asked(each.question, [text for _, text in options], len(course.points)),
        standing=standing,
        answer=answer,
        options=options,
        found=names.get(each.found, ""),
        yes=(each.found, names[each.found]) if held else None,
        no=(each.counter, names[each.counter]) if held else None,
        division="held" if held else "asked" if each.requested else "",
        kind=each.question.kind,
        formal=each.question.formal is not None,
    )


def asked(question: Question, options: list[str], points: int) -> str:
    """What a question is about; its points are named when the item has others."""
    against = " mot ".join(options)
    match question.kind:
        case "counter":
            return f"Motförslag i omröstningen: {against}"
        case "formal":
            return f"Formellt yrkande: {against}"
        case "whole":
            return f"Ärendet i dess helhet: {against}"
        case "addition":
            return f"Tillägg: {against}"
        case _ if len(question.points) == points:
            return f"{against[0].upper()}{against[1:]}"
        case _:
            *first, last = question.points
            said = f"{', '.join(first)} och {last}" if first else last
            return f"{'Punkterna' if first else 'Punkt'} {said}: {against}"
