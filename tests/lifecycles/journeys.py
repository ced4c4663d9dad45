"""What can happen on a walk: the shipped diagrams and the constructs, with what their steps may be answered."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from random import Random
from typing import Any

from engine.lifecycle.bundles import Bundle
from engine.lifecycle.deployments import SHIPPED, shipped_files
from tests.lifecycles.constructs import CONSTRUCTS
from tests.lifecycles.sketch import sketch
from tests.lifecycles.walks import Answers, Room, Walk, walk

STEPS_MAX = 40


@dataclass(frozen=True)
class Journey:
    """A bundle to walk, with how its steps and services answer and what it starts from."""

    load: Callable[[], Bundle]
    answers: Answers
    room: Room
    start: Mapping[str, object]

    def walk(self, bundle: Bundle, random: Random, steps_max: int = STEPS_MAX) -> Walk:
        return walk(self.load, bundle, random, self.answers, self.room, self.start, steps_max)


def construct(name: str) -> Journey:
    """The journey through one construct."""
    files = {f"f{n}.bpmn": sketch(text) for n, text in enumerate(CONSTRUCTS[name])}
    return Journey(lambda: Bundle.load(files, {"remind", "count"}), any_answer, any_room, ANYTHING)


ANYTHING: Mapping[str, object] = {"items": ["p", "q", "r"], "more": False, "kind": "a", "due": "2020-03-05T00:00:00Z"}


def any_answer(random: Random, step: str) -> dict[str, object]:
    """What a step of a construct may be answered; only a step done for each of several has an answer of its own."""
    said: dict[str, object] = {"more": random.random() < 0.4, "kind": random.choice("abc")}
    if step in ("each_one", "reply", "b_two", "in_turn"):
        said["answer_too" if step == "in_turn" else "answer"] = random.choice(["yes", "no", 1, True])
    if random.random() < 0.3:
        said["items"] = [random.choice("xyz") for _ in range(random.randrange(4))]
    if random.random() < 0.3:
        said[f"mark{random.randrange(3)}"] = random.randrange(100)
    return said


def any_room(operator: str, params: Mapping[str, Any], variables: Mapping[str, Any]) -> Mapping[str, object]:
    """What the rooms answer the constructs."""
    return {"counted": len(variables), "more": bool(variables.get("more"))} if operator == "count" else {}


def operators_in(files: Mapping[str, bytes]) -> set[str]:
    """The operators that some diagrams call; that the house has them is another test's matter."""
    return {each.decode() for content in files.values() for each in re.findall(rb'Operator id="(\w+)"', content)}


def shipped_kind(kind: str) -> Journey:
    """The journey of a matter through the shipped diagrams of its kind."""
    files = shipped_files(kind)
    return Journey(lambda: Bundle.load(files, operators_in(files), kind), any_matter, rooms, BODIES)


BODIES: Mapping[str, object] = {
    "council": "body-council",
    "board": "body-board",
    "executive_board": "body-executive",
    "referral_due": "",
    "referrals": [],
    "consultation": False,
    "deciding_body": "body-board",
}


OUTCOMES = ("approved", "rejected", "decided", "proposed", "proposed", "tabled", "referred_back")


def chance(name: str, odds: float) -> Callable[[Random], dict[str, object]]:
    """An answer of yes or no."""
    return lambda random: {name: random.random() < odds}


def a_draft(random: Random) -> dict[str, object]:
    """A draft with up to three referrals, due soon, long ago or never."""
    due = random.choice(["", "2020-03-04T00:00:00Z", "2019-01-01T00:00:00Z"])
    return {"referrals": [f"referral-{n}" for n in range(random.randrange(4))], "referral_due": due}


SAID: Mapping[str, Callable[[Random], dict[str, object]]] = {
    "allocate": chance("consultation", 0.3),
    "approve": chance("approved", 0.6),
    "check_motion": chance("admitted", 0.9),
    "decide": lambda random: {"outcome": random.choice(OUTCOMES)},
    "decide_urgently": lambda random: {"outcome": "decided"},
    "draft_report": a_draft,
    "list_recommendations": chance("through_council", 0.5),
    "plan_decision": chance("urgent", 0.4),
    "receive_initiative": chance("at_once", 0.5),
    "referral_reply": lambda random: {"reply": f"record-{random.randrange(10**6)}"},
    "report_back": lambda random: {"report": f"record-{random.randrange(10**6)}"},
    "review": chance("approved", 0.6),
}


def any_matter(random: Random, step: str) -> dict[str, object]:
    """What a step of a shipped diagram may be answered."""
    return SAID[step](random) if step in SAID else {}


def rooms(operator: str, params: Mapping[str, Any], variables: Mapping[str, Any]) -> Mapping[str, object]:
    """What the rooms answer a matter; how many assignments there are follows from what has been said before."""
    match operator:
        case "hand_over":
            return {"deciding_body": variables[params["body"]]}
        case "watch_last_meeting":
            return {"due_on": "2020-03-20", "remind_at": ("2020-03-05T00:00:00Z", "")[len(variables) % 2]}
        case "list_assignments":
            given = [f"assignment-{n}" for n in range(len(variables["deciding_body"]) % 3)]
            return {"assignments": given, "reports": []}
        case "begin_assignment":
            day = 10 + int(str(variables["assignment"])[-1])
            return {"remind_at": f"2020-03-0{day - 8}T00:00:00Z", "escalate_at": f"2020-03-{day}T00:00:00Z"}
    return {}


JOURNEYS: Mapping[str, Callable[[], Journey]] = {
    **{kind: partial(shipped_kind, kind) for kind in SHIPPED},
    **{name: partial(construct, name) for name in CONSTRUCTS},
}


@cache
def journey(name: str) -> tuple[Journey, Bundle]:
    """A journey and its bundle, parsed once."""
    found = JOURNEYS[name]()
    return found, found.load()
