"""Every way a motion can take through its diagrams, stored and restored between the steps."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from engine.errors import Invalid, ProcessFailed
from engine.lifecycle.bundles import Bundle
from engine.lifecycle.deployments import shipped
from engine.lifecycle.machine import Machine
from engine.steps import OPERATORS

NOW = datetime(2020, 3, 2, 9, tzinfo=UTC)
DUE = datetime(2020, 5, 14, 22, tzinfo=UTC)
WEEK = timedelta(days=7)

COUNCIL, EXECUTIVE, OTHER = "the council", "the executive board", "another board"

Answer = Mapping[str, object]
Said = tuple[str, Answer]


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return shipped("motion", frozenset(OPERATORS))


class Story:
    """A motion on its way: each step is done by whoever it waits for, and the process is stored in between."""

    def __init__(self, bundle: Bundle, board: str = EXECUTIVE) -> None:
        self.bundle, self.now = bundle, NOW
        self.services: list[str] = []
        self.assignments: tuple[str, ...] = ()
        self.done: list[str] = []
        start = {
            "council": COUNCIL,
            "executive_board": EXECUTIVE,
            "board": board,
            "referral_due": "",
            "consultation": False,
        }
        self.machine = Machine.start(bundle, start, self.call, NOW)

    def call(self, operator: str, params: Mapping[str, object], variables: Mapping[str, object]) -> dict[str, object]:
        """What the rooms answer: handing over makes the named body the deciding one."""
        body = variables[str(params["body"])] if "body" in params else None
        self.services.append(operator if body is None else f"{operator}: {body}")
        if operator == "list_assignments":
            return {"assignments": list(self.assignments), "reports": []}
        if operator == "begin_assignment":
            return {"remind_at": (DUE - WEEK).isoformat(), "escalate_at": DUE.isoformat()}
        return {"deciding_body": body} if operator == "hand_over" else {}

    def say(self, *said: Said) -> "Story":
        for step, answer in said:
            task = next((each for each in self.machine.waiting if each.step == step), None)
            assert task is not None, f"{step} does not wait, but {self.waiting}"
            self.done.append(f"{step}: {task.data[task.body]}" if task.body else step)
            self.machine.complete(task.id, answer, self.now)
            self.store()
        return self

    def wait_until(self, now: datetime) -> "Story":
        self.now = now
        self.machine.tick(now)
        self.store()
        return self

    def store(self) -> None:
        self.machine = Machine.restore(self.bundle, self.machine.dump(), self.call)

    @property
    def waiting(self) -> list[str]:
        return [each.step for each in self.machine.waiting]


REGISTERED: Sequence[Said] = [("check_motion", {"admitted": True}), ("announce", {}), ("remit", {})]
ALLOCATED: Sequence[Said] = [("allocate", {})]
APPROVED: Sequence[Said] = [("review", {"approved": True}), ("approve", {"approved": True})]
RETURNED: Said = ("review", {"approved": False})


def drafted(*referrals: str, due: datetime | None = None) -> list[Said]:
    day = due.isoformat() if due else ""
    return [("draft_report", {"referrals": list(referrals), "referral_due": day})]


def replied(count: int) -> list[Said]:
    return [("referral_reply", {"reply": "answered"})] * count


def prepared() -> list[Said]:
    return [*ALLOCATED, *drafted(), *APPROVED]


def decided(outcome: str) -> list[Said]:
    sent: list[Said] = [] if outcome == "tabled" else [("send_extracts", {})]
    return [("schedule", {}), ("decide", {"outcome": outcome}), ("verify_minutes", {}), *sent]


CLOSED: Said = ("close_case", {})


def test_a_motion_is_prepared_proposed_on_decided_sent_out_and_closed(bundle: Bundle) -> None:
    story = Story(bundle).say(*REGISTERED, *prepared(), *decided("proposed"), *decided("rejected"), CLOSED)
    assert story.machine.completed
    assert story.done == [
        "check_motion",
        "announce: the council",
        "remit: the council",
        "allocate: the executive board",
        "draft_report: the executive board",
        "review: the executive board",
        "approve: the executive board",
        "schedule: the executive board",
        "decide: the executive board",
        "verify_minutes: the executive board",
        "send_extracts: the executive board",
        "schedule: the council",
        "decide: the council",
        "verify_minutes: the council",
        "send_extracts: the council",
        "close_case",
    ]
    assert story.services == [
        "confirm_receipt",
        "finish_report: the executive board",
        "hand_over: the executive board",
        "make_extract: the executive board",
        "hand_over: the council",
        "make_extract: the council",
        "list_assignments: the council",
    ]


def test_a_motion_that_cannot_be_taken_up_is_returned_and_nothing_more_waits(bundle: Bundle) -> None:
    story = Story(bundle).say(("check_motion", {"admitted": False}))
    assert story.machine.completed
    assert (story.waiting, story.services) == ([], [])


@pytest.mark.parametrize("outcome", ["approved", "rejected", "answered", "partly_approved", "written_off", "withdrawn"])
def test_whatever_the_board_proposes_the_council_decides(bundle: Bundle, outcome: str) -> None:
    story = Story(bundle).say(*REGISTERED, *prepared(), *decided("proposed"))
    assert story.waiting == ["schedule"]
    story.say(*decided(outcome))
    assert story.waiting == ["close_case"]


def test_another_board_proposes_first_and_the_executive_board_is_always_heard(bundle: Bundle) -> None:
    """KL 5:28 and 6:13: the executive board states its opinion before the council decides."""
    story = Story(bundle, OTHER).say(*REGISTERED, *prepared(), *decided("proposed"), *decided("proposed"))
    assert [each for each in story.done if each.startswith("decide")] == [
        "decide: another board",
        "decide: the executive board",
    ]
    story.say(*decided("rejected"))
    assert story.done[-4] == "schedule: the council"
    assert story.waiting == ["close_case"]


def test_a_report_returned_twice_comes_back_to_the_officer_with_the_chain_of_approval_intact(bundle: Bundle) -> None:
    story = Story(bundle).say(*REGISTERED, *ALLOCATED, *drafted(), RETURNED)
    assert story.waiting == ["draft_report"]
    story.say(*drafted(), ("review", {"approved": True}), ("approve", {"approved": False}))
    assert story.waiting == ["draft_report"]
    assert "finish_report: the executive board" not in story.services
    story.say(*drafted(), *APPROVED)
    assert story.services.count("finish_report: the executive board") == 1
    assert story.waiting == ["schedule"]


@pytest.mark.parametrize("board", [EXECUTIVE, OTHER])
def test_a_motion_referred_back_by_a_board_is_prepared_again(bundle: Bundle, board: str) -> None:
    story = Story(bundle, board).say(*REGISTERED, *prepared(), *decided("referred_back"))
    assert story.waiting == ["allocate"]
    story.say(*prepared())
    assert story.services[-1] == f"hand_over: {board}"


def test_a_motion_referred_back_by_the_executive_board_goes_to_the_first_board_again(bundle: Bundle) -> None:
    story = Story(bundle, OTHER).say(*REGISTERED, *prepared(), *decided("proposed"), *decided("referred_back"))
    assert story.waiting == ["allocate"]
    story.say(*prepared(), ("schedule", {}))
    assert story.done[-1] == "schedule: another board"


def test_a_motion_referred_back_by_the_council_goes_through_the_board_again(bundle: Bundle) -> None:
    story = Story(bundle).say(*REGISTERED, *prepared(), *decided("proposed"), *decided("referred_back"))
    assert story.waiting == ["allocate"]
    story.say(*prepared(), *decided("proposed"), *decided("approved"))
    assert story.waiting == ["close_case"]


def test_a_tabled_motion_comes_back_unprepared_to_the_same_body_and_nothing_is_sent(bundle: Bundle) -> None:
    """KL 5:51: what the council has tabled comes back at its next meeting."""
    story = Story(bundle).say(*REGISTERED, *prepared(), *decided("tabled"), *decided("tabled"), *decided("proposed"))
    assert [each for each in story.done if "executive" in each and each.startswith(("schedule", "send"))] == [
        "schedule: the executive board",
        "schedule: the executive board",
        "schedule: the executive board",
        "send_extracts: the executive board",
    ]
    story.say(*decided("tabled"), *decided("rejected"), CLOSED)
    assert story.machine.completed
    assert story.done.count("schedule: the council") == 2


def test_three_referrals_wait_side_by_side_and_are_compiled_when_all_are_registered(bundle: Bundle) -> None:
    story = Story(bundle).say(*REGISTERED, *ALLOCATED, *drafted("a", "b", "c", due=DUE))
    assert story.waiting == ["referral_reply"] * 3
    assert sorted(str(each.data["referral"]) for each in story.machine.waiting) == ["a", "b", "c"]
    assert story.machine.next_due == DUE
    story.say(*replied(3))
    assert story.waiting == ["compile_replies"]
    assert story.machine.next_due is None


@pytest.mark.parametrize("before", [0, 1, 2])
def test_those_who_have_not_replied_are_reminded_once_and_still_waited_for(bundle: Bundle, before: int) -> None:
    story = Story(bundle).say(*REGISTERED, *ALLOCATED, *drafted("a", "b", "c", due=DUE), *replied(before))
    story.wait_until(DUE - timedelta(seconds=1))
    assert "remind_referral: the executive board" not in story.services
    story.wait_until(DUE).wait_until(DUE + timedelta(days=30))
    assert story.services.count("remind_referral: the executive board") == 1
    assert story.waiting == ["referral_reply"] * (3 - before)
    story.say(*replied(3 - before))
    assert story.waiting == ["compile_replies"]


def test_referrals_without_a_last_day_remind_nobody(bundle: Bundle) -> None:
    story = Story(bundle).say(*REGISTERED, *ALLOCATED, *drafted("a"))
    assert story.machine.next_due is None
    story.wait_until(NOW + timedelta(days=3650)).say(*replied(1))
    assert "remind_referral: the executive board" not in story.services


def test_a_second_round_of_referrals_begins_empty(bundle: Bundle) -> None:
    """A multi-instance task in a loop: its answers must not meet those of the round before."""
    story = Story(bundle).say(*REGISTERED, *ALLOCATED, *drafted("a", "b", due=DUE), *replied(2))
    (compiling,) = story.machine.waiting
    assert compiling.data["replies"] == ["answered", "answered"]
    story.say(("compile_replies", {}), RETURNED, *drafted("c"))
    assert [each.data["referral"] for each in story.machine.waiting] == ["c"]
    story.say(("referral_reply", {"reply": "declined"}))
    (compiling,) = story.machine.waiting
    assert compiling.data["replies"] == ["declined"]


def test_a_reply_says_what_kind_it_is(bundle: Bundle) -> None:
    story = Story(bundle).say(*REGISTERED, *ALLOCATED, *drafted("a"))
    with pytest.raises(Invalid, match="reply"):
        story.machine.complete(story.machine.waiting[0].id, {}, NOW)


def test_a_decision_without_an_outcome_moves_nothing(bundle: Bundle) -> None:
    story = Story(bundle).say(*REGISTERED, *prepared(), ("schedule", {}), ("decide", {}))
    with pytest.raises(ProcessFailed, match="outcome"):
        story.say(("verify_minutes", {}))


def test_every_assignment_is_waited_for_on_its_own_before_the_case_is_closed(bundle: Bundle) -> None:
    story = Story(bundle).say(*REGISTERED, *prepared(), *decided("proposed"))
    story.assignments = ("a", "b")
    story.say(*decided("approved"))
    assert story.waiting == ["report_back"] * 2
    assert sorted(str(each.data["assignment"]) for each in story.machine.waiting) == ["a", "b"]
    story.say(("report_back", {"report": "r"}))
    assert story.waiting == ["report_back"]
    story.say(("report_back", {"report": "r"}), CLOSED)
    assert story.machine.completed


def test_who_is_to_report_is_reminded_a_week_before_and_the_manager_told_when_the_day_has_gone(bundle: Bundle) -> None:
    story = Story(bundle).say(*REGISTERED, *prepared(), *decided("proposed"))
    story.assignments = ("a",)
    story.say(*decided("approved"))
    assert story.machine.next_due == DUE - WEEK
    story.wait_until(DUE - WEEK)
    assert [each for each in story.services if each.startswith("remind:")] == [f"remind: {EXECUTIVE}"]
    story.wait_until(DUE - timedelta(seconds=1))
    assert len([each for each in story.services if each.startswith("remind:")]) == 1
    story.wait_until(DUE).wait_until(DUE + timedelta(days=400))
    assert len([each for each in story.services if each.startswith("remind:")]) == 2
    assert story.waiting == ["report_back"]
    story.say(("report_back", {"report": "r"}), CLOSED)
    assert story.machine.completed


def test_the_unions_are_heard_between_the_preparation_and_the_board_when_the_manager_says_so(bundle: Bundle) -> None:
    said = [("allocate", {"consultation": True}), *drafted(), *APPROVED]
    story = Story(bundle).say(*REGISTERED, *said)
    assert story.waiting == ["consult_unions"]
    story.say(("consult_unions", {}))
    assert story.waiting == ["schedule"]
