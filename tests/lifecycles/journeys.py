"""What can happen on a walk: the shipped diagrams and the constructs, with what their steps may be answered."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any

from engine.lifecycle.bundles import Bundle
from engine.settings import data
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


def shipped_files() -> dict[str, bytes]:
    """The diagrams that come with the program."""
    return {path.name: path.read_bytes() for path in sorted(Path(str(data("workflows"))).glob("*.bpmn"))}


def operators_in(files: Mapping[str, bytes]) -> set[str]:
    """The operators that some diagrams call; that the house has them is another test's matter."""
    return {each.decode() for content in files.values() for each in re.findall(rb'Operator id="(\w+)"', content)}


def motion() -> Journey:
    """The journey of a motion through the shipped diagrams."""
    files = shipped_files()
    return Journey(lambda: Bundle.load(files, operators_in(files), "motion"), motion_answer, motion_room, MOTION)


MOTION: Mapping[str, object] = {
    "council": "body-council",
    "board": "body-board",
    "executive_board": "body-executive",
    "referral_due": "",
    "referrals": [],
}


def motion_answer(random: Random, step: str) -> dict[str, object]:
    """What a step of a motion may be answered."""
    match step:
        case "check_motion":
            return {"admitted": random.random() < 0.9}
        case "draft_report":
            bodies = [f"referral-{n}" for n in range(random.randrange(4))]
            return {
                "referrals": bodies,
                "referral_due": random.choice(["", "2020-03-04T00:00:00Z", "2019-01-01T00:00:00Z"]),
            }
        case "referral_reply":
            return {"reply": f"record-{random.randrange(10**6)}"}
        case "review" | "approve":
            return {"approved": random.random() < 0.6}
        case "decide":
            return {"outcome": random.choice(["approved", "rejected", "answered", "tabled", "referred_back"])}
    return {}


def motion_room(operator: str, params: Mapping[str, Any], variables: Mapping[str, Any]) -> Mapping[str, object]:
    """What the rooms answer a motion."""
    return {"deciding_body": variables[params["body"]]} if operator == "hand_over" else {}


JOURNEYS: Mapping[str, Callable[[], Journey]] = {
    "motion": motion,
    **{name: partial(construct, name) for name in CONSTRUCTS},
}


@cache
def journey(name: str) -> tuple[Journey, Bundle]:
    """A journey and its bundle, parsed once."""
    found = JOURNEYS[name]()
    return found, found.load()
