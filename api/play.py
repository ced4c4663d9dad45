"""Plays scenarios: every act goes through the HTTP API in this process, with the scenario's clock.

After each act the outbox is drained and timers tick, so what the story says has happened has happened. The
documents it makes are written out with a manifest that holds no internal ids: a rerun gives the same bytes.
"""

import asyncio
import json
import re
import secrets
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from api.app import create_app
from api.door import House
from api.scenario import ActForm, Scenario, filled
from engine import steps
from engine.db import Database, declare, is_made, is_rehearsal
from engine.dispatch.channels import NOTHING_CARRIED, Channels
from engine.documents.pool import InProcess, Printer
from engine.errors import DnrError, Invalid, NotARehearsal
from engine.migrations import upgrade
from engine.organisations.setup import set_up, with_passwords
from engine.settings import Settings

API = "/api/v1"
Tell = Callable[[str], None]


class ActFailed(DnrError):
    """An act of the scenario was not answered as the scenario says."""


@dataclass
class Clock:
    """A clock that stands where the story has come to."""

    at: datetime

    def __call__(self) -> datetime:
        """The instant of the story."""
        return self.at


@dataclass
class Played:
    """What a scenario left behind."""

    title: str
    ends: datetime
    organisation: str
    usernames: list[str]
    password: str
    documents: list[dict[str, Any]]


@dataclass
class Player:
    """One scenario being played into a rehearsal database."""

    scenario: Scenario
    database: Database
    settings: Settings
    out: Path
    tell: Tell
    printer: Printer = field(default_factory=InProcess)
    channels: Channels = NOTHING_CARRIED
    """A story sends no mail, unless it is given a way."""
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    kept: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    ends: dict[str, datetime] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    """Dnr → id of every case the story has made."""
    titles: dict[str, str] = field(default_factory=dict)

    def play(self) -> Played:
        """Sets the organisation up, plays every act and writes the documents."""
        if not is_rehearsal(self.database):
            raise NotARehearsal(database=self.database.url)
        return asyncio.run(self.played())

    async def played(self) -> Played:
        """The story from its first act to its last."""
        self.clock = Clock(self.scenario.acts[0].at)
        self.house = House(self.database, steps.engine(), self.settings.files, self.clock, printer=self.printer)
        with self.database.write() as session:
            organisation = set_up(session, with_passwords(self.scenario.setup, self.password)[0], self.clock.at)
            steps.deploy_shipped(session, organisation.id, self.clock.at)
        transport = httpx.ASGITransport(create_app(self.house, self.settings))
        async with httpx.AsyncClient(transport=transport, base_url="http://dnr.invalid") as self.client:
            for act in self.scenario.acts:
                await self.act(act)
            documents = await self.written()
        told = Played(
            self.scenario.title,
            self.clock.at,
            self.scenario.setup.organisation.slug,
            [user.username for user in self.scenario.setup.users],
            self.password,
            documents,
        )
        write_manifest(self.out, [told])
        return told

    async def act(self, act: ActForm) -> None:
        """Does one act and everything that follows from it."""
        self.clock.at = act.at
        self.tell(f"{act.at:%Y-%m-%d %H.%M}  {act.tell}")
        method, path = await self.address(act)
        answer = await self.ask(method, path, act.who, filled(act.form, self.kept))
        if answer.status_code != (act.expect or answer.status_code) or (answer.is_error and not act.expect):
            raise ActFailed(act=act.tell, status=answer.status_code, answer=answer.text[:1000])
        if act.keep_as:
            self.kept[act.keep_as] = answer.json()
        if path == f"{API}/cases" and not answer.is_error:
            self.cases[answer.json()["dnr"]] = answer.json()["id"]
            self.titles[answer.json()["dnr"]] = answer.json()["title"]
        steps.settle(
            self.house.database,
            self.house.engine,
            self.settings.files,
            self.printer,
            self.clock.at,
            channels=self.channels,
        )

    async def address(self, act: ActForm) -> tuple[str, str]:
        """Where the act goes: the endpoint it names, or the waiting task of its step."""
        if act.step is None:
            return (
                ("POST", API + filled(act.post, self.kept)) if act.post else ("PUT", API + filled(act.put, self.kept))
            )
        case = self.kept[act.case or ""]["id"]
        listed = await self.ask("GET", f"{API}/cases/{case}/tasks", act.who)
        tasks = [task for task in listed.json().get("items", []) if task["step"] == act.step]
        if not tasks:
            raise Invalid("step", f"{act.step} does not wait", waiting=listed.text[:500])
        return "POST", f"{API}/tasks/{tasks[0]['id']}/complete"

    async def ask(self, method: str, path: str, who: str, form: Any = None) -> httpx.Response:
        """One call as a user, who is signed in the first time."""
        if who not in self.tokens or self.ends[who] <= self.clock.at:
            await self.sign_in(who)
        headers = {"Authorization": f"Bearer {self.tokens[who]}"}
        return await self.client.request(method, path, json=form, headers=headers)

    async def sign_in(self, who: str) -> None:
        """Signs a user in for the length of the story."""
        form = {
            "organisation": self.scenario.setup.organisation.slug,
            "username": who,
            "password": self.password,
            "scopes": ["read", "act", "admin"],
            "hours": 24 * 90,
        }
        answer = await self.client.post(f"{API}/tokens", json=form)
        if answer.is_error:
            raise ActFailed(act=f"sign-in of {who}", status=answer.status_code, answer=answer.text[:500])
        self.tokens[who] = answer.json()["token"]
        self.ends[who] = datetime.fromisoformat(answer.json()["expires_at"])

    async def written(self) -> list[dict[str, Any]]:
        """Writes every document of every case and tells what they are, without any internal id."""
        self.out.mkdir(parents=True, exist_ok=True)
        return [await self.write(dnr, record, file) for dnr, record, file in [one async for one in self.made()]]

    async def made(self) -> AsyncIterator[tuple[str, dict[str, Any], dict[str, Any]]]:
        """Every rendered file of every record of every case, in the order of their numbers."""
        reader = next(
            user.username for user in self.scenario.setup.users if any(r.role == "registrar" for r in user.roles)
        )
        for dnr, case in sorted(self.cases.items()):
            page = f"{API}/cases/{case}/records"
            while page:
                listed = (await self.ask("GET", page, reader)).raise_for_status().json()
                for record in listed["items"]:
                    for file in record["files"]:
                        if file["made_here"]:
                            yield dnr, record, {**file, "reader": reader}
                page = f"{API}/cases/{case}/records?after={listed['next']}" if listed["next"] else ""

    async def write(self, dnr: str, record: dict[str, Any], file: dict[str, Any]) -> dict[str, Any]:
        """Writes one file under a name that a person can read."""
        path = f"{API}/records/{record['id']}/files/{file['position']}"
        answer = (await self.ask("GET", path, file["reader"])).raise_for_status()
        name = f"{plain(dnr)}-{record['number']:02}-{record['kind']}.{SUFFIXES[file['media_type']]}"
        (self.out / name).write_bytes(answer.content)
        return {
            "case": self.titles[dnr],
            "dnr": dnr,
            "file": name,
            "kind": record["kind"],
            "recipients": record["recipients"],
            "sha256": file["sha256"],
            "title": record["title"],
        }


def write_manifest(out: Path, stories: Sequence[Played]) -> None:
    """Writes `manifest.json`: the stories that were played into the folder, and every document that they left there."""
    manifest = {
        "scenarios": [story.title for story in stories],
        "documents": [document for story in stories for document in story.documents],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    (out / "manifest.json").write_text(text, encoding="utf-8")


SUFFIXES = {"application/pdf": "pdf", "text/html": "html"}


def plain(dnr: str) -> str:
    """A diary number as part of a file's name."""
    return re.sub(r"[^0-9A-Za-zÅÄÖåäö]+", "-", dnr).strip("-")


@contextmanager
def rehearsal(settings: Settings) -> Iterator[Database]:
    """A rehearsal database under the settings' home: the one that is there, or a new one.

    Raises `NotARehearsal` for a database that was made for anything else.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    database = Database(settings.url)
    try:
        new = not is_made(database)
        upgrade(database)
        if new:
            declare(database, rehearsal=True)
        if not is_rehearsal(database):
            raise NotARehearsal(database=settings.url)
        yield database
    finally:
        database.close()
