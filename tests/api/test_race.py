"""Several clients at the same thing at the same time, through two server processes on one database."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Barrier, Event
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlmodel import col, select

from engine.cases.tables import Case
from engine.journal import JournalEntry
from tests.api.town import API, Town, motion

ROOT = Path(__file__).parents[2]
ROUNDS = 5


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def started_server(url: str, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server process and the address where it will answer."""
    port = free_port()
    command = [sys.executable, "-m", "tests.api.server", url, str(folder), str(port)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_for(process: subprocess.Popen[bytes], address: str) -> str:
    """The address, from the moment somebody answers there."""
    nothing = Event()
    while not answers(address):
        assert process.poll() is None
        nothing.wait(0.2)
    return address


def answers(address: str) -> bool:
    """Whether somebody answers there by now."""
    try:
        return httpx.get(f"{address}/health", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture(scope="module")
def town(shared_town: Town) -> Town:
    """One town for all tests of this file, since servers take a while to start."""
    return shared_town


@pytest.fixture(scope="module")
def two(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[httpx.Client]]:
    """Clients of two server processes on the town's database, both as the registrar."""
    headers = {"Authorization": f"Bearer {town.token('registrator')}"}
    folder = tmp_path_factory.mktemp("served")
    with ExitStack() as stack:
        started = [stack.enter_context(started_server(town.database.url, folder)) for _ in range(2)]
        addresses = [wait_for(*one) for one in started]
        yield [
            stack.enter_context(httpx.Client(base_url=address + API, headers=headers, timeout=60))
            for address in addresses
        ]


def at_once(clients: list[httpx.Client], path: str, form: Any, headers: Any = None) -> list[httpx.Response]:
    """The same request by every client at the same time."""
    line = Barrier(len(clients))

    def ask(client: httpx.Client) -> httpx.Response:
        line.wait()
        return client.post(path, json=form, headers=headers)

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(ask, clients))


def test_of_two_who_complete_the_same_task_one_does_and_the_other_is_told(town: Town, two: list[httpx.Client]) -> None:
    for _ in range(ROUNDS):
        case = town.a_motion()["id"]
        task = town.task(case, "check_motion")
        answered = at_once(two, f"/tasks/{task}/complete", {"admitted": True})
        assert sorted(answer.status_code for answer in answered) == [200, 409]
        (refused,) = [answer.json() for answer in answered if answer.status_code == 409]
        assert refused["type"] in ("/problems/task-taken", "/problems/overtaken")
        assert [one["step"] for one in town.get(f"cases/{case}").json()["tasks"]] == ["announce"]
        with town.database.read() as session:
            told = select(JournalEntry.tag).where(col(JournalEntry.stream_id) == UUID(case))
            assert sorted(session.exec(told)) == ["case:registered", "operator:done", "task:completed"]


def test_of_two_who_correct_what_they_have_seen_one_is_told_that_it_has_moved(
    town: Town, two: list[httpx.Client]
) -> None:
    case = town.a_motion()["id"]
    form = {"provision": "OSL 21 kap. 1 §", "authority": "Regionen"}
    answered = at_once(two, f"/cases/{case}/secrecy", form, {"If-Match": '"1"'})
    assert sorted(answer.status_code for answer in answered) == [200, 412]


def test_two_who_send_the_same_motion_with_the_same_key_register_one(town: Town, two: list[httpx.Client]) -> None:
    before = numbers(town)
    for number in range(ROUNDS):
        key = {"Idempotency-Key": f"motion-{number}"}
        answered = at_once(two, "/cases", motion(), key)
        assert [answer.status_code for answer in answered] == [201, 201]
        assert answered[0].content == answered[1].content
    assert len(numbers(town)) == len(before) + ROUNDS


def test_two_who_register_at_the_same_time_get_two_numbers_without_a_gap(town: Town, two: list[httpx.Client]) -> None:
    for _ in range(ROUNDS):
        assert [answer.status_code for answer in at_once(two, "/cases", motion())] == [201, 201]
    assert numbers(town) == list(range(1, len(numbers(town)) + 1))


def numbers(town: Town) -> list[int]:
    """The running numbers of all cases."""
    with town.database.read() as session:
        return sorted(int(dnr.split("-")[0]) for dnr in session.exec(select(Case.dnr)))
