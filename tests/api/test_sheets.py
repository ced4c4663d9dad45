"""The case sheet on paper, the closing checklist and one's watches."""

import re
import tomllib

from sqlalchemy import delete

from engine.lifecycle.tables import Deployment
from engine.settings import data
from engine.steps import OPERATORS, STEPS
from tests.api.town import Town
from tests.house.sources import texts

TAG = re.compile(
    r'"((?:case|record|note|watch|task|timer|draft|message|operator|extract|recommendation|process|release):[a-z_]+)"'
)


def test_the_sheet_tells_the_case_as_a_page_and_as_a_pdf(town: Town) -> None:
    case = town.a_motion()
    page = town.get(f"cases/{case['id']}/sheet.html")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for said in (case["dnr"], case["title"], "Ärendet registrerades"):
        assert said in page.text
    pdf = town.get(f"cases/{case['id']}/sheet.pdf")
    assert pdf.status_code == 200
    assert pdf.content.startswith(b"%PDF-")


def test_every_act_and_every_step_has_its_swedish_words() -> None:
    words = tomllib.loads(data("templates", "phrases", "journal.sv.toml").read_text(encoding="utf-8"))
    assert set(words["steps"]) == set(STEPS)
    written = {tag for path, text in texts(".py") if path.startswith("engine/") for tag in TAG.findall(text)}
    assert set(words["acts"]) == written - {"case:read", "record:read", "task:completed", "operator:done"}
    assert set(words["operators"]) == set(OPERATORS)


def test_the_checklist_says_what_is_left_and_why(town: Town) -> None:
    case = town.a_motion()
    items = {item["item"]: item for item in town.get(f"cases/{case['id']}/checklist").json()["items"]}
    assert set(items) == {"open", "outcome", "tasks", "watches", "records"}
    assert items["open"] == {"item": "open", "done": True, "reason": None}
    assert items["outcome"]["done"] is False
    assert items["outcome"]["reason"]


def test_my_watches_come_with_their_cases_the_next_day_first(town: Town) -> None:
    case = town.a_motion()
    for day in ("2030-05-02", "2030-05-01"):
        town.post(f"cases/{case['id']}/watches", {"due_on": day, "text": "Påminn nämnden"})
    listed = town.get("watches").json()["items"]
    assert [(one["due_on"], one["dnr"]) for one in listed] == [("2030-05-01", case["dnr"]), ("2030-05-02", case["dnr"])]


def test_a_case_without_a_lifecycle_is_closed_by_hand(town: Town) -> None:
    with town.database.write() as session:
        session.execute(delete(Deployment))
    form = {
        "kind": "board_matter",
        "title": "Implementering av 1177",
        "diary": "region",
        "body": "regionstyrelsen",
        "arrived_on": "2020-02-17",
    }
    case = town.post("cases", form).json()
    assert town.get(f"cases/{case['id']}/tasks").json()["items"] == []
    closed = town.post(f"cases/{case['id']}/close", {"outcome": "decided"})
    assert closed.status_code == 200
    assert (closed.json()["outcome"], closed.json()["closed_on"]) == ("decided", "2020-02-17")
    again = town.post(f"cases/{case['id']}/close", {"outcome": "decided"})
    assert (again.status_code, again.json()["rule"]) == (409, "case_closed")
    assert "Ärendet avslutades" in town.get(f"cases/{case['id']}/sheet.html").text


def test_a_case_with_a_lifecycle_is_closed_by_its_last_step(town: Town) -> None:
    case = town.a_motion()
    refused = town.post(f"cases/{case['id']}/close", {"outcome": "rejected"})
    assert (refused.status_code, refused.json()["rule"]) == (409, "closed_by_its_step")
    assert "steg" in refused.json()["title"]
