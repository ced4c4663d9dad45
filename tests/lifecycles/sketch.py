"""Makes whole BPMN diagrams, layout included, from a few lines of text, so that a test shows what it is about.

    motion
      begin start
      draft user
      good xor
      done end
      begin > draft > good
      good > draft : not approved
      good > done : default

The first line is the process id. A line with `>` is flows, with a condition (or `default`) after ` : `. Any other
line is an element: id, kind and `name=value` words. What is indented below an element of kind `sub` lies inside it.
A line of the process that begins with `in` or `out` is its ioSpecification. A `_` in a name or value of an event is
written as it stands.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" '
    'id="definitions" targetNamespace="http://bpmn.io/schema/bpmn">'
)

TAGS = {
    "start": "startEvent",
    "end": "endEvent",
    "user": "userTask",
    "service": "serviceTask",
    "call": "callActivity",
    "sub": "subProcess",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
    "event": "eventBasedGateway",
    "catch": "intermediateCatchEvent",
    "throw": "intermediateThrowEvent",
    "boundary": "boundaryEvent",
}

PROPERTIES = ("role", "body", "form")
INTERFACE = ("in ", "out ", "property ")


@dataclass
class Element:
    id: str
    kind: str
    said: dict[str, str] = field(default_factory=dict)
    inside: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Flow:
    id: str
    source: str
    target: str
    condition: str


@dataclass
class Sheet:
    """What is collected on the way: shapes, and what the events refer to."""

    roots: dict[str, str] = field(default_factory=dict)
    shapes: list[str] = field(default_factory=list)

    def shape(self, of: str) -> None:
        n = len(self.shapes)
        self.shapes.append(
            f'<bpmndi:BPMNShape id="{of}_di" bpmnElement="{of}">'
            f'<dc:Bounds x="{100 + n * 150}" y="{100 + n}" width="100" height="80"/></bpmndi:BPMNShape>'
        )

    def edge(self, of: str) -> None:
        self.shapes.append(
            f'<bpmndi:BPMNEdge id="{of}_di" bpmnElement="{of}"><di:waypoint x="1" y="1"/><di:waypoint x="2" y="2"/>'
            "</bpmndi:BPMNEdge>"
        )


def sketch(text: str) -> bytes:
    """The diagram of one process as a file."""
    lines = [line for line in text.splitlines() if line.strip()]
    sheet, key = Sheet(), lines[0].strip()
    margin = len(lines[1]) - len(lines[1].lstrip())
    body = [line[margin:] for line in lines[1:]]
    inner, nodes = fill(key, body, sheet)
    members = "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in nodes)
    lane = f'<bpmn:lane id="lane_{key}" name="Handläggare">{members}</bpmn:lane>'
    sheet.shape("lane_" + key)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{HEAD}{"".join(sheet.roots.values())}'
        f'<bpmn:process id="{key}" name="Processen {key}" isExecutable="true">'
        f'{interface(body)}<bpmn:laneSet id="lanes_{key}">{lane}</bpmn:laneSet>{inner}</bpmn:process>'
        f'<bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="{key}">{"".join(sheet.shapes)}'
        "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
    ).encode()


def interface(lines: list[str]) -> str:
    """The ioSpecification and the properties of a process."""
    said: dict[str, list[str]] = {"in": [], "out": [], "property": []}
    for line in lines:
        if line.startswith(INTERFACE):
            way, *names = line.split()
            said[way] += names
    held = "".join(f'<bpmn:property id="{name}" name="{name}"/>' for name in said["property"])
    if not said["in"] and not said["out"]:
        return held
    inputs = "".join(f'<bpmn:dataInput id="{name}" name="{name}"/>' for name in said["in"])
    outputs = "".join(f'<bpmn:dataOutput id="{name}" name="{name}"/>' for name in said["out"] if name not in said["in"])
    taken = "".join(f"<bpmn:dataInputRefs>{name}</bpmn:dataInputRefs>" for name in said["in"])
    given = "".join(f"<bpmn:dataOutputRefs>{name}</bpmn:dataOutputRefs>" for name in said["out"])
    sets = f"<bpmn:inputSet>{taken}</bpmn:inputSet><bpmn:outputSet>{given}</bpmn:outputSet>"
    return f"<bpmn:ioSpecification>{inputs}{outputs}{sets}</bpmn:ioSpecification>{held}"


def fill(key: str, lines: list[str], sheet: Sheet) -> tuple[str, list[str]]:
    """The elements and flows inside a process, and the ids for its lane."""
    elements: list[Element] = []
    flows: list[Flow] = []
    for line in lines:
        if line.startswith(" "):
            elements[-1].inside.append(line[2:])
        elif ">" in line:
            path, _, condition = line.partition(" : ")
            stops = [stop.strip() for stop in path.split(">")]
            for source, target in pairwise(stops):
                flows.append(Flow(f"flow_{key}_{len(flows)}", source, target, condition.strip()))
        elif not line.startswith(INTERFACE):
            identity, kind, *words = line.split()
            elements.append(Element(identity, kind, dict(word.split("=", 1) for word in words)))
    drawn = [element(each, flows, sheet) for each in elements] + [sequence(each, sheet) for each in flows]
    return "".join(drawn), [each.id for each in elements]


def sequence(flow: Flow, sheet: Sheet) -> str:
    sheet.edge(flow.id)
    inner = formal("conditionExpression", flow.condition) if flow.condition not in ("", "default") else ""
    ends = f'sourceRef="{flow.source}" targetRef="{flow.target}"'
    return f'<bpmn:sequenceFlow id="{flow.id}" {ends}>{inner}</bpmn:sequenceFlow>'


def formal(tag: str, text: str) -> str:
    return f'<bpmn:{tag} xsi:type="bpmn:tFormalExpression">{escape(text)}</bpmn:{tag}>'


def element(drawn: Element, flows: list[Flow], sheet: Sheet) -> str:
    sheet.shape(drawn.id)
    attributes = {"name": drawn.said.get("name", "Steget " + drawn.id), **attributes_of(drawn)}
    for flow in flows:
        if flow.source == drawn.id and flow.condition == "default":
            attributes["default"] = flow.id
    ways = "".join(f"<bpmn:incoming>{flow.id}</bpmn:incoming>" for flow in flows if flow.target == drawn.id)
    ways += "".join(f"<bpmn:outgoing>{flow.id}</bpmn:outgoing>" for flow in flows if flow.source == drawn.id)
    inner = extensions(drawn) + ways + loop(drawn) + event(drawn, sheet)
    if drawn.kind == "sub":
        inner += fill(drawn.id, drawn.inside, sheet)[0]
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items() if value)
    tag = TAGS.get(drawn.kind, drawn.kind)
    return f'<bpmn:{tag} id="{drawn.id}"{written}>{inner}</bpmn:{tag}>'


def attributes_of(drawn: Element) -> dict[str, str]:
    if drawn.kind == "call":
        return {"calledElement": drawn.said.get("process", drawn.id)}
    if drawn.kind == "boundary":
        return {"attachedToRef": drawn.said["on"], "cancelActivity": str("beside" not in drawn.said).lower()}
    return {}


def extensions(drawn: Element) -> str:
    """What the house adds: role, body and form of user tasks, operator of service tasks."""
    if drawn.kind == "user":
        said = {name: value for name, value in {"role": "officer", **drawn.said}.items() if name in PROPERTIES}
        properties = "".join(f'<spiffworkflow:property name="{n}" value="{v}"/>' for n, v in said.items() if v)
        inner = f"<spiffworkflow:properties>{properties}</spiffworkflow:properties>"
    elif drawn.kind == "service":
        params = "".join(
            f'<spiffworkflow:parameter id="{name}" type="any" value={quoteattr(value)}/>'
            for name, value in drawn.said.items()
            if name not in ("operator", "name")
        )
        operator = drawn.said.get("operator", drawn.id)
        inner = f'<spiffworkflow:serviceTaskOperator id="{operator}"><spiffworkflow:parameters>{params}'
        inner += "</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator>"
    else:
        return ""
    return f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>"


def event(drawn: Element, sheet: Sheet) -> str:
    """The event definition of an element; what it refers to goes beside the process."""
    inner = ""
    for kind in ("message", "signal", "error", "escalation"):
        if name := drawn.said.get(kind):
            code = f' {kind}Code="{name}"' if kind in ("error", "escalation") else ""
            sheet.roots[f"{kind}_{name}"] = f'<bpmn:{kind} id="{kind}_{name}" name="{name}"{code}/>'
            inner += f'<bpmn:{kind}EventDefinition id="{drawn.id}_{kind}" {kind}Ref="{kind}_{name}"/>'
    for kind, tag in (("date", "timeDate"), ("period", "timeDuration"), ("cycle", "timeCycle")):
        if text := drawn.said.get(kind):
            definition = f'<bpmn:timerEventDefinition id="{drawn.id}_{kind}">'
            inner += f"{definition}{formal(tag, text)}</bpmn:timerEventDefinition>"
    if "terminate" in drawn.said:
        inner += f'<bpmn:terminateEventDefinition id="{drawn.id}_terminate"/>'
    return inner


def loop(drawn: Element) -> str:
    """Multi-instance (`each=list as=item gives=answer into=answers in_turn=1 until=…`), or `again=…` and `times=…`."""
    said = drawn.said
    if "again" in said or "times" in said:
        most = f' loopMaximum="{said["times"]}"' if "times" in said else ""
        test = formal("loopCondition", said["again"]) if "again" in said else ""
        return f"<bpmn:standardLoopCharacteristics{most}>{test}</bpmn:standardLoopCharacteristics>"
    if "each" not in said:
        return ""
    inner = f"<bpmn:loopDataInputRef>{said['each']}</bpmn:loopDataInputRef>"
    if "into" in said:
        inner += f"<bpmn:loopDataOutputRef>{said['into']}</bpmn:loopDataOutputRef>"
    if "as" in said:
        inner += f'<bpmn:inputDataItem id="{said["as"]}" name="{said["as"]}"/>'
    if "gives" in said:
        inner += f'<bpmn:outputDataItem id="{said["gives"]}" name="{said["gives"]}"/>'
    if "until" in said:
        inner += formal("completionCondition", said["until"])
    in_turn = str("in_turn" in said).lower()
    tag = "bpmn:multiInstanceLoopCharacteristics"
    return f'<{tag} isSequential="{in_turn}">{inner}</{tag}>'
