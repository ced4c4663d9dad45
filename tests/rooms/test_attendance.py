"""Attendance that a decided § leans on: corrected so that it shows, never against the §, by two people at once."""

from collections.abc import Callable
from dataclasses import replace
from threading import Event, Thread
from typing import Any

import pytest
from sqlmodel import Session, select

from engine.cases.tables import Case
from engine.db import Database
from engine.errors import DnrError, RuleBroken
from engine.journal import entries
from engine.meetings import Attendance, Meeting
from engine.meetings.corrections import attendance_corrections
from tests.rooms.scene import Scene, a_scene
from tests.rooms.sitting import (
    ANNA,
    APPROVAL,
    BO,
    CARIN,
    CHAIR,
    ELSA,
    EVERYBODY,
    MARIANNE,
    at_the_meeting,
    attended,
    decided,
    verified,
)

REASON = "Carin Ceder kom kl. 10.20."
FOUR = [CHAIR, MARIANNE, ANNA, BO]
WAITS = 0.7
"""Seconds after which somebody who has not got through is taken to wait for a lock."""


def refusal_of(scene: Scene, meeting: Meeting, **attendance: Any) -> str:
    with pytest.raises(RuleBroken) as no:
        attended(scene, meeting, **attendance)
    return no.value.refusal.rule


def decided_by_four(scene: Scene, **form: Any) -> tuple[Scene, Meeting]:
    held, meeting = at_the_meeting(scene)
    attended(held, meeting, members=FOUR, present=[ELSA])
    decided(held, **form)
    return held, meeting


def test_who_comes_after_a_decided_paragraph_is_added_with_a_reason_that_shows(database: Database) -> None:
    with a_scene(database) as scene:
        held, meeting = decided_by_four(scene)
        attended(held, meeting, members=EVERYBODY, present=[ELSA], reason=REASON)
        assert len(held.session.exec(select(Attendance)).all()) == 6
        (correction,) = attendance_corrections(held.session, meeting.id)
        assert (correction.by, correction.reason) == ("Siv Sekreterare", REASON)
        assert correction.before == ()
        assert [line.person_id for line in correction.after] == [held.person(CARIN).id]
        assert entries(held.session, meeting.id)[-1].tag == "meeting:attendance_corrected"


def test_a_correction_of_what_somebody_did_shows_both_lines(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, meeting = decided_by_four(scene)
        attended(held, meeting, members=FOUR, reason="Elsa Ek var inte där.")
        (correction,) = attendance_corrections(held.session, meeting.id)
        (line,) = correction.before
        assert (line.person_id, line.part, line.presides) == (held.person(ELSA).id, "present", False)
        assert correction.after == ()


def test_the_same_attendance_again_is_no_correction(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, meeting = decided_by_four(scene)
        before = meeting.rev
        attended(held, meeting, members=FOUR, present=[ELSA])
        assert meeting.rev == before


@pytest.mark.parametrize(
    ("attendance", "rule"),
    [
        ({"members": EVERYBODY, "present": [ELSA]}, "attendance_reason_missing"),
        ({"members": FOUR[:3], "present": [ELSA], "reason": "Bo gick."}, "served_at_paragraph"),
        ({"members": FOUR[:3], "present": [BO, ELSA], "reason": "Bo avstod."}, "served_at_paragraph"),
        ({"members": FOUR, "presides": ANNA, "reason": "Anna tog över."}, "presided_at_paragraph"),
    ],
)
def test_a_correction_contradicts_no_decided_paragraph(
    sqlite_database: Database, attendance: dict[str, Any], rule: str
) -> None:
    with a_scene(sqlite_database) as scene:
        held, meeting = decided_by_four(scene, claims=[APPROVAL])
        assert refusal_of(held, meeting, **attendance) == rule


def test_a_paragraph_verified_at_once_hinders_no_one_from_coming(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, meeting = decided_by_four(scene)
        verified(held, immediate=True)
        assert refusal_of(held, meeting, members=FOUR[:3], reason="Bo gick.") == "served_at_paragraph"
        attended(held, meeting, members=EVERYBODY, present=[ELSA], reason=REASON)


def held_by(database: Database, first: Callable[[Session], object], second: Callable[[Session], object]) -> str | None:
    """Does one act, and another while the first is not yet kept; the rule that refused the second, if any."""
    begun, said = Event(), list[str]()

    def later() -> None:
        begun.wait(10)
        try:
            with database.write() as session:
                second(session)
            said.append("done")
        except DnrError as no:
            said.append(no.refusal.rule if isinstance(no, RuleBroken) else type(no).__name__)

    thread = Thread(target=later)
    thread.start()
    with database.write() as session:
        first(session)
        session.flush()
        begun.set()
        thread.join(WAITS)
        assert said == [], "the second did not wait"
    thread.join(30)
    return said[0] if said != ["done"] else None


def in_session(scene: Scene, session: Session) -> Scene:
    return replace(scene, session=session, case=session.get_one(Case, scene.case.id))


def test_two_people_at_once_neither_decide_nor_correct_against_each_other(database: Database) -> None:
    with a_scene(database) as scene:
        held, meeting = at_the_meeting(scene)

    def decide(session: Session) -> None:
        decided(in_session(held, session))

    def two_have_left(session: Session) -> None:
        attended(in_session(held, session), meeting, members=[CHAIR, MARIANNE, ANNA], reason="Två gick.")

    assert held_by(database, decide, two_have_left) == "served_at_paragraph"


def test_a_decision_waits_for_attendance_that_is_being_changed(database: Database) -> None:
    with a_scene(database) as scene:
        held, meeting = at_the_meeting(scene)

    def decide(session: Session) -> None:
        decided(in_session(held, session))

    def only_two(session: Session) -> None:
        attended(in_session(held, session), meeting, members=[CHAIR, ANNA])

    assert held_by(database, only_two, decide) == "no_quorum_board"
