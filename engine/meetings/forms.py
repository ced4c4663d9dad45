"""What a secretary records of a meeting. People are named by slug ("marianne-sandstrom") or id."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from engine.drafting.forms import POINTS_MAX, Attachment, Meaning, PointForm, RecipientForm
from engine.forms import Day, Form, Instant, Line, Place, Text

Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3])\.[0-5][0-9]$")]
Who = Annotated[Line, Field(title="Person", description="Personens kortnamn eller id.")]
SEATS_MAX = 200


class MeetingForm(Form):
    """A meeting to be held."""

    body: Annotated[Line, Field(title="Organ", description="Organets kortnamn eller id.")]
    day: Annotated[Day, Field(title="Dag", description="Sammanträdesdagen.")]
    starts: Annotated[Clock, Field(title="Tid", description="Klockslag, till exempel 10.00.")]
    place: Annotated[Line, Field(title="Plats", description="Var sammanträdet hålls.")]


class ServingForm(Form):
    """A substitute who serves, and for whom."""

    person: Annotated[Line, Field(title="Ersättare", description="Ersättarens kortnamn eller id.")]
    serves_for: Annotated[Line, Field(title="Tjänstgör för", description="Ledamotens kortnamn eller id.")]


class AttendanceForm(Form):
    """Who was there; replaces what was recorded before. Once a § is decided it is a correction, with its reason."""

    members: Annotated[
        tuple[Who, ...], Field(max_length=SEATS_MAX, title="Ledamöter", description="Ledamöter som tjänstgör.")
    ]
    substitutes: Annotated[
        tuple[ServingForm, ...],
        Field(max_length=SEATS_MAX, title="Tjänstgörande ersättare", description="Vem som tjänstgör för vem."),
    ] = ()
    present: Annotated[
        tuple[Who, ...],
        Field(max_length=SEATS_MAX, title="Övriga närvarande", description="De som är närvarande utan att tjänstgöra."),
    ] = ()
    presides: Annotated[Line, Field(title="Ordförande", description="Den som leder sammanträdet.")]
    reason: Annotated[
        Text, Field(title="Skäl", description="Varför närvaron ändras. Krävs när en paragraf har beslutats.")
    ] = ""


class CloseForm(Form):
    """The end of a meeting."""

    closed_at: Annotated[
        Instant | None,
        Field(title="Avslutat", description="När sammanträdet avslutades; nu när fältet lämnas tomt."),
    ] = None


class ScheduleForm(Form):
    """The meeting at which the matter is to be taken up."""

    meeting_id: Annotated[UUID, Field(title="Sammanträde", description="Sammanträdet där ärendet ska behandlas.")]


Option = Annotated[
    Literal["standing", "today", "no"] | Place,
    Field(
        title="Förslag",
        description="standing: liggande förslaget; today: avgörs i dag; no: avslag på tillägget; annars yrkandets nr.",
    ),
]


class ClaimForm(Form):
    """A claim; claims are numbered from 1 in the order they are given."""

    kind: Annotated[
        Literal["approve", "reject", "amend", "add", "refer_back", "table"],
        Field(
            title="Yrkande",
            description="approve: bifall; reject: avslag; amend: ändring; add: tillägg; "
            "refer_back: återremiss; table: bordläggning.",
        ),
    ]
    movers: Annotated[
        tuple[Who, ...],
        Field(min_length=1, max_length=SEATS_MAX, title="Yrkande från", description="I den ordning de yttrade sig."),
    ]
    target: Annotated[
        Literal["standing_proposal", "motion", "initiative"] | None,
        Field(
            title="Avser",
            description="Vad bifall eller avslag gäller. Lämnas tomt för motionen eller initiativet när ärendet är ett "
            "sådant, annars för det liggande förslaget.",
        ),
    ] = None
    points: Annotated[
        tuple[Place, ...],
        Field(max_length=200, title="Punkter", description="Beslutspunkternas nummer; tomt när yrkandet gäller hela."),
    ] = ()
    texts: Annotated[
        tuple[Text, ...],
        Field(
            max_length=200,
            title="Lydelse",
            description="Orden efter ”att”: en lydelse för hela, eller en för varje punkt. "
            "För bifall och avslag till en motion behövs ingen.",
        ),
    ] = ()
    means: Annotated[
        Meaning | None,
        Field(
            title="Vad yrkandet innebär för motionen",
            description="approved: bifall; rejected: avslag; answered: anses besvarad; written_off: avskrivs.",
        ),
    ] = None
    point_kind: Annotated[
        Literal["own", "to_council", "assignment"],
        Field(title="Slag", description="För tillägg: own, to_council eller assignment."),
    ] = "own"
    presumes: Annotated[
        Place | None, Field(title="Förutsätter", description="Numret på det yrkande som tillägget förutsätter.")
    ] = None
    to: Annotated[Text, Field(title="Återremiss till", description="Till vem ärendet återremitteras.")] = ""
    reason: Annotated[Text, Field(title="Motivering", description="Skälen för återremiss eller bordläggning.")] = ""
    until: Annotated[Text, Field(title="Bordläggs till", description="Till exempel ”nästa sammanträde”.")] = ""
    withdrawn: Annotated[
        bool,
        Field(title="Återtaget", description="Om yrkandet återtogs före beslutsgången; då protokollförs det inte."),
    ] = False


class VoteForm(Form):
    """One person's vote."""

    person: Who
    vote: Annotated[
        Literal["yes", "no", "abstain"], Field(title="Röst", description="yes: ja; no: nej; abstain: avstår.")
    ]


class DivisionForm(Form):
    """An open division (votering) on one of the propositions."""

    proposition: Annotated[
        Place, Field(title="Proposition", description="Vilken proposition i ordningen voteringen gällde, från 1.")
    ] = 1
    requested_by: Annotated[Line, Field(title="Begärd av", description="Den som begärde omröstning.")]
    yes: Annotated[Option, Field(title="Ja-röst", description="Det förslag som en ja-röst gäller.")]
    no: Annotated[Option, Field(title="Nej-röst", description="Det förslag som en nej-röst gäller.")]
    votes: Annotated[
        tuple[VoteForm, ...], Field(max_length=SEATS_MAX, title="Röster", description="Alla tjänstgörandes röster.")
    ]
    casting_vote: Annotated[
        bool, Field(title="Utslagsröst", description="Om ordförandens utslagsröst avgjorde vid lika röstetal.")
    ] = False
    ground: Annotated[
        Literal["majority", "minority"] | None,
        Field(title="Grund", description="För återremiss och bordläggning i fullmäktige: majority eller minority."),
    ] = None
    annex: Annotated[Place | None, Field(title="Bilaga", description="Voteringslistans bilagenummer.")] = None


class ReservationForm(Form):
    """One person's reservation."""

    person: Who
    points: Annotated[
        tuple[Place, ...],
        Field(max_length=200, title="Punkter", description="Beslutspunkternas nummer; tomt för hela beslutet."),
    ] = ()
    own_claim: Annotated[
        bool,
        Field(
            title="Till förmån för eget yrkande", description="Om reservationen är till förmån för det egna yrkandet."
        ),
    ] = False
    announced_at: Annotated[
        Instant | None,
        Field(title="Anmäld", description="När reservationen anmäldes. Krävs när sammanträdet är avslutat."),
    ] = None
    text: Annotated[Text, Field(title="Skriftlig motivering", description="Reservationens text, om den lämnats.")] = ""
    annex: Annotated[Place | None, Field(title="Bilaga", description="Den skriftliga motiveringens nummer.")] = None


class DecideForm(Form):
    """What was claimed, put and found; the outcome of each point follows and is never typed."""

    points: Annotated[
        tuple[PointForm, ...] | None,
        Field(
            min_length=1,
            max_length=POINTS_MAX,
            title="Liggande förslag",
            description="Beslutspunkterna. Lämnas tomt för det beredda förslaget.",
        ),
    ] = None
    claims: Annotated[
        tuple[ClaimForm, ...], Field(max_length=200, title="Yrkanden", description="I den ordning de framställdes.")
    ] = ()
    outside: Annotated[
        tuple[Who, ...],
        Field(
            max_length=SEATS_MAX, title="Deltar inte i beslutet", description="De som anmält det före propositionen."
        ),
    ] = ()
    whole_first: Annotated[
        bool,
        Field(title="Helheten först", description="Om förslag som gäller hela ärendet prövas före enskilda punkter."),
    ] = True
    carried: Annotated[
        tuple[Place, ...],
        Field(
            max_length=200,
            title="Bifallna yrkanden",
            description="Numren på de yrkanden som ordföranden fann bifallna. Annars gäller det liggande förslaget, "
            "att ärendet avgörs i dag och att tillägg avslås.",
        ),
    ] = ()
    divisions: Annotated[
        tuple[DivisionForm, ...], Field(max_length=50, title="Omröstningar", description="Öppna omröstningar.")
    ] = ()
    reservations: Annotated[
        tuple[ReservationForm, ...],
        Field(max_length=SEATS_MAX, title="Reservationer", description="Var och en för sig."),
    ] = ()
    attachments: Annotated[
        tuple[Attachment, ...] | None,
        Field(max_length=200, title="Bilagor", description="Lämnas tomt för tjänsteskrivelsens bilagor."),
    ] = None
    recipients: Annotated[
        tuple[RecipientForm, ...] | None,
        Field(max_length=500, title="Mottagare", description="Lämnas tomt för tjänsteskrivelsens mottagare."),
    ] = None
