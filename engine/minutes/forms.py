"""What a secretary notes when a § has been verified, and of the notice that tells so."""

from typing import Annotated, Literal
from uuid import UUID

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


class LegalForceForm(Form):
    """The court has been asked, and has no appeal of the §§ that are not registered as appealed."""

    asked_on: Annotated[Day, Field(title="Domstolen tillfrågad", description="Dagen då domstolen svarade.")]


class AppealForm(Form):
    """An appeal of a § has come in."""

    paragraph: Annotated[UUID, Field(title="Paragraf", description="Den överklagade paragrafen.")]
    received_on: Annotated[Day, Field(title="Inkom", description="Dagen då överklagandet kom in.")]
    court_number: Annotated[Line | None, Field(title="Målnummer", description="Domstolens, när det är känt.")] = None


class AppealResultForm(Form):
    """What the court has said."""

    court_number: Annotated[Line | None, Field(title="Målnummer", description="Domstolens.")] = None
    stayed_on: Annotated[
        Day | None, Field(title="Inhibition", description="Dagen då beslutet tills vidare inte fick verkställas.")
    ] = None
    result: Annotated[
        Literal["dismissed", "rejected", "repealed"] | None,
        Field(title="Utgång", description="dismissed: avvisat; rejected: avslaget; repealed: beslutet upphävt."),
    ] = None
    ended_on: Annotated[Day | None, Field(title="Avgjort", description="Dagen då avgörandet vann laga kraft.")] = None
