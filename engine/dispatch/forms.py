"""What is filled in when extracts are sent, come back, go again or are acknowledged."""

from typing import Annotated, Literal

from pydantic import Field

from engine.forms import Day, Form, Line, Place

Way = Literal["email", "print_service", "post", "internal_post", "by_hand"]
WayOut = Annotated[
    Way,
    Field(
        title="Sätt",
        description="email: e-post; print_service: utskriftstjänst; post: brev; internal_post: internpost; "
        "by_hand: överlämnat.",
    ),
]


class SentForm(Form):
    """How the extract goes to one recipient."""

    recipient: Annotated[
        Place | Line,
        Field(title="Mottagare", description="Mottagarens plats i listan, från 1, eller text så som i beslutet."),
    ]
    way_out: WayOut
    address: Annotated[
        Line | None,
        Field(title="Adress", description="Adressen som används; mottagarens egen när fältet lämnas tomt."),
    ] = None


class SendForm(Form):
    """How the extract goes to everybody who is to have it."""

    recipients: Annotated[
        tuple[SentForm, ...],
        Field(max_length=500, title="Mottagare", description="Hur utdraget skickas till var och en."),
    ] = ()
    others: Annotated[
        Way | None, Field(title="Övriga", description="Hur utdraget skickas till dem som inte räknats upp.")
    ] = None


class AgainForm(Form):
    """An extract is sent again to one of its recipients."""

    reason: Annotated[Line, Field(title="Skäl", description="Till exempel: adressen var fel.")]
    way_out: WayOut
    address: Annotated[Line | None, Field(title="Adress", description="Den förra adressen när fältet lämnas tomt.")] = (
        None
    )


class ReceiptForm(Form):
    """Mottagningsbevis: somebody has received the extract."""

    received_on: Annotated[Day, Field(title="Mottaget den")]
    received_by: Annotated[Line | None, Field(title="Mottaget av", description="Den som skrev under.")] = None


class BounceForm(Form):
    """It came back."""

    reason: Annotated[Line, Field(title="Vad som hände", description="Till exempel: okänd mottagare.")]
