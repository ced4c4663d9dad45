"""The library's parser, with this house's own service task, message and timers in place of the stock ones."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from lxml import etree
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.data_spec import TaskDataReference
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask, MultiInstanceTask
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser, SpiffProcessParser
from SpiffWorkflow.spiff.parser.task_spec import ServiceTaskParser
from SpiffWorkflow.spiff.specs.defaults import ServiceTask
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition

from engine.errors import ProcessFailed
from engine.lifecycle.timers import replacements
from engine.lifecycle.variables import flat


class Service(ServiceTask):  # type: ignore[misc]  # the library has no types
    """A service task: calls a room and spreads what it returns among the routing variables, leaving nothing else."""

    def _execute(self, my_task: Any) -> bool:
        engine = my_task.workflow.script_engine
        params = {name: engine.evaluate(my_task, param["value"]) for name, param in self.operation_params.items()}
        my_task.data.update(flat(engine.call(self.operation_name, params, dict(my_task.data))))
        return True


class Message(MessageEventDefinition):  # type: ignore[misc]
    """A message: what it carries becomes routing variables of the branch that waited for it."""

    def update_task_data(self, my_task: Any) -> None:
        """Moves the payload from the waiting task's own notes to its routing variables."""
        my_task.data.update(my_task.internal_data.pop(self.name, None) or {})


class Several(TaskDataReference):  # type: ignore[misc]
    """The list that a step is done for each of; the library would take a text for a list of letters."""

    def get(self, my_task: Any) -> list[Any]:
        """The list; raises `ProcessFailed` when the variable is missing or holds anything else."""
        value = my_task.data.get(self.bpmn_id)
        if not isinstance(value, list):
            raise ProcessFailed(element=my_task.task_spec.name, reason=f"the variable {self.bpmn_id} is not a list")
        return value


class ProcessParser(SpiffProcessParser):  # type: ignore[misc]
    """Finds elements by id among BPMN's own, so that an operator may be called what its service task is called."""

    def _index_process_nodes(self) -> None:
        super()._index_process_nodes()
        model = self.node.tag.removesuffix(etree.QName(self.node).localname)
        self.nodes_by_id.update({node.get("id"): node for node in self.node.iter(model + "*") if node.get("id")})


class Parser(SpiffBpmnParser):  # type: ignore[misc]
    """Reads trees that lint has found no fault in."""

    PROCESS_PARSER_CLASS = ProcessParser
    OVERRIDE_PARSER_CLASSES: ClassVar[dict[str, Any]] = {
        **SpiffBpmnParser.OVERRIDE_PARSER_CLASSES,
        full_tag("serviceTask"): (ServiceTaskParser, Service),
    }


def specs(trees: Mapping[str, Any], key: str) -> tuple[Any, dict[str, Any]]:
    """The spec of process `key` and of all that it calls, at any depth, by id; ready to be shared by threads."""
    parser = Parser()
    for name, tree in trees.items():
        parser.add_bpmn_xml(tree, name)
    top, called = parser.get_spec(key), parser.get_subprocess_specs(key)
    for spec in (top, *called.values()):
        make_own(spec.task_specs.values())
    return top, called


def make_own(task_specs: Iterable[Any]) -> None:
    """Puts this house's events and lists in place, and ties loops to their instances.

    The library ties a loop to its instance when the first instance starts, so in a fresh process a loop that was
    half done when it was saved would never notice the rest.
    """
    for spec in task_specs:
        if hasattr(spec, "event_definition"):
            spec.event_definition = own_event(spec.event_definition)
        if isinstance(spec, MultiInstanceTask):
            spec.data_input = Several(spec.data_input.bpmn_id, spec.data_input.bpmn_name)
        if isinstance(spec, LoopTask):
            spec._wf_spec.task_specs[spec.task_spec].completed_event.connect(spec.merge_child)


def own_event(definition: Any) -> Any:
    """The definition that does as this house wants, or the same where the stock one does."""
    if isinstance(definition, MultipleEventDefinition):
        definition.event_definitions = [own_event(each) for each in definition.event_definitions]
        return definition
    if type(definition) is MessageEventDefinition:
        return Message(definition.name)
    if own := replacements.get(type(definition)):
        return own(definition.name, definition.expression, description=definition.description)
    return definition
