"""Situation 8: an election with closed ballots, the lot at a tie, and what is refused."""

from dataclasses import replace

import pytest

from engine.rules.meeting import may_use_minority_right
from engine.rules.procedure.election import Election, elected, election_told, may_elect
from engine.rules.procedure.phrases import PHRASES, Count, Person
from tests.rules.procedure.table import a_council

ANNA, BO = Person("Anna Alm", "M"), Person("Bo Berg", "S")


def a_tie() -> Election:
    """Sixty-one present: 29 for each, three blank; the lot falls on Anna."""
    return Election(
        a_council(),
        {"anna": ANNA, "bo": BO},
        requested=True,
        ballots={"anna": 29, "bo": 29},
        blank=3,
        lot="anna",
        tellers=("2", "3"),
    )


def test_8_the_lot_decides_at_a_tie() -> None:
    assert may_elect(a_tie()) is None
    assert elected(a_tie()) == "anna"
    told = election_told(a_tie())
    assert [(sentence.key, sentence.section) for sentence in told] == [
        ("elected", "decision"),
        ("election_tellers", "procedure"),
        ("election_closed", "procedure"),
        ("election_lot", "procedure"),
    ]
    assert told[2].facts == {"counts": (Count(ANNA, 29), Count(BO, 29)), "blank": 3, "invalid": 0}
    assert all(sentence.facts.keys() == PHRASES[sentence.key] for sentence in told)


def test_8_most_votes_elect() -> None:
    election = replace(a_tie(), ballots={"anna": 28, "bo": 30}, lot="")
    assert may_elect(election) is None
    assert elected(election) == "bo"
    assert [sentence.key for sentence in election_told(election)] == ["elected", "election_tellers", "election_closed"]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"casting": "1"}, "election_casting_vote"),
        ({"roll": {"1": "anna"}}, "election_roll"),
        ({"tellers": ()}, "election_without_tellers"),
        ({"lot": ""}, "election_lot_missing"),
        ({"lot": "cia"}, "election_lot_not_tied"),
        ({"ballots": {"anna": 28, "bo": 30}}, "election_lot_without_tie"),
        ({"ballots": {"anna": 30, "bo": 29}, "lot": ""}, "election_too_many_ballots"),
        ({"ballots": {"cia": 3}}, "election_candidate_unknown"),
        ({"ballots": None, "acclaimed": "anna"}, "election_without_ballots"),
    ],
)
def test_8_what_an_election_does_not_bear(change: dict[str, object], rule: str) -> None:
    refused = may_elect(replace(a_tie(), **change))  # type: ignore[arg-type]
    assert refused is not None
    assert refused.rule == rule


def test_8_tabling_an_election_takes_a_simple_majority() -> None:
    refused = may_use_minority_right("council", 60, 61, election=True)
    assert refused is not None
    assert refused.rule == "minority_right_not_in_elections"


def test_8_without_a_request_the_election_is_by_acclamation() -> None:
    election = Election(a_council(), {"anna": ANNA}, acclaimed="anna")
    assert may_elect(election) is None
    assert [sentence.key for sentence in election_told(election)] == ["elected"]
    unknown = may_elect(replace(election, acclaimed="bo"))
    assert unknown is not None
    assert unknown.rule == "election_candidate_unknown"


def test_8_all_ballots_blank_leaves_it_to_the_lot_among_all() -> None:
    assert may_elect(replace(a_tie(), ballots={}, blank=61, lot="bo")) is None


def test_8_nobody_is_elected_without_a_quorum() -> None:
    answer = may_elect(replace(a_tie(), sitting=a_council(30)))
    assert answer is not None
    assert answer.rule == "no_quorum_council"
