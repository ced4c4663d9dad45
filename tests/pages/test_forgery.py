"""Forms that others send in somebody's name: six ways, against every page that changes something."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.api.town import NORTH, PASSWORD, Town
from tests.pages.desk import HERE, Desk, desk_of
from tests.pages.everywhere import addresses
from tests.pages.scene import Scene

HOST = HERE["Origin"]
Forged = tuple[dict[str, str], Callable[[str, str], str | None]]
OWN: Callable[[str, str], str | None] = lambda own, other: own  # noqa: E731 - a row of the table below
VARIANTS: dict[str, Forged] = {
    "without a token": (HERE, lambda own, other: None),
    "with a made-up token": (HERE, lambda own, other: "0" * len(own)),
    "with the token of another's session": (HERE, lambda own, other: other),
    "from another site, as the browser tells": ({"Origin": HOST, "Sec-Fetch-Site": "cross-site"}, OWN),
    "from a neighbouring host": ({"Origin": "http://www.dnr.invalid", "Sec-Fetch-Site": "same-site"}, OWN),
    "from another site, by an old browser": ({"Origin": "https://ond.example"}, OWN),
    "by a browser that says nothing": ({}, OWN),
}
OPEN = ("/sign-in", "/sign-in/code", "/welcome", "/begin")
UNSIGNED = [name for name in VARIANTS if "token" not in name]
FILLED = {"title": "Förfalskat", "text": "Förfalskat", "reason": "Förfalskat", "admitted": "ja", "kind": "board_matter"}


def everything(town: Town) -> list[str]:
    """All rows of the database; when a session was last used is left out."""
    with closing(sqlite3.connect(Path(town.database.url.removeprefix("sqlite:///")))) as connection:
        return [line for line in connection.iterdump() if '"browser_session"' not in line] + [
            str(row) for row in connection.execute("SELECT id, ended_at FROM browser_session ORDER BY id")
        ]


def token(desk: Desk) -> str:
    """The token that the forms of this session carry."""
    return desk.form("/account").fields["_token"]


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_page_takes_a_form_that_is_not_from_a_page_of_the_session(
    laid_town: tuple[Town, Scene], variant: str
) -> None:
    town, scene = laid_town
    headers, made_of = VARIANTS[variant]
    with desk_of(town, "allt") as desk, desk_of(town, "allt") as other:
        forged = made_of(token(desk), token(other))
        targets = list(addresses("POST", town, scene))
        assert {"/register", "/tasks/{task_id}", "/sign-out", "/sign-in"} <= {path for path, _ in targets}
        before = everything(town)
        for path, address in targets:
            if path in OPEN and variant not in UNSIGNED:
                continue  # nobody has a session yet, so there is no token: there the browser's own word counts
            said = {"organisation": NORTH, "username": "chef", "password": PASSWORD}
            form = {**FILLED, **said, **({"_token": forged} if forged is not None else {})}
            answer = desk.ask("POST", address, data=form, headers=headers)
            assert answer.status_code == 403, (path, answer.status_code)
            assert "set-cookie" not in answer.headers
            assert "Formuläret skickades inte från en sida i den här sessionen" in answer.text
        assert everything(town) == before
        assert desk.get("/").status_code == 200


def test_the_same_form_from_our_own_page_is_taken(laid_town: tuple[Town, Scene]) -> None:
    town, scene = laid_town
    with desk_of(town, "allt") as desk:
        for headers in (HERE, {"Origin": HOST}, {"Sec-Fetch-Site": "same-origin"}):
            answer = desk.fill(f"/cases/{scene.secret}/notes/new", {"title": "Eget", "text": "Eget"}, headers=headers)
            assert answer.status_code == 303


def test_the_api_takes_no_cookie_and_the_pages_take_no_token(laid_town: tuple[Town, Scene]) -> None:
    town, _ = laid_town
    with desk_of(town, "registrator") as desk:
        assert desk.get("/api/v1/me").status_code == 401
    with desk_of(town) as desk:
        assert desk.get("/", headers={"Authorization": f"Bearer {town.token('registrator')}"}).status_code == 303
