"""What a secretary notes when a § has been verified, and of the notice that tells so."""

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


class NoticeForm(Form):
    """A notice is put up: the minutes have been verified (KL 8:12)."""

    up: Annotated[Day, Field(title="Anslaget sattes upp", description="Dagen då tillkännagivandet kom upp.")]
    kept: Annotated[Line, Field(title="Protokollet förvaras", description="Var protokollet finns att läsa.")]
    signer: Annotated[
        Line | None, Field(title="Underskrift", description="Vem som intygar anslaget; annars den som antecknar det.")
    ] = None


class TakeDownForm(Form):
    """A notice has come down."""

    down: Annotated[Day, Field(title="Anslaget togs ned", description="Dagen då tillkännagivandet togs ned.")]
    interrupted: Annotated[
        Text,
        Field(
            title="Avbrott",
            description="Varför anslaget inte satt uppe hela tiden. Då löper tiden för överklagande inte ut, och "
            "paragraferna tillkännages på nytt.",
        ),
    ] = ""
