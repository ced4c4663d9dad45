"""Pictures of every page, to be looked at: `script/pictures [FOLDER [NAME…]]`.

Three widths, light; the widest also in dark mode; and each page as it is printed.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from playwright.sync_api import Browser

from api.app import create_app
from engine.db import Database
from engine.dispatch import Dispatch
from engine.migrations import upgrade
from engine.settings import Settings
from tests.api.serving import served
from tests.api.town import NORTH, Town, found_both, opened
from tests.pages.browsing import chromium, somebody
from tests.pages.everywhere import invitation
from tests.pages.scene import Scene, laid
from tests.pages.sitting import SECRETARY, put_up, ready

WIDTHS = (360, 768, 1440)


def pages(town: Town, scene: Scene) -> dict[str, tuple[str | None, str]]:
    """Every page in a state worth looking at: who looks, and where."""
    check = town.task(scene.new, "check_motion", "registrator")
    draft = town.task(scene.drafting, "draft_report", "handlaggare")
    drafted = f"/cases/{scene.drafting}/draft"
    review = town.task(scene.reviewed, "review", "chef")
    record = town.get(f"cases/{scene.drafting}/records").json()["items"][0]["id"]
    with town.database.read() as session:
        paragraph = session.get_one(Dispatch, UUID(scene.dispatch)).paragraph_id
    release = town.get("release-requests").json()["items"][0]["id"]
    item = town.get("pile").json()["items"][0]["id"]
    return {
        "sign-in": (None, "/sign-in"),
        "inbox": ("handlaggare", "/"),
        "inbox-registrar": ("registrator", "/"),
        "inbox-empty": ("revisor", "/"),
        "case": ("handlaggare", f"/cases/{scene.drafting}"),
        "case-secret": ("registrator", f"/cases/{scene.secret}"),
        "journal": ("handlaggare", f"/cases/{scene.drafting}/journal"),
        "task-check": ("registrator", f"/tasks/{check}"),
        "draft": ("handlaggare", drafted),
        "draft-held": ("kollega", drafted),
        "draft-handed-in": ("handlaggare", f"/cases/{scene.reviewed}/draft"),
        "draft-compared": ("handlaggare", f"{drafted}/comparison"),
        "task-review": ("chef", f"/tasks/{review}"),
        "task-not-mine": ("chef", f"/tasks/{draft}"),
        "register": ("registrator", "/register"),
        "registered": ("registrator", f"/register?done={scene.new}"),
        "register-pile": ("registrator", f"/register?item={item}"),
        "pile": ("registrator", "/pile"),
        "release-requests": ("registrator", "/release-requests"),
        "release-request": ("registrator", f"/release-requests/{release}"),
        "release-new": ("registrator", "/release-requests/new"),
        "release-judge": ("registrator", f"/release-requests/{release}/judgements/new"),
        "place": ("registrator", f"/pile/{item}/place"),
        "put-aside": ("registrator", f"/pile/{item}/put-aside"),
        "alike": ("registrator", "/register/alike?title=motion+om+systemet+callme"),
        "overview": ("chef", "/overview"),
        "officer-new": ("chef", f"/cases/{scene.drafting}/officer/new"),
        "diary": ("registrator", "/cases"),
        "diary-found": ("registrator", "/cases?q=callme"),
        "diary-filtered": ("registrator", "/cases?q=motion&state=open&officer=ingen&from=2020-01-01"),
        "diary-nothing": ("registrator", "/cases?q=finnsinte"),
        "record": ("handlaggare", f"/records/{record}"),
        "record-new": ("handlaggare", f"/cases/{scene.drafting}/records/new"),
        "note-new": ("handlaggare", f"/cases/{scene.drafting}/notes/new"),
        "secrecy-new": ("registrator", f"/cases/{scene.drafting}/secrecy/new"),
        "import-new": ("handlaggare", f"/cases/{scene.drafting}/imports/new"),
        "import": ("handlaggare", f"/imports/{scene.imported}"),
        "import-read": ("chef", f"/imports/{scene.imported}"),
        "meetings": ("styrelsen", "/meetings"),
        "meetings-read": ("handlaggare", "/meetings"),
        "meeting-new": ("styrelsen", "/meetings/new"),
        "meeting": ("styrelsen", f"/meetings/{scene.meeting}"),
        "meeting-read": ("ledamot", f"/meetings/{scene.meeting}"),
        "attendance": ("styrelsen", f"/meetings/{scene.meeting}/attendance"),
        "meeting-close": ("styrelsen", f"/meetings/{scene.meeting}/close"),
        "dispatches": ("styrelsen", "/dispatches"),
        "dispatches-of": ("styrelsen", f"/paragraphs/{paragraph}/dispatches"),
        "dispatches-read": ("handlaggare", f"/paragraphs/{paragraph}/dispatches"),
        "dispatch-again": ("styrelsen", f"/dispatches/{scene.dispatch}/again/new"),
        "item": ("styrelsen", f"/items/{scene.item}"),
        "item-division": ("styrelsen", f"/items/{voted(town, scene)}"),
        "item-read": ("ledamot", f"/items/{scene.item}"),
        "item-prepare": ("styrelsen", f"/items/{scene.item}/prepare"),
        "statistics": ("registrator", "/statistics"),
        "checklist": ("handlaggare", f"/cases/{scene.drafting}/checklist"),
        "post-list": ("registrator", "/post-list?day=2020-02-17"),
        "post-list-public": ("registrator", "/post-list?day=2020-02-17&view=public"),
        "public-diary": (None, f"/{NORTH}/diarium"),
        "public-case": (None, f"/{NORTH}/diarium/{scene.drafting}"),
        "public-post-list": (None, f"/{NORTH}/postlista?day=2020-02-17"),
        "account": ("handlaggare", "/account"),
        "account-code": ("handlaggare", "/account/code"),
        "account-keys": ("handlaggare", "/account/keys"),
        "admin": ("administrator", "/admin"),
        "admin-bodies": ("administrator", "/admin/bodies"),
        "admin-users": ("administrator", "/admin/users"),
        "admin-user-new": ("administrator", "/admin/users/new"),
        "admin-mandates": ("administrator", "/admin/mandates"),
        "admin-order-new": ("administrator", "/admin/call-order/new"),
        "admin-units-empty": ("administrator", "/admin/units"),
        "admin-changes": ("administrator", "/admin/changes"),
        "welcome": (None, f"/welcome?key={invitation(town)}"),
        "not-found": ("handlaggare", "/finns-inte"),
        "forbidden": ("handlaggare", "/register"),
    }


def voted(town: Town, scene: Scene) -> str:
    """An item in the midst of a division."""
    item = put_up(town, ready(town, "Motion om gemensam upphandling av skyddskläder"), scene.meeting)
    shown = town.get(f"items/{item}/procedure", SECRETARY).json()
    who = [one["id"] for one in shown["serving"]]
    events: tuple[dict[str, Any], ...] = (
        {"event": "claimed", "kind": "approve", "movers": [who[0]]},
        {"event": "debate_closed"},
        {"event": "found", "option": "standing"},
        {"event": "division_requested", "person": who[0]},
        {"event": "voted", "votes": [{"person": who[0], "vote": "no"}, {"person": who[1], "vote": "yes"}]},
    )
    for event in events:
        form = {"id": str(uuid4()), "happened": event}
        assert town.post(f"items/{item}/events", form, SECRETARY).status_code == 201
    return item


@contextmanager
def a_town() -> Iterator[tuple[Town, Scene, str]]:
    """A town with the scene laid, served on this machine."""
    with tempfile.TemporaryDirectory(prefix="dnr-pictures-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'dnr.sqlite'}"
        database = Database(url)
        upgrade(database)
        database.close()
        found_both(url)
        database = Database(url)
        with opened(database, folder) as town, served(create_app(town.house, Settings(home=folder))) as address:
            yield town, laid(town), address
        database.close()


def take(browser: Browser, address: str, shown: dict[str, tuple[str | None, str]], to: Path) -> None:
    """Takes the pictures, one sign-in for each person and look."""
    looks: list[tuple[str, Any]] = [(f"{width}", {"viewport": {"width": width, "height": 900}}) for width in WIDTHS]
    looks.append(("1440-dark", {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"}))
    for look, context in looks:
        for who in sorted({who for who, _ in shown.values()}, key=str):
            with somebody(browser, address, who, **context) as page:
                for name, (whose, path) in shown.items():
                    if whose == who:
                        page.goto(path)
                        tall = page.evaluate("document.documentElement.scrollHeight")
                        page.set_viewport_size({"width": context["viewport"]["width"], "height": max(tall, 500)})
                        page.screenshot(path=to / f"{name}-{look}.png", full_page=True)


def main(arguments: list[str]) -> None:
    """Takes the pictures that are named, or all."""
    to = Path(arguments[0]) if arguments else Path("out/pictures")
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    with a_town() as (town, scene, address), chromium() as browser:
        every = pages(town, scene)
        wanted = {name: one for name, one in every.items() if not arguments[1:] or name in arguments[1:]}
        take(browser, address, wanted, to)
    print(f"{len(list(to.iterdir()))} pictures in {to}")


if __name__ == "__main__":
    main(sys.argv[1:])
