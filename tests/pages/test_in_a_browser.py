"""The pages in a real browser: the seed's matter by mouse, the same by keyboard alone, and what axe finds."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from api.app import create_app
from engine.settings import Settings
from tests.api.serving import served
from tests.api.town import Town
from tests.house.sources import ROOT
from tests.pages.browsing import somebody
from tests.pages.pictures import pages
from tests.pages.scene import Scene, to_drafting

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def address_of(town: Town) -> Any:
    return served(create_app(town.house, Settings(home=town.house.files.parent)))


@pytest.fixture
def address(sqlite_town: Town) -> Iterator[str]:
    """A server over the town of one test."""
    with address_of(sqlite_town) as there:
        yield there


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule, and where."""
    found = page.evaluate(f"{AXE};0") or page.evaluate("rules => axe.run(document, rules)", RULES)
    return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]


def listened(page: Page) -> list[str]:
    """What the browser complains of, filled in as it goes: errors, and what the policy stopped."""
    said: list[str] = []
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.on("console", lambda one: said.append(one.text) if one.type == "error" and "401" not in one.text else None)
    return said


def test_a_motion_is_registered_drafted_and_approved_by_mouse(
    browser: Browser, sqlite_town: Town, address: str
) -> None:
    with somebody(browser, address, "registrator") as page:
        said = listened(page)
        page.get_by_role("navigation").get_by_role("link", name="Registrera").click()
        page.get_by_label("Ärendetyp").select_option("Motion")
        page.get_by_label("Ärendemening").fill("Motion om systemet CallMe")
        page.get_by_label("Hur det kom in").select_option("Post")
        page.get_by_label("Diarium").select_option("Regionens diarium")
        page.get_by_label("Organ").select_option("Regionfullmäktige")
        page.get_by_label("Person", exact=True).select_option("Marianne Sandström (SD)")
        page.get_by_label("Att-satser 1").fill("systemet ska vara frivilligt.")
        page.get_by_label("Filer").set_input_files(
            {"name": "motion.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
        )
        expect(page.locator("[data-files]").first).to_contain_text("motion.pdf")
        page.get_by_role("button", name="Registrera").last.click()
        expect(page.get_by_role("heading", name="Ärendet är registrerat: 1-2020")).to_be_visible()
        expect(page.locator("#live")).to_have_text("Ärendet är registrerat: 1-2020.")
        page.get_by_role("link", name="Öppna ärendet").click()
        page.get_by_role("link", name="Granska motionen").click()
        page.get_by_label("Ja", exact=True).check()
        page.get_by_role("button", name="Slutför").click()
        expect(page.get_by_role("group", name="Klart")).to_be_visible()
        assert said == []
    case = sqlite_town.get("cases").json()["items"][0]["id"]
    for step, form in (("announce", {"day": "2020-02-17"}), ("remit", {"board": "regionstyrelsen"})):
        task = sqlite_town.task(case, step, "fullmaktige")
        assert sqlite_town.post(f"tasks/{task}/complete", form, "fullmaktige").status_code == 200
    with somebody(browser, address, "chef") as page:
        page.get_by_role("link", name="Fördela ärendet").click()
        page.get_by_label("Handläggare").select_option("Sofia Rönnqvist, Handläggare")
        page.get_by_role("button", name="Slutför").click()
        expect(page.get_by_text("Ärendet väntar på handläggaren.").first).to_be_visible()
    with somebody(browser, address, "handlaggare") as page:
        draft(page)
        page.get_by_role("button", name="Skicka till chef").click()
        expect(page.get_by_text("Ärendet väntar på chefen.").first).to_be_visible()
    with somebody(browser, address, "chef") as page:
        page.locator("a.t").first.click()
        page.get_by_role("button", name="Godkänn").click()
        expect(page.get_by_text("Ärendet väntar på direktören.").first).to_be_visible()


def draft(page: Page) -> None:
    """Writes the report."""
    page.get_by_role("link", name="Skriv tjänsteskrivelse").first.click()
    expect(page.get_by_role("toolbar", name="Text")).to_be_visible()
    for name in ("Yttrande till beslutsförslaget", "Sammanfattning", "Ärendet"):
        section = page.get_by_role("textbox", name=name, exact=True)
        section.click()
        section.press_sequentially("Alla hälsocentraler använder samma system.")
    page.get_by_label("Beslutstext").fill("avslå motionen")
    page.get_by_label("Vad punkten innebär").select_option("Avslag")
    expect(page.locator("#why-send")).to_contain_text("påverkan avseende jämställdhet” är tomt")
    page.get_by_role("button", name="Ange ”ingen påverkan”").click()
    expect(page.locator("#why-send")).to_be_hidden()


def test_the_same_is_done_with_the_keyboard_alone(browser: Browser, sqlite_town: Town, address: str) -> None:
    with somebody(browser, address, "registrator") as page:
        page.goto("/register")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
        page.keyboard.press("Enter")
        to_field(page, "kind")
        page.keyboard.type("Mot")
        to_field(page, "title")
        page.keyboard.type("Motion om systemet CallMe")
        page.keyboard.press("Enter")
        expect(page.locator("[name=arrived_on]")).to_be_focused()
        page.keyboard.press("Control+A")
        page.keyboard.type("i dag")
        for name, first in (
            ("way_in", "Post"),
            ("diary", "Regionens"),
            ("body", "Regionf"),
            ("movers.0.person", "Mar"),
        ):
            to_field(page, name)
            page.keyboard.type(first)
        to_field(page, "clauses.0")
        page.keyboard.type("systemet ska vara frivilligt.")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("heading", name="Ärendet är registrerat: 1-2020")).to_be_visible()
        page.keyboard.press("F2")
        expect(page.get_by_role("dialog", name="Gör …")).to_be_visible()
        assert faults(page) == []
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("button", name="Öppna ärendet Ö")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Motion om systemet CallMe")).to_be_visible()
        page.keyboard.press("F2")
        page.keyboard.press("l")
        expect(page.get_by_role("heading", name="Lägg till en handling")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("heading", name="Motion om systemet CallMe")).to_be_visible()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("heading", name="Granska motionen")).to_be_visible()
        to_field(page, "admitted")
        page.keyboard.press("Space")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("group", name="Klart")).to_be_visible()
    to_drafting(sqlite_town, "Motion om växeln", "2020-10-07")
    with somebody(browser, address, "handlaggare") as page:
        to_field(page, "")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Tjänsteskrivelse", exact=True)).to_be_visible()
        for name, typed in (("text", "avslå motionen"), ("means", "Avsl")):
            to_field(page, f"proposal.0.{name}")
            page.keyboard.type(typed)
        for number in range(4):
            to_field(page, f"sections.{number}.html")
            page.keyboard.type("Samma system.")
        expect(page.locator("#why-send")).to_be_hidden()
        page.keyboard.press("Control+s")
        expect(page.get_by_text("Utkast, version 1")).to_be_visible()
        expect(page.get_by_role("textbox", name="Sammanfattning")).to_have_text("Samma system.")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Ärendet väntar på chefen.").first).to_be_visible()
    with somebody(browser, address, "chef") as page:
        to_field(page, "")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Så här trycks det")).to_be_visible()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Ärendet väntar på direktören.").first).to_be_visible()


def to_field(page: Page, name: str) -> None:
    """Goes on with Tab until the field with the name (or, without one, the first row of the list) has the focus."""
    own = f'[document.activeElement.name, document.activeElement.dataset.field].includes("{name}")'
    here = own if name else 'document.activeElement.matches("a.t")'
    for _ in range(60):
        if page.evaluate(here):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {name}")


def test_keys_of_one_letter_count_outside_fields_and_can_be_turned_off(browser: Browser, address: str) -> None:
    with somebody(browser, address, "registrator") as page:
        page.keyboard.press("/")
        expect(page.get_by_role("searchbox").first).to_be_focused()
        page.keyboard.type("a/b?")
        expect(page.get_by_role("searchbox").first).to_have_value("a/b?")
        page.goto("/account")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Tangenter")).to_be_visible()
        assert faults(page) == []
        page.keyboard.press("Escape")
        page.get_by_label("Stäng av tangenterna").check()
        page.get_by_role("heading", name="Mitt konto").click()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Tangenter")).to_be_hidden()


def test_an_error_takes_the_focus_and_leads_to_its_field(browser: Browser, address: str) -> None:
    with somebody(browser, address, "registrator") as page:
        page.goto("/register")
        page.get_by_label("Ärendetyp").select_option("Motion")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".ds-error-summary")).to_be_focused()
        assert faults(page) == []
        page.get_by_role("link", name="Ärendemening: Fältet måste fyllas i.").click()
        expect(page.get_by_label("Ärendemening")).to_be_focused()


def test_the_diary_is_filtered_without_leaving_the_page(browser: Browser, sqlite_town: Town, address: str) -> None:
    sqlite_town.a_motion(title="Motion om bussar")
    with somebody(browser, address, "registrator") as page:
        said = listened(page)
        page.goto("/cases")
        page.get_by_label("Läge").select_option("Avslutade")
        expect(page.get_by_text("Inget ärende som du får se har det.")).to_be_visible()
        expect(page).to_have_url(re.compile(re.escape(f"{address}/cases?q=&kind=&state=closed&body=")))
        page.get_by_label("Läge").select_option("Pågår")
        expect(page.get_by_role("link", name="Motion om bussar")).to_be_visible()
        assert said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(browser: Browser, laid_town: tuple[Town, Scene], scheme: str) -> None:
    town, scene = laid_town
    every = pages(town, scene)
    wrong: dict[str, list[str]] = {}
    with address_of(town) as address:
        for who in sorted({who for who, _ in every.values()}, key=str):
            with somebody(browser, address, who, color_scheme=scheme) as page:
                for name, (whose, path) in every.items():
                    if whose == who:
                        page.goto(path)
                        wrong[name] = faults(page)
    assert {name: some for name, some in wrong.items() if some} == {}


def test_every_page_fits_a_width_of_320_pixels(browser: Browser, laid_town: tuple[Town, Scene]) -> None:
    town, scene = laid_town
    every = pages(town, scene)
    wide: list[str] = []
    with address_of(town) as address:
        for who in sorted({who for who, _ in every.values()}, key=str):
            with somebody(browser, address, who, viewport={"width": 320, "height": 640}) as page:
                for name, (whose, path) in every.items():
                    if whose == who:
                        page.goto(path)
                        if page.evaluate("document.documentElement.scrollWidth") > 320:
                            wide.append(name)
    assert wide == []
