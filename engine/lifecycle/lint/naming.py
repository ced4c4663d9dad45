"""Names, roles, lanes and layout: what people need to see a diagram and to find their step."""

import math
import re
from collections.abc import Collection, Iterator
from typing import Any

from engine.lifecycle.lint.calls import check_variable
from engine.lifecycle.lint.drawing import ACTIVITIES, CHOICES, NODES, Drawing, Node, Scope, model, spiff
from engine.lifecycle.lint.faults import Fault

ROLES = frozenset({"registrar", "officer", "manager", "director", "secretary", "chair", "verifier"})
"""The roles that a step may be for; `engine.access` says what each may do."""

NAME_MAX = 120
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"

id_pattern = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,79}")
form_pattern = re.compile(r"[a-z][a-z0-9_]{0,63}")
taken = frozenset({"Start", "End", "Root", "StartEventSplit", "StartEventJoin"})
"""Names that the library gives to tasks of its own."""


def check_naming(drawing: Drawing, roles: Collection[str]) -> Iterator[Fault]:
    """Faults in names, roles, lanes and layout."""
    for file, tree in drawing.trees.items():
        yield from check_ids(file, tree)
        yield from check_layout(file, tree)
    for scope in drawing.scopes:
        if scope.owner is None:
            yield from check_name(scope, scope.id, (scope.element.get("name") or "").strip(), "process")
            yield from check_lanes(scope)
        for node in scope.nodes.values():
            if must_be_named(scope, node):
                yield from check_name(scope, node.id, node.name, node.tag)
        for node in scope.of("userTask"):
            yield from check_step(scope, node, roles)


def check_ids(file: str, tree: Any) -> Iterator[Fault]:
    """Ids that the library would confuse with its own, or that could not be written everywhere."""
    for element in tree.getroot().iter():
        identity = element.get("id")
        if identity is None or not element.tag.startswith(model("")):
            continue
        if identity in taken or not id_pattern.fullmatch(identity):
            yield Fault(
                file,
                identity[:80],
                "id",
                "The id is reserved, too long, or holds other signs than letters, digits, _ and -.",
                "Give the element another id.",
            )


def must_be_named(scope: Scope, node: Node) -> bool:
    """Steps, calls, questions and things waited for; where ways meet needs no name."""
    if node.tag in CHOICES:
        return len(scope.outgoing(node.id)) > 1
    return node.tag in ACTIVITIES | {"intermediateCatchEvent", "boundaryEvent"}


def check_name(scope: Scope, element: str, name: str, kind: str) -> Iterator[Fault]:
    """A name in Swedish that a person can read."""
    if not name:
        yield scope.fault(element, "no_name", f"The {kind} has no name.", "Give it a name in Swedish, for people.")
    elif len(name) > NAME_MAX or not name.replace("\n", " ").isprintable():
        yield scope.fault(
            element, "name", f"The name is longer than {NAME_MAX} signs or cannot be printed.", "Shorten it."
        )


def check_lanes(scope: Scope) -> Iterator[Fault]:
    """Lanes without names, and steps in none or in two."""
    homes: dict[str, int] = {}
    for lane in scope.element.iter(model("lane")):
        yield from check_name(scope, lane.get("id", ""), (lane.get("name") or "").strip(), "lane")
        for reference in lane.findall(model("flowNodeRef")):
            each = (reference.text or "").strip()
            homes[each] = homes.get(each, 0) + 1
    for node in scope.nodes.values():
        count = homes.get(node.id, 0)
        if count > 1 or (count == 0 and node.tag in ("userTask", "subProcess")):
            yield scope.fault(
                node.id, "lane", f"It stands in {count} lanes.", "Put it in one lane, named for its role."
            )


def property_of(node: Node, name: str) -> str:
    """What an element says by a property of its own; empty when it says nothing."""
    path = f"{model('extensionElements')}/{spiff('properties')}/{spiff('property')}[@name='{name}']"
    found = node.element.find(path)
    return (found.get("value") or "").strip() if found is not None else ""


def check_step(scope: Scope, node: Node, roles: Collection[str]) -> Iterator[Fault]:
    """A user task: for which role, in which body, with which form."""
    said = list(node.element.iterfind(f"{model('extensionElements')}/{spiff('properties')}/{spiff('property')}"))
    names = [each.get("name") for each in said]
    values = {each.get("name"): (each.get("value") or "").strip() for each in said}
    for name in sorted({str(name) for name in names if names.count(name) > 1 or name not in ("role", "body", "form")}):
        yield scope.fault(
            node.id, "property", f"The property {name!r} is unknown or given twice.", "Use role, body, form."
        )
    if any(each.get("value") is None for each in said):
        yield scope.fault(node.id, "property", "A property has no value.", "Give it one, or take it out.")
    if not values.get("role"):
        yield scope.fault(node.id, "no_role", "The step says no role, so nobody gets it.", "Add the property role.")
    elif values["role"] not in roles:
        known = ", ".join(sorted(roles))
        yield scope.fault(node.id, "role", f"There is no role {values['role']!r}.", f"Use one of: {known}.")
    if "body" in values:
        yield from check_variable(scope, node.id, values["body"])
    if "form" in values and not form_pattern.fullmatch(values["form"]):
        yield scope.fault(node.id, "form", "The name of the form is not a-z, 0-9 and _.", "Rename the form.")


def check_layout(file: str, tree: Any) -> Iterator[Fault]:
    """Elements that the modeler could not show: no shape, no edge, or one that lies nowhere."""
    root = tree.getroot()
    shapes = {each.get("bpmnElement"): each for each in root.iter(f"{{{DI}}}BPMNShape")}
    edges = {each.get("bpmnElement"): each for each in root.iter(f"{{{DI}}}BPMNEdge")}
    for element in root.iter(*(model(tag) for tag in sorted(NODES | {"lane", "participant"}))):
        identity = element.get("id", "")
        if identity not in shapes or not lies_somewhere(shapes[identity]):
            yield Fault(file, identity, "no_shape", "The element is not drawn.", "Draw it in the modeler.")
    for flow in root.iter(model("sequenceFlow")):
        identity = flow.get("id", "")
        if identity not in edges or len(edges[identity].findall(WAYPOINT)) < 2:
            yield Fault(file, identity, "no_edge", "The arrow is not drawn.", "Draw it in the modeler.")


def lies_somewhere(shape: Any) -> bool:
    """Whether a shape has finite bounds of some size."""
    bounds = shape.find(f"{{{DC}}}Bounds")
    if bounds is None:
        return False
    x, y, width, height = (float(bounds.get(side, "nan")) for side in ("x", "y", "width", "height"))
    return all(map(math.isfinite, (x, y, width, height))) and width > 0 and height > 0
