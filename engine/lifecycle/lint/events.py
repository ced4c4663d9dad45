"""Events: that what is waited for can come, and that what is thrown is caught."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from engine.lifecycle.expressions import Unreadable, read
from engine.lifecycle.lint.drawing import CALLS, Drawing, Node, Scope, local, model, reached, text_of
from engine.lifecycle.lint.faults import Fault
from engine.lifecycle.lint.flows import check_expression
from engine.lifecycle.timers import NotATime, after, cycle, instant, period_pattern

usable: Mapping[str, frozenset[str]] = {
    "startEvent": frozenset(),
    "endEvent": frozenset({"terminate", "error", "escalation"}),
    "intermediateCatchEvent": frozenset({"timer", "message", "signal"}),
    "intermediateThrowEvent": frozenset({"signal", "escalation"}),
    "boundaryEvent": frozenset({"timer", "message", "signal", "error", "escalation"}),
}
"""What each kind of event may be about; the parser takes the rest for events about nothing."""

SOMETIME = datetime(2024, 1, 31, tzinfo=UTC)


def check_events(drawing: Drawing) -> Iterator[Fault]:
    """Faults in the events of all processes."""
    for scope in drawing.scopes:
        for node in scope.of(*usable):
            yield from check_event(scope, node)
        for node in scope.of("boundaryEvent"):
            yield from check_boundary(scope, node)
        for node in scope.of("eventBasedGateway"):
            yield from check_gateway(scope, node)
    yield from check_signals(drawing)
    yield from check_thrown(drawing)


def check_event(scope: Scope, node: Node) -> Iterator[Fault]:
    """One event: what it is about, and whether that is said in full."""
    many = len(node.triggers)
    if many > 1:
        yield scope.fault(node.id, "several_triggers", "The event is about several things.", "Draw one event for each.")
    if not many and node.tag in ("intermediateCatchEvent", "boundaryEvent"):
        yield scope.fault(node.id, "no_trigger", "The event waits for nothing.", "Say what it waits for.")
    for trigger, definition in zip(node.triggers, node.definitions, strict=True):
        if trigger not in usable[node.tag]:
            named = ", ".join(sorted(usable[node.tag])) or "nothing"
            yield scope.fault(
                node.id, "trigger", f"A {node.tag} about a {trigger} is not run.", f"It may be about {named}."
            )
        elif trigger == "timer":
            yield from check_timer(scope, node, definition)
        elif trigger != "terminate":
            yield from check_reference(scope, node, trigger, definition)


def check_reference(scope: Scope, node: Node, trigger: str, definition: Any) -> Iterator[Fault]:
    """The message, signal, error or escalation that an event names; without it the case would wait for ever."""
    target = referred(definition, trigger)
    if target is None:
        yield scope.fault(
            node.id, "no_reference", f"The event does not say which {trigger}.", f"Choose a {trigger} for it."
        )
    elif not known_as(target, trigger):
        missing = "code" if trigger in ("error", "escalation") else "name"
        yield scope.fault(
            node.id, "no_reference", f"Its {trigger} has no {missing}.", f"Give the {trigger} a {missing}."
        )


def referred(definition: Any, trigger: str) -> Any | None:
    """The element that an event definition points to, in the same file."""
    wanted = definition.get(trigger + "Ref")
    root = definition.getroottree().getroot()
    return next((each for each in root.findall(model(trigger)) if each.get("id") == wanted), None) if wanted else None


def known_as(target: Any, trigger: str) -> str:
    """What throwers and catchers find each other by: the code of errors and escalations, the name of the others."""
    kind = trigger + "Code" if trigger in ("error", "escalation") else "name"
    return (target.get(kind) or "").strip()


def check_timer(scope: Scope, node: Node, definition: Any) -> Iterator[Fault]:
    """When a timer is due: a variable, or a quoted constant that is one."""
    (kind, text), *others = [
        (local(child), text_of(child)) for child in definition if local(child).startswith("time")
    ] or [("", "")]
    if not text or others:
        yield scope.fault(node.id, "no_time", "The timer does not say when.", "Give it a date, a period or a cycle.")
        return
    if kind == "timeCycle" and (node.tag != "boundaryEvent" or node.interrupts):
        yield scope.fault(
            node.id, "cycle", "A cycle is only run beside a step.", "Make it a non-interrupting boundary event."
        )
    if period_pattern.fullmatch(text) or (text.startswith("R") and "/" in text):
        yield scope.fault(node.id, "unquoted_time", f"{text} is read as variables.", f'Put it in quotes: "{text}".')
        return
    yield from check_expression(scope, node.id, text)
    yield from check_constant(scope, node, kind, text)


def check_constant(scope: Scope, node: Node, kind: str, text: str) -> Iterator[Fault]:
    """A timer whose value can be seen already."""
    try:
        if (expression := read(text)).names:
            return
        value = expression({})
        if not isinstance(value, str):
            raise NotATime(f"{value!r} is not a text")
        if kind == "timeDate":
            instant(value)
        else:
            after(SOMETIME, value if kind == "timeDuration" else cycle(value)[1])
    except Unreadable:
        return
    except NotATime as why:
        yield scope.fault(
            node.id,
            "time",
            f"{why}.",
            "Working days and months' ends are counted by the rooms: give a variable to timeDate.",
        )


def check_boundary(scope: Scope, node: Node) -> Iterator[Fault]:
    """What an event sits on."""
    host = scope.nodes.get(node.attached_to)
    if host is None or host.tag not in CALLS | {"userTask"}:
        yield scope.fault(
            node.id, "boundary_host", "The event does not sit on a user task or a call.", "Move it, or draw a gateway."
        )
    elif host.tag == "userTask" and {"error", "escalation"} & set(node.triggers):
        yield scope.fault(node.id, "boundary_host", "No error comes out of a user task.", "Use a gateway after it.")
    if "error" in node.triggers and not node.interrupts:
        yield scope.fault(node.id, "error_beside", "An error always interrupts.", "Make the event interrupting.")


def check_gateway(scope: Scope, gateway: Node) -> Iterator[Fault]:
    """An event gateway: what it leads to, and that only one timer decides."""
    targets = [scope.nodes[flow.target] for flow in scope.outgoing(gateway.id)]
    if len(targets) < 2:
        yield scope.fault(
            gateway.id, "event_gateway", "It leads to fewer than two events.", "Draw them, or take it away."
        )
    awaited: list[str] = []
    for target in targets:
        if target.tag != "intermediateCatchEvent" or len(scope.incoming(target.id)) != 1:
            yield scope.fault(
                gateway.id,
                "event_gateway",
                f"{target.id} is no catch event of its own.",
                "Lead it to catch events only.",
            )
        for trigger, definition in zip(target.triggers, target.definitions, strict=True):
            known = referred(definition, trigger) if trigger != "timer" else None
            awaited.append(trigger if known is None else f"{trigger} {known_as(known, trigger)}")
    if len(awaited) != len(set(awaited)):
        yield scope.fault(
            gateway.id,
            "event_gateway",
            "Two of its events cannot be told apart.",
            "One timer at most; messages that differ.",
        )


def check_signals(drawing: Drawing) -> Iterator[Fault]:
    """Signals that nobody in the bundle throws or catches."""
    thrown, caught = by_name(drawing, "signal", True), by_name(drawing, "signal", False)
    for name in sorted(set(thrown) ^ set(caught)):
        scope, node = (thrown.get(name) or caught[name])[0]
        yield scope.fault(
            node.id,
            "lone_signal",
            f"The signal {name} is thrown or caught, not both.",
            "What comes from outside is a message.",
        )


def check_thrown(drawing: Drawing) -> Iterator[Fault]:
    """Errors and escalations that nothing round them catches: they would be lost in silence."""
    within = {scope.id: [node.calls for node in scope.of(*CALLS)] for scope in drawing.scopes}
    for trigger in ("error", "escalation"):
        caught = by_name(drawing, trigger, False)
        for code, throwers in by_name(drawing, trigger, True).items():
            safe = {
                place
                for scope, node in caught.get(code, [])
                if node.attached_to in scope.nodes
                for place in reached([scope.nodes[node.attached_to].calls], within)
            }
            for scope, node in throwers:
                if scope.id not in safe:
                    yield scope.fault(
                        node.id,
                        "uncaught",
                        f"Nothing catches the {trigger} {code}.",
                        "Put a boundary event on the call.",
                    )


def by_name(drawing: Drawing, trigger: str, throws: bool) -> dict[str, list[tuple[Scope, Node]]]:
    """The events about a trigger that throw, or that catch, by what they are known as."""
    found: dict[str, list[tuple[Scope, Node]]] = {}
    tags = ("endEvent", "intermediateThrowEvent") if throws else ("boundaryEvent", "intermediateCatchEvent")
    for scope in drawing.scopes:
        for node in scope.of(*tags):
            for each, definition in zip(node.triggers, node.definitions, strict=True):
                target = referred(definition, each) if each == trigger else None
                if target is not None:
                    found.setdefault(known_as(target, trigger), []).append((scope, node))
    return found
