"""The masked version: what is hidden is in no byte of it, and it does not even depend on what that was."""

import base64
import io
import unicodedata
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from engine.documents.hiding import Hidden, block, find, ground_in_words, without
from engine.documents.html import render_html
from engine.documents.masking import marked, masked, remaining, suspects
from engine.documents.models import Document, Letter, Meeting, Report, Section, Sender, Signer, Statement
from engine.documents.pdf import render_pdf
from engine.documents.richtext import clean
from engine.organisations.profile import Profile, load_profile
from engine.settings import data
from tests.documents.makers import MEETING, an_extract
from tests.documents.paper import poppler
from tests.documents.test_pictures import png

OSL = "OSL 25:1"
DOLD = "[uppgift dold, OSL 25 kap. 1 §]"


def norrbotten() -> Profile:
    return load_profile(data("templates", "profiles", "region-norrbotten.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def profile() -> Profile:
    return norrbotten()


def span(text: str) -> str:
    return f'<span class="mask" data-ground="{OSL}">{text}</span>'


def the_report(name: str, passage: str) -> Report:
    """A report that says a name and a passage wherever a document can say something."""
    first, last = name.split(" ")
    html = f"""
      <h3>Om {name.upper()}</h3>
      <p>Ärendet rör {span(passage)}. Enligt {first}<strong> {last}s</strong> skrivelse
      {span(f"<em>{passage}</em> igen")}
      <a href="mailto:{first.lower()}.{last.lower()}@exempel.se">skriv hit</a>
      <a href="https://exempel.se/?namn={first}+{last}">eller hit</a> <a href="https://exempel.se/">{span(passage)}</a>
      <span class="note">Brev från {last[:3]}\u00ad{last[3:]} ({span(passage)}).</span>
      {last}målet och {first}-{last}.</p>
      <ul><li>{first}<br>{last}</li><li>{unicodedata.normalize("NFD", name)}</li></ul>
      <table><thead><tr><th>{last}</th><th>Öppet</th></tr></thead><tbody><tr><td>{name}</td><td>1</td></tr></tbody></table>
      <p><img src="{png(Image.new("RGB", (8, 8)))}" alt="Porträtt av {name}"></p>"""
    return Report(
        title=f"Ansökan från {name}",
        body="Regionstyrelsen",
        dnr=("31-2020",),
        sender=Sender(unit="Enheten", name=name, title=f"{last}s ombud", email=f"{first.lower()}@exempel.se"),
        proposal=(Statement(text="Regionstyrelsen beslutar", points=((1, f"att avslå {name}s ansökan"),)),),
        sections=(Section(key="matter", html=clean(html)), Section(key="summary", html="<p>Öppet.</p>")),
        attachments=(f"{passage.capitalize()}",),
        recipients=(name, "Fastighetschef"),
        signers=(Signer(name=name, title="sökande"),),
    )


def the_letter(name: str, passage: str) -> Letter:
    """A letter to somebody about something."""
    return Letter(
        name="Bekräftelse",
        title=f"{name} om {passage}",
        addressee=(name, "Vägen 1"),
        facts=(("Ärende", f"Skrivelse om {passage}"),),
        html=f"<p>Hej {name}!</p>",
    )


def the_extract(name: str, passage: str) -> Document:
    """An extract whose sentences name somebody."""
    extract = an_extract()
    said = {
        "title": f"{name} mot regionen",
        "reservation": (f"{name} (M) reserverar sig mot beslutet.",),
        "handling": (f"{name.split(' ')[1]} yrkar avslag om {passage}.",),
    }
    paragraph = extract.paragraph.model_copy(update=said)
    return extract.model_copy(update={"paragraph": paragraph, "meeting": Meeting(body="Nämnden", day=MEETING.day)})


SECRET = st.text(alphabet="bdfghjkpqvwxzåäöéç", min_size=5, max_size=14)
NAMES = st.tuples(SECRET, SECRET).map(lambda two: f"{two[0].capitalize()} {two[1].capitalize()}")
PASSAGES = st.lists(SECRET, min_size=1, max_size=5).map(" ".join)
MADE = (the_report, the_letter, the_extract)


def hidden(name: str, passage: str) -> list[Hidden]:
    return [Hidden(name, OSL, words=True), Hidden(passage, OSL)]


@settings(max_examples=60, deadline=None)
@given(NAMES, PASSAGES, NAMES, PASSAGES)
def test_the_masked_version_does_not_depend_on_what_is_hidden(one: str, this: str, other: str, that: str) -> None:
    for make in MADE:
        assert masked(make(one, this), hidden(one, this)) == masked(make(other, that), hidden(other, that))


@settings(max_examples=60, deadline=None)
@given(NAMES, PASSAGES)
def test_no_word_of_what_is_hidden_is_in_the_page(name: str, passage: str) -> None:
    profile = norrbotten()
    for make in MADE:
        html = render_html(masked(make(name, passage), hidden(name, passage)), profile)
        assert remaining(html, hidden(name, passage)) == []
        told = folded(html)
        assert [word for word in f"{name} {passage}".split() if folded(word) in told] == []


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold().replace("\u00ad", "")
    return "".join(one for one in plain if not unicodedata.combining(one))


def everything_in(pdf: bytes) -> Iterator[bytes]:
    """Every byte there is to find: the file, its streams unpacked, its strings as they are and as text, its words."""
    yield pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for thing in opened.objects:
            yield from values_in(thing, 0)
        yield str(opened.open_metadata()).encode()
    yield poppler("pdftotext", pdf, "-enc", "UTF-8").encode()


def values_in(thing: Any, depth: int) -> Iterator[bytes]:
    """The bytes of an object and of what lies in it, names included."""
    if isinstance(thing, pikepdf.Stream):
        yield thing.read_raw_bytes()
        yield thing.read_bytes()
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for name, value in thing.items():
            yield name.encode()
            if depth < 20 and not getattr(value, "is_indirect", False):
                yield from values_in(value, depth + 1)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            if depth < 20 and not getattr(value, "is_indirect", False):
                yield from values_in(value, depth + 1)
    elif isinstance(thing, pikepdf.String | pikepdf.Name):
        yield bytes(thing) if isinstance(thing, pikepdf.String) else str(thing).encode()
        yield str(thing).encode()


MEANS_SOMETHING = 5
"""Fewer bytes than these come up by chance in what is packed."""


def written(word: str) -> Iterator[bytes]:
    """A word in all the ways in which it could lie in a file."""
    forms = {word, word.lower(), word.upper(), word.capitalize(), folded(word), unicodedata.normalize("NFD", word)}
    forms |= {f"{form[:place]}-{form[place:]}" for form in set(forms) for place in range(2, len(form) - 1)}
    for form in forms:
        for encoding in ("utf-8", "utf-16-be", "utf-16-le", "cp1252"):
            raw = form.encode(encoding, "ignore")
            if len(raw) < MEANS_SOMETHING:
                continue
            yield raw
            yield raw.hex().encode()
            yield raw.hex().upper().encode()
            for before in range(3):
                first, last = (8 * before + 5) // 6, 8 * (before + len(raw)) // 6
                yield base64.b64encode(b"\0" * before + raw)[first:last]


def leaks(pdf: bytes, words: list[str]) -> list[str]:
    """The words that are somewhere in the file in some way."""
    looked_through = list(everything_in(pdf))
    return [word for word in words if any(form in each for form in written(word) for each in looked_through)]


@settings(max_examples=4, deadline=None, phases=[Phase.generate])
@given(NAMES, PASSAGES)
def test_what_is_hidden_is_in_no_byte_of_the_file(name: str, passage: str) -> None:
    profile = norrbotten()
    words = f"{name} {passage}".split()
    for make in MADE:
        pdf = render_pdf(render_html(masked(make(name, passage), hidden(name, passage)), profile))
        assert leaks(pdf, words) == []
        assert "uppgift dold" in poppler("pdftotext", pdf, "-enc", "UTF-8")


def test_the_search_finds_what_has_not_been_hidden(profile: Profile) -> None:
    name, passage = "Qvintus Björkhäger", "diabetesvård"
    for make in MADE:
        document = make(name, passage)
        assert leaks(render_pdf(render_html(document, profile)), ["Björkhäger"]) == ["Björkhäger"]
    title_only = the_letter("Öppet Namn", "diabetesvård")
    assert leaks(render_pdf(render_html(title_only, profile)), ["diabetesvård"]) == ["diabetesvård"]


def test_what_was_marked_in_the_text_is_hidden_everywhere_else_too() -> None:
    report = the_report("Anna Alm", "diabetes typ 2")
    assert marked(report)[0] == Hidden("diabetes typ 2", OSL)
    assert masked(report).attachments == (DOLD,)


def test_a_ground_is_printed_as_an_authority_prints_it() -> None:
    assert ground_in_words("OSL 25:1") == "OSL 25 kap. 1 §"
    assert ground_in_words("OSL 18:8 b") == "OSL 18 kap. 8 b §"
    assert ground_in_words("TF 2:2") == "TF 2 kap. 2 §"
    assert block("GDPR") == "[uppgift dold, dataskyddsförordningen]"
    for bad in ("", "OSL", "OSL 25", "<script>", "KL 5:1"):
        with pytest.raises(ValueError, match="not a ground"):
            ground_in_words(bad)
    with pytest.raises(ValueError, match="not a ground"):
        masked(Report(title="t", body="b", sections=(Section(key="matter", html=span("x").replace(OSL, "nej")),)))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Anna Alm yrkar avslag.", f"{DOLD} yrkar avslag."),
        ("ANNA ALMS förslag", f"{DOLD} förslag"),
        ("Anna\u00a0 Alm, Anna\nAlm och Anna-Alm", f"{DOLD}, {DOLD} och {DOLD}"),
        ("An\u00adna Al\u200bm", DOLD),
        ("A-n-n-a Alm", DOLD),
        ("Almanackan och annandag", f"Almanackan och {DOLD}"),
        ("alm:s träd", f"{DOLD} träd"),
        ("Anna Alm Anna Alm", DOLD),
        ("Bertil Ceder", "Bertil Ceder"),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, left: str) -> None:
    assert without(text, [Hidden("Anna Alm", OSL, words=True)]) == left


def test_accents_and_case_do_not_help_and_a_compound_goes_as_a_whole() -> None:
    sand = [Hidden("Sandström", OSL)]
    assert without("Sandströmsmotionen av SANDSTROM", sand) == f"{DOLD} av {DOLD}"
    assert without("San, ström och sand", sand) == "San, ström och sand"


def test_a_persons_number_is_found_without_its_century() -> None:
    number = [Hidden("19850312-1234", OSL)]
    assert without("850312-1234, 198503121234 och 8503121234", number) == f"{DOLD}, {DOLD} och {DOLD}"


def test_nothing_to_look_for_finds_nothing() -> None:
    assert find("Vad som helst.", [Hidden(" ... ", OSL), Hidden("–", OSL), Hidden("x" * 3000, OSL)]) == []


def test_what_stands_in_the_head_is_seen_before_it_is_published(profile: Profile) -> None:
    html = render_html(masked(the_letter("Anna Alm", "något")), profile)
    assert remaining(html, [Hidden("Region Norrbotten", OSL)]) != []
    assert remaining(html, [Hidden("Björkhäger", OSL)]) == []
    assert remaining(f"<p>{DOLD}</p>", [Hidden("uppgift", OSL)]) == []
    assert remaining('<a href="https://x.se/anna%20alm">x</a>', [Hidden("Anna Alm", OSL)]) == ["anna alm"]
    assert remaining("<p>An<b>na</b> A<em>l</em>m</p>", [Hidden("An", OSL)]) != []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Född 19850312-0007? Nej.", []),
        ("Nummer 8112189876 och 811218-9876.", ["8112189876", "811218-9876"]),
        ("Skriv till bo.berg@exempel.se i dag.", ["bo.berg@exempel.se"]),
        ("Dnr 272-2020, 12 000 kronor, 2020-06-03.", []),
    ],
)
def test_what_looks_like_personal_data_is_suggested(said: str, found: list[str]) -> None:
    assert suspects(Report(title=said, body="Nämnden")) == found


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.text(min_size=1, max_size=8), st.booleans())
def test_what_has_been_hidden_is_not_found_again(text: str, secret: str, words: bool) -> None:
    gone = [Hidden(secret, OSL, words=words)]
    assert not find(without(text, gone).replace(DOLD, "|"), gone)
