"""Cases at different places of their lives, for pages to show."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.api.town import Town, motion

REPORT: dict[str, Any] = {
    "sections": [
        {"key": "assessment", "html": "<p>Alla hälsocentraler använder i dag samma system.</p>"},
        {"key": "summary", "html": "<p>Marianne Sandström (SD) föreslår att systemet blir frivilligt.</p>"},
        {"key": "matter", "html": "<p>Systemet är infört i alla verksamheter.</p>"},
        {"key": "impact_equality", "html": "<p>Förslaget påverkar inte jämställdheten.</p>"},
    ],
    "proposal": [{"kind": "to_council", "text": "avslå motionen", "means": "rejected"}],
    "recipients": [{"text": "Verksamhetsdirektör"}],
}
SCANS = (
    ("missiv.txt", "Regionens revisorer\n\nRegionstyrelsen\n\nMotion om systemet CallMe\n\nVi önskar svar.\n"),
    ("inskannat_0002.pdf", "%PDF-1.4"),
)
MARK = {"provision": "OSL 25 kap. 1 §", "authority": "Region Norrbotten"}


WRITTEN_ELSEWHERE = """Svar på motion om systemet CallMe

Dnr 31-2020

Förslag till beslut

Regionstyrelsen föreslår regionfullmäktige besluta att avslå motionen.

Sammanfattning

Marianne Sandström (SD) föreslår att systemet CallMe blir frivilligt för länets hälsocentraler.

Ärendet

Systemet är infört i alla verksamheter. Tre skäl talar för att det behålls:

- Väntetiderna blir jämförbara.
- Införandet av digitala tjänster blir enklare.
- Avtalet löper till 2022.

Beslutet skickas till

Verksamhetsdirektör

IT/MT-direktör

Diskuterades med verksamheten den 3 februari och ska kompletteras med kostnader innan den skickas vidare till chefen.
"""


@dataclass(frozen=True)
class Scene:
    """The ids of cases by what is to be done in them."""

    new: str
    drafting: str
    reviewed: str
    secret: str
    meeting: str
    item: str
    dispatch: str
    imported: str


def step(town: Town, case: str, name: str, who: str, form: dict[str, Any]) -> None:
    """One step, done through the API."""
    answer = town.post(f"tasks/{town.task(case, name, who)}/complete", form, who)
    assert answer.status_code == 200, (name, answer.text)


def brought_in(town: Town, case: str) -> str:
    """A text that the officer has brought into a case, half of it answered."""
    made = town.post(f"cases/{case}/imports", {"pasted": WRITTEN_ELSEWHERE}, "handlaggare").json()["id"]
    form = {"taken": ["section-2", "suggestion-1"], "left": ["suggestion-2"]}
    assert town.ask("PUT", f"imports/{made}/choices", "handlaggare", json=form).status_code == 200
    return str(made)


def to_drafting(town: Town, title: str, due_on: str, officer: str = "handlaggare") -> str:
    """A motion that has come as far as its officer."""
    case = str(town.a_motion(title=title)["id"])
    step(town, case, "check_motion", "registrator", {"admitted": True})
    step(town, case, "announce", "fullmaktige", {"day": "2020-02-17"})
    step(town, case, "remit", "fullmaktige", {"board": "regionstyrelsen", "due_on": due_on})
    step(town, case, "allocate", "chef", {"officer": officer})
    return case


def laid(town: Town) -> Scene:
    """The scene, with some more cases in the diary and a day gone by."""
    town.clock.at = datetime(2020, 2, 17, 8, tzinfo=UTC)
    for title in ("Motion om tidigare tidtabeller", "Motion om cykelvägar vid sjukhuset i Sunderbyn"):
        town.a_motion(title=title)
    new = str(town.a_motion()["id"])
    drafting = to_drafting(town, "Motion om systemet CallMe", "2020-02-21")
    to_drafting(town, "Motion om fler hörslingor i regionens lokaler", "2020-10-07")
    reviewed = to_drafting(town, "Motion om gemensam växel", "2020-02-18")
    step(town, reviewed, "draft_report", "handlaggare", REPORT)
    secret = str(town.a_motion(**{**motion(), "title": "Motion om skyddade uppgifter", "secrecy": MARK})["id"])
    for body, day, who in (
        ("regionstyrelsen", "2020-03-25", "styrelsen"),
        ("regionfullmaktige", "2020-04-22", "fullmaktige"),
    ):
        town.post("meetings", {"body": body, "day": day, "starts": "10.00", "place": "Luleå"}, who)
    draft = town.post(f"cases/{drafting}/drafts", who="handlaggare").json()["id"]
    typed = {**REPORT, "sections": REPORT["sections"][:3]}
    town.ask("PUT", f"drafts/{draft}/copy", "handlaggare", json=typed)
    town.post(f"drafts/{draft}/versions", {"note": "Första utkastet"}, "handlaggare")
    typed["sections"] = [*typed["sections"][:2], {"key": "matter", "html": "<p>Systemet är infört överallt.</p>"}]
    town.ask("PUT", f"drafts/{draft}/copy", "handlaggare", json=typed)
    town.post(f"cases/{drafting}/watches", {"due_on": "2020-03-02", "text": "Fråga om priset"}, "handlaggare")
    town.post(f"cases/{drafting}/relations", {"other": new}, "handlaggare")
    town.post(f"cases/{drafting}/notes", {"title": "Samtal med IT", "text": "Avtalet löper till 2022."}, "handlaggare")
    from tests.pages import sitting

    meeting = sitting.a_meeting(town, "2020-02-19")
    item = sitting.put_up(town, sitting.ready(town, "Motion om återbruk av möbler"), meeting)
    sitting.ready(town, "Motion om laddplatser vid sjukhusen")
    sitting.called(town, meeting)
    dispatch = sitting.sent_out(town, "Motion om stickprovsplan för livsmedel")
    town.clock.at = datetime(2020, 2, 19, 9, 30, tzinfo=UTC)
    asked = {"asks": "Motionen om CallMe och alla svar på remissen.", "requester": "Anna Alm", "way_in": "email"}
    asked |= {"received_on": "2020-02-17", "diary": "region", "body": "regionstyrelsen"}
    assert town.post("release-requests", asked).status_code == 201
    scans = [{"filename": name, "content": b64encode(text.encode()).decode()} for name, text in SCANS]
    assert town.post("pile", {"files": scans}).status_code == 201
    return Scene(new, drafting, reviewed, secret, meeting, item, dispatch, brought_in(town, drafting))
