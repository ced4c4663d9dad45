"""Debian's Chromium, driven by Playwright: one per worker, a fresh context per person."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.api.town import PASSWORD

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-quic",
    "--disable-gpu",
    "--force-color-profile=srgb",
]
INSTALL = "Tests of pages need Chromium. Install it with: script/bootstrap --test"


class NoChromium(RuntimeError):
    """There is no Chromium on this machine."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise NoChromium(INSTALL)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def somebody(browser: Browser, address: str, who: str | None, **context: Any) -> Iterator[Page]:
    """A page of somebody who is signed in, in a browser of their own; the locale and the zone are Swedish."""
    own = browser.new_context(
        base_url=address, locale="sv-SE", timezone_id="Europe/Stockholm", reduced_motion="reduce", **context
    )
    page = own.new_page()
    page.set_default_timeout(15_000)
    if who is not None:
        sign_in(page, who)
    yield page
    own.close()


def sign_in(page: Page, who: str) -> None:
    """Signs in to the first region by its page."""
    page.goto("/sign-in")
    page.get_by_label("Organisation").select_option("region-norrbotten")
    page.get_by_label("Användarnamn").fill(who)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url("**/")
