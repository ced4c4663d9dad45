"""The simple item: a standing proposal, perhaps claims against it, acclamation, reservations."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from engine.rules.procedure import (
    STANDING,
    Claim,
    Clause,
    DecisionPoint,
    Person,
    Proposal,
    Reserved,
    Sentence,
    Sitting,
    acclaimed,
    check,
    conduct,
)
from tests.rules.procedure.table import (
    a_board,
    a_person,
    an_addition,
    answered,
    for_motion,
    for_standing,
    keys,
    referral,
    tabling,
    the_motion,
)


def test_callme_motion_of_seed_000() -> None:
    """Region Norrbotten, executive board § 113: the proposal wins by acclamation over the mover's."""
    marianne = Person("Marianne Sandström", "SD")
    people = {"ms": marianne, **{f"m{number}": Person(f"Ledamot {number}", "S") for number in range(1, 15)}}
    sitting = Sitting(
        "executive_board", "regionstyrelsen", "regionfullmäktige", people, frozenset(people), "m1", seats=15
    )
    points = [DecisionPoint("p1", "to_council", "avslå motionen", "rejected")]
    claims = [Claim("c1", "approve", ("ms",), "motion", clauses=("bifalla motionen",))]
    told = conduct(acclaimed(sitting, points, claims, reservations=[Reserved(("ms",))]))

    assert told.decided
    assert told.result == "rejected"
    assert [(outcome.point, outcome.result, outcome.text, outcome.proposal) for outcome in told.outcomes] == [
        ("p1", "rejected", "avslå motionen", STANDING)
    ]
    assert told.sentences == (
        Sentence(
            "decision_one",
            {
                "organ": "regionstyrelsen",
                "council": "regionfullmäktige",
                "kind": "to_council",
                "clause": "avslå motionen",
            },
            "decision",
        ),
        Sentence("claim_approve", {"movers": (marianne,), "target": "motion", "points": ()}, "handling"),
        Sentence(
            "two_proposals",
            {
                "organ": "regionstyrelsen",
                "first": Proposal(),
                "second": Proposal((marianne,)),
                "found": Proposal(),
                "points": (),
                "then": False,
            },
            "procedure",
        ),
        Sentence("reservation", {"people": (marianne,), "points": (), "own_claim": False, "annex": ""}, "reservation"),
    )


def test_no_claims_means_only_one_proposal() -> None:
    told = conduct(acclaimed(a_board(), [the_motion()]))
    assert keys(told) == ["one_proposal"]
    assert told.result == "rejected"


def test_support_for_the_standing_proposal_is_no_other_proposal() -> None:
    told = conduct(acclaimed(a_board(), [the_motion()], [for_standing("c1", "D")]))
    assert keys(told) == ["one_proposal"]
    assert keys(told, "handling") == ["claim_approve"]
    assert told.not_put == {}


def test_claim_that_wins_gives_the_decision_its_words() -> None:
    told = conduct(acclaimed(a_board(), [the_motion()], [for_motion("c1", "B")], winners={"c1"}))
    assert told.result == "approved"
    assert [(outcome.text, outcome.kind) for outcome in told.outcomes] == [("bifalla motionen", "to_council")]
    assert told.section("decision")[0].facts["clause"] == "bifalla motionen"


def test_three_proposals_are_all_put() -> None:
    told = conduct(acclaimed(a_board(), [the_motion()], [for_motion("c1", "B"), answered("c2", "C")], winners={"c2"}))
    assert keys(told) == ["several_proposals"]
    assert told.section("procedure")[0].facts["options"] == (
        Proposal(),
        Proposal((a_person("B"),)),
        Proposal((a_person("C"),)),
    )
    assert told.result == "answered"


def test_two_proposals_of_one_mover_are_told_apart_by_number() -> None:
    told = conduct(acclaimed(a_board(), [the_motion()], [for_motion("c1", "B"), answered("c2", "B")]))
    options = told.section("procedure")[0].facts["options"]
    assert options == (Proposal(), Proposal((a_person("B"),), 1), Proposal((a_person("B"),), 2))


def test_formal_claims_are_put_first_each_against_today() -> None:
    claims = [for_motion("c1", "B"), tabling("c2", "C"), referral("c3", "D")]
    told = conduct(acclaimed(a_board(), [the_motion()], claims))
    assert keys(told) == ["formal", "formal", "two_proposals"]
    assert [sentence.facts.get("formal") for sentence in told.section("procedure")] == ["table", "refer_back", None]
    assert [sentence.facts["then"] for sentence in told.section("procedure")] == [False, True, True]


def test_carried_referral_back_excludes_every_other_outcome() -> None:
    claims = [for_motion("c1", "B"), referral("c2", "C"), tabling("c3", "D"), for_standing("c4", "E")]
    told = conduct(acclaimed(a_board(), [the_motion()], claims, winners={"c2"}))
    assert (told.result, told.ground) == ("referred_back", "majority")
    assert [(outcome.result, outcome.text) for outcome in told.outcomes] == [("referred_back", "")]
    assert told.not_put == {"c1": "sent_away", "c3": "sent_away", "c4": "sent_away"}
    assert told.section("decision") == (
        Sentence(
            "decision_refer_back",
            {"organ": "regionstyrelsen", "to": "regiondirektören", "reason": "Kostnaden ska belysas."},
            "decision",
        ),
    )


def test_carried_tabling_says_until_when() -> None:
    told = conduct(acclaimed(a_board(), [the_motion()], [tabling("c1", "B")], winners={"c1"}))
    assert told.result == "tabled"
    assert told.section("decision")[0].facts == {"organ": "regionstyrelsen", "until": "nästa sammanträde"}


def test_points_of_different_kinds_are_decided_under_their_own_leads() -> None:
    points = [
        DecisionPoint("p1", "to_council", "avslå motionen", "rejected"),
        DecisionPoint("p2", "own", "fastställa basutbudet"),
        DecisionPoint("p3", "assignment", "uppdra åt regiondirektören att följa upp det"),
    ]
    told = conduct(acclaimed(a_board(), points))
    assert [
        (sentence.key, sentence.facts["kind"], sentence.facts["clauses"]) for sentence in told.section("decision")
    ] == [
        ("decision_many", "to_council", (Clause(1, "avslå motionen"),)),
        (
            "decision_many",
            "own",
            (Clause(2, "fastställa basutbudet"), Clause(3, "uppdra åt regiondirektören att följa upp det")),
        ),
    ]
    assert told.result == "rejected"


def test_decision_may_be_a_sentence_of_its_own_as_in_seed_004() -> None:
    point = DecisionPoint("p1", "own", "Initiativärendet avslås.", "rejected", sentence=True)
    told = conduct(acclaimed(a_board(), [point]))
    assert [(sentence.key, sentence.facts) for sentence in told.section("decision")] == [
        ("decision_sentence", {"sentence": "Initiativärendet avslås."})
    ]


def test_board_without_a_standing_proposal_is_asked_to_approve_or_reject_the_initiative() -> None:
    point = DecisionPoint("p1", "own", "")
    claims = [
        Claim("c1", "approve", ("B",), "initiative", clauses=("bifalla initiativet",)),
        Claim("c2", "reject", ("C",), "initiative", clauses=("avslå initiativet",)),
    ]
    told = conduct(acclaimed(a_board(), [point], claims, winners={"c2"}))
    assert keys(told) == ["raised_approve_or_reject"]
    assert told.section("procedure")[0].facts["found"] == "reject"
    assert told.result == "rejected"


def test_nothing_is_put_where_nothing_is_proposed() -> None:
    procedure = acclaimed(a_board(), [DecisionPoint("p1", "own", "")])
    refused = check(procedure)
    assert refused is not None
    assert refused.rule == "nothing_to_decide"


def test_additions_are_put_last_and_become_points_of_their_own() -> None:
    claims = [an_addition("c1", "B"), for_motion("c2", "C")]
    told = conduct(acclaimed(a_board(), [the_motion()], claims, winners={"c1"}))
    assert keys(told) == ["two_proposals", "addition"]
    assert [(outcome.point, outcome.kind, outcome.number) for outcome in told.outcomes] == [
        ("p1", "to_council", 1),
        ("c1", "own", 2),
    ]
    assert told.result == "rejected"
    told = conduct(acclaimed(a_board(), [the_motion()], claims))
    assert [(outcome.point, outcome.result) for outcome in told.outcomes] == [
        ("p1", "rejected"),
        ("c1", "not_adopted"),
    ]


def test_addition_falls_with_the_proposal_it_presumes() -> None:
    addition = Claim("c1", "add", ("B",), clauses=("redovisa kostnaden",), presumes="c2")
    told = conduct(acclaimed(a_board(), [the_motion()], [addition, for_motion("c2", "B")]))
    assert told.not_put == {"c1": "fell"}
    assert keys(told) == ["two_proposals", "addition_fell"]
    assert [outcome.point for outcome in told.outcomes] == ["p1"]
    told = conduct(acclaimed(a_board(), [the_motion()], [addition, for_motion("c2", "B")], winners={"c2", "c1"}))
    assert [outcome.text for outcome in told.outcomes] == ["bifalla motionen", "redovisa kostnaden"]


def test_addition_stands_with_an_identical_claim_that_wins() -> None:
    addition = Claim("c1", "add", ("C",), clauses=("redovisa kostnaden",), presumes="c3")
    claims = [addition, for_motion("c2", "B"), for_motion("c3", "C")]
    told = conduct(acclaimed(a_board(), [the_motion()], claims, winners={"c2", "c1"}))
    assert [outcome.text for outcome in told.outcomes] == ["bifalla motionen", "redovisa kostnaden"]


def test_addition_presumes_a_proposal_that_was_made() -> None:
    refused = check(acclaimed(a_board(), [the_motion()], [replace(an_addition("c1", "B"), presumes="c9")]))
    assert refused is not None
    assert refused.rule == "claim_presumes_unknown"


def test_rejected_standing_proposal_leaves_no_words() -> None:
    points = [DecisionPoint("p1", "own", "fastställa basutbudet")]
    told = conduct(acclaimed(a_board(), points, [Claim("c1", "reject", ("B",))], winners={"c1"}))
    assert told.result == "not_adopted"
    assert [(sentence.key, sentence.facts["points"]) for sentence in told.section("decision")] == [
        ("decision_rejected", ())
    ]


def test_counter_proposal_to_several_points_takes_the_place_of_all() -> None:
    points = [DecisionPoint("p1", "own", "fastställa basutbudet"), DecisionPoint("p2", "own", "införa det")]
    claim = Claim("c1", "amend", ("B",), clauses=("utreda frågan på nytt",))
    told = conduct(acclaimed(a_board(), points, [claim], winners={"c1"}))
    assert [(outcome.result, outcome.text, outcome.number) for outcome in told.outcomes] == [
        ("adopted", "utreda frågan på nytt", 1),
        ("replaced", "", 0),
    ]


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        (for_motion("c1"), "claim_without_mover"),
        (for_motion("c1", "Z"), "claim_mover_may_not_propose"),
        (for_motion("c1", "nobody"), "claim_mover_may_not_propose"),
        (Claim("c1", "amend", ("B",)), "claim_without_words"),
        (Claim("c1", "add", ("B",), clauses=(" ",)), "claim_without_words"),
        (Claim("c1", "amend", ("B",), points=("p1",), clauses=("ett", "två")), "claim_without_words"),
        (Claim("c1", "amend", ("B",), points=("p9",), clauses=("ett",)), "claim_unknown_point"),
    ],
)
def test_claim_out_of_order_is_refused(claim: Claim, rule: str) -> None:
    refused = check(acclaimed(a_board(), [the_motion()], [claim]))
    assert refused is not None
    assert refused.rule == rule


def test_reservation_must_be_announced_before_the_meeting_ends() -> None:
    in_time = Reserved(("B",), at=datetime(2020, 6, 17, 12, 58, tzinfo=UTC))
    late = Reserved(("B",), at=datetime(2020, 6, 17, 13, 3, tzinfo=UTC))
    assert check(acclaimed(a_board(), [the_motion()], reservations=[in_time])) is None
    refused = check(acclaimed(a_board(), [the_motion()], reservations=[late]))
    assert refused is not None
    assert (refused.rule, dict(refused.facts)) == ("reservation_after_meeting", {"closed": "2020-06-17 kl. 15.02"})


def test_acclamation_ends_where_the_rules_refuse() -> None:
    refused = check(acclaimed(a_board(6), [the_motion()]))
    assert refused is not None
    assert (refused.rule, refused.facts) == ("no_quorum_board", {"present": 6, "needed": 7})


def test_the_standing_proposal_is_the_one_without_movers() -> None:
    assert Proposal().standing
    assert not Proposal((a_person("B"),)).standing
