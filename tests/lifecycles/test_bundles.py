"""Bundles: a top process with what it calls, known by its hash."""

import pytest

from engine.errors import DiagramRefused
from engine.lifecycle.bundles import Bundle
from engine.lifecycle.deployments import shipped_files
from tests.lifecycles.journeys import operators_in
from tests.lifecycles.sketch import sketch

TOP = """
motion
  begin start
  prepare call process=preparation
  decide user role=secretary body=council
  done end
  begin > prepare > decide > done
"""
CALLED = """
preparation
  begin_preparation start
  box sub
    begin_box start
    draft user form=own_form
    end_box end
    begin_box > draft > end_box
  prepared end
  begin_preparation > box > prepared
"""
OTHER = """
initiative
  raised start
  answer user
  answered end
  raised > answer > answered
"""
OWN_FORM = b'{"title": "Egna uppgifter", "type": "object", "properties": {"text": {"type": "string", "title": "Text"}}}'
FILES = {
    "motion.bpmn": sketch(TOP),
    "preparation.bpmn": sketch(CALLED),
    "initiative.bpmn": sketch(OTHER),
    "own_form.json": OWN_FORM,
}


def the_rule(files: dict[str, bytes], key: str | None = None) -> str:
    with pytest.raises(DiagramRefused) as refused:
        Bundle.load(files, (), key)
    (fault,) = refused.value.faults
    return fault["rule"]


def test_a_bundle_holds_what_its_top_process_reaches() -> None:
    bundle = Bundle.load(FILES, (), "motion")
    assert (bundle.key, bundle.name) == ("motion", "Processen motion")
    assert sorted(bundle.files) == ["motion.bpmn", "own_form.json", "preparation.bpmn"]
    assert len(bundle.sha) == 64


def test_a_bundle_tells_its_steps() -> None:
    bundle = Bundle.load(FILES, (), "motion")
    assert {(step.id, step.role, step.body, step.form, step.process) for step in bundle.steps} == {
        ("decide", "secretary", "council", None, "motion"),
        ("draft", "officer", None, "own_form", "box"),
    }
    assert bundle.step("draft").lane == "Handläggare"
    with pytest.raises(KeyError):
        bundle.step("answer")


def test_the_hash_covers_every_file_that_is_called_and_no_other() -> None:
    plain = Bundle.load(FILES, (), "motion")
    renamed = FILES | {"preparation.bpmn": FILES["preparation.bpmn"].replace(b"Steget draft", b"Skriv utkast")}
    beside = FILES | {"initiative.bpmn": FILES["initiative.bpmn"].replace(b"Steget answer", b"Svara")}
    moved = {"other.bpmn" if name == "preparation.bpmn" else name: content for name, content in FILES.items()}
    assert Bundle.load(renamed, (), "motion").sha != plain.sha
    assert Bundle.load(beside, (), "motion").sha == plain.sha
    assert Bundle.load(moved, (), "motion").sha != plain.sha
    assert Bundle.load(FILES, (), "motion") == plain
    assert Bundle.load(renamed, (), "motion") != plain
    assert plain != "motion"
    assert len({plain, Bundle.load(FILES, (), "motion")}) == 1


def test_the_top_process_is_the_one_that_nobody_calls() -> None:
    two = {name: content for name, content in FILES.items() if name != "initiative.bpmn"}
    assert Bundle.load(two, ()).key == "motion"
    assert the_rule(FILES) == "no_single_top"


def test_a_step_with_a_form_that_nobody_sent_is_refused() -> None:
    assert the_rule({name: content for name, content in FILES.items() if name != "own_form.json"}) == "no_form"


def test_a_process_that_no_file_has_is_refused() -> None:
    assert the_rule(FILES, "audit_response") == "no_process"


def test_a_bundle_with_a_fault_is_refused_with_all_of_them() -> None:
    with pytest.raises(DiagramRefused) as refused:
        Bundle.load({"motion.bpmn": sketch(TOP.replace("role=secretary", "role="))}, ())
    assert {(fault["element"], fault["rule"]) for fault in refused.value.faults} == {
        ("prepare", "no_process"),
        ("decide", "no_role"),
    }


def test_blanks_round_ids_and_names_mean_nothing() -> None:
    airy = FILES["motion.bpmn"].replace(b">decide</bpmn:flowNodeRef>", b">\n  decide\n</bpmn:flowNodeRef>")
    airy = airy.replace(b'name="Steget decide"', b'name=" Steget decide "').replace(
        b'value="secretary"', b'value="secretary "'
    )
    assert airy != FILES["motion.bpmn"]
    step = Bundle.load(FILES | {"motion.bpmn": airy}, (), "motion").step("decide")
    assert (step.name, step.lane, step.role) == ("Steget decide", "Handläggare", "secretary")


def test_the_shipped_motion_is_a_bundle() -> None:
    files = shipped_files("motion")
    bundle = Bundle.load(files, operators_in(files), "motion")
    assert bundle.name == "Motion"
    assert {"check_motion", "draft_report", "referral_reply", "decide", "close_case"} <= {
        step.id for step in bundle.steps
    }
