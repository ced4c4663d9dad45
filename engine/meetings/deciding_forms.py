"""What a secretary records of the decision of one matter. People are named by slug ("marianne-sandstrom") or id."""

from typing import Annotated, Literal

from pydantic import Field

from engine.drafting.forms import POINTS_MAX, Attachment, Meaning, PointForm, RecipientForm
from engine.forms import Form, Instant, Line, Place, Text
from engine.meetings.forms import SEATS_MAX, Who

Option = Annotated[
    Literal["standing", "today", "no"] | Place,
    Field(
        title="Förslag",
        description="standing: liggande förslaget; today: avgörs i dag; no: avslag på tillägget; annars yrkandets nr.",
    ),
]


class SpokenForm(Form):
    """A claim as it is made; claims are numbered from 1 in the order they are made."""

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


class ClaimForm(SpokenForm):
    """A claim with what became of it before the propositions."""

    withdrawn: Annotated[
        bool,
        Field(title="Återtaget", description="Om yrkandet återtogs före beslutsgången; då protokollförs det inte."),
    ] = False
    late: Annotated[
        bool,
        Field(title="Sent framställt", description="Om det framställdes efter genomgången, med allas medgivande."),
    ] = False
    withdrawn_late: Annotated[
        bool, Field(title="Sent återtaget", description="Om det återtogs efter genomgången, med allas medgivande.")
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


class LeavesForm(Form):
    """Somebody who serves at the meeting and not at this item, and who serves instead."""

    person: Who
    substitute: Annotated[
        Line | None,
        Field(title="Ersätts av", description="Ersättaren som tjänstgör i stället. Tomt när platsen står tom."),
    ] = None


class DisqualifiedForm(LeavesForm):
    """Somebody who is disqualified (jävig) in the matter."""

    disputed: Annotated[
        bool, Field(title="Omstritt", description="Om personen inte själv anmälde jäv utan organet beslutade om det.")
    ] = False
    voted: Annotated[
        bool,
        Field(title="Deltog i beslutet om jäv", description="Om personen själv var med och beslutade om sitt jäv."),
    ] = False


class RefusedForm(Form):
    """A claim on which the chair of the council refuses to put a proposition."""

    claim: Annotated[Place, Field(title="Yrkande", description="Yrkandets nummer.")]
    reason: Annotated[Text, Field(title="Motivering", description="Varför proposition vägras.")]


class MinorityForm(Form):
    """A third of those present in the council have the matter referred back or tabled, without a division."""

    kind: Annotated[
        Literal["refer_back", "table"],
        Field(title="Begäran", description="refer_back: återremiss; table: bordläggning."),
    ]
    people: Annotated[
        tuple[Who, ...],
        Field(min_length=1, max_length=SEATS_MAX, title="Begärd av", description="Alla som begär det."),
    ]
    to: Annotated[Text, Field(title="Återremiss till", description="Till vem ärendet återremitteras.")] = ""
    reason: Annotated[Text, Field(title="Motivering", description="Minoritetens skäl.")] = ""
    until: Annotated[Text, Field(title="Bordläggs till", description="Till exempel ”nästa sammanträde”.")] = ""


class BallotForm(Form):
    """How many ballots one candidate got."""

    person: Who
    votes: Annotated[int, Field(ge=0, le=SEATS_MAX, title="Röster", description="Antalet röster.")]


class ElectionForm(Form):
    """The election of one person: by acclamation, or by closed ballots when somebody asks for it."""

    nominated: Annotated[
        tuple[Who, ...], Field(min_length=1, max_length=100, title="Nominerade", description="De som har föreslagits.")
    ]
    acclaimed: Annotated[
        Line | None, Field(title="Vald med acklamation", description="Den som väljs utan omröstning.")
    ] = None
    requested: Annotated[
        bool, Field(title="Sluten omröstning begärd", description="Om någon har begärt sluten omröstning.")
    ] = False
    ballots: Annotated[
        tuple[BallotForm, ...] | None,
        Field(max_length=100, title="Valsedlar", description="Rösterna på var och en av de nominerade."),
    ] = None
    blank: Annotated[int, Field(ge=0, le=SEATS_MAX, title="Blanka", description="Antalet blanka valsedlar.")] = 0
    invalid: Annotated[int, Field(ge=0, le=SEATS_MAX, title="Ogiltiga", description="Antalet ogiltiga valsedlar.")] = 0
    lot: Annotated[
        Line | None, Field(title="Lotten", description="Den som lotten föll på när röstetalen var lika.")
    ] = None
    tellers: Annotated[
        tuple[Who, ...], Field(max_length=20, title="Rösträknare", description="De som räknade valsedlarna.")
    ] = ()


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


class ItemForm(Form):
    """What is known of an item before it is taken up: what is proposed, who is not there, who leads it."""

    points: Annotated[
        tuple[PointForm, ...] | None,
        Field(
            min_length=1,
            max_length=POINTS_MAX,
            title="Liggande förslag",
            description="Beslutspunkterna. Lämnas tomt för det beredda förslaget och vid val.",
        ),
    ] = None
    disqualified: Annotated[
        tuple[DisqualifiedForm, ...],
        Field(max_length=SEATS_MAX, title="Jäv", description="De som är jäviga i ärendet."),
    ] = ()
    absent: Annotated[
        tuple[LeavesForm, ...],
        Field(
            max_length=SEATS_MAX,
            title="Inte närvarande",
            description="De som tjänstgör vid sammanträdet men inte var med när ärendet behandlades.",
        ),
    ] = ()
    presides: Annotated[
        Line | None,
        Field(title="Leder ärendet", description="Den som leder sammanträdet i ordförandens ställe i det här ärendet."),
    ] = None
    taken_up_at: Annotated[
        Instant | None,
        Field(title="Togs upp", description="När ärendet togs upp, om det antecknas senare; då satt de som satt då."),
    ] = None


class DecideForm(ItemForm):
    """What was claimed, put and found; the outcome of each point follows and is never typed."""

    as_recorded: Annotated[
        bool,
        Field(
            title="Så som det antecknats",
            description="Beslutet tas ur det som antecknats vid sammanträdet, händelse för händelse. "
            "Då anges bara bilagor och mottagare, om de är andra än tjänsteskrivelsens.",
        ),
    ] = False
    claims: Annotated[
        tuple[ClaimForm, ...], Field(max_length=200, title="Yrkanden", description="I den ordning de framställdes.")
    ] = ()
    outside: Annotated[
        tuple[Who, ...],
        Field(
            max_length=SEATS_MAX, title="Deltar inte i beslutet", description="De som anmält det före propositionen."
        ),
    ] = ()
    refused: Annotated[
        tuple[RefusedForm, ...],
        Field(max_length=200, title="Vägrad proposition", description="Bara fullmäktiges ordförande får vägra."),
    ] = ()
    minority: Annotated[
        MinorityForm | None,
        Field(
            title="Minoritetens begäran",
            description="När minst en tredjedel i fullmäktige får ärendet återremitterat eller bordlagt utan votering.",
        ),
    ] = None
    election: Annotated[ElectionForm | None, Field(title="Val", description="När ärendet är ett val av en person.")] = (
        None
    )
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
