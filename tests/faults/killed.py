"""kill -9 between any two statements of an act, before its commit, after it, and around each file that is written."""

import asyncio
import base64
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import event, select

from api.app import create_app
from api.door import House
from engine.db import Database
from engine.lifecycle.tables import process
from engine.settings import Settings
from tests.at_work import START, WHO, AtWork
from tests.faults import Tally
from tests.faults._processes import die, forked
from tests.faults._soundness import counts, faults


@dataclass(frozen=True)
class Request:
    """One act as it is sent, and the case it is about; a registration is about none."""

    who: str
    path: str
    form: Mapping[str, Any]
    case: str | None = None


@dataclass
class Ground:
    """A database with a region at work, which this process never opens itself."""

    url: str
    home: Path
    tokens: Mapping[str, str] = field(default_factory=dict)
    meeting: str = ""

    def begin(self) -> None:
        """Sets the region up."""
        told = forked(self.set_up).told
        self.tokens, self.meeting = told["tokens"], told["meeting"]

    def set_up(self) -> dict[str, Any]:
        at_work = AtWork.begin(Database(self.url))
        return {"tokens": dict(at_work.tokens), "meeting": at_work.meeting()}

    def opened(self) -> AtWork:
        """The region, for a process of its own."""
        return AtWork.resume(Database(self.url), self.tokens, START)

    def snapshot(self, case: str | None) -> dict[str, Any]:
        """How many rows there are, and how often the case's process has moved: once for each act."""
        with closing(Database(self.url)) as database, database.read() as session:
            moved = select(process.c.rev).where(process.c.case_id == (UUID(case) if case else None))
            return {"rows": counts(session), "moved": session.execute(moved).scalar_one_or_none() or 0}

    async def ask(self, request: Request, key: str, at_work: AtWork) -> httpx.Response:
        """Sends the act through the whole application."""
        settings = Settings(home=self.home, database_url=self.url)
        house = House(at_work.database, at_work.engine, settings.files, clock=lambda: START)
        transport = httpx.ASGITransport(create_app(house, settings))
        headers = {"Authorization": f"Bearer {self.tokens[request.who]}", "Idempotency-Key": key}
        async with httpx.AsyncClient(transport=transport, base_url="http://dnr.invalid", headers=headers) as client:
            return await client.post(f"/api/v1{request.path}", json=request.form)


Act = Callable[[AtWork, Ground], Request]


def register(at_work: AtWork, ground: Ground) -> Request:
    """A motion comes in: numbers from two series, a record, movers, att-satser, a process with its first task."""
    return Request("registrator", "/cases", at_work.motion())


def register_with_file(at_work: AtWork, ground: Ground) -> Request:
    """The same with the motion itself: its bytes go to the store before any row names them."""
    content = base64.b64encode(f"Motion {counts_of(at_work)}".encode()).decode()
    file = {"filename": "motion.txt", "media_type": "text/plain", "content": content}
    return Request("registrator", "/cases", {**at_work.motion(), "files": [file]})


def counts_of(at_work: AtWork) -> int:
    """How many cases there are."""
    with at_work.database.read() as session:
        return counts(session)["case_file"]


def complete(at_work: AtWork, ground: Ground) -> Request:
    """The director approves: the process moves on, the report becomes a record and a job renders it."""
    case = at_work.brought_to("approve")
    task = at_work.task(case, "approve")
    return Request(WHO["approve"], f"/tasks/{task}/complete", {"approved": True}, str(case))


def decide(at_work: AtWork, ground: Ground) -> Request:
    """The board decides: a § with its number, points, recipients and outcome."""
    case = at_work.brought_to("decide", ground.meeting)
    task = at_work.task(case, "decide")
    return Request(WHO["decide"], f"/tasks/{task}/complete", at_work.form("decide"), str(case))


def kill(ground: Ground, act: Act, only: frozenset[int] | None = None) -> Tally:
    """Kills the act at every point, or at some; each time a fresh process looks, repeats it and looks again."""
    tally = Tally()
    for point in count(1):
        if only and point > max(only):
            break
        if only and point not in only:
            continue
        prepared = forked(lambda: prepare(ground, act)).told
        request, before = Request(**prepared["request"]), prepared["before"]
        key = f"point-{point}"
        ended = forked(lambda p=point, r=request, k=key: attempt(ground, r, k, p))  # type: ignore[misc]
        tally += Tally(**forked(lambda r=request, k=key, b=before: look(ground, r, k, b)).told)  # type: ignore[misc]
        if not ended.killed:
            break
        tally += Tally(injected=1)
    return tally


def prepare(ground: Ground, act: Act) -> dict[str, Any]:
    """Brings a case to where the act is next, and tells how things stand."""
    request = act(ground.opened(), ground)
    return {"request": request.__dict__, "before": ground.snapshot(request.case)}


def attempt(ground: Ground, request: Request, key: str, point: int) -> int:
    """The act, which dies when it comes to the point; the last is when it has been answered."""
    at_work = ground.opened()
    passed = count(1)

    def pass_by(*_: Any) -> None:
        if next(passed) == point:
            die()

    engines = {at_work.database.write_engine} | ({at_work.database.read_engine} if at_work.database.sqlite else set())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", pass_by)
        event.listen(engine, "commit", pass_by)
    store = str(ground.home / "files")

    def write(named: str, arguments: tuple[Any, ...]) -> None:
        if named in ("open", "os.rename") and str(arguments[0]).startswith(store):
            pass_by()

    sys.addaudithook(write)
    status = asyncio.run(ground.ask(request, key, at_work)).status_code
    pass_by()
    return status


def look(ground: Ground, request: Request, key: str, before: dict[str, Any]) -> dict[str, int]:
    """What stands after the kill, and after the act has been repeated with the same key, twice."""
    at_work = ground.opened()
    after = ground.snapshot(request.case)
    done = after["rows"]["kept_answer"] > before["rows"]["kept_answer"]
    half = list(disagreements(ground, at_work))
    if not done and after != before:
        half.append(f"not begun, and yet {after} after {before}")
    first = asyncio.run(ground.ask(request, key, at_work))
    second = asyncio.run(ground.ask(request, key, at_work))
    whole = ground.snapshot(request.case)
    half += disagreements(ground, at_work)
    if done and whole != after:
        half.append(f"done, and yet {whole} after {after}")
    lost = first.is_error or second.content != first.content or acts(before, whole, request) < 1
    for fault in [*half, *([f"answered {first.text}, then {second.text}"] if lost else [])]:
        print(f"{request.path} {key}: {fault}", file=sys.stderr)
    return {"lost": int(lost), "doubled": int(acts(before, whole, request) > 1), "half": int(bool(half))}


def disagreements(ground: Ground, at_work: AtWork) -> Iterator[str]:
    """What does not agree in the whole database."""
    yield from faults(at_work.database, ground.home / "files", at_work.engine)


def acts(before: dict[str, Any], after: dict[str, Any], request: Request) -> int:
    """How many times the act has been done."""
    if request.case:
        return int(after["moved"] - before["moved"])
    return int(after["rows"]["case_file"] - before["rows"]["case_file"])


KINDS: Mapping[str, Act] = {
    "kill-register": register,
    "kill-file": register_with_file,
    "kill-complete": complete,
    "kill-decide": decide,
}
