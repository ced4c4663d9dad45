"""What one has begun to fill in of a task is one's own, and gone when the task is done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlmodel import select

from engine import steps
from engine.lifecycle.tables import TaskDraft
from tests.api.town import Town


def test_a_draft_is_its_writers_alone(town: Town) -> None:
    task = town.task(town.a_motion()["id"], "check_motion")
    assert town.ask("PUT", f"tasks/{task}/draft", "registrator", json={"reason": "Halvfärdigt"}).status_code == 204
    assert town.get(f"tasks/{task}").json()["draft"] == {"reason": "Halvfärdigt"}
    assert town.get(f"tasks/{task}", "fullmaktige").json()["draft"] is None
    assert town.ask("PUT", f"tasks/{task}/draft", "fullmaktige", json={}).status_code == 403


def test_a_draft_saved_twice_at_the_same_time_is_saved(town: Town) -> None:
    task, line = town.task(town.a_motion()["id"], "check_motion"), Barrier(4)
    town.token("registrator")

    def save(number: int) -> int:
        line.wait()
        form = {"reason": f"Halvfärdigt {number}"}
        return town.ask("PUT", f"tasks/{task}/draft", "registrator", json=form).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(save, range(4))) == [204] * 4
    assert town.get(f"tasks/{task}").json()["draft"]["reason"].startswith("Halvfärdigt")


def test_a_draft_is_gone_when_the_task_is_done_and_none_is_begun_of_it(town: Town) -> None:
    done, waits = (town.task(town.a_motion()["id"], "check_motion") for _ in range(2))
    for task in (done, waits):
        town.ask("PUT", f"tasks/{task}/draft", "registrator", json={"reason": "Halvfärdigt"})
    assert town.post(f"tasks/{done}/complete", {"admitted": True}).status_code == 200
    assert town.get(f"tasks/{done}").json()["draft"] is None
    late = town.ask("PUT", f"tasks/{done}/draft", "registrator", json={"reason": "För sent"})
    assert (late.status_code, late.json()["type"]) == (409, "/problems/task-taken")
    steps.settle(town.database, town.house.engine, town.house.files, town.house.printer, town.clock.at)
    with town.database.read() as session:
        assert [str(draft.task_id) for draft in session.exec(select(TaskDraft))] == [waits]
