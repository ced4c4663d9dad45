"""A table of people to try procedures at: members A–O of a board, and a council of sixty-one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from string import ascii_uppercase
from typing import cast

from engine.rules.procedure import (
    Claim,
    Claimed,
    Conduct,
    DebateClosed,
    DecisionPoint,
    Divided,
    Event,
    Found,
    Gavel,
    Person,
    Procedure,
    Sitting,
    conduct,
    may_record,
)
from engine.rules.procedure.facts import Vote

CLOSED = datetime(2020, 6, 17, 13, 2, tzinfo=UTC)


def a_person(name: str) -> Person:
    return Person(name, "P")


def a_board(serving: int = 13, *, seats: int = 13) -> Sitting:
    """A board where members A, B, C … serve and A presides."""
    people = {letter: a_person(letter) for letter in ascii_uppercase}
    ids = frozenset(ascii_uppercase[:serving])
    return Sitting("executive_board", "regionstyrelsen", "regionfullmäktige", people, ids, "A", seats, closed=CLOSED)


def a_council(serving: int = 61, *, seats: int = 61) -> Sitting:
    """A council where 1, 2, 3 … serve and 1 presides."""
    people = {str(number): a_person(str(number)) for number in range(1, 102)}
    ids = frozenset(str(number) for number in range(1, serving + 1))
    return Sitting("council", "regionfullmäktige", "regionfullmäktige", people, ids, "1", seats, closed=CLOSED)


def the_motion() -> DecisionPoint:
    """The standing proposal to the council: avslå motionen."""
    return DecisionPoint("p1", "to_council", "avslå motionen", "rejected")


def for_motion(claim: str, *movers: str) -> Claim:
    return Claim(claim, "approve", movers, "motion", clauses=("bifalla motionen",))


def for_standing(claim: str, *movers: str) -> Claim:
    return Claim(claim, "approve", movers)


def answered(claim: str, *movers: str) -> Claim:
    return Claim(claim, "amend", movers, clauses=("anse motionen besvarad",), means="answered")


def referral(claim: str, *movers: str) -> Claim:
    return Claim(claim, "refer_back", movers, to="regiondirektören", reason="Kostnaden ska belysas.")


def tabling(claim: str, *movers: str) -> Claim:
    return Claim(claim, "table", movers, until="nästa sammanträde")


def an_addition(claim: str, *movers: str) -> Claim:
    return Claim(claim, "add", movers, clauses=("uppdra åt regiondirektören att redovisa kostnaden",), point_kind="own")


def begin(sitting: Sitting, *points: DecisionPoint) -> Procedure:
    return Procedure(sitting, points or (the_motion(),))


def after(procedure: Procedure, *events: Event) -> Procedure:
    """The procedure after events, each of which must be allowed."""
    for event in events:
        refused = may_record(procedure, event)
        assert refused is None, refused
        procedure = procedure.then(event)
    return procedure


def claimed(procedure: Procedure, *claims: Claim, closed: bool = True) -> Procedure:
    """The procedure with claims made and, if so asked, the gavel on them."""
    made = after(procedure, *(Claimed(claim) for claim in claims))
    return after(made, DebateClosed()) if closed else made


def found(procedure: Procedure, *options: str) -> Procedure:
    """The procedure with findings stated, each with its gavel."""
    for option in options:
        procedure = after(procedure, Found(option), Gavel())
    return procedure


def refused(procedure: Procedure, event: Event) -> str | None:
    """The rule that refuses the event, or None."""
    answer = may_record(procedure, event)
    return answer.rule if answer else None


def a_roll(sitting: Sitting, yes: int, no: int, abstain: int = 0, chair: Vote = "yes") -> Mapping[str, Vote]:
    """Votes of those who serve: the chair's as given, then the others' in order."""
    votes = ["yes"] * yes + ["no"] * no + ["abstain"] * abstain
    votes.remove(chair)
    others = sorted(sitting.serving - {sitting.presiding})
    assert len(votes) == len(others)
    return {sitting.presiding: chair, **dict(zip(others, cast("list[Vote]", votes), strict=True))}


def a_division(
    sitting: Sitting, yes: str, no: str, votes: tuple[int, int, int], *, chair: Vote = "yes", casting: str = ""
) -> Divided:
    """A division with so many yes, no and abstaining."""
    return Divided(yes, no, a_roll(sitting, *votes, chair=chair), casting)


def keys(told: Conduct, section: str = "procedure") -> list[str]:
    """The phrase keys of a section."""
    return [sentence.key for sentence in told.section(section)]


def proceed(procedure: Procedure, *events: Event) -> Conduct:
    """What follows after events, each of which must be allowed."""
    return conduct(after(procedure, *events))


def with_disqualified(sitting: Sitting, person: str, substitute: str, presiding: str) -> Sitting:
    """The sitting with somebody out for jäv and a substitute in."""
    serving = sitting.serving - {person} | {substitute}
    return replace(
        sitting,
        serving=serving,
        disqualified=frozenset({person}),
        stand_ins={person: substitute},
        presiding=presiding,
        led_as="first_vice_chair" if presiding != sitting.presiding else "",
    )
