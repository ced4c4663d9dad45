"""Which elements a diagram may be made of. What is not listed is refused: the parser drops much of it in silence."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from engine.lifecycle.lint.drawing import NODES, SPIFF, local
from engine.lifecycle.lint.faults import Fault
from engine.lifecycle.lint.reading import MODEL

allowed = NODES | {
    "definitions", "collaboration", "participant", "process", "documentation", "extensionElements",
    "laneSet", "lane", "flowNodeRef", "sequenceFlow", "incoming", "outgoing", "conditionExpression",
    "message", "signal", "error", "escalation",
    "messageEventDefinition", "signalEventDefinition", "errorEventDefinition", "escalationEventDefinition",
    "timerEventDefinition", "terminateEventDefinition", "timeDate", "timeDuration", "timeCycle",
    "multiInstanceLoopCharacteristics", "loopCardinality", "loopDataInputRef", "loopDataOutputRef",
    "inputDataItem", "outputDataItem", "completionCondition", "standardLoopCharacteristics", "loopCondition",
    "ioSpecification", "dataInput", "dataOutput", "inputSet", "outputSet", "dataInputRefs", "dataOutputRefs",
    "property", "dataObject", "dataObjectReference", "textAnnotation", "text", "association", "group",
    "category", "categoryValue",
}  # fmt: skip
"""BPMN's own elements that may stand in a diagram."""

spoken: Mapping[str, tuple[str, str, str]] = {
    "scriptTask": ("script", "A script task would run code.", "Use a service task that calls one of the rooms."),
    "script": ("script", "A script would run code.", "Use a service task that calls one of the rooms."),
    "businessRuleTask": (
        "decision_table",
        "Decision tables are not run.",
        "Let a service task set the variable that a gateway reads.",
    ),
    "task": ("undefined_task", "A task without a kind does nothing.", "Make it a user task or a service task."),
    "manualTask": ("undefined_task", "Nobody is told of a manual task.", "Make it a user task with a role."),
    "sendTask": ("thrown_message", "Nobody outside hears a sent message.", "Use a service task."),
    "receiveTask": ("receive_task", "A receive task is not used here.", "Use a message catch event."),
    "complexGateway": ("complex_gateway", "Complex gateways are not run.", "Use exclusive and parallel gateways."),
    "linkEventDefinition": ("link_event", "A link event ends nowhere, in silence.", "Draw the arrow itself."),
    "compensateEventDefinition": ("compensation", "Compensation is not run.", "Draw the steps that put it right."),
    "cancelEventDefinition": ("transaction", "Cancel events are not run.", "Use an error end event."),
    "transaction": ("transaction", "Transactions are not run.", "Use an embedded subprocess."),
    "adHocSubProcess": ("ad_hoc", "Ad hoc subprocesses are not run.", "Draw the order, or parallel branches."),
    "conditionalEventDefinition": (
        "conditional_event",
        "A conditional event fails while its variable is not set.",
        "Use a gateway, a message or a timer.",
    ),
    "dataInputAssociation": ("data_association", "Data associations hide variables.", "Let steps set variables."),
    "dataOutputAssociation": ("data_association", "Data associations hide variables.", "Let steps set variables."),
    "correlationKey": ("correlation", "Message correlation is not used here.", "Take it out."),
    "correlationProperty": ("correlation", "Message correlation is not used here.", "Take it out."),
}
"""What people do draw that cannot be run, with the rule and what to do instead."""

extensions = frozenset({"properties", "property", "serviceTaskOperator", "parameters", "parameter"})
"""The engine's extension elements that may stand in a diagram."""

fixed: Mapping[str, str] = {
    "isForCompensation": "false",
    "triggeredByEvent": "false",
    "startQuantity": "1",
    "completionQuantity": "1",
    "parallelMultiple": "false",
    "instantiate": "false",
    "eventGatewayType": "Exclusive",
    "behavior": "All",
    "isExecutable": "true",
}
"""Attributes that change what an element does, with the one value that is run."""


def check_vocabulary(file: str, tree: Any) -> Iterator[Fault]:
    """Faults in the elements and attributes of one file."""
    for element in tree.getroot().iter():
        namespace = etree.QName(element).namespace
        if namespace == MODEL:
            yield from check_element(file, element)
        elif namespace == SPIFF:
            yield from check_extension(file, element)


def check_element(file: str, element: Any) -> Iterator[Fault]:
    """One of BPMN's own elements."""
    tag, where = local(element), place(element)
    if tag in spoken:
        rule, message, advice = spoken[tag]
        yield Fault(file, where, rule, message, advice)
    elif tag not in allowed:
        yield Fault(file, where, "unknown_element", f"A {tag} is not used here.", "Take it out of the diagram.")
    for name, value in element.attrib.items():
        if name in fixed and value != fixed[name]:
            yield unsupported(file, element, name, value)
        elif name.startswith(f"{{{SPIFF}}}"):
            yield Fault(file, where, "unknown_extension", f"The attribute {name} is not used here.", "Take it out.")
    if tag == "process" and element.get("isExecutable") is None:
        yield unsupported(file, element, "isExecutable", "(missing)")
    if tag == "ioSpecification" and local(element.getparent()) != "process":
        yield Fault(
            file,
            where,
            "task_interface",
            "Only a whole process may have an ioSpecification.",
            "Move it to the process.",
        )


def unsupported(file: str, element: Any, name: str, value: str) -> Fault:
    """An attribute whose value is not run; an event subprocess is one of these."""
    if name == "triggeredByEvent":
        return Fault(
            file,
            place(element),
            "event_subprocess",
            "An event subprocess never interrupts, whatever it says.",
            "Put a boundary event on an embedded subprocess.",
        )
    return Fault(
        file, place(element), "unsupported_attribute", f"{name} is {value}.", f"Only {name}={fixed[name]} is run."
    )


def check_extension(file: str, element: Any) -> Iterator[Fault]:
    """One of the engine's extension elements."""
    tag = local(element)
    if tag in ("preScript", "postScript", "unitTests"):
        yield Fault(file, place(element), "script", f"A {tag} would run code.", "Take it out; use a service task.")
    elif tag not in extensions:
        yield Fault(file, place(element), "unknown_extension", f"The extension {tag} is not used here.", "Take it out.")


def place(element: Any) -> str:
    """The id of the nearest element round this one that has one, extensions' own ids left out."""
    while element is not None:
        if etree.QName(element).namespace == MODEL and element.get("id"):
            return str(element.get("id"))
        element = element.getparent()
    return ""
