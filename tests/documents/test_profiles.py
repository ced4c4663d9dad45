"""The profiles that ship, and what a profile from elsewhere may not do."""

import pytest

from engine.errors import Invalid
from engine.organisations.profile import Profile, load_profile, shipped_profiles
from engine.rules.numbering import Number, compile_pattern
from engine.settings import data

NORRBOTTEN = data("templates", "profiles", "region-norrbotten.yaml").read_text(encoding="utf-8")


def labels(profile: Profile, *present: str) -> list[str]:
    """The headings of a § with these sections, in the order they are printed."""
    layout = profile.documents.minutes.layout(frozenset(present))  # type: ignore[arg-type]
    return [section.heading("Regionstyrelsen") for section in layout]


def test_three_regions_ship() -> None:
    assert {slug: profile.name for slug, profile in shipped_profiles().items()} == {
        "region-norrbotten": "Region Norrbotten",
        "region-vasterbotten": "Region Västerbotten",
        "region-jamtland-harjedalen": "Region Jämtland Härjedalen",
    }


@pytest.mark.parametrize(
    ("slug", "number", "printed"),
    [
        ("region-norrbotten", Number(272, 2020), "Dnr 272-2020"),
        ("region-vasterbotten", Number(1459, 2023), "Dnr RS 1459-2023"),
        ("region-jamtland-harjedalen", Number(338, 2023), "RS/338/2023"),
    ],
)
def test_dnr_is_printed_as_each_region_prints_it(slug: str, number: Number, printed: str) -> None:
    dnr = shipped_profiles()[slug].formats.dnr
    assert dnr.printed(compile_pattern(dnr.pattern, yearly=True).format(number)) == printed


def test_a_section_in_norrbotten_stands_in_the_order_of_its_minutes() -> None:
    profile = shipped_profiles()["region-norrbotten"]
    assert labels(profile, "matter", "procedure", "decision", "recipients", "reservation") == [
        "Regionstyrelsens beslut",
        "Reservation",
        "Beslutsgång",
        "Ärendet",
        "Protokollsutdrag skickas till:",
    ]


def test_attachments_are_kept_when_empty_in_a_report_but_not_in_the_minutes() -> None:
    documents = shipped_profiles()["region-norrbotten"].documents
    assert [section.label for section in documents.report.layout(frozenset())] == ["Bilagor:"]
    assert documents.minutes.layout(frozenset()) == ()


def test_a_section_that_the_profile_does_not_mention_is_printed_all_the_same() -> None:
    profile = shipped_profiles()["region-norrbotten"]
    assert labels(profile, "decision", "impact_children") == ["Regionstyrelsens beslut", "Påverkan på barn och unga"]


@pytest.mark.parametrize(
    ("before", "after", "field", "reason"),
    [
        ("name: Region Norrbotten", "name: Region Norrbotten\nlogotype: x", "logotype", "Extra inputs"),
        (
            "label: Sammanfattning",
            'label: "", keep_empty: true',
            "documents.report.sections.2",
            "without a label shows nothing",
        ),
        ("label: Sammanfattning", 'label: "{organ}"', "documents.report.sections.2.label", "unknown placeholder"),
        ("label: Sammanfattning", 'label: "a\\u202eb"', "documents.report.sections.2.label", "reading direction"),
        ("key: summary", "key: resume", "documents.report.sections.2.key", "Input should be"),
        ("key: summary", "key: matter", "documents.report", "matter stands twice"),
        ('pattern: "§ {seq}"', 'pattern: "§ {number}"', "formats.paragraph", "{number} is not a token"),
        ('"{seq}-{year}", label: Dnr', '"{seq}", label: Dnr', "formats", "dnr.pattern: the series restarts"),
        ('accent: "#005a9b"', 'accent: "#ffd700"', "style.accent", "too pale"),
        ('accent: "#005a9b"', "accent: url(http://example.org)", "style.accent", "not a colour"),
        ("föreslår bifalla {target}", "föreslår bifalla {taget}", "phrases", "claim_approve: there is no fact taget"),
        ("  claim_approve:", "  claim_aprove:", "phrases", "no phrase 'claim_aprove'"),
        ("raised_clock: announced", "raised_clock: 2020-13-45", "profile", "not YAML"),
        ("raised_clock: announced", f"raised_clock: {'9' * 5000}", "profile", "not YAML"),
        ("rules:", "name: Another\nrules:", "profile", "stands twice"),
        ("name: Region Norrbotten", "name: &a Region Norrbotten", "profile", "anchors"),
        ("name: Region Norrbotten", "name: !!python/name:os.system", "profile", "not YAML"),
        ("name: Region Norrbotten", f"name: {'[' * 5000}", "profile", "nested deeper"),
        ("name: Region Norrbotten", f"name: {'x' * 300_000}", "profile", "longer than"),
        (NORRBOTTEN, "- a list", "profile", "not a mapping"),
        (NORRBOTTEN, "", "profile", "not a mapping"),
    ],
)
def test_a_faulty_profile_is_refused_with_its_field(before: str, after: str, field: str, reason: str) -> None:
    assert before in NORRBOTTEN
    with pytest.raises(Invalid) as refused:
        load_profile(NORRBOTTEN.replace(before, after, 1))
    assert refused.value.field == field
    assert reason in refused.value.reason
