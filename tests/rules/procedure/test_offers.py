"""What the secretary is offered at the table, and what the minutes still lack, step by step through one item."""

from dataclasses import replace

from engine.rules.procedure import STANDING, DebateClosed, DivisionRequested, Found, Gavel, Procedure, replay
from engine.rules.procedure.facts import Vote
from engine.rules.procedure.offers import may_vote, offers, voters
from engine.rules.proof import proof
from tests.rules.procedure.table import a_board, a_council, a_division, after, begin, claimed, for_motion

BOARD = a_board(5, seats=5)


def grey(procedure: Procedure, roll: dict[str, Vote] | None = None) -> dict[str, str]:
    """What is not offered, by rule."""
    return {kind: no.rule for kind, no in offers(replay(procedure), roll or {}).items() if no}


def standing(procedure: Procedure, roll: dict[str, Vote] | None = None) -> dict[str, str]:
    """How far each point of the minutes has come."""
    return {one.key: one.standing for one in proof(replay(procedure), roll or {})}


def in_debate() -> Procedure:
    return claimed(begin(BOARD), for_motion("1", "B"), closed=False)


def at_division() -> Procedure:
    return after(in_debate(), DebateClosed(), Found(STANDING), DivisionRequested("B"))


def test_in_the_debate_claims_are_made_and_nothing_is_put() -> None:
    no = grey(in_debate())
    assert "claimed" not in no
    assert "debate_closed" not in no
    assert no["found"] == no["gavel"] == no["division_requested"] == "debate_open"
    assert (no["voted"], no["divided"]) == ("division_not_requested", "division_not_requested")
    assert (no["reserved"], no["decide"]) == ("reservation_before_decision", "item_still_open")
    assert (no["refused"], no["minority"]) == ("refusing_council_only", "minority_right_council_only")
    assert standing(in_debate()) == {
        "claims": "now", "order": "left", "division_none": "later", "decision": "left", "taking_part": "done",
        "reservations_closed": "done",
    }  # fmt: skip


def test_after_the_gavel_on_the_claims_they_open_only_by_consent() -> None:
    locked = after(in_debate(), DebateClosed())
    no = grey(locked)
    assert no["claimed"] == "claims_locked"
    assert "claimed_late" not in no
    assert no["debate_closed"] == "debate_already_closed"
    assert "found" not in no
    begun = after(locked, Found(STANDING))
    no = grey(begun)
    assert no["claimed_late"] == no["outside"] == "propositions_begun"
    assert no["found"] == "finding_stated"
    assert {"gavel", "division_requested"} & no.keys() == set()


def test_a_division_is_closed_when_all_who_are_called_have_voted() -> None:
    asked = at_division()
    given: dict[str, Vote] = {"B": "no", "C": "yes", "D": "yes", "E": "yes"}
    assert grey(asked, given)["divided"] == "vote_missing"
    assert grey(asked, given)["gavel"] == "division_pending"
    assert standing(asked, given)["division_now"] == "now"
    assert "divided" not in grey(asked, {**given, "A": "yes"})
    assert voters(replay(asked)) == frozenset("ABCDE")


def test_the_one_who_presides_votes_last() -> None:
    course = replay(at_division())
    early = may_vote(course, {"B": "no"}, {"A": "yes"})
    assert early is not None
    assert (early.rule, dict(early.facts)) == ("chair_votes_last", {"name": "A"})
    others: dict[str, Vote] = {"B": "no", "C": "yes", "D": "yes", "E": "abstain"}
    assert may_vote(course, others, {"A": "yes"}) is None
    assert may_vote(course, {}, {**others, "A": "yes"}) is None, "a whole list at once"


def test_nobody_votes_without_a_division_or_without_serving_or_when_all_is_over() -> None:
    course = replay(at_division())
    assert found_rule(may_vote(course, {}, {"F": "yes"})) == "vote_by_absent"
    before = replay(after(in_debate(), DebateClosed(), Found(STANDING)))
    assert found_rule(may_vote(before, {}, {"B": "yes"})) == "division_not_requested"
    over = replay(after(in_debate(), DebateClosed(), Found(STANDING), Gavel()))
    assert found_rule(may_vote(over, {}, {"B": "yes"})) == "item_decided"


def found_rule(no: object) -> str:
    return str(getattr(no, "rule", ""))


def test_when_all_is_decided_reservations_are_taken_and_the_paragraph_may_be_recorded() -> None:
    over = after(in_debate(), DebateClosed(), Found(STANDING), Gavel())
    no = grey(over)
    assert {"reserved", "decide"} & no.keys() == set()
    assert no["claimed"] == no["gavel"] == no["found"] == "item_decided"
    assert set(standing(over).values()) == {"done"}


def test_until_the_meeting_is_closed_reservations_may_come() -> None:
    going_on = replace(BOARD, closed=None)
    over = after(begin(going_on), DebateClosed(), Found(STANDING), Gavel())
    assert standing(over)["reservations"] == "later"


def test_the_council_may_have_a_claim_refused_and_a_minority_its_way() -> None:
    no = grey(begin(a_council(7, seats=7)))
    assert {"refused", "minority"} & no.keys() == set()


def test_a_held_division_is_told_with_its_count() -> None:
    procedure = at_division()
    votes = a_division(BOARD, STANDING, "1", (3, 2, 0))
    held = after(procedure, votes)
    point = next(one for one in proof(replay(held), {}) if one.key == "division")
    assert (point.standing, dict(point.facts)) == ("done", {"held": 1})
