"""The table in a real browser: votes by one key each, a lost connection, a second tab, and what axe finds."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.town import Town
from tests.pages.browsing import somebody
from tests.pages.sitting import SECRETARY
from tests.pages.test_at_table import an_item
from tests.pages.test_in_a_browser import address_of, faults, listened


@pytest.fixture
def address(sqlite_town: Town) -> Iterator[str]:
    """A server over the town of one test."""
    with address_of(sqlite_town) as there:
        yield there


def claim(page: Page, who: str) -> None:
    """Somebody claims that the motion be approved."""
    page.get_by_label("Från").select_option(who)
    page.get_by_label("Avser").select_option("Motionen")
    page.get_by_role("button", name="Anteckna yrkandet").click()
    expect(page.get_by_text(f"{who} yrkar bifall till motionen")).to_be_visible()


def test_a_division_is_called_with_one_key_for_each_vote_and_survives_a_lost_connection(
    browser: Browser, sqlite_town: Town, address: str
) -> None:
    item = an_item(sqlite_town)
    with somebody(browser, address, SECRETARY) as page:
        said = listened(page)
        page.goto(f"/items/{item}")
        claim(page, "Marianne Sandström (SD)")
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name="Finner: det liggande förslaget").click()
        page.get_by_label("Omröstning begärs av").select_option("Marianne Sandström (SD)")
        page.get_by_role("button", name="Omröstning begärs").click()
        first = page.locator("[data-roll] > li").first
        first.focus()
        page.keyboard.press("j")
        expect(page.get_by_text("1 av 6 har röstat.")).to_be_visible()
        page.keyboard.press("Backspace")
        expect(page.get_by_text("0 av 6 har röstat.")).to_be_visible()
        assert faults(page) == []
        page.context.set_offline(True)
        page.locator("[data-roll] > li").first.focus()
        for key in "jnj":
            page.keyboard.press(key)
        expect(page.get_by_role("group", name="Anslutningen är bruten")).to_contain_text("3 händelser väntar.")
        expect(page.get_by_text("3 av 6 har röstat.")).to_be_visible()
        end = page.get_by_role("button", name="Slut omröstningen")
        expect(end).to_have_attribute("aria-disabled", "true")
        assert faults(page) == []
        kept = sqlite_town.get(f"items/{item}/procedure", SECRETARY).json()
        assert [one["vote"] for one in kept["serving"]] == [None] * 6
        page.context.set_offline(False)
        expect(page.get_by_role("group", name="Anslutningen är bruten")).to_be_hidden()
        page.reload()
        expect(page.get_by_text("3 av 6 har röstat.")).to_be_visible()
        with somebody(browser, address, SECRETARY) as other:
            other.goto(f"/items/{item}")
            page.locator("[data-roll] > li").nth(3).focus()
            for key in "jaj":
                page.keyboard.press(key)
            expect(page.get_by_text("6 av 6 har röstat.")).to_be_visible()
            expect(other.get_by_text("6 av 6 har röstat.")).to_be_visible()
        expect(page.get_by_role("button", name="Slut omröstningen")).not_to_have_attribute("aria-disabled", "true")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Med 4 ja-röster mot 1 nej-röst")).to_be_visible()
        expect(page.get_by_text("Allt finns")).to_be_visible()
        page.keyboard.press("F2")
        page.keyboard.press("p")
        expect(page.get_by_role("heading", name="§ 1 är protokollförd")).to_be_visible()
        assert [one for one in said if "ERR_INTERNET_DISCONNECTED" not in one] == []
