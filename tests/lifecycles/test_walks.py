"""Every construct and every shipped diagram, walked at random against its twin that forgets nothing."""

import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.errors import ProcessFailed
from engine.lifecycle.machine import Machine
from tests.lifecycles.journeys import BODIES, JOURNEYS, journey, rooms
from tests.lifecycles.walks import NOW, Rooms, Twin, told


@pytest.mark.parametrize("name", JOURNEYS)
@given(random=st.randoms(use_true_random=False))
@settings(max_examples=5, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_case_that_is_stored_between_its_steps_goes_the_same_way(name: str, random: Random) -> None:
    found, bundle = journey(name)
    found.walk(bundle, random)


ROUNDS = 100
ROUND = ["draft_report", *["referral_reply"] * 3, "compile_replies", "review"]
RETURNED: dict[str, dict[str, object]] = {
    "check_motion": {"admitted": True},
    "draft_report": {"referrals": ["a", "b", "c"], "referral_due": "2020-06-01T00:00:00Z"},
    "referral_reply": {"reply": "record"},
    "review": {"approved": False},
}
GONE_THROUGH: dict[str, dict[str, object]] = {
    "draft_report": {"referrals": []},
    "review": {"approved": True},
    "approve": {"approved": True},
    "allocate": {"consultation": False},
    "decide": {"outcome": "proposed"},
    "report_back": {"report": "record"},
}


@dataclass
class Pair:
    """A case that is stored after each step, and its twin that never is."""

    machine: Machine
    twin: Twin
    count: int = 0

    def do(self, said: Mapping[str, dict[str, object]]) -> bytes:
        """Both do the step that waits first; returns what was stored."""
        self.count += 1
        now = NOW + timedelta(minutes=self.count)
        step = self.machine.waiting[0]
        twin_step, _, twin_id = self.twin.waiting()[0]
        assert step.step == twin_step
        self.machine.complete(step.id, said.get(step.step, {}), now)
        self.twin.complete(twin_id, said.get(step.step, {}), now)
        return self.machine.dump()


def test_six_hundred_steps_in_one_case_keep_it_as_small_as_six_and_end_the_same() -> None:
    _, bundle = journey("motion")
    both = Rooms(rooms), Rooms(rooms)
    pair = Pair(Machine.start(bundle, BODIES, both[0], NOW), Twin(bundle, BODIES, both[1], NOW))
    for _ in range(4):
        pair.do(RETURNED)
    seen: list[list[tuple[str, int, int]]] = []
    for _ in range(ROUNDS):
        seen.append([])
        for _ in ROUND:
            step, blob = pair.machine.waiting[0].step, pair.do(RETURNED)
            pair.machine = Machine.restore(bundle, blob, both[0])
            seen[-1].append((step, pair.machine.kept, len(blob)))
    assert [step for step, _, _ in seen[0]] == ROUND
    assert seen[1:] == [seen[1]] * (ROUNDS - 1)
    assert max(kept for _, kept, _ in seen[1]) < 50
    assert max(size for _, _, size in seen[1]) < 6_000
    while not pair.machine.completed:
        pair.do(GONE_THROUGH)
    assert pair.count > 600
    assert pair.twin.size() > 1_500
    assert pair.twin.process.completed
    assert told(pair.machine.variables) == told(pair.twin.process.data)
    assert both[0].asked == both[1].asked


def test_a_process_never_stored_is_stopped_before_the_library_goes_quiet() -> None:
    _, bundle = journey("flat loop")
    machine = Machine.start(bundle, {"more": True, "kind": "a"}, Rooms(rooms), NOW)
    with pytest.raises(ProcessFailed, match="tasks deep"):
        never_store(machine)
    assert machine.waiting != []


def never_store(machine: Machine) -> None:
    """Does a thousand steps without forgetting any."""
    for _ in range(1_000):
        machine.complete(machine.waiting[0].id, {}, NOW)


def test_threads_share_bundles_without_hearing_each_other() -> None:
    names = [*JOURNEYS]
    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as pool:
            done = list(pool.map(walk_with_seed, names * 2, range(len(names) * 2)))
    finally:
        sys.setswitchinterval(switch)
    assert len(done) == 2 * len(names)
    assert min(done) >= 1


def walk_with_seed(name: str, seed: int) -> int:
    """Walks on the bundle that all threads share; says how far it came."""
    found, bundle = journey(name)
    return len(found.walk(bundle, Random(seed), 15).steps)
