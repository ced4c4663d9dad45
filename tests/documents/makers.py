"""Documents to test with."""

from datetime import date

from engine.documents.models import (
    CaseSheet,
    Document,
    Extract,
    JournalLine,
    Letter,
    Meeting,
    Minutes,
    Paragraph,
    RecordLine,
    Report,
    Section,
    Sender,
    Signer,
    Statement,
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


def every_document() -> dict[str, Document]:
    """One of each kind, by name."""
    minutes = Minutes(meeting=MEETING, paragraphs=(a_paragraph("§ 7"), a_paragraph("§ 8", "Cykelpumpar")))
    return {
        "extract": an_extract(),
        "minutes": minutes,
        "report": a_report(),
        "letter": a_letter(),
        "case_sheet": a_case_sheet(),
    }


if __name__ == "__main__":  # prints the checksum of each, for the test that another process gets the same
    import hashlib

    from engine.documents.html import render_html
    from engine.documents.pdf import render_pdf
    from engine.organisations.profile import shipped_profiles

    for name, document in every_document().items():
        drawn = render_pdf(render_html(document, shipped_profiles()["region-norrbotten"]))
        print(name, hashlib.sha256(drawn).hexdigest())
