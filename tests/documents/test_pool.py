"""The rendering pool: what a document may do to it, and that it goes on all the same."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.documents.fonts import Unprintable
from engine.documents.html import render_html
from engine.documents.models import Letter
from engine.documents.pdf import MissingLibrary, RenderFailed
from engine.documents.pool import DrawingStopped, InProcess, Limits, Pool, PressBusy, PressDied
from engine.documents.pool.orders import filled, html_of
from engine.documents.pool.worker import Worker
from engine.organisations.profile import shipped_profiles
from engine.templating import TemplateFailed
from tests.documents.makers import every_document

ROOT = Path(__file__).resolve().parents[2]
NORRBOTTEN = shipped_profiles()["region-norrbotten"]
FOR_EVER = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
SMALL = Limits(memory=700_000_000, seconds=20)
TRIES = 600


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(1, SMALL) as made:
        yield made


def a_letter(text: str = "Hej") -> Letter:
    return Letter(name="Brev", title="Ett brev", html=f"<p>{text}</p>")


def a_page(content: str) -> str:
    """A page of ours with this in it."""
    return render_html(a_letter(), NORRBOTTEN).replace("</main>", f"{content}</main>")


def until(true: Callable[[], bool]) -> None:
    for _ in range(TRIES):
        if true():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it never came to pass")


def only(pool: Pool) -> Worker:
    (worker,) = pool.workers
    return worker


def runs(process: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked about does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_pool_draws_the_same_bytes_as_this_process(pool: Pool) -> None:
    extract = every_document()["extract"]
    drawn, here = pool.make(extract, NORRBOTTEN), InProcess().make(extract, NORRBOTTEN)
    assert drawn == here
    assert pool.draw(here.html) == here.pdf


@pytest.mark.parametrize("name", sorted(every_document()))
def test_a_document_is_the_same_page_after_its_way_through_a_pipe(name: str) -> None:
    document = every_document()[name]
    assert html_of(filled(document, NORRBOTTEN)) == render_html(document, NORRBOTTEN)


def test_a_document_that_cannot_be_drawn_is_the_same_error_as_here_and_costs_no_worker(pool: Pool) -> None:
    pool.make(a_letter(), NORRBOTTEN)
    before = only(pool)
    for content, kind in (("<p>&#x4e2d;</p>", Unprintable), ('<img src="file:///etc/passwd" alt="x">', RenderFailed)):
        raised = []
        for printer in (pool, InProcess()):
            with pytest.raises(kind) as refused:
                printer.draw(a_page(content))
            raised.append((refused.value.facts, str(refused.value), vars(refused.value)))
        assert raised[0] == raised[1]
    assert only(pool) is before
    assert before.alive()


@pytest.mark.parametrize(
    "template",
    [
        FOR_EVER,
        "{{ 'a' * 10 ** 10 }}",
        "{% set a = namespace(x='aaaaaa') %}{% for n in range(99) %}{% set a.x = a.x ~ a.x %}{% endfor %}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        "{% for a in range(10 ** 9) %}{{ a }}{% endfor %}",
        "{{ document.parse_file('/etc/passwd') }}",
        "{{ document.__class__.__mro__ }}",
        "{{ ''.join.__globals__ }}",
        "{% include '/etc/passwd' %}",
        "{% include '../pyproject.toml' %}",
    ],
)
def test_a_template_of_others_neither_goes_on_for_ever_nor_fills_the_memory_nor_reaches_out(
    pool: Pool, template: str
) -> None:
    with pytest.raises((DrawingStopped, RenderFailed, TemplateFailed)) as refused:
        pool.make(a_letter(), NORRBOTTEN, template=template, within=1)
    assert "root:" not in str(refused.value)
    assert pool.draw(a_page("")).startswith(b"%PDF")


def test_a_template_of_others_may_extend_ours(pool: Pool) -> None:
    own = '{% extends "documents/letter.html" %}{% block title %}Vår egen {{ document.title }}{% endblock %}'
    drawn = pool.make(a_letter(), NORRBOTTEN, template=own)
    assert "Vår egen Ett brev" in drawn.html
    assert drawn.pdf.startswith(b"%PDF")


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 3_000,
        "<table><tr><td>" * 300,
    ],
    ids=["nested", "tables"],
)
def test_a_page_that_takes_too_much_is_stopped_and_the_next_is_drawn(pool: Pool, content: str) -> None:
    with pytest.raises((DrawingStopped, RenderFailed, PressDied)):
        pool.draw(a_page(content))
    assert pool.draw(a_page("")).startswith(b"%PDF")


def test_a_page_that_fills_the_memory_is_stopped_and_the_next_is_drawn() -> None:
    with Pool(1, Limits(memory=450_000_000, seconds=60)) as pool:
        pool.draw(a_page(""))
        with pytest.raises((DrawingStopped, PressDied)) as stopped:  # whichever meets the limit first, Python or Pango
            pool.draw(a_page("<p>x</p>" * 30_000))
        assert stopped.value.facts.get("limit") != "time"
        assert pool.draw(a_page("efteråt")).startswith(b"%PDF")


def test_a_worker_that_is_killed_fails_its_document_alone_and_is_replaced() -> None:
    with Pool(2, SMALL) as pool, ThreadPoolExecutor(2) as threads:
        pool.make(a_letter("ett"), NORRBOTTEN)
        victim = only(pool)
        lost = threads.submit(pool.make, a_letter(), NORRBOTTEN, template=FOR_EVER)
        until(lambda: not victim.sound)
        other = threads.submit(pool.make, a_letter("två"), NORRBOTTEN)
        os.kill(victim.process.pid, signal.SIGKILL)
        with pytest.raises(PressDied, match="SIGKILL"):
            lost.result()
        assert other.result().pdf.startswith(b"%PDF")
        assert victim not in pool.workers
        assert not victim.folder.exists()
        assert len(pool.workers) == 2
    assert not any(runs(worker.process.pid) for worker in pool.workers)


def test_a_worker_that_died_while_it_had_nothing_to_do_is_not_noticed(pool: Pool) -> None:
    pool.draw(a_page(""))
    only(pool).process.kill()
    only(pool).process.wait()
    assert pool.make(a_letter("efteråt"), NORRBOTTEN).pdf.startswith(b"%PDF")


def test_twenty_who_ask_at_once_all_get_their_own_and_no_more_processes_are_started() -> None:
    with Pool(2, SMALL) as pool, ThreadPoolExecutor(20) as threads:
        asked: list[Future[object]] = [
            threads.submit(lambda n: pool.make(a_letter(f"Nummer {n}"), NORRBOTTEN).html.count(f"Nummer {n}"), n)
            for n in range(20)
        ]
        assert [one.result() for one in asked] == [1] * 20
        assert len(pool.workers) == 2


def test_one_who_cannot_wait_is_told_that_others_are_before(pool: Pool) -> None:
    pool.draw(a_page(""))
    with ThreadPoolExecutor(1) as thread:
        first = thread.submit(pool.make, a_letter(), NORRBOTTEN, template=FOR_EVER, within=2)
        until(pool.free.empty)
        with pytest.raises(PressBusy):
            pool.make(a_letter("bråttom"), NORRBOTTEN, within=0.1)
        with pytest.raises(DrawingStopped, match="time"):
            first.result()


def test_the_same_content_is_drawn_once_and_what_was_asked_for_longest_ago_makes_room(pool: Pool) -> None:
    drawn = pool.make(a_letter("en gång"), NORRBOTTEN)
    done = only(pool).done
    assert pool.make(a_letter("en gång"), NORRBOTTEN) is drawn
    assert only(pool).done == done
    assert pool.drawn(filled(a_letter("en gång"), NORRBOTTEN), anew=True) == drawn
    assert only(pool).done == done + 1
    pool.cache.room = pool.cache.filled
    pool.make(a_letter("en till"), NORRBOTTEN)
    assert pool.cache.filled <= pool.cache.room
    pool.make(a_letter("en till"), NORRBOTTEN)
    assert only(pool).done == done + 2


def test_a_worker_is_calm_confined_and_knows_no_password(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "hemligt")
    monkeypatch.setenv("DNR_DATABASE_URL", "postgresql://dnr:hemligt@db.example/dnr")
    with Pool(1, SMALL) as fresh:
        fresh.draw(a_page(""))
        process = only(fresh).process.pid
        assert os.getpriority(os.PRIO_PROCESS, process) == os.getpriority(os.PRIO_PROCESS, 0) + 10
        assert resource.prlimit(process, resource.RLIMIT_AS) == (SMALL.memory, SMALL.memory)
        assert resource.prlimit(process, resource.RLIMIT_CORE) == (0, 0)
        assert 0 < resource.prlimit(process, resource.RLIMIT_CPU)[0] < 60
        assert b"hemligt" not in Path(f"/proc/{process}/environ").read_bytes()


def test_the_kernel_ends_what_nobody_watches() -> None:
    worker = Worker(Limits(seconds=1))
    worker.limits = SMALL  # the clock of this side would wait longer
    with pytest.raises(DrawingStopped, match="time"):
        worker.carry_out(filled(a_letter(), NORRBOTTEN, FOR_EVER), None)
    worker.end()
    assert worker.process.returncode == -signal.SIGXCPU


def test_a_worker_that_has_done_its_share_is_replaced() -> None:
    with Pool(1, SMALL, renewed_after=2) as pool:
        processes = set()
        for n in range(4):
            pool.make(a_letter(f"Nummer {n}"), NORRBOTTEN)
            processes.add(only(pool).process.pid)
        assert len(processes) == 3


def test_a_closed_pool_draws_nothing_and_leaves_nothing() -> None:
    pool = Pool(2, SMALL)
    pool.make(a_letter(), NORRBOTTEN)
    worker = only(pool)
    pool.close()
    assert worker.process.returncode is not None
    assert not worker.folder.exists()
    with pytest.raises(RuntimeError, match="closed"):
        pool.make(a_letter("för sent"), NORRBOTTEN)


def test_a_machine_without_pango_is_told_so_through_the_pool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "libpango-1.0.so.0").write_bytes(b"not a library")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    with Pool(1) as pool:
        for _ in range(2):
            with pytest.raises(MissingLibrary, match="apt-get install libpango"):
                pool.make(a_letter(), NORRBOTTEN)


def story(code: str) -> "subprocess.Popen[str]":
    """A program of its own that has a pool, and drawn one letter with it."""
    begin = (
        "import os, sys, time\n"
        "from engine.documents.pool import *\n"
        "from tests.documents.test_pool import FOR_EVER, NORRBOTTEN, SMALL, a_letter, only\n"
        "pool = Pool(1, SMALL)\n"
        "pool.make(a_letter(), NORRBOTTEN)\n"
    )
    return subprocess.Popen([sys.executable, "-c", begin + code], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_workers_end_when_their_program_is_killed_in_the_middle_of_a_document() -> None:
    code = (
        "print(only(pool).process.pid, only(pool).folder, flush=True)\n"
        "pool.make(a_letter(), NORRBOTTEN, template=FOR_EVER)\n"
    )
    with story(code) as program:
        assert program.stdout
        process, folder = program.stdout.readline().split()
        assert runs(int(process))
        began = time.monotonic()
        program.kill()
    until(lambda: not runs(int(process)))
    until(lambda: not Path(folder).exists())
    assert time.monotonic() - began < SMALL.seconds, "the pipe, not the limit, has ended it"


def test_a_forked_child_draws_with_workers_of_its_own_and_a_program_that_ends_leaves_none() -> None:
    code = (
        "mine = only(pool).process.pid\n"
        "child = os.fork()\n"
        "made = pool.make(a_letter('barn' if child == 0 else 'förälder'), NORRBOTTEN)\n"
        "print(len(made.pdf) > 1000, (only(pool).process.pid == mine) == bool(child), only(pool).folder, flush=True)\n"
        "if child: os.waitpid(child, 0)\n"
    )
    with story(code) as program:
        said, _ = program.communicate(timeout=120)
        assert program.returncode == 0
    lines = [line.split() for line in said.splitlines()]
    assert [line[:2] for line in lines] == [["True", "True"]] * 2
    assert not any(Path(folder).exists() for *_, folder in lines)
