"""Whatever is sent in comes back as faults, and what has none can be loaded and started."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import DiagramRefused, Invalid, ProcessFailed
from engine.lifecycle.bundles import Bundle
from engine.lifecycle.lint import lint
from engine.lifecycle.machine import Machine
from tests.lifecycles.sketch import sketch
from tests.lifecycles.test_lint import CALLED, GOOD, OPERATORS
from tests.lifecycles.test_machine import NOW

CALLER = """
case_zero
  begin_zero start
  fork and
  inner call process=case_two
  spoilt_here boundary on=inner error=spoilt
  told catch message=told
  box sub
    begin_box start
    pick or
    one_box user
    two_box user times=3 again=more
    end_box end
    begin_box > pick
    pick > one_box : first
    pick > two_box : default
    one_box > end_box
    two_box > end_box
  meet and
  done_zero end
  begin_zero > fork
  fork > inner > meet
  spoilt_here > meet
  fork > told > box > meet > done_zero
"""
SEEDS = [sketch(text) for text in (GOOD, CALLED, CALLER)]
pieces = sorted({piece for seed in SEEDS for piece in re.findall(r'<[^>]*>|"[^"]*"|[^<>"]+', seed.decode())})


@given(st.binary(max_size=300))
def test_no_bytes_break_the_lint(content: bytes) -> None:
    assert lint({"f.bpmn": content}, OPERATORS)


@given(st.text(max_size=300))
def test_no_text_breaks_the_lint(content: str) -> None:
    assert lint({"f.bpmn": content.encode("utf-8", "surrogatepass")}, OPERATORS)


def mutated(seed: bytes, cuts: list[tuple[float, float, str]]) -> bytes:
    """The diagram with some of its tags, values and texts left out, put in or exchanged."""
    parts = re.findall(r"<[^>]*>|[^<>]+", seed.decode())
    for place, kind, piece in cuts:
        at = int(place * len(parts))
        if kind < 0.3:
            del parts[at]
        elif kind < 0.5:
            parts.insert(at, parts[int(kind * len(parts))])
        elif piece.startswith('"') and '"' in parts[at]:
            values = re.findall('"[^"]*"', parts[at])
            parts[at] = parts[at].replace(values[int(kind * len(values))], piece)
        elif not piece.startswith("<") and not parts[at].startswith("<"):
            parts[at] = piece
    return "".join(parts).encode()


cuts = st.lists(
    st.tuples(st.floats(0, 0.99), st.floats(0, 0.99), st.sampled_from(pieces)),
    min_size=1,
    max_size=3,
)


@given(st.sampled_from(SEEDS), cuts)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_spoilt_diagram_is_refused_or_runs(seed: bytes, changes: list[tuple[float, float, str]]) -> None:
    files = {f"f{n}.bpmn": each for n, each in enumerate(SEEDS)}
    files[f"f{SEEDS.index(seed)}.bpmn"] = mutated(seed, changes)
    if faults := lint(files, OPERATORS):
        assert all(fault.message and fault.help and fault.rule for fault in faults)
        return
    for key in ("case_one", "case_zero"):
        try:
            machine = Machine.start(Bundle.load(files, OPERATORS, key), {}, lambda *asked: {}, NOW)
        except (DiagramRefused, ProcessFailed, Invalid):
            continue
        machine.dump()
