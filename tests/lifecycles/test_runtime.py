"""The one transaction: a case's process moves with its rows, once, or not at all."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update
from sqlmodel import Session, col

from engine.access import Actor, visible
from engine.acts import note
from engine.cases.tables import Case, CaseParty
from engine.db import Database
from engine.errors import DnrError, Forbidden, NotFound, Overtaken, ProcessFailed, TaskTaken
from engine.journal import Act, JournalEntry
from engine.lifecycle import runtime
from engine.lifecycle.bundles import Bundle
from engine.lifecycle.deployments import Bundles, deploy
from engine.lifecycle.runtime import Engine
from engine.lifecycle.tables import BundleFile, PendingMessage, Task, process
from engine.lifecycle.work import Variables, Work
from tests.lifecycles.sketch import sketch
from tests.makers import NOW, a_case, an_actor, an_organisation, the_body

DRAFTING = """
motion
  begin start
  draft user role=officer
  good xor
  book service operator=book_room
  sign user role=manager body=board
  done end
  begin > draft > good
  good > draft : not approved
  good > book : default
  book > sign > done
"""

WAITING_FOR_MEETING = """
motion
  begin start
  ask user role=officer
  wait catch message=verified
  close user role=officer
  done end
  begin > ask > wait > close > done
"""

ANSWER_IN_TIME = """
motion
  begin start
  reply user role=officer
  late boundary on=reply date=due beside=1
  chase user role=registrar
  chased end
  done end
  begin > reply > done
  late > chase > chased
"""


def book_room(work: Work) -> Variables:
    """A room function as the diagrams call it."""
    return {"room": "A", "booked_for": str(work.case.id)}


def an_engine() -> Engine:
    operators = {"book_room": book_room}
    return Engine(Bundles(operators), operators)


class Story:
    """A case whose process runs on a diagram, and those who act on it."""

    def __init__(self, database: Database, drawn: str, variables: Mapping[str, str] | None = None) -> None:
        self.database, self.engine = database, an_engine()
        with database.write() as session:
            self.region = an_organisation(session)
            self.case_id = a_case(session, self.region).id
            self.board = the_body(session, self.region, "board")
            self.officer = an_actor(session, self.region, "officer")
            self.manager = an_actor(session, self.region, "manager", body=self.board)
            bundle = Bundle.load({"motion.bpmn": sketch(drawn)}, self.engine.operators)
            deploy(session, self.region.id, "motion", bundle, NOW)
            said = {"board": str(self.board.id), **(variables or {})}
            runtime.start(session, self.engine, self.case(session), "motion", said, self.officer.act(NOW))

    def case(self, session: Session) -> Case:
        return session.get_one(Case, self.case_id)

    def task(self, step: str) -> UUID:
        with self.database.read() as session:
            wanted = select(col(Task.id)).where(col(Task.step) == step, col(Task.done_at).is_(None))
            found: UUID = session.execute(wanted).scalar_one()
            return found

    def waiting(self) -> list[str]:
        with self.database.read() as session:
            wanted = select(col(Task.step)).where(col(Task.case_id) == self.case_id, col(Task.done_at).is_(None))
            return sorted(session.execute(wanted).scalars())

    def does(self, actor: Actor, task: UUID, variables: Variables) -> None:
        with self.database.write() as session:
            _, running = runtime.open_task(session, self.engine, actor, task, NOW)
            assert task in running.waited
            running.machine.complete(task, variables, NOW)
            runtime.deliver(running)
            running.settle(done=task)
            note(session, running.case, running.act, "task:completed", {})

    def tick(self, days: int) -> int:
        return runtime.tick(self.database, self.engine, NOW + timedelta(days=days))


def test_completing_a_task_ends_its_row_and_lets_the_next_wait(database: Database) -> None:
    story = Story(database, DRAFTING)
    first = story.task("draft")
    story.does(story.officer, first, {"approved": True})
    assert story.waiting() == ["sign"]
    with database.read() as session:
        done, next_task = (session.get(Task, key) for key in (first, story.task("sign")))
        assert done is not None
        assert next_task is not None
        assert (done.done_by, done.done_at) == (story.officer.user_id, NOW)
        assert (next_task.role, next_task.body_id, next_task.since) == ("manager", story.board.id, NOW)
        row = session.execute(select(process)).one()
        assert (row.status, row.rev) == ("running", 1)
        assert row.state_before is not None


def test_a_process_that_reaches_its_end_is_completed(database: Database) -> None:
    story = Story(database, DRAFTING)
    story.does(story.officer, story.task("draft"), {"approved": True})
    story.does(story.manager, story.task("sign"), {})
    assert story.waiting() == []
    with database.read() as session:
        assert session.execute(select(process.c.status)).scalar_one() == "completed"


def test_an_act_that_fails_leaves_nothing(database: Database) -> None:
    story = Story(database, DRAFTING)
    with pytest.raises(DnrError, match="approved is not set"):
        story.does(story.officer, story.task("draft"), {})
    assert story.waiting() == ["draft"]
    with database.read() as session:
        assert session.execute(select(process.c.rev)).scalar_one() == 0
        assert session.execute(select(func.count()).select_from(JournalEntry)).scalar_one() == 0


def test_a_task_is_done_once(database: Database) -> None:
    story = Story(database, DRAFTING)
    first = story.task("draft")
    story.does(story.officer, first, {"approved": True})
    with pytest.raises(TaskTaken):
        story.does(story.officer, first, {"approved": True})


def test_of_two_who_complete_the_same_task_one_is_told_that_it_is_taken(database: Database) -> None:
    story = Story(database, DRAFTING)
    first, line = story.task("draft"), Barrier(2)

    def race(_: int) -> type[DnrError] | None:
        line.wait()
        try:
            story.does(story.officer, first, {"approved": True})
        except (TaskTaken, Overtaken) as told:
            return type(told)
        return None

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(race, range(2)))
    assert sorted(told, key=str) == [TaskTaken, None] or sorted(told, key=str) == [Overtaken, None]
    assert story.waiting() == ["sign"]


def test_a_task_of_another_role_or_body_is_refused_and_a_hidden_one_does_not_exist(database: Database) -> None:
    story = Story(database, DRAFTING)
    with database.write() as session:
        registrar = an_actor(session, story.region, "registrar")
        elsewhere = an_actor(session, story.region, "officer", body=the_body(session, story.region, "culture"))
        stranger = an_actor(session, an_organisation(session), "officer")
    task = story.task("draft")
    with pytest.raises(Forbidden):
        story.does(registrar, task, {"approved": True})
    for hidden in (elsewhere, stranger):
        with pytest.raises(NotFound):
            story.does(hidden, task, {"approved": True})
    with pytest.raises(NotFound):
        story.does(story.officer, uuid4(), {"approved": True})


def test_an_officers_task_belongs_to_the_cases_officer_and_to_the_deputy(database: Database) -> None:
    story = Story(database, DRAFTING)
    with database.write() as session:
        story.case(session).officer_id = story.officer.user_id
        colleague = an_actor(session, story.region, "officer")
    story.does(story.officer, story.task("draft"), {"approved": False})
    with pytest.raises(Forbidden):
        story.does(colleague, story.task("draft"), {"approved": True})
    deputy = Actor(
        colleague.user_id,
        colleague.organisation_id,
        colleague.name,
        None,
        colleague.grants,
        stands_in_for=frozenset({story.officer.user_id}),
    )
    story.does(deputy, story.task("draft"), {"approved": True})
    assert story.waiting() == ["sign"]


def send(story: Story, source: str = "meeting 1") -> bool:
    with story.database.write() as session:
        act = Act(story.region.id, None, "dnr", NOW)
        return runtime.send(
            session, story.engine, story.case_id, source, "verified", {"verified_on": "2021-03-10"}, act
        )


def test_a_case_that_waits_takes_its_message_at_once(database: Database) -> None:
    story = Story(database, WAITING_FOR_MEETING)
    story.does(story.officer, story.task("ask"), {})
    assert send(story)
    assert story.waiting() == ["close"]


def test_a_message_that_comes_early_is_taken_when_the_case_waits_for_it(database: Database) -> None:
    story = Story(database, WAITING_FOR_MEETING)
    assert not send(story)
    assert story.waiting() == ["ask"]
    story.does(story.officer, story.task("ask"), {})
    assert story.waiting() == ["close"]
    with database.read() as session:
        assert session.execute(select(col(PendingMessage.delivered_at))).scalar_one() == NOW


def test_a_message_sent_twice_is_one(database: Database) -> None:
    story = Story(database, WAITING_FOR_MEETING)
    send(story)
    assert not send(story)
    with database.read() as session:
        assert session.execute(select(func.count()).select_from(PendingMessage)).scalar_one() == 1


def test_a_message_from_two_senders_at_the_same_time_is_one(database: Database) -> None:
    story, line = Story(database, WAITING_FOR_MEETING), Barrier(2)
    story.does(story.officer, story.task("ask"), {})

    def race(_: int) -> bool:
        line.wait()
        return send(story)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(race, range(2))) == [False, True]
    assert story.waiting() == ["close"]


def test_a_timer_fires_when_it_is_due_and_once(database: Database) -> None:
    story = Story(database, ANSWER_IN_TIME, {"due": (NOW + timedelta(days=10)).isoformat()})
    assert story.tick(9) == 0
    assert story.waiting() == ["reply"]
    assert story.tick(10) == 1
    assert story.waiting() == ["chase", "reply"]
    assert story.tick(11) == 0
    with database.read() as session:
        assert session.execute(select(col(JournalEntry.tag))).scalars().all() == ["timer:fired"]


def test_a_case_that_cannot_go_on_does_not_stop_the_timers_of_others(database: Database) -> None:
    due = {"due": (NOW + timedelta(days=10)).isoformat()}
    lost, sound = Story(database, ANSWER_IN_TIME, due), Story(database, ANSWER_IN_TIME, due)
    with database.write() as session:
        session.execute(update(process).where(process.c.case_id == lost.case_id).values(state=b"?"))
    with pytest.raises(ProcessFailed):
        sound.tick(10)
    assert sound.waiting() == ["chase", "reply"]
    assert lost.waiting() == ["reply"]


def test_a_kind_without_a_deployed_diagram_is_kept_by_hand(database: Database) -> None:
    with database.write() as session:
        region = an_organisation(session)
        case, actor = a_case(session, region), an_actor(session, region)
        assert runtime.start(session, an_engine(), case, "motion", {}, actor.act(NOW)) == []
        for table in (process, Task):
            assert session.execute(select(func.count()).select_from(table)).scalar_one() == 0


def test_running_cases_keep_their_diagram_when_a_new_one_is_deployed(database: Database) -> None:
    story = Story(database, DRAFTING)
    with database.write() as session:
        bundle = Bundle.load({"motion.bpmn": sketch(WAITING_FOR_MEETING)}, story.engine.operators)
        assert deploy(session, story.region.id, "motion", bundle, NOW).version == 2
    story.does(story.officer, story.task("draft"), {"approved": True})
    assert story.waiting() == ["sign"]


def test_a_deputy_sees_the_secret_case_that_the_absent_officer_is_party_to(database: Database) -> None:
    story = Story(database, DRAFTING)
    with database.write() as session:
        case = story.case(session)
        case.secrecy = "secret"
        session.add(CaseParty(case_id=case.id, user_id=story.officer.user_id, reason="officer"))
        deputy = an_actor(session, story.region, "officer")
    standing_in = replace(deputy, stands_in_for=frozenset({story.officer.user_id}))
    with database.read() as session:
        seen = [see(session, actor, Case) for actor in (story.officer, standing_in, deputy)]
    assert seen == [1, 1, 0]


def see(session: Session, actor: Actor, table: type) -> int:
    """How many rows of a table the actor sees."""
    count: int = session.execute(select(func.count()).select_from(table).where(visible(actor, table))).scalar_one()
    return count


def test_two_organisations_deploy_the_same_diagram_at_the_same_time(database: Database) -> None:
    with database.write() as session:
        regions = [an_organisation(session).id for _ in range(2)]
    bundle, line = Bundle.load({"motion.bpmn": sketch(WAITING_FOR_MEETING)}, ()), Barrier(2)

    def deploy_in(region: UUID) -> int:
        line.wait()
        with database.write() as session:
            return deploy(session, region, "motion", bundle, NOW).version

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(deploy_in, regions)) == [1, 1]
    with database.read() as session:
        kept = session.execute(select(col(BundleFile.name)).where(col(BundleFile.sha) == bundle.sha)).scalars().all()
    assert kept == ["motion.bpmn"]
