"""Words, names, tables and pictures that specimens are made of: ordinary ones, and ones that are hard to print."""

from functools import cache
from io import BytesIO
from itertools import cycle, islice

from PIL import Image, ImageDraw

from engine.pictures import address_of

LONG_WORD = "informationssäkerhetsklassificeringsarbete"
LONG_NAME = "Anna-Karin Elisabet von Björkenfeldt-Hammarström"
LONG_TITLE = (
    "Redovisning av uppdraget att se över förutsättningarna för gemensam upphandling av hjälpmedel "
    "i de fyra nordligaste länen"
)
FIRST = ("Anna", "Bo", "Carin", "Daniel", "Ebba", "Folke", "Gun", "Hassan", "Ingrid", "Jon", "Karin", "Lars", "Märta")
LAST = ("Alm", "Björk", "Ceder", "Dahlström", "Ek", "Fors", "Granlund", "Hedman", "Isaksson", "Johansson", "Köhler")
PARTIES = ("S", "M", "C", "V", "SD", "KD", "L", "MP")
SENTENCES = (
    "Regionen har i dag ett tjugotal cykelparkeringar vid sjukhus och hälsocentraler.",
    "De flesta saknar tak, och under vintern används de bara av ett fåtal medarbetare och besökare.",
    "Frågan har behandlats tidigare, senast enligt 5 kap. 35 § kommunallagen den 7 augusti 2023, utan beslut.",
    "Kostnaden beräknas till 206 000 kronor per parkering, vilket ryms inom fastighetsverksamhetens ram.",
    "Förvaltningen bedömer att åtgärden bidrar till regionens mål om hållbara resor och en bättre arbetsmiljö.",
    "Berörda verksamheter har beretts tillfälle att yttra sig – samtliga är positiva – och ingen är emot.",
    "En uppföljning görs årligen och redovisas för regionstyrelsen i samband med delårsrapporten.",
    "”Det ska vara lätt att välja cykeln”, som det uttrycks i den regionala cykelplanen, gäller året om.",
)


def text(sentences: int, start: int = 0) -> str:
    """So many sentences of running text."""
    return " ".join(islice(cycle(SENTENCES), start, start + sentences))


def prose(paragraphs: int, start: int = 0) -> str:
    """So many paragraphs."""
    return "".join(f"<p>{text(3 + (start + one) % 3, start + one)}</p>" for one in range(paragraphs))


def person(number: int) -> str:
    """A name with a party; every ninth is long."""
    name = LONG_NAME if number % 9 == 8 else f"{FIRST[number % len(FIRST)]} {LAST[number * 3 % len(LAST)]}"
    return f"{name} ({PARTIES[number % len(PARTIES)]})"


@cache
def chart() -> str:
    """A picture: five bars."""
    drawn = Image.new("RGB", (900, 360), "white")
    pen = ImageDraw.Draw(drawn)
    for place, height in enumerate((120, 180, 90, 250, 300)):
        pen.rectangle((60 + place * 170, 330 - height, 160 + place * 170, 330), fill="#45617a")
    pen.line((30, 330, 880, 330), fill="black", width=3)
    written = BytesIO()
    drawn.save(written, "PNG")
    return address_of(written.getvalue(), "PNG")


def table(rows: int, caption: str = "Cykelparkeringar per ort och år") -> str:
    """A table of so many rows with a head, figures and a sum."""
    body = "".join(
        f"<tr><td>{LAST[one % len(LAST)]}by hälsocentral</td><td>{2015 + one % 9}</td><td>{one * 37 % 90 + 4}</td>"
        f"<td>{one * 7919 % 900 + 100} 000</td><td>{SENTENCES[one % 3][: 40 + one % 30]}</td></tr>"
        for one in range(rows)
    )
    return (
        f"<table><caption>{caption}</caption><thead><tr><th>Ort</th><th>År</th><th>Platser</th><th>Kronor</th>"
        f"<th>Anmärkning</th></tr></thead><tbody>{body}</tbody>"
        f"<tfoot><tr><th>Summa</th><td></td><td>{rows * 40}</td><td>9 400 000</td><td></td></tr></tfoot></table>"
    )


WIDE_TABLE = (
    "<table><tr><th>Förvaltning</th><th>Ansvarig funktion</th><th>Personuppgiftsbehandling</th><th>Skyddsnivå</th>"
    f"<th>Åtgärd</th></tr><tr><td>Hälso- och sjukvårdsförvaltningen</td><td>{LONG_WORD}</td><td>{LONG_WORD}</td>"
    f"<td>{LONG_WORD[::-1]}</td><td>Genomförs under 2024 tillsammans med övriga förvaltningar</td></tr>"
    "<tr><td rowspan=2>Regionservice</td><td>Enhetschef</td><td>Passerkort</td><td>2</td><td>Klar</td></tr>"
    "<tr><td>Säkerhetschef</td><td colspan=2>Kameror vid entréer</td><td>Pågår</td></tr></table>"
)
TREE = (
    f"<h3>Bakgrund</h3>{prose(1)}<ul><li>Första punkten, som är kort.</li><li>{SENTENCES[1]}<ul><li>En underpunkt</li>"
    f"<li>En till, med <strong>fet</strong> och <em>kursiv</em><ol><li>tredje nivån</li><li>också den</li></ol></li>"
    f"</ul></li><li>Sista punkten.</li></ul><h3>Nuläge</h3><p>Andelen som cyklar till arbetet är 31 %"
    '<span class="note">Resvaneundersökningen 2022, tabell 14. Siffran avser sommarhalvåret.</span> i residensorten och'
    ' lägre i övriga kommuner.<span class="note">Se bilaga 2.</span> Mer finns på '
    '<a href="https://www.example.org/cykel/plan-2030">regionens webbplats</a>.</p>'
    f"<h4>Fördelning</h4>{prose(1, 2)}<blockquote><p>{SENTENCES[7]}</p></blockquote>"
    f'<p><img src="{chart()}" alt="Stapeldiagram: antalet cyklister har ökat från 120 till 300 på fem år."></p>'
    f"<h3>Uppgifter ur systemet</h3><p>{LONG_WORD.capitalize()} och https://www.example.org/en/mycket/lang/adress/som/"
    "inte/har/nagot/mellanslag/alls/och/som/maste/brytas.html ska rymmas.</p>"
)
