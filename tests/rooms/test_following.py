"""What a decision asks for is followed until it is reported back, and the clock reminds those whose it is."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from engine import following, reminders
from engine.access import Actor
from engine.db import Database
from engine.errors import NotFound, RuleBroken
from engine.following import Assignment, ReportBackForm
from engine.rules.calendar import legal_day
from tests.rooms.scene import Scene, a_scene
from tests.rooms.sitting import at_the_meeting, closed, decided, verified

POINTS: list[dict[str, Any]] = [
    {"kind": "to_council", "text": "avslå motionen", "means": "rejected"},
    {"kind": "assignment", "text": "följa användningen", "assigned_to": "Regiondirektören", "report_by": "2020-10-26"},
    {"kind": "own", "text": "redovisa kostnaden", "report_by": "2020-09-01"},
    {"kind": "own", "text": "lägga rapporten till handlingarna"},
]


def decided_with(scene: Scene, points: list[dict[str, Any]]) -> Scene:
    """The motion has been before the board, which decided these points, and the § is verified."""
    held, meeting = at_the_meeting(scene, proposal=points)
    decided(held)
    after = closed(held, meeting)
    verified(after)
    return after


def taken_up(scene: Scene) -> list[Assignment]:
    """What the service task takes up to be followed."""
    done = following.list_assignments(scene.work("list_assignments", "secretary"))
    assert done.variables["reports"] == []
    ids = done.variables["assignments"]
    assert isinstance(ids, list)
    return [scene.session.get_one(Assignment, UUID(str(one))) for one in ids]


def about(scene: Scene, assignment: Assignment, step: str, by: str = "officer") -> Any:
    """A step about one assignment."""
    return scene.work(step, by, variables={"assignment": str(assignment.id)})


def test_points_with_an_assignee_or_a_day_of_report_are_followed_and_no_others(database: Database) -> None:
    with a_scene(database) as scene:
        after = decided_with(scene, POINTS)
        given = taken_up(after)
        told = [(one.point, one.text, one.assigned_to, one.report_by) for one in given]
        assert told == [
            (2, "följa användningen", "Regiondirektören", date(2020, 10, 26)),
            (3, "redovisa kostnaden", None, date(2020, 9, 1)),
        ]
        assert taken_up(after) == [], "a decision is taken up once"
        listed = following.open_assignments(after.session, after.actor("officer"))
        assert [one.text for one, _ in listed] == ["redovisa kostnaden", "följa användningen"]


@pytest.mark.parametrize(("kind", "followed"), [("motion", 1), ("board_matter", 0)])
def test_an_approved_motion_stays_listed_though_no_point_asks_for_a_report(
    sqlite_database: Database, kind: str, followed: int
) -> None:
    with a_scene(sqlite_database) as scene:
        after = decided_with(scene, POINTS[:1])
        after.case.kind = kind
        paragraph = following.decided_last(after.work("list_assignments", "secretary"))
        assert paragraph is not None
        paragraph.outcome = "approved"
        after.session.flush()
        assert [one.text for one in taken_up(after)] == [after.case.title] * followed


@pytest.mark.parametrize(
    ("report_by", "now", "remind", "escalate"),
    [
        # the clocks go back on 25 October 2020: the day before and the days after begin at different hours in UTC
        (date(2020, 10, 26), datetime(2020, 6, 1, 8, tzinfo=UTC), "2020-10-18T22:00", "2020-10-26T23:00"),
        (date(2021, 3, 28), datetime(2020, 6, 1, 8, tzinfo=UTC), "2021-03-20T23:00", "2021-03-28T22:00"),
        (date(2024, 3, 7), datetime(2024, 1, 1, 8, tzinfo=UTC), "2024-02-28T23:00", "2024-03-07T23:00"),
        (date(2021, 1, 1), datetime(2020, 6, 1, 8, tzinfo=UTC), "2020-12-24T23:00", "2021-01-01T23:00"),
        (date(2020, 6, 5), datetime(2020, 6, 1, 8, tzinfo=UTC), "", "2020-06-05T22:00"),
        (None, datetime(2020, 6, 1, 8, tzinfo=UTC), "", ""),
    ],
    ids=["autumn night", "spring night", "29 February", "New Year", "less than a week", "no day"],
)
def test_the_day_of_report_is_counted_in_swedish_days(
    sqlite_database: Database, report_by: date | None, now: datetime, remind: str, escalate: str
) -> None:
    with a_scene(sqlite_database) as scene:
        after = decided_with(scene, POINTS)
        (one, _) = taken_up(after)
        one.report_by = report_by
        left = following.begin_assignment(about(after.at(now), one, "begin_assignment"))
        assert (str(left["remind_at"])[:16], str(left["escalate_at"])[:16]) == (remind, escalate)
        assert left["due_on"] == (report_by.isoformat() if report_by else "")


def test_a_report_becomes_a_record_and_the_assignment_leaves_the_list(database: Database) -> None:
    with a_scene(database) as scene:
        after = decided_with(scene, POINTS)
        first, second = taken_up(after)
        today = legal_day(after.now)
        form = ReportBackForm(reported_on=today, text="<p>Klart.<script>x</script></p>")
        done = following.report_back(about(after, first, "report_back"), form)
        assert done.variables == {"report": str(first.record_id)}
        assert first.reported_on == today
        listed = following.open_assignments(after.session, after.actor("officer"))
        assert [one.id for one, _ in listed] == [second.id]
        ahead = ReportBackForm(reported_on=date(2031, 1, 1), text="<p>Klart.</p>")
        with pytest.raises(RuleBroken, match="arrived_in_the_future"):
            following.report_back(about(after, second, "report_back"), ahead)


def a_reminder(scene: Scene, kind: str, role: str) -> None:
    """The clock reminds a role of the board."""
    work = scene.work("remind", "officer", variables={"due_on": "2020-06-05"})
    reminders.remind(replace(work, parameters={"kind": kind, "role": role}))


def test_a_reminder_is_in_the_inbox_of_those_whose_it_is_until_one_of_them_has_seen_it(database: Database) -> None:
    with a_scene(database) as scene:
        a_reminder(scene, "assignment_late", "manager")
        (one,) = reminders.mine(scene.session, scene.actor("manager"))
        assert (one.kind, one.due_on, one.dnr) == ("assignment_late", date(2020, 6, 5), scene.case.dnr)
        for other in ("officer", "director", "secretary"):
            assert reminders.mine(scene.session, scene.actor(other)) == []
        with pytest.raises(NotFound):
            reminders.see(scene.session, scene.actor("officer"), one.id, scene.now)
        reminders.see(scene.session, scene.actor("manager"), one.id, scene.now)
        assert reminders.mine(scene.session, scene.actor("manager")) == []
        assert reminders.see(scene.session, scene.actor("manager"), one.id, scene.now).seen_at == scene.now


def test_a_reminder_of_a_secret_case_is_told_to_nobody_who_does_not_see_it(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        scene.case.secrecy = "secret"
        a_reminder(scene, "assignment_due", "officer")
        officer = scene.actor("officer")
        assert reminders.mine(scene.session, officer) == []
        both = Actor(officer.user_id, officer.organisation_id, "", None, officer.grants | {("manager", None)})
        assert len(reminders.mine(scene.session, both)) == 1
