"""What a diagram may not hold: each trap in a diagram of its own, with the rule that names it."""

# ruff: noqa: E501  # a trap is a row of the table, on a line of its own

import ast
import pkgutil
from importlib.resources import files
from itertools import chain
from pathlib import Path

import pytest

import engine.lifecycle.lint
from engine.lifecycle.lint import lint
from engine.lifecycle.lint.vocabulary import spoken
from tests.lifecycles.sketch import sketch

OPERATORS = {"notify", "count_votes"}

GOOD = """
case_one
  property bodies replies
  begin start
  draft user
  late boundary on=draft period="P30D"
  fine xor
  tell service operator=notify whom=officer
  ask user each=bodies as=asked gives=reply into=replies
  done end
  over end
  begin > draft > fine
  late > over
  fine > draft : not approved
  fine > tell : default
  tell > ask > done
"""

CALLED = """
case_two
  in officer
  out officer
  first start
  file_it user role=registrar
  last end
  first > file_it > last
"""


def found(*texts: str | bytes) -> set[tuple[str, str]]:
    drawn = [text if isinstance(text, bytes) else sketch(text) for text in texts]
    return {
        (fault.rule, fault.element) for fault in lint({f"f{n}.bpmn": each for n, each in enumerate(drawn)}, OPERATORS)
    }


def but(text: str, *changes: tuple[str, str]) -> str:
    """The text with some of its lines changed; a change that finds nothing is a mistake in the test."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def xml(text: str, *changes: tuple[str, str]) -> bytes:
    """The diagram of a text with its XML changed."""
    return but(sketch(text).decode(), *changes).encode()


def test_a_sound_diagram_has_no_faults() -> None:
    assert found(GOOD) == set()
    assert found(CALLED) == set()


def test_a_fault_says_where_what_and_what_to_do() -> None:
    (fault,) = lint({"motion.bpmn": sketch(but(GOOD, ("whom=officer", "whom=officer.name")))}, OPERATORS)
    assert (fault.file, fault.element, fault.rule) == ("motion.bpmn", "tell", "expression")
    assert fault.message.startswith("'officer.name': Attribute is not allowed")
    assert fault.help.startswith("Write a comparison of routing variables")
    assert fault.as_facts()["rule"] == "expression"


LOOP = """
case_one
  property bodies replies
  begin start
  body {body}
  again xor
  done end
  begin > body > again
  again > body : more
  again > done : default
"""

texts: list[tuple[str, str, str]] = [
    ("double_flow", "flow_case_one_7", GOOD + "  tell > ask\n"),
    ("one_start", "case_one", GOOD + "  second start\n  second > tell\n"),
    ("no_end", "case_one", "case_one\n  begin start\n  draft user\n  begin > draft\n"),
    ("arrow_into_start", "begin", but(GOOD, ("fine > draft", "fine > begin"))),
    ("arrow_into_start", "late", but(GOOD, ("fine > draft", "fine > late"))),
    ("unreachable", "lost", GOOD + "  lost user\n  lost > done\n"),
    ("unreachable", "lost", GOOD + "  lost user\n  stray xor\n  lost > stray\n  stray > lost : x\n  stray > done : default\n"),
    ("arrow_out_of_end", "over", GOOD + "  over > ask\n"),
    ("dead_end", "stuck", GOOD + "  stuck user\n  fine > stuck : x\n"),
    ("several_outgoing", "draft", GOOD + "  draft > tell\n"),
    ("several_outgoing", "begin", GOOD + "  begin > tell\n"),
    ("condition_ignored", "flow_case_one_0", but(GOOD, ("begin > draft > fine", "begin > draft : x\n  draft > fine"))),
    ("condition_ignored", "flow_case_one_2", "case_one\n  begin start\n  ask user\n  meet xor\n  done end\n  begin > ask > meet\n  meet > done : approved\n"),
    ("no_default", "fine", but(GOOD, ("tell : default", "tell : approved"))),
    ("default_ignored", "tell", but(GOOD, ("tell > ask > done", "tell > ask : default\n  ask > done"))),
    ("no_condition", "flow_case_one_3", but(GOOD, ("fine > draft : not approved", "fine > draft"))),
    ("expression", "flow_case_one_3", but(GOOD, ("not approved", "${approved}"))),
    ("expression", "flow_case_one_3", but(GOOD, ("not approved", "approved = false"))),
    ("expression", "flow_case_one_3", but(GOOD, ("not approved", "__import__('os').system('id')"))),
    ("expression", "flow_case_one_3", but(GOOD, ("not approved", "().__class__"))),
    ("no_way_out", "body", but(LOOP.format(body="user"), ("  again > done : default\n", ""))),
    ("busy_loop", "body", LOOP.format(body="service operator=notify")),
    ("many_in_loop", "body", LOOP.format(body="user each=bodies as=asked gives=reply into=replies")),
    ("beside_in_loop", "late", LOOP.format(body="user") + '  late boundary on=body beside=1 period="P1D"\n  over end\n  late > over\n'),
    ("parallel_in_loop", "join", """
        case_one
          begin start
          fork and
          one user
          two user
          join and
          again xor
          done end
          begin > fork
          fork > one > join
          fork > two > join > again
          again > fork : more
          again > done : default
     """),
    ("parallel_in_loop", "maybe", """
        case_one
          begin start
          one user
          maybe or
          two user
          again xor
          done end
          begin > one > maybe
          maybe > two : x
          maybe > again : default
          two > again
          again > one : more
          again > done : default
     """),
    ("several_triggers", "late", but(GOOD, ('late boundary on=draft period="P30D"', 'late boundary on=draft period="P30D" message=stop'))),
    ("no_trigger", "pause", but(GOOD, ("tell > ask", "tell > pause > ask"), ("over end", "over end\n  pause catch"))),
    ("trigger", "done", but(GOOD, ("done end", "done end message=told"))),
    ("trigger", "done", but(GOOD, ("done end", "done end signal=told"))),
    ("trigger", "begin", but(GOOD, ("begin start", "begin start message=told"))),
    ("trigger", "pause", but(GOOD, ("tell > ask", "tell > pause > ask"), ("over end", "over end\n  pause throw message=told"))),
    ("unquoted_time", "late", but(GOOD, ('"P30D"', "P30D"))),
    ("unquoted_time", "late", but(GOOD, ('on=draft period="P30D"', "on=draft beside=1 cycle=R3/P7D"))),
    ("time", "late", but(GOOD, ('"P30D"', '"P5BD"'))),
    ("time", "late", but(GOOD, ('"P30D"', '"0_9_*_*_1"'))),
    ("time", "late", but(GOOD, ('"P30D"', "30"))),
    ("time", "late", but(GOOD, ('period="P30D"', 'date="2026-07-01T12:00"'))),
    ("time", "late", but(GOOD, ('period="P30D"', 'date="2026-07-01"'))),
    ("time", "late", but(GOOD, ('on=draft period="P30D"', 'on=draft beside=1 cycle="R/P7D"'))),
    ("cycle", "late", but(GOOD, ('period="P30D"', 'cycle="R3/P7D"'))),
    ("boundary_host", "late", but(GOOD, ("on=draft", "on=tell"))),
    ("boundary_host", "late", but(GOOD, ("on=draft", "on=nowhere"))),
    ("boundary_host", "late", but(GOOD, ('period="P30D"', "error=spoilt"))),
    ("event_gateway", "either", """
        case_one
          begin start
          either event
          told catch message=told
          done end
          begin > either > told > done
     """),
    ("event_gateway", "either", """
        case_one
          begin start
          either event
          soon catch period="P1D"
          later catch period="P2D"
          done end
          begin > either
          either > soon > done
          either > later > done
     """),
    ("event_gateway", "either", """
        case_one
          begin start
          either event
          told catch message=told
          asked user
          done end
          begin > either
          either > told > done
          either > asked > done
     """),
    ("lone_signal", "pause", but(GOOD, ("tell > ask", "tell > pause > ask"), ("over end", "over end\n  pause catch signal=ring"))),
    ("uncaught", "done", but(GOOD, ("done end", "done end error=spoilt"))),
    ("uncaught", "done", but(GOOD, ("done end", "done end escalation=higher"))),
    ("no_process", "tell", but(GOOD, ("tell service operator=notify whom=officer", "tell call process=nowhere"))),
    ("recursive_call", "case_one", but(GOOD, ("tell service operator=notify whom=officer", "tell call process=case_one"))),
    ("unknown_operator", "tell", but(GOOD, ("operator=notify", "operator=format_disk"))),
    ("variable_name", "tell", but(GOOD, ("whom=officer", "Whom=officer"))),
    ("variable_name", "tell", but(GOOD, ("whom=officer", "typename=officer"))),
    ("variable_name", "ask", but(GOOD, ("gives=reply ", "gives=spiff__reply "))),
    ("interface", "case_two", but(CALLED, ("  in officer\n", ""))),
    ("variable_name", "case_two", but(CALLED, ("in officer", "in Officer"))),
    ("no_gathering", "ask", but(GOOD, (" into=replies", ""))),
    ("no_gathering", "ask", but(GOOD, (" gives=reply", ""))),
    ("no_gathering", "ask", but(GOOD, (" as=asked", ""))),
    ("many_names", "ask", but(GOOD, ("into=replies", "into=bodies"))),
    ("undeclared_list", "ask", but(GOOD, ("property bodies replies", "property bodies"))),
    ("many_input", "ask", but(GOOD, ("property bodies replies", "in bodies replies\n  out bodies"))),
    ("loop_maximum", "draft", but(GOOD, ("draft user", "draft user again=more"))),
    ("loop_maximum", "draft", but(GOOD, ("draft user", "draft user times=1000"))),
    ("expression", "draft", but(GOOD, ("draft user", "draft user times=3 again=more()"))),
    ("expression", "ask", but(GOOD, ("into=replies", "into=replies until=any(replies)"))),
    ("no_role", "draft", but(GOOD, ("draft user", "draft user role="))),
    ("role", "draft", but(GOOD, ("draft user", "draft user role=handlaggare"))),
    ("variable_name", "draft", but(GOOD, ("draft user", "draft user body=Board"))),
    ("form", "draft", but(GOOD, ("draft user", "draft user form=../../etc/passwd"))),
    ("id", "End", but(GOOD, ("done", "End"))),
    ("id", "Start", but(GOOD, ("tell", "Start"))),
    ("id", "draft.BoundaryEventSplit", but(GOOD, ("tell", "draft.BoundaryEventSplit"))),
    ("name", "draft", but(GOOD, ("draft user", f"draft user name={'x' * 130}"))),
    ("no_name", "draft", but(GOOD, ("draft user", "draft user name="))),
    ("no_name", "fine", but(GOOD, ("fine xor", "fine xor name="))),
    ("no_name", "late", but(GOOD, ("late boundary", "late boundary name="))),
    ("too_many_nodes", "case_one", "case_one\n  begin start\n" + "".join(f"  s{n} user\n" for n in range(150)) + "  begin > s0\n"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "element", "text"), texts, ids=[f"{rule}-{n}" for n, (rule, _, _) in enumerate(texts)]
)
def test_trap_in_the_drawing_is_refused(rule: str, element: str, text: str) -> None:
    assert (rule, element) in found(text)


def inside_step(extra: str) -> tuple[str, str]:
    """A change that puts something into the extensions of the first step."""
    return "<spiffworkflow:properties>", extra + "<spiffworkflow:properties>"


def in_place_of_service(element: str) -> bytes:
    """The good diagram with its service task replaced by another element of the same id."""
    text = sketch(GOOD).decode()
    start, end = (
        text.index('<bpmn:serviceTask id="tell"'),
        text.index("</bpmn:serviceTask>") + len("</bpmn:serviceTask>"),
    )
    ways = "<bpmn:incoming>flow_case_one_4</bpmn:incoming><bpmn:outgoing>flow_case_one_5</bpmn:outgoing>"
    name = element.split(maxsplit=1)[0].strip("<")
    return (text[:start] + f'{element} id="tell" name="Gör">{ways}</{name}>' + text[end:]).encode()


TIMER = "<bpmn:timerEventDefinition"
EMPTY = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x"/>'
raw: list[tuple[str, str, bytes]] = [
    ("script", "tell", in_place_of_service("<bpmn:scriptTask")),
    ("decision_table", "tell", in_place_of_service("<bpmn:businessRuleTask")),
    ("undefined_task", "tell", in_place_of_service("<bpmn:task")),
    ("undefined_task", "tell", in_place_of_service("<bpmn:manualTask")),
    ("thrown_message", "tell", in_place_of_service("<bpmn:sendTask")),
    ("receive_task", "tell", in_place_of_service("<bpmn:receiveTask")),
    ("complex_gateway", "tell", in_place_of_service("<bpmn:complexGateway")),
    ("transaction", "tell", in_place_of_service("<bpmn:transaction")),
    ("ad_hoc", "tell", in_place_of_service("<bpmn:adHocSubProcess")),
    ("event_subprocess", "tell", in_place_of_service('<bpmn:subProcess triggeredByEvent="true"')),
    ("no_operator", "tell", in_place_of_service("<bpmn:serviceTask")),
    ("unknown_element", "tell", in_place_of_service("<bpmn:choreographyTask")),
    ("one_start", "tell", in_place_of_service("<bpmn:subProcess")),
    ("script", "draft", xml(GOOD, inside_step("<spiffworkflow:preScript>import os</spiffworkflow:preScript>"))),
    ("script", "draft", xml(GOOD, inside_step("<spiffworkflow:postScript>x = 1</spiffworkflow:postScript>"))),
    ("unknown_extension", "draft", xml(GOOD, inside_step("<spiffworkflow:variableName>x</spiffworkflow:variableName>"))),
    ("unknown_extension", "draft", xml(GOOD, ('<bpmn:userTask id="draft"', '<bpmn:userTask spiffworkflow:x="1" id="draft"'))),
    ("link_event", "late_period", xml(GOOD, (TIMER + ' id="late_period">', '<bpmn:linkEventDefinition id="late_period" name="x"/>' + TIMER + ">"))),
    ("compensation", "late_period", xml(GOOD, (TIMER + ' id="late_period">', '<bpmn:compensateEventDefinition id="late_period"/>' + TIMER + ">"))),
    ("conditional_event", "late_period", xml(GOOD, (TIMER + ' id="late_period">', '<bpmn:conditionalEventDefinition id="late_period"/>' + TIMER + ">"))),
    ("data_association", "draft", xml(GOOD, ("</bpmn:userTask><bpmn:boundary", "<bpmn:dataInputAssociation/></bpmn:userTask><bpmn:boundary"))),
    ("correlation", "key", xml(GOOD, ("<bpmn:process", '<bpmn:correlationProperty id="key"/><bpmn:process'))),
    ("unsupported_attribute", "draft", xml(GOOD, ('<bpmn:userTask id="draft"', '<bpmn:userTask startQuantity="2" id="draft"'))),
    ("unsupported_attribute", "draft", xml(GOOD, ('<bpmn:userTask id="draft"', '<bpmn:userTask isForCompensation="true" id="draft"'))),
    ("unsupported_attribute", "case_one", xml(GOOD, ('isExecutable="true"', 'isExecutable="false"'))),
    ("unsupported_attribute", "case_one", xml(GOOD, (' isExecutable="true"', ""))),
    ("unsupported_attribute", "ask", xml(GOOD, ('isSequential="false"', 'isSequential="false" behavior="One"'))),
    ("task_interface", "draft", xml(GOOD, ("</bpmn:userTask><bpmn:boundary", "<bpmn:ioSpecification/></bpmn:userTask><bpmn:boundary"))),
    ("schema", "begin", xml(GOOD, ('id="begin"', 'id="begin" colour="red"'))),
    ("schema", "fine", xml(GOOD, ('<bpmn:exclusiveGateway id="fine"', '<bpmn:exclusiveGateway size="1" id="fine"'))),
    ("no_time", "late", xml(GOOD, ("timeDuration", "documentation"), (' xsi:type="bpmn:tFormalExpression">"P30D"', ">x"))),
    ("dangling_flow", "flow_case_one_0", xml(GOOD, ('sourceRef="begin" targetRef="draft"', 'sourceRef="begin" targetRef="nowhere"'))),
    ("no_reference", "late", xml(but(GOOD, ('period="P30D"', "message=stop")), (' messageRef="message_stop"', ""))),
    ("no_reference", "late", xml(but(GOOD, ('period="P30D"', "message=stop")), (' messageRef="message_stop"', ' messageRef="missing"'))),
    ("no_reference", "late", xml(but(GOOD, ('period="P30D"', "message=stop")), ('<bpmn:message id="message_stop" name="stop"/>', '<bpmn:message id="message_stop"/>'))),
    ("no_reference", "done", xml(but(GOOD, ("done end", "done end error=spoilt")), (' errorCode="spoilt"', ""))),
    ("error_beside", "broken", xml(GOOD + "  broken boundary on=tell beside=1 error=spoilt\n  broken > done\n")),
    ("result_variable", "tell", xml(GOOD, ('Operator id="notify"', 'Operator id="notify" resultVariable="x"'))),
    ("parameter", "tell", xml(GOOD, (' type="any"', ""))),
    ("parameter", "tell", xml(GOOD, (' value="officer"/></spiffworkflow:parameters>', "/></spiffworkflow:parameters>"))),
    ("no_list", "ask", xml(GOOD, ("<bpmn:loopDataInputRef>bodies</bpmn:loopDataInputRef>", ""))),
    ("cardinality", "ask", xml(GOOD, ("<bpmn:loopDataInputRef>bodies</bpmn:loopDataInputRef>", "<bpmn:loopCardinality>3</bpmn:loopCardinality>"))),
    ("property", "draft", xml(GOOD, inside_step("<spiffworkflow:properties>" + '<spiffworkflow:property name="rolle" value="x"/>' + "</spiffworkflow:properties>"))),
    ("property", "draft", xml(GOOD, ('<spiffworkflow:property name="role" value="officer"/>', '<spiffworkflow:property name="role" value="officer"/>' * 2))),
    ("property", "draft", xml(GOOD, ('<spiffworkflow:property name="role" value="officer"/>', '<spiffworkflow:property name="role"/>'))),
    ("unknown_element", "lane_case_one", xml(GOOD, ("</bpmn:lane>", "<bpmn:childLaneSet/></bpmn:lane>"))),
    ("lane", "draft", xml(GOOD, ("<bpmn:flowNodeRef>draft</bpmn:flowNodeRef>", ""))),
    ("lane", "draft", xml(GOOD, ("<bpmn:flowNodeRef>draft</bpmn:flowNodeRef>", "<bpmn:flowNodeRef>draft</bpmn:flowNodeRef>" * 2))),
    ("no_name", "lane_case_one", xml(GOOD, ('name="Handläggare"', 'name=" "'))),
    ("no_name", "case_one", xml(GOOD, ('name="Processen case_one"', ""))),
    ("no_shape", "draft", xml(GOOD, ('bpmnElement="draft"', 'bpmnElement="done"'))),
    ("no_shape", "draft", xml(GOOD, ('bpmnElement="draft"><dc:Bounds x="250"', 'bpmnElement="draft"><dc:Bounds x="NaN"'))),
    ("no_edge", "flow_case_one_0", xml(GOOD, ('bpmnElement="flow_case_one_0"', 'bpmnElement="flow_case_one_1"'))),
    ("no_process", "", EMPTY),
    ("not_xml", "", b"<bpmn"),
    ("not_xml", "", b""),
    ("not_bpmn", "", b"<html/>"),
    ("not_utf8", "", b"\xff\xfe<\0a\0"),
    ("not_utf8", "", xml(GOOD, ('encoding="UTF-8"', 'encoding="UTF-7"'))),
    ("not_utf8", "", xml(GOOD) + b"\0"),
    ("doctype", "", xml(GOOD, ("<bpmn:definitions", "<!DOCTYPE x><bpmn:definitions"))),
    ("doctype", "", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    ("too_large", "", b" " * (2 * 1024 * 1024 + 1)),
    ("too_deep", "", xml(GOOD, ("<bpmn:process", "<bpmn:extension>" * 45 + "</bpmn:extension>" * 45 + "<bpmn:process"))),
    ("too_many_elements", "", xml(GOOD, ("<bpmn:process", "<bpmn:category/>" * 20_001 + "<bpmn:process"))),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "element", "content"), raw, ids=[f"{rule}-{n}" for n, (rule, _, _) in enumerate(raw)])
def test_trap_in_the_file_is_refused(rule: str, element: str, content: bytes) -> None:
    assert (rule, element) in found(content)


ROUND = """
referral_round
  property bodies replies
  asked_all start
  reply_in user each=bodies as=asked gives=reply into=replies
  all_in end
  asked_all > reply_in > all_in
"""
ROUNDS = """
case_one
  begin start
  refer call process=referral_round
  again xor
  done end
  begin > refer > again
  again > refer : more
  again > done : default
"""


def test_a_round_of_referrals_in_a_loop_needs_an_interface() -> None:
    assert found(ROUNDS, ROUND) == {("many_twice", "refer")}
    assert found(ROUNDS, but(ROUND, ("property bodies replies", "in bodies\n  out replies"))) == set()


def test_two_rounds_of_referrals_after_each_other_need_an_interface() -> None:
    twice = but(
        ROUNDS,
        ("again xor", "more call process=referral_round"),
        ("begin > refer > again", "begin > refer > more > done"),
        ("  again > refer : more\n  again > done : default\n", ""),
    )
    assert found(twice, ROUND) == {("many_twice", "more")}
    assert found(twice, but(ROUND, ("property bodies replies", "in bodies\n  out replies"))) == set()


def test_a_round_of_referrals_called_through_another_process_in_a_loop_needs_an_interface() -> None:
    between = """
        between
          begin_between start
          refer_on call process=referral_round
          done_between end
          begin_between > refer_on > done_between
    """
    assert found(but(ROUNDS, ("process=referral_round", "process=between")), between, ROUND) == {
        ("many_twice", "refer")
    }


def test_an_error_is_caught_on_the_call_round_it() -> None:
    caller = """
        case_one
          begin start
          inner call process=case_two
          spoilt_here boundary on=inner error=spoilt
          mend user
          done end
          begin > inner > done
          spoilt_here > mend > done
    """
    assert found(caller, but(CALLED, ("last end", "last end error=spoilt"))) == set()
    assert found(caller, but(CALLED, ("last end", "last end error=other"))) == {("uncaught", "last")}


def test_a_signal_that_is_thrown_and_caught_is_sound() -> None:
    assert (
        found("""
        case_one
          begin start
          fork and
          ring throw signal=bell
          hear catch signal=bell
          meet and
          done end
          begin > fork
          fork > ring > meet
          fork > hear > meet > done
    """)
        == set()
    )


def test_step_ids_are_unique_in_a_bundle() -> None:
    assert found(GOOD, but(CALLED, ("file_it", "draft"))) == {("id_twice", "draft")}
    assert found(GOOD, GOOD) >= {("id_twice", "case_one")}


def test_calls_are_not_too_deep() -> None:
    deep = [f"p{n}\n  b{n} start\n  c{n} call process=p{n + 1}\n  e{n} end\n  b{n} > c{n} > e{n}\n" for n in range(15)]
    deep.append("p15\n  b15 start\n  u15 user\n  e15 end\n  b15 > u15 > e15\n")
    assert ("calls_too_deep", "p0") in found(*deep)
    assert found(*deep[5:]) == set()


def test_files_are_named_and_counted() -> None:
    assert {fault.rule for fault in lint({}, ())} == {"file_count"}
    assert {fault.rule for fault in lint({f"f{n}.bpmn": sketch(CALLED) for n in range(41)}, ())} == {"file_count"}
    assert [fault.rule for fault in lint({"../motion.bpmn": sketch(CALLED)}, ())] == ["file_name"]
    assert [fault.rule for fault in lint({"motion.exe": sketch(CALLED)}, ())] == ["file_name"]


def test_an_embedded_process_bears_no_id_of_a_called_one() -> None:
    clash = """
        case_one
          begin start
          case_two sub
            begin_two start
            step_two user
            end_two end
            begin_two > step_two > end_two
          done end
          begin > case_two > done
    """
    assert ("id_twice", "case_two") in found(clash, CALLED)


def test_what_only_the_library_stumbles_on_is_a_fault_too() -> None:
    nameless = "<bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property/></spiffworkflow:properties>"
    at_start = ('name="Steget first">', f'name="Steget first">{nameless}</bpmn:extensionElements>')
    assert found(xml(CALLED, at_start)) == {("unreadable", "first")}


def test_a_join_that_waits_for_a_way_not_taken_is_refused() -> None:
    either_way = """
        case_one
          begin start
          part xor
          one user
          two user
          join and
          done end
          begin > part
          part > one : first
          part > two : default
          one > join
          two > join > done
    """
    assert found(either_way) == {("stuck_join", "join")}
    assert found(but(either_way, ("part xor", "part and"), (" : first", ""), (" : default", ""))) == set()
    assert found(but(either_way, ("join and", "join xor"))) == set()


def test_a_join_that_waits_for_a_reminder_is_refused() -> None:
    reminded = """
        case_one
          begin start
          reply user
          late boundary on=reply beside=1 period="P1D"
          join and
          done end
          begin > reply > join
          late > join > done
    """
    assert found(reminded) == {("stuck_join", "join")}


def test_a_branch_that_ends_on_its_own_does_not_feed_a_join() -> None:
    ended = """
        case_one
          begin start
          fork and
          one user
          part xor
          two user
          gone end
          join and
          done end
          begin > fork
          fork > one > part
          part > gone : stop
          part > join : default
          fork > two > join > done
    """
    assert found(ended) == {("stuck_join", "join")}
    assert found(but(ended, ("gone end", "gone end terminate=1"))) == set()


def test_a_bomb_of_entities_is_refused_unread() -> None:
    layers = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY l0 "ha">{layers}]><b>&l11;</b>'
    assert found(bomb.encode()) == {("doctype", "")}


def rule_names() -> set[str]:
    """Every rule that the lint's source can name."""
    named = {rule for rule, _, _ in spoken.values()}
    for module in pkgutil.iter_modules(engine.lifecycle.lint.__path__):
        source = Path(str(files(engine.lifecycle.lint) / f"{module.name}.py")).read_text()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                said = node.args[place] if (place := {"fault": 1, "Fault": 2}.get(called)) is not None else None
                if isinstance(said, ast.Constant):
                    named.add(str(said.value))
    return named


def test_every_rule_has_a_diagram_that_breaks_it() -> None:
    broken = {rule for rule, *_ in chain(texts, raw)}
    elsewhere = {"id_twice", "many_twice", "calls_too_deep", "file_count", "file_name", "unreadable", "stuck_join"}
    elsewhere |= {
        "no_form",
        "form_field",
        "form_unreadable",
    }  # tests/lifecycles/test_bundles, tests/api/test_own_processes
    assert rule_names() == broken | elsewhere
