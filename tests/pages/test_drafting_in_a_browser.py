"""A draft in a real browser, written by hurried hands: nothing lost, nothing doubled, and it is said what to do."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.api.town import Town
from tests.pages.browsing import sign_in, somebody
from tests.pages.scene import REPORT, step, to_drafting
from tests.pages.test_in_a_browser import address_of, faults, listened

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p.MsoNormal{mso-style-name:x}</style></head>
<body lang=SV><!--StartFragment--><h1 style='mso-style-name:x'>Bakgrund<o:p></o:p></h1>
<p class=MsoNormal style='margin-left:5pt'><b style='mso-bidi-font-weight:normal'>Avtalet</b> l&ouml;per.<o:p></o:p></p>
<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>&middot;<span
style='font:7pt "Times New Roman"'>&nbsp;&nbsp; </span></span>ett</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>o<span>&nbsp;</span></span>under</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>&middot;<span>&nbsp;</span></span>tv&aring;</p>
<table class=MsoTableGrid border=1><tr><td width=100><p class=MsoNormal>a</p></td><td><p>b</p></td></tr></table>
<p onclick="alert(1)"><a href="javascript:alert(1)">fara</a><img src="file:///c:/x.png"></p>
<!--EndFragment--></body></html>"""


@pytest.fixture
def written(browser: Browser, sqlite_town: Town) -> Iterator[tuple[Town, str, str, Browser]]:
    """A town with a case that waits for its report, and a server over it."""
    case = to_drafting(sqlite_town, "Motion om växeln", "2020-10-07")
    with address_of(sqlite_town) as address:
        yield sqlite_town, case, address, browser


def opened(page: Page, case: str) -> Locator:
    """The draft's page, with its editor awake; returns the summary's section."""
    page.goto(f"/cases/{case}/draft")
    expect(page.get_by_role("toolbar", name="Text")).to_be_visible()
    return page.get_by_role("textbox", name="Sammanfattning", exact=True)


def saved(town: Town, case: str) -> str:
    """The summary as the API has it."""
    draft = town.get(f"cases/{case}/drafts", "handlaggare").json()["items"][0]["id"]
    sections = town.get(f"drafts/{draft}", "handlaggare").json()["content"]["sections"]
    return next((one["html"] for one in sections if one["key"] == "summary"), "")


def test_what_is_typed_is_saved_within_a_second_and_shown_in_print(written: tuple[Town, str, str, Browser]) -> None:
    town, case, address, browser = written
    with somebody(browser, address, "handlaggare") as page:
        said = listened(page)
        summary = opened(page, case)
        summary.press_sequentially("Motionären föreslår ")
        page.keyboard.press("Control+b")
        summary.press_sequentially("frivillighet")
        expect(page.locator("[data-saved]")).to_contain_text("Sparat")
        assert saved(town, case) == "<p>Motionären föreslår <strong>frivillighet</strong></p>"
        expect(page.frame_locator("[data-preview]").get_by_text("Motionären föreslår")).to_be_visible()
        page.get_by_role("button", name="Tabell").click()
        expect(page.get_by_role("button", name="Ny rad")).to_be_visible()
        assert faults(page) == []
        page.reload()
        expect(page.get_by_role("textbox", name="Sammanfattning", exact=True)).to_contain_text("frivillighet")
        assert said == []


def test_what_is_pasted_from_word_is_plain_headings_lists_and_tables(written: tuple[Town, str, str, Browser]) -> None:
    town, case, address, browser = written
    with somebody(browser, address, "handlaggare") as page:
        opened(page, case).click()
        page.evaluate(
            """html => {
                const data = new DataTransfer();
                data.setData("text/html", html);
                document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
            }""",
            WORD,
        )
        expect(page.locator("[data-saved]")).to_contain_text("Sparat")
        assert saved(town, case) == (
            "<h3>Bakgrund</h3><p><strong>Avtalet</strong> löper.</p>"
            "<ul><li>ett<ul><li>under</li></ul></li><li>två</li></ul>"
            "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table><p>fara</p>"
        )


def test_a_lost_connection_loses_no_word(written: tuple[Town, str, str, Browser]) -> None:
    town, case, address, browser = written
    with somebody(browser, address, "handlaggare") as page:
        summary = opened(page, case)
        summary.press_sequentially("Före.")
        expect(page.locator("[data-saved]")).to_contain_text("Sparat")
        page.context.set_offline(True)
        summary.press_sequentially(" Utan nät.")
        expect(page.locator("[data-saved]")).to_have_text(
            "Anslutningen är bruten. Fortsätt skriva, allt sparas när den är tillbaka."
        )
        assert faults(page) == []
        summary.press_sequentially(" Ännu mer.")
        page.context.set_offline(False)
        expect(page.locator("[data-saved]")).to_contain_text("Sparat")
        assert saved(town, case) == "<p>Före. Utan nät. Ännu mer.</p>"


def test_text_that_never_reached_the_server_is_offered_at_the_next_visit(
    written: tuple[Town, str, str, Browser],
) -> None:
    town, case, address, browser = written
    with somebody(browser, address, "handlaggare") as page:
        summary = opened(page, case)
        page.context.route("**/draft/copy", lambda route: route.abort())
        summary.press_sequentially("Osparat.")
        expect(page.locator("[data-saved]")).to_contain_text("Anslutningen är bruten")
        again = page.context.new_page()
        page.close(run_before_unload=False)
        again.goto(f"/cases/{case}/draft")
        expect(again.get_by_role("group", name="Text som inte hann sparas")).to_be_visible()
        assert faults(again) == []
        again.context.unroute("**/draft/copy")
        again.get_by_role("button", name="Ta tillbaka den").click()
        expect(again.locator("[data-saved]")).to_contain_text("Sparat")
        assert saved(town, case) == "<p>Osparat.</p>"


def test_a_session_that_ends_while_one_writes_is_begun_anew_and_the_text_is_there(
    written: tuple[Town, str, str, Browser],
) -> None:
    town, case, address, browser = written
    with somebody(browser, address, "handlaggare") as page:
        summary = opened(page, case)
        page.context.clear_cookies()
        summary.press_sequentially("Skrivet utan session.")
        dialog = page.get_by_role("dialog", name="Logga in igen")
        expect(dialog).to_be_visible()
        assert faults(page) == []
        other = page.context.new_page()
        sign_in(other, "handlaggare")
        other.close()
        dialog.get_by_role("button", name="Jag har loggat in").click()
        expect(page.locator("[data-saved]")).to_contain_text("Sparat")
        expect(dialog).to_be_hidden()
        assert saved(town, case) == "<p>Skrivet utan session.</p>"


def test_two_windows_of_one_person_do_not_write_over_each_other(written: tuple[Town, str, str, Browser]) -> None:
    town, case, address, browser = written
    with somebody(browser, address, "handlaggare") as page:
        other = page.context.new_page()
        here, there = opened(page, case), opened(other, case)
        here.press_sequentially("Det ena.")
        expect(page.locator("[data-saved]")).to_contain_text("Sparat")
        there.press_sequentially("Det andra.")
        told = other.get_by_role("group", name="Någon sparade före dig")
        expect(told).to_be_visible()
        told.get_by_role("button", name="Visa båda").click()
        expect(told).to_contain_text("Det ena.")
        expect(told).to_contain_text("Det andra.")
        assert faults(other) == []
        assert saved(town, case) == "<p>Det ena.</p>"
        told.get_by_role("button", name="Behåll min").click()
        expect(other.locator("[data-saved]")).to_contain_text("Sparat")
        assert saved(town, case) == "<p>Det andra.</p>"
        here.press_sequentially(" Mer.")
        page.get_by_role("group", name="Någon sparade före dig").get_by_role("button", name="Ta den nya").click()
        expect(here).to_have_text("Det andra.")


def test_who_writes_is_seen_asked_and_taken_over_from(written: tuple[Town, str, str, Browser]) -> None:
    town, case, address, browser = written
    with somebody(browser, address, "handlaggare") as page, somebody(browser, address, "kollega") as other:
        opened(page, case).press_sequentially("Mitt.")
        expect(page.locator("[data-saved]")).to_contain_text("Sparat")
        other.goto(f"/cases/{case}/draft")
        expect(other.locator("[data-lease]")).to_have_text("Sofia Rönnqvist skriver här sedan 09.00.")
        expect(other.get_by_text("Mitt.")).to_be_visible()
        assert faults(other) == []
        other.get_by_role("button", name="Ta över").click(force=True)
        expect(other.locator("#why-take")).to_be_focused()
        other.get_by_role("button", name="Be om att få skriva").click()
        page.reload()
        expect(page.get_by_role("group", name="Besked om utkastet")).to_contain_text("Kaj Moberg vill skriva")
        assert faults(page) == []
        town.clock.at += timedelta(minutes=6)
        other.goto(f"/cases/{case}/draft")
        other.get_by_role("button", name="Ta över").click()
        theirs = other.get_by_role("textbox", name="Sammanfattning", exact=True)
        expect(theirs).to_have_text("Mitt.")
        page.get_by_role("textbox", name="Sammanfattning", exact=True).press_sequentially(" Nytt.")
        expect(page.locator("[data-saved]")).to_contain_text("Kaj Moberg skriver i utkastet sedan")
        expect(page.get_by_role("textbox", name="Sammanfattning", exact=True)).to_contain_text("Nytt.")
        assert saved(town, case) == "<p>Mitt.</p>"


def test_a_version_is_made_once_however_quickly_the_keys_are_pressed_and_two_are_compared(
    written: tuple[Town, str, str, Browser],
) -> None:
    _town, case, address, browser = written
    with somebody(browser, address, "handlaggare") as page:
        opened(page, case).press_sequentially("Systemet är bra.")
        page.keyboard.press("Control+s")
        page.keyboard.press("Control+s")
        expect(page.get_by_text("Utkast, version 1")).to_be_visible()
        summary = opened(page, case)
        summary.click()
        page.keyboard.press("Control+End")
        summary.press_sequentially(" Mycket.")
        page.keyboard.press("Control+s")
        expect(page.get_by_text("Utkast, version 2")).to_be_visible()
        page.get_by_role("tab", name="Versioner (2)").click()
        page.get_by_role("button", name="Jämför").click()
        expect(page.locator(".paper ins")).to_have_text("Mycket.")
        assert faults(page) == []
        page.go_back()
        expect(page.get_by_role("textbox", name="Sammanfattning", exact=True)).to_have_text("Systemet är bra. Mycket.")


def test_a_point_is_added_and_taken_away_without_leaving_the_page(written: tuple[Town, str, str, Browser]) -> None:
    _town, case, address, browser = written
    with somebody(browser, address, "handlaggare") as page:
        opened(page, case).press_sequentially("Text.")
        page.get_by_label("Beslutstext").fill("avslå motionen")
        page.get_by_role("button", name="Lägg till punkt").click()
        second = page.get_by_role("group", name="Beslutspunkt 2").get_by_label("Beslutstext")
        expect(second).to_be_visible()
        second.fill("tacka för motionen")
        expect(page.locator("[data-saved]")).to_contain_text("Sparat")
        page.get_by_role("button", name="Ta bort beslutspunkt 1").click()
        expect(page.get_by_label("Beslutstext")).to_have_count(1, timeout=15_000)
        expect(page.get_by_label("Beslutstext")).to_have_value("tacka för motionen")
        expect(page.get_by_role("textbox", name="Sammanfattning", exact=True)).to_have_text("Text.")


def test_a_manager_reads_on_a_phone_and_sends_back_with_a_reason(written: tuple[Town, str, str, Browser]) -> None:
    town, case, address, browser = written
    step(town, case, "draft_report", "handlaggare", REPORT)
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    with somebody(browser, address, "chef", **phone) as page:
        said = listened(page)
        page.locator("a.t").first.click()
        report = page.frame_locator("iframe.sheet")
        expect(report.get_by_text("avslå motionen")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        inside = page.locator("iframe.sheet")
        expect(inside).to_have_js_property(
            "height", str(inside.evaluate("one => one.contentDocument.documentElement.scrollHeight"))
        )
        assert faults(page) == []
        page.get_by_role("button", name="Lämna tillbaka med skäl").click()
        expect(page.locator(".ds-error-summary")).to_contain_text("Ange varför tjänsteskrivelsen skickas tillbaka.")
        page.get_by_label("Skäl").fill("Priset saknas.")
        page.get_by_role("button", name="Lämna tillbaka med skäl").click()
        expect(page.get_by_role("group", name="Klart")).to_be_visible()
        assert [one for one in said if "422" not in one and "409" not in one] == []
    with somebody(browser, address, "handlaggare") as page:
        opened(page, case)
        expect(page.get_by_role("group", name="Tillbaka med skäl")).to_contain_text("Priset saknas.")
