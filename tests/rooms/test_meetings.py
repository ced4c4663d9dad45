from typing import Any

import pytest
from sqlmodel import select

from engine.db import Database
from engine.errors import Forbidden, Invalid, NotFound, RuleBroken
from engine.journal import entries
from engine.meetings import Attendance, CloseForm, ScheduleForm, close_meeting, schedule
from tests.makers import an_actor, an_organisation
from tests.rooms.scene import Scene, a_scene
from tests.rooms.sitting import (
    ANNA,
    BO,
    CARIN,
    CHAIR,
    CLOSED,
    DAVID,
    ELSA,
    EVERYBODY,
    MARIANNE,
    MEETING_DAY,
    a_meeting,
    attended,
    closed,
    put_up,
)


def refused(scene: Scene, **attendance: Any) -> str:
    meeting = a_meeting(scene)
    with pytest.raises(RuleBroken) as no:
        attended(scene, meeting, **attendance)
    return no.value.refusal.rule


def test_a_meeting_is_planned_attended_and_closed_on_a_journal_of_its_own(database: Database) -> None:
    with a_scene(database) as scene:
        meeting = a_meeting(scene)
        attended(scene, meeting)
        closed(scene, meeting)
        assert [told.tag for told in entries(scene.session, meeting.id)] == [
            "meeting:planned",
            "meeting:attended",
            "meeting:closed",
        ]
        assert meeting.rev == 3


def test_a_substitute_serves_for_an_absent_member(database: Database) -> None:
    with a_scene(database) as scene:
        meeting = a_meeting(scene)
        serving = [{"person": DAVID, "serves_for": CHAIR}]
        attended(
            scene, meeting, members=[MARIANNE, ANNA, BO, CARIN], substitutes=serving, present=[ELSA], presides=ANNA
        )
        rows = scene.session.exec(select(Attendance)).all()
        parts = {row.person_id: row.part for row in rows}
        assert parts[scene.person(DAVID).id] == "serving_substitute"
        assert parts[scene.person(ELSA).id] == "present"
        assert [row.person_id for row in rows if row.presides] == [scene.person(ANNA).id]


def test_attendance_is_recorded_anew_until_the_meeting_is_closed(database: Database) -> None:
    with a_scene(database) as scene:
        meeting = a_meeting(scene)
        attended(scene, meeting)
        attended(scene, meeting, members=[CHAIR, ANNA])
        assert len(scene.session.exec(select(Attendance)).all()) == 2
        after = closed(scene, meeting)
        with pytest.raises(RuleBroken) as no:
            attended(after, meeting)
        assert no.value.refusal.rule == "meeting_closed"


@pytest.mark.parametrize(
    ("attendance", "rule"),
    [
        ({"members": [CHAIR, DAVID]}, "seat_missing"),
        ({"members": [CHAIR], "substitutes": [{"person": ANNA, "serves_for": BO}]}, "substitute_seat_missing"),
        ({"substitutes": [{"person": DAVID, "serves_for": ANNA}]}, "served_for_is_present_board"),
        ({"members": [CHAIR], "substitutes": [{"person": DAVID, "serves_for": ELSA}]}, "seat_missing"),
        (
            {
                "members": [CHAIR],
                "substitutes": [{"person": DAVID, "serves_for": ANNA}, {"person": ELSA, "serves_for": ANNA}],
            },
            "served_for_twice",
        ),
        ({"present": [ANNA]}, "recorded_twice"),
        ({"members": [ANNA, BO, CARIN]}, "presides_without_serving"),
    ],
)
def test_who_serves_has_a_seat_and_sits_once(sqlite_database: Database, attendance: dict[str, Any], rule: str) -> None:
    with a_scene(sqlite_database) as scene:
        assert refused(scene, **attendance) == rule


def test_nobody_is_recorded_who_is_not_known(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene, pytest.raises(Invalid, match="nobody-at-all"):
        attended(scene, a_meeting(scene), members=[*EVERYBODY, "nobody-at-all"])


def test_a_body_meets_once_at_a_time(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        a_meeting(scene)
        with pytest.raises(Invalid, match="has a meeting then"):
            a_meeting(scene)
        a_meeting(scene, "regionfullmaktige")


def test_only_a_secretary_keeps_meetings_and_another_regions_do_not_exist(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        meeting = a_meeting(scene)
        with pytest.raises(Forbidden):
            close_meeting(scene.session, scene.actor("officer"), meeting.id, CloseForm(), CLOSED)
        stranger = an_actor(scene.session, an_organisation(scene.session), "secretary")
        with pytest.raises(NotFound):
            close_meeting(scene.session, stranger, meeting.id, CloseForm(), CLOSED)


def test_a_meeting_is_closed_once_and_not_before_its_day(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        meeting = a_meeting(scene)
        secretary = scene.actor("secretary")
        with pytest.raises(RuleBroken) as no:
            close_meeting(scene.session, secretary, meeting.id, CloseForm(), scene.now)
        assert no.value.refusal.rule == "meeting_closed_early"
        with pytest.raises(Invalid, match="ahead of now"):
            close_meeting(scene.session, secretary, meeting.id, CloseForm(closed_at=CLOSED), MEETING_DAY)
        close_meeting(scene.session, secretary, meeting.id, CloseForm(), CLOSED)
        with pytest.raises(RuleBroken) as twice:
            close_meeting(scene.session, secretary, meeting.id, CloseForm(), CLOSED)
        assert twice.value.refusal.rule == "meeting_closed"


def test_a_matter_is_put_up_with_the_body_that_decides_it(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        council = a_meeting(scene, "regionfullmaktige")
        with pytest.raises(RuleBroken) as other:
            put_up(scene, council)
        assert other.value.refusal.rule == "meeting_of_other_body"
        meeting = a_meeting(scene)
        assert put_up(scene, meeting).variables == {"meeting": str(meeting.id)}
        later = a_meeting(scene, day="2020-06-17")
        assert put_up(scene, later).variables == {"meeting": str(later.id)}


def test_a_matter_is_not_put_up_at_a_meeting_that_is_over(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        meeting = a_meeting(scene)
        after = closed(scene, meeting)
        with pytest.raises(RuleBroken) as no:
            schedule(after.work("schedule", "secretary"), ScheduleForm(meeting_id=meeting.id))
        assert no.value.refusal.rule == "meeting_closed"
