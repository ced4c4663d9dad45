"""Two organisations as the API's tests know them: who works there, and who asks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from pydantic import SecretStr

from api.app import create_app
from api.door import House
from api.scenario import Scenario, read_scenario
from engine import steps
from engine.db import Database
from engine.documents.pool import Pool
from engine.organisations.forms import SetupForm
from engine.organisations.setup import set_up
from engine.settings import Settings, data

API = "/api/v1"
PASSWORD = "correct horse battery"
START = datetime(2020, 2, 17, 8, tzinfo=UTC)
CALLME = data("workflows", "scenarios", "callme.yaml")
NORTH = "region-norrbotten"
WEST = "region-vasterbotten"

MORE_BODIES = [{"name": "Kulturnämnden", "kind": "board"}]
EVERY_ROLE = ("registrar", "officer", "manager", "director", "secretary", "chair", "admin")
MORE_USERS: list[dict[str, Any]] = [
    {"username": "kulturhandl", "name": "Kurt Ros", "roles": [{"role": "officer", "body": "kulturnamnden"}]},
    {"username": "kulturchef", "name": "Klara Dahl", "roles": [{"role": "manager", "body": "kulturnamnden"}]},
    {"username": "kollega", "name": "Kaj Moberg", "roles": [{"role": "officer", "body": "regionstyrelsen"}]},
    {"username": "ordforande", "name": "Karin Lundmark", "roles": [{"role": "chair", "body": "regionstyrelsen"}]},
    {"username": "ledamot", "name": "Per Wikström", "roles": [{"role": "member", "body": "regionstyrelsen"}]},
    {"username": "revisor", "name": "Rolf Ek", "roles": [{"role": "auditor"}]},
    {"username": "allt", "name": "Alla Roller", "roles": [{"role": role} for role in EVERY_ROLE]},
    {"username": "ingenting", "name": "Ida Tom", "roles": []},
]
MARIANNE = {"person": "marianne-sandstrom"}


class Clock:
    """A clock that stands where the test puts it."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def callme() -> Scenario:
    """The shipped scenario."""
    return read_scenario(CALLME)


def described(slug: str, name: str) -> SetupForm:
    """The organisation of the shipped scenario with some more people, under a slug of its own."""
    form = callme().setup
    plain = form.model_dump(mode="json", exclude={"organisation"}, exclude_none=True)
    plain["organisation"] = {"slug": slug, "name": name, "profile": slug}
    plain["bodies"] += MORE_BODIES
    plain["diaries"] += [{"slug": "kultur", "name": "Kulturnämnden", "pattern": "KN {year}/{seq}"}]
    plain["users"] = [{**user, "password": PASSWORD} for user in (*plain["users"], *MORE_USERS)]
    for user in plain["users"]:
        user["password"] = SecretStr(PASSWORD)
    return SetupForm.model_validate(plain)


def found_both(url: str) -> None:
    """Founds both organisations in a migrated database, with the shipped lifecycle deployed."""
    database = Database(url)
    try:
        with database.write() as session:
            for slug, name in ((NORTH, "Region Norrbotten"), (WEST, "Region Västerbotten")):
                organisation = set_up(session, described(slug, name), START)
                steps.deploy_shipped(session, organisation.id, START)
    finally:
        database.close()


class Client:
    """Calls the application in this process, one request after the other or from several threads."""

    def __init__(self, portal: BlockingPortal, client: httpx.AsyncClient) -> None:
        self.portal, self.client = portal, client

    def request(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """One request and its answer; an exception that nothing caught is raised here."""
        return self.portal.call(partial(self.client.request, method, path, **sent))


@dataclass
class Town:
    """The application over one database, and everybody's tokens."""

    house: House
    client: Client
    clock: Clock
    tokens: dict[tuple[str, str, tuple[str, ...]], tuple[str, datetime]] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        """The database behind the door."""
        return self.house.database

    def sign_in(
        self, who: str, organisation: str = NORTH, scopes: tuple[str, ...] = ("read", "act", "admin"), **form: Any
    ) -> httpx.Response:
        """Asks for a token."""
        said = {"organisation": organisation, "username": who, "password": PASSWORD, "scopes": list(scopes), **form}
        return self.client.request("POST", f"{API}/tokens", json=said)

    def token(self, who: str, organisation: str = NORTH, scopes: tuple[str, ...] = ("read", "act", "admin")) -> str:
        """Somebody's token, for ninety days."""
        key = (organisation, who, scopes)
        if key not in self.tokens or self.tokens[key][1] <= self.clock.at:
            answer = self.sign_in(who, organisation, scopes, hours=24 * 90)
            assert answer.status_code == 201, answer.text
            self.tokens[key] = (answer.json()["token"], datetime.fromisoformat(answer.json()["expires_at"]))
        return self.tokens[key][0]

    def ask(
        self, method: str, path: str, who: str, *, organisation: str = NORTH, headers: Any = None, **sent: Any
    ) -> httpx.Response:
        """One request as somebody."""
        headers = {"Authorization": f"Bearer {self.token(who, organisation)}", **(headers or {})}
        return self.client.request(method, path if path.startswith("/") else f"{API}/{path}", headers=headers, **sent)

    def get(self, path: str, who: str = "registrator", **more: Any) -> httpx.Response:
        """Reads as somebody, the registrar if nobody is named."""
        return self.ask("GET", path, who, **more)

    def post(self, path: str, form: Any = None, who: str = "registrator", **more: Any) -> httpx.Response:
        """Does something as somebody, the registrar if nobody is named."""
        return self.ask("POST", path, who, json=form if form is not None else {}, **more)

    def a_motion(self, who: str = "registrator", **changes: Any) -> dict[str, Any]:
        """A registered motion, as the API answers."""
        answer = self.post("cases", {**motion(), **changes}, who)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def a_board_matter(self, organisation: str = NORTH, **changes: Any) -> dict[str, Any]:
        """A motion kept by the executive board's registrar: the kind whose lifecycle ships."""
        answer = self.post("cases", {**motion(), "body": "regionstyrelsen", **changes}, organisation=organisation)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def task(self, case: str, step: str, who: str = "registrator") -> str:
        """The id of a waiting step of a case."""
        items = self.get(f"cases/{case}/tasks", who).json()["items"]
        return str(next(task["id"] for task in items if task["step"] == step))


def motion() -> dict[str, Any]:
    """A motion as it is registered."""
    return {
        "kind": "motion",
        "title": "Motion om systemet CallMe",
        "diary": "region",
        "body": "regionfullmaktige",
        "arrived_on": "2020-02-17",
        "way_in": "post",
        "movers": [MARIANNE],
        "clauses": ["systemet CallMe ska vara frivilligt."],
    }


@cache
def shared_pool() -> Pool:
    """The one pool of a test process, started by the first test that draws."""
    return Pool()


@contextmanager
def opened(database: Database, folder: Path, clock: Callable[[], datetime] | None = None) -> Iterator[Town]:
    """The application over a founded database."""
    stands = Clock()
    house = House(database, steps.engine(), folder / "files", clock or stands, printer=shared_pool())
    app = create_app(house, Settings(home=folder))
    with start_blocking_portal() as portal:
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://dnr.invalid")
        yield Town(house, Client(portal, client), stands)
        portal.call(client.aclose)
