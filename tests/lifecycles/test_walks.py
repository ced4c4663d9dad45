"""Every construct and every shipped diagram, walked at random against its twin that forgets nothing."""

from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.lifecycle.bundles import Bundle
from tests.lifecycles.constructs import CONSTRUCTS
from tests.lifecycles.sketch import sketch
from tests.lifecycles.walks import walk

OPERATORS = {"remind", "count"}


def load(name: str) -> Bundle:
    return Bundle.load({f"f{n}.bpmn": sketch(text) for n, text in enumerate(CONSTRUCTS[name])}, OPERATORS)


known = cache(load)


def answers(random: Random, step: str) -> dict[str, object]:
    """What a step of a construct may be answered; only a step done for each of several has an answer of its own."""
    said: dict[str, object] = {
        "more": random.random() < 0.4,
        "kind": random.choice("abc"),
    }
    if step in ("each_one", "reply", "b_two", "in_turn"):
        said["answer_too" if step == "in_turn" else "answer"] = random.choice(["yes", "no", 1, True])
    if random.random() < 0.3:
        said["items"] = [random.choice("xyz") for _ in range(random.randrange(4))]
    if random.random() < 0.3:
        said[f"mark{random.randrange(3)}"] = random.randrange(100)
    return said


def room(operator: str, data: Mapping[str, Any]) -> Mapping[str, object]:
    return {"counted": len(data), "more": bool(data.get("more"))} if operator == "count" else {}


START: Mapping[str, object] = {
    "items": ["p", "q", "r"],
    "more": False,
    "kind": "a",
    "due": "2020-03-05T00:00:00Z",
}


@pytest.mark.parametrize("name", CONSTRUCTS)
@given(random=st.randoms(use_true_random=False))
@settings(max_examples=5, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_case_that_is_stored_between_its_steps_goes_the_same_way(name: str, random: Random) -> None:
    walk(lambda: load(name), known(name), random, answers, room, START, 40)
