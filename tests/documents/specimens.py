"""Documents of all sizes to look at: short, three pages, sixty, with all that can go wrong in print."""

from datetime import date, timedelta
from itertools import chain, cycle, islice

from engine.documents.listings import PostLine, PostList
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
)
from tests.documents.specimen_words import (
    LONG_NAME,
    LONG_TITLE,
    LONG_WORD,
    PARTIES,
    SENTENCES,
    TREE,
    WIDE_TABLE,
    person,
    prose,
    table,
    text,
)

MEETING = Meeting(body="Regionstyrelsen", day=date(2023, 8, 30))


def section(key: str, html: str) -> Section:
    """A written section."""
    return Section.model_validate({"key": key, "html": html})


POINTS = (
    Statement(
        text="Regionstyrelsen beslutar att:",
        points=(
            (1, "Fastställa förslaget till utbyggnad av cykelparkeringar."),
            (2, f"Utbyggnaden ska genomföras etappvis. {SENTENCES[4]}"),
            (3, "Uppdra åt regiondirektören att återkomma med en redovisning senast i juni 2024."),
        ),
    ),
)
RECIPIENTS = ("Regiondirektör", "Fastighetschef", "IT/MT-direktör", "Divisionschefer")


def paragraph(number: int, *, pages: float = 1, title: str = "", recipients: int = 3) -> Paragraph:
    """A § of about so many pages."""
    size = max(int(pages * 3), 1)
    mover = person(number)
    return Paragraph(
        label=f"§ {number}",
        title=title or ("Motion 24-2023 om tak över cykelparkeringar", "Delårsrapport", LONG_TITLE)[number % 3],
        dnr=(f"RS {600 + number}-2023",) if number % 4 else (f"RS {600 + number}-2023", f"RS {700 + number}-2023"),
        decision=POINTS if number % 2 else (Statement(text="Regionstyrelsen beslutar att avslå motionen."),),
        reservation=(f"{mover} och {person(number + 1)} reserverar sig mot beslutet.",) if number % 3 == 0 else (),
        handling=(f"{mover} yrkar bifall till motionen.", f"{person(number + 2)} yrkar avslag på motionen."),
        procedure=("Ordföranden ställer proposition på bifall till respektive avslag på motionen.",),
        sections=(
            section("summary", f"<p>{text(2, number)}</p>"),
            section("matter", prose(size, number) + (table(int(pages * 6), "Underlag") if pages > 1 else "")),
            section("impact_equality", "<p>Beslutet bedöms inte ha någon påverkan på jämställdheten.</p>"),
        ),
        attachments=("Motion 24-2023", "Tjänsteskrivelse 2023-08-07"),
        recipients=tuple(islice(cycle(RECIPIENTS), recipients)),
    )


def report(pages: int, **changed: object) -> Report:
    """A report of about so many pages."""
    long = pages > 10
    sections = (
        section("summary", prose(1)),
        section("assessment", prose(2, 3)),
        section("matter", TREE + WIDE_TABLE + prose(pages * 2) + table(pages * 14 if long else 8)),
        section("impact_equality", f"<p>{SENTENCES[4]}</p>"),
        section("impact_children", f"<p>{SENTENCES[6]}</p>"),
        section("impact_economy", f"<p>{SENTENCES[3]}</p>" + table(4, "Kostnader")),
        section("basis", "<ul><li>Cykelplan 2030</li><li>Resvaneundersökning 2022</li></ul>"),
    )
    made = Report(
        title="Svar på motion 24-2023 om tak över cykelparkeringar" if not long else LONG_TITLE,
        body="Regionstyrelsen",
        dnr=("RS 1459-2023",),
        day=date(2023, 8, 7),
        sender=Sender(unit="Fastighetsavdelningen", name="Bo Björk", title="utredare", email="bo.bjork@example.org"),
        proposal=POINTS,
        sections=sections,
        attachments=("Motion 24-2023", "Kostnadsberäkning"),
        recipients=RECIPIENTS,
        signers=(
            Signer(name="Carin Ceder", title="Regiondirektör", deputy=True),
            Signer(name="Daniel Dahlström", title="Chef för fastighets- och utvecklingsavdelningen"),
        ),
    )
    return made.model_copy(update=changed)


def opinion() -> Opinion:
    """An opinion that answers an audit."""
    asked = (
        "Besluta om mål, uppdrag och strategier för verksamheternas arbete",
        "Följ upp och utvärdera verksamheternas arbete samt måluppfyllelsen",
        "Säkerställ att det tas fram en miniminivå gällande vilket utbud som enskilda hälsocentraler ska erbjuda",
    )
    return Opinion(
        title="Yttrande över granskning av styrningen av cykelparkeringar",
        body="Regionstyrelsen",
        dnr=("RS 402-2023",),
        day=date(2023, 8, 30),
        addressee=("Regionens revisorer",),
        lead="Regionstyrelsen lämnar följande svar på revisionens rekommendationer.",
        answers=tuple(Answer(recommendation=one, html=prose(1 + place, place)) for place, one in enumerate(asked)),
        attachments=("Handlingsplan",),
        signers=(Signer(name="Anna Alm (S)", title="Regionstyrelsens ordförande"),),
    )


def letter(name: str = "Missiv", **changed: object) -> Letter:
    """A letter with everything a letter may have."""
    made = Letter(
        name=name,
        title="Granskning av regionens arbete med cykelparkeringar",
        day=date(2023, 2, 3),
        dnr=("RS 402-2023",),
        sender=Sender(unit="Regionens revisorer", name="Gun Granlund", email="revisionen@example.org"),
        addressee=("Regionstyrelsen", "Storgatan 1", "972 34 Luleå"),
        copies=("Regionfullmäktige",),
        facts=(("Svar senast", "2023-05-20"),),
        html=f"{prose(2)}<p><strong>Vår samlade bedömning är att:</strong></p><ul><li>{SENTENCES[0]}</li>"
        f"<li>{SENTENCES[1]}</li></ul>{prose(1, 4)}",
        attachments=("Revisionsrapport, februari 2023",),
        closing="För regionens revisorer",
        signers=(
            Signer(name="Gun Granlund", title="Revisionens ordförande"),
            Signer(name="Hassan Hedman", title="Förtroendevald revisor"),
        ),
    )
    return made.model_copy(update=changed)


def attendees(count: int, start: int = 0) -> tuple[Attendee, ...]:
    """So many who decide: the chair first, some substitutes, some who were not there throughout."""
    return tuple(
        Attendee(
            name=person(start + one),
            role="ordförande" if one == 0 and not start else "",
            serves_for=person(start + one + 40) if one % 6 == 5 else "",
            paragraphs="§§ 101–107" if one % 7 == 3 else "",
        )
        for one in range(count)
    )


def notice() -> Notice:
    """The notice of the minutes."""
    return Notice(
        paragraphs="§§ 101–124",
        up=date(2023, 9, 7),
        down=date(2023, 9, 29),
        kept="Regionens hus, Luleå",
        signer=Signer(name="Eva Ek"),
    )


def minutes(paragraphs: int, pages: float = 1, people: int = 13) -> Minutes:
    """Whole minutes with their cover."""
    chairs = (Signer(name=person(0), paragraphs="§§ 101–106, 108–124"), Signer(name=person(1), paragraphs="§ 107"))
    return Minutes(
        meeting=MEETING,
        paragraphs=tuple(paragraph(101 + one, pages=pages) for one in range(paragraphs)),
        cover=Cover(
            place="Regionens hus, sal 3, Luleå",
            starts="10.00",
            ends="15.02",
            adjourned=("kl. 12.00–13.00",),
            paragraphs=f"§§ 101–{100 + paragraphs}",
            deciding=attendees(people),
            substitutes=tuple(Attendee(name=person(one)) for one in range(50, 54)),
            present=(
                Attendee(name="Carin Ceder", role="regiondirektör"),
                Attendee(name="Eva Ek", role="sekreterare"),
                Attendee(name="Bo Björk", role="utredare", paragraphs="§ 104"),
            ),
            verifiers=(person(2), person(3)),
            verification="Regionens hus, Luleå, den 6 september 2023",
            secretaries=(Signer(name="Eva Ek"),),
            chairs=chairs,
            signing=(Signer(name=person(2)), Signer(name=person(3))),
            notice=notice(),
        ),
    )


def extract(recipients: int = 4, attachments: int = 2, **changed: object) -> Extract:
    """An extract of one §."""
    one = paragraph(113, recipients=recipients).model_copy(
        update={
            "attachments": tuple(
                f"Bilaga {number}: {SENTENCES[number % 8][:50]}" for number in range(1, attachments + 1)
            )
        }
    )
    made = Extract(
        meeting=MEETING,
        paragraph=one,
        verified=date(2023, 9, 6),
        certifier=Signer(name="Eva Ek", title="Nämndsekreterare"),
    )
    return made.model_copy(update=changed)


def undecided(late: int, others: int) -> UndecidedMotions:
    """A list of so many motions."""

    def line(number: int, raised: date) -> MotionLine:
        return MotionLine(
            number=f"{number}-{raised.year}",
            dnr=f"RS {900 + number}-{raised.year}",
            title=("Motion om tak över cykelparkeringar", LONG_TITLE, "Motion om fler laddstolpar")[number % 3],
            movers=tuple(person(number + one) for one in range(1 + number % 3)),
            raised=raised,
            decide_by=raised.replace(year=raised.year + 1),
            standing=("Bereds av regionstyrelsen", "Utsänd på remiss till 2023-10-01", "Återremitterad")[number % 3],
        )

    return UndecidedMotions(
        body="Regionfullmäktige",
        day=date(2023, 10, 1),
        dnr=("RS 12-2023",),
        late=tuple(line(one, date(2022, 2, 1) + timedelta(days=one * 9)) for one in range(late)),
        others=tuple(line(one, date(2022, 11, 1) + timedelta(days=one * 9)) for one in range(others)),
    )


def case_sheet(records: int) -> CaseSheet:
    """A case sheet of so many records."""
    return CaseSheet(
        title="Motion 24-2023 om tak över cykelparkeringar",
        dnr="RS 1459-2023",
        body="Regionstyrelsen",
        day=date(2023, 10, 1),
        facts=(("Diarium", "Regionstyrelsens diarium"), ("Inkom", "2023-02-03"), ("Avsändare", person(8))),
        records=tuple(
            RecordLine(
                number=one,
                day=date(2023, 2, 3) + timedelta(days=one),
                direction=("In", "Ut", "Upprättad")[one % 3],
                title=("Motion", LONG_TITLE, "Remissvar")[one % 3],
                correspondent=(person(one), "Fastighetsavdelningen", "")[one % 3],
            )
            for one in range(1, records + 1)
        ),
        journal=tuple(
            JournalLine(
                at=f"2023-02-{3 + one % 25:02} 09.{one % 60:02}", text=SENTENCES[one % 8][:60], actor="Rut Registrator"
            )
            for one in range(records * 2)
        ),
    )


def post_list(records: int) -> PostList:
    """The public post list of a day with so many records, every fourth of them secret."""
    return PostList(
        body="Region Norrbotten",
        day=date(2023, 10, 2),
        public=True,
        lines=tuple(
            PostLine(
                dnr=f"RS {1400 + one}-2023",
                number=one % 4 + 1,
                direction=("In", "Ut")[one % 2],
                day=date(2023, 10, 2) - timedelta(days=one % 3),
                title=None if one % 4 == 3 else ("Motion", LONG_TITLE, "Remissvar")[one % 3],
                correspondent="" if one % 4 == 3 else (person(one), "Fastighetsavdelningen")[one % 2],
                case="Tak över cykelparkeringar" if one % 4 == 1 else "",
                note="Sekretess" if one % 4 == 3 else "",
            )
            for one in range(records)
        ),
    )


SHORT: dict[str, Document] = {
    "report": report(1, sections=(section("matter", prose(1)),), attachments=(), recipients=("Fastighetschef",)),
    "opinion": opinion(),
    "cover-letter": letter(),
    "cover-note": letter("Följebrev", copies=(), closing="", facts=(), html=prose(1)),
    "referral": letter("Remiss", copies=(), closing="", html=prose(1), signers=()),
    "extract": extract(),
    "minutes": minutes(3, 0.4),
    "notice": NoticeCertificate(meeting=MEETING, notice=notice(), verified=date(2023, 9, 6)),
    "undecided": undecided(2, 4),
    "case-sheet": case_sheet(4),
    "post-list": post_list(6),
}
"""One of each kind, as it most often is."""

HARD: dict[str, Document] = {
    "report-3-pages": report(3, draft=True),
    "report-empty": Report(title="Tomt", body="Regionstyrelsen"),
    "report-digital": report(1, digital=True, sections=(section("matter", prose(1)),)),
    "extract-long-names": extract(
        paragraph=paragraph(113, title=f"{LONG_WORD} {LONG_TITLE}").model_copy(
            update={"reservation": tuple(f"{LONG_NAME} ({one}) reserverar sig mot beslutet." for one in PARTIES)}
        ),
        meeting=Meeting(body="Gemensamma hälso- och sjukvårdsberedningens arbetsutskott", day=MEETING.day),
        certifier=Signer(name=LONG_NAME, title=f"Ställföreträdande {LONG_WORD}", deputy=True),
    ),
    "extract-many": extract(recipients=70, attachments=40),
    "extract-bare": Extract(meeting=MEETING, paragraph=Paragraph(label="§ 1", title="Mötet öppnas"), draft=True),
    "undecided-many": undecided(30, 30),
    "undecided-none": undecided(0, 0),
    "case-sheet-many": case_sheet(60),
    "post-list-many": post_list(90),
    "post-list-none": post_list(0),
    "minutes-council": minutes(6, 0.6, people=71),
}
"""What is hard to print."""

LONG: dict[str, Document] = {"report-60-pages": report(56), "minutes-60-pages": minutes(24, 2)}
"""What is long."""


def every_specimen() -> dict[str, Document]:
    """All of them by name."""
    return dict(chain(SHORT.items(), HARD.items(), LONG.items()))
