"""The door: who is let in, what a repeat gets, what a stale reader is told, how a refusal looks."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlmodel import col, func, select

from api.app import create_app
from api.door import House
from api.messages import messages
from api.problems import STATUS
from engine.access import POLICY
from engine.cases.tables import Case
from engine.errors import every_error
from engine.requests import KEPT
from engine.rules.refusal import every_rule
from engine.settings import Settings
from tests.api.town import API, MARIANNE, NORTH, WEST, Town, motion
from tests.api.town import opened as town_over
from tests.conftest import opened

JSON = {"Content-Type": "application/json"}


def an_app() -> FastAPI:
    return create_app(House(None, None, None), Settings())  # type: ignore[arg-type]


def verbs(dependant: Any) -> set[str]:
    """The verbs of the policy that a route's dependencies name."""
    own = getattr(dependant.call, "verb", None)
    return ({own} if own else set()).union(*(verbs(one) for one in dependant.dependencies))


def test_every_route_names_exactly_one_verb_of_the_policy() -> None:
    routes = [one for one in iter_route_contexts(an_app().routes) if one.path != "/api/v1/openapi.json"]
    assert len(routes) > 40
    for route in routes:
        named = verbs(route.dependant)
        assert len(named) == 1, (route.methods, route.path, named)
        assert named <= POLICY.keys()


def test_no_route_takes_a_cookie_and_none_gives_one(sqlite_town: Town) -> None:
    for path, methods in an_app().openapi()["paths"].items():
        for method, operation in methods.items():
            where = {parameter["in"] for parameter in operation.get("parameters", [])}
            assert "cookie" not in where, (method, path)
    answer = sqlite_town.sign_in("registrator")
    assert "set-cookie" not in answer.headers
    cookie = {"Cookie": f"token={answer.json()['token']}; Authorization={answer.json()['token']}"}
    assert sqlite_town.client.request("GET", f"{API}/me", headers=cookie).status_code == 401


def test_everybody_must_sign_in_and_a_token_ends_when_it_is_ended_or_its_time_is_out(town: Town) -> None:
    nobody = town.client.request("GET", f"{API}/me")
    assert (nobody.status_code, nobody.headers["www-authenticate"]) == (401, "Bearer")
    for wrong in ("Bearer x", "Bearer ", "Basic x", "Bearer dnr_åäö"):
        assert town.client.request("GET", f"{API}/me", headers={"Authorization": wrong.encode()}).status_code == 401
    assert town.get("me").json()["name"] == "Ingrid Palo"
    assert town.ask("DELETE", "tokens/current", "registrator").status_code == 204
    assert town.get("me").status_code == 401
    town.tokens.clear()
    held = {"Authorization": f"Bearer {town.sign_in('registrator', hours=1).json()['token']}"}
    assert town.client.request("GET", f"{API}/me", headers=held).status_code == 200
    town.clock.at += timedelta(hours=1)
    assert town.client.request("GET", f"{API}/me", headers=held).status_code == 401


def test_what_a_form_should_hold_is_told_to_those_only_who_may_send_it(town: Town) -> None:
    broken: list[dict[str, Any]] = [{"json": {"title": 7}}, {"content": b"{", "headers": JSON}, {"content": b"\xff"}]
    wrong_id = ("PATCH", "cases/ingen")
    for sent in broken:
        for who, status in ((None, 401), ("Bearer okand", 401), (town.token("ledamot"), 403)):
            held = {"Authorization": who if status == 401 else f"Bearer {who}"} if who else {}
            sent["headers"] = {**sent.get("headers", {}), **held} if held else dict(JSON)
            for method, path in (("POST", "cases"), wrong_id):
                answer = town.client.request(method, f"{API}/{path}", **sent)
                assert answer.status_code == status, (who, sent, answer.text)
        sent["headers"] = {**JSON, "Authorization": f"Bearer {town.token('registrator')}"}
        assert town.client.request("POST", f"{API}/cases", **sent).status_code in (400, 422)


def test_an_account_rests_after_five_failed_tries_whether_it_exists_or_not(town: Town) -> None:
    for who in ("registrator", "finns-inte"):
        for _ in range(5):
            answer = town.sign_in(who, password="fel lösenord här")
            assert (answer.status_code, answer.json()["type"]) == (401, "/problems/sign-in-failed")
        resting = town.sign_in(who)
        assert (resting.status_code, resting.json()["type"]) == (429, "/problems/too-many-tries")
    assert town.sign_in("registrator", WEST).status_code == 201
    town.clock.at += timedelta(minutes=15)
    assert town.sign_in("registrator").status_code == 201
    assert town.sign_in("registrator", "finns-inte").status_code == 401


@pytest.mark.parametrize(
    ("scopes", "statuses"),
    [
        (("read",), {"GET cases": 200, "POST cases": 403, "POST series/void": 403}),
        (("read", "act"), {"GET cases": 200, "POST cases": 201, "POST series/void": 403}),
        (("act",), {"GET cases": 403, "POST cases": 201, "POST series/void": 403}),
        (("read", "admin"), {"GET cases": 200, "POST cases": 403, "POST series/void": 201}),
    ],
)
def test_a_token_does_what_its_scopes_say_and_no_more(
    sqlite_town: Town, scopes: tuple[str, ...], statuses: dict[str, int]
) -> None:
    held = {"Authorization": f"Bearer {sqlite_town.token('registrator', NORTH, scopes)}"}
    forms = {"POST cases": motion(), "POST series/void": {"series": "motion", "reason": "Fel papper"}}
    for asked, status in statuses.items():
        method, path = asked.split()
        answer = sqlite_town.client.request(method, f"{API}/{path}", headers=held, json=forms.get(asked))
        assert answer.status_code == status, (asked, answer.text)


def test_one_who_has_seen_an_older_case_is_told_that_it_has_moved(town: Town) -> None:
    case = town.a_motion()["id"]
    seen = town.get(f"cases/{case}").headers["etag"]
    note = town.post(f"cases/{case}/notes", {"title": "Samtal", "text": "Hon ringde."})
    assert note.status_code == 201
    task = town.task(case, "check_motion")
    for method, path, form in (
        ("PATCH", f"cases/{case}", {"title": "Annan"}),
        ("POST", f"cases/{case}/void", {"reason": "Fel"}),
        ("POST", f"cases/{case}/secrecy", {"provision": "OSL 21 kap. 1 §", "authority": "Regionen"}),
        ("POST", f"tasks/{task}/complete", {"admitted": True}),
        ("PATCH", f"records/{note.json()['id']}", {"title": "Annan"}),
    ):
        answer = town.ask(method, path, "registrator", json=form, headers={"If-Match": seen})
        assert (answer.status_code, answer.json()["type"]) == (412, "/problems/stale"), answer.text
    assert town.get(f"cases/{case}").headers["etag"] == '"2"'
    fresh = town.ask("PATCH", f"cases/{case}", "registrator", json={"title": "Annan"}, headers={"If-Match": '"2"'})
    assert (fresh.status_code, fresh.headers["etag"]) == (200, '"3"')
    bad = town.ask("PATCH", f"cases/{case}", "registrator", json={"title": "B"}, headers={"If-Match": "*"})
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (422, "header.If-Match")


def test_a_repeat_with_the_same_key_gets_the_first_answer_and_does_nothing(town: Town) -> None:
    key = {"Idempotency-Key": "en-nyckel"}
    first = town.post("cases", motion(), headers=key)
    again = town.post("cases", motion(), headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert [again.headers[name] for name in ("etag", "location")] == [
        first.headers[name] for name in ("etag", "location")
    ]
    assert town.a_motion()["dnr"] == "2-2020"
    done = f"tasks/{town.task(first.json()['id'], 'check_motion')}/complete"
    answers = [town.post(done, {"admitted": True}, headers={"Idempotency-Key": "steg"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert town.post(done, {"admitted": True}).json()["type"] == "/problems/task-taken"


def test_a_key_is_of_one_request_by_one_person_for_a_day(town: Town) -> None:
    key = {"Idempotency-Key": "en-nyckel"}
    assert town.post("cases", motion(), headers=key).status_code == 201
    other = town.post("cases", {**motion(), "title": "En annan"}, headers=key)
    assert (other.status_code, other.json()["type"]) == (409, "/problems/key-reused")
    broken = town.post("cases", {**motion(), "movers": [{"person": "ingen"}]}, headers=key)
    assert (broken.status_code, broken.json()["type"]) == (409, "/problems/key-reused")
    assert town.post("cases", motion(), organisation=WEST, headers=key).json()["dnr"] == "1-2020"
    town.clock.at += KEPT
    later = town.post("cases", motion(), headers=key)
    assert (later.status_code, later.json()["dnr"]) == (201, "2-2020")
    for wrong in ("", "x" * 201, "två ord"):
        refused = town.post("cases", motion(), headers={"Idempotency-Key": wrong.encode()})
        assert refused.status_code == 422, wrong


def test_a_refused_act_does_not_use_up_its_key(town: Town) -> None:
    key = {"Idempotency-Key": "en-nyckel"}
    refused = town.post("cases", {**motion(), "movers": [{"person": "ingen"}]}, headers=key)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "movers.0.person")
    assert town.post("cases", motion(), headers=key).json()["dnr"] == "1-2020"


def test_repeats_at_the_same_time_are_one_act(town: Town) -> None:
    town.token("registrator")
    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(lambda _: town.post("cases", motion(), headers={"Idempotency-Key": "samtidigt"}), range(4))
        )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    with town.database.read() as session:
        assert session.exec(select(func.count(col(Case.id)))).one() == 1


def test_a_refusal_names_the_rule_and_the_section_and_says_it_in_swedish(town: Town) -> None:
    answer = town.post("cases", {**motion(), "movers": [{"name": "Okänd Person"}]})
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    problem = answer.json()
    assert problem["rule"] == "motion_mover_not_member"
    assert problem["section"].startswith("KL ")
    assert problem["title"].startswith("Okänd Person är inte ledamot av fullmäktige")
    assert problem["instance"] == f"{API}/cases"
    page = town.client.request("GET", problem["type"])
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")


def test_every_fault_in_a_form_is_named_by_its_field_in_swedish(town: Town) -> None:
    answer = town.post(
        "cases",
        {"kind": "motionen", "title": "", "body": 7, "arrived_on": "i går", "movers": [{**MARIANNE, "x": 1}], "y": 2},
    )
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid")
    said = {fault["field"]: fault["message"] for fault in answer.json()["errors"]}
    assert said == {
        "kind": "Välj ett av: motion, initiative, audit_response, board_matter.",
        "title": "Fältet får inte vara tomt.",
        "diary": "Fältet måste fyllas i.",
        "body": "Skriv text.",
        "arrived_on": "Skriv dagen som ÅÅÅÅ-MM-DD, till exempel 2021-03-09.",
        "movers.0.x": "Fältet finns inte i formuläret.",
        "y": "Fältet finns inte i formuläret.",
    }


def test_every_error_has_a_number_and_a_sentence_and_every_rule_a_sentence_with_its_facts() -> None:
    for kind in every_error():
        if kind.__module__.startswith("engine."):
            assert kind in STATUS, kind
            assert kind.slug() in messages()["errors"], kind
    for key, rule in every_rule().items():
        said = messages()["rules"][key]
        assert said.format_map(dict.fromkeys(rule.facts, "x")), key
    assert messages()["rules"].keys() == every_rule().keys()


def test_a_wrong_method_is_told_which_the_address_takes(sqlite_town: Town) -> None:
    for path, allowed in (
        ("cases", "GET, POST"),
        (f"cases/{uuid4()}", "GET, PATCH"),
        ("tokens/current", "DELETE"),
        (f"tasks/{uuid4()}/draft", "PUT"),
    ):
        answer = sqlite_town.ask("PATCH" if "PATCH" not in allowed else "PUT", path, "registrator")
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
        assert answer.json()["type"] == "/problems/method-not-allowed"
    nowhere = sqlite_town.get("nowhere")
    assert (nowhere.status_code, nowhere.json()["type"]) == (404, "/problems/not-found")


@pytest.mark.parametrize("lost", ["sqlite:////nowhere/dnr.sqlite", "postgresql://nobody@127.0.0.1:1/nothing"])
def test_health_says_when_the_database_does_not_answer(sqlite_town: Town, tmp_path: Path, lost: str) -> None:
    assert sqlite_town.client.request("GET", "/health").json() == {"status": "ok"}
    house = sqlite_town.house
    with opened(lost) as database, town_over(database, tmp_path) as cut_off:
        answer = cut_off.client.request("GET", "/health")
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/misconfigured")
    assert "does not answer" in answer.json()["detail"]
    assert "503" in create_app(house, Settings()).openapi()["paths"]["/health"]["get"]["responses"]
