"""Jobs: done if and only if the act was kept, tried again when they fail, and never in each other's way."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlmodel import Session, col, select, update
from structlog.testing import capture_logs

from engine.db import Database, new_id
from engine.errors import Invalid, NotFound
from engine.jobs import MAX_ATTEMPTS, Finish, Job, Outbox, Worker, drain, post, retry, undone, work_once
from engine.organisations.tables import Organisation
from tests.makers import NOW


class Desk:
    """Does jobs: `note` writes a row in the transaction that marks it done, `fail` does too and then fails."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, int]] = []

    def note(self, session: Session, job: Job, now: datetime) -> Finish:
        self.seen.append((job.payload["name"], job.attempts))
        return lambda writing: writing.add(Organisation(slug=job.payload["name"], name="x"))

    def fail(self, session: Session, job: Job, now: datetime) -> Finish:
        write = self.note(session, job, now)

        def write_and_fail(writing: Session) -> None:
            write(writing)
            writing.flush()
            raise Invalid("file", "cannot be made")

        return write_and_fail

    def stumble(self, session: Session, job: Job, now: datetime) -> Finish:
        raise RuntimeError("nobody thought of this")

    @property
    def workers(self) -> Mapping[str, Worker]:
        return {"note": self.note, "fail": self.fail, "stumble": self.stumble}


def posted(database: Database, *kinds: str) -> None:
    with database.write() as session:
        for number, kind in enumerate(kinds, 1):
            post(session, new_id(), kind, {"name": f"{kind}-{number}"}, NOW)


def slugs(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.exec(select(Organisation.slug).order_by(Organisation.slug)))


def the_job(database: Database) -> Outbox:
    with database.read() as session:
        return session.exec(select(Outbox)).one()


def test_an_act_that_is_dropped_leaves_no_job(database: Database) -> None:
    def act() -> None:
        with database.write() as session:
            post(session, new_id(), "note", {"name": "a"}, NOW)
            raise KeyError

    with pytest.raises(KeyError):
        act()
    desk = Desk()
    assert drain(database, desk.workers, NOW) == 0
    assert desk.seen == []


def test_jobs_are_done_once_in_the_order_they_came(database: Database) -> None:
    posted(database, "note", "note", "note")
    desk = Desk()
    assert drain(database, desk.workers, NOW) == 3
    assert drain(database, desk.workers, NOW + timedelta(days=1)) == 0
    assert desk.seen == [("note-1", 0), ("note-2", 0), ("note-3", 0)]
    assert slugs(database) == ["note-1", "note-2", "note-3"]


def test_a_job_that_fails_leaves_nothing_and_does_not_stand_in_the_way(database: Database) -> None:
    posted(database, "fail", "note")
    assert drain(database, Desk().workers, NOW) == 1
    assert slugs(database) == ["note-2"]


def test_a_failing_job_waits_longer_each_time_and_then_lies_as_a_dead_letter(database: Database) -> None:
    posted(database, "fail")
    desk, now = Desk(), NOW
    for attempt in range(MAX_ATTEMPTS):
        assert work_once(database, desk.workers, now) is False
        job = the_job(database)
        assert job.attempts == attempt + 1
        assert job.not_before == now + timedelta(minutes=2**attempt)
        assert "cannot be made" in (job.error or "")
        assert work_once(database, desk.workers, job.not_before - timedelta(seconds=1)) is None
        now = job.not_before
    assert work_once(database, desk.workers, now + timedelta(days=365)) is None
    assert the_job(database).done_at is None
    assert [attempts for _, attempts in desk.seen] == list(range(MAX_ATTEMPTS))


def test_jobs_are_prepared_side_by_side_and_each_done_once(database: Database) -> None:
    posted(database, "meet", "meet", "note", "fail", "note")
    desk, together = Desk(), Barrier(2, timeout=30)

    def meet(session: Session, job: Job, now: datetime) -> Finish:
        together.wait()
        return desk.note(session, job, now)

    assert drain(database, {**desk.workers, "meet": meet}, NOW, at_once=2) == 4
    assert slugs(database) == ["meet-1", "meet-2", "note-3", "note-5"]
    assert sorted(name for name, _ in desk.seen) == ["fail-4", "meet-1", "meet-2", "note-3", "note-5"]
    assert drain(database, desk.workers, NOW, at_once=2) == 0


def test_a_job_that_nobody_knows_is_put_off(database: Database) -> None:
    posted(database, "unheard-of")
    assert work_once(database, Desk().workers, NOW) is False
    assert the_job(database).attempts == 1


def test_what_the_database_refuses_puts_the_job_off(database: Database) -> None:
    with database.write() as session:
        session.add(Organisation(slug="note-1", name="x"))
    posted(database, "note", "note")
    assert drain(database, Desk().workers, NOW) == 1
    assert slugs(database) == ["note-1", "note-2"]


def test_what_nobody_foresaw_is_raised_but_does_not_stop_the_others(database: Database) -> None:
    posted(database, "stumble", "note")
    desk = Desk()
    with pytest.raises(RuntimeError):
        drain(database, desk.workers, NOW)
    assert drain(database, desk.workers, NOW) == 1


def test_a_repaired_job_is_done(database: Database) -> None:
    posted(database, "fail")
    desk = Desk()
    drain(database, desk.workers, NOW)
    assert drain(database, {"fail": desk.note}, NOW + timedelta(minutes=1)) == 1
    with database.write() as session:
        session.connection().execute(update(Outbox).where(col(Outbox.done_at).is_(None)).values(attempts=0))
    assert drain(database, desk.workers, NOW + timedelta(days=9)) == 0


def test_a_job_that_another_has_done_meanwhile_is_not_done_twice(database: Database) -> None:
    posted(database, "note")
    desk = Desk()

    def overtaken(session: Session, job: Job, now: datetime) -> Finish:
        drain(database, desk.workers, now)
        return lambda writing: writing.add(Organisation(slug="twice", name="x"))

    assert work_once(database, {"note": overtaken}, NOW) is True
    assert slugs(database) == ["note-1"]


def test_nothing_can_be_written_while_a_job_is_prepared(database: Database) -> None:
    posted(database, "note")

    def eager(session: Session, job: Job, now: datetime) -> Finish:
        session.add(Organisation(slug="too-early", name="x"))
        session.flush()
        return lambda writing: None

    assert work_once(database, {"note": eager}, NOW) is False
    assert slugs(database) == []


def given_up(database: Database, desk: Desk) -> datetime:
    """Tries a failing job until it is given up; returns when."""
    now = NOW
    while work_once(database, desk.workers, now) is not None:
        now = the_job(database).not_before
    return now


def test_a_job_that_is_given_up_is_told_in_the_log_once(sqlite_database: Database) -> None:
    posted(sqlite_database, "fail")
    with capture_logs() as told:
        given_up(sqlite_database, Desk())
    [line] = told
    assert (line["event"], line["kind"], line["attempts"]) == ("job given up", "fail", MAX_ATTEMPTS)
    assert line["job"] == str(the_job(sqlite_database).id)
    assert "cannot be made" in line["error"]


def test_a_job_that_was_given_up_is_listed_and_tried_again_when_somebody_says_so(database: Database) -> None:
    posted(database, "fail")
    desk = Desk()
    now = given_up(database, desk)
    with database.read() as session:
        [dead] = undone(session)
    assert (dead.attempts, "cannot be made" in (dead.error or "")) == (MAX_ATTEMPTS, True)
    for job_id in (dead.id, None):
        with database.write() as session:
            assert retry(session, now, job_id) == 1
        assert work_once(database, desk.workers, now) is False
        assert the_job(database).attempts == 1
    with database.write() as session:
        retry(session, now, dead.id)
    assert drain(database, {"fail": desk.note}, now) == 1
    with database.write() as session:
        assert (undone(session), retry(session, now)) == ([], 0)
    with pytest.raises(NotFound), database.write() as session:
        retry(session, now, dead.id)
