"""The benchmarks' method: ratios over interleaved rounds, and a goal that is met only by the interval's upper end."""

import json
import os
import random
from itertools import count
from pathlib import Path

import pytest

from tests.benchmarks import Row, compare, cpu_of, interval, own_cpu
from tests.benchmarks.__main__ import as_json, known, line, main


def test_work_that_costs_twice_as_much_has_the_ratio_two() -> None:
    row = compare(lambda: 0.2, lambda: 0.1, goal=2.0, counts={"statements": 12})
    assert (row.ratio, row.low, row.high) == pytest.approx((2, 2, 2))
    assert row.counts == {"statements": 12}


def test_rounds_take_turns_and_the_warm_up_is_not_counted() -> None:
    order: list[str] = []
    costs = count()

    def upper() -> float:
        order.append("a")
        return 5.0 if next(costs) < 3 else 1.0

    def lower() -> float:
        order.append("b")
        return 1.0

    assert compare(upper, lower).ratio == 1
    assert "".join(order) == "ab" * 3 + "abba" * 15


def test_the_interval_holds_the_true_ratio_of_noisy_rounds() -> None:
    noise = random.Random(4)
    pairs = [(3 * noise.lognormvariate(0, 0.2), 2 * noise.lognormvariate(0, 0.2)) for _ in range(60)]
    low, high = interval(pairs)
    assert low < 1.5 < high
    assert high - low < 0.3


def test_a_goal_is_met_only_when_the_whole_interval_is_within_it() -> None:
    assert Row(1.9, 1.8, 2.0, goal=2.0).met
    assert not Row(1.9, 1.8, 2.1, goal=2.0).met
    assert Row(1.9, 1.8, 2.1).met


def test_too_few_rounds_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer than 30"):
        compare(lambda: 1.0, lambda: 1.0, rounds=29)


def test_the_cost_of_another_process_is_read_from_its_own_clock() -> None:
    before = cpu_of(os.getpid())
    cost = own_cpu(lambda: sum(range(10**6)))
    assert 0 < cost <= cpu_of(os.getpid()) - before


def test_a_row_is_printed_and_written_as_promised() -> None:
    row = Row(1.5, 1.4, 1.6, goal=2.0, counts={"statements": 11, "commits": 1})
    assert line("advance-http", row).split() == (
        ["advance-http", "1.500", "[1.400,", "1.600]", "goal", "2", "met", "statements", "11", "commits", "1"]
    )
    assert json.loads(as_json({"advance-http": row})) == {
        "advance-http": {"ratio": 1.5, "low": 1.4, "high": 1.6, "goal": 2.0}
    }


def test_a_benchmark_is_named_as_its_file() -> None:
    names = {path.stem for path in Path("tests/benchmarks").glob("[!_]*.py")}
    assert known() == sorted(name.replace("_", "-") for name in names)


def test_an_unknown_benchmark_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["no-such-thing"])
    assert "no-such-thing" in capsys.readouterr().err
