"""Calls between processes, services of the rooms, and steps done once for each of several."""

from collections.abc import Collection, Iterator
from typing import Any

from engine.errors import Invalid
from engine.lifecycle.lint.drawing import CALLS, Drawing, Node, Scope, loops, model, reached, spiff, text_of
from engine.lifecycle.lint.faults import Fault
from engine.lifecycle.lint.flows import check_expression
from engine.lifecycle.variables import checked_name

NESTED_MAX = 12
TIMES_MAX = 100


def check_calls(drawing: Drawing, operators: Collection[str]) -> Iterator[Fault]:
    """Faults in calls, services and multi-instance steps."""
    yield from check_unique(drawing)
    yield from check_targets(drawing)
    for scope in drawing.scopes:
        yield from check_interface(scope)
        for node in scope.of("serviceTask"):
            yield from check_service(scope, node, operators)
        for node in scope.nodes.values():
            if node.many is not None:
                yield from check_many(scope, node, node.many)
            yield from check_repeated(scope, node)
        yield from check_leaks(drawing, scope)


def check_unique(drawing: Drawing) -> Iterator[Fault]:
    """Ids that the engine keeps processes and steps apart by, across all files."""
    seen: dict[str, str] = {}
    for scope in drawing.scopes:
        for kind, ids in (("process", [scope.id]), ("step", [node.id for node in scope.of("userTask")])):
            for each in ids:
                if each in seen:
                    yield scope.fault(each, "id_twice", f"The id is also a {seen[each]}.", "Give this one another id.")
                seen[each] = f"{kind} of {scope.file}"


def check_targets(drawing: Drawing) -> Iterator[Fault]:
    """Calls of what is not there, of oneself, or too deep."""
    known = drawing.by_id
    onward = {scope.id: [node.calls for node in scope.of(*CALLS) if node.calls in known] for scope in drawing.scopes}
    for scope in drawing.scopes:
        for node in scope.of("callActivity"):
            if node.calls not in known or known[node.calls].owner is not None:
                yield scope.fault(
                    node.id,
                    "no_process",
                    f"The process {node.calls!r} is in none of the files.",
                    "Send its file along.",
                )
    for loop in loops(onward):
        scope = known[min(loop)]
        yield scope.fault(scope.id, "recursive_call", "The process calls itself, perhaps by others.", "Draw a loop.")
        return
    for scope in drawing.scopes:
        if depth(scope.id, onward) > NESTED_MAX:
            yield scope.fault(scope.id, "calls_too_deep", f"Calls go deeper than {NESTED_MAX}.", "Call less deeply.")


def depth(process: str, onward: dict[str, list[str]]) -> int:
    """How many processes deep the calls from one go; only for calls that do not go round."""
    deepest, level = 0, {process}
    while level and deepest <= NESTED_MAX:
        deepest, level = deepest + 1, {called for each in level for called in onward[each]}
    return deepest


def check_service(scope: Scope, node: Node, operators: Collection[str]) -> Iterator[Fault]:
    """A service task: one known operator, parameters that can be read."""
    found = node.element.findall(f"{model('extensionElements')}/{spiff('serviceTaskOperator')}")
    if len(found) != 1:
        yield scope.fault(
            node.id, "no_operator", "The service task does not say what to call.", "Give it one operator."
        )
        return
    operator = found[0].get("id", "")
    if operator not in operators:
        known = ", ".join(sorted(operators)) or "none"
        yield scope.fault(node.id, "unknown_operator", f"No room offers {operator!r}.", f"Use one of: {known}.")
    if found[0].get("resultVariable"):
        yield scope.fault(
            node.id, "result_variable", "A result variable is not set.", "Take it out; results are variables by name."
        )
    for parameter in found[0].iter(spiff("parameter")):
        yield from check_variable(scope, node.id, parameter.get("id"))
        if parameter.get("type") is None or not (parameter.get("value") or "").strip():
            yield scope.fault(node.id, "parameter", "A parameter lacks its type or value.", "Give it both.")
        else:
            yield from check_expression(scope, node.id, parameter.get("value").strip())


def check_variable(scope: Scope, element: str, name: str | None) -> Iterator[Fault]:
    """A name that the engine will use for a routing variable."""
    try:
        checked_name(name)
    except Invalid as why:
        yield scope.fault(element, "variable_name", f"{name!r}: {why.reason}.", "Use a-z, 0-9 and _.")


def check_interface(scope: Scope) -> Iterator[Fault]:
    """An ioSpecification that would be ignored for want of its sets."""
    if scope.element.find(model("ioSpecification")) is None:
        return
    inputs, outputs = interface(scope)
    if not inputs or not outputs:
        yield scope.fault(
            scope.id,
            "interface",
            "An ioSpecification without an inputSet and an outputSet that name something is ignored.",
            "Name at least one variable in each.",
        )
    for name in sorted(inputs | outputs):
        yield from check_variable(scope, scope.id, name)


def interface(scope: Scope) -> tuple[set[str], set[str]]:
    """The variables that a process takes and gives, by its ioSpecification."""
    found = scope.element.find(model("ioSpecification"))
    if found is None:
        return set(), set()
    declared = {each.get("id") for each in found if each.tag in (model("dataInput"), model("dataOutput"))}
    inputs = {text_of(each) for each in found.iter(model("dataInputRefs"))}
    outputs = {text_of(each) for each in found.iter(model("dataOutputRefs"))}
    return inputs & declared, outputs & declared


def check_many(scope: Scope, node: Node, many: Any) -> Iterator[Fault]:
    """A step done once for each of a list: its list, its item, its answer and what they are gathered in."""
    source, gathered = text_of(many.find(model("loopDataInputRef"))), text_of(many.find(model("loopDataOutputRef")))
    item, answer = many.find(model("inputDataItem")), many.find(model("outputDataItem"))
    names = [source, gathered, *(each.get("id", "") for each in (item, answer) if each is not None)]
    given = [name for name in names if name]
    if not source:
        yield scope.fault(node.id, "no_list", "It does not say for each of what.", "Give it a loopDataInputRef.")
    if not gathered or answer is None or item is None:
        yield scope.fault(
            node.id,
            "no_gathering",
            "Without an item, an answer and a list of answers its instances overwrite each other and the case.",
            "Give it inputDataItem, outputDataItem and loopDataOutputRef.",
        )
    for name in given:
        yield from check_variable(scope, node.id, name)
    if len(given) != len(set(given)):
        yield scope.fault(node.id, "many_names", "Its list, item, answer and answers share a name.", "Name them apart.")
    yield from check_declared(scope, node, [source, gathered])
    inputs, _ = interface(top_of(scope))
    for name in sorted(inputs & set(given) - {source}):
        yield scope.fault(
            node.id,
            "many_input",
            f"{name} comes in with the process, so the step fails.",
            "Take it out of the inputSet.",
        )
    if (until := many.find(model("completionCondition"))) is not None:
        yield from check_expression(scope, node.id, text_of(until))
    if many.find(model("loopCardinality")) is not None:
        yield scope.fault(node.id, "cardinality", "A number of times is not used here.", "Give it a list.")


def check_declared(scope: Scope, node: Node, names: list[str]) -> Iterator[Fault]:
    """Lists that the modeler would drop when it saves, since nothing in the process has that id."""
    owner = top_of(scope)
    kinds = ("property", "dataObject", "dataInput", "dataOutput")
    declared = {each.get("id") for kind in kinds for each in owner.element.iter(model(kind))}
    for name in names:
        if name and name not in declared:
            yield scope.fault(
                node.id,
                "undeclared_list",
                f"Nothing in the process has the id {name}, so the modeler drops it when it saves.",
                f'Add <bpmn:property id="{name}" name="{name}"/> to the process.',
            )


def check_repeated(scope: Scope, node: Node) -> Iterator[Fault]:
    """A step repeated while a condition holds."""
    repeated = node.element.find(model("standardLoopCharacteristics"))
    if repeated is None:
        return
    times, again = repeated.get("loopMaximum"), repeated.find(model("loopCondition"))
    if again is not None:
        yield from check_expression(scope, node.id, text_of(again))
    if times is None or not 1 <= int(times) <= TIMES_MAX:
        yield scope.fault(
            node.id,
            "loop_maximum",
            f"A repeated step needs a loopMaximum of 1 to {TIMES_MAX}.",
            "Set it, or draw a loop.",
        )


def top_of(scope: Scope) -> Scope:
    """The process that an embedded one lies in."""
    while scope.owner is not None:
        scope = scope.owner
    return scope


def check_leaks(drawing: Drawing, scope: Scope) -> Iterator[Fault]:
    """Calls that would do a multi-instance step a second time on the data of the first, which fails."""
    known = drawing.by_id
    looped = {node for loop in loops(scope.onward()) for node in loop}
    seen: dict[str, str] = {}
    for node in scope.nodes.values():
        leaking = {step.id for step in ([node] if node.many is not None else [])}
        if node.tag in CALLS and node.calls in known:
            leaking |= leaks(node.calls, known)
        for step in sorted(leaking):
            if node.id in looped and node.many is None:
                yield leak(scope, node, step, "is in a loop")
            elif step in seen:
                yield leak(scope, node, step, f"comes after {seen[step]}")
            seen[step] = node.id


def leak(scope: Scope, node: Node, step: str, why: str) -> Fault:
    """The fault of `check_leaks`."""
    return scope.fault(
        node.id,
        "many_twice",
        f"{step} gathers answers and {why}, so it fails the second time.",
        "Give the process that holds it an ioSpecification with inputSet and outputSet.",
    )


def leaks(process: str, known: dict[str, Scope]) -> set[str]:
    """The multi-instance steps whose answers a caller of this process gets among its variables."""
    open_calls = {
        scope.id: [node.calls for node in scope.of(*CALLS) if node.calls in known]
        for scope in known.values()
        if not isolated(scope)
    }
    return {
        node.id
        for each in reached([process], open_calls)
        if each in open_calls
        for node in known[each].nodes.values()
        if node.many is not None
    }


def isolated(scope: Scope) -> bool:
    """Whether only named variables go in and out."""
    inputs, outputs = interface(scope)
    return bool(inputs) and bool(outputs)
