"""Divisions on every kind of question: what yes and no stand for, and what the minutes tell."""

from dataclasses import replace

import pytest

from engine.rules.procedure import (
    NO,
    STANDING,
    TODAY,
    Claim,
    DebateClosed,
    DecisionPoint,
    DivisionRequested,
    Found,
    Gavel,
    Person,
    Procedure,
    Proposal,
    Reserved,
    Sentence,
    StoodOutside,
    check,
    conduct,
)
from engine.rules.procedure.course import on_top
from engine.rules.procedure.facts import Vote
from tests.rules.procedure.table import (
    a_board,
    a_division,
    a_person,
    after,
    an_addition,
    answered,
    begin,
    claimed,
    for_motion,
    found,
    proceed,
    referral,
    refused,
)

BOARD = a_board(12)


def divided_on(procedure: Procedure, yes: str, no: str, votes: tuple[int, int, int]) -> tuple[Sentence, ...]:
    """A division on the question that is next, its finding being `yes`; at a tie the chair's casting vote."""
    asked = after(procedure, Found(yes), DivisionRequested("B"))
    casting = "A" if votes[0] == votes[1] else ""
    return proceed(asked, a_division(BOARD, yes, no, votes, casting=casting)).section("procedure")[-2:]


def an_initiative() -> Procedure:
    """No standing proposal: the initiative is approved or rejected."""
    claims = (
        Claim("y", "approve", ("B",), "initiative", clauses=("bifalla initiativet",)),
        Claim("n", "reject", ("C",), "initiative", clauses=("avslå initiativet",)),
    )
    return claimed(begin(BOARD, DecisionPoint("p1", "own", "")), *claims)


def the_whole() -> Procedure:
    """Two points, one of them amended, and rejection of it all."""
    points = (DecisionPoint("p1", "own", "fastställa basutbudet"), DecisionPoint("p2", "own", "införa det"))
    amendment = Claim("a", "amend", ("B",), points=("p2",), clauses=("införa det från 2023",))
    return claimed(begin(BOARD, *points), amendment, Claim("r", "reject", ("C",)))


def an_added_point() -> Procedure:
    return found(claimed(begin(BOARD), an_addition("a", "B")), STANDING)


def a_formal_claim() -> Procedure:
    return claimed(begin(BOARD), referral("a", "B"))


@pytest.mark.parametrize(
    ("procedure", "yes", "no", "family", "said"),
    [
        (a_formal_claim(), TODAY, "a", "formal", ("today", "refer_back")),
        (an_added_point(), "a", NO, "addition", ("approve", "reject")),
        (an_initiative(), "y", "n", "raised", ("approve", "reject")),
        (the_whole(), STANDING, "r", "whole", ("approve", "reject")),
    ],
)
@pytest.mark.parametrize("votes", [(7, 5, 0), (5, 7, 0), (6, 6, 0)])
def test_every_kind_of_question_can_be_divided_on(
    procedure: Procedure, yes: str, no: str, family: str, said: tuple[str, str], votes: tuple[int, int, int]
) -> None:
    question, result = divided_on(procedure, yes, no, votes)
    assert question.key == f"vote_question_{family}"
    assert (question.facts["yes"], question.facts["no"]) == said
    assert result.key == (f"tie_{family}" if votes[0] == votes[1] else f"division_result_{family}")
    assert result.facts["found"] == (said[1] if votes[0] < votes[1] else said[0])


def test_tie_on_one_of_several_points_names_the_proposal() -> None:
    procedure = found(the_whole(), STANDING, STANDING)
    question, result = divided_on(procedure, STANDING, "a", (6, 6, 0))
    assert question.facts == {"organ": "regionstyrelsen", "yes": Proposal(), "no": Proposal((a_person("B"),))}
    assert (result.key, result.facts["found"]) == ("tie", Proposal())


def test_tie_on_the_counter_proposal_is_told_as_such() -> None:
    procedure = claimed(begin(BOARD), for_motion("a", "B"), answered("b", "C"))
    procedure = after(procedure, Found(STANDING), DivisionRequested("B"))
    _, result = divided_on(procedure, "a", "b", (6, 6, 0))
    assert (result.key, result.facts["found"]) == ("tie_counter", Proposal((a_person("B"),)))


def test_counter_proposals_of_three_are_eliminated_with_at_most_three_divisions() -> None:
    third = Claim("c", "amend", ("D",), clauses=("skriva av motionen",), means="written_off")
    procedure = claimed(begin(BOARD), for_motion("a", "B"), answered("b", "C"), third)
    procedure = after(procedure, Found(STANDING), DivisionRequested("B"), Found("a"), DivisionRequested("C"))
    procedure = after(procedure, Found("b"), DivisionRequested("D"), a_division(BOARD, "b", "c", (5, 7, 0)))
    procedure = after(procedure, a_division(BOARD, "a", "c", (5, 7, 0)))
    told = proceed(procedure, a_division(BOARD, STANDING, "c", (5, 7, 0)))
    assert told.result == "written_off"
    assert [s.key for s in told.section("procedure")].count("division_requested") == 3


def test_reservation_in_the_point_where_one_abstained_is_refused_and_in_another_allowed() -> None:
    procedure = after(found(the_whole(), STANDING, STANDING), Found(STANDING), DivisionRequested("B"))
    abstainer = max(BOARD.serving)
    procedure = after(procedure, a_division(BOARD, STANDING, "a", (7, 4, 1)))
    assert refused(procedure, Reserved((abstainer,), points=("p2",))) == "reservation_abstained"
    assert refused(procedure, Reserved((abstainer,), points=("p1",))) is None
    assert refused(procedure, Reserved((abstainer,))) is None


def test_who_stands_outside_has_no_part_in_a_tie() -> None:
    board = replace(a_board(13), presiding="A")
    debate = after(claimed(begin(board), for_motion("a", "B"), closed=False), StoodOutside("A"))
    procedure = after(debate, DebateClosed(), Found(STANDING), DivisionRequested("B"))
    rest = sorted(board.serving - {"A"})
    roll: dict[str, Vote] = {person: ("yes" if place < 6 else "no") for place, person in enumerate(rest)}
    division = replace(a_division(board, STANDING, "a", (7, 6, 0)), roll=roll, casting="A")
    assert refused(procedure, division) == "tie_chair_abstains"


def test_withdrawn_claim_of_another_leaves_the_question_of_one() -> None:
    told = conduct(found(claimed(begin(BOARD), for_motion("a", "B")), "a"))
    assert told.section("procedure")[0].facts["found"] == Proposal((Person("B", "P"),))


def test_nothing_is_put_in_the_debate() -> None:
    with pytest.raises(ValueError, match="no question"):
        on_top(conduct(begin(BOARD)).course)


def test_gavel_on_a_division_asked_for_waits() -> None:
    procedure = after(a_formal_claim(), Found(TODAY), DivisionRequested("B"))
    assert check(procedure.then(Gavel())) is not None
