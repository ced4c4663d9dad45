"""Schemathesis over the whole description: no 5xx, and no answer that is not described.

`python -m tests.api.fuzzing SECONDS [SEED]` goes on with new seeds until the time is out.
"""

import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.stateful import run_state_machine_as_test
from hypothesis.strategies import DataObject, data, sampled_from
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Err
from schemathesis.specs.openapi import checks

from api.app import create_app
from api.examples import EXAMPLES
from engine.db import Database
from engine.settings import Settings
from tests.api.serving import served
from tests.api.town import Town, found_both, opened
from tests.conftest import address_of, created, migrate

Case = schemathesis.Case[Any]
APRIL = datetime(2020, 4, 1, 8, tzinfo=UTC)
"""A day on which the published examples make sense."""
NAMES_A_CASE = {"cases_relate": "other", "records_move": "case"}
NAMES = {"records": "add_record", "notes": "note", "watches": "watch"}
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.allow_header_conformance,
]
SIGN_OUT = "/api/v1/tokens/current"


class Ground(Protocol):
    """A kind of database: where the migrated template lies, and a new copy of it in place of the last."""

    template: str

    def copy(self) -> str:
        """The address of the copy."""
        ...


class OnSqlite:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        self.file, self.here = folder / "template.sqlite", folder / "dnr.sqlite"
        self.template = f"sqlite:///{self.file}"

    def copy(self) -> str:
        """The template's file copied."""
        for old in self.here.parent.glob("dnr.sqlite*"):
            old.unlink()
        shutil.copyfile(self.file, self.here)
        return f"sqlite:///{self.here}"


class OnPostgresql(ExitStack):
    """Databases of a server; what was made is gone at the end."""

    def __init__(self, server: str, migrated: str = "template0") -> None:
        super().__init__()
        self.server = server
        self.name = self.enter_context(created(server, migrated))
        self.template = address_of(server, self.name)
        self.last = self.enter_context(ExitStack())

    def copy(self) -> str:
        """A database made from the template."""
        self.last.close()
        return address_of(self.server, self.last.enter_context(created(self.server, self.name)))


class Fuzzer:
    """Calls everything that is described and holds each answer against the description.

    Each operation, and each story of several, begins with the same database, so the same seed gives the same calls.
    """

    def __init__(self, folder: Path, ground: "Ground", start: int) -> None:
        self.folder, self.ground, self.start, self.calls = folder, ground, start, 0
        found_both(ground.template)
        database = Database(ground.template)
        with opened(database, folder, lambda: APRIL) as town:
            self.token, self.house = town.token("allt"), town.house
            self.known = known(town)
        database.close()
        self.answered: Counter[tuple[str, int]] = Counter()
        self.schema = schemathesis.openapi.from_dict(create_app(self.house, Settings()).openapi())

    def fresh(self) -> None:
        """The database as it was founded."""
        self.house.database.close()
        self.house.database = Database(self.ground.copy())

    def headers(self, path: str) -> dict[str, str]:
        """The token of one who holds every role; for signing out nobody's, lest the rest be asked by nobody."""
        self.calls += 1
        return {"Authorization": f"Bearer {self.token if path != SIGN_OUT else 'nobodys'}"}

    def settings(self, examples: int) -> settings:
        """The same calls for the same seed; nothing is written down and nobody is hurried."""
        return settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
            verbosity=Verbosity.quiet,
            stateful_step_count=8,
        )

    @contextmanager
    def serving(self) -> Iterator[None]:
        """The application on this machine's loopback."""
        app = create_app(self.house, Settings(home=self.folder, max_body=100_000, max_file=100_000))
        with served(app) as self.address:
            yield
            self.house.database.close()

    def every_operation(self, examples: int) -> None:
        """Each operation by itself, with forms as described and with broken ones."""
        for found in self.schema.get_all_operations():
            if isinstance(found, Err):
                raise found.err()
            operation = found.ok()
            for mode in GenerationMode:
                run = given(case=operation.as_strategy(generation_mode=mode), data=data())(self.one_of())
                self.fresh()
                with suppress(Unsatisfiable) if mode.is_negative else nullcontext():  # nothing there to break
                    seed(self.start)(self.settings(examples)(run))()

    def one_of(self) -> Callable[..., None]:
        """A test of one operation; hypothesis marks each function it runs, so each operation has its own."""

        def call(case: Case, data: DataObject) -> None:
            self.aim(case, lambda choices: data.draw(sampled_from(choices)))
            self.check(case, case.call(base_url=self.address, headers=self.headers(case.path)))

        return call

    def aim(self, case: Case, choose: Callable[[list[Any]], Any]) -> None:
        """Makes most calls hit something: ids that exist, and the form's example with one field of what was made up."""
        for name in set(case.path_parameters) & self.known.keys():
            if choose([True, True, False]):
                case.path_parameters[name] = choose(self.known[name])
        example = EXAMPLES.get(name_of(case))
        if example is not None and case.media_type == "application/json" and choose([True, True, False]):
            if field := NAMES_A_CASE.get(name_of(case)):
                example = {**example, field: choose(self.known["case_id"])}
            made_up = case.body if isinstance(case.body, dict) else {}
            field = choose([None, *sorted(made_up)])
            case.body = {**example, **({field: made_up[field]} if field is not None else {})}

    def check(self, case: Case, response: Any) -> None:
        """Holds an answer against the description."""
        self.answered[name_of(case), response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    def stories(self, examples: int) -> None:
        """Operations one after another, by the links between them."""
        fuzzer = self

        class Stories(self.schema.as_state_machine()):  # type: ignore[misc]
            def setup(self) -> None:
                fuzzer.fresh()
                self.choice = random.Random(fuzzer.start)

            def before_call(self, case: Case) -> None:
                fuzzer.aim(case, self.choice.choice)

            def get_call_kwargs(self, case: Case) -> dict[str, Any]:
                return {"base_url": fuzzer.address, "headers": fuzzer.headers(case.path)}

            def validate_response(self, response: Any, case: Case, **more: Any) -> None:
                fuzzer.check(case, response)

        seed(self.start)(Stories)
        run_state_machine_as_test(Stories, settings=self.settings(examples))


def name_of(case: Case) -> str:
    """The name of the operation that a call is of."""
    return str(case.operation.definition.raw["operationId"])


def known(town: Town) -> dict[str, list[str]]:
    """The ids of some of everything, made before the fuzzing begins."""
    cases = [town.a_motion(who="allt")["id"] for _ in range(2)]
    for case in cases:
        for path in ("records", "notes", "watches"):
            assert town.post(f"cases/{case}/{path}", EXAMPLES[f"cases_{NAMES[path]}"], "allt").status_code == 201
    assert town.post("records", EXAMPLES["records_add"], "allt").status_code == 201
    meeting = town.post("meetings", {**EXAMPLES["meetings_plan"], "day": "2020-02-17"}, "allt")
    shown = [town.get(f"cases/{case}", "allt").json() for case in cases]
    related = town.post(f"cases/{cases[0]}/relations", {"other": cases[1]}, "allt")
    lists = [f"cases/{case}/records" for case in cases] + ["records"]
    return {
        "case_id": cases,
        "record_id": [record["id"] for path in lists for record in town.get(path, "allt").json()["items"]],
        "task_id": [task["id"] for case in shown for task in case["tasks"]],
        "watch_id": [watch["id"] for case in shown for watch in case["watches"]],
        "meeting_id": [meeting.json()["id"]],
        "relation_id": [related.json()["id"]],
        "slug": ["not-found", "rule-broken"],
        "position": ["1"],
    }


def fuzz_for(seconds: float, start: int) -> None:
    """Fuzzes databases of its own with one seed after another until the time is out: on SQLite, and where
    `DNR_TEST_DATABASE_URL` names a PostgreSQL server on that in every second turn.
    """
    calls, end, server = 0, time.monotonic() + seconds, os.environ.get("DNR_TEST_DATABASE_URL")
    while time.monotonic() < end:
        with tempfile.TemporaryDirectory() as made, ExitStack() as held:
            there = server if start % 2 else None
            ground = held.enter_context(OnPostgresql(there)) if there else OnSqlite(Path(made))
            migrate(ground.template)
            fuzzer = Fuzzer(Path(made), ground, start)
            with fuzzer.serving():
                fuzzer.every_operation(15)
                fuzzer.stories(40)
            calls += fuzzer.calls
        print(f"seed {start} on {'PostgreSQL' if there else 'SQLite'}: {calls} calls so far, nothing found", flush=True)
        print(
            "  " + ", ".join(f"{name} {status}: {count}" for (name, status), count in sorted(fuzzer.answered.items()))
        )
        start += 1


if __name__ == "__main__":
    fuzz_for(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**6))
