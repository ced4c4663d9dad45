"""Signing in by page: the cookie, how a session ends, where one comes back to, and that nothing typed is lost."""

from datetime import timedelta

import httpx
import pytest
from sqlmodel import select

from api.pages.signing_in import within
from engine.organisations import sessions
from engine.organisations.tables import BrowserSession, User
from tests.api.town import NORTH, PASSWORD, WEST, Town
from tests.pages.desk import HERE, desk_of, forms_of, summary


def cookie(answer: httpx.Response) -> str:
    """The attributes of the cookie that an answer sets, without its value."""
    name, _, rest = answer.headers["set-cookie"].partition("=")
    return f"{name}; {rest.partition('; ')[2]}"


def test_everybody_signs_in_first_and_comes_back_to_where_they_were_going(sqlite_town: Town) -> None:
    with desk_of(sqlite_town) as desk:
        sent = desk.get("/cases?q=bussar&kind=motion")
        assert (sent.status_code, sent.headers["location"]) == (
            303,
            "/sign-in?to=%2Fcases%3Fq%3Dbussar%26kind%3Dmotion",
        )
        form = desk.form(sent.headers["location"])
        back = desk.send(form, {"organisation": NORTH, "username": "registrator", "password": PASSWORD})
        assert (back.status_code, back.headers["location"]) == (303, "/cases?q=bussar&kind=motion")
        assert desk.get(back.headers["location"]).status_code == 200


def test_the_cookie_is_for_this_host_and_for_no_script(sqlite_town: Town) -> None:
    with desk_of(sqlite_town) as desk:
        assert cookie(desk.sign_in("registrator")) == "dnr; HttpOnly; Path=/; SameSite=lax"
        said = {"organisation": NORTH, "username": "registrator", "password": PASSWORD}
        secure = desk.ask("POST", "https://dnr.invalid/sign-in", data=said, headers=HERE)
        assert cookie(secure) == "__Host-dnr; HttpOnly; Path=/; SameSite=lax; Secure"
        assert "max-age=31536000" in desk.get("https://dnr.invalid/").headers["strict-transport-security"]
        plain = {"Cookie": f"dnr={desk.client.cookies['__Host-dnr']}"}
        desk.client.cookies.clear()
        assert desk.get("https://dnr.invalid/", headers=plain).status_code == 303, "a name that others could have set"


def test_the_secret_of_a_session_is_nowhere_in_the_database(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, "registrator") as desk:
        secret = desk.client.cookies["dnr"]
    with sqlite_town.database.read() as session:
        row = session.exec(select(BrowserSession)).one()
    assert secret.encode() not in row.hash
    assert row.hash == sessions.session_hash(secret)


def test_the_wrong_password_is_told_without_saying_which_was_wrong_and_then_the_account_rests(
    sqlite_town: Town,
) -> None:
    with desk_of(sqlite_town) as desk:
        for who in ("registrator", "finns-inte"):
            for _ in range(5):
                wrong = desk.fill("/sign-in", {"organisation": NORTH, "username": who, "password": "fel lösenord"})
                assert wrong.status_code == 401
                assert "Användarnamnet eller lösenordet är fel." in wrong.text
                assert "fel lösenord" not in wrong.text
            assert desk.sign_in(who).status_code == 429
        assert desk.sign_in("registrator", WEST).status_code == 303
        sqlite_town.clock.at += timedelta(minutes=15)
        assert desk.sign_in("registrator").status_code == 303


def test_a_new_sign_in_has_a_new_session_and_ends_the_one_before(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, "registrator") as desk:
        before = desk.client.cookies["dnr"]
        desk.sign_in("chef")
        assert desk.client.cookies["dnr"] != before
        desk.client.cookies.clear()
        assert desk.get("/", headers={"Cookie": f"dnr={before}"}).status_code == 303


def test_a_session_ends_after_an_hour_without_use_and_after_half_a_day_at_the_latest(town: Town) -> None:
    with desk_of(town, "registrator") as desk:
        town.clock.at += timedelta(minutes=59)
        assert desk.get("/").status_code == 200
        town.clock.at += timedelta(minutes=59)
        assert desk.get("/").status_code == 200, "its use was noted"
        town.clock.at += timedelta(minutes=60)
        assert desk.get("/").status_code == 303
        desk.sign_in("registrator")
        for _ in range(13):
            town.clock.at += timedelta(minutes=50)
            assert desk.get("/").status_code == 200
        town.clock.at += timedelta(minutes=70)
        assert desk.get("/").status_code == 303


def test_signing_out_ends_this_session_and_ending_all_ends_those_on_other_machines(town: Town) -> None:
    with desk_of(town, "registrator") as one, desk_of(town, "registrator") as two:
        assert one.get("/account").text.count("sedan i dag") == 2
        out = one.send(next(form for form in forms_of(one.get("/").text) if form.action == "/sign-out"))
        assert (out.status_code, out.headers["location"]) == (303, "/sign-in")
        assert one.get("/").status_code == 303
        assert two.get("/").status_code == 200
        with desk_of(town, "registrator") as three:
            assert three.send(three.form("/account", "/account/sessions/end")).headers["location"] == "/sign-in"
        assert two.get("/").status_code == 303


def test_a_closed_account_is_out_at_once(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, "registrator") as desk:
        with sqlite_town.database.write() as session:
            for user in session.exec(select(User).where(User.username == "registrator")):
                user.active = False
                session.add(user)
        assert desk.get("/").status_code == 303


def test_sessions_that_ended_long_ago_are_forgotten(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, "registrator"):
        now = sqlite_town.clock.at + sessions.LONGEST + sessions.KEPT
        assert sessions.forget_sessions(sqlite_town.database, now - timedelta(seconds=1)) == 0
        assert sessions.forget_sessions(sqlite_town.database, now) == 1
        with sqlite_town.database.read() as session:
            assert session.exec(select(BrowserSession)).all() == []


@pytest.mark.parametrize(
    ("to", "leads"),
    [
        ("/", "/"),
        ("/cases/1?x=/a//b", "/cases/1?x=/a//b"),
        ("https://ond.example/", "/"),
        ("//ond.example/", "/"),
        ("/\\ond.example/", "/"),
        ("/\t/ond.example", "/"),
        ("/\n/ond.example", "/"),
        (" //ond.example", "/"),
        ("javascript:alert(1)", "/"),
        ("cases", "/"),
        ("", "/"),
        ("/" + "a" * 3000, "/"),
        (None, "/"),
    ],
)
def test_one_comes_back_to_our_own_pages_only(to: str | None, leads: str) -> None:
    assert within(to) == leads


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in_again(sqlite_town: Town) -> None:
    case = sqlite_town.a_motion()["id"]
    with desk_of(sqlite_town, "registrator") as desk:
        form = desk.form(f"/cases/{case}/notes/new")
        sqlite_town.clock.at += timedelta(hours=13)
        ended = desk.send(form, {"title": "Samtal", "text": "Hon ringde <om> bussen.\nTvå gånger."})
        assert ended.status_code == 401
        assert "Logga in igen. Texten ligger kvar." in ended.text
        again = desk.send(
            forms_of(ended.text)[0],
            {"organisation": NORTH, "username": "registrator", "password": PASSWORD},
        )
        assert again.status_code == 200
        onward = next(one for one in forms_of(again.text) if one.action == form.action.removesuffix("/new"))
        shown = desk.send(onward, {"_do": "look"})
        assert shown.status_code == 200
        assert summary(shown.text) == []
        assert "Hon ringde &lt;om&gt; bussen.\nTvå gånger." in shown.text
        assert len(sqlite_town.get(f"cases/{case}/records").json()["items"]) == 1, "nothing was done by itself"
