"""Serving: the API, and a thread beside it that empties the outbox and lets timers fire."""

import gc
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
import uvicorn

from api.app import create_app
from api.door import Clock, House, wall_clock
from engine import registry, steps
from engine.db import Database, declare, is_made
from engine.dispatch.channels import Channels
from engine.documents.pool import Pool
from engine.errors import Misconfigured
from engine.migrations import check, upgrade
from engine.organisations import links
from engine.settings import Settings

PAUSE = 1.0
"""Seconds between two looks at the outbox."""
FIRST = "Ingen organisation finns. Lägg upp den första här; länken gäller ett dygn och kan användas en gång:"
SWEEP_EVERY = timedelta(days=1)
log = structlog.get_logger()


def serve_house(
    settings: Settings,
    host: str,
    port: int,
    clock: Clock = wall_clock,
    banner: str | None = None,
    tell: Callable[[str], None] = print,
) -> None:
    """Serves until it is stopped. Refuses a database that is not up to date, and says how to mend it.

    A place without a database gets one; a database without an organisation gets a link that makes the first, told once.
    """
    database = begun(settings)
    if wrong := check(database):
        database.close()
        raise Misconfigured(database="is not up to date", first=wrong[0], command="dnr db upgrade")
    tell_first(database, f"http://{host}:{port}", clock, tell)
    pool = Pool.of(settings)
    house = House(database, steps.engine(), settings.files, clock, banner, pool, Channels.of(settings))
    behind = Behind(house, settings.renderers)
    behind.start()
    app = create_app(house, settings)
    leave_in_peace()
    try:
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
    finally:
        behind.stop()
        pool.close()  # what takes longer than that to draw is put off
        behind.join(timeout=5)
        database.close()


def begun(settings: Settings) -> Database:
    """The installation's database; a new one where there was none at all."""
    settings.home.mkdir(parents=True, exist_ok=True)
    database = Database(settings.url)
    if not is_made(database):
        upgrade(database)
        declare(database, rehearsal=False)
    return database


def tell_first(database: Database, address: str, clock: Clock, tell: Callable[[str], None]) -> None:
    """Tells of the link by which the first organisation is made, when there is none. A new start makes a new link."""
    with database.write() as session:
        secret = links.first_link(session, clock())
    if secret is not None:
        tell(f"{FIRST}\n{address}/begin?key={secret}")


def leave_in_peace() -> None:
    """What was made at the start stays, so the garbage collector need not look through it at every turn."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


class Behind(threading.Thread):
    """What goes on behind the requests. One act that fails is logged and does not end it."""

    def __init__(self, house: House, at_once: int = 1) -> None:
        super().__init__(name="behind", daemon=True)
        self.house, self.at_once = house, at_once
        self.ended = threading.Event()
        self.sweeps_at = house.clock()

    def run(self) -> None:
        """Looks, and looks again after a pause."""
        while not self.ended.wait(PAUSE):
            try:
                self.look(self.house.clock())
            except Exception as fault:  # noqa: BLE001 - a thread that dies unseen would leave documents unmade
                log.error("background work failed", error=type(fault).__name__, reason=str(fault)[:500])

    def look(self, now: datetime) -> None:
        """Does what is due; once a day, and at the start, files that no record names are swept away."""
        house = self.house
        steps.settle(
            house.database,
            house.engine,
            house.files,
            house.printer,
            now,
            at_once=self.at_once,
            channels=house.channels,
        )
        if now >= self.sweeps_at:
            self.sweeps_at = now + SWEEP_EVERY
            registry.sweep_files(self.house.database, self.house.files, now)

    def stop(self) -> None:
        """Ends after the act it is in."""
        self.ended.set()
        self.join(timeout=30)


def clock_from(start: datetime) -> Clock:
    """A clock that goes on from where a story ended."""
    began = wall_clock()
    return lambda: start + (wall_clock() - began) + timedelta(minutes=1)
