"""Random procedures: whatever is allowed to happen, the checks hold."""

from collections import Counter
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from engine.rules.meeting import Ground
from engine.rules.procedure import (
    NO,
    PHRASES,
    STANDING,
    TODAY,
    Claim,
    Claimed,
    Conduct,
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
    Withdrawn,
    conduct,
    replay,
)
from engine.rules.procedure.allowed import may_happen
from engine.rules.procedure.course import advance
from engine.rules.procedure.facts import ClaimKind, Target, Vote
from engine.rules.procedure.state import Course
from tests.rules.procedure.table import a_board, a_council

VOTES: st.SearchStrategy[Vote] = st.sampled_from(["yes", "no", "abstain"])
POINTS = (
    DecisionPoint("p1", "to_council", "avslå motionen", "rejected"),
    DecisionPoint("p2", "own", "fastställa basutbudet"),
    DecisionPoint("p3", "assignment", "uppdra åt regiondirektören att följa upp det"),
)
WORDS = st.sampled_from(["bifalla motionen", "avslå motionen", "anse motionen besvarad", "införa det från 2023"])


@st.composite
def claims(draw: st.DrawFn, people: list[str], points: tuple[DecisionPoint, ...]) -> Claim:
    kind: ClaimKind = draw(st.sampled_from(["approve", "reject", "amend", "add", "refer_back", "table"]))
    concerned = draw(st.lists(st.sampled_from([point.id for point in points]), unique=True))
    target: Target = draw(st.sampled_from(["standing_proposal", "motion"]))
    words = draw(st.lists(WORDS, min_size=max(len(concerned), 1), max_size=max(len(concerned), 1)))
    return Claim(
        id=f"c{draw(st.integers(0, 5))}",
        kind=kind,
        movers=tuple(draw(st.lists(st.sampled_from(people), min_size=1, max_size=2, unique=True))),
        target=target,
        points=tuple(concerned) if kind != "add" else (),
        clauses=tuple(words if kind != "add" else words[:1]),
        presumes=draw(st.sampled_from(["", STANDING, "c1"])),
        reason=draw(st.sampled_from(["", "Kostnaden ska belysas."])),
    )


def events(sitting: Sitting, points: tuple[DecisionPoint, ...]) -> st.SearchStrategy[Event]:
    """Anything that might be recorded, sensible or not."""
    people = [*sorted(sitting.serving)[:4], "Z"]
    someone, ids = st.sampled_from(people), st.sampled_from(["c0", "c1", "c2", "c3", STANDING, TODAY, NO])
    return st.one_of(
        st.builds(Claimed, claims(people[:4], points), st.booleans()),
        st.builds(Withdrawn, ids, st.booleans()),
        st.builds(StoodOutside, someone),
        st.builds(PropositionRefused, ids, st.just("Nytt ärende.")),
        st.builds(MinorityRequested, st.sampled_from(["table", "refer_back"]), st.just(sitting.serving)),
        st.builds(DebateClosed, st.booleans()),
        st.builds(Found, ids),
        st.builds(DivisionRequested, someone),
        st.builds(Divided, ids, ids, st.dictionaries(someone, VOTES)),
        st.just(Gavel()),
        st.builds(Reserved, st.tuples(someone), points=st.sampled_from([(), ("p1",), ("p9",)])),
    )


SITTINGS = st.sampled_from([a_board(5, seats=5), a_board(4, seats=5), a_council(7, seats=7)])


@dataclass
class Table:
    """A procedure under way, with the state it has come to."""

    procedure: Procedure
    course: Course

    def try_to(self, event: Event) -> None:
        """Records the event if it is allowed."""
        if may_happen(self.course, event) is None:
            self.procedure, self.course = self.procedure.then(event), advance(self.course, event)


@st.composite
def procedures(draw: st.DrawFn) -> Procedure:
    """A procedure brought to its decision: a random debate, then whatever is asked is answered somehow."""
    sitting = draw(SITTINGS)
    procedure = Procedure(sitting, POINTS[: draw(st.integers(1, 3))])
    table = Table(procedure, replay(procedure))
    people = sorted(sitting.serving)[:4]
    made = draw(st.lists(claims(people, procedure.points), max_size=6, unique_by=lambda claim: claim.id))
    happened = [*map(Claimed, made), *draw(st.lists(events(sitting, procedure.points), max_size=3)), DebateClosed()]
    for event in happened:
        table.try_to(event)
    for claim in table.course.claims if not table.course.locked else ():  # what keeps the debate open is withdrawn
        table.try_to(Withdrawn(claim.id))
    table.try_to(DebateClosed())
    while not table.course.decided:
        table.try_to(draw_answer(draw, table.course))
    for event in draw(st.lists(st.builds(Reserved, st.tuples(st.sampled_from(people))), max_size=3)):
        table.try_to(event)
    return table.procedure


def draw_answer(draw: st.DrawFn, course: Course) -> Event:
    """The next thing to record about the question being put."""
    asked = course.current
    assert asked is not None
    if asked.counter:
        return draw_division(draw, course, asked.found, asked.counter)
    if not asked.found:
        return Found(draw(st.sampled_from(asked.question.options)))
    ask = DivisionRequested(min(course.sitting.serving - set(course.outside), default=""))
    return ask if may_happen(course, ask) is None and draw(st.booleans()) else Gavel()


def draw_division(draw: st.DrawFn, course: Course, main: str, counter: str) -> Divided:
    """A division that is in order: with the casting vote at a tie, and a ground where one must be stated."""
    voting = sorted(course.sitting.serving - set(course.outside))
    yes, no = draw(st.permutations([main, counter]))
    roll: dict[str, Vote] = {person: draw(VOTES) for person in voting}
    assenting: dict[str, Vote] = {**roll, voting[0]: "yes"}
    unanimous: dict[str, Vote] = dict.fromkeys(voting, "yes")
    grounds: tuple[Ground | None, ...] = (None, "majority", "minority")
    attempts = [
        Divided(yes, no, votes, casting, ground)
        for votes in (roll, assenting, unanimous)
        for casting in ("", course.sitting.presiding)
        for ground in grounds
    ]
    return next(attempt for attempt in attempts if may_happen(course, attempt) is None)


@given(procedures())
def test_checks_hold_for_every_procedure(procedure: Procedure) -> None:
    told = conduct(procedure)
    assert conduct(Procedure(procedure.sitting, procedure.points, procedure.events)) == told
    assert told.decided
    assert told.next is None
    outcomes_hold(procedure, told)
    claims_hold(told)
    divisions_hold(procedure, told)
    for sentence in told.sentences:
        assert sentence.facts.keys() == PHRASES[sentence.key]
    for event in procedure.events:
        if isinstance(event, Reserved):
            assert set(event.people) <= procedure.sitting.serving - set(told.course.outside)


def outcomes_hold(procedure: Procedure, told: Conduct) -> None:
    """Exactly one outcome per decision point, with the winner's words; none but being sent away when sent away."""
    points = {point.id: point for point in procedure.points}
    assert [outcome.point for outcome in told.outcomes][: len(points)] == list(points)
    if told.course.sent_away:
        assert {outcome.result for outcome in told.outcomes} <= {"referred_back", "tabled"}
        assert told.ground in ("majority", "minority")
    claimed = {claim.id: claim for claim in told.course.claims}
    for outcome in told.outcomes:
        if outcome.text:
            by_claim = outcome.proposal in claimed
            assert outcome.text in (claimed[outcome.proposal].clauses if by_claim else (points[outcome.point].clause,))
    numbers = [outcome.number for outcome in told.outcomes if outcome.text]
    assert numbers == list(range(1, len(numbers) + 1))


def claims_hold(told: Conduct) -> None:
    """Every claim not withdrawn is answered by a proposition, or recorded as not put with the reason."""
    put = {claim for done in told.course.settled for backers in done.question.backers.values() for claim in backers}
    assert {claim.id for claim in told.course.claims} == put | told.not_put.keys()
    assert not put & told.not_put.keys()


def divisions_hold(procedure: Procedure, told: Conduct) -> None:
    """With p proposals there are at most p-1 divisions, and every roll holds all who serve and take part."""
    held = [event for event in procedure.events if isinstance(event, Divided)]
    assert len(held) <= sum(len(done.question.options) - 1 for done in told.course.settled)
    for event in held:
        assert event.roll.keys() == procedure.sitting.serving - set(told.course.outside)
        count = Counter(event.roll.values())
        assert bool(event.casting) == (count["yes"] == count["no"])


@given(st.data())
def test_anything_recorded_is_either_allowed_or_refused_with_its_facts(data: st.DataObject) -> None:
    sitting = data.draw(SITTINGS)
    table = Table(Procedure(sitting, POINTS), replay(Procedure(sitting, POINTS)))
    for event in data.draw(st.lists(events(sitting, POINTS), max_size=20)):
        table.try_to(event)
    assert conduct(table.procedure).course == table.course
