"""What a secretary records of a meeting. People are named by slug ("marianne-sandstrom") or id."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from engine.forms import Day, Form, Instant, Line, Text

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


class MomentForm(Form):
    """Something that changes who sits during the meeting."""

    kind: Annotated[
        Literal["left", "arrived", "presides", "adjourned", "resumed"],
        Field(
            title="Vad som hände",
            description="left: lämnar; arrived: kommer; presides: tar ordförandeskapet; adjourned: ajourneras; "
            "resumed: återupptas.",
        ),
    ]
    person: Annotated[Line | None, Field(title="Vem", description="Personens kortnamn eller id.")] = None
    substitute: Annotated[
        Line | None, Field(title="Ersätts av", description="Ersättaren som tjänstgör i stället för den som lämnar.")
    ] = None
    disqualification: Annotated[
        bool, Field(title="På grund av jäv", description="Den som lämnat för jäv får komma tillbaka (KL 5:20).")
    ] = False
    at: Annotated[Instant | None, Field(title="När", description="Nu när fältet lämnas tomt.")] = None


class CloseForm(Form):
    """The end of a meeting."""

    closed_at: Annotated[
        Instant | None,
        Field(title="Avslutat", description="När sammanträdet avslutades; nu när fältet lämnas tomt."),
    ] = None


class ScheduleForm(Form):
    """The meeting at which the matter is to be taken up."""

    meeting_id: Annotated[UUID, Field(title="Sammanträde", description="Sammanträdet där ärendet ska behandlas.")]
