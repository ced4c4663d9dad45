"""The kinds of documents as an organisation prints them: their names, their sections in order, and their labels."""

import re
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from engine.forms import Line, Text
from engine.organisations import wording

ORGAN: Final = "{organ_genitive}"
"""Stands in a label for the deciding body's name in the genitive."""

SectionKey = Literal[
    "decision",
    "proposal",
    "reservation",
    "statement",
    "assessment",
    "summary",
    "handling",
    "claims",
    "proposition_order",
    "procedure",
    "division",
    "matter",
    "impact_equality",
    "impact_children",
    "impact_economy",
    "impact_environment",
    "basis",
    "attachments",
    "recipients",
]
"""The canonical sections; what they are called and where they stand is the profile's business."""

STANDARD_LABELS: Final[dict[SectionKey, str]] = {
    "decision": "{organ_genitive} beslut",
    "proposal": "Förslag till beslut",
    "reservation": "Reservation",
    "statement": "Särskilt yttrande",
    "assessment": "Bedömning",
    "summary": "Sammanfattning",
    "handling": "Ärendets behandling under sammanträdet",
    "claims": "Yrkanden",
    "proposition_order": "Propositionsordning",
    "procedure": "Beslutsgång",
    "division": "Omröstning",
    "matter": "Ärendet",
    "impact_equality": "Påverkan på jämställdhet",
    "impact_children": "Påverkan på barn och unga",
    "impact_economy": "Ekonomisk påverkan",
    "impact_environment": "Påverkan på miljö och klimat",
    "basis": "Beslutsunderlag",
    "attachments": "Bilagor",
    "recipients": "Beslutet skickas till",
}
"""Labels of sections that a document has although its profile does not mention them."""


class Strict(BaseModel):
    """Frozen, and nothing unknown in it."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def label_of_organ(text: str) -> str:
    """Refuses a label with another placeholder than `{organ_genitive}`, or on more than one line."""
    if re.search(r"[{}]", text.replace(ORGAN, "")):
        raise ValueError(f"unknown placeholder; only {ORGAN} is filled")
    if "\n" in text or "\t" in text:
        raise ValueError("must be a single line")
    return text


class SectionFormat(Strict):
    """A section's label, where it stands and whether it is printed when it is empty.

    Without a label its text stands directly under the title, and the headings in it count as sections.
    """

    key: SectionKey
    label: Annotated[Text, Field(max_length=200), AfterValidator(label_of_organ)]
    keep_empty: bool = False
    after_signatures: bool = False
    """Whether it stands below the signatures, as a list of recipients may."""
    required: bool = False
    """Whether somebody must write it before the document is handed in for approval; for sections that people write."""

    @model_validator(mode="after")
    def shows_something(self) -> Self:
        """What is kept when empty is its label."""
        if self.keep_empty and not self.label:
            raise ValueError("a section without a label shows nothing when it is empty")
        return self

    def heading(self, organ: str) -> str:
        """The label as printed: `{organ_genitive}` is the deciding body's name in the genitive."""
        return wording.capital(self.label.replace(ORGAN, wording.genitive(wording.small(organ))))


class Sheet(Strict):
    """A kind of document: its name in the header, and its sections in order."""

    name: Line
    sections: Annotated[tuple[SectionFormat, ...], Field(min_length=1, max_length=40)]
    dnr_label: Annotated[Text, Field(max_length=40)] | None = None
    """The word before the dnr in this kind of document ("Dnr:"), where it is another than elsewhere."""

    @model_validator(mode="after")
    def each_once(self) -> Self:
        """A section has one place."""
        keys = [section.key for section in self.sections]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise ValueError(f"the section {twice} stands twice")
        return self

    def layout(self, present: frozenset[SectionKey]) -> tuple[SectionFormat, ...]:
        """The sections to print, given which have content: in the profile's order, the empty ones that are kept too.

        A section that the profile does not mention is printed last under its standard label: nothing gets lost.
        """
        known = {section.key for section in self.sections}
        extra = tuple(
            SectionFormat(key=key, label=label)
            for key, label in STANDARD_LABELS.items()
            if key in present and key not in known
        )
        return (*(one for one in self.sections if one.keep_empty or one.key in present), *extra)


CoverKey = Literal[
    "place_time",
    "paragraphs",
    "deciding",
    "substitutes",
    "present",
    "verifiers",
    "verification",
    "remark",
]
"""What the cover of the minutes tells (KL 5:66), besides the signatures and the notice."""

COVER_LABELS: Final[dict[CoverKey, str]] = {
    "place_time": "Plats och tid",
    "paragraphs": "Paragrafer",
    "deciding": "Beslutande",
    "substitutes": "Ersättare som inte tjänstgör",
    "present": "Övriga närvarande",
    "verifiers": "Justerare",
    "verification": "Justering",
    "remark": "Anmärkning",
}


class CoverRow(Strict):
    """A row of the cover and what it is called."""

    key: CoverKey
    label: Line


class Cover(Strict):
    """The first page of the minutes: its rows in order and its words. A row it does not mention is printed last."""

    rows: Annotated[tuple[CoverRow, ...], Field(max_length=len(COVER_LABELS))] = tuple(
        CoverRow(key=key, label=label) for key, label in COVER_LABELS.items()
    )
    signatures: Line = "Underskrifter"
    secretary: Line = "Sekreterare"
    chair: Line = "Ordförande"
    verifier: Line = "Justerare"
    serves_for: Line = "för"
    contents: Line = "Innehåll"

    @model_validator(mode="after")
    def each_once(self) -> Self:
        """A row has one place."""
        keys = [row.key for row in self.rows]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise ValueError(f"the row {twice} stands twice")
        return self

    def layout(self) -> tuple[CoverRow, ...]:
        """All rows in order."""
        known = {row.key for row in self.rows}
        return (*self.rows, *(CoverRow(key=key, label=COVER_LABELS[key]) for key in COVER_LABELS if key not in known))


class MinutesSheet(Sheet):
    """Minutes: the sections of a §, and the cover."""

    cover: Cover = Cover()


class Extract(Strict):
    """What an extract has beyond the minutes that it is taken from."""

    name: Line = "Protokollsutdrag"
    certification: Line = "Rätt utdraget intygar"


LetterPart = Literal["sender", "addressee", "copies"]


class LetterSheet(Strict):
    """Letters: the words round the text, and in which order it is told who writes to whom."""

    name: Line = "Missiv"
    order: Annotated[tuple[LetterPart, ...], Field(min_length=3, max_length=3)] = ("sender", "addressee", "copies")
    copies: Line = "För kännedom"
    attachments: Line = "Bilagor"
    attachment: Line = "Bilaga"

    @model_validator(mode="after")
    def each_once(self) -> Self:
        """Every part has a place."""
        if len(set(self.order)) < len(self.order):
            raise ValueError("order names sender, addressee and copies, each once")
        return self


class Points(Strict):
    """How several decision points are listed: "1. att fastställa …", or "… beslutar att:" over "1) Fastställa …"."""

    marker: Literal[".", ")"] = "."
    att: Literal["each", "lead"] = "each"
    """Whether every point begins with "att", or the line above them ends with it."""


class NoticeSheet(Strict):
    """The notice of verified minutes and the certificate that it stood on the board (KL 8:12)."""

    name: Line = "Anslagsbevis"
    up: Line = "Anslaget sätts upp"
    down: Line = "Anslaget tas ner"
    kept: Line = "Protokollet förvaras"
    paragraphs: Line = "Paragrafer"
    signature: Line = "Underskrift"


class Documents(Strict):
    """The kinds of documents. An extract has the sections of the minutes."""

    report: Sheet
    opinion: Sheet
    minutes: MinutesSheet
    extract: Extract = Extract()
    points: Points = Points()
    letter: LetterSheet = LetterSheet()
    notice: NoticeSheet = NoticeSheet()
    undecided: Line = "Förteckning över obesvarade motioner"
    """The name of the list of motions that the council has not decided (KL 5:35)."""
    case_sheet: Line = "Dagboksblad"
    case_contents: Line = "Aktinnehåll"
    """The name of the contents of a whole case."""
    post_list: Line = "Postlista"
    """The name of the list of what came in and went out on a day."""
