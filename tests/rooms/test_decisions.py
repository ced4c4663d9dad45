from typing import Any

import pytest
from sqlmodel import col, select

from engine.cases.tables import Clause, Record
from engine.db import Database
from engine.errors import Invalid, NotFound, RuleBroken
from engine.meetings import DecisionPoint, Paragraph, Recipient, Reservation
from engine.meetings.facts import read, written
from engine.meetings.proceeding import natural_target
from tests.rooms.scene import Scene, a_scene
from tests.rooms.sitting import (
    ANNA,
    APPROVAL,
    BO,
    CARIN,
    CHAIR,
    DAVID,
    EVERYBODY,
    MARIANNE,
    MEETING_DAY,
    a_meeting,
    at_the_meeting,
    attended,
    closed,
    decided,
    put_up,
)

REFERRAL_BACK = {"kind": "refer_back", "movers": [ANNA], "to": "regiondirektören", "reason": "Kostnaden ska belysas."}
THREE = [
    {"kind": "to_council", "text": "avslå motionen", "means": "rejected"},
    {"kind": "own", "text": "följa frågan"},
    {"kind": "assignment", "text": "uppdra åt regiondirektören att följa upp", "assigned_to": "Regiondirektören"},
]


def the_paragraph(scene: Scene) -> Paragraph:
    return scene.session.exec(select(Paragraph).order_by(col(Paragraph.id).desc())).first() or pytest.fail("no §")


def rule_of(scene: Scene, **form: Any) -> str:
    with pytest.raises(RuleBroken) as no:
        decided(scene, **form)
    return no.value.refusal.rule


def test_the_title_of_a_secret_record_is_not_printed_in_the_documents_of_an_open_case(database: Database) -> None:
    with a_scene(database) as scene:
        held, _ = at_the_meeting(scene, attachments=[1, "Karta över länet"])
        scene.session.exec(select(Record).where(col(Record.number) == 1)).one().secrecy = "secret"
        scene.session.flush()
        decided(held)
        kept = read(the_paragraph(held).facts or "")
        assert kept.attachments == ("Handling 1 (sekretess)", "Karta över länet")


def test_the_paragraph_is_headed_as_the_case_is_called_when_it_is_decided(database: Database) -> None:
    with a_scene(database) as scene:
        held, _ = at_the_meeting(scene)
        held.case.title = "Motion om översyn av systemet CallMe"
        decided(held)
        assert the_paragraph(held).title == "Motion om översyn av systemet CallMe"


def test_the_board_proposes_that_the_council_rejects_the_motion(database: Database) -> None:
    with a_scene(database) as scene:
        held, meeting = at_the_meeting(scene)
        done = decided(held, claims=[APPROVAL], reservations=[{"person": MARIANNE}])
        row = the_paragraph(held)
        assert done.variables == {"outcome": "proposed", "paragraph": str(row.id)}
        assert (row.label, row.number, row.meeting_id) == ("§ 1", 1, meeting.id)
        point = held.session.exec(select(DecisionPoint)).one()
        assert (point.kind, point.text, point.outcome) == ("to_council", "avslå motionen", "rejected")
        assert held.session.exec(select(Reservation)).one().person_id == held.person(MARIANNE).id
        assert held.session.exec(select(Recipient)).one().text == "Verksamhetsdirektör"
        assert held.case.outcome is None
        assert done.personal["movers"] == [MARIANNE]


def test_what_was_recorded_reads_back_to_the_same_facts(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, _ = at_the_meeting(scene)
        decided(held, claims=[APPROVAL, REFERRAL_BACK], outside=[CARIN], reservations=[{"person": MARIANNE}])
        facts = the_paragraph(held).facts
        assert facts is not None
        assert written(read(facts)) == facts
        assert read(facts).attachments == ("Motion 3-2020 om översyn av systemet CallMe",)


def test_the_council_decides_on_the_boards_proposal_and_the_motion_gets_its_outcome(database: Database) -> None:
    with a_scene(database) as scene:
        held, _ = at_the_meeting(scene, proposal=THREE)
        assert decided(held).variables["outcome"] == "proposed"
        council = a_meeting(held, "regionfullmaktige", "2020-06-17")
        later = held.at(MEETING_DAY.replace(month=6, day=17))
        attended(later, council)
        put_up(later, council, "regionfullmaktige")
        done = decided(later, "regionfullmaktige")
        assert done.variables["outcome"] == "rejected"
        row = the_paragraph(later)
        points = later.session.exec(select(DecisionPoint).where(DecisionPoint.paragraph_id == row.id)).all()
        assert [(point.kind, point.text) for point in points] == [("own", "avslå motionen")]
        assert later.case.outcome == "rejected"
        assert later.session.exec(select(Clause)).one().outcome == "rejected"


def test_a_claim_that_is_carried_takes_the_place_of_the_proposal(database: Database) -> None:
    with a_scene(database) as scene:
        held, _ = at_the_meeting(scene)
        claim = {**APPROVAL, "texts": ["bifalla motionen"]}
        decided(held, claims=[claim], carried=[1], reservations=[{"person": ANNA}])
        point = held.session.exec(select(DecisionPoint)).one()
        assert (point.text, point.outcome) == ("bifalla motionen", "approved")


def test_a_matter_referred_back_gets_a_number_but_no_decision_in_substance(database: Database) -> None:
    with a_scene(database) as scene:
        held, _ = at_the_meeting(scene)
        done = decided(held, claims=[APPROVAL, REFERRAL_BACK], carried=[2])
        assert done.variables["outcome"] == "referred_back"
        assert done.facts["ground"] == "majority"
        row = the_paragraph(held)
        assert (row.number, row.outcome) == (1, "referred_back")
        assert held.session.exec(select(DecisionPoint)).one().outcome == "referred_back"


def test_a_tabled_matter_comes_back_with_the_same_report(database: Database) -> None:
    with a_scene(database) as scene:
        held, _ = at_the_meeting(scene)
        assert decided(held, claims=[{"kind": "table", "movers": [BO]}], carried=[1]).variables["outcome"] == "tabled"
        again = a_meeting(held, day="2020-06-17")
        later = held.at(MEETING_DAY.replace(month=6, day=17))
        attended(later, again)
        put_up(later, again)
        assert decided(later).variables["outcome"] == "proposed"
        assert the_paragraph(later).label == "§ 2"


def test_a_withdrawn_claim_is_not_put_and_not_minuted(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, _ = at_the_meeting(scene)
        done = decided(held, claims=[{**REFERRAL_BACK, "withdrawn": True}])
        assert done.variables["outcome"] == "proposed"


def test_a_division_decides_with_named_votes(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, _ = at_the_meeting(scene)
        votes = [{"person": person, "vote": "no"} for person in (MARIANNE, ANNA, BO)]
        votes += [{"person": CHAIR, "vote": "yes"}, {"person": CARIN, "vote": "abstain"}]
        division = {"requested_by": MARIANNE, "yes": "standing", "no": 1, "votes": votes}
        decided(held, claims=[APPROVAL], divisions=[division])
        assert held.session.exec(select(DecisionPoint)).one().outcome == "approved"


def test_a_division_lacks_nobodys_vote(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, _ = at_the_meeting(scene)
        votes = [{"person": CHAIR, "vote": "yes"}]
        division = {"requested_by": MARIANNE, "yes": "standing", "no": 1, "votes": votes}
        assert rule_of(held, claims=[APPROVAL], divisions=[division]) == "vote_missing"
        with pytest.raises(Invalid, match="two votes"):
            decided(held, claims=[APPROVAL], divisions=[{**division, "votes": votes * 2}])
        with pytest.raises(Invalid, match="no such proposition"):
            decided(held, claims=[APPROVAL], divisions=[{**division, "proposition": 2, "votes": []}])


@pytest.mark.parametrize(
    ("form", "rule"),
    [
        ({"claims": [{"kind": "approve", "movers": [DAVID]}]}, "claim_mover_may_not_propose"),
        ({"reservations": [{"person": DAVID}]}, "reservation_took_no_part"),
        ({"outside": [CARIN], "reservations": [{"person": CARIN}]}, "reservation_outside"),
        ({"reservations": [{"person": ANNA}, {"person": ANNA}]}, "reservation_twice"),
        ({"reservations": [{"person": ANNA, "points": [3]}]}, "reservation_unknown_point"),
        ({"points": [{"kind": "own", "text": "avslå motionen", "means": "rejected"}]}, "motion_decided_by_council"),
    ],
)
def test_what_contradicts_the_meeting_is_refused(sqlite_database: Database, form: dict[str, Any], rule: str) -> None:
    with a_scene(sqlite_database) as scene:
        held, _ = at_the_meeting(scene)
        assert rule_of(held, **form) == rule


def test_no_decision_without_attendance_or_quorum(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, meeting = at_the_meeting(scene)
        attended(held, meeting, members=[CHAIR, ANNA])
        assert rule_of(held) == "no_quorum_board"
        other = a_meeting(held, day="2020-05-26")
        put_up(held, other)
        assert rule_of(held) == "attendance_missing"


def test_no_decision_before_the_meeting_or_without_an_agenda(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, _ = at_the_meeting(scene)
        assert rule_of(scene) == "meeting_ahead"
        decided(held)
        with pytest.raises(NotFound):
            decided(held)


def test_a_reservation_after_the_meeting_is_told_when_it_was_announced(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, meeting = at_the_meeting(scene)
        after = closed(held, meeting)
        with pytest.raises(Invalid, match="say when it was announced"):
            decided(after, reservations=[{"person": MARIANNE}])
        late = {"person": MARIANNE, "announced_at": "2020-05-27T13:31:00Z"}
        assert rule_of(after, reservations=[late]) == "reservation_after_meeting"
        decided(after, reservations=[{**late, "announced_at": "2020-05-27T13:20:00Z"}])


def test_claims_that_do_not_exist_carry_nothing(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, _ = at_the_meeting(scene)
        with pytest.raises(Invalid, match="no such claim"):
            decided(held, carried=[1])


def test_an_addition_becomes_a_point_of_its_own(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, _ = at_the_meeting(scene)
        added = {"kind": "add", "movers": [BO], "texts": ["uppdra åt regiondirektören att redovisa kostnaden"]}
        decided(held, claims=[added], carried=[1])
        points = held.session.exec(select(DecisionPoint).order_by(col(DecisionPoint.number))).all()
        assert [(point.number, point.origin, point.kind) for point in points] == [(1, 1, "to_council"), (2, 0, "own")]


def test_the_minority_right_is_the_councils_and_is_used_once(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, _ = at_the_meeting(scene)
        decided(held)
        council = a_meeting(held, "regionfullmaktige", "2020-06-17")
        later = held.at(MEETING_DAY.replace(month=6, day=17))
        attended(later, council)
        put_up(later, council, "regionfullmaktige")
        votes = [{"person": one, "vote": "yes" if one in (CHAIR, BO, CARIN) else "no"} for one in EVERYBODY]
        division = {"requested_by": ANNA, "yes": "today", "no": 1, "votes": votes}
        table = {"kind": "table", "movers": [ANNA]}
        first = decided(later, "regionfullmaktige", claims=[table], divisions=[division])
        assert (first.variables["outcome"], first.facts["ground"]) == ("tabled", "minority")
        put_up(later, council, "regionfullmaktige")
        again = decided(later, "regionfullmaktige", claims=[table], divisions=[division])
        assert again.variables["outcome"] == "rejected"


def test_what_nobody_has_proposed_is_said_and_the_council_proposes_to_nobody(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        council = a_meeting(scene, "regionfullmaktige")
        put_up(scene, council, "regionfullmaktige")
        held = scene.at(MEETING_DAY)
        attended(held, council)
        with pytest.raises(Invalid, match="nothing has been proposed"):
            decided(held, "regionfullmaktige")
        with pytest.raises(Invalid, match="does not propose to itself"):
            decided(held, "regionfullmaktige", points=[THREE[0]])
        done = decided(
            held, "regionfullmaktige", points=[{"kind": "own", "text": "avslå motionen", "means": "rejected"}]
        )
        assert done.variables["outcome"] == "rejected"


def test_a_point_about_one_att_sats_gives_no_other_its_outcome(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        scene.session.add(Clause(case_id=scene.case.id, number=2, text="frågan ska följas upp"))
        scene.session.flush()
        points = [
            {"kind": "to_council", "text": "avslå motionens första att-sats", "means": "rejected", "clauses": [1]},
            {"kind": "to_council", "text": "bifalla motionens andra att-sats", "means": "approved", "clauses": [2]},
        ]
        held, _ = at_the_meeting(scene, proposal=points)
        decided(held)
        council = a_meeting(held, "regionfullmaktige", "2020-06-17")
        later = held.at(MEETING_DAY.replace(month=6, day=17))
        attended(later, council)
        put_up(later, council, "regionfullmaktige")
        assert decided(later, "regionfullmaktige").variables["outcome"] == "partly_approved"
        clauses = later.session.exec(select(Clause).order_by(col(Clause.number))).all()
        assert [clause.outcome for clause in clauses] == ["rejected", "approved"]


def test_a_division_among_several_proposals_chooses_the_counter_proposal_first(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, _ = at_the_meeting(scene)
        answered = {"kind": "amend", "movers": [BO], "texts": ["anse motionen besvarad"], "means": "answered"}
        votes = [{"person": one, "vote": "no" if one in (BO, ANNA, CARIN) else "yes"} for one in EVERYBODY]
        division = {"requested_by": BO, "yes": "standing", "no": 2, "votes": votes, "annex": 1}
        with pytest.raises(Invalid, match="divided on once"):
            decided(held, claims=[APPROVAL, answered], divisions=[division, division])
        decided(held, claims=[APPROVAL, answered], divisions=[division])
        assert held.session.exec(select(DecisionPoint)).one().outcome == "answered"


@pytest.mark.parametrize(
    ("case", "claim", "target"),
    [
        ("motion", "approve", "motion"),
        ("initiative", "reject", "initiative"),
        ("board_matter", "approve", "standing_proposal"),
        ("motion", "amend", "standing_proposal"),
    ],
)
def test_a_claim_is_about_what_was_raised_unless_it_says_otherwise(case: str, claim: str, target: str) -> None:
    assert natural_target(case, claim) == target
