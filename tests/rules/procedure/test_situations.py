"""Twelve worked situations with their variants: the right order, the outcome, and what the minutes tell."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from engine.rules.procedure import (
    NO,
    STANDING,
    TODAY,
    Claim,
    Claimed,
    Clause,
    DebateClosed,
    DecisionPoint,
    Divided,
    DivisionRequested,
    Found,
    Gavel,
    MinorityRequested,
    Procedure,
    Proposal,
    PropositionRefused,
    Reserved,
    Sitting,
    StoodOutside,
    Withdrawn,
    conduct,
)
from tests.rules.procedure.table import (
    CLOSED,
    a_board,
    a_council,
    a_division,
    a_person,
    a_roll,
    after,
    an_addition,
    answered,
    begin,
    claimed,
    for_motion,
    for_standing,
    found,
    keys,
    proceed,
    referral,
    refused,
    tabling,
    the_motion,
    with_disqualified,
)

A, B, C = a_person("A"), a_person("B"), a_person("C")


# 1 Several counter-proposals and an addition


def test_1_counter_proposal_is_chosen_before_the_main_division() -> None:
    board = a_board(15, seats=15)
    procedure = claimed(begin(board), for_motion("a", "A"), answered("b", "B"), an_addition("c", "C"))
    procedure = after(procedure, Found(STANDING), DivisionRequested("A"), Found("a"), Gavel())
    procedure = after(procedure, a_division(board, STANDING, "a", (8, 5, 2)), Found(NO), Gavel())
    told = conduct(procedure)
    assert told.result == "rejected"
    assert [(outcome.point, outcome.result) for outcome in told.outcomes] == [("p1", "rejected"), ("c", "not_adopted")]
    assert keys(told) == [
        "several_proposals",
        "division_requested",
        "main_proposal",
        "counter_proposal",
        "vote_question",
        "division_result",
        "addition",
    ]
    counter, asked, result = told.section("procedure")[3:6]
    assert counter.facts == {"options": (Proposal((A,)), Proposal((B,))), "found": Proposal((A,))}
    assert (asked.facts["yes"], asked.facts["no"]) == (Proposal(), Proposal((A,)))
    assert (result.facts["ayes"], result.facts["noes"], result.facts["abstaining"]) == (8, 5, 2)
    assert result.facts["found"] == Proposal()


def test_1_variant_division_on_the_counter_proposal_too() -> None:
    board = a_board(15, seats=15)
    procedure = claimed(begin(board), for_motion("a", "A"), answered("b", "B"))
    procedure = after(procedure, Found(STANDING), DivisionRequested("A"), Found("a"), DivisionRequested("B"))
    procedure = after(procedure, a_division(board, "a", "b", (6, 9, 0)))
    told = proceed(procedure, a_division(board, STANDING, "b", (8, 5, 2)))
    assert keys(told).count("division_requested") == 2
    assert "division_result_counter" in keys(told)
    assert told.result == "rejected"


def test_1_what_was_found_is_not_challenged_again() -> None:
    board = a_board(15, seats=15)
    procedure = claimed(begin(board), for_motion("a", "A"), answered("b", "B"))
    procedure = after(procedure, Found(STANDING), DivisionRequested("A"))
    assert refused(procedure, Found(STANDING)) == "option_not_put"
    procedure = after(procedure, Found("b"), Gavel())
    assert refused(procedure, a_division(board, STANDING, "a", (8, 5, 2))) == "vote_question_wrong"
    assert refused(procedure, a_division(board, "b", STANDING, (8, 5, 2))) is None


# 2 Amendment of point 2 of 3


def three_points() -> tuple[DecisionPoint, ...]:
    return (
        DecisionPoint("p1", "own", "fastställa basutbudet"),
        DecisionPoint("p2", "own", "införa basutbudet från 2022"),
        DecisionPoint("p3", "own", "följa upp användningen"),
    )


def from_2023(claim: str, mover: str) -> Claim:
    return Claim(claim, "amend", (mover,), points=("p2",), clauses=("införa basutbudet från 2023",))


def test_2_undisputed_points_are_put_first_and_together() -> None:
    procedure = claimed(begin(a_board(), *three_points()), from_2023("a", "A"))
    told = conduct(found(procedure, STANDING, STANDING))
    assert [(s.key, s.facts["points"], s.facts["then"]) for s in told.section("procedure")] == [
        ("one_proposal_points", (1, 3), False),
        ("two_proposals", (2,), True),
    ]
    assert [outcome.text for outcome in told.outcomes] == [point.clause for point in three_points()]
    told = proceed(found(procedure, STANDING, STANDING), Reserved(("A",), points=("p2",)))
    assert told.section("reservation")[0].facts["points"] == (2,)


def test_2_variant_amendment_wins_its_point_only() -> None:
    told = conduct(found(claimed(begin(a_board(), *three_points()), from_2023("a", "A")), STANDING, "a"))
    assert [outcome.text for outcome in told.outcomes] == [
        "fastställa basutbudet",
        "införa basutbudet från 2023",
        "följa upp användningen",
    ]
    assert told.section("decision")[0].facts["clauses"] == (
        Clause(1, "fastställa basutbudet"),
        Clause(2, "införa basutbudet från 2023"),
        Clause(3, "följa upp användningen"),
    )


def test_2_variant_rejection_of_the_whole_is_put_first() -> None:
    procedure = claimed(begin(a_board(), *three_points()), from_2023("a", "A"), Claim("b", "reject", ("B",)))
    assert [question.kind for question in conduct(procedure).course.questions] == ["whole", "points", "points"]
    told = conduct(found(procedure, STANDING, STANDING, "a"))
    assert keys(told) == ["whole_approve_or_reject", "one_proposal_points", "two_proposals"]
    assert told.outcomes[1].text == "införa basutbudet från 2023"


def test_2_variant_rejected_whole_leaves_nothing_of_the_points() -> None:
    procedure = claimed(begin(a_board(), *three_points()), from_2023("a", "A"), Claim("b", "reject", ("B",)))
    told = conduct(found(procedure, "b"))
    assert told.decided
    assert told.result == "not_adopted"
    assert told.not_put == {"a": "fell"}
    assert keys(told, "decision") == ["decision_rejected"]


def test_2_variant_the_chair_may_choose_the_reverse_order() -> None:
    claims = (from_2023("a", "A"), Claim("b", "reject", ("B",)))
    procedure = after(
        claimed(begin(a_board(), *three_points()), *claims, closed=False), DebateClosed(whole_first=False)
    )
    assert [question.kind for question in conduct(procedure).course.questions] == ["points", "points", "whole"]
    told = conduct(found(procedure, STANDING, "a", STANDING))
    assert told.outcomes[1].text == "införa basutbudet från 2023"
    told = conduct(found(procedure, STANDING, "a", "b"))
    assert told.result == "not_adopted"
    assert {outcome.result for outcome in told.outcomes} == {"not_adopted"}
    assert told.section("decision")[0].facts["points"] == ()


# 3 Withdrawn claim


def test_3_claim_withdrawn_in_the_debate_is_not_in_the_minutes() -> None:
    debate = claimed(begin(a_board()), referral("a", "A"), for_standing("b", "B"), closed=False)
    told = conduct(found(after(debate, Withdrawn("a"), DebateClosed()), STANDING))
    assert keys(told, "handling") == ["claim_approve"]
    assert keys(told) == ["one_proposal"]


def test_3_after_the_gavel_on_the_claims_withdrawal_needs_the_consent_of_all() -> None:
    procedure = claimed(begin(a_board()), referral("a", "A"), for_standing("b", "B"))
    assert refused(procedure, Withdrawn("a")) == "claims_locked"
    told = conduct(found(after(procedure, Withdrawn("a", unanimous=True)), STANDING))
    assert keys(told, "handling") == ["claim_approve", "consent_withdraw"]
    assert keys(told) == ["one_proposal"]


def test_3_variant_one_member_against_and_the_claim_is_put_first() -> None:
    procedure = claimed(begin(a_board()), referral("a", "A"), for_standing("b", "B"))
    told = conduct(found(procedure, TODAY, STANDING))
    assert keys(told) == ["formal", "one_proposal"]


def test_3_a_claim_is_withdrawn_once() -> None:
    debate = after(claimed(begin(a_board()), referral("a", "A"), closed=False), Withdrawn("a"))
    assert refused(debate, Withdrawn("a")) == "claim_unknown"


# 4 Referral back raised late


def test_4a_while_the_debate_is_open_it_is_put_first() -> None:
    procedure = claimed(begin(a_board()), for_motion("a", "A"), referral("b", "B"))
    told = conduct(found(procedure, TODAY, STANDING))
    assert keys(told) == ["formal", "two_proposals"]
    assert told.section("procedure")[0].facts == {"formal": "refer_back", "found": "today", "then": False}


def test_4b_after_the_gavel_on_the_claims_only_if_all_agree() -> None:
    procedure = claimed(begin(a_board()), for_motion("a", "A"))
    assert refused(procedure, Claimed(referral("b", "B"))) == "claims_locked"
    told = conduct(found(after(procedure, Claimed(referral("b", "B"), unanimous=True)), "b"))
    assert told.result == "referred_back"
    assert keys(told, "handling")[-1] == "consent_claim"


def test_4c_after_the_decision_never() -> None:
    procedure = found(claimed(begin(a_board()), for_motion("a", "A")), STANDING)
    assert refused(procedure, Claimed(referral("b", "B"), unanimous=True)) == "item_decided"


def test_4_between_the_propositions_never() -> None:
    procedure = after(claimed(begin(a_board()), for_motion("a", "A")), Found(STANDING))
    assert refused(procedure, Claimed(referral("b", "B"), unanimous=True)) == "propositions_begun"
    assert refused(procedure, Withdrawn("a", unanimous=True)) == "propositions_begun"


# 5 Tie


def asked_for_division(sitting: Sitting, mover: str = "B") -> Procedure:
    procedure = claimed(begin(sitting), for_motion("a", mover))
    return after(procedure, Found(STANDING), DivisionRequested(mover))


def test_5_casting_vote_goes_to_who_presides() -> None:
    board = a_board(12)
    told = proceed(asked_for_division(board), a_division(board, STANDING, "a", (6, 6, 0), casting="A"))
    assert told.result == "rejected"
    assert told.section("procedure")[-1].key == "tie_decision"
    assert told.section("procedure")[-1].facts == {
        "organ": "regionstyrelsen",
        "council": "regionfullmäktige",
        "kind": "to_council",
        "clause": "avslå motionen",
        "votes": 6,
        "abstaining": 0,
        "annex": "",
    }


def test_5_casting_vote_goes_as_the_chairs_own() -> None:
    board = a_board(12)
    division = a_division(board, STANDING, "a", (6, 6, 0), chair="no", casting="A")
    assert proceed(asked_for_division(board), division).result == "approved"


def test_5_a_tie_needs_the_casting_vote_of_who_presides() -> None:
    board = a_board(12)
    procedure = asked_for_division(board)
    assert refused(procedure, a_division(board, STANDING, "a", (6, 6, 0))) == "tie_without_casting_vote"
    assert refused(procedure, a_division(board, STANDING, "a", (6, 6, 0), casting="B")) == "casting_vote_not_presiding"


def test_5_variant_a_division_cannot_close_at_a_tie_while_the_chair_abstains() -> None:
    board = a_board(13)
    division = a_division(board, STANDING, "a", (6, 6, 1), chair="abstain", casting="A")
    assert refused(asked_for_division(board), division) == "tie_chair_abstains"


def test_5_variant_no_casting_vote_without_a_tie() -> None:
    board = a_board(13)
    division = a_division(board, STANDING, "a", (7, 6, 0), casting="A")
    assert refused(asked_for_division(board), division) == "casting_vote_without_tie"


# 6 Chair disqualified


def test_6_vice_chair_who_presides_has_the_casting_vote() -> None:
    board = with_disqualified(a_board(), "A", "N", "B")
    procedure = asked_for_division(board, "C")
    told = proceed(procedure, a_division(board, STANDING, "a", (6, 6, 1), casting="B"))
    assert told.result == "rejected"
    assert refused(procedure, a_division(board, STANDING, "a", (6, 6, 1), casting="A")) == "casting_vote_not_presiding"


def test_6_disqualified_chair_neither_votes_nor_reserves() -> None:
    board = with_disqualified(a_board(), "A", "N", "B")
    procedure = asked_for_division(board, "C")
    roll = {**a_roll(board, 7, 6), "A": "yes"}
    assert refused(procedure, Divided(STANDING, "a", {**roll, "A": "yes"})) == "vote_by_disqualified"
    decided = after(procedure, a_division(board, STANDING, "a", (7, 6, 0)))
    assert refused(decided, Reserved(("A",))) == "reservation_disqualified"


def test_6_six_of_thirteen_left_decide_nothing_in_a_board() -> None:
    board = replace(a_board(6), disqualified=frozenset("GHIJKLM"))
    assert refused(claimed(begin(board)), Found(STANDING)) == "no_quorum_board"


def test_6_in_the_council_disqualification_may_lower_the_quorum() -> None:
    council = replace(a_council(30), disqualified=frozenset({"61"}))
    assert refused(claimed(begin(council)), Found(STANDING)) is None
    assert refused(claimed(begin(a_council(30))), Found(STANDING)) == "no_quorum_council"
    filled = replace(council, stand_ins={"61": "1"})
    assert refused(claimed(begin(filled)), Found(STANDING)) == "no_quorum_council"


# 7 Division on a formal claim; two of them


def test_7_formal_claims_are_never_put_against_each_other() -> None:
    procedure = claimed(begin(a_board()), referral("a", "A"), tabling("b", "B"), for_motion("c", "C"))
    assert refused(procedure, Found("b")) == "option_not_put"
    assert conduct(procedure).course.questions[0].options == (TODAY, "a")


def test_7_carried_referral_back_ends_the_item() -> None:
    board = a_board()
    procedure = claimed(begin(board), referral("a", "A"), tabling("b", "B"), for_motion("c", "C"))
    procedure = after(procedure, Found(TODAY), DivisionRequested("A"))
    procedure = after(procedure, a_division(board, TODAY, "a", (5, 7, 1)))
    told = conduct(procedure)
    assert (told.result, told.ground) == ("referred_back", "majority")
    assert told.not_put == {"b": "sent_away", "c": "sent_away"}
    assert refused(procedure, Found(STANDING)) == "item_decided"
    assert keys(told) == ["formal", "division_requested", "vote_question_formal", "division_result_formal"]
    assert told.section("procedure")[-1].facts["found"] == "refer_back"
    assert refused(procedure, Reserved(("C",))) is None


# 8 Election: see test_election.py


# 9 Minority right


def minority_at_work(council: Sitting, votes: tuple[int, int, int]) -> Procedure:
    procedure = claimed(begin(council), referral("a", "2"))
    procedure = after(procedure, Found(TODAY), DivisionRequested("2"))
    return after(procedure, a_division(council, TODAY, "a", votes))


def test_9_a_right_once_used_by_a_minority_is_spent_for_both_kinds() -> None:
    council = replace(a_council(), minority_spent=True)
    told = conduct(found(minority_at_work(council, (33, 24, 4)), STANDING))
    assert (told.result, told.ground) == ("rejected", None)


def test_9_variant_a_third_is_enough_while_the_right_is_not_spent() -> None:
    told = conduct(minority_at_work(a_council(), (33, 24, 4)))
    assert (told.result, told.ground) == ("referred_back", "minority")
    assert keys(told)[-2:] == ["division_count", "minority"]
    assert told.section("procedure")[-1].facts == {
        "requesting": 24,
        "present": 61,
        "formal": "refer_back",
        "reason": "Kostnaden ska belysas.",
    }


@pytest.mark.parametrize(("no", "ground"), [(20, None), (21, "minority")])
def test_9_variant_twenty_of_sixty_one_are_no_third_but_twenty_one_are(no: int, ground: str | None) -> None:
    assert conduct(minority_at_work(a_council(), (61 - no, no, 0))).ground == ground


def test_9_variant_both_grounds_possible_and_the_chair_must_state_which() -> None:
    council = a_council(31)
    procedure = after(claimed(begin(council), referral("a", "2")), Found("a"), DivisionRequested("2"))
    division = a_division(council, "a", TODAY, (14, 0, 17))
    assert refused(procedure, division) == "ground_missing"
    assert proceed(procedure, replace(division, ground="minority")).ground == "minority"
    assert proceed(procedure, replace(division, ground="majority")).ground == "majority"


def test_9_a_ground_that_the_votes_do_not_bear_is_refused() -> None:
    council = a_council()
    procedure = after(claimed(begin(council), referral("a", "2")), Found(TODAY), DivisionRequested("2"))
    division = replace(a_division(council, TODAY, "a", (33, 24, 4)), ground="majority")
    assert refused(procedure, division) == "ground_wrong"


def test_9_a_minority_may_ask_before_any_proposition() -> None:
    ask = MinorityRequested("table", frozenset(str(n) for n in range(1, 22)), "Underlaget kom sent.", until="juni")
    told = proceed(claimed(begin(a_council()), for_motion("a", "2")), ask)
    assert (told.result, told.ground) == ("tabled", "minority")
    assert told.section("decision")[0].facts["until"] == "juni"
    few = replace(ask, people=frozenset(str(n) for n in range(1, 21)))
    assert refused(begin(a_council()), few) == "minority_too_small"
    assert refused(begin(a_council()), replace(ask, people=ask.people | {"62"})) == "minority_person_not_serving"
    assert refused(begin(a_board()), replace(ask, people=frozenset("ABCDE"))) == "minority_right_council_only"


# 10 Per att-sats


def per_clause(council: Sitting) -> Procedure:
    points = (
        DecisionPoint("p1", "own", "bifalla motionens första att-sats", "approved"),
        DecisionPoint("p2", "own", "avslå motionens andra att-sats", "rejected"),
        DecisionPoint("p3", "own", "anse motionens tredje att-sats besvarad", "answered"),
    )
    words = ("motionens första att-sats", "motionens andra att-sats", "motionens tredje att-sats")
    all_three = ("p1", "p2", "p3")
    approve = Claim("a", "approve", ("2",), "motion", all_three, tuple(f"bifalla {word}" for word in words))
    reject = Claim("b", "reject", ("3",), "motion", all_three, tuple(f"avslå {word}" for word in words))
    return claimed(begin(council, *points), approve, reject)


def test_10_each_att_sats_is_put_with_its_own_proposals() -> None:
    council = a_council()
    procedure = per_clause(council)
    assert [question.options for question in conduct(procedure).course.questions] == [
        (STANDING, "b"),
        (STANDING, "a"),
        (STANDING, "a", "b"),
    ]
    procedure = after(found(procedure, STANDING), Found(STANDING), DivisionRequested("2"))
    procedure = after(procedure, a_division(council, STANDING, "a", (34, 25, 2)))
    told = conduct(found(procedure, STANDING))
    assert told.result == "partly_approved"
    assert [outcome.result for outcome in told.outcomes] == ["approved", "rejected", "answered"]
    assert told.section("decision")[0].facts["clauses"] == (
        Clause(1, "bifalla motionens första att-sats"),
        Clause(2, "avslå motionens andra att-sats"),
        Clause(3, "anse motionens tredje att-sats besvarad"),
    )
    told = proceed(found(procedure, STANDING), Reserved(("2",), points=("p2", "p3")))
    assert told.section("reservation")[0].facts["points"] == (2, 3)


# 11 A party reserves


def party_of_three() -> Procedure:
    """B and C of the party serve, Z does not; C stands outside the decision."""
    procedure = after(claimed(begin(a_board()), for_motion("a", "B"), closed=False), StoodOutside("C"))
    return found(after(procedure, DebateClosed()), STANDING)


def test_11_only_who_took_part_reserves() -> None:
    procedure = party_of_three()
    assert refused(procedure, Reserved(("C",))) == "reservation_outside"
    assert refused(procedure, Reserved(("Z",))) == "reservation_took_no_part"
    assert refused(procedure, Reserved(())) == "reservation_without_person"
    told = proceed(procedure, Reserved(("B",), annex="2"))
    assert told.section("reservation")[0].facts == {"people": (B,), "points": (), "own_claim": False, "annex": "2"}
    assert told.section("handling")[-1].facts == {"people": (C,)}


def test_11_reservation_is_announced_before_the_meeting_closes() -> None:
    procedure = party_of_three()
    assert refused(procedure, Reserved(("B",), at=datetime(2020, 6, 17, 12, 58, tzinfo=UTC))) is None
    assert refused(procedure, Reserved(("B",), at=CLOSED)) is None
    assert refused(procedure, Reserved(("B",), at=datetime(2020, 6, 17, 13, 3, tzinfo=UTC))) == (
        "reservation_after_meeting"
    )


def test_11_reservation_comes_after_the_decision_and_once() -> None:
    assert refused(claimed(begin(a_board())), Reserved(("B",))) == "reservation_before_decision"
    procedure = after(party_of_three(), Reserved(("B",)))
    assert refused(procedure, Reserved(("B",))) == "reservation_twice"
    assert refused(party_of_three(), Reserved(("B",), points=("p9",))) == "reservation_unknown_point"


def test_11_reservation_for_ones_own_claim_needs_one() -> None:
    assert refused(party_of_three(), Reserved(("B",), own_claim=True)) is None
    assert refused(party_of_three(), Reserved(("D",), own_claim=True)) == "reservation_without_own_claim"


def test_11_who_abstained_in_the_deciding_division_reserves_only_where_that_is_allowed() -> None:
    board = a_board()
    abstainer = max(board.serving)
    division = a_division(board, STANDING, "a", (7, 5, 1))
    assert refused(after(asked_for_division(board), division), Reserved((abstainer,))) == "reservation_abstained"
    lenient = replace(board, abstainers_may_reserve=True)
    assert refused(after(asked_for_division(lenient), division), Reserved((abstainer,))) is None


def test_11_standing_outside_is_announced_before_the_propositions() -> None:
    procedure = after(claimed(begin(a_board())), Found(STANDING))
    assert refused(procedure, StoodOutside("B")) == "outside_too_late"
    assert refused(begin(a_board()), StoodOutside("Z")) == "outside_not_serving"


def test_11_who_stands_outside_has_no_vote_and_asks_for_none() -> None:
    board = a_board()
    procedure = after(begin(board), Claimed(for_motion("a", "B")), StoodOutside("C"), DebateClosed(), Found(STANDING))
    assert refused(procedure, DivisionRequested("C")) == "division_requester_not_serving"
    procedure = after(procedure, DivisionRequested("B"))
    roll = a_roll(board, 8, 5)
    assert refused(procedure, Divided(STANDING, "a", roll)) == "vote_outside_decision"
    rest = {person: vote for person, vote in roll.items() if person != "C"}
    assert refused(procedure, Divided(STANDING, "a", rest)) is None


# 12 Joint and identical claims


def test_12_joint_and_identical_claims_share_one_proposal() -> None:
    claims = (for_motion("a", "A", "B"), for_motion("c", "C"), for_standing("d", "D"))
    told = conduct(found(claimed(begin(a_board()), *claims), STANDING))
    assert [(s.key, s.facts["movers"]) for s in told.section("handling")] == [
        ("claim_approve", (A, B, C)),
        ("claim_approve", (a_person("D"),)),
    ]
    assert keys(told) == ["two_proposals"]
    assert told.section("procedure")[0].facts["second"] == Proposal((A, B, C))
    assert told.not_put == {}


def test_12_variant_only_support_means_only_one_proposal() -> None:
    assert keys(conduct(found(claimed(begin(a_board()), for_standing("d", "D")), STANDING))) == ["one_proposal"]


def test_12_variant_one_word_apart_makes_three_proposals_until_somebody_withdraws() -> None:
    one = Claim("a", "amend", ("A",), clauses=("anse motionen besvarad",), means="answered")
    other = Claim("b", "amend", ("B",), clauses=("anse motionen vara besvarad",), means="answered")
    debate = claimed(begin(a_board()), one, other, closed=False)
    assert conduct(after(debate, DebateClosed())).course.questions[0].options == (STANDING, "a", "b")
    assert conduct(after(debate, Withdrawn("b"), DebateClosed())).course.questions[0].options == (STANDING, "a")


# Guards


def test_nothing_is_put_while_the_debate_is_open() -> None:
    debate = claimed(begin(a_board()), for_motion("a", "A"), closed=False)
    for event in (Found(STANDING), Gavel(), DivisionRequested("A"), Divided(STANDING, "a", {})):
        assert refused(debate, event) == "debate_open"
    assert refused(after(debate, DebateClosed()), DebateClosed()) == "debate_already_closed"


def test_gavel_falls_on_a_finding_and_not_while_a_division_is_asked_for() -> None:
    board = a_board()
    procedure = claimed(begin(board), for_motion("a", "B"))
    assert refused(procedure, Gavel()) == "finding_missing"
    assert refused(procedure, DivisionRequested("B")) == "finding_missing"
    procedure = after(procedure, Found(STANDING))
    assert refused(procedure, Found("a")) == "finding_stated"
    assert refused(procedure, a_division(board, STANDING, "a", (7, 6, 0))) == "division_not_requested"
    procedure = after(procedure, DivisionRequested("B"))
    assert refused(procedure, Gavel()) == "division_pending"
    assert refused(procedure, DivisionRequested("B")) == "division_pending"


def test_division_is_asked_for_before_the_gavel_falls() -> None:
    procedure = found(claimed(begin(a_board()), for_motion("a", "B")), STANDING)
    assert refused(procedure, DivisionRequested("B")) == "item_decided"


def test_there_is_nothing_to_divide_on_with_one_proposal() -> None:
    procedure = after(claimed(begin(a_board())), Found(STANDING))
    assert refused(procedure, DivisionRequested("B")) == "division_one_proposal"


def test_roll_holds_everybody_who_serves_and_nobody_else() -> None:
    board = a_board()
    procedure, roll = asked_for_division(board), a_roll(board, 7, 6)
    without_m = {person: vote for person, vote in roll.items() if person != "M"}
    assert refused(procedure, Divided(STANDING, "a", without_m)) == "vote_missing"
    assert refused(procedure, Divided(STANDING, "a", {**roll, "Z": "yes"})) == "vote_by_absent"


def test_what_yes_stands_for_is_stored() -> None:
    board = a_board()
    told = proceed(asked_for_division(board), a_division(board, "a", STANDING, (7, 6, 0)))
    assert told.result == "approved"


def test_claim_is_recorded_once() -> None:
    debate = claimed(begin(a_board()), for_motion("a", "A"), closed=False)
    assert refused(debate, Claimed(for_motion("a", "B"))) == "claim_id_taken"


def test_commissioner_may_propose_but_not_vote() -> None:
    council = replace(a_council(), may_propose=frozenset({"99"}))
    procedure = claimed(begin(council), for_motion("a", "99"))
    assert refused(after(procedure, Found(STANDING)), DivisionRequested("99")) == "division_requester_not_serving"


def test_chair_of_the_council_refuses_a_new_matter_and_the_minutes_say_so() -> None:
    debate = claimed(begin(a_council()), an_addition("a", "2"), for_motion("b", "3"), closed=False)
    assert refused(debate, PropositionRefused("a", " ")) == "refusing_without_reason"
    assert refused(debate, PropositionRefused("z", "Nytt ärende.")) == "claim_unknown"
    told = conduct(found(after(debate, PropositionRefused("a", "Nytt ärende."), DebateClosed()), STANDING))
    assert told.not_put == {"a": "refused"}
    assert keys(told, "handling") == ["claim_add", "claim_approve"]
    assert keys(told) == ["proposition_refused", "two_proposals"]
    board = claimed(begin(a_board()), an_addition("a", "B"), closed=False)
    assert refused(board, PropositionRefused("a", "Nytt ärende.")) == "refusing_council_only"


def test_decided_motion_is_what_was_proposed() -> None:
    assert conduct(found(claimed(begin(a_board())), STANDING)).outcomes[0].text == the_motion().clause
