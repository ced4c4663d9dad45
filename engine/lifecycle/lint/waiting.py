"""A dry walk: tokens are sent every way through a process, to find joins that would wait for ever."""

from collections.abc import Iterator
from itertools import product

from engine.lifecycle.lint.drawing import Flow, Node, Scope
from engine.lifecycle.lint.faults import Fault

MARKINGS_MAX = 4_000
"""How far a process is walked; one that has more ways to stand is taken as sound."""

TOKENS_MAX = 3
"""More tokens than this on one arrow teach nothing new."""

Marking = frozenset[tuple[str, int]]
"""How many tokens lie on which arrows."""


def check_joins(scope: Scope) -> Iterator[Fault]:
    """Parallel gateways where some way through the process leaves a branch waiting for one that never comes.

    Inclusive gateways wait for what may still come, so a process that has one is not judged.
    """
    joins = [node for node in scope.of("parallelGateway") if len(scope.incoming(node.id)) > 1]
    if not joins or any(scope.of("inclusiveGateway")):
        return
    for stuck in stuck_at(scope):
        yield scope.fault(
            stuck,
            "stuck_join",
            "Some way through the process never brings all that this gateway waits for.",
            "Let branches that part at an exclusive gateway meet at one; join only what was parted in parallel.",
        )


def stuck_at(scope: Scope) -> list[str]:
    """The joins where a walk came to a stop."""
    start = frozenset((flow.id, 1) for node in scope.of("startEvent") for flow in scope.outgoing(node.id))
    seen: set[Marking] = {start}
    line: list[Marking] = [start]
    stuck: set[str] = set()
    while line and len(seen) < MARKINGS_MAX:
        marking = line.pop()
        following = set(moves(scope, marking))
        if marking and not following:
            stuck |= {flow.target for flow in scope.flows if flow.id in dict(marking)}
        line.extend(following - seen)
        seen |= following
    return sorted(stuck)


def moves(scope: Scope, marking: Marking) -> Iterator[Marking]:
    """What can come next: every element that has what it needs, every way that it may go on."""
    tokens = dict(marking)
    for node in scope.nodes.values():
        incoming = scope.incoming(node.id)
        held = [flow for flow in incoming if tokens.get(flow.id)]
        if node.tag == "parallelGateway":
            if len(held) == len(incoming):
                yield moved(tokens, held, scope.outgoing(node.id))
        elif held:
            for flow, produced in product(held, ways_on(scope, node)):
                yield frozenset() if ends_all(node) else moved(tokens, [flow], produced)


def ways_on(scope: Scope, node: Node) -> list[list[Flow]]:
    """Where the token may go: one way out of a gateway, else what is drawn out of it and of the events on it."""
    outgoing = scope.outgoing(node.id)
    if node.tag in ("exclusiveGateway", "eventBasedGateway"):
        return [[flow] for flow in outgoing]
    ways = [outgoing]
    for event in scope.of("boundaryEvent"):
        if event.attached_to == node.id:
            out = scope.outgoing(event.id)
            ways += [out] if event.interrupts else [[*way, *out] for way in ways]
    return ways


def ends_all(node: Node) -> bool:
    """Whether all other tokens vanish here."""
    return node.tag == "endEvent" and bool({"terminate", "error"} & set(node.triggers))


def moved(tokens: dict[str, int], taken: list[Flow], produced: list[Flow]) -> Marking:
    """The marking after one move."""
    after = dict(tokens)
    for flow in taken:
        after[flow.id] -= 1
    for flow in produced:
        after[flow.id] = min(after.get(flow.id, 0) + 1, TOKENS_MAX)
    return frozenset((flow, count) for flow, count in after.items() if count)
