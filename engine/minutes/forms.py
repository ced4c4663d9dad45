"""What a secretary notes when a § has been verified."""

from typing import Annotated

from pydantic import Field

from engine.forms import Day, Form, Line, Text


class VerifyForm(Form):
    """The verification of one §."""

    verified_on: Annotated[Day, Field(title="Justerad", description="Dagen då paragrafen justerades.")]
    by: Annotated[
        tuple[Line, ...],
        Field(
            min_length=1,
            max_length=20,
            title="Justerare",
            description="Kortnamn eller id för den som ledde sammanträdet och de som justerade.",
        ),
    ]
    immediate: Annotated[
        bool, Field(title="Omedelbar justering", description="Om paragrafen justerades omedelbart, vid sammanträdet.")
    ] = False
    remark: Annotated[
        Text,
        Field(title="Anmärkning", description="Trycks i protokollet. Krävs när justeringen är sen eller något saknas."),
    ] = ""
