"""Documents to test with."""

from datetime import date

from engine.documents.listings import CaseContents, ContentLine, PostLine, PostList
from engine.documents.models import (
    Answer,
    Attendee,
    CaseSheet,
    Cover,
    Document,
    Extract,
    JournalLine,
    Letter,
    Meeting,
    Minutes,
    MotionLine,
    Notice,
    NoticeCertificate,
    Opinion,
    Paragraph,
    RecordLine,
    Report,
    Section,
    Sender,
    Signer,
    Statement,
    UndecidedMotions,
    written,
)

MEETING = Meeting(body="Regionstyrelsen", day=date(2020, 6, 10))
SECRETARY = Signer(name="Eva Ek", title="Nämndsekreterare")


def a_paragraph(label: str = "§ 7", title: str = "Cykelparkering vid Björkgatan") -> Paragraph:
    """A § with something in most sections."""
    return Paragraph(
        label=label,
        title=title,
        dnr=("31-2020",),
        decision=(Statement(text="Regionstyrelsen beslutar", points=((1, "att bygga taket"), (2, "att måla det"))),),
        reservation=("Anna Alm (M) reserverar sig mot beslutet.",),
        handling=("Anna Alm (M) yrkar avslag.",),
        procedure=("Ordföranden finner bifall.",),
        sections=(written("summary", "Taket läcker."), Section(key="matter", html="<h3>Bakgrund</h3><p>Regn.</p>")),
        attachments=("Ritning",),
        recipients=("Fastighetschef", "Ekonomichef"),
    )


def an_extract() -> Extract:
    """An extract of one § with its certificate."""
    return Extract(meeting=MEETING, paragraph=a_paragraph(), verified=date(2020, 6, 17), certifier=SECRETARY)


def a_report() -> Report:
    """The sheet of the same matter before the meeting."""
    return Report(
        title="Cykelparkering vid Björkgatan",
        body="Regionstyrelsen",
        dnr=("31-2020",),
        day=date(2020, 5, 4),
        sender=Sender(unit="Fastighet", name="Bo Berg", title="ingenjör", email="bo.berg@example.org"),
        proposal=(Statement(text="Regionstyrelsen beslutar att bygga taket."),),
        sections=a_paragraph().sections,
        recipients=("Fastighetschef",),
        signers=(Signer(name="Carin Ceder", title="Regiondirektör", deputy=True),),
    )


def a_letter() -> Letter:
    """A letter with facts, text and an attachment."""
    return Letter(
        name="Missiv",
        title="Granskning av cykelparkeringar",
        day=date(2020, 2, 3),
        dnr=("31-2020",),
        sender=Sender(unit="Registraturen"),
        addressee=("Anna Alm", "Storgatan 1", "972 34 Luleå"),
        facts=(("Svar senast", "2020-03-03"),),
        html="<p>Välkommen med ert svar.</p>",
        attachments=("Rapport",),
        signers=(SECRETARY,),
    )


def a_case_sheet(records: int = 3) -> CaseSheet:
    """A case sheet with so many records."""
    return CaseSheet(
        title="Cykelparkering vid Björkgatan",
        dnr="31-2020",
        body="Regionstyrelsen",
        day=date(2020, 6, 30),
        facts=(("Handläggare", "Bo Berg"),),
        records=tuple(
            RecordLine(number=number, day=date(2020, 2, 3), direction="In", title="Skrivelse", correspondent="Anna Alm")
            for number in range(1, records + 1)
        ),
        journal=(JournalLine(at="2020-02-03 09.12", text="Ärendet registrerat", actor="Rut Registrator"),),
    )


def some_contents() -> CaseContents:
    """The contents of a case with a PDF, a file beside and a file note."""
    day = date(2020, 2, 3)
    return CaseContents(
        title="Cykelparkering vid Björkgatan",
        dnr="31-2020",
        body="Regionstyrelsen",
        day=day,
        facts=(("Handläggare", "Bo Berg"),),
        lines=(
            ContentLine(number=1, title="Skrivelse", day=day, direction="In", correspondent="Anna Alm", page=2),
            ContentLine(number=2, title="Kalkyl", day=day, direction="In", files=("kalkyl.xlsx",)),
            ContentLine(number=3, title="Samtal", day=day, direction="Upprättad", html="<p>Anna ringde.</p>"),
        ),
    )


def a_post_list() -> PostList:
    """The public post list of a day, with a secret record."""
    day = date(2020, 6, 30)
    return PostList(
        body="Region Norrbotten",
        day=day,
        public=True,
        lines=(
            PostLine(dnr="31-2020", number=1, direction="In", day=day, title="Skrivelse", correspondent="Anna Alm"),
            PostLine(dnr="32-2020", number=4, direction="Ut", day=day, note="Sekretess"),
        ),
    )


def a_notice() -> Notice:
    """The notice of the minutes."""
    return Notice(
        paragraphs="§§ 7–8", up=date(2020, 6, 18), down=date(2020, 7, 10), kept="Regionens hus", signer=SECRETARY
    )


def a_cover() -> Cover:
    """The cover of minutes with two chairs, a substitute and somebody who came late."""
    return Cover(
        place="Regionens hus, Luleå",
        starts="10.00",
        ends="15.02",
        adjourned=("kl. 12.00–13.00",),
        paragraphs="§§ 7–8",
        deciding=(
            Attendee(name="Anna Alm (M)", role="ordförande"),
            Attendee(name="Bo Berg (S)", serves_for="Carin Ceder (S)"),
            Attendee(name="Dan Dahl (V)", paragraphs="§ 8"),
        ),
        substitutes=(Attendee(name="Ebba Ek (C)"),),
        present=(Attendee(name="Eva Ek", role="sekreterare"),),
        verifiers=("Bo Berg (S)",),
        verification="Digitalt 2020-06-17",
        remark="Protokollet justerades efter 14 dagar.",
        secretaries=(SECRETARY,),
        chairs=(Signer(name="Anna Alm (M)", paragraphs="§ 7"), Signer(name="Bo Berg (S)", paragraphs="§ 8")),
        signing=(Signer(name="Bo Berg (S)"),),
        notice=a_notice(),
    )


def an_opinion() -> Opinion:
    """An opinion that answers two recommendations."""
    return Opinion(
        title="Yttrande över granskning av cykelparkeringar",
        body="Regionstyrelsen",
        dnr=("31-2020",),
        day=date(2020, 6, 10),
        addressee=("Regionens revisorer",),
        lead="Regionstyrelsen lämnar följande svar på revisionens rekommendationer.",
        answers=(
            Answer(recommendation="Bygg taket", html="<p>Taket byggs.</p>"),
            Answer(recommendation="Måla taket", html="<h3>När</h3><p>I vår.</p>"),
        ),
        signers=(Signer(name="Anna Alm (M)", title="Regionstyrelsens ordförande"),),
    )


def a_list_of_motions() -> UndecidedMotions:
    """The list of motions with one whose year has run out."""
    late = MotionLine(
        number="3-2019",
        dnr="31-2019",
        title="Tak",
        movers=("Anna Alm (M)",),
        raised=date(2019, 2, 4),
        decide_by=date(2020, 2, 4),
        standing="Bereds av regionstyrelsen",
    )
    other = MotionLine(
        number="1-2020", dnr="8-2020", title="Pumpar", raised=date(2020, 2, 3), decide_by=date(2021, 2, 3)
    )
    return UndecidedMotions(body="Regionfullmäktige", day=date(2020, 6, 30), late=(late,), others=(other,))


def every_document() -> dict[str, Document]:
    """One of each kind, by name."""
    minutes = Minutes(
        meeting=MEETING,
        paragraphs=(a_paragraph("§ 7"), a_paragraph("§ 8", "Cykelpumpar")),
        verified=date(2020, 6, 17),
        cover=a_cover(),
    )
    return {
        "extract": an_extract(),
        "minutes": minutes,
        "report": a_report(),
        "opinion": an_opinion(),
        "letter": a_letter(),
        "notice": NoticeCertificate(meeting=MEETING, notice=a_notice(), verified=date(2020, 6, 17)),
        "undecided": a_list_of_motions(),
        "case_sheet": a_case_sheet(),
        "post_list": a_post_list(),
        "case_contents": some_contents(),
    }


if __name__ == "__main__":  # prints the checksum of each, for the test that another process gets the same
    import hashlib

    from engine.documents.html import render_html
    from engine.documents.pdf import render_pdf
    from engine.organisations.profile import shipped_profiles

    for name, document in every_document().items():
        drawn = render_pdf(render_html(document, shipped_profiles()["region-norrbotten"]))
        print(name, hashlib.sha256(drawn).hexdigest())
