"""The pool's side of a worker: a process of its own with a pipe to it and one from it."""

import contextlib
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.documents.pool import frames
from engine.documents.pool.faults import DrawingStopped, PressDied, raised_again
from engine.documents.pool.orders import Drawn, Order
from engine.errors import DnrError

START: Final = 120.0
"""Seconds that a worker may take until it is warm; commonly two."""
LEAST: Final = 1.0
"""Seconds that a document gets although waiting took longer than was asked for."""
END: Final = 5.0
"""Seconds from when a dying process has closed its pipe until it has ended."""
HOUSE: Final = Path(__file__).resolve().parents[3]
"""The folder that holds `engine`, so that a worker runs the same program."""
KEPT: Final = ("HOME", "LANG", "LD_LIBRARY_PATH", "PATH", "PYTHONHASHSEED", "TZ", "XDG_CACHE_HOME")
"""What a worker gets of the environment: no password and no address of a database."""


@dataclass(frozen=True)
class Limits:
    """What one document may take: bytes of address space, seconds of CPU and as many by the clock."""

    memory: int = 2_000_000_000
    seconds: int = 300


class Worker:
    """One process. Used by one thread at a time; whoever uses it ends it when it is not `sound` afterwards."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.folder = Path(tempfile.mkdtemp(prefix="dnr-draw-"))
        self.done = 0
        self.sound = True
        """Whether the next order can be given to it."""
        self.process = subprocess.Popen(  # noqa: S603 - our own program, and nothing that anybody has written
            [sys.executable, "-P", "-m", "engine.documents.pool.process", str(limits.memory), str(limits.seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=self.folder,
            env=environment(self.folder),
            start_new_session=True,  # Ctrl+C in a terminal is for the program, which then closes the pipe
        )
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("a process without its pipes")
        self.orders, self.answers = self.process.stdin, self.process.stdout

    def alive(self) -> bool:
        """Whether an order can be given to it: the last was answered, and the process still runs."""
        return self.sound and self.process.poll() is None

    def carry_out(self, order: Order, ends: float | None) -> Drawn:
        """Has the order carried out, before the monotonic clock is at `ends` if it is warm already.

        The errors of drawing; DrawingStopped when it took too much, PressDied when it died of something else.
        """
        self.sound = False
        if not self.done:
            self.asked(None, START)
        left = math.inf if ends is None else max(ends - time.monotonic(), LEAST)
        html, pdf, made = self.asked(order, min(left, self.limits.seconds))
        return Drawn(html.decode(), pdf, json.loads(made))

    def asked(self, order: Order | None, seconds: float) -> tuple[bytes, ...]:
        """One order, or the question whether it is warm, and its answer; an error that is the answer is raised."""
        with self.killed_after(seconds) as late:
            try:
                if order:
                    frames.write(self.orders, {"kind": order.kind}, order.parts)
                answer = frames.read(self.answers)
            except (EOFError, OSError, ValueError, KeyError, TypeError) as gone:
                raise self.cause(late, seconds) from gone
        self.done += 1
        self.sound = not late.is_set() and not answer.facts.get("ended", False)
        if "error" in answer.facts:
            raise raised_again(answer.facts["error"], answer.facts["about"])
        return answer.parts

    @contextlib.contextmanager
    def killed_after(self, seconds: float) -> Iterator[threading.Event]:
        """Kills the process when so many seconds have passed, and tells so."""
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()
            timer.join()

    def cause(self, late: threading.Event, seconds: float) -> DnrError:
        """Why there was no answer, once the process has ended."""
        try:
            self.process.wait(END)  # it has closed its pipe, so it is on its way
        except subprocess.TimeoutExpired:
            self.end()
        code = self.process.returncode
        if late.is_set() or code == -signal.SIGXCPU:
            return DrawingStopped(limit="time", seconds=math.ceil(seconds))
        return PressDied(cause=signal.Signals(-code).name if code < 0 else f"exit {code}")

    def end(self) -> None:
        """Ends the process at once, whatever it is at, and clears away what it left. May be done twice."""
        self.sound = False
        self.process.kill()
        self.process.wait()
        for pipe in (self.orders, self.answers):
            with contextlib.suppress(OSError, ValueError):  # what was not yet written has nobody to read it
                pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def let_go(self) -> None:
        """In a forked child: the process is its parent's, so nothing here may write to it or keep it alive."""
        nothing = os.open(os.devnull, os.O_RDWR)
        for pipe in (self.orders, self.answers):
            os.dup2(nothing, pipe.fileno(), inheritable=False)
        os.close(nothing)
        self.process.returncode = 0


def environment(folder: Path) -> dict[str, str]:
    """What a worker knows of the world: its own folder for what it writes down, and this program."""
    kept = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith(("LC_", "COVERAGE_"))}
    return {**kept, "TMPDIR": str(folder), "PYTHONPATH": str(HOUSE)}
