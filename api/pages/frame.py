"""The frame that every page stands in: what it is, where one may go, and headers that let nothing else in."""

from dataclasses import dataclass
from datetime import date

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from api.door import House
from api.pages import assets
from api.pages.words import Saying
from engine.access import POLICY, Actor
from engine.rules.calendar import legal_day
from engine.templating import render

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""Only what this program itself serves: no inline script or style, nothing from elsewhere, in nobody's frame."""
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CSP,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
SECURE = {"Strict-Transport-Security": "max-age=31536000"}


@dataclass(frozen=True)
class Place:
    """Somewhere the menu leads: shown to those who hold the verb."""

    name: str
    path: str
    verb: str


MENU = (
    Place("Inkorg", "/", "task.read"),
    Place("Registrera", "/register", "case.register"),
    Place("Diariet", "/cases", "case.read"),
    Place("Sammanträden", "/meetings", "meeting.read"),
    Place("Utskick", "/dispatches", "dispatch.keep"),
    Place("Uppdrag", "/assignments", "case.read"),
    Place("Administration", "/admin", "organisation.keep"),
    Place("Översikt", "/overview", "overview.read"),
)


def may(actor: Actor, verb: str) -> bool:
    """Whether the actor holds the verb somewhere, which is when its page is worth showing."""
    return actor.holds(POLICY[verb].roles)


@dataclass(frozen=True)
class Signed:
    """Who is signed in by page, as the frame shows it."""

    actor: Actor
    organisation: str
    csrf: str


def today(request: Request) -> date:
    """The legal day of the program's clock."""
    house: House = request.app.state.house
    return legal_day(house.clock())


def page(
    request: Request, template: str, signed: Signed | None = None, *, status: int = 200, **names: object
) -> HTMLResponse:
    """The page as a response. Nothing of it may lie in a cache, or be shown inside another page."""
    house: House = request.app.state.house
    made = render(
        f"pages/{template}.html",
        signed=signed,
        menu=[place for place in MENU if signed and may(signed.actor, place.verb)],
        here=request.url.path,
        banner=house.banner,
        asset=assets.address,
        preload=assets.manifest()["preload"],
        say=Saying(today(request)),
        **names,
    )
    return HTMLResponse(made, status, headers(request))


def headers(request: Request) -> dict[str, str]:
    """The headers of every page."""
    return HEADERS | SECURE if request.url.scheme == "https" else HEADERS


def leave(path: str) -> Response:
    """Sends the browser on to another of our pages, by GET."""
    return Response(status_code=303, headers={"Location": path, "Cache-Control": "no-store"})
