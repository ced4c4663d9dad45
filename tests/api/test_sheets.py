"""The case sheet on paper, the closing checklist and one's watches."""

import re
import tomllib

from engine.settings import data
from engine.steps import STEPS
from tests.api.town import Town
from tests.house.sources import texts

TAG = re.compile(r'"((?:case|record|note|watch|task|timer|draft):[a-z]+)"')


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
    assert set(words["acts"]) == written - {"case:read", "record:read", "task:completed"}


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
