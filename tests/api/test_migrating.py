"""Running cases are moved to newer diagrams by the process owner's door, and go on."""

from typing import Any
from uuid import UUID

from rich.console import Console
from sqlmodel import col, select

from api.moving import move_cases
from engine import steps
from engine.journal import Act
from engine.lifecycle import migrating
from engine.lifecycle.deployments import shipped_files
from engine.lifecycle.tables import ProcessMove
from engine.organisations.tables import Organisation
from engine.seals import verify_all
from tests.api.test_audits import do
from tests.api.town import NORTH, WEST, Town
from tests.lifecycles.test_moving import changed, with_step

RENAMED = changed("preparation.bpmn", 'name="Fördela ärendet"', 'name="Utse handläggare"')
OTHER_ROLE = changed("preparation.bpmn", '"role" value="manager"', '"role" value="director"')


def sent(files: dict[str, bytes]) -> dict[str, Any]:
    """Diagrams as the process owner sends them."""
    return {"key": "motion", "files": {name: text.decode() for name, text in files.items()}}


def remitted(town: Town, **more: Any) -> str:
    """A motion that waits for the manager to give it to an officer."""
    case = str(town.a_motion(**more)["id"])
    do(town, case, "check_motion", "registrator", {"admitted": True})
    do(town, case, "announce", "fullmaktige", {"day": "2020-02-17"})
    do(town, case, "remit", "fullmaktige", {"board": "regionstyrelsen"})
    return case


def planned(town: Town) -> list[dict[str, Any]]:
    """The dry run."""
    answer = town.get("workflows/motion/migration", "administrator")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def test_a_case_is_moved_gets_the_new_names_and_goes_through_the_step_that_was_added(town: Town) -> None:
    case = remitted(town)
    assert planned(town) == []
    assert town.post("workflows", sent(RENAMED(shipped_files("motion"))), "administrator").status_code == 201
    (one,) = planned(town)
    assert (one["case_id"], one["sort"], one["reason"]) == (case, "safe", "")
    assert town.post(f"processes/{one['process_id']}/migrate", {}, "registrator").status_code == 403
    assert town.post(f"processes/{one['process_id']}/migrate", {}, "administrator").json() == {"moved": True}
    assert town.post(f"processes/{one['process_id']}/migrate", {}, "administrator").json() == {"moved": False}
    assert planned(town) == []
    waiting = town.get(f"cases/{case}/tasks", "chef").json()["items"]
    assert [(task["step"], task["name"]) for task in waiting] == [("allocate", "Utse handläggare")]
    do(town, case, "allocate", "chef", {"officer": "handlaggare"})
    told = town.get(f"cases/{case}/journal?limit=200").json()["items"]
    assert [entry["tag"] for entry in told].count("process:moved") == 1
    with town.database.read() as session:
        (kept,) = session.exec(select(ProcessMove)).all()
        assert len(kept.state_before) > 100
        assert verify_all(session) > 0


def test_what_cannot_be_moved_is_told_with_its_reason_and_stays_where_it_is(town: Town) -> None:
    case = remitted(town)
    assert town.post("workflows", sent(OTHER_ROLE(shipped_files("motion"))), "administrator").status_code == 201
    (one,) = planned(town)
    assert (one["sort"], one["element"], one["reason"]) == (
        "blocked",
        "allocate",
        "the element is waiting, and has changed",
    )
    refused = town.post(f"processes/{one['process_id']}/migrate", {"by_hand": True}, "administrator")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/cannot-move")
    do(town, case, "allocate", "chef", {"officer": "handlaggare"})


def test_a_case_whose_done_step_has_gone_is_moved_by_hand_alone(town: Town, monkeypatch: Any) -> None:
    remitted(town)
    monkeypatch.setitem(steps.STEPS, "tell_council", steps.STEPS["announce"])
    files = shipped_files("motion")
    for old, new in (('"announce"', '"tell_council"'), (">announce<", ">tell_council<")):
        files = changed("motion.bpmn", old, new)(files)
    assert town.post("workflows", sent(files), "administrator").status_code == 201
    (one,) = planned(town)
    assert (one["sort"], one["element"]) == ("by_hand", "announce")
    act = Act(organisation(town), None, "dnr", town.clock.at)
    assert migrating.migrate_all(town.database, town.house.engine, act, "motion").moved == 0
    refused = town.post(f"processes/{one['process_id']}/migrate", {}, "administrator")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/needs-a-person")
    assert town.post(f"processes/{one['process_id']}/migrate", {"by_hand": True}, "administrator").json()["moved"]


def organisation(town: Town) -> UUID:
    """The region that the process owner works for."""
    with town.database.read() as session:
        return session.exec(select(Organisation.id).where(col(Organisation.slug) == NORTH)).one()


def test_all_that_are_safe_are_moved_and_another_region_is_left_alone(town: Town) -> None:
    cases = [remitted(town) for _ in range(3)]
    town.a_board_matter(WEST)
    assert town.post("workflows", sent(with_step(shipped_files("motion"))), "administrator").status_code == 422
    assert town.post("workflows", sent(RENAMED(shipped_files("motion"))), "administrator").status_code == 201
    act = Act(organisation(town), None, "dnr", town.clock.at)
    done = migrating.migrate_all(town.database, town.house.engine, act, "motion")
    assert (done.moved, done.left) == (len(cases), ())
    assert migrating.migrate_all(town.database, town.house.engine, act, "motion").moved == 0
    stranger = town.get("workflows/motion/migration", "administrator", organisation=WEST)
    assert stranger.json()["items"] == []


def test_the_command_tells_what_it_would_do_and_then_does_it(sqlite_town: Town) -> None:
    town = sqlite_town
    safe = remitted(town)
    do(town, safe, "allocate", "chef", {"officer": "handlaggare"})
    blocked = remitted(town)
    assert town.post("workflows", sent(OTHER_ROLE(shipped_files("motion"))), "administrator").status_code == 201
    act = Act(organisation(town), None, "dnr", town.clock.at)
    out = Console(record=True, width=200)
    lines = {False: "1 ärenden kan flyttas, 1 inte. Ingenting är ändrat.", True: "1 ärenden flyttade, 1 kvar."}
    for for_real, said in lines.items():
        move_cases(town.database, act, "motion", out, for_real=for_real)
        told = out.export_text()
        assert said in told
        assert f"{blocked} stoppat: allocate" in told
    assert [one["case_id"] for one in planned(town)] == [blocked]
