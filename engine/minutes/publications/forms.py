"""What is approved for the public, and why it comes down."""

from typing import Annotated

from pydantic import Field

from engine.forms import Day, Form, Line, Text

GROUND = r"^(GDPR|(OSL|TF) \d{1,2}:\d{1,2}( [a-z])?)$"
"""A provision of OSL or TF, or GDPR for personal data that none of them covers."""


class HiddenForm(Form):
    """Something to be masked wherever the document says it, beside what is marked in its text."""

    text: Annotated[Line, Field(title="Uppgift", description="Orden som ska döljas, överallt i dokumentet.")]
    ground: Annotated[
        str, Field(pattern=GROUND, title="Grund", description="Till exempel OSL 25:1, eller GDPR för personuppgifter.")
    ] = "GDPR"
    words: Annotated[
        bool, Field(title="Varje ord för sig", description="För namn: också förnamnet och efternamnet ensamma döljs.")
    ] = False


class MaskForm(Form):
    """What is to be masked, to see what the document says without it."""

    hidden: Annotated[
        tuple[HiddenForm, ...], Field(max_length=200, title="Dölj också", description="Utöver det som är markerat.")
    ] = ()


class PublishForm(MaskForm):
    """Somebody's approval that the masked version is published."""

    take_down_on: Annotated[
        Day, Field(title="Tas ned", description="Dagen då dokumentet inte längre ska vara publikt.")
    ]
    left_because: Annotated[
        Text,
        Field(title="Skäl att låta uppgifter stå", description="Krävs när något ser ut som personuppgifter och visas."),
    ] = ""


class WithdrawForm(Form):
    """Why something is taken down before its day."""

    reason: Annotated[Text, Field(min_length=1, title="Skäl", description="Varför dokumentet tas ned.")]
