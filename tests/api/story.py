"""The shipped scenario walked through the API act by act, for tests that look at each answer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from api.scenario import ActForm, filled
from engine.lifecycle import runtime
from tests.api.counting import Counted, counting
from tests.api.town import API, Town, callme


@dataclass
class Told:
    """An act with its answer and what it asked of the database."""

    act: ActForm
    answer: httpx.Response
    counted: Counted


@dataclass
class Story:
    """The story in one town."""

    town: Town
    kept: dict[str, Any] = field(default_factory=dict)

    def acts(self, until: str | None = None) -> Iterator[Told]:
        """Does every act in turn, up to but not including the step named; timers fire in between."""
        for number, act in enumerate(callme().acts):
            if until is not None and act.step == until:
                return
            self.town.clock.at = act.at
            method, path = self.address(act)
            self.town.get("organisation", act.who)  # the day that a key is used is noted before the act is counted
            with counting(self.town.database) as counted:
                answer = self.town.ask(
                    method,
                    path,
                    act.who,
                    json=filled(act.form, self.kept),
                    headers={"Idempotency-Key": f"act-{number}"},
                )
            if act.keep_as and answer.is_success:
                self.kept[act.keep_as] = answer.json()
            runtime.tick(self.town.database, self.town.house.engine, act.at)
            yield Told(act, answer, counted)

    def through(self, until: str | None = None) -> str:
        """Does the acts, each of which must succeed, and returns the case's id."""
        for told in self.acts(until):
            assert told.answer.is_success, (told.act.tell, told.answer.text)
        return str(self.kept["case"]["id"])

    def next_of(self, act: ActForm) -> ActForm | None:
        """The act that comes after this one, if any."""
        acts = callme().acts
        place = acts.index(act) + 1
        return acts[place] if place < len(acts) else None

    def address(self, act: ActForm) -> tuple[str, str]:
        """The method and the address of an act."""
        if act.step is None:
            return (
                ("POST", API + filled(act.post, self.kept)) if act.post else ("PUT", API + filled(act.put, self.kept))
            )
        return "POST", f"{API}/tasks/{self.town.task(self.kept['case']['id'], act.step, act.who)}/complete"
