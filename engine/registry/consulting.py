"""Samverkan: the unions are heard before the employer decides what it has to negotiate about (MBL 11 §)."""

from datetime import date
from typing import Annotated, Final

from pydantic import Field

from engine.cases.records import enter
from engine.documents.richtext import from_text
from engine.errors import require
from engine.forms import Form, Line, Text
from engine.journal import Value
from engine.lifecycle.work import Done, Work
from engine.registry.indexing import reindex
from engine.rules.calendar import legal_day
from engine.rules.register import may_have_arrived

TITLE: Final = "Protokoll från samverkan"
UNIONS_MAX: Final = 30


class ConsultForm(Form):
    """Genomför samverkan: when the parties met, who they were, and what came of it."""

    held_on: Annotated[date, Field(title="Förhandlat", description="Dagen då parterna möttes.")]
    unions: Annotated[
        tuple[Line, ...],
        Field(
            min_length=1,
            max_length=UNIONS_MAX,
            title="Fackliga organisationer",
            description="De som deltog eller var kallade, en på varje rad.",
        ),
    ]
    agreed: Annotated[bool, Field(title="Parterna är eniga", description="Om förhandlingen avslutades i enighet.")]
    minutes: Annotated[
        Text,
        Field(min_length=1, title="Vad som sades", description="Det viktigaste ur förhandlingen; blir en handling."),
    ]


def consult_unions(work: Work, form: ConsultForm) -> Done:
    """Registers the negotiation as an internal record of the case, so that the board knows of it when it decides.

    A disagreement stops nothing: the employer decides when it has negotiated (MBL 11 §). Leaves `consulted`.
    """
    require(may_have_arrived(form.held_on, legal_day(work.now)))
    parties = ", ".join(form.unions)
    outcome = "Parterna är eniga." if form.agreed else "Parterna är inte eniga."
    record = enter(
        work.session,
        work.case,
        work.act,
        direction="internal",
        kind="consultation",
        title=TITLE,
        document_date=form.held_on,
        text=from_text(f"Parter: {parties}.\n\n{form.minutes}\n\n{outcome}"),
    )
    reindex(work.session, work.case)
    facts: dict[str, Value] = {"held_on": form.held_on.isoformat(), "agreed": form.agreed, "number": record.number}
    return Done({"consulted": True}, facts, {"unions": list(form.unions)})
