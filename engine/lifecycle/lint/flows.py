"""Arrows: that each element has those it needs, that conditions are read, that nothing hangs or goes round."""

from collections.abc import Iterator

from engine.lifecycle.expressions import Unreadable, read
from engine.lifecycle.lint.drawing import CATCHING, CHOICES, GATEWAYS, JOINS, Flow, Node, Scope, loops, reached
from engine.lifecycle.lint.faults import Fault

NODES_MAX = 150
"""The library's parser follows arrows by recursion."""

SOME = "Draw the missing arrow."
INSIDE = "Put the body of the loop in a call activity."
LIST = 'Write a comparison of routing variables, such as outcome == "approved"; texts in quotes, == for equals.'


def check_flows(scope: Scope) -> Iterator[Fault]:
    """Faults in the arrows of one process."""
    if len(scope.nodes) > NODES_MAX:
        yield scope.fault(
            scope.id, "too_many_nodes", f"{len(scope.nodes)} elements; {NODES_MAX} are allowed.", "Use call activities."
        )
        return
    yield from check_ends(scope)
    for node in scope.nodes.values():
        yield from check_degrees(scope, node)
        yield from check_conditions(scope, node)
    yield from check_ways(scope)
    yield from check_loops(scope)


def check_ends(scope: Scope) -> Iterator[Fault]:
    """Arrows that lead nowhere, twice the same way, or to a process without one start and some end."""
    seen: set[tuple[str, str]] = set()
    for flow in scope.flows:
        if flow.source not in scope.nodes or flow.target not in scope.nodes:
            yield scope.fault(flow.id, "dangling_flow", "An end of the arrow is not in this process.", "Draw it anew.")
        if (flow.source, flow.target) in seen:
            yield scope.fault(
                flow.id, "double_flow", "Two arrows go the same way.", "Keep one; join the conditions with or."
            )
        seen.add((flow.source, flow.target))
    if (count := len(list(scope.of("startEvent")))) != 1:
        yield scope.fault(scope.id, "one_start", f"The process has {count} start events.", "Leave exactly one.")
    if not list(scope.of("endEvent")):
        yield scope.fault(scope.id, "no_end", "The process has no end event.", "Draw where it ends.")


def check_degrees(scope: Scope, node: Node) -> Iterator[Fault]:
    """Too few or too many arrows in or out of an element."""
    into, out = len(scope.incoming(node.id)), len(scope.outgoing(node.id))
    if node.tag in ("startEvent", "boundaryEvent"):
        if into:
            yield scope.fault(node.id, "arrow_into_start", "No arrow may lead here.", "Lead it to the step after.")
    elif not into:
        yield scope.fault(node.id, "unreachable", "No arrow leads here, so it never happens.", SOME)
    if node.tag == "endEvent":
        if out:
            yield scope.fault(node.id, "arrow_out_of_end", "An arrow leads out of an end.", "Use a throw event.")
    elif not out:
        yield scope.fault(node.id, "dead_end", "No arrow leads on, so the process would never end.", SOME)
    elif out > 1 and node.tag not in GATEWAYS:
        yield scope.fault(node.id, "several_outgoing", "Several arrows lead out.", "Put a gateway after it.")


def check_conditions(scope: Scope, node: Node) -> Iterator[Fault]:
    """Conditions where they are read, a default where one is needed."""
    outgoing = scope.outgoing(node.id)
    chooses = node.tag in CHOICES and len(outgoing) > 1
    default = node.element.get("default")
    for flow in outgoing:
        if chooses and flow.id != default:
            yield from check_condition(scope, flow)
        elif flow.condition is not None:
            yield scope.fault(
                flow.id, "condition_ignored", "The condition here is never read.", "Take it out, or draw a gateway."
            )
    if chooses and default not in {flow.id for flow in outgoing}:
        yield scope.fault(
            node.id, "no_default", "If no condition holds the case would stop.", "Mark one way out as default flow."
        )
    if not chooses and default is not None:
        yield scope.fault(node.id, "default_ignored", "The default flow here is never read.", "Take the mark away.")


def check_condition(scope: Scope, flow: Flow) -> Iterator[Fault]:
    """One way out of a gateway."""
    if flow.condition is None:
        yield scope.fault(
            flow.id, "no_condition", "The way out has no condition.", "Write one, or make it the default."
        )
    else:
        yield from check_expression(scope, flow.id, flow.condition)


def check_expression(scope: Scope, element: str, text: str) -> Iterator[Fault]:
    """An expression that cannot be read, with how to write it."""
    try:
        read(text)
    except Unreadable as why:
        advice = LIST
        if text.startswith(("${", "#{")):
            advice = f"Take away the {text[:2]} and the bracket at the end. {LIST}"
        yield scope.fault(element, "expression", f"{text[:80]!r}: {why}.", advice)


def check_ways(scope: Scope) -> Iterator[Fault]:
    """Elements that the start does not lead to, or that lead to no end."""
    onward = scope.onward()
    from_start = reached([node.id for node in scope.of("startEvent")], onward)
    backward: dict[str, list[str]] = {node: [] for node in onward}
    for source, targets in onward.items():
        for target in targets:
            backward[target].append(source)
    to_end = reached([node.id for node in scope.of("endEvent")], backward)
    for node in scope.nodes.values():
        if node.id not in from_start and scope.incoming(node.id):
            yield scope.fault(node.id, "unreachable", "The start does not lead here.", SOME)
        if node.id not in to_end and scope.outgoing(node.id):
            yield scope.fault(node.id, "no_way_out", "From here no end can be reached.", SOME)


def check_loops(scope: Scope) -> Iterator[Fault]:
    """What the library cannot do again, or would do again for ever."""
    for loop in loops(scope.onward()):
        nodes = [node for node in scope.nodes.values() if node.id in loop]
        for node in nodes:
            yield from check_in_loop(scope, node)
        for event in scope.of("boundaryEvent"):
            if event.attached_to in loop and not event.interrupts:
                yield scope.fault(
                    event.id, "beside_in_loop", "A non-interrupting event in a loop grows the case.", INSIDE
                )
        if not any(waits(node) for node in nodes):
            yield scope.fault(nodes[0].id, "busy_loop", "The loop never waits for anybody.", "Put a user task in it.")


def waits(node: Node) -> bool:
    """Whether the process can rest here. What a called process does is seen at run time, which stops a busy one."""
    return node.tag in CATCHING | {"userTask", "callActivity", "subProcess"}


def check_in_loop(scope: Scope, node: Node) -> Iterator[Fault]:
    """One element of a loop."""
    if node.tag in JOINS and len(scope.incoming(node.id)) + len(scope.outgoing(node.id)) > 2:
        yield scope.fault(
            node.id, "parallel_in_loop", "A parallel or inclusive gateway in a loop stops the case for good.", INSIDE
        )
    if node.many is not None:
        yield scope.fault(node.id, "many_in_loop", "A multi-instance step in a loop fails the second time.", INSIDE)
