"""A motion from its registration to its closing, every act through the API and counted."""

from engine.seals import verify_all
from tests.api.counting import counting
from tests.api.story import Story
from tests.api.town import Town

MOST = 12
"""Statements that completing a task may take when its step writes few rows of its own."""
FRAME = 9
"""What every completed task costs: who asks, the locked process with its case and task, the process, the task done,
the task that waits next, the journal's entry and its particulars, the kept answer, the case."""
STATEMENTS = {
    "check_motion": 12,
    "announce": 10,
    "remit": 12,
    "allocate": 12,
    "draft_report": 22,
    "referral_reply": 15,
    "compile_replies": 12,
    "review": 12,
    "approve": 19,
    "schedule": 12,
    "decide": 34,
    "verify_minutes": 25,
    "send_extracts": 14,
    "close_case": 11,
}
"""The most that each step of the shipped motion takes, sign-in and Idempotency-Key included."""


def test_a_motion_walks_from_registration_to_closing_each_step_in_one_commit(town: Town) -> None:
    story = Story(town)
    counts: dict[str, int] = {}
    for told in story.acts():
        assert told.answer.is_success, (told.act.tell, told.answer.text)
        assert told.counted.commits == 1, told.act.tell
        if told.act.step:
            counts[told.act.step] = max(counts.get(told.act.step, 0), len(told.counted.statements))
    case = town.get(f"cases/{story.kept['case']['id']}").json()
    assert (case["outcome"], case["closed_on"], case["tasks"]) == ("rejected", "2020-12-07", [])
    assert counts.keys() == STATEMENTS.keys()
    assert {step: count for step, count in counts.items() if count > STATEMENTS[step]} == {}
    assert all(count >= FRAME for count in counts.values())
    plain = {"check_motion", "announce", "remit", "allocate", "compile_replies", "review", "schedule", "close_case"}
    assert all(counts[step] <= MOST for step in plain)


def test_what_the_system_does_because_of_an_act_stands_beside_it_in_the_journal(town: Town) -> None:
    case = Story(town).through()
    told = town.get(f"cases/{case}/journal?limit=200").json()["items"]
    acts = {entry["seq"]: entry for entry in told}
    caused = [entry for entry in told if entry["tag"] == "operator:done"]
    assert {entry["facts"]["operator"] for entry in caused} == {
        "confirm_receipt",
        "finish_report",
        "hand_over",
        "list_assignments",
        "make_extract",
    }
    for entry in caused:
        cause = acts[entry["facts"]["cause"]]
        assert entry["personal"] == {"actor": "dnr"}
        assert (cause["tag"], cause["personal"]["actor"] != "dnr") == ("task:completed", True)
        assert entry["at"] == cause["at"]
    with town.database.read() as session:
        assert verify_all(session) >= len(told)


def test_registering_listing_and_showing_take_as_many_statements_however_many_cases_there_are(town: Town) -> None:
    first = town.a_motion()["id"]

    def counts() -> tuple[int, int, int, int, int]:
        counted = []
        with counting(town.database) as registered:
            town.a_motion()
        for path in ("cases", f"cases/{first}", "cases?q=motion", "tasks"):
            with counting(town.database) as read:
                assert town.get(path).status_code == 200
            assert read.commits == 0
            counted.append(len(read.statements))
        assert registered.commits == 1
        return len(registered.statements), *counted  # type: ignore[return-value]

    alone = counts()
    for number in range(12):
        town.a_motion(title=f"Motion nummer {number}", movers=[{"person": "stig-kero"}])
    assert counts() == alone
    assert alone == (16, 2, 8, 3, 2)
