"""Signing in with one-time codes, keys for programs, and sessions ended one by one, by page."""

import re
from datetime import timedelta

import httpx
import pyotp
import yaml
from sqlmodel import select

from engine.organisations import profiles, setup
from engine.organisations.setup import adopt_profile, open_organisation
from engine.organisations.tables import BrowserSession, Organisation, ProfileVersion
from tests.api.town import NORTH, Town
from tests.pages.desk import HERE, Desk, desk_of, forms_of, summary


def code(town: Town, secret: str) -> str:
    return pyotp.TOTP(secret).at(town.clock.at)


def set_up(desk: Desk) -> tuple[str, list[str]]:
    """Sets up one-time codes by the pages; returns the secret that the telephone has, and the recovery codes."""
    begun = desk.send(next(one for one in forms_of(desk.get("/account/code").text) if "begin" in one.action))
    page = desk.get(begun.headers["location"]).text
    assert "<svg" in page
    found = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert found is not None
    wrong = desk.fill("/account/code", {"code": "123"})
    assert (wrong.status_code, summary(wrong.text)) == (
        401,
        ["Koden är fel, för gammal eller redan använd. Vänta på nästa och försök igen."],
    )
    done = desk.fill("/account/code", {"code": code(desk.town, found[1])})
    assert done.status_code == 200, summary(done.text)
    codes = re.findall(r"<li><code>([a-z2-7-]+)</code>", done.text)
    assert len(codes) == 10
    assert codes[0] not in desk.get("/account/code").text, "they are shown this once"
    return found[1], codes


def with_password(desk: Desk, who: str = "registrator") -> httpx.Response:
    """The page that asks for the code, after the right password."""
    answer = desk.sign_in(who, to="/register")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    return answer


def send_code(desk: Desk, asked: httpx.Response, typed: str) -> httpx.Response:
    return desk.send(next(one for one in forms_of(asked.text) if one.action == "/sign-in/code"), {"code": typed})


def test_the_password_alone_lets_nobody_in_and_each_code_lets_in_once(town: Town) -> None:
    with desk_of(town, "registrator") as desk:
        secret, recovery = set_up(desk)
    with desk_of(town) as desk:
        asked = with_password(desk)
        assert desk.get("/").status_code == 303
        replayed = send_code(desk, asked, code(town, secret))
        assert replayed.status_code == 401, "the code that proved them is spent"
        town.clock.at += timedelta(seconds=30)
        done = send_code(desk, asked, code(town, secret))
        assert (done.status_code, done.headers["location"]) == (303, "/register")
        assert desk.get("/register").status_code == 200
        assert send_code(desk, asked, recovery[0]).status_code == 401, "what stood for the password is used up"
        again = with_password(desk)
        assert send_code(desk, again, recovery[0]).status_code == 303
        late = with_password(desk)
        town.clock.at += timedelta(minutes=5)
        assert "Det tog för lång tid." in send_code(desk, late, recovery[1]).text


def test_wrong_codes_are_counted_as_wrong_passwords_are(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, "registrator") as desk:
        _, recovery = set_up(desk)
    with desk_of(sqlite_town) as desk:
        asked = with_password(desk)
        tried = [send_code(desk, asked, "000000").status_code for _ in range(5)]
        assert set(tried[:4]) == {401}
        assert send_code(desk, asked, recovery[0]).status_code == 429
        assert desk.sign_in("registrator").status_code == 429


def test_the_api_asks_for_the_code_too(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, "registrator") as desk:
        secret, _ = set_up(desk)
    sqlite_town.clock.at += timedelta(seconds=30)
    bare = sqlite_town.sign_in("registrator")
    assert (bare.status_code, bare.json()["type"]) == (401, "/problems/code-needed")
    wrong = sqlite_town.sign_in("registrator", code="000000")
    assert (wrong.status_code, wrong.json()["type"]) == (401, "/problems/code-wrong")
    right = code(sqlite_town, secret)
    assert sqlite_town.sign_in("registrator", code=right).status_code == 201
    assert sqlite_town.sign_in("registrator", code=right).status_code == 401


def demand(town: Town) -> None:
    """The organisation's profile demands one-time codes from now on."""
    with town.database.write() as session:
        found = session.exec(select(Organisation).where(Organisation.slug == NORTH)).one()
        region = open_organisation(session, found.id)
        newest = profiles.latest_version(session, region.id)
        assert newest is not None
        text = yaml.safe_load(session.get_one(ProfileVersion, newest[0]).text)
        text["rules"] = {**text.get("rules", {}), "second_factor": True}
        adopt_profile(session, region, yaml.safe_dump(text, allow_unicode=True), setup.console(region, town.clock.at))


def test_where_codes_are_demanded_they_come_before_everything_else(sqlite_town: Town) -> None:
    demand(sqlite_town)
    assert sqlite_town.sign_in("registrator").json()["type"] == "/problems/second-factor-first"
    with desk_of(sqlite_town, "registrator") as desk:
        for path in ("/", "/register", "/cases", "/account", "/account/keys"):
            answer = desk.get(path)
            assert (answer.status_code, answer.headers["location"]) == (303, "/account/code"), path
        token = desk.form("/account/code", "/account/code/begin").fields["_token"]
        forged = desk.ask("POST", "/register", data={"_token": token, "title": "x"}, headers=HERE)
        assert forged.headers["location"] == "/account/code"
        _, recovery = set_up(desk)
        assert desk.get("/register").status_code == 200
        keep = desk.form("/account/code", "/account/code/recovery")
        keep.action = "/account/code/remove"
        assert summary(desk.send(keep, {"code": recovery[0]}).text) == [
            "Engångskod: Organisationen kräver engångskoder, så de kan inte tas bort."
        ]


def test_an_administrator_takes_codes_away_when_the_telephone_is_lost(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, "registrator") as desk:
        set_up(desk)
    users = sqlite_town.get("administration/users?q=registrator", "administrator").json()["items"]
    gone = sqlite_town.post(f"administration/users/{users[0]['id']}/remove-codes", {"reason": "Borta"}, "administrator")
    assert gone.status_code == 200
    with desk_of(sqlite_town) as desk:
        assert desk.sign_in("registrator").status_code == 303


def test_a_key_is_made_shown_once_used_and_ended(town: Town) -> None:
    with desk_of(town, "registrator") as desk:
        wrong = desk.fill("/account/keys", {"label": "", "days": "400"})
        assert len(summary(wrong.text)) == 2
        made = desk.fill("/account/keys", {"label": "Nattlig export", "reach": "read", "days": "30"})
        found = re.search(r"<code>(dnr_[\w-]+)</code>", made.text)
        assert found is not None
        page = desk.get("/account/keys").text
        assert found[1] not in page
        assert "inte använd" in page
        bearer = {"Authorization": f"Bearer {found[1]}"}
        assert desk.get("/api/v1/cases", headers=bearer).status_code == 200
        assert desk.ask("POST", "/api/v1/cases", json={}, headers=bearer).status_code in (403, 422)
        assert "användes senast i dag" in desk.get("/account/keys").text
        listed = desk.get("/api/v1/tokens", headers=bearer).json()["items"]
        assert [one["label"] for one in listed] == ["Nattlig export"]
        end = next(one for one in forms_of(desk.get("/account/keys").text) if one.action.endswith("/end"))
        with desk_of(town, "chef") as other:
            end_by_other = other.form("/account/keys")
            end_by_other.action = end.action
            assert other.send(end_by_other).status_code == 404
        assert desk.send(end).status_code == 303
        assert desk.get("/api/v1/cases", headers=bearer).status_code == 401


def test_a_session_on_another_machine_is_ended_and_nobody_elses(town: Town) -> None:
    with desk_of(town, "registrator") as one, desk_of(town, "registrator") as two, desk_of(town, "chef") as other:
        with town.database.read() as session:
            rows = session.exec(select(BrowserSession).order_by(BrowserSession.id)).all()  # type: ignore[arg-type]
        ends = {f"/account/sessions/{row.id}/end" for row in rows}
        shown = [form for form in forms_of(one.get("/account").text) if form.action in ends]
        assert len(shown) == 2
        foreign = other.form("/account")
        foreign.action = shown[0].action
        other.send(foreign)
        assert one.get("/").status_code == two.get("/").status_code == 200
        mine = f"/account/sessions/{rows[0].id}/end"
        assert one.send(next(form for form in shown if form.action != mine)).headers["location"] == "/account"
        assert (one.get("/").status_code, two.get("/").status_code) == (200, 303)
        assert one.send(next(form for form in shown if form.action == mine)).headers["location"] == "/sign-in"
        assert one.get("/").status_code == 303
