"""A diagram file as its elements and as the picture of them: enough geometry to say whether it can be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from lxml import etree

NAMESPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "spiff": "http://spiffworkflow.org/bpmn/schema/1.0/core",
}
NODES = frozenset(
    {"startEvent", "endEvent", "boundaryEvent", "exclusiveGateway", "userTask", "serviceTask", "callActivity"}
)
"""What a shipped diagram is built of; another kind of element is added here when one of them needs it."""

Point = tuple[float, float]
Line = tuple[Point, Point]


@dataclass(frozen=True)
class Box:
    """A rectangle on the drawing; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def edged_by(self, point: Point) -> bool:
        x, y = point
        inside = self.left <= x <= self.right and self.top <= y <= self.bottom
        return inside and (x in (self.left, self.right) or y in (self.top, self.bottom))


def box_of(line: Line) -> Box:
    (x1, y1), (x2, y2) = line
    return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def touch(one: Line, other: Line) -> bool:
    """Whether two upright or level lines share a point."""
    a, b = box_of(one), box_of(other)
    return a.left <= b.right and b.left <= a.right and a.top <= b.bottom and b.top <= a.bottom


class Diagram:
    """One BPMN file."""

    def __init__(self, tree: Any, file: str) -> None:
        self.tree, self.file = tree, file

    @classmethod
    def read(cls, path: Path) -> "Diagram":
        return cls(etree.parse(path), path.name)

    def find(self, path: str) -> list[Any]:
        found: list[Any] = self.tree.xpath(path, namespaces=NAMESPACES)
        return found

    def all(self, *kinds: str) -> list[Any]:
        """The elements of these kinds, in the order of the file."""
        return [element for kind in kinds for element in self.find(f"//bpmn:{kind}")]

    @cached_property
    def nodes(self) -> Mapping[str, Any]:
        return {element.get("id"): element for element in self.all(*sorted(NODES))}

    @cached_property
    def flows(self) -> Mapping[str, Any]:
        return {element.get("id"): element for element in self.all("sequenceFlow")}

    def outgoing(self, node: str) -> list[Any]:
        return [flow for flow in self.flows.values() if flow.get("sourceRef") == node]

    @cached_property
    def lane_of(self) -> Mapping[str, Any]:
        return {ref.text: lane for lane in self.all("lane") for ref in lane.findall("bpmn:flowNodeRef", NAMESPACES)}

    def texts(self, path: str) -> list[str]:
        return [(element.text or "").strip() for element in self.find(path)]

    def documentation(self, element: Any) -> str:
        return (element.findtext("bpmn:documentation", namespaces=NAMESPACES) or "").strip()

    def properties(self, element: Any) -> dict[str, str]:
        found = element.findall("bpmn:extensionElements/spiff:properties/spiff:property", NAMESPACES)
        return {each.get("name"): each.get("value") for each in found}

    @cached_property
    def boxes(self) -> Mapping[str, Box]:
        """Where each element with a shape is drawn."""
        return {
            shape.get("bpmnElement"): bounds(shape.find("dc:Bounds", NAMESPACES))
            for shape in self.find("//bpmndi:BPMNShape")
        }

    @cached_property
    def labels(self) -> Mapping[str, Box]:
        """Where the names that stand beside their elements are drawn."""
        return {
            label.getparent().get("bpmnElement"): bounds(label.find("dc:Bounds", NAMESPACES))
            for label in self.find("//bpmndi:BPMNLabel")
        }

    @cached_property
    def routes(self) -> Mapping[str, list[Point]]:
        """The points that each arrow and association is drawn through."""
        return {
            edge.get("bpmnElement"): [
                (float(point.get("x")), float(point.get("y"))) for point in edge.findall("di:waypoint", NAMESPACES)
            ]
            for edge in self.find("//bpmndi:BPMNEdge")
        }

    def lines(self, edge: str) -> list[Line]:
        return list(pairwise(self.routes[edge]))


def bounds(element: Any) -> Box:
    x, y, width, height = (float(element.get(name)) for name in ("x", "y", "width", "height"))
    return Box(x, y, x + width, y + height)


def undrawn(diagram: Diagram) -> Iterator[str]:
    """Elements that the picture leaves out."""
    for element in diagram.all("participant", "lane", *sorted(NODES), "textAnnotation"):
        if element.get("id") not in diagram.boxes:
            yield f"{element.get('id')} has no shape"
    for element in diagram.all("sequenceFlow", "association"):
        if len(diagram.routes.get(element.get("id"), [])) < 2:
            yield f"{element.get('id')} has no line"
    beside = [*diagram.all("startEvent", "endEvent", "boundaryEvent", "exclusiveGateway"), *diagram.flows.values()]
    for element in beside:
        if element.get("name") and element.get("id") not in diagram.labels:
            yield f"{element.get('id')} has no place for its name"


def misplaced(diagram: Diagram) -> Iterator[str]:
    """Shapes outside their lane, or on top of one another."""
    for node in diagram.nodes:
        if not diagram.boxes[diagram.lane_of[node].get("id")].holds(diagram.boxes[node]):
            yield f"{node} is drawn outside its lane"
    pool = diagram.boxes[diagram.all("participant")[0].get("id")]
    yield from (
        f"the name of {element} is outside the pool" for element, box in diagram.labels.items() if not pool.holds(box)
    )
    for one, other in combinations(diagram.nodes, 2):
        attached = {diagram.nodes[one].get("attachedToRef"), diagram.nodes[other].get("attachedToRef")}
        if diagram.boxes[one].overlaps(diagram.boxes[other]) and not attached & {one, other}:
            yield f"{one} lies on {other}"


def unreadable_lines(diagram: Diagram) -> Iterator[str]:
    """Arrows that do not meet their shapes, slant, cross or pass through something."""
    for name, flow in diagram.flows.items():
        source, target, route = flow.get("sourceRef"), flow.get("targetRef"), diagram.routes[name]
        if not diagram.boxes[source].edged_by(route[0]) or not diagram.boxes[target].edged_by(route[-1]):
            yield f"{name} does not meet both its shapes"
        if any(x1 != x2 and y1 != y2 for (x1, y1), (x2, y2) in diagram.lines(name)):
            yield f"{name} slants"
        for node in diagram.nodes.keys() - {source, target}:
            if any(diagram.boxes[node].overlaps(box_of(line)) for line in diagram.lines(name)):
                yield f"{name} passes through {node}"
    for one, other in combinations(diagram.flows, 2):
        if any(touch(a, b) for a in diagram.lines(one) for b in diagram.lines(other)):
            yield f"{one} crosses {other}"


def hidden_names(diagram: Diagram) -> Iterator[str]:
    """Names that lie on another name, on a shape or under a line."""
    for one, other in combinations(diagram.labels, 2):
        if diagram.labels[one].overlaps(diagram.labels[other]):
            yield f"the names of {one} and {other} lie on each other"
    for named, label in diagram.labels.items():
        under = [node for node in diagram.nodes if label.overlaps(diagram.boxes[node])]
        yield from (f"the name of {named} lies on {node}" for node in under)
        for edge in diagram.routes:
            if any(label.overlaps(box_of(line)) for line in diagram.lines(edge)):
                yield f"the name of {named} lies on the line {edge}"


def unread_order(diagram: Diagram) -> Iterator[str]:
    """What stands to the left of the start."""
    start = diagram.all("startEvent")[0].get("id")
    yield from (
        f"{node} stands to the left of the start"
        for node, box in diagram.boxes.items()
        if node in diagram.nodes and box.left < diagram.boxes[start].left
    )
