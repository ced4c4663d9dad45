"""A step with a form that a process owner has made: what is answered steers the case and stands in it as a record."""

from html import escape

from engine.cases.records import enter
from engine.forms import Form
from engine.journal import Value
from engine.lifecycle.own_forms import OwnForm
from engine.lifecycle.work import Done, Work
from engine.registry.indexing import reindex
from engine.rules.calendar import legal_day


def answer_own(work: Work, own: OwnForm, answers: Form) -> Done:
    """Registers what was answered as an internal record, question and answer, and leaves it as routing variables.

    The journal says that the step was done and which record it left; what was answered is told as particulars.
    """
    told = own.told(answers)
    record = enter(
        work.session,
        work.case,
        work.act,
        direction="internal",
        kind="answers",
        title=own.title,
        document_date=legal_day(work.now),
        text="".join(f"<p><strong>{escape(asked)}</strong><br>{written(said)}</p>" for asked, said in told),
    )
    reindex(work.session, work.case)
    facts: dict[str, Value] = {"record": str(record.id), "number": record.number}
    return Done(own.variables(answers), facts, dict(told))


def written(said: str) -> str:
    """An answer as HTML, its lines kept."""
    return escape(said).replace("\n", "<br>")
