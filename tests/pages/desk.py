"""The pages as a browser without script sees them: cookies, forms filled in as they stand, buttons pressed."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from typing import Any

import httpx

from api.app import create_app
from engine.settings import Settings
from tests.api.town import NORTH, PASSWORD, Town

HERE = {"Origin": "http://dnr.invalid", "Sec-Fetch-Site": "same-origin"}
"""What a browser says of a form that is sent from our own page."""


@dataclass
class Form:
    """A form of a page, as it stands."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Reads the forms of a page with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside = False
        self.select = self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(said.get("action", ""), said.get("method", "get")))
            self.inside = True
        if not self.inside:
            return
        fields, name = self.forms[-1].fields, said.get("name", "")
        if tag == "input" and name and said.get("type") != "file":
            if said.get("type") not in ("checkbox", "radio") or "checked" in said:
                fields[name] = said.get("value", "")
        elif tag == "select":
            self.select = name
            fields[name] = ""
        elif tag == "option" and self.select and "selected" in said:
            fields[self.select] = said.get("value", "")
        elif tag == "textarea":
            self.text = name
            fields[name] = ""

    def handle_data(self, data: str) -> None:
        if self.text:
            self.forms[-1].fields[self.text] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"
        self.select = "" if tag == "select" else self.select
        self.text = "" if tag == "textarea" else self.text


def forms_of(html: str) -> list[Form]:
    """Every form of a page."""
    reader = Forms()
    reader.feed(html)
    return reader.forms


@dataclass
class Desk:
    """Somebody's browser."""

    town: Town
    client: httpx.AsyncClient

    def ask(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """One request with the browser's cookies; redirects are not followed."""
        return self.town.client.portal.call(partial(self.client.request, method, path, **sent))

    def get(self, path: str, **sent: Any) -> httpx.Response:
        """Goes to a page."""
        return self.ask("GET", path, **sent)

    def form(self, path: str, action: str | None = None) -> Form:
        """The form of a page that is sent to `action`, else the last one that does something."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
        found = [one for one in forms_of(answer.text) if one.method == "post" and one.action != "/sign-out"]
        return next(one for one in found if action in (None, one.action))

    def send(self, form: Form, changes: Mapping[str, Any] | None = None, **sent: Any) -> httpx.Response:
        """Sends a form from our own page, filled in."""
        headers = sent.pop("headers", HERE)
        fields = {name: text for name, text in {**form.fields, **(changes or {})}.items() if text is not None}
        return self.ask("POST", form.action, data=fields, headers=headers, **sent)

    def fill(self, path: str, changes: Mapping[str, Any] | None = None, **sent: Any) -> httpx.Response:
        """Goes to a page, fills in its form and sends it."""
        return self.send(self.form(path), changes, **sent)

    def fill_action(self, path: str, action: str, changes: Mapping[str, Any] | None = None) -> httpx.Response:
        """Goes to a page and sends the form that leads to `action`."""
        return self.send(self.form(path, action), changes)

    def sign_in(self, who: str, organisation: str = NORTH, to: str = "/") -> httpx.Response:
        """Signs in with the password that everybody in the town has."""
        said = {"organisation": organisation, "username": who, "password": PASSWORD, "to": to}
        return self.ask("POST", "/sign-in", data=said, headers=HERE)


@contextmanager
def desk_of(town: Town, who: str | None = None, organisation: str = NORTH, **settings: Any) -> Iterator[Desk]:
    """A browser of its own over the town's house, signed in when somebody is named."""
    app = create_app(town.house, Settings(home=town.house.files.parent, **settings))
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://dnr.invalid")
    desk = Desk(town, client)
    try:
        if who is not None:
            answer = desk.sign_in(who, organisation)
            assert answer.status_code == 303, answer.text
        yield desk
    finally:
        town.client.portal.call(client.aclose)


def summary(html: str) -> list[str]:
    """What the page says needs to be put right."""
    box = re.search(r'class="ds-error-summary.*?</div>', html, re.DOTALL)
    return (
        [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r"<li>(.*?)</li>", box[0], re.DOTALL)] if box else []
    )
