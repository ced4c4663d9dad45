"""A worker's own side: `python -m engine.documents.pool.process MEMORY SECONDS`, orders in on 0, answers out on 1.

Runs with low priority and within limits, and ends when the pipe that its orders come through is closed, in the middle
of a document too: whoever started it has then gone.
"""

import json
import os
import queue
import resource
import shutil
import sys
import tempfile
import threading
from typing import BinaryIO, Final

from engine.documents.models import Letter
from engine.documents.pool import frames
from engine.documents.pool.faults import DrawingStopped, told
from engine.documents.pool.orders import Order, carry_out, filled
from engine.errors import DnrError
from engine.organisations.profile import shipped_profiles

NICE: Final = 10
LARGEST_FILE: Final = 100_000_000
"""Bytes of a file that a worker may write: the fonts, which WeasyPrint copies for Pango."""


SPARE: Final = bytearray(16_000_000)
"""Let go when memory has run out, so that there is some to tell it with."""


def main(memory: int, seconds: int) -> None:
    """Says when it is warm, then draws what it is asked to, until nobody asks any more."""
    orders, answers = own_pipes()
    confine(memory)
    waiting: queue.SimpleQueue[frames.Frame] = queue.SimpleQueue()
    threading.Thread(target=listen, args=(orders, waiting), daemon=True).start()
    going_on = warmed(answers)
    while going_on:
        asked = waiting.get()
        allow(seconds)
        going_on = answered(answers, Order(asked.facts["kind"], asked.parts))
    os._exit(0)  # at once: with its memory full it could not even end in an orderly way


def own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes; what any library prints goes with the errors from now on."""
    orders, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return orders, answers


def confine(memory: int) -> None:
    """Low priority, so much address space and no more, no large files, and no image of what it held if it dies."""
    os.nice(NICE)
    for kind, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))


def allow(seconds: int) -> None:
    """Gives so many more seconds of CPU; the kernel ends the process when they are used up."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, most))


def listen(orders: BinaryIO, waiting: "queue.SimpleQueue[frames.Frame]") -> None:
    """Takes orders from the pipe; ends the process when it is closed."""
    try:
        while True:
            waiting.put(frames.read(orders))
    finally:
        shutil.rmtree(tempfile.gettempdir(), ignore_errors=True)  # the worker's own: see worker.py
        os._exit(0)


def warmed(answers: BinaryIO) -> bool:
    """Draws a letter, so that everything is loaded, and says so; False, with the error, when it cannot."""
    profile = next(iter(shipped_profiles().values()))
    try:
        carry_out(filled(Letter(name="Brev", title="Brev", html="<p><strong>Text</strong></p>"), profile))
    except DnrError as fault:
        frames.write(answers, {**told(fault), "ended": True})
        return False
    frames.write(answers, {})
    return True


def answered(answers: BinaryIO, order: Order) -> bool:
    """Draws and answers; False when something unforeseen happened, so that this process should not go on."""
    try:
        drawn = carry_out(order)
    except DnrError as fault:
        frames.write(answers, told(fault))
        return True
    except MemoryError:
        SPARE.clear()
        frames.write(answers, {**told(DrawingStopped(limit="memory")), "ended": True})
        return False
    except Exception as fault:  # noqa: BLE001 - whatever a document brings about is that document's error
        frames.write(answers, {**told(fault), "ended": True})
        return False
    frames.write(answers, {}, (drawn.html.encode(), drawn.pdf, json.dumps(dict(drawn.made)).encode()))
    return True


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
