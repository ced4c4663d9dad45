"""Administration over the API: every act of the table by those who may, with an entry each, and by nobody else."""

import pytest

from api.administration.sections import SECTIONS, operations
from api.administration.told import words
from tests.api.town import WEST, Town
from tests.house.sources import texts

ADMIN = "administrator"
EVERYBODY_ELSE = ("registrator", "chef", "styrelsen", "handlaggare", "ledamot", "revisor", "ingenting")


def rows(town: Town, section: str, **more: str) -> list[dict[str, object]]:
    answer = town.ask("GET", f"administration/{section}", ADMIN, params=more)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, object]] = answer.json()["items"]
    return items


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_each_example_is_done_and_stands_in_the_list_of_changes(sqlite_town: Town, section: object) -> None:
    one = next(each for each in SECTIONS if each is section)
    at = f"administration/{one.path}"
    made = sqlite_town.post(at, dict(one.add.example), ADMIN)
    assert made.status_code == 201, made.text
    key = made.json()["id"]
    assert key in {row["id"] for row in rows(sqlite_town, one.path, ended="true")}
    for act in one.acts:
        before = sqlite_town.get("administration/changes", ADMIN).json()["items"][0]["seq"]
        done = sqlite_town.post(f"{at}/{key}/{act.name.replace('_', '-')}", dict(act.example), ADMIN)
        assert done.status_code == 200, (act.name, done.text)
        assert done.json()["id"] == key
        told = sqlite_town.get("administration/changes", ADMIN).json()["items"]
        assert told[0]["seq"] == before + 1, "one act, one entry"
        assert told[0]["by"] == "Olle Fors"
        assert told[0]["text"] != told[0]["tag"]


def test_none_but_the_administrator_reads_or_changes_anything(sqlite_town: Town) -> None:
    tried = 0
    for section in SECTIONS:
        at = f"administration/{section.path}"
        key = (rows(sqlite_town, section.path) or [{"id": "01920000-0000-7000-8000-000000000000"}])[0]["id"]
        for who in EVERYBODY_ELSE:
            assert sqlite_town.get(at, who).status_code == 403, (who, at)
            assert sqlite_town.post(at, dict(section.add.example), who).status_code == 403, (who, at)
            for act in section.acts:
                answer = sqlite_town.post(f"{at}/{key}/{act.name.replace('_', '-')}", dict(act.example), who)
                assert answer.status_code == 403, (who, act.name)
                tried += 1
    assert tried > 100
    for who in EVERYBODY_ELSE:
        assert sqlite_town.get("administration/changes", who).status_code == 403


def test_a_token_without_the_scope_administers_nothing(sqlite_town: Town) -> None:
    token = sqlite_town.token(ADMIN, scopes=("read", "act"))
    answer = sqlite_town.client.request(
        "GET", "/api/v1/administration/users", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 403


def test_another_regions_rows_are_not_there(sqlite_town: Town) -> None:
    for section in SECTIONS:
        for row in rows(sqlite_town, section.path)[:2]:
            for act in section.acts:
                path = f"administration/{section.path}/{row['id']}/{act.name.replace('_', '-')}"
                answer = sqlite_town.post(path, dict(act.example), ADMIN, organisation=WEST)
                assert answer.status_code == 404, (section.name, act.name, answer.text)


def test_lists_are_searched_and_show_what_has_ended_to_those_who_ask(sqlite_town: Town) -> None:
    found = rows(sqlite_town, "users", q="handläggare sofia")
    assert [row["name"] for row in found] == ["Sofia Rönnqvist"]
    key = found[0]["id"]
    closed = sqlite_town.post(f"administration/users/{key}/close", {"reason": "Har slutat"}, ADMIN)
    assert (closed.json()["state"], closed.json()["ended"]) == ("closed", True)
    assert rows(sqlite_town, "users", q="sofia") == []
    assert len(rows(sqlite_town, "users", q="sofia", ended="true")) == 1
    assert sqlite_town.sign_in("handlaggare").status_code == 401


def test_a_user_is_invited_by_a_link_that_is_shown_once(town: Town) -> None:
    made = town.post("administration/users", {"username": "ny.person", "name": "Ny Person"}, ADMIN).json()
    assert made["state"] == "invited"
    link = town.post(f"administration/users/{made['id']}/link", who=ADMIN)
    assert link.status_code == 201
    assert link.json()["path"].startswith("/welcome?key=")
    assert town.post(f"administration/users/{made['id']}/link", who="registrator").status_code == 403
    told = town.get("administration/changes", ADMIN).json()["items"][0]
    assert told["tag"] == "user:link_made"
    assert link.json()["path"].partition("=")[2] not in str(told)


def test_changes_come_in_pages_and_say_before_and_after(sqlite_town: Town) -> None:
    key = next(row["id"] for row in rows(sqlite_town, "bodies") if row["slug"] == "kulturnamnden")
    sqlite_town.post(f"administration/bodies/{key}/rename", {"name": "Bildningsnämnden"}, ADMIN)
    first = sqlite_town.get("administration/changes", ADMIN).json()
    assert "Namn: Kulturnämnden → Bildningsnämnden" in first["items"][0]["details"]
    seen = [one["seq"] for one in first["items"]]
    while first["next"]:
        first = sqlite_town.get(f"administration/changes?after={first['next']}", ADMIN).json()
        seen += [one["seq"] for one in first["items"]]
    assert seen == list(range(seen[0], 0, -1))


def test_every_change_has_its_swedish_words() -> None:
    import re

    kinds = "organisation|profile|body|diary|person|mandate|call_order|user|role|deputy|unit|recipient|class|series"
    tag = re.compile(rf'"((?:{kinds}|cases|key|workflow):[a-z_]+)"')
    written = {one for path, text in texts(".py") if path.startswith("engine/") for one in tag.findall(text)}
    assert set(words()["acts"]) == written
    assert operations()
