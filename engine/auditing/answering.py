"""The auditors' recommendations are listed one by one, and each is answered."""

from collections.abc import Sequence
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from engine.auditing.tables import Recommendation
from engine.cases.tables import Case
from engine.documents.richtext import clean
from engine.errors import Invalid
from engine.forms import Day, Form, Line, Place, Rich, Text
from engine.journal import Value
from engine.lifecycle.work import Done, Work

RECOMMENDATIONS_MAX: Final = 100


class ListForm(Form):
    """Skriv in rekommendationerna: in the auditors' words, in their order."""

    recommendations: Annotated[
        tuple[Annotated[Text, Field(min_length=1, title="Rekommendation")], ...],
        Field(
            min_length=1,
            max_length=RECOMMENDATIONS_MAX,
            title="Rekommendationer",
            description="Med revisorernas egna ord, var och en för sig.",
        ),
    ]


class AnswerForm(Form):
    """The answer to one recommendation, and what is promised."""

    number: Annotated[Place, Field(title="Rekommendation", description="Rekommendationens nummer, från 1.")]
    answer: Annotated[Rich, Field(min_length=1, title="Svar", description="Vad nämnden svarar revisorerna (HTML).")]
    measure: Annotated[Text, Field(title="Åtgärd", description="Vad som ska göras; tomt när inget utlovas.")] = ""
    owner: Annotated[Line | None, Field(title="Ansvarig", description="Den som ska se till att det görs.")] = None
    promised_on: Annotated[Day | None, Field(title="Klart senast", description="Dagen som utlovas.")] = None

    @model_validator(mode="after")
    def somebody_does_it(self) -> Self:
        """What is promised is done by somebody."""
        if self.measure and not self.owner:
            raise ValueError("a measure needs owner")
        if self.promised_on and not self.measure:
            raise ValueError("a promised day needs measure")
        return self


class AnswersForm(Form):
    """Besvara rekommendationerna: all of them."""

    answers: Annotated[
        tuple[AnswerForm, ...],
        Field(
            min_length=1,
            max_length=RECOMMENDATIONS_MAX,
            title="Svar",
            description="Ett svar för varje rekommendation. De trycks i yttrandet under rekommendationens ord.",
        ),
    ]


def list_recommendations(work: Work, form: ListForm) -> Done:
    """Keeps each recommendation as a row. Leaves `through_council`: whether the audit came to the council."""
    rows = [
        Recommendation(case_id=work.case.id, number=number, text=text)
        for number, text in enumerate(form.recommendations, 1)
    ]
    work.session.add_all(rows)
    work.session.flush()
    through = str(work.case.body_id) == work.variables.get("council")
    return Done({"through_council": through}, {"recommendations": len(rows)})


def of_case(session: Session, case: Case) -> Sequence[Recommendation]:
    """The recommendations of an audit, in their order."""
    wanted = select(Recommendation).where(col(Recommendation.case_id) == case.id).order_by(col(Recommendation.number))
    return session.exec(wanted).all()


def answer_recommendations(work: Work, form: AnswersForm) -> Done:
    """Keeps the answers; Invalid when one of the recommendations lacks its answer, or is answered twice."""
    rows = {one.number: one for one in of_case(work.session, work.case)}
    numbers = [one.number for one in form.answers]
    if unknown := sorted(set(numbers) - rows.keys()):
        raise Invalid("answers", "there is no such recommendation", number=unknown[0])
    if len(set(numbers)) < len(numbers):
        raise Invalid("answers", "a recommendation is answered once")
    if missing := sorted(rows.keys() - set(numbers)):
        raise Invalid("answers", "every recommendation is answered", number=missing[0])
    for place, one in enumerate(form.answers):
        row = rows[one.number]
        row.answer = clean(one.answer, f"answers.{place}.answer")
        row.measure, row.owner, row.promised_on = one.measure or None, one.owner, one.promised_on
        work.session.add(row)
    work.session.flush()
    facts: dict[str, Value] = {"answers": len(rows), "promises": sum(1 for one in rows.values() if one.measure)}
    return Done(facts=facts)
