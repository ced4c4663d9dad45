"""Routing variables: flat, small, and named so that nothing else can be meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Invalid
from engine.lifecycle.variables import flat


def test_flat_values_are_taken_as_they_are() -> None:
    said = {"outcome": "approved", "votes": 12, "share": 0.5, "late": None, "approved": True, "bodies": ["a", 1, None]}
    assert flat(said) == said
    assert flat(said)["bodies"] is not said["bodies"]
    assert flat({"pair": ("a", "b")}) == {"pair": ["a", "b"]}


@pytest.mark.parametrize(
    "value",
    [
        {"a": 1},
        [{"a": 1}],
        [["a"]],
        {"a"},
        b"bytes",
        object(),
        float("nan"),
        float("inf"),
        2**53 + 1,
        -(2**60),
        "x" * 2_001,
        ["x"] * 501,
        "\0",
        "\ud800",
    ],
)
def test_anything_else_is_refused_by_name(value: object) -> None:
    with pytest.raises(Invalid) as refused:
        flat({"outcome": value})
    assert refused.value.field == "outcome"


@pytest.mark.parametrize(
    "name",
    ["typename", "spiff__result", "data_objects", "Outcome", "åtgärd", "", "a-b", "_x", "9a", "a" * 65, "and", 7],
)
def test_names_that_mean_something_else_are_refused(name: str) -> None:
    with pytest.raises(Invalid):
        flat({name: 1})


def test_too_many_variables_are_refused() -> None:
    assert len(flat({f"v{n}": n for n in range(60)})) == 60
    with pytest.raises(Invalid):
        flat({f"v{n}": n for n in range(61)})


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.text(max_size=12) | st.sampled_from(["typename", "outcome"]), anything, max_size=4))
def test_whatever_is_sent_in_is_flat_or_refused(said: dict[str, object]) -> None:
    try:
        taken = flat(said)
    except Invalid:
        return
    assert taken.keys() == said.keys()
    assert not any(isinstance(value, dict | bytes | tuple) for value in taken.values())
