"""The whole inspection of a set of diagrams, in the order that makes each next part safe to do."""

from collections.abc import Collection, Mapping
from typing import Any

from engine.lifecycle.lint.faults import Fault
from engine.lifecycle.lint.reading import read_xml


def lint(files: Mapping[str, bytes], operators: Collection[str]) -> list[Fault]:
    """Every fault in a set of diagrams, sorted; none means that they may run. Never raises, whatever is sent in.

    `operators` are the ids of the rooms' functions that a service task may call.
    """
    _, faults = read_all(files)
    return sorted(faults)


def read_all(files: Mapping[str, bytes]) -> tuple[dict[str, Any], list[Fault]]:
    """The trees that could be read, and the faults of those that could not."""
    trees: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, content in sorted(files.items()):
        tree = read_xml(name, content)
        if isinstance(tree, Fault):
            faults.append(tree)
        else:
            trees[name] = tree
    return trees, faults
