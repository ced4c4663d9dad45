"""The rendering pool: processes of our own that draw documents, with low priority and within limits.

A document that takes too much, or kills what draws it, fails alone: its worker is replaced and the pool goes on.
Workers are started when they are first needed, and end with the program, however it ends.
"""

import atexit
import os
import queue
import threading
import time
import weakref
from types import TracebackType
from typing import Final, Self

from engine.documents.pool.cache import Cache
from engine.documents.pool.faults import DrawingStopped, PressBusy, PressDied
from engine.documents.pool.orders import Drawn, InProcess, Order, Printer, filled, page
from engine.documents.pool.worker import Limits, Worker
from engine.settings import Settings

__all__ = [
    "DrawingStopped",
    "Drawn",
    "InProcess",
    "Limits",
    "Order",
    "Pool",
    "PressBusy",
    "PressDied",
    "Printer",
    "filled",
    "page",
]

RENEWED_AFTER: Final = 1000
"""Documents that a worker draws before it is replaced, since libraries in C seldom give all memory back."""
POOLS: "Final[weakref.WeakSet[Pool]]" = weakref.WeakSet()


class Pool(Printer):
    """So many workers, and what they drew lately (up to `remembered` bytes). For any number of threads."""

    def __init__(
        self,
        workers: int = 2,
        limits: Limits | None = None,
        remembered: int = 50_000_000,
        renewed_after: int = RENEWED_AFTER,
    ) -> None:
        self.size, self.limits = workers, limits or Limits()
        self.remembered, self.renewed_after = remembered, renewed_after
        self.open_anew()
        POOLS.add(self)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The pool that an installation has chosen."""
        limits = Limits(settings.render_memory, settings.render_seconds)
        return cls(settings.renderers, limits, settings.render_cache)

    def open_anew(self) -> None:
        """Without workers yet: at the start, and in a forked child, which has none of its own."""
        self.lock = threading.Lock()
        self.closed = False
        self.workers: set[Worker] = set()
        self.cache = Cache(self.remembered)
        self.free: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(self.size):
            self.free.put(None)

    def drawn(self, order: Order, *, within: float | None = None, anew: bool = False) -> Drawn:
        """Has the order carried out by a worker; at once when the same was drawn lately, unless it is to be `anew`.

        `within` is the most seconds to wait, for a turn (PressBusy) and then for the drawing (DrawingStopped).
        """
        if not anew and (known := self.cache.get(order.key)):
            return known
        ends = time.monotonic() + within if within is not None else None
        worker = self.taken(within)
        try:
            made = worker.carry_out(order, ends)
        finally:
            self.give_back(worker)
        self.cache.keep(order.key, made)
        return made

    def taken(self, within: float | None) -> Worker:
        """A worker that nobody else has, the one used last if there is a choice."""
        try:
            worker = self.free.get(timeout=within)
        except queue.Empty:
            raise PressBusy from None
        try:
            if worker is not None and not worker.alive():
                self.end(worker)
                worker = None
            return worker or self.started()
        except BaseException:
            self.free.put(None)
            raise

    def give_back(self, worker: Worker) -> None:
        """Leaves the worker to the next; one that is not sound any more, or has done its share, is replaced."""
        following: Worker | None = worker
        try:
            if not worker.sound or worker.done > self.renewed_after:
                following = None
                self.end(worker)
                following = self.started() if worker.done and not self.closed else None
        finally:
            self.free.put(following)

    def started(self) -> Worker:
        """A new worker. RuntimeError when the pool is closed."""
        with self.lock:
            if self.closed:
                raise RuntimeError("the pool is closed")
            if not self.workers:
                atexit.register(self.close)
            worker = Worker(self.limits)
            self.workers.add(worker)
            return worker

    def end(self, worker: Worker) -> None:
        """Ends a worker for good."""
        worker.end()
        with self.lock:
            self.workers.discard(worker)

    def close(self) -> None:
        """Ends every worker. What is being drawn fails; what waits for its turn is told that the pool is closed."""
        with self.lock:
            self.closed = True
            ending = list(self.workers)
        for worker in ending:
            worker.end()
        atexit.unregister(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def begin_anew() -> None:
    """After a fork: the child leaves its parent's workers alone."""
    for pool in POOLS:
        for worker in pool.workers:
            worker.let_go()
        pool.open_anew()


os.register_at_fork(after_in_child=begin_anew)
