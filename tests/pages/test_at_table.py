"""The item in hand, without script: claims, propositions, a division by roll, a reservation, and the § that follows."""

import re
from typing import Any

import httpx

from tests.api.town import Town
from tests.pages.desk import Desk, Form, desk_of, forms_of, summary
from tests.pages.sitting import SECRETARY, a_meeting, called, put_up, ready


def an_item(town: Town, title: str = "Motion om växeln") -> str:
    """An item of a meeting whose roll has been called."""
    meeting = a_meeting(town, "2020-02-17")
    item = put_up(town, ready(town, title), meeting)
    called(town, meeting)
    return item


def serving(town: Town, item: str) -> dict[str, str]:
    """The ids of those who serve, by name."""
    shown = town.get(f"items/{item}/procedure", SECRETARY).json()
    return {one["name"]: one["id"] for one in shown["serving"]}


def form_of(html: str, event: str, **wanted: str) -> Form:
    """The form of the page by which such an event is recorded."""
    for form in forms_of(html):
        if form.fields.get("event") == event and wanted.items() <= form.fields.items():
            return form
    raise AssertionError(f"the page offers no {event}")


def happens(desk: Desk, item: str, event: str, changes: dict[str, Any] | None = None, **wanted: str) -> httpx.Response:
    """The event is recorded by the page's own form."""
    answer = desk.send(form_of(desk.get(f"/items/{item}").text, event, **wanted), changes)
    assert answer.status_code == 303, summary(answer.text)
    return answer


def test_an_item_is_conducted_at_the_table_and_becomes_a_paragraph(town: Town) -> None:
    item = an_item(town)
    who = serving(town, item)
    marianne, per = who["Marianne Sandström"], who["Per Wikström"]
    with desk_of(town, SECRETARY) as desk:
        page = desk.get(f"/items/{item}").text
        assert "Beslutet väntar på beslutsgången." in page
        assert "Ärendet är inte avgjort: beslutsgången är inte slut. (KL 5:67)" in page
        happens(desk, item, "claimed", {"kind": "approve", "movers.0": marianne, "until": None})
        page = desk.get(f"/items/{item}").text
        assert "yrkar bifall till motionen" in page
        assert "Marianne Sandström (SD) föreslår bifalla motionen." in page.replace("\u00a0", " "), (
            "in the §, as it reads"
        )
        happens(desk, item, "debate_closed")
        happens(desk, item, "found", option="standing")
        happens(desk, item, "division_requested", {"person": marianne})
        page = desk.get(f"/items/{item}").text
        assert "Omröstning: 0 av 6 röster" in page
        assert "6 har inte röstat." in page
        roll = form_of(page, "voted")
        people = {roll.fields[f"votes.{place}.person"]: place for place in range(6)}
        assert people[who["Karin Lundmark"]] == 5, "who presides is called last"
        early = desk.send(roll, {f"votes.{people[who['Karin Lundmark']]}.vote": "yes"})
        assert summary(early.text) == ["Karin Lundmark leder sammanträdet och röstar sist."]
        no = {f"votes.{people[one]}.vote": "no" for one in (marianne, per, who["Lars Niemi"])}
        happens(desk, item, "voted", no)
        assert "Omröstning: 3 av 6 röster" in desk.get(f"/items/{item}").text
        yes = [one for one in people if one not in (marianne, per, who["Lars Niemi"])]
        happens(desk, item, "voted", {f"votes.{people[one]}.vote": "yes" for one in yes})
        page = desk.get(f"/items/{item}").text
        assert "Slut omröstningen med utslagsröst" in page
        happens(desk, item, "divided")
        page = desk.get(f"/items/{item}").text.replace("\u00a0", " ")
        assert "Rösterna är lika, 3 ja-röster mot 3 nej-röster." in page
        assert "Allt finns" in page
        happens(desk, item, "reserved", {"person": marianne, "text": "Kostnaden är inte utredd."})
        decided = desk.fill_action(f"/items/{item}", f"/items/{item}/decide")
        assert decided.status_code == 303
        page = desk.get(f"/items/{item}").text.replace("\u00a0", " ")
        assert "§ 1 är protokollförd" in page
        assert "Marianne Sandström (SD) reserverar sig mot beslutet." in page
        assert "Kostnaden är inte utredd." in page
        late = desk.send(roll, {"votes.0.vote": "yes"})
        assert summary(late.text) == ["Beslutet är redan fattat."]
        assert desk.get(f"/items/{item}?seen={rev(page)}").status_code == 204


def rev(page: str) -> str:
    """What the page says it has shown."""
    return str(re.findall(r'data-rev="([^"]+)"', page)[0])


def test_what_was_recorded_last_is_undone_and_a_repeat_happens_once(town: Town) -> None:
    item = an_item(town)
    marianne = serving(town, item)["Marianne Sandström"]
    with desk_of(town, SECRETARY) as desk:
        form = form_of(desk.get(f"/items/{item}").text, "claimed")
        said = {"kind": "approve", "movers.0": marianne, "until": None}
        assert [desk.send(form, said).status_code for _ in range(2)] == [303, 303]
        assert len(town.get(f"items/{item}/procedure", SECRETARY).json()["events"]) == 1
        first = desk.get(f"/items/{item}").text
        happens(desk, item, "debate_closed")
        stale = next(one for one in forms_of(first) if one.action.endswith("/undo"))
        refused = desk.send(stale)
        assert summary(refused.text) == ["Något annat har antecknats efter det. Bara det senaste kan ångras."]
        for left in (1, 0):
            assert desk.fill_action(f"/items/{item}", f"/items/{item}/undo").status_code == 303
            assert len(town.get(f"items/{item}/procedure", SECRETARY).json()["events"]) == left


def test_before_the_roll_and_without_a_proposal_the_page_says_what_is_missing(sqlite_town: Town) -> None:
    meeting = a_meeting(sqlite_town, "2020-02-17")
    item = put_up(sqlite_town, ready(sqlite_town, "Motion om växeln"), meeting)
    with desk_of(sqlite_town, SECRETARY) as desk, desk_of(sqlite_town, "ledamot") as member:
        assert f'href="/meetings/{meeting}/attendance">Gör upprop' in desk.get(f"/items/{item}").text
        called(sqlite_town, meeting)
        assert "Avsluta överläggningen" in desk.get(f"/items/{item}").text
        page = member.get(f"/items/{item}").text
        assert "Så läses paragrafen" in page
        assert f'action="/items/{item}' not in page, "who only reads is offered nothing"
        form = form_of(desk.get(f"/items/{item}").text, "debate_closed")
        token = member.form("/account").fields["_token"]
        assert member.send(Form(form.action, "post", {**form.fields, "_token": token})).status_code == 403


def test_who_is_disqualified_is_noted_before_and_not_against_what_has_happened(sqlite_town: Town) -> None:
    item = an_item(sqlite_town)
    who = serving(sqlite_town, item)
    with desk_of(sqlite_town, SECRETARY) as desk:
        out = {"disqualified.0.person": "lars-niemi"}
        assert desk.fill(f"/items/{item}/prepare", out).status_code == 303
        assert "Lars Niemi" not in serving(sqlite_town, item)
        said = {"kind": "approve", "movers.0": who["Marianne Sandström"], "until": None}
        happens(desk, item, "claimed", said)
        out = {"disqualified.0.person": "marianne-sandstrom"}
        refused = desk.fill(f"/items/{item}/prepare", out)
        assert refused.status_code == 409
        assert len(summary(refused.text)) == 1
        assert "Marianne Sandström" in serving(sqlite_town, item)


def test_a_decision_as_recorded_says_nothing_else(sqlite_town: Town) -> None:
    item = an_item(sqlite_town)
    case = sqlite_town.get(f"items/{item}/procedure", SECRETARY).json()
    items = sqlite_town.get(f"meetings/{case['meeting_id']}", SECRETARY).json()["paragraphs"]
    task = sqlite_town.task(items[0]["case_id"], "decide", SECRETARY)
    early = sqlite_town.post(f"tasks/{task}/complete", {"as_recorded": True}, SECRETARY)
    assert (early.status_code, early.json()["rule"]) == (409, "item_still_open")
    both = {"as_recorded": True, "carried": [1]}
    answer = sqlite_town.post(f"tasks/{task}/complete", both, SECRETARY)
    assert answer.status_code == 422
    assert "Det tas ur det som antecknats vid sammanträdet." in answer.text


def test_an_event_of_another_item_and_one_that_is_hidden_are_refused(sqlite_town: Town) -> None:
    item, other = (
        an_item(sqlite_town),
        put_up(sqlite_town, ready(sqlite_town, "En annan"), a_meeting(sqlite_town, "2020-02-18")),
    )
    event = {"id": "01890a5d-ac96-774b-bcce-b302099a8057", "happened": {"event": "debate_closed"}}
    assert sqlite_town.post(f"items/{item}/events", event, SECRETARY).status_code == 201
    assert sqlite_town.post(f"items/{other}/events", event, SECRETARY).status_code == 422
    assert sqlite_town.post(f"items/{item}/events", event, "fullmaktige").status_code == 404
    stranger = sqlite_town.post(f"items/{item}/events", event, "registrator", organisation="region-vasterbotten")
    assert stranger.status_code in (403, 404)
