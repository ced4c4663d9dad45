"""A running case is moved to other diagrams: it goes on as if it had always followed them, or is told why it cannot."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.lifecycle.bundles import Bundle
from engine.lifecycle.deployments import shipped, shipped_files
from engine.lifecycle.machine import Machine
from engine.lifecycle.moving import CannotMove, move
from engine.steps import OPERATORS
from tests.lifecycles.journeys import JOURNEYS, journey
from tests.lifecycles.test_motion import ALLOCATED, DUE, REGISTERED, Story, decided, drafted, prepared
from tests.lifecycles.walks import Walk

KNOWN = frozenset(OPERATORS)
Change = Callable[[dict[str, bytes]], dict[str, bytes]]


class Moving(Walk):
    """A walk whose case is moved to diagrams parsed anew between all its steps."""

    def store(self) -> None:
        other = self.load() if self.random.random() < 0.3 else self.bundle
        blob = move(self.machine.dump(), self.bundle, other)
        self.machine = Machine.restore(other, blob, self.rooms)
        self.compare()


@pytest.mark.parametrize("name", JOURNEYS)
@given(random=st.randoms(use_true_random=False))
@settings(max_examples=2, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_case_that_is_moved_between_all_its_steps_goes_the_same_way(name: str, random: Random) -> None:
    found, bundle = journey(name)
    walk = Moving(found.load, found.answers, found.room, random, bundle)
    walk.begin(found.start)
    while len(walk.steps) < 25 and walk.step():
        pass


def changed(file: str, old: str, new: str) -> Change:
    """The shipped diagrams with other words in one of them."""

    def change(files: dict[str, bytes]) -> dict[str, bytes]:
        text = files[file].decode()
        assert old in text, old
        return {**files, file: text.replace(old, new).encode()}

    return change


STEP = """<bpmn:userTask id="weigh" name="Väg kostnaden"><bpmn:extensionElements><spiffworkflow:properties>
  <spiffworkflow:property name="role" value="manager" /></spiffworkflow:properties></bpmn:extensionElements>
  <bpmn:incoming>report_approved_to_approve</bpmn:incoming><bpmn:outgoing>weigh_to_approve</bpmn:outgoing>
  </bpmn:userTask><bpmn:sequenceFlow id="weigh_to_approve" sourceRef="weigh" targetRef="approve" />"""
DRAWN = """<bpmndi:BPMNShape id="weigh_di" bpmnElement="weigh"><dc:Bounds x="900" y="300" width="140" height="80" />
  </bpmndi:BPMNShape><bpmndi:BPMNEdge id="weigh_to_approve_di" bpmnElement="weigh_to_approve">
  <di:waypoint x="900" y="300" /><di:waypoint x="900" y="200" /></bpmndi:BPMNEdge>"""
LANE = "<bpmn:flowNodeRef>review</bpmn:flowNodeRef>"
FIRST = '<bpmn:sequenceFlow id="case_remitted_to_allocate"'
REPLACED = (
    ('sourceRef="report_approved" targetRef="approve"', 'sourceRef="report_approved" targetRef="weigh"'),
    ("<bpmn:incoming>report_approved_to_approve</bpmn:incoming>", "<bpmn:incoming>weigh_to_approve</bpmn:incoming>"),
    (FIRST, STEP + FIRST),
    (LANE, LANE + LANE.replace("review", "weigh")),
    ("</bpmndi:BPMNPlane>", DRAWN + "</bpmndi:BPMNPlane>"),
)


def with_step(files: dict[str, bytes]) -> dict[str, bytes]:
    """Between the manager's review and the director's approval stands one step more."""
    for old, new in REPLACED:
        files = changed("preparation.bpmn", old, new)(files)
    return files


def bundle_with(change: Change) -> Bundle:
    """The motion's diagrams, changed."""
    return Bundle.load(change(shipped_files("motion")), KNOWN, "motion")


def motion() -> Story:
    """A motion whose report has been handed in and waits for two replies to its referrals."""
    return Story(shipped("motion", KNOWN)).say(*REGISTERED, *ALLOCATED, *drafted("a", "b", due=DUE))


def moved(story: Story, new: Bundle) -> Story:
    """The story, going on by other diagrams."""
    blob = move(story.machine.dump(), story.bundle, new)
    story.bundle = new
    story.machine = Machine.restore(new, blob, story.call)
    return story


def test_a_step_added_ahead_is_done_by_a_case_that_was_already_in_the_process() -> None:
    story = moved(motion(), bundle_with(with_step))
    story.say(*[("referral_reply", {"reply": "answered"})] * 2, ("compile_replies", {}), ("review", {"approved": True}))
    assert story.waiting == ["weigh"]
    story.say(("weigh", {}), ("approve", {"approved": True}), *decided("proposed"))
    assert story.waiting == ["schedule"]


def test_timers_keep_their_instant_and_answers_that_have_come_are_kept() -> None:
    story = motion().say(("referral_reply", {"reply": "declined"}))
    story = moved(story, bundle_with(with_step))
    assert story.machine.next_due == DUE
    story.wait_until(DUE - timedelta(seconds=1))
    assert "remind_referral: the executive board" not in story.services
    story.wait_until(DUE)
    assert story.services.count("remind_referral: the executive board") == 1
    story.say(("referral_reply", {"reply": "answered"}))
    (compiling,) = story.machine.waiting
    assert compiling.data["replies"] == ["declined", "answered"]


def test_another_condition_ahead_is_the_one_that_is_asked() -> None:
    change = changed("preparation.bpmn", "approved == True", "approved == False")
    story = moved(motion().say(*[("referral_reply", {"reply": "a"})] * 2), bundle_with(change))
    story.say(("compile_replies", {}), ("review", {"approved": False}))
    assert story.waiting == ["approve"]


def test_a_waiting_step_may_get_another_name_and_help() -> None:
    change = changed("referrals.bpmn", 'name="Registrera remissvar"', 'name="Ta emot svaret"')
    story = moved(motion(), bundle_with(change))
    assert {one.name for one in story.machine.waiting} == {"Ta emot svaret"}


OFFICER, REGISTRAR = '"role" value="officer"', '"role" value="registrar"'
MIDSUMMER = '"2020-07-01T00:00:00Z"'


@pytest.mark.parametrize(
    ("change", "element", "reason"),
    [
        (changed("referrals.bpmn", "referral_reply", "reply_in"), "referral_reply", "has gone"),
        (changed("referrals.bpmn", OFFICER, REGISTRAR), "referral_reply", "has changed"),
        (
            changed("referrals.bpmn", "referral_due</bpmn:time", f"{MIDSUMMER}</bpmn:time"),
            "reply_overdue",
            "has changed",
        ),
        (changed("referrals.bpmn", 'cancelActivity="false"', 'cancelActivity="true"'), "reply_overdue", "has changed"),
    ],
    ids=["gone", "another role", "another timer", "another kind of timer"],
)
def test_what_is_live_and_has_changed_blocks_the_case_and_says_which(change: Change, element: str, reason: str) -> None:
    story = motion()
    blob = story.machine.dump()
    with pytest.raises(CannotMove, match=reason) as told:
        move(blob, story.bundle, bundle_with(change))
    assert element in str(told.value.facts["element"])
    assert story.machine.dump() == blob


def test_what_changes_where_the_case_is_not_changes_nothing_for_it() -> None:
    change = changed("referrals.bpmn", OFFICER, REGISTRAR)
    story = Story(shipped("motion", KNOWN)).say(*REGISTERED, *prepared())
    story = moved(story, bundle_with(change))
    assert story.waiting == ["schedule"]


def test_a_finished_process_and_one_that_has_just_begun_are_moved_too() -> None:
    begun = moved(Story(shipped("motion", KNOWN)), bundle_with(with_step))
    said: Mapping[str, object] = {"approved": True}
    begun.say(*REGISTERED, *ALLOCATED, *drafted(), ("review", said))
    assert begun.waiting == ["weigh"]
    ended = Story(shipped("motion", KNOWN)).say(("check_motion", {"admitted": False}))
    assert moved(ended, bundle_with(with_step)).machine.completed
