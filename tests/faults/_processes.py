"""Processes of their own for acts that die, and for those who look afterwards. The parent keeps no connection open."""

import json
import os
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn


@dataclass(frozen=True)
class Ended:
    """How a process ended: what it told, or that it was killed."""

    killed: bool
    told: Any


def forked(work: Callable[[], Any]) -> Ended:
    """Does the work in a process of its own; raises when it fails otherwise than by being killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        tell(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return Ended(killed=True, told=None)
    if status != 0:
        raise RuntimeError(f"the process failed: {said.decode()}")
    return Ended(killed=False, told=json.loads(said))


def tell(work: Callable[[], Any], pipe: int) -> NoReturn:
    """The whole life of a forked process."""
    status = 1
    try:
        os.write(pipe, json.dumps(work()).encode())
        status = 0
    finally:
        if status:
            os.write(pipe, traceback.format_exc().encode()[-60_000:])
        os._exit(status)


def die() -> None:
    """Ends this process as kill -9 does: nothing is flushed, closed or rolled back."""
    os.kill(os.getpid(), signal.SIGKILL)
