"""What a step's room function gets, and what it leaves behind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from engine import jobs
from engine.cases.tables import Case
from engine.journal import Act, Value
from engine.lifecycle.variables import Flat

Variables = Mapping[str, Flat]


@dataclass(frozen=True)
class Work:
    """One act on one case: the rows are locked, and everything done here is kept or dropped together."""

    session: Session
    case: Case
    act: Act
    step: str
    body_id: UUID
    """The body that the step belongs to."""
    variables: Variables
    """The routing variables as they stand at the step."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """What the diagram's service task says, the body left out."""

    @property
    def now(self) -> datetime:
        """The instant of the act."""
        return self.act.now


@dataclass(frozen=True)
class Done:
    """What a step leaves: routing variables for the diagram, facts and particulars for the journal."""

    variables: Variables = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict)
    personal: Mapping[str, Value] = field(default_factory=dict)


Operator = Callable[[Work], Variables | Done]
"""A service task's room function: returns flat routing variables, and facts where the journal should tell more."""


def have_rendered(work: Work, document: str, record_id: UUID) -> None:
    """Has the document of a record drawn after the act; the job knows the number of the act's entry (`cause`)."""
    payload = {"document": document, "record": str(record_id), "cause": str(work.case.rev + 1)}
    jobs.post(work.session, work.case.organisation_id, "render", payload, work.now)
