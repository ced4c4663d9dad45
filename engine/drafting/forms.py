"""What an officer writes and a manager answers: the forms of the steps of preparation."""

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from engine.forms import Day, Form, Line, Place, Rich, Text
from engine.referrals import REFERRALS_MAX, ReferralForm

Written = Literal[
    "summary",
    "assessment",
    "matter",
    "impact_equality",
    "impact_children",
    "impact_economy",
    "impact_environment",
    "basis",
]
"""The sections that people write; all others are made from what has been recorded."""

Meaning = Literal["approved", "rejected", "answered", "written_off"]
"""What a decision does with the motion or initiative: bifaller, avslår, anser besvarad, avskriver."""

POINTS_MAX = 50
IMPORT_TEXT_MAX = 10_000_000
"""Longest pasted text, in characters, its pictures included."""
Ref = Annotated[str, Field(pattern=r"^(section|suggestion)-[1-9][0-9]{0,5}$")]
"""The name of something that was found in an imported file."""


class SectionForm(Form):
    """One written section."""

    key: Annotated[Written, Field(title="Avsnitt", description="Vilket avsnitt i dokumentet texten hör till.")]
    html: Annotated[Rich, Field(title="Text", description="Avsnittets text (HTML).")]


class LoosePoint(Form):
    """A proposed decision as it is being written: its words after "att" may be missing still."""

    kind: Annotated[
        Literal["own", "to_council", "assignment"],
        Field(
            title="Slag",
            description="own: organet beslutar självt; to_council: förslag till fullmäktige; assignment: uppdrag.",
        ),
    ] = "own"
    text: Annotated[
        Text, Field(title="Beslutstext", description="Orden efter ”att”, till exempel ”avslå motionen”.")
    ] = ""
    means: Annotated[
        Meaning | None,
        Field(
            title="Vad punkten innebär för motionen",
            description="approved: bifall; rejected: avslag; answered: anses besvarad; written_off: avskrivs.",
        ),
    ] = None
    sentence: Annotated[
        bool,
        Field(
            title="Hel mening",
            description="Om beslutstexten är en egen mening, till exempel ”Initiativärendet avslås.”",
        ),
    ] = False
    clauses: Annotated[
        tuple[Place, ...],
        Field(
            max_length=200,
            title="Att-satser",
            description="Numren på de att-satser punkten gäller; tomt när den gäller alla.",
        ),
    ] = ()
    assigned_to: Annotated[Line | None, Field(title="Ansvarig", description="Den som får uppdraget.")] = None
    report_by: Annotated[Day | None, Field(title="Återrapport", description="Dagen då uppdraget ska redovisas.")] = None


class PointForm(LoosePoint):
    """A proposed decision: its words after "att"."""

    kind: Annotated[
        Literal["own", "to_council", "assignment"],
        Field(
            title="Slag",
            description="own: organet beslutar självt; to_council: förslag till fullmäktige; assignment: uppdrag.",
        ),
    ]
    text: Annotated[
        Text, Field(min_length=1, title="Beslutstext", description="Orden efter ”att”, till exempel ”avslå motionen”.")
    ]

    @model_validator(mode="after")
    def somebody_is_assigned(self) -> Self:
        """An assignment names who gets it."""
        if self.kind == "assignment" and not self.assigned_to:
            raise ValueError("an assignment needs assigned_to")
        return self


class RecipientForm(Form):
    """Whom the extract is to be sent to, literally as it will be printed."""

    text: Annotated[Line, Field(title="Mottagare", description="Så som mottagaren ska stå i beslutet.")]
    purpose: Annotated[
        Literal["action", "information", "service", "report_back"],
        Field(
            title="Syfte",
            description="action: åtgärd; information: kännedom; service: delgivning; report_back: återrapport.",
        ),
    ] = "information"
    address: Annotated[Line | None, Field(title="Adress", description="E-postadress eller postadress.")] = None


Attachment = Annotated[
    Place | Line,
    Field(title="Bilaga", description="Handlingens nummer i ärendet, eller bilagans titel så som den ska stå."),
]


class CopyForm(Form):
    """A report as it is being written: it may lack anything. What stands in it is checked, what does not is not."""

    title: Annotated[
        Line | None, Field(title="Rubrik", description="Ärendets rubrik används när fältet lämnas tomt.")
    ] = None
    sections: Annotated[
        tuple[SectionForm, ...], Field(max_length=20, title="Avsnitt", description="De avsnitt som skrivs för hand.")
    ] = ()
    proposal: Annotated[
        tuple[LoosePoint, ...],
        Field(max_length=POINTS_MAX, title="Förslag till beslut", description="Beslutspunkterna i ordning."),
    ] = ()
    attachments: Annotated[
        tuple[Attachment, ...], Field(max_length=200, title="Bilagor", description="Nummer eller titlar.")
    ] = ()
    recipients: Annotated[
        tuple[RecipientForm, ...], Field(max_length=500, title="Mottagare", description="De som ska få beslutet.")
    ] = ()
    referrals: Annotated[
        tuple[ReferralForm, ...],
        Field(
            max_length=REFERRALS_MAX,
            title="Remisser",
            description="De som ska få yttra sig. En redan skickad remiss skickas inte igen.",
        ),
    ] = ()

    @field_validator("sections")
    @classmethod
    def each_once(cls, sections: tuple[SectionForm, ...]) -> tuple[SectionForm, ...]:
        """A section is written once."""
        if len({section.key for section in sections}) != len(sections):
            raise ValueError("the same section stands twice")
        return sections


class ReportForm(CopyForm):
    """The whole report: what is written, what is proposed, what goes with it, who gets it and who is asked."""

    sections: Annotated[
        tuple[SectionForm, ...], Field(max_length=20, title="Avsnitt", description="De avsnitt som skrivs för hand.")
    ]
    proposal: Annotated[
        tuple[PointForm, ...],
        Field(
            min_length=1, max_length=POINTS_MAX, title="Förslag till beslut", description="Beslutspunkterna i ordning."
        ),
    ]


class VersionForm(Form):
    """What an author says of a version that is saved."""

    note: Annotated[Line | None, Field(title="Anteckning", description="Vad som är nytt i versionen.")] = None


class ImportForm(Form):
    """Text that is pasted rather than sent as a file."""

    pasted: Annotated[
        str,
        Field(
            max_length=IMPORT_TEXT_MAX,
            title="Inklistrad text",
            description="Text eller HTML ur ett annat program, när det inte är en fil som hämtas in.",
        ),
    ] = ""


class ChoiceForm(Form):
    """What is taken and what is left of an imported file, by the names that its things have."""

    taken: Annotated[tuple[Ref, ...], Field(max_length=2_000, title="Tas med", description="Namnen på det.")] = ()
    left: Annotated[tuple[Ref, ...], Field(max_length=2_000, title="Lämnas", description="Namnen på det.")] = ()
    kind: Annotated[
        Literal["paragraph", "report", "opinion", "letter"] | None,
        Field(
            title="Dokument",
            description="paragraph: paragraf; report: tjänsteskrivelse; opinion: yttrande; letter: brev.",
        ),
    ] = None
    meeting_day: Annotated[
        Day | None, Field(title="Sammanträdesdag", description="Dagen då paragrafen beslutades.")
    ] = None


class CompileForm(Form):
    """The replies summed up for the report."""

    summary: Annotated[
        Rich,
        Field(
            title="Sammanställning", description="Vad var och en har svarat; läggs sist i ärendebeskrivningen (HTML)."
        ),
    ] = ""


class ReviewForm(Form):
    """A manager's or director's answer to the report."""

    approved: Annotated[bool, Field(title="Godkänd", description="Om tjänsteskrivelsen godkänns.")]
    reason: Annotated[
        Text, Field(title="Skäl", description="Vad som behöver ändras. Krävs när tjänsteskrivelsen inte godkänns.")
    ] = ""

    @model_validator(mode="after")
    def says_why(self) -> Self:
        """What is sent back is sent back with reasons."""
        if not self.approved and not self.reason:
            raise ValueError("reason is required when the report is sent back")
        return self
