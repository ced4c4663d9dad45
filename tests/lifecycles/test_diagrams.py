"""The shipped diagrams, held as a process owner reads them: drawn whole, named in Swedish, explained, unambiguous."""

import copy
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from SpiffWorkflow.spiff.parser.process import VALIDATOR, SpiffBpmnParser

from engine.access import EVERYBODY
from engine.cases.tables import KINDS
from engine.lifecycle.bundles import Bundle
from engine.lifecycle.deployments import SHIPPED, shipped_files
from engine.lifecycle.expressions import read
from engine.settings import data
from engine.steps import OPERATORS
from tests.lifecycles import drawing
from tests.lifecycles.drawing import NAMESPACES, NODES, Diagram

DIAGRAMS = [Diagram.read(path) for path in sorted(data("workflows").glob("*.bpmn"))]

LANES = {
    "registrar": "Registrator",
    "officer": "Handläggare",
    "manager": "Chef",
    "director": "Direktör",
    "secretary": "Sekreterare",
    "chair": "Ordförande",
}
BODIES = frozenset({"council", "board", "executive_board", "deciding_body"})
"""Routing variables that hold the id of a body."""
MOMENTS = frozenset({"referral_due", "remind_at", "escalate_at"})
"""Routing variables that a timer waits for: an instant in UTC, or "" for never."""
VARIABLES = (
    BODIES
    | MOMENTS
    | {
        "admitted",
        "approved",
        "assignments",
        "at_once",
        "consultation",
        "through_council",
        "urgent",
        "outcome",
        "referrals",
    }
)
"""What a gateway or timer may ask about: set when the process starts, or by the steps."""

ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
NAME = re.compile(r"[A-ZÅÄÖ][a-zåäö]+(,? [A-Za-zÅÄÖåäö]+)*\??")
ENGLISH = re.compile(
    r"\b(the|of|and|case|motion returned|task|board|council|decision|report|send|yes|no)\b", re.IGNORECASE
)
SENTENCE = re.compile(r"[A-ZÅÄÖ][^.!?]*\.")
SECTION = re.compile(r"\b(?:KL|OSL|FL|TF) \d+:\d+")

every_diagram = pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda diagram: diagram.file)


def test_every_kind_of_matter_and_all_that_it_calls_are_shipped() -> None:
    processes = {process.get("id") for diagram in DIAGRAMS for process in diagram.all("process")}
    called = {call.get("calledElement") for diagram in DIAGRAMS for call in diagram.all("callActivity")}
    assert called | SHIPPED.keys() == processes
    assert SHIPPED.keys() <= set(KINDS)


@pytest.mark.parametrize("kind", SHIPPED)
def test_the_files_of_a_kind_are_those_that_its_process_reaches(kind: str) -> None:
    files = shipped_files(kind)
    assert Bundle.load(files, OPERATORS, kind).files == files


@every_diagram
def test_a_diagram_holds_the_kinds_of_elements_that_are_understood(diagram: Diagram) -> None:
    (process,) = diagram.all("process")
    described = {"documentation", "ioSpecification", "property", "laneSet", "sequenceFlow"}
    described |= {"textAnnotation", "association"}
    assert {element.tag.rpartition("}")[2] for element in process} <= NODES | described


def test_the_library_reads_every_diagram_by_its_schema() -> None:
    parser = SpiffBpmnParser(validator=VALIDATOR)
    parser.add_bpmn_files([str(path) for path in sorted(data("workflows").glob("*.bpmn"))])
    read_in = {kind: parser.get_subprocess_specs(kind).keys() | {parser.get_spec(kind).name} for kind in SHIPPED}
    assert {process for found in read_in.values() for process in found} == {
        process.get("id") for diagram in DIAGRAMS for process in diagram.all("process")
    }


# --- drawn


CHECKS: list[Callable[[Diagram], Iterator[str]]] = [
    drawing.undrawn,
    drawing.misplaced,
    drawing.unreadable_lines,
    drawing.hidden_names,
    drawing.unread_order,
]


@every_diagram
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_diagram_can_be_read_on_the_wall(diagram: Diagram, check: Callable[[Diagram], Iterator[str]]) -> None:
    assert list(check(diagram)) == []


def shifted(diagram: Diagram, path: str, **by: float) -> None:
    for element in diagram.find(path):
        for name, distance in by.items():
            element.set(name, str(float(element.get(name)) + distance))


def spoiled_by_a_missing_shape(diagram: Diagram) -> None:
    (shape,) = diagram.find("//bpmndi:BPMNShape[@bpmnElement='review']")
    shape.getparent().remove(shape)


def spoiled_by_a_task_in_the_wrong_lane(diagram: Diagram) -> None:
    shifted(diagram, "//bpmndi:BPMNShape[@bpmnElement='allocate']/dc:Bounds", y=-150)


def spoiled_by_a_line_through_another(diagram: Diagram) -> None:
    shifted(diagram, "//bpmndi:BPMNEdge[@bpmnElement='report_approved_to_draft_report']/di:waypoint[@y='525']", y=60)


def spoiled_by_a_name_on_a_line(diagram: Diagram) -> None:
    shifted(diagram, "//bpmndi:BPMNShape[@bpmnElement='referrals_wanted']/bpmndi:BPMNLabel/dc:Bounds", y=60)


def spoiled_by_a_late_start(diagram: Diagram) -> None:
    shifted(diagram, "//bpmndi:BPMNShape[@bpmnElement='case_remitted']/dc:Bounds", x=900)


@pytest.mark.parametrize(
    ("spoil", "check"),
    [
        (spoiled_by_a_missing_shape, drawing.undrawn),
        (spoiled_by_a_task_in_the_wrong_lane, drawing.misplaced),
        (spoiled_by_a_line_through_another, drawing.unreadable_lines),
        (spoiled_by_a_name_on_a_line, drawing.hidden_names),
        (spoiled_by_a_late_start, drawing.unread_order),
    ],
)
def test_a_spoiled_drawing_is_noticed(
    spoil: Callable[[Diagram], None], check: Callable[[Diagram], Iterator[str]]
) -> None:
    (sound,) = [diagram for diagram in DIAGRAMS if diagram.file == "preparation.bpmn"]
    spoiled = Diagram(copy.deepcopy(sound.tree), sound.file)
    spoil(spoiled)
    assert list(check(spoiled)) != []


# --- named


@every_diagram
def test_ids_are_english_and_unlike_one_another(diagram: Diagram) -> None:
    ids = [element.get("id") for element in diagram.find("//*[@id][not(self::spiff:*)]")]
    assert [each for each in ids if not ID.fullmatch(each)] == []
    assert sorted(ids) == sorted(set(ids))


@every_diagram
def test_no_operator_or_parameter_hides_an_element(diagram: Diagram) -> None:
    """The library finds elements by id, extensions included: elsewhere, a task named as its operator is not found."""
    assert {element.get("id") for element in diagram.find("//spiff:*[@id]")} & diagram.nodes.keys() == set()


@every_diagram
def test_every_element_has_a_swedish_name(diagram: Diagram) -> None:
    named = [*diagram.all("process", "participant", "lane"), *diagram.nodes.values()]
    names = {element.get("id"): element.get("name", "") for element in named}
    assert [name for name in names.items() if not NAME.fullmatch(name[1]) or ENGLISH.search(name[1])] == []


@every_diagram
def test_a_gateway_asks_and_its_flows_answer(diagram: Diagram) -> None:
    for gateway in diagram.all("exclusiveGateway"):
        flows = diagram.outgoing(gateway.get("id"))
        answers = [flow.get("name", "") for flow in flows]
        assert gateway.get("name").endswith("?")
        assert len(flows) > 1
        assert all(NAME.fullmatch(answer) for answer in answers), answers
        assert len(set(answers)) == len(answers)


@every_diagram
def test_a_task_stands_in_the_lane_of_its_role(diagram: Diagram) -> None:
    assert LANES.keys() <= EVERYBODY
    for task in diagram.all("userTask"):
        role = diagram.properties(task)["role"]
        assert diagram.lane_of[task.get("id")].get("name") == LANES[role], task.get("id")
    assert {lane.get("name") for lane in diagram.all("lane")} <= set(LANES.values())


@every_diagram
def test_a_person_is_told_what_to_do_and_why(diagram: Diagram) -> None:
    for task in diagram.all("userTask"):
        assert SENTENCE.fullmatch(diagram.documentation(task)), task.get("id")
        assert len(diagram.documentation(task)) <= 220, "help is one sentence that is read in passing"
    for element in diagram.all("process", "callActivity", "serviceTask"):
        assert diagram.documentation(element), element.get("id")


def test_the_sections_that_the_diagrams_carry_out_are_named() -> None:
    told = " ".join(text for diagram in DIAGRAMS for text in diagram.texts("//bpmn:documentation"))
    assert {"KL 5:22", "KL 5:26", "KL 5:28", "KL 5:35", "KL 5:69", "KL 8:12", "OSL 5:1"} <= set(SECTION.findall(told))


# --- unambiguous


@every_diagram
def test_a_gateway_always_has_an_answer(diagram: Diagram) -> None:
    for gateway in diagram.all("exclusiveGateway"):
        for flow in diagram.outgoing(gateway.get("id")):
            condition = flow.findtext("bpmn:conditionExpression", namespaces=NAMESPACES)
            if flow.get("id") == gateway.get("default"):
                assert condition is None
            else:
                assert read(condition).names
                assert read(condition).names <= VARIABLES
        assert gateway.get("default") in {flow.get("id") for flow in diagram.outgoing(gateway.get("id"))}


@every_diagram
def test_only_known_bodies_are_asked_for(diagram: Diagram) -> None:
    for task in diagram.all("userTask"):
        assert diagram.properties(task).keys() <= {"role", "body"}
        assert diagram.properties(task).get("body", "board") in BODIES
    for value in diagram.find("//spiff:parameter[@id='body']/@value"):
        assert read(value)({}) in BODIES, "a service task names the variable, in quotation marks"


def test_a_timer_is_a_moment_that_a_step_has_set() -> None:
    timers = [text for diagram in DIAGRAMS for text in diagram.texts("//bpmn:timeDate")]
    assert timers
    for timer in timers:
        moment = read(timer)(dict.fromkeys(MOMENTS, "2020-06-01T22:00:00+00:00"))
        assert isinstance(moment, str)
        assert datetime.fromisoformat(moment).tzinfo is not None


@every_diagram
def test_what_is_done_once_for_each_survives_bpmn_io_and_a_loop(diagram: Diagram) -> None:
    declared = {element.get("id") for element in diagram.all("dataInput", "dataOutput", "property", "dataObject")}
    referred = diagram.texts("//bpmn:loopDataInputRef | //bpmn:loopDataOutputRef")
    assert set(referred) <= declared, "bpmn.io drops a reference to what is not declared"
    if referred:
        assert diagram.texts("//bpmn:inputSet/bpmn:dataInputRefs")
        assert diagram.texts("//bpmn:outputSet/bpmn:dataOutputRefs")


@every_diagram
def test_every_element_is_reached_from_the_start_and_leads_to_an_end(diagram: Diagram) -> None:
    onward = {node: {flow.get("targetRef") for flow in diagram.outgoing(node)} for node in diagram.nodes}
    for boundary in diagram.all("boundaryEvent"):
        onward[boundary.get("attachedToRef")].add(boundary.get("id"))
    backward = {node: {source for source, targets in onward.items() if node in targets} for node in diagram.nodes}
    starts = {element.get("id") for element in diagram.all("startEvent")}
    ends = {element.get("id") for element in diagram.all("endEvent")}
    assert reached(starts, onward) == diagram.nodes.keys()
    assert reached(ends, backward) == diagram.nodes.keys()


def reached(first: set[Any], onward: dict[Any, set[Any]]) -> set[Any]:
    seen, line = set(first), list(first)
    while line:
        new = onward[line.pop()] - seen
        seen |= new
        line.extend(new)
    return seen


def test_the_process_owners_page_lists_what_the_diagrams_use() -> None:
    page = data("workflows", "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([a-z_]+(?:\.bpmn)?)`", page))
    tasks = [(diagram, task) for diagram in DIAGRAMS for task in diagram.all("userTask")]
    said = {value for diagram, task in tasks for value in diagram.properties(task).values()}
    operators = {element.get("id") for diagram in DIAGRAMS for element in diagram.find("//spiff:serviceTaskOperator")}
    assert {diagram.file for diagram in DIAGRAMS} | said | operators | VARIABLES <= told
    assert {word for word in told if word.endswith(".bpmn")} == {diagram.file for diagram in DIAGRAMS}
    tables = page.partition("### Kugghjul")[2].partition("### Villkor")
    assert set(re.findall(r"^\| `([a-z_]+)` \|", tables[0], re.MULTILINE)) == operators
