"""The whole inspection of a set of diagrams, in the order that makes each next part safe to do."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from engine.lifecycle.lint.calls import check_calls
from engine.lifecycle.lint.drawing import CALLS, Drawing, read_drawing
from engine.lifecycle.lint.events import check_events
from engine.lifecycle.lint.faults import Fault
from engine.lifecycle.lint.flows import check_flows
from engine.lifecycle.lint.forms import check_form
from engine.lifecycle.lint.naming import ROLES, check_naming, property_of
from engine.lifecycle.lint.reading import FILES_MAX, read_xml
from engine.lifecycle.lint.schema import check_parsing, check_schema
from engine.lifecycle.lint.vocabulary import check_vocabulary
from engine.lifecycle.lint.waiting import check_joins

file_pattern = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}\.bpmn|[a-z][a-z0-9_]{0,63}\.json")
FORM = ".json"


def lint(files: Mapping[str, bytes], operators: Collection[str], roles: Collection[str] = ROLES) -> list[Fault]:
    """Every fault in a set of diagrams, sorted; none means that they may run. Never raises, whatever is sent in.

    `operators` are the ids of the rooms' functions that a service task may call; `roles` those that a step may be
    for. Reading stops where what follows could not be judged: unreadable files hide what is wrong in the drawing.
    """
    forms = {name: content for name, content in files.items() if name.endswith(FORM)}
    trees, faults = read_all(files)
    faults += check_names(files)
    faults += [fault for name, content in forms.items() for fault in check_form(name, content)]
    if not faults:
        faults = [fault for file, tree in trees.items() for fault in check_vocabulary(file, tree)]
        faults += [fault for file, tree in trees.items() for fault in check_schema(file, tree)]
    if not faults:
        drawing = read_drawing(trees)
        faults = [*check_drawing(drawing, operators, roles), *check_forms_there(drawing, forms)]
    return sorted(set(faults))


def read_all(files: Mapping[str, bytes]) -> tuple[dict[str, Any], list[Fault]]:
    """The trees of the diagrams that could be read, and the faults of those that could not."""
    trees: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, content in sorted(files.items()):
        if name.endswith(FORM):
            continue
        tree = read_xml(name, content)
        if isinstance(tree, Fault):
            faults.append(tree)
        else:
            trees[name] = tree
    return trees, faults


def check_names(files: Mapping[str, bytes]) -> Iterator[Fault]:
    """Files that are too many or too few, or whose names could not be kept."""
    if not 1 <= len(files) <= FILES_MAX:
        yield Fault("", "", "file_count", f"{len(files)} files were sent.", f"Send 1 to {FILES_MAX} files.")
    for name in files:
        if not file_pattern.fullmatch(name):
            yield Fault(
                name[:80],
                "",
                "file_name",
                "The name of the file cannot be kept.",
                "Use letters, digits, _ and .bpmn; a-z, 0-9, _ and .json for a form.",
            )


def check_forms_there(drawing: Drawing, forms: Collection[str]) -> Iterator[Fault]:
    """Steps whose form is not among the files."""
    for scope in drawing.scopes:
        for node in scope.of("userTask"):
            wanted = property_of(node, "form")
            if wanted and wanted + FORM not in forms:
                yield scope.fault(node.id, "no_form", f"There is no form {wanted!r}.", f"Send {wanted}{FORM} along.")


def check_drawing(drawing: Drawing, operators: Collection[str], roles: Collection[str]) -> Iterator[Fault]:
    """What the schema lets through. The library's parser is asked last, and only about what is sound so far."""
    faults = [fault for scope in drawing.scopes for fault in check_flows(scope)]
    faults += check_events(drawing)
    faults += check_calls(drawing, operators)
    faults += check_naming(drawing, roles)
    if not drawing.scopes:
        faults.append(Fault("", "", "no_process", "There is no process in the files.", "Draw one."))
    faults = faults or [fault for scope in drawing.scopes for fault in check_joins(scope)]
    yield from faults or check_parsing(drawing.trees, uncalled(drawing))


def uncalled(drawing: Drawing) -> list[str]:
    """The processes that no other calls."""
    called = {node.calls for scope in drawing.scopes for node in scope.of(*CALLS)}
    return sorted({scope.id for scope in drawing.scopes if scope.owner is None} - called)
