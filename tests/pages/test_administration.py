"""An organisation is started and kept by page: no programmer, no command but the first."""

import re
from pathlib import Path

import pytest

from api.administration.sections import SECTIONS
from api.serving import begun, tell_first
from engine.settings import Settings
from tests.api.town import PASSWORD, Clock, Town, opened
from tests.pages.desk import HERE, Form, desk_of, forms_of, summary

ADMIN = "administrator"


def only_form(html: str) -> Form:
    return next(one for one in forms_of(html) if one.method == "post" and one.action != "/sign-out")


def test_an_empty_place_is_begun_by_the_link_that_the_server_prints(tmp_path: Path) -> None:
    clock = Clock()
    told: list[str] = []
    database = begun(Settings(home=tmp_path / "var"))
    tell_first(database, "http://dnr.invalid", clock, told.append)
    address = re.search(r"http://dnr.invalid(/begin\?key=\S+)$", told[0])
    assert address is not None
    with opened(database, tmp_path / "var") as town, desk_of(town) as desk:
        assert desk.get("/begin?key=fel").status_code == 410
        form = desk.form(address[1])
        typed = {"name": "Region Östra", "administrator": "Eva Ek", "example": "region-norrbotten"}
        unlike = desk.send(form, {**typed, "password": PASSWORD, "again": "något annat helt"})
        assert summary(unlike.text) == ["Samma lösenord en gång till: Lösenorden är inte lika. Skriv samma två gånger."]
        assert PASSWORD not in unlike.text
        done = desk.send(only_form(unlike.text), {"password": PASSWORD, "again": PASSWORD})
        assert (done.status_code, done.headers["location"]) == (303, "/sign-in?to=/admin")
        late = desk.send(form, {**typed, "password": PASSWORD, "again": PASSWORD})
        assert late.status_code == 410
        assert PASSWORD not in late.text
        desk.sign_in(ADMIN, "region-ostra")
        page = desk.get("/admin").text
        assert "innan arbetet kan börja" in page
        rut = {"username": "rut", "name": "Rut Holm", "roles.0.role": "registrar"}
        assert desk.fill("/admin/users/new", rut).status_code == 303
        assert "Rut Holm" in desk.get("/admin/users").text
    tell_first(database, "http://dnr.invalid", clock, told.append)
    assert len(told) == 1, "once there is an organisation no link is made"
    database.close()
    again = begun(Settings(home=tmp_path / "var"))
    again.close()


def test_a_new_user_is_invited_chooses_a_password_and_signs_in(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, ADMIN) as desk, desk_of(sqlite_town) as other:
        added = desk.fill(
            "/admin/users/new",
            {"username": "ny.person", "name": "Ny Person", "roles.0.role": "registrar", "roles.0.body": ""},
        )
        assert added.status_code == 303
        shown = desk.get(added.headers["location"]).text
        assert "Sparat: Ny Person." in shown
        link = re.search(r'href="(/admin/users/[\w-]+/link)"', shown)
        assert link is not None
        made = desk.fill(link[1])
        assert made.status_code == 200
        address = re.search(r"<code>http://dnr.invalid(/welcome\?key=[\w-]+)</code>", made.text)
        assert address is not None
        assert address[1] not in desk.get(link[1]).text, "it is shown this once"
        assert "ny.person" in other.get(address[1]).text
        weak = other.fill(address[1], {"password": "kort", "again": "kort"})
        assert summary(weak.text) == ["Lösenord: Lösenordet ska ha 12–200 tecken."]
        assert other.fill(address[1], {"password": PASSWORD, "again": PASSWORD}).headers["location"] == "/sign-in"
        assert other.get(address[1]).status_code == 410
        assert other.sign_in("ny.person").status_code == 303
        assert other.get("/register").status_code == 200


def test_choosing_a_new_password_ends_the_sessions_that_were_open(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, ADMIN) as desk, desk_of(sqlite_town, "chef") as lost:
        key = next(
            row["id"] for row in sqlite_town.get("administration/users", ADMIN).json()["items"]
            if row["username"] == "chef"
        )  # fmt: skip
        made = desk.fill(f"/admin/users/{key}/link")
        secret = re.search(r"/welcome\?key=([\w-]+)<", made.text)
        assert secret is not None
        assert lost.get("/").status_code == 200
        with desk_of(sqlite_town) as new:
            new.fill(f"/welcome?key={secret[1]}", {"password": "ett helt nytt lösen", "again": "ett helt nytt lösen"})
            assert new.sign_in("chef").status_code == 401, "the old one counts no more"
        assert lost.get("/").status_code == 303


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_each_section_is_filled_in_by_its_page(sqlite_town: Town, section: object) -> None:
    one = next(each for each in SECTIONS if each is section)
    with desk_of(sqlite_town, ADMIN) as desk:
        form = desk.form(f"/admin/{one.path}/new")
        done = desk.send(form, typed(dict(one.add.example)))
        assert done.status_code == 303, summary(done.text)
        page = desk.get(done.headers["location"]).text
        assert "är sparat" in page
        assert desk.send(form, typed(dict(one.add.example))).headers["location"] == done.headers["location"]
        key = re.search(r"done=([\w-]+)", done.headers["location"])
        assert key is not None
        for act in one.acts:
            path = f"/admin/{one.path}/{key[1]}/{act.name.replace('_', '-')}"
            answer = desk.fill(path, typed(dict(act.example)))
            assert answer.status_code == 303, (path, summary(answer.text))
        assert "Olle Fors" in desk.get("/admin/changes").text


def typed(form: dict[str, object], path: str = "") -> dict[str, str]:
    """A form's answers as they are typed in its fields."""
    said: dict[str, str] = {}
    for name, value in form.items():
        if isinstance(value, list | tuple):
            said |= typed({str(place): one for place, one in enumerate(value)}, f"{path}{name}.")
        elif isinstance(value, dict):
            said |= typed(value, f"{path}{name}.")
        else:
            said[f"{path}{name}"] = str(value)
    return said


def test_a_form_begins_with_what_stands_and_says_what_is_wrong(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, ADMIN) as desk:
        page = desk.get("/admin/people?q=marianne").text
        change = re.search(r'href="(/admin/people/[\w-]+/change)"', page)
        assert change is not None
        form = desk.form(change[1])
        assert (form.fields["name"], form.fields["party"]) == ("Marianne Sandström", "SD")
        same = desk.send(form)
        assert summary(same.text) == ["Rättelsen ändrar ingenting."]
        wrong = desk.send(form, {"email": "ingen adress", "name": "Marianne Sand"})
        assert 'value="Marianne Sand"' in wrong.text
        assert summary(wrong.text)[0].startswith("E-post: ")


def test_nobody_else_sees_that_there_is_an_administration(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, "registrator") as desk:
        assert "/admin" not in desk.get("/").text
        for section in SECTIONS:
            assert desk.get(f"/admin/{section.path}").status_code == 403
        form = {"_token": desk.form("/account").fields["_token"], "name": "X", "kind": "board"}
        assert desk.ask("POST", "/admin/bodies", data=form, headers=HERE).status_code == 403


def test_a_password_that_was_typed_is_never_sent_back(sqlite_town: Town) -> None:
    with desk_of(sqlite_town) as desk:
        said = {"key": "fel", "password": PASSWORD, "again": PASSWORD}
        for path in ("/welcome", "/begin"):
            answer = desk.ask("POST", path, data={**said, "name": "A", "administrator": "B"}, headers=HERE)
            assert answer.status_code in (410, 422)
            assert PASSWORD not in answer.text
