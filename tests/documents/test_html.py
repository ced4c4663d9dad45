"""Documents as pages: the profile's headings in the profile's order, and nothing hostile gets through."""

import re
from datetime import date
from itertools import pairwise

import pytest
from pydantic import ValidationError

from engine.documents.html import render_html
from engine.documents.letters import confirmation, referral
from engine.documents.models import Paragraph, Report, Section, Sender, Statement
from engine.organisations.profile import Profile, shipped_profiles
from tests.documents.makers import a_letter, a_paragraph, a_report, an_extract, every_document

PROFILES = shipped_profiles()
NORRBOTTEN = PROFILES["region-norrbotten"]


def headings(html: str, level: int = 2) -> list[str]:
    """The headings of a level in order."""
    return [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(rf"<h{level}>(.*?)</h{level}>", html, re.DOTALL)]


def body(html: str) -> str:
    """The page without its style sheet."""
    return html.split("</head>")[1]


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        (
            "region-norrbotten",
            ["Regionstyrelsens beslut", "Reservation", "Sammanfattning", "Ärendets behandling under sammanträdet",
             "Beslutsgång", "Ärendet", "Bilagor:", "Protokollsutdrag skickas till:"],
        ),
        (
            "region-vasterbotten",
            ["Beslut", "Ärendet i korthet", "Ärendebeskrivning", "Dagens sammanträde", "Beslutsgång", "Reservationer",
             "Bilagor", "Beslutet expedieras till"],
        ),
        (
            "region-jamtland-harjedalen",
            ["Ärendet i korthet", "Ärendebeskrivning", "Dagens sammanträde", "Beslutsgång", "Regionstyrelsens beslut",
             "Reservation", "Bilagor", "Utdrag till"],
        ),
    ],
)  # fmt: skip
def test_an_extract_has_the_headings_of_its_region(slug: str, expected: list[str]) -> None:
    assert headings(render_html(an_extract(), PROFILES[slug])) == expected


def test_before_the_meeting_the_proposal_stands_where_the_decision_will() -> None:
    before, after = render_html(a_report(), NORRBOTTEN), render_html(an_extract(), NORRBOTTEN)
    assert headings(before)[0] == "Förslag till beslut"
    assert headings(after)[0] == "Regionstyrelsens beslut"


def test_an_empty_list_of_attachments_is_kept_where_the_region_keeps_it() -> None:
    report = a_report()
    assert report.attachments == ()
    assert "Bilagor:" in headings(render_html(report, NORRBOTTEN))
    assert "Bilagor" not in headings(render_html(report, PROFILES["region-vasterbotten"]))


def test_an_extract_is_minutes_with_one_paragraph() -> None:
    html = {name: render_html(document, NORRBOTTEN) for name, document in every_document().items()}
    article = re.compile(r"<article.*?</article>", re.DOTALL)
    (extracted,) = article.findall(html["extract"])
    assert extracted == article.findall(html["minutes"])[0].replace(' id="p1"', "")
    assert "Rätt utdraget intygar" in body(html["extract"])
    assert "Rätt utdraget intygar" not in body(html["minutes"])


@pytest.mark.parametrize("name", sorted(every_document()))
@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_document_has_title_language_author_and_one_line_of_heading_levels(profile: Profile, name: str) -> None:
    html = render_html(every_document()[name], profile)
    assert '<html lang="sv"' in html
    assert re.search(r"<title>[^<]*\S</title>", html)
    assert f'<meta name="author" content="{profile.name}">' in html
    levels = [int(level) for level in re.findall(r"<h(\d)", body(html))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(target.startswith("#p") for target in re.findall(r'(?:src|href)="?([^"]*)', body(html)))


def test_a_draft_says_so_on_the_page_and_an_approved_document_does_not() -> None:
    report = a_report()
    assert "Utkast" not in body(render_html(report, NORRBOTTEN))
    draft = body(render_html(report.model_copy(update={"draft": True}), NORRBOTTEN))
    assert re.search(r'<body class="[^"]*\bdraft"', draft)
    assert "Utkast" in draft


def test_a_deputy_signs_as_deputy() -> None:
    assert "t.f.\u00a0regiondirektör" in render_html(a_report(), NORRBOTTEN)


def test_dates_are_printed_as_the_organisation_prints_them() -> None:
    formats = NORRBOTTEN.formats.model_copy(update={"date": "long"})
    long = NORRBOTTEN.model_copy(update={"formats": formats})
    assert "2020-06-17" in render_html(an_extract(), NORRBOTTEN)
    assert "17\u00a0juni\u00a02020" in render_html(an_extract(), long)


def test_several_dnr_stand_after_one_label() -> None:
    paragraph = a_paragraph().model_copy(update={"dnr": ("31-2020", "32-2020")})
    extract = an_extract().model_copy(update={"paragraph": paragraph})
    assert "Dnr\u00a031-2020, 32-2020" in render_html(extract, NORRBOTTEN)


def test_a_paragraph_without_dnr_has_no_empty_line_for_it() -> None:
    extract = an_extract().model_copy(update={"paragraph": Paragraph(label="§ 1", title="Mötet öppnas")})
    assert "Dnr" not in body(render_html(extract, NORRBOTTEN))


def test_what_was_recorded_and_what_was_written_in_the_same_section_are_both_printed() -> None:
    note = Section(key="handling", html="<p>Ordföranden redogör.</p>")
    paragraph = a_paragraph().model_copy(update={"sections": (note,)})
    html = render_html(an_extract().model_copy(update={"paragraph": paragraph}), NORRBOTTEN)
    assert html.index("yrkar avslag") < html.index("Ordföranden redogör")
    assert headings(html).count("Ärendets behandling under sammanträdet") == 1


HOSTILE = '</style><script>alert(1)</script><img src=x onerror="alert(1)"> & {{ 7*7 }} <b>'


def test_hostile_text_is_shown_as_text_everywhere() -> None:
    paragraph = Paragraph(
        label=HOSTILE,
        title=HOSTILE,
        dnr=(HOSTILE,),
        decision=(Statement(text=HOSTILE, points=((1, HOSTILE),)),),
        procedure=(HOSTILE,),
        sections=(Section(key="matter", html=HOSTILE),),
        attachments=(HOSTILE,),
        recipients=(HOSTILE,),
    )
    html = render_html(an_extract().model_copy(update={"paragraph": paragraph, "profile": HOSTILE}), NORRBOTTEN)
    assert "<script" not in html
    assert "<img" not in html
    assert "{{ 7*7 }}" in html


def test_a_section_is_cleaned_whoever_made_it() -> None:
    section = Section(key="matter", html='<p onclick="x()">a<script>b</script></p>')
    assert section.html == "<p>a</p>"


def test_documents_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError, match="decison"):
        Paragraph(label="§ 1", title="x", decison=())  # type: ignore[call-arg]
    with pytest.raises(ValidationError, match="frozen"):
        a_letter().title = "y"  # type: ignore[misc]


def test_a_confirmation_tells_what_was_received_and_what_happens_next() -> None:
    letter = confirmation(
        NORRBOTTEN,
        kind="motion",
        title="Motion om tak",
        dnr="31-2020",
        received=date(2020, 2, 3),
        day=date(2020, 2, 4),
        addressee=("Anna Alm",),
        sender=Sender(unit="Registraturen"),
    )
    html = render_html(letter, NORRBOTTEN)
    assert letter.title == "Vi har tagit emot din motion"
    assert "Din motion kom in 2020-02-03 och är nu registrerad i diariet." in html
    assert "Motionen anmäls vid ett sammanträde med regionfullmäktige" in html
    assert "31-2020" in html


def test_a_referral_says_by_when_to_answer() -> None:
    letter = referral(
        NORRBOTTEN,
        body="regionstyrelsen",
        title="Tak över cyklar",
        dnr="31-2020",
        question="<p>Vad kostar det?</p>",
        due=date(2020, 4, 1),
        day=date(2020, 3, 1),
        addressee=("Fastighet",),
        sender=Sender(),
        attachments=("Motionen",),
    )
    assert letter.title == "Remiss: Tak över cyklar"
    assert "Regionstyrelsen ger er tillfälle att yttra er" in letter.html
    assert "senast 2020-04-01" in letter.html
    assert letter.html.endswith("<p>Vad kostar det?</p>")


def test_a_report_may_lack_almost_everything() -> None:
    html = render_html(Report(title="Tomt", body="Nämnden"), NORRBOTTEN)
    assert headings(html, 1) == ["Tomt"]
    assert headings(html) == ["Bilagor:"]
