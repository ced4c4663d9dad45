"""A process between two moments when it is stored: started, completed, told, ticked, written down."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from engine.errors import Invalid, MessageUnwanted, ProcessFailed, TaskTaken
from engine.lifecycle.bundles import Bundle
from engine.lifecycle.machine import Machine
from tests.lifecycles.sketch import sketch

NOW = datetime(2020, 3, 2, 9, tzinfo=UTC)

PREPARATION = """
preparation
  remitted start
  draft user body=board
  approved xor
  close call process=closing
  done end
  remitted > draft > approved
  approved > draft : not approve
  approved > close : default
  close > done
"""
REMINDER = """
referral
  sent start
  reply user
  late boundary on=reply date=reply_due beside=1
  remind service operator=remind_officer whom=officer
  reminded end
  done end
  sent > reply > done
  late > remind > reminded
"""
CLOSING = """
closing
  finished start
  archive user role=registrar form=checklist
  closed end
  finished > archive > closed
"""

CHECKLIST = b'{"title": "Checklista", "type": "object", "properties": {"done": {"type": "boolean", "title": "Klart"}}}'


class Rooms:
    """The rooms' side of a service task: remembers what it was asked, answers what it was told to."""

    def __init__(self, **answer: object) -> None:
        self.asked: list[tuple[str, dict[str, object], dict[str, object]]] = []
        self.answer = answer

    def __call__(self, operator: str, params: Mapping[str, object], data: Mapping[str, object]) -> dict[str, object]:
        self.asked.append((operator, dict(params), dict(data)))
        return self.answer


def a_bundle(*texts: str) -> Bundle:
    files = {f"{n}.bpmn": sketch(text) for n, text in enumerate(texts)}
    return Bundle.load({**files, "checklist.json": CHECKLIST}, {"remind_officer", "book_room"})


def begun(bundle: Bundle, rooms: Rooms | None = None, **variables: object) -> Machine:
    return Machine.start(bundle, variables, rooms or Rooms(), NOW)


def stored(machine: Machine, bundle: Bundle, rooms: Rooms | None = None) -> Machine:
    return Machine.restore(bundle, machine.dump(), rooms or Rooms())


def steps(machine: Machine) -> list[str]:
    return [waiting.step for waiting in machine.waiting]


def only(machine: Machine) -> UUID:
    (waiting,) = machine.waiting
    return waiting.id


@pytest.fixture(scope="module")
def preparation() -> Bundle:
    return a_bundle(PREPARATION, CLOSING)


@pytest.fixture(scope="module")
def reminder() -> Bundle:
    return a_bundle(REMINDER)


def test_a_started_case_waits_for_its_first_step(preparation: Bundle) -> None:
    machine = begun(preparation, board="b1")
    (waiting,) = machine.waiting
    assert (waiting.step, waiting.name, waiting.lane, waiting.role) == (
        "draft",
        "Steget draft",
        "Handläggare",
        "officer",
    )
    assert (waiting.body, waiting.form) == ("board", None)
    assert waiting.data == {"board": "b1"}
    assert not machine.completed
    assert machine.next_due is None
    assert machine.variables == {}


def test_a_report_returned_comes_back_and_an_approved_one_goes_on(preparation: Bundle) -> None:
    machine = begun(preparation)
    machine.complete(only(machine), {"approve": False}, NOW)
    assert steps(machine) == ["draft"]
    machine = stored(machine, preparation)
    machine.complete(only(machine), {"approve": True}, NOW)
    assert [(each.step, each.role, each.form) for each in machine.waiting] == [("archive", "registrar", "checklist")]
    machine = stored(machine, preparation)
    machine.complete(only(machine), {}, NOW)
    assert machine.completed
    assert machine.waiting == []
    assert machine.variables == {"approve": True}
    assert stored(machine, preparation).completed
    assert stored(machine, preparation).variables == {"approve": True}


def test_the_same_task_waits_under_the_same_id_after_being_stored(preparation: Bundle) -> None:
    machine = begun(preparation)
    assert only(stored(machine, preparation)) == only(machine)


def test_what_is_stored_holds_no_diagram_and_no_finished_steps(preparation: Bundle) -> None:
    machine = begun(preparation)
    sizes = set()
    for _ in range(20):
        machine.complete(only(machine), {"approve": False}, NOW)
        blob = machine.dump()
        machine = Machine.restore(preparation, blob, Rooms())
        sizes.add(len(blob))
    assert len(sizes) == 1
    assert max(sizes) < 1500


def test_a_reminder_goes_out_when_the_reply_is_late_by_the_clock_that_was_handed_in(reminder: Bundle) -> None:
    rooms = Rooms(reminded=True)
    machine = begun(reminder, rooms, reply_due="2020-04-01T00:00:00+02:00", officer="u7")
    assert machine.next_due == datetime(2020, 3, 31, 22, tzinfo=UTC)
    assert machine.tick(NOW + timedelta(days=2)) is False
    assert rooms.asked == []
    machine = stored(machine, reminder, rooms)
    assert machine.tick(datetime(2020, 3, 31, 22, tzinfo=UTC)) is True
    assert [(operator, params) for operator, params, _ in rooms.asked] == [("remind_officer", {"whom": "u7"})]
    assert steps(machine) == ["reply"]
    assert machine.next_due is None
    assert machine.tick(datetime(2026, 1, 1, tzinfo=UTC)) is False


def test_a_deadline_that_has_passed_fires_before_the_step_is_done() -> None:
    bundle = a_bundle("""
        hearing
          begin start
          reply user
          over boundary on=reply date=reply_due
          no_reply user
          done end
          begin > reply > done
          over > no_reply > done
    """)
    machine = begun(bundle, reply_due="2020-03-09T00:00:00Z")
    task = only(machine)
    with pytest.raises(TaskTaken):
        machine.complete(task, {}, NOW + timedelta(days=8))
    machine = begun(bundle, reply_due="2020-03-09T00:00:00Z")
    machine.tick(NOW + timedelta(days=8))
    assert steps(machine) == ["no_reply"]
    assert machine.next_due is None


def test_a_deadline_already_past_when_it_is_armed_fires_in_the_same_act(reminder: Bundle) -> None:
    rooms = Rooms()
    machine = begun(reminder, rooms, reply_due="2020-01-01T00:00:00Z", officer="u7")
    assert len(rooms.asked) == 1
    assert machine.next_due is None


def test_what_a_room_answers_lies_flat_and_alone_among_the_variables() -> None:
    bundle = a_bundle("""
        booking
          begin start
          book service operator=book_room day=day seats="12"
          tell user
          done end
          begin > book > tell > done
    """)
    rooms = Rooms(room="Sammanträdesrum A", booked=True)
    machine = begun(bundle, rooms, day="2020-03-09")
    assert rooms.asked == [("book_room", {"day": "2020-03-09", "seats": "12"}, {"day": "2020-03-09"})]
    assert machine.waiting[0].data == {"day": "2020-03-09", "room": "Sammanträdesrum A", "booked": True}


def test_a_room_that_says_no_is_heard_as_it_spoke_and_nothing_can_be_kept() -> None:
    bundle = a_bundle("""
        booking
          begin start
          ask user
          book service operator=book_room
          done end
          begin > ask > book > done
    """)

    def taken(operator: str, params: Mapping[str, object], data: Mapping[str, object]) -> dict[str, object]:
        raise PermissionError(operator)

    machine = Machine.start(bundle, {}, taken, NOW)
    with pytest.raises(PermissionError, match="book_room"):
        machine.complete(only(machine), {}, NOW)
    with pytest.raises(ProcessFailed, match="half-way"):
        machine.dump()


def test_a_room_that_answers_more_than_flat_values_is_refused() -> None:
    bundle = a_bundle("""
        booking
          begin start
          book service operator=book_room
          done end
          begin > book > done
    """)
    with pytest.raises(Invalid, match="cannot hold a dict"):
        begun(bundle, Rooms(room={"name": "A"}))


MEETING = """
item
  begin start
  wait catch message=verified
  note user
  done end
  begin > wait > note > done
"""


def test_a_case_waits_for_its_meeting_by_message() -> None:
    bundle = a_bundle(MEETING)
    machine = stored(begun(bundle), bundle)
    assert machine.listening == {"verified"}
    assert machine.waiting == []
    with pytest.raises(MessageUnwanted):
        machine.send("legal_force", {}, NOW)
    machine = stored(begun(bundle), bundle)
    machine.send("verified", {"verified_on": "2020-03-10"}, NOW)
    assert machine.waiting[0].data == {"verified_on": "2020-03-10"}
    assert machine.listening == frozenset()


def test_a_task_that_is_not_waiting_is_taken(preparation: Bundle) -> None:
    machine = begun(preparation)
    with pytest.raises(TaskTaken):
        machine.complete(uuid4(), {}, NOW)
    machine = begun(preparation)
    done = only(machine)
    machine.complete(done, {"approve": True}, NOW)
    with pytest.raises(TaskTaken):
        machine.complete(done, {"approve": True}, NOW)


def test_a_gateway_without_its_variable_stops_the_act_and_names_the_place(preparation: Bundle) -> None:
    machine = begun(preparation)
    with pytest.raises(ProcessFailed, match="approve is not set") as stopped:
        machine.complete(only(machine), {}, NOW)
    assert stopped.value.facts["element"] == "approved"


@pytest.mark.parametrize("due", ["2020-04-01", "2020-04-01T12:00:00", "snart", 7])
def test_a_deadline_that_is_no_instant_stops_the_act(reminder: Bundle, due: object) -> None:
    with pytest.raises(ProcessFailed) as stopped:
        begun(reminder, reply_due=due)
    assert stopped.value.facts["element"] == "late"


def test_an_instant_without_zone_is_no_instant(reminder: Bundle) -> None:
    with pytest.raises(Invalid, match="zone"):
        Machine.start(reminder, {}, Rooms(), datetime(2020, 3, 2))  # noqa: DTZ001  # that is the point


REFERRALS = """
referral_round
  in bodies
  out replies
  begin start
  reply user each=bodies as=body_asked gives=reply_text into=replies
  done end
  begin > reply > done
"""


def test_replies_to_a_referral_are_gathered_in_a_process_parsed_anew() -> None:
    machine = begun(a_bundle(REFERRALS), bodies=["a", "b", "c"])
    assert [waiting.data["body_asked"] for waiting in machine.waiting] == ["a", "b", "c"]
    for reply in ("ja", "nej", "kanske"):
        machine = stored(machine, a_bundle(REFERRALS))
        machine.complete(machine.waiting[-1].id, {"reply_text": reply}, NOW)
    assert machine.completed
    assert machine.variables == {"bodies": ["a", "b", "c"], "replies": ["ja", "nej", "kanske"]}


def test_a_referral_without_its_reply_is_not_done() -> None:
    machine = begun(a_bundle(REFERRALS), bodies=["a", "b"])
    with pytest.raises(Invalid, match="reply_text"):
        machine.complete(machine.waiting[0].id, {}, NOW)


@pytest.mark.parametrize("bodies", [None, "abc", 3])
def test_a_referral_to_what_is_no_list_stops_the_act(bodies: object) -> None:
    with pytest.raises(ProcessFailed, match="bodies is not a list"):
        begun(a_bundle(REFERRALS), bodies=bodies)


def test_a_referral_to_nobody_is_answered_at_once() -> None:
    assert begun(a_bundle(REFERRALS), bodies=[]).variables == {"bodies": [], "replies": []}


def test_a_call_without_what_it_takes_stops_the_act() -> None:
    bundle = a_bundle(
        """
        case_one
          begin start
          refer call process=referral_round
          finished end
          begin > refer > finished
        """,
        REFERRALS.replace("begin start", "asked start").replace("begin >", "asked >"),
    )
    with pytest.raises(ProcessFailed, match="missing a required Data Input") as stopped:
        begun(bundle)
    assert stopped.value.facts["element"] == "refer"


def test_a_change_from_one_to_true_is_kept(preparation: Bundle) -> None:
    machine = begun(preparation, approve=0, marks=[1, 0])
    machine.complete(only(machine), {"approve": False, "marks": [True, False]}, NOW)
    data = stored(machine, preparation).waiting[0].data
    assert data["approve"] is False
    assert data["marks"][0] is True  # type: ignore[index]


def test_a_blob_of_another_version_is_not_read(preparation: Bundle) -> None:
    blob = begun(preparation).dump()
    for other in (b"", b"\0" + blob[1:], b"\xff"):
        with pytest.raises(ProcessFailed, match="another version"):
            Machine.restore(preparation, other, Rooms())


def test_a_blob_of_another_diagram_is_not_read(preparation: Bundle) -> None:
    blob = begun(preparation).dump()
    with pytest.raises(ProcessFailed, match="no longer has"):
        Machine.restore(a_bundle(MEETING), blob, Rooms())


def test_a_blob_is_a_version_and_text_without_specs(preparation: Bundle) -> None:
    blob = begun(preparation, name="Åse").dump()
    assert blob[0] == 1
    (level,) = json.loads(blob[1:])
    assert level[3][0][3:] == ["Start", {"name": "Åse"}]


def test_a_process_that_goes_round_without_waiting_is_stopped() -> None:
    bundle = a_bundle(
        """
        mill
          begin start
          turn call process=grinding
          enough xor
          rest user
          done end
          begin > turn > enough
          enough > turn : not stop
          enough > rest : default
          rest > done
        """,
        """
        grinding
          start_grinding start
          grind service operator=book_room
          ground end
          start_grinding > grind > ground
        """,
    )
    with pytest.raises(ProcessFailed, match="goes round without waiting"):
        begun(bundle, stop=False)
