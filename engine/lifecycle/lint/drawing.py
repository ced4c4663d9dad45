"""A diagram as the rules see it: processes with their elements and arrows, whatever order the file has them in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from engine.lifecycle.lint.faults import Fault
from engine.lifecycle.lint.reading import MODEL

SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"

PEOPLE = frozenset({"userTask"})
CALLS = frozenset({"callActivity", "subProcess"})
ACTIVITIES = PEOPLE | CALLS | {"serviceTask"}
CATCHING = frozenset({"intermediateCatchEvent", "eventBasedGateway"})
CHOICES = frozenset({"exclusiveGateway", "inclusiveGateway"})
JOINS = frozenset({"parallelGateway", "inclusiveGateway"})
GATEWAYS = CHOICES | JOINS | {"eventBasedGateway"}
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
NODES = ACTIVITIES | GATEWAYS | EVENTS


def model(tag: str) -> str:
    """The full name of one of BPMN's own elements."""
    return f"{{{MODEL}}}{tag}"


def spiff(tag: str) -> str:
    """The full name of one of the engine's extension elements."""
    return f"{{{SPIFF}}}{tag}"


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(etree.QName(element).localname)


def text_of(element: Any | None) -> str:
    """The text of an element, trimmed; empty when there is none."""
    return (element.text or "").strip() if element is not None else ""


@dataclass(frozen=True, eq=False)
class Flow:
    """An arrow between two elements."""

    id: str
    source: str
    target: str
    condition: str | None


@dataclass(frozen=True, eq=False)
class Node:
    """An element that arrows lead to and from."""

    id: str
    tag: str
    name: str
    element: Any

    @property
    def definitions(self) -> list[Any]:
        """The event definitions inside it."""
        return [child for child in self.element if local(child).endswith("EventDefinition")]

    @property
    def triggers(self) -> list[str]:
        """What the event is about: `timer`, `message`, `signal`, `error`, `escalation`, `terminate`."""
        return [local(definition).removesuffix("EventDefinition") for definition in self.definitions]

    @property
    def many(self) -> Any | None:
        """The multi-instance marker, if any."""
        return self.element.find(model("multiInstanceLoopCharacteristics"))

    @property
    def interrupts(self) -> bool:
        """Whether a boundary event ends what it sits on."""
        return bool(self.element.get("cancelActivity", "true") == "true")

    @property
    def attached_to(self) -> str:
        """What a boundary event sits on."""
        return str(self.element.get("attachedToRef", ""))

    @property
    def calls(self) -> str:
        """The id of the process that it calls; its own for an embedded one."""
        return self.id if self.tag == "subProcess" else str(self.element.get("calledElement", ""))


@dataclass(frozen=True, eq=False)
class Scope:
    """A process, or one embedded in another: what runs with tasks and data of its own."""

    file: str
    id: str
    element: Any
    owner: "Scope | None"
    nodes: Mapping[str, Node]
    flows: tuple[Flow, ...]
    ways: dict[str, tuple[list[Flow], list[Flow]]] = field(default_factory=dict)

    def fault(self, element: str, rule: str, message: str, advice: str) -> Fault:
        """A fault in this scope's file."""
        return Fault(self.file, element, rule, message, advice)

    def incoming(self, node: str) -> list[Flow]:
        """The arrows into an element."""
        return self.ways[node][0]

    def outgoing(self, node: str) -> list[Flow]:
        """The arrows out of an element."""
        return self.ways[node][1]

    def of(self, *tags: str) -> Iterator[Node]:
        """The elements of some kinds."""
        return (node for node in self.nodes.values() if node.tag in tags)

    def onward(self) -> dict[str, list[str]]:
        """Where each element may lead: along arrows, and from an activity to the events that sit on it."""
        found = {node: [flow.target for flow in self.outgoing(node)] for node in self.nodes}
        for boundary in self.of("boundaryEvent"):
            if boundary.attached_to in found:
                found[boundary.attached_to].append(boundary.id)
        return found


@dataclass(frozen=True, eq=False)
class Drawing:
    """All diagrams of a bundle."""

    trees: Mapping[str, Any]
    scopes: tuple[Scope, ...]

    @property
    def by_id(self) -> dict[str, Scope]:
        """The processes, embedded ones too, by id."""
        return {scope.id: scope for scope in self.scopes}


def read_drawing(trees: Mapping[str, Any]) -> Drawing:
    """The drawing of trees that hold to the schema."""
    scopes = [
        scope
        for file, tree in trees.items()
        for process in tree.getroot().findall(model("process"))
        for scope in read_scopes(file, process, None)
    ]
    return Drawing(trees, tuple(scopes))


def read_scopes(file: str, element: Any, owner: Scope | None) -> Iterator[Scope]:
    """A process and those embedded in it."""
    nodes = {node.id: node for node in map(read_node, (child for child in element if local(child) in NODES))}
    flows = tuple(read_flow(each) for each in element.findall(model("sequenceFlow")))
    ways: dict[str, tuple[list[Flow], list[Flow]]] = {node: ([], []) for node in nodes}
    for flow in flows:
        if flow.source in nodes and flow.target in nodes:
            ways[flow.source][1].append(flow)
            ways[flow.target][0].append(flow)
    scope = Scope(file, element.get("id", ""), element, owner, nodes, flows, ways)
    yield scope
    for embedded in scope.of("subProcess"):
        yield from read_scopes(file, embedded.element, scope)


def read_node(element: Any) -> Node:
    """An element of the diagram."""
    return Node(element.get("id", ""), local(element), (element.get("name") or "").strip(), element)


def read_flow(element: Any) -> Flow:
    """An arrow of the diagram."""
    condition = element.find(model("conditionExpression"))
    return Flow(
        element.get("id", ""),
        element.get("sourceRef", ""),
        element.get("targetRef", ""),
        None if condition is None else text_of(condition),
    )


def loops(onward: Mapping[str, list[str]]) -> list[frozenset[str]]:
    """The sets of elements on a common way round: Tarjan's strongly connected components, without recursion."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    open_nodes: list[str] = []
    found: list[frozenset[str]] = []
    for root in onward:
        if root in index:
            continue
        line: list[tuple[str, Iterator[str]]] = [(root, iter(onward[root]))]
        index[root] = low[root] = len(index)
        open_nodes.append(root)
        while line:
            node, rest = line[-1]
            following = next((each for each in rest if each not in index or each in open_nodes), None)
            if following is None:
                line.pop()
                if line:
                    low[line[-1][0]] = min(low[line[-1][0]], low[node])
                if low[node] == index[node]:
                    found.append(close(node, open_nodes))
            elif following in index:
                low[node] = min(low[node], index[following])
            else:
                index[following] = low[following] = len(index)
                open_nodes.append(following)
                line.append((following, iter(onward[following])))
    return [loop for loop in found if len(loop) > 1 or any(node in onward[node] for node in loop)]


def close(node: str, open_nodes: list[str]) -> frozenset[str]:
    """Takes a finished component off the stack."""
    cut = open_nodes.index(node)
    component = frozenset(open_nodes[cut:])
    del open_nodes[cut:]
    return component


def reached(start: list[str], onward: Mapping[str, list[str]]) -> set[str]:
    """Everything that can be come to from some elements, themselves included."""
    seen: set[str] = set()
    line = list(start)
    while line:
        node = line.pop()
        if node not in seen:
            seen.add(node)
            line.extend(onward.get(node, ()))
    return seen
