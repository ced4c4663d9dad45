"""Every page there is, by its route: which change something, and an address of each that leads to something."""

from collections.abc import Iterator
from uuid import uuid4

from fastapi.routing import iter_route_contexts
from sqlmodel import select

from api.administration.sections import SECTIONS
from api.app import create_app
from api.door import House
from api.pages.errors import MACHINES
from engine.organisations import links
from engine.organisations.tables import User
from engine.settings import Settings
from tests.api.town import NORTH, Town
from tests.pages.scene import Scene

PARTS = ("/files/", "/draft/preview", "/draft/state")
"""Files, documents and answers to a page's own script, which are no pages."""


def routes(method: str) -> list[str]:
    """The paths of all page routes that take the method."""
    app = create_app(House(None, None, None), Settings())  # type: ignore[arg-type]
    found = [
        one.path
        for one in iter_route_contexts(app.routes)
        if one.path and method in (one.methods or ()) and not one.path.startswith(MACHINES)
    ]
    assert len(found) > 10
    return sorted(found)


def addresses(method: str, town: Town, scene: Scene) -> Iterator[tuple[str, str]]:
    """Each route with an address of it that leads to something in the scene."""
    record = town.get(f"cases/{scene.drafting}/records").json()["items"][0]["id"]
    ids = {
        "{case_id}": scene.drafting,
        "{task_id}": town.task(scene.new, "check_motion", "registrator"),
        "{record_id}": record,
        "{position}": "1",
        "{meeting_id}": scene.meeting,
        "{paragraph_id}": scene.item,
        "{notice_id}": str(uuid4()),
        "{reminder_id}": str(uuid4()),
        "{secret}": "S" * 43,
        "{dispatch_id}": scene.dispatch,
        "{import_id}": scene.imported,
        "{number}": "1",
        "{act}": "ask",
        "{organisation}": NORTH,
        "{search_id}": scene.new,  # nobody's search, so there is nothing to forget
        "{request_id}": town.get("release-requests").json()["items"][0]["id"],
        "{item_id}": town.get("pile").json()["items"][0]["id"],
    }
    ids |= administered(town)
    ids |= {"{token_id}": town.get("tokens", "allt").json()["items"][0]["id"], "{session_id}": str(uuid4())}
    ids["/welcome"] = f"/welcome?key={invitation(town)}" if method == "GET" else "/welcome"
    for path in routes(method):
        address = path
        for name, one in ids.items():
            address = address.replace(name, one)
        assert "{" not in address, path
        yield path, address


def administered(town: Town) -> dict[str, str]:
    """An id from each section of the administration, of something that is made where there is nothing."""
    found = {}
    for section in SECTIONS:
        at = f"administration/{section.path}"
        rows = town.get(at, "allt").json()["items"]
        made = rows or [town.post(at, dict(section.add.example), "allt").json()]
        found[f"{{{section.one}_id}}"] = str(made[-1]["id"])
    return found


def invitation(town: Town) -> str:
    """The secret of a link that waits to be used."""
    with town.database.write() as session:
        user = session.exec(select(User).where(User.username == "ingenting")).first()
        assert user is not None
        return links.make_link(session, "invitation", user.id, town.clock.at)[0]
