"""Lifecycles: check diagrams, deploy them beside the old ones, see what is deployed."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field, StringConstraints
from sqlmodel import Session

from api.door import Answer, Asked, acting, asked
from api.resource import resource
from engine import steps
from engine.forms import Form
from engine.lifecycle import deployments, migrating

router = resource("workflows")

Diagram = Annotated[str, StringConstraints(max_length=2_000_000)]
FileName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,60}\.(bpmn|json)$")]


class DiagramsForm(Form):
    """Diagrams by file name, the top process and everything it calls."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")] = Field(
        title="Process", description="Id för den process som startar, till exempel motion."
    )
    files: dict[FileName, Diagram] = Field(
        title="Filer",
        description="Filnamn och BPMN 2.0 som text, och egna formulär som JSON Schema.",
        min_length=1,
        max_length=30,
        examples=[{"motion.bpmn": '<?xml version="1.0" encoding="UTF-8"?> …'}],
    )


class FaultView(BaseModel):
    """A fault at its element: the rule it breaks and what to do."""

    file: str
    element: str
    rule: str
    message: str
    help: str


class PlannedView(BaseModel):
    """A process that runs by older diagrams: `safe`, `by_hand` or `blocked`, and what stands in the way."""

    process_id: UUID
    case_id: UUID | None
    sort: str
    element: str
    reason: str


class PlanView(BaseModel):
    """What would become of every process that does not follow the diagrams deployed last. Nothing has been moved."""

    items: list[PlannedView]


class MigrateForm(Form):
    """Moves one process; `by_hand` says that a person has looked at a case whose done step has gone."""

    by_hand: bool = Field(False, title="För hand", description="Någon har tittat på ärendet och det kan flyttas.")


class MigratedView(BaseModel):
    """Whether the process was moved; it was not when it follows the newest diagrams already."""

    moved: bool


class LintView(BaseModel):
    """Every fault; none means that the diagrams may be deployed."""

    faults: list[FaultView]


class StepView(BaseModel):
    """A step that waits for a person."""

    id: str
    name: str
    role: str
    lane: str


class DeployedView(BaseModel):
    """A deployed version. New cases start on the highest; running ones keep theirs."""

    id: UUID
    key: str
    name: str
    version: int
    sha: str
    at: datetime


class DeployedList(BaseModel):
    """Everything that has been deployed, oldest first."""

    items: list[DeployedView]


@router.get("/workflows", response_model=DeployedList)
def deployed(who: Annotated[Asked, asked("workflow.read")]) -> DeployedList:
    """What is deployed, every version of it."""
    rows = who.look(lambda session: deployments.every(session, who.actor.organisation_id))
    return DeployedList(items=[DeployedView.model_validate(row, from_attributes=True) for row in rows])


@router.post("/workflows/lint", response_model=LintView)
def check(form: DiagramsForm, who: Annotated[Asked, asked("workflow.read")]) -> LintView:
    """Checks diagrams and deploys nothing: every fault with its element and what to do."""
    faults = steps.faults({name: text.encode() for name, text in form.files.items()}, form.key)
    return LintView(faults=[FaultView(**fault) for fault in faults])


@router.post("/workflows", status_code=201, response_model=DeployedView)
def deploy(form: DiagramsForm, who: Annotated[Asked, acting("workflow.keep")]) -> Response:
    """Deploys diagrams beside the old ones. Refused with every fault when they do not hold."""

    def do(session: Session) -> Answer:
        files = {name: text.encode() for name, text in form.files.items()}
        row = steps.deploy_files(session, who.actor.act(who.now), form.key, files)
        return Answer(DeployedView.model_validate(row, from_attributes=True), 201)

    return who.act(do, form)


@router.get("/workflows/{key}/migration", response_model=PlanView)
def plan(key: str, who: Annotated[Asked, asked("workflow.keep")]) -> PlanView:
    """A dry run: which running cases could follow the diagrams deployed last, which not, and why."""
    rows = who.look(lambda session: migrating.plan(session, who.house.engine, who.actor.organisation_id, key))
    return PlanView(items=[PlannedView.model_validate(one, from_attributes=True) for one in rows])


@router.post("/processes/{process_id}/migrate", response_model=MigratedView)
def migrate(process_id: UUID, form: MigrateForm, who: Annotated[Asked, acting("workflow.keep")]) -> Response:
    """Moves one running case to the diagrams deployed last. Timers and messages stay as they are."""

    def do(session: Session) -> Answer:
        act = who.actor.act(who.now)
        moved = migrating.migrate(session, who.house.engine, act, process_id, by_hand=form.by_hand)
        return Answer(MigratedView(moved=moved))

    return who.act(do, form)
