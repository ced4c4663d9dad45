"""One item otherwise than by acclamation: jäv, another in the chair, a minority, a refused proposition, an election."""

from typing import Any

import pytest
from sqlmodel import col, select

from engine.db import Database
from engine.errors import Invalid, RuleBroken
from engine.meetings import DecisionPoint, Meeting, Paragraph
from engine.meetings.facts import read, written
from engine.minutes import paragraph_document
from tests.rooms.scene import Scene, a_scene
from tests.rooms.sitting import (
    ANNA,
    APPROVAL,
    BO,
    CARIN,
    CHAIR,
    DAVID,
    ELSA,
    EVERYBODY,
    MARIANNE,
    MEETING_DAY,
    a_meeting,
    at_the_meeting,
    attended,
    closed,
    decided,
    put_up,
    verified,
)

CHAIR_OUT: dict[str, Any] = {"disqualified": [{"person": CHAIR, "substitute": DAVID}], "presides": ANNA}
ELECTION = {"nominated": [ANNA, BO]}
CLOSED_BALLOT = {
    **ELECTION,
    "requested": True,
    "ballots": [{"person": ANNA, "votes": 2}, {"person": BO, "votes": 2}],
    "blank": 1,
    "lot": ANNA,
    "tellers": [CARIN, MARIANNE],
}


def the_paragraph(scene: Scene) -> Paragraph:
    return scene.session.exec(select(Paragraph).order_by(col(Paragraph.id).desc())).first() or pytest.fail("no §")


def rule_of(scene: Scene, body: str = "regionstyrelsen", **form: Any) -> str:
    with pytest.raises(RuleBroken) as no:
        decided(scene, body, **form)
    return no.value.refusal.rule


def with_substitutes(scene: Scene) -> tuple[Scene, Meeting]:
    """The board meets on the motion; two substitutes are there without serving."""
    held, meeting = at_the_meeting(scene)
    attended(held, meeting, present=[DAVID, ELSA])
    return held, meeting


def in_council(scene: Scene, kind: str = "motion") -> Scene:
    """The council meets on the motion as the board has proposed, or on an election."""
    held, _ = at_the_meeting(scene)
    if kind == "motion":
        decided(held)
    held.case.kind = kind
    council = a_meeting(held, "regionfullmaktige", "2020-06-17")
    later = held.at(MEETING_DAY.replace(month=6, day=17))
    attended(later, council)
    put_up(later, council, "regionfullmaktige")
    return later


def test_a_disqualified_chair_leaves_the_chair_to_the_vice_chair(database: Database) -> None:
    with a_scene(database) as scene:
        held, meeting = with_substitutes(scene)
        votes = [{"person": one, "vote": "yes" if one in (ANNA, BO) else "no"} for one in (ANNA, BO, MARIANNE, DAVID)]
        votes.append({"person": CARIN, "vote": "abstain"})
        division = {"requested_by": MARIANNE, "yes": "standing", "no": 1, "votes": votes, "casting_vote": True}
        done = decided(held, claims=[APPROVAL], divisions=[division], **CHAIR_OUT)
        assert done.personal["disqualified"] == [CHAIR]
        row = the_paragraph(held)
        sitting = read(row.facts or "").procedure.sitting
        assert (sitting.presiding, sitting.led_as) == (str(held.person(ANNA).id), "first_vice_chair")
        assert str(held.person(DAVID).id) in sitting.serving
        assert paragraph_document(held.session, row).handling[:2] == (
            (
                "Nils-Olov Lindfors (C) anmäler jäv och deltar inte i handläggningen av ärendet och är inte heller "
                "närvarande. David Dahl (C) tjänstgör i stället för Nils-Olov Lindfors."
            ),
            "Förste vice ordföranden Anna Alm (S) leder sammanträdet under paragrafen.",
        )
        assert held.session.exec(select(DecisionPoint)).one().outcome == "rejected"
        after = closed(held, meeting)
        with pytest.raises(RuleBroken) as no:
            verified(after, by=[CHAIR, ANNA])
        assert no.value.refusal.rule == "verifier_not_chosen"
        verified(after, by=[ANNA, BO])


@pytest.mark.parametrize(
    ("form", "rule"),
    [
        ({"disqualified": [{"person": CHAIR}]}, "disqualified_takes_no_part_board"),
        ({"absent": [{"person": CHAIR}]}, "presides_without_serving"),
        ({"presides": ELSA}, "presides_without_serving"),
        ({"disqualified": [{"person": ELSA}]}, "leaves_without_serving"),
        ({"disqualified": [{"person": BO}], "absent": [{"person": BO}]}, "leaves_without_serving"),
        ({"absent": [{"person": BO, "substitute": ANNA}]}, "substitute_seat_missing"),
        (
            {"absent": [{"person": BO, "substitute": ELSA}, {"person": CARIN, "substitute": ELSA}]},
            "stand_in_serves",
        ),
        ({"disqualified": [{"person": BO}, {"person": ANNA}, {"person": CARIN}]}, "no_quorum_board"),
        ({"disqualified": [{"person": BO, "disputed": True, "voted": True}]}, "disputed_person_not_needed"),
        ({**CHAIR_OUT, "reservations": [{"person": CHAIR}]}, "reservation_disqualified"),
        ({"disqualified": [{"person": MARIANNE}], "claims": [APPROVAL]}, "claim_mover_may_not_propose"),
        ({"minority": {"kind": "table", "people": [ANNA, BO]}}, "minority_right_council_only"),
        ({"claims": [APPROVAL], "refused": [{"claim": 1, "reason": "Nytt ärende."}]}, "refusing_council_only"),
    ],
)
def test_who_may_not_leave_stand_in_lead_or_ask_is_refused(
    sqlite_database: Database, form: dict[str, Any], rule: str
) -> None:
    with a_scene(sqlite_database) as scene:
        held, _ = with_substitutes(scene)
        assert rule_of(held, **form) == rule


def test_a_stand_in_must_have_been_there(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, _ = at_the_meeting(scene)
        assert rule_of(held, absent=[{"person": BO, "substitute": ELSA}]) == "stand_in_unrecorded"


def test_a_member_who_comes_late_and_the_substitute_are_not_both_served_by(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, meeting = at_the_meeting(scene)
        four = [CHAIR, MARIANNE, ANNA, BO]
        serving = [{"person": ELSA, "serves_for": CARIN}]
        attended(held, meeting, members=four, substitutes=serving)
        decided(held, claims=[{"kind": "table", "movers": [BO]}], carried=[1])
        put_up(held, meeting)
        attended(held, meeting, members=EVERYBODY, substitutes=serving, reason="Carin Ceder kom kl. 10.20.")
        assert rule_of(held) == "seat_served_twice"
        decided(held, absent=[{"person": ELSA}])
        sitting = read(the_paragraph(held).facts or "").procedure.sitting
        assert sitting.serving == {str(held.person(one).id) for one in EVERYBODY}


def test_a_stand_in_of_a_decided_paragraph_stays_recorded(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, meeting = with_substitutes(scene)
        decided(held, **CHAIR_OUT)
        with pytest.raises(RuleBroken) as no:
            attended(held, meeting, present=[ELSA], reason="David Dahl gick.")
        assert no.value.refusal.rule == "heard_at_paragraph"
        attended(held, meeting, present=[DAVID], reason="Elsa Ek var aldrig där.")


def test_a_third_of_the_council_has_the_matter_referred_back_without_a_division(database: Database) -> None:
    with a_scene(database) as scene:
        later = in_council(scene)
        asked = {
            "kind": "refer_back",
            "people": [ANNA, BO],
            "reason": "Kostnaden ska belysas.",
            "to": "regionstyrelsen",
        }
        done = decided(later, "regionfullmaktige", claims=[APPROVAL], minority=asked)
        assert (done.variables["outcome"], done.facts["ground"]) == ("referred_back", "minority")
        told = paragraph_document(later.session, the_paragraph(later))
        assert told.decision[0].text == (
            "Ärendet återremitteras till regionstyrelsen. Motivering: Kostnaden ska belysas."
        )
        assert told.procedure == (
            (
                "2 av de 5 närvarande ledamöterna begär att ärendet återremitteras. Eftersom minst en tredjedel av de "
                "närvarande ledamöterna begär det återremitteras ärendet. Motivering: Kostnaden ska belysas."
            ),
        )


@pytest.mark.parametrize(
    ("minority", "rule"),
    [
        ({"kind": "table", "people": [ANNA]}, "minority_too_small"),
        ({"kind": "table", "people": [ANNA, ELSA]}, "minority_person_not_serving"),
    ],
)
def test_a_minority_is_a_third_of_those_who_serve(
    sqlite_database: Database, minority: dict[str, Any], rule: str
) -> None:
    with a_scene(sqlite_database) as scene:
        assert rule_of(in_council(scene), "regionfullmaktige", minority=minority) == rule


def test_nothing_is_put_when_a_minority_has_sent_the_matter_away(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        later = in_council(scene)
        asked = {"kind": "table", "people": [ANNA, BO]}
        with pytest.raises(Invalid, match="nothing is put"):
            decided(later, "regionfullmaktige", claims=[APPROVAL], carried=[1], minority=asked)


def test_the_chair_of_the_council_refuses_a_proposition_and_the_minutes_say_why(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        later = in_council(scene)
        added = {"kind": "add", "movers": [BO], "texts": ["bygga en ny väg"]}
        done = decided(
            later,
            "regionfullmaktige",
            claims=[added],
            refused=[{"claim": 1, "reason": "Det väcker ett nytt ärende."}],
        )
        assert done.variables["outcome"] == "rejected"
        told = paragraph_document(later.session, the_paragraph(later))
        assert told.procedure[0] == (
            "Ordföranden vägrar att ställa proposition på Bo Bergs förslag. Motivering: Det väcker ett nytt ärende."
        )


def test_a_claim_after_the_gavel_is_made_and_withdrawn_with_everybodys_consent(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, _ = at_the_meeting(scene)
        late = {"kind": "refer_back", "movers": [ANNA], "late": True}
        early = {**APPROVAL, "withdrawn_late": True}
        decided(held, claims=[early, late])
        assert paragraph_document(held.session, the_paragraph(held)).handling == (
            "Anna Alm (S) föreslår återremittera ärendet.",
            (
                "Regionstyrelsen medger enhälligt att Anna Alm (S) lägger fram sitt yrkande sedan ordföranden har gått "
                "igenom yrkandena."
            ),
            "Regionstyrelsen medger enhälligt att Marianne Sandström (SD) återtar sitt yrkande.",
        )


def test_an_election_by_closed_ballots_is_decided_by_the_lot_at_a_tie(database: Database) -> None:
    with a_scene(database) as scene:
        later = in_council(scene, "board_matter")
        done = decided(later, "regionfullmaktige", election=CLOSED_BALLOT, reservations=[{"person": BO}])
        assert done.variables["outcome"] == "decided"
        row = the_paragraph(later)
        assert written(read(row.facts or "")) == row.facts
        told = paragraph_document(later.session, row)
        assert [one.text for one in told.decision] == ["Regionfullmäktige väljer Anna Alm (S)."]
        assert told.procedure == (
            "Carin Ceder (V) och Marianne Sandström (SD) räknar rösterna.",
            (
                "Omröstningen är sluten. 2 röster avges för Anna Alm (S) och 2 för Bo Berg (M); 1 valsedel är blank "
                "och 0 ogiltiga."
            ),
            "Röstetalen är lika. Valet avgörs genom lottning, som utfaller till förmån för Anna Alm (S).",
        )
        point = later.session.exec(select(DecisionPoint)).one()
        assert (point.kind, point.text) == ("own", "Regionfullmäktige väljer Anna Alm (S).")


def test_an_election_by_acclamation_says_who_is_elected(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        later = in_council(scene, "board_matter")
        decided(later, "regionfullmaktige", election={**ELECTION, "acclaimed": BO})
        assert paragraph_document(later.session, the_paragraph(later)).procedure == ()


def test_an_election_is_tabled_by_simple_majority_and_then_nobody_is_elected(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        later = in_council(scene, "board_matter")
        table = {"kind": "table", "movers": [ANNA]}
        votes = [{"person": one, "vote": "yes" if one in (CHAIR, BO, CARIN) else "no"} for one in EVERYBODY]
        division = {"requested_by": ANNA, "yes": "today", "no": 1, "votes": votes}
        held = {"claims": [table], "divisions": [division], "election": ELECTION}
        assert rule_of(later, "regionfullmaktige", **held) == "election_candidate_unknown"  # today: so who is elected?
        assert rule_of(
            later, "regionfullmaktige", claims=[table], carried=[1], election={**ELECTION, "acclaimed": BO}
        ) == ("item_decided")
        done = decided(later, "regionfullmaktige", claims=[table], carried=[1], election=ELECTION)
        assert (done.variables["outcome"], done.facts["ground"]) == ("tabled", "majority")
        assert read(the_paragraph(later).facts or "").election is None


@pytest.mark.parametrize(
    ("election", "rule"),
    [
        ({"acclaimed": CARIN}, "election_candidate_unknown"),
        ({"acclaimed": ANNA, "requested": True}, "election_without_ballots"),
        ({**CLOSED_BALLOT, "tellers": []}, "election_without_tellers"),
        ({**CLOSED_BALLOT, "lot": None}, "election_lot_missing"),
        ({**CLOSED_BALLOT, "blank": 2}, "election_too_many_ballots"),
    ],
)
def test_an_election_that_is_out_of_order_is_refused(
    sqlite_database: Database, election: dict[str, Any], rule: str
) -> None:
    with a_scene(sqlite_database) as scene:
        later = in_council(scene, "board_matter")
        assert rule_of(later, "regionfullmaktige", election={**ELECTION, **election}) == rule


def test_a_minority_has_no_right_in_an_election(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        later = in_council(scene, "board_matter")
        asked = {"kind": "table", "people": [ANNA, BO]}
        assert rule_of(later, "regionfullmaktige", election=ELECTION, minority=asked) == (
            "minority_right_not_in_elections"
        )


def test_a_motion_is_no_election_and_an_election_decides_nothing_else(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        later = in_council(scene)
        with pytest.raises(Invalid, match="motion is not decided"):
            decided(later, "regionfullmaktige", election={**ELECTION, "acclaimed": BO})
        later.case.kind = "board_matter"
        with pytest.raises(Invalid, match="nothing else"):
            decided(later, "regionfullmaktige", points=[{"kind": "own", "text": "åka"}], election=ELECTION)
        twice = {**CLOSED_BALLOT, "ballots": [{"person": ANNA, "votes": 2}, {"person": ANNA, "votes": 1}]}
        with pytest.raises(Invalid, match="stands twice"):
            decided(later, "regionfullmaktige", election=twice)
