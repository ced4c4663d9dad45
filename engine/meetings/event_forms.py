"""What a secretary records at the table, one event at a time, as it happens (docs/decisions/0006)."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from engine.forms import Form, Line, Place
from engine.meetings.deciding_forms import (
    MinorityForm,
    Option,
    RefusedForm,
    ReservationForm,
    SpokenForm,
    VoteForm,
)
from engine.meetings.forms import SEATS_MAX, Who

Consent = Annotated[
    bool, Field(title="Alla medger det", description="Krävs efter ordförandens genomgång av yrkandena.")
]


class ClaimedForm(SpokenForm):
    """Somebody makes a claim; it gets the next number."""

    event: Literal["claimed"] = "claimed"
    unanimous: Consent = False


class WithdrawnForm(Form):
    """A claim is withdrawn."""

    event: Literal["withdrawn"] = "withdrawn"
    claim: Annotated[Place, Field(title="Yrkande", description="Yrkandets nummer.")]
    unanimous: Consent = False


class OutsideForm(Form):
    """Somebody announces, before the propositions, that they take no part in the decision (KL 4:25)."""

    event: Literal["outside"] = "outside"
    person: Who


class PropositionRefusedForm(RefusedForm):
    """The chair of the council refuses to put a claim (KL 5:57)."""

    event: Literal["refused"] = "refused"


class MinorityRequestedForm(MinorityForm):
    """A third of those present in the council have the matter sent away (KL 5:50)."""

    event: Literal["minority"] = "minority"


class DebateClosedForm(Form):
    """The chair has gone through the claims and the gavel falls: they are locked."""

    event: Literal["debate_closed"] = "debate_closed"
    whole_first: Annotated[
        bool,
        Field(title="Helheten först", description="Om förslag som gäller hela ärendet prövas före enskilda punkter."),
    ] = True


class FoundForm(Form):
    """The chair puts the proposals and states which one is carried."""

    event: Literal["found"] = "found"
    option: Annotated[Option, Field(title="Finner bifall till", description="Det förslag som ordföranden fann.")]


class DivisionRequestedForm(Form):
    """Somebody asks for a division before the gavel falls on the finding (KL 5:54)."""

    event: Literal["division_requested"] = "division_requested"
    person: Annotated[Line, Field(title="Begärd av", description="Den som begärde omröstning.")]


class VotedForm(Form):
    """Votes in the division that is being held: one as it is given, or many. A later vote takes an earlier one's place.

    What yes and no stand for is told when the division is closed, by `DividedForm`.
    """

    event: Literal["voted"] = "voted"
    votes: Annotated[tuple[VoteForm, ...], Field(min_length=1, max_length=SEATS_MAX, title="Röster")]


class DividedForm(Form):
    """The division is closed: everybody has voted or abstained."""

    event: Literal["divided"] = "divided"
    yes: Annotated[Option, Field(title="Ja-röst", description="Det förslag som en ja-röst gäller.")]
    no: Annotated[Option, Field(title="Nej-röst", description="Det förslag som en nej-röst gäller.")]
    casting_vote: Annotated[
        bool, Field(title="Utslagsröst", description="Om ordförandens utslagsröst avgjorde vid lika röstetal.")
    ] = False
    ground: Annotated[
        Literal["majority", "minority"] | None,
        Field(title="Grund", description="För återremiss och bordläggning i fullmäktige: majority eller minority."),
    ] = None
    annex: Annotated[Place | None, Field(title="Bilaga", description="Voteringslistans bilagenummer.")] = None


class GavelForm(Form):
    """The gavel falls on the finding."""

    event: Literal["gavel"] = "gavel"


class ReservedForm(ReservationForm):
    """One person announces a reservation (KL 4:27)."""

    event: Literal["reserved"] = "reserved"


EventForm = (
    ClaimedForm
    | WithdrawnForm
    | OutsideForm
    | PropositionRefusedForm
    | MinorityRequestedForm
    | DebateClosedForm
    | FoundForm
    | DivisionRequestedForm
    | VotedForm
    | DividedForm
    | GavelForm
    | ReservedForm
)
EVENT_FORMS: dict[str, type[Any]] = {one.model_fields["event"].default: one for one in EventForm.__args__}
"""By the word that each event is called."""


class EventAtTableForm(Form):
    """An event with the id that its recorder gave it: sent twice, it happens once."""

    id: Annotated[
        UUID, Field(title="Händelsens id", description="Ges av den som antecknar; en upprepning görs inte om.")
    ]
    happened: Annotated[EventForm, Field(discriminator="event", title="Händelse")]
