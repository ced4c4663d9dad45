"""Five printed documents and what each of them holds, as a person reads it. They lie beside the project, not in it."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from engine.documents.intake.reading import read_file
from engine.documents.intake.results import Split
from engine.documents.intake.splitting import split_file
from engine.organisations.profile import Profile, shipped_profiles

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "seeds"


@dataclass(frozen=True)
class Seed:
    """A printed document: its file, whose it is, and the facts in it."""

    file: str
    region: str
    kind: str
    facts: dict[str, tuple[str, ...]]
    """Field → how the values begin, in order. A field that is not named is one that the document does not hold."""
    sections: tuple[str, ...]
    headings: tuple[str, ...]
    """Headings within sections, or of a text that has no sections."""
    items: tuple[int, ...] = ()
    """How many items each list in the text has."""
    furniture: tuple[str, ...] = field(default=())

    @property
    def profile(self) -> Profile:
        """The profile of the region."""
        return shipped_profiles()[self.region]

    def content(self) -> bytes:
        """The file; skips aloud when it is not on this machine."""
        path = FOLDER / self.file
        if not path.is_file():
            pytest.skip(f"the printed document is not on this machine: {path}")
        return path.read_bytes()

    def split(self) -> Split:
        """The file as it is imported."""
        content = self.content()
        return split_file(content, read_file(content, self.file), self.profile)


SANDSTROM = ("Marianne Sandström",)
ANSWERED = (
    "Besluta om direktiv, mål, uppdrag och strategier för verksamheternas arbete med 1177 Vårdguiden",
    "Följ upp och utvärdera verksamheternas arbete med 1177 samt måluppfyllelse",
    "Säkerställ att det under 2021 tas fram en miniminivå gällande vilket utbud av 1177:s e-tjänster som enskilda",
)
SEEDS = {
    "000": Seed(
        "000_0d6b2c89195e6e80.txt",
        "region-norrbotten",
        "paragraph",
        {
            "paragraph": ("§ 113",),
            "title": ("Motion 3-2020 om systemet CallMe",),
            "dnr": ("272-2020",),
            "body": ("Regionstyrelsen",),
            "decision_point": ("avslå motionen",),
            "reservation": SANDSTROM,
            "claim": SANDSTROM,
            "attachment": ("Motion 3-2020 om översyn av systemet CallMe",),
            "recipient": (
                *("Verksamhetsdirektör", "IT/MT-Direktör"),
                *("Divisionschefer Närsjukvård", "Divisionschef Länsjukvård"),
            ),
        },
        (
            *("decision", "reservation", "assessment", "summary", "handling", "procedure", "matter"),
            *("impact_equality", "attachments", "recipients"),
        ),
        (),
    ),
    "001": Seed(
        "001_corrected.txt",
        "region-vasterbotten",
        "opinion",
        {
            "title": ("Yttrande över granskning av den politiska styrningen av 1177",),
            "recommendation": ANSWERED,
            "signer": ("Peter Olofsson",),
        },
        ("text",),
        ANSWERED,
    ),
    "002": Seed(
        "002_74eeb88176f92438.txt",
        "region-norrbotten",
        "report",
        {
            "title": ("Implementering av 1177",),
            "dnr": ("678-2021",),
            "body": ("Regionstyrelsen",),
            "proposal_point": (
                "fastställa föreslaget basutbud av vårdnära digitala tjänster till medborgare",
                "basutbudet ska implementeras likvärdigt i samtliga regionens vårdverksamheter och",
                "regionens användning av tjänsterna ska systematisk följas upp och utvärderas och avrapporteras till",
            ),
            "recommendation": ("Vidta åtgärder", "Fastställande av", "Genomföra analys", "Genomföra analys"),
            "recipient": (
                *("Regiondirektör", "Divisionschefer", "IT/MT-direktör"),
                "Hälso- och sjukvårdsdirektör",
            ),
        },
        ("proposal", "assessment", "summary", "matter", "impact_equality", "attachments", "recipients"),
        (
            *("Bakgrund", "Historik", "Nuläge", "Revisionens granskning av invånartjänsterna i Norrbotten"),
            *("Basutbud vårdnära digitala tjänster", "E-tjänster på 1177 vårdguiden", "Övriga digitala tjänster"),
        ),
        (3, 3, 9, 4, 5, 2),
    ),
    "003": Seed(
        "003_de0c18b9cc8c0937.txt",
        "region-norrbotten",
        "letter",
        {
            "unit": ("Regionens revisorer",),
            "copy": ("Regionfullmäktige",),
            "body": ("Regionstyrelsen",),
            "title": ("1177",),
            "finding": ("regionstyrelsen inte helt säkerställer", "den interna kontrollen inte helt är tillräcklig."),
            "recommendation": (
                *("Att aktiva åtgärder vidtas", "Att styrelsen överväger"),
                *("Att analys genomförs", "Att analys genomförs"),
            ),
            "answer_by": ("2021-05-20",),
            "closing": ("För Region Norrbottens revisorer",),
            "signer": ("Birgitta Persson", "Eva Alriksson"),
            "attachment": ('Revisionsrapport "1177", PwC, februari 2021',),
        },
        ("text", "attachments"),
        (),
        (2, 4),
        ("Regionens revisorer",),
    ),
    "004": Seed(
        "004_b7aa145bf1483826.txt",
        "region-jamtland-harjedalen",
        "report",
        {
            "unit": ("Hälsa- och sjukvårdspolitiska avdelningen",),
            "sender": ("Jessica Isaksson",),
            "email": ("Jessica.isaksson@regionjh.se",),
            "body": ("Regionstyrelsen",),
            "dnr": ("RS/338/2023",),
            "day": ("2023-08-07",),
            "title": ("Svar på initiativärende att inrätta digital samordnare",),
            "proposal_point": ("Initiativärendet avslås.",),
            "closing": ("I tjänsten",),
            "signer": ("Sara Lewerentz", "Johan Palm"),
            "recipient": ("Chef hälso- och sjukvårdspolitiska avdelningen", "Projektledare", "Cristine Persson (C)"),
        },
        ("matter", "proposal", "recipients"),
        (),
    ),
}
SCANNED = Seed("001_988cf30cb46541f4.txt", "region-vasterbotten", "opinion", {}, ("text",), ())
"""The same as 001, as a scanner read it: one word in three has a letter wrong."""
