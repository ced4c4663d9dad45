"""Bundles: a top process with everything that it calls, read once, never changed, known by its hash."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Self

from SpiffWorkflow.spiff.specs.defaults import UserTask

from engine.errors import DiagramRefused
from engine.lifecycle.elements import specs
from engine.lifecycle.lint import Fault, lint
from engine.lifecycle.lint.inspection import read_all
from engine.lifecycle.lint.reading import MODEL


@dataclass(frozen=True)
class Step:
    """A user task of a diagram."""

    id: str
    name: str
    lane: str
    role: str
    body: str | None
    """The routing variable that holds the id of the responsible body; None is the case's own body."""
    form: str | None
    """The form that a process owner has made for it; None where the step is one of the house's own."""
    process: str


@dataclass(frozen=True, eq=False)
class Bundle:
    """Diagrams that may run; shared by all threads and processes, equal when their hashes are."""

    key: str
    """The id of the top process."""
    name: str
    """Its name in Swedish."""
    sha: str
    """SHA-256 in hex over the names and bytes of all files that the top process reaches, own forms among them."""
    files: Mapping[str, bytes] = field(repr=False)
    steps: tuple[Step, ...] = field(repr=False)
    spec: Any = field(repr=False)
    called: Mapping[str, Any] = field(repr=False)

    @classmethod
    def load(cls, files: Mapping[str, bytes], operators: Collection[str], key: str | None = None) -> Self:
        """Reads and checks diagrams, by file name.

        `key` is the id of the top process; it may be left out when exactly one process is not called by another.
        Files that the top process does not reach are left out. Raises `DiagramRefused` with every fault.
        """
        if faults := lint(files, operators):
            raise refused(*faults)
        trees, _ = read_all(files)
        homes = {process.get("id"): name for name, tree in trees.items() for process in processes(tree)}
        top = key or only_top(homes, trees)
        if top not in homes:
            raise refused(Fault("", top, "no_process", f"No file has the process {top}.", "Send the file that has it."))
        reached = reach(top, homes, trees)
        spec, called = specs({name: trees[name] for name in reached}, top)
        steps = tuple(steps_of((spec, *called.values())))
        forms = {f"{step.form}.json" for step in steps if step.form}
        chosen = {name: files[name] for name in (*reached, *sorted(forms))}
        return cls(top, spec.description, digest(chosen), MappingProxyType(chosen), steps, spec, called)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bundle) and (self.key, self.sha) == (other.key, other.sha)

    def __hash__(self) -> int:
        return hash((self.key, self.sha))

    def step(self, step_id: str) -> Step:
        """The step with this id; raises `KeyError` when the bundle has none."""
        return next((step for step in self.steps if step.id == step_id), None) or missing(step_id)


def missing(step_id: str) -> Step:
    """Raises `KeyError`."""
    raise KeyError(step_id)


def refused(*faults: Fault) -> DiagramRefused:
    """The error that carries the faults to the door."""
    return DiagramRefused([fault.as_facts() for fault in faults])


def processes(tree: Any) -> list[Any]:
    """The process elements of a diagram."""
    found: list[Any] = tree.getroot().findall(f"{{{MODEL}}}process")
    return found


def called_by(process: Any) -> set[str]:
    """The ids that a process calls, from embedded processes too."""
    return {call.get("calledElement", "") for call in process.iter(f"{{{MODEL}}}callActivity")}


def only_top(homes: Mapping[str, str], trees: Mapping[str, Any]) -> str:
    """The one process that no other calls; raises `DiagramRefused` when there are several or none."""
    called = {each for tree in trees.values() for process in processes(tree) for each in called_by(process)}
    tops = sorted(set(homes) - called)
    if len(tops) != 1:
        named = ", ".join(tops) or "none"
        raise refused(Fault("", "", "no_single_top", f"Not one process is on top: {named}.", "Say which it is."))
    return tops[0]


def reach(top: str, homes: Mapping[str, str], trees: Mapping[str, Any]) -> list[str]:
    """The names of the files that the top process needs, sorted."""
    seen: set[str] = set()
    line = [top]
    while line:
        current = line.pop()
        if current not in seen:
            seen.add(current)
            here = next(each for each in processes(trees[homes[current]]) if each.get("id") == current)
            line.extend(called_by(here))
    return sorted({homes[each] for each in seen})


def digest(files: Mapping[str, bytes]) -> str:
    """The hash of names and contents, each led by its length so that nothing can be moved between them."""
    sha = hashlib.sha256()
    for name, content in sorted(files.items()):
        for part in (name.encode(), content):
            sha.update(len(part).to_bytes(8, "big") + part)
    return sha.hexdigest()


def steps_of(all_specs: tuple[Any, ...]) -> Iterator[Step]:
    """The user tasks of all processes, the top one's first."""
    for spec in all_specs:
        for task_spec in spec.task_specs.values():
            if isinstance(task_spec, UserTask):
                yield step_of(task_spec, spec.name)


def step_of(task_spec: Any, process: str) -> Step:
    """A user task as the house sees it."""
    said = task_spec.extensions.get("properties", {})
    return Step(
        id=task_spec.bpmn_id,
        name=task_spec.bpmn_name or "",
        lane=task_spec.lane or "",
        role=said.get("role", ""),
        body=said.get("body"),
        form=said.get("form"),
        process=process,
    )
